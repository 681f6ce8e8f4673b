"""The whole site without JavaScript, through its forms; and what it does not let through."""

import io
import os
import pathlib
import re
import time

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from example_site import SiteTest
from school import SVG, School, png
from visitor import Visitor


class WithoutJavaScript(SiteTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school = School(cls.site)

    def setUp(self):
        self.visitor = Visitor(self.site)

    def upload(self, content, **fields):
        return self.visitor.submit(self.visitor.ask("/verify"), badge=(io.BytesIO(content), "badge"), **fields)

    def assert_verdict(self, page, verdict):
        self.assertEqual(page.status, 200, page.text)
        self.assertIn(f'class="verdict {verdict}"', page.text)

    def assert_error(self, page, field, message):
        """The message stands at the field, and the field says so to those who do not see it."""
        self.assertEqual(page.status, 422)
        self.assertRegex(page.text, rf'id="{field}-error"[^>]*>{message}')
        tag = re.search(rf'<(input|textarea) id="{field}"[^>]*>', page.text)[0]
        self.assertIn('aria-invalid="true"', tag)
        self.assertIn(f"{field}-error", tag)

    # Signing in

    def test_a_code_signs_a_new_person_in(self):
        page = self.visitor.sign_in("new@example.org")
        self.assertIn("Welcome, new@example.org", page.text)
        self.assertIsNotNone(self.row("SELECT email_verified_at FROM badges.users WHERE email = 'new@example.org'")["email_verified_at"])

    def test_a_link_signs_in_by_a_button_and_not_by_being_followed(self):
        self.visitor.submit(self.visitor.ask("/sign-in"), email="link@example.org")
        path = re.search(r"http://localhost:[0-9]+(/sign-in/link/\S+)", self.site.read_mail("link@example.org"))[1]
        Visitor(self.site).ask(path)
        self.assertIn("Welcome, link@example.org", self.visitor.submit(self.visitor.ask(path)).text)
        other = Visitor(self.site)
        self.assertIn("is not right", other.submit(other.ask(path)).text)

    def test_wrong_codes_are_counted_though_each_is_an_answer_of_its_own(self):
        self.visitor.submit(self.visitor.ask("/sign-in"), email="guess@example.org")
        code = self.site.read_code("guess@example.org")
        wrong = f"{(int(code) + 1) % 1_000_000:06}"
        for _ in range(5):
            self.assert_error(self.visitor.submit(self.visitor.ask("/sign-in/code"), code=wrong), "code", "That code or link is not right")
        self.assert_error(self.visitor.submit(self.visitor.ask("/sign-in/code"), code=code), "code", "There were too many tries")

    def test_an_address_that_is_none_is_told_at_the_field(self):
        self.assert_error(self.visitor.submit(self.visitor.ask("/sign-in"), email="no address"), "email", "\\w")

    def test_a_code_is_of_no_use_in_another_browser(self):
        self.visitor.submit(self.visitor.ask("/sign-in"), email="bound@example.org")
        code = self.site.read_code("bound@example.org")
        other = Visitor(self.site)
        self.assertEqual(other.submit(other.ask("/sign-in/code"), code=code).status, 422)
        self.assertIn("Welcome", self.visitor.submit(self.visitor.ask("/sign-in/code"), code=code).text)

    def test_whoever_has_to_sign_in_first_arrives_where_they_wanted_to_go(self):
        self.assertEqual(self.visitor.ask("/manage/issuers/new").path, "/sign-in")
        self.assertEqual(self.visitor.sign_in("wanted@example.org").path, "/manage/issuers/new")

    def test_nobody_is_sent_to_another_site(self):
        self.visitor.ask("//elsewhere.example.org/manage")
        self.visitor.ask("/sign-in?next=https://elsewhere.example.org/")
        self.assertTrue(self.visitor.sign_in("stays@example.org").url.startswith(self.site.origin + "/"))

    def test_signing_out_ends_the_session(self):
        self.visitor.sign_in("leaves@example.org")
        self.visitor.submit(self.visitor.ask("/account"), "/sign-out")
        self.assertEqual(self.visitor.ask("/account").path, "/sign-in")

    def test_a_disabled_user_is_signed_out(self):
        self.visitor.sign_in("disabled@example.org")
        self.database.execute("UPDATE badges.users SET disabled_at = now() WHERE email = 'disabled@example.org'")
        self.assertEqual(self.visitor.ask("/account").path, "/sign-in")

    # The session and the forms

    def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(self):
        self.visitor.ask("/sign-in")
        (cookie,) = self.visitor.cookies
        self.assertTrue(cookie.has_nonstandard_attr("HttpOnly"))
        self.assertEqual(cookie.get_nonstandard_attr("SameSite"), "Lax")

    def change_session(self, key, **changes):
        """Puts something else into the session cookie, signed with a key."""
        app = Flask(__name__)
        app.secret_key = key
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        (cookie,) = self.visitor.cookies
        cookie.value = signer.dumps({**signer.loads_unsafe(cookie.value)[1], **changes})

    def test_a_session_cookie_that_somebody_made_is_no_session(self):
        self.visitor.sign_in("cookie@example.org")
        self.change_session("another key")
        self.assertEqual(self.visitor.ask("/account").path, "/sign-in")

    def test_a_session_that_was_left_open_adds_no_passkey(self):
        self.visitor.sign_in("open@example.org")

        def start():
            return self.visitor.ask("/rpc/webauthn_start_registration", b"{}", Content_Type="application/json", Accept="*/*")
        self.assertEqual(start().status, 200)
        self.change_session(pathlib.Path(os.environ["SITE_KEY_FILE"]).read_text(), since=time.time() - 16 * 60)
        self.assertEqual(self.visitor.ask("/account").path, "/account")
        self.assertEqual(start().status, 403)

    def test_a_form_of_another_site_does_nothing(self):
        for path in ("/sign-in", "/sign-in/code", "/sign-out", "/manage/issuers/new", f"/manage/badges/{self.school.badge_id}"):
            answer = self.school.owner.ask(path, b"name=Forged&email=forged@example.org&recipient=forged@example.org",
                                           Content_Type="application/x-www-form-urlencoded")
            self.assertEqual(answer.status, 400, path)
        self.assertIsNone(self.row("SELECT FROM badges.issuer_profiles WHERE name = 'Forged'"))

    def test_pages_run_no_script_but_the_site_s_own(self):
        for path in ("/", "/sign-in", "/verify", "/nothing", f"/badges/{self.school.badge_id}"):
            policy = self.visitor.ask(path).headers["Content-Security-Policy"]
            self.assertIn("default-src 'none'; script-src 'self'; style-src 'self';", policy, path)
            self.assertIn("frame-ancestors 'none'", policy)
            self.assertNotIn("unsafe", policy)

    def test_what_people_type_is_text_and_never_markup(self):
        markup = "<script>alert(1)</script>"
        badge_id = re.findall(r"[0-9a-f-]{36}", self.school.make_badge(png(), name=markup, narrative=markup, description=markup).path)[-1]
        for page in (self.school.owner.ask(f"/manage/badges/{badge_id}"), self.visitor.ask(f"/badges/{badge_id}"),
                     self.school.owner.ask(f"/manage/issuers/{self.school.issuer_id}")):
            self.assertEqual(page.status, 200)
            self.assertIn("&lt;script&gt;alert(1)", page.text)
            self.assertNotIn(markup, page.text)

    # Issuing

    def test_what_the_database_refuses_is_told_at_the_field(self):
        page = self.school.owner.submit(
            self.school.owner.ask("/manage/issuers/new"), name="Example Club", url="club", email="badges@example.org", description="")
        self.assert_error(page, "url", "Expected")
        self.assertIn('value="Example Club"', page.text)

    def test_what_is_missing_is_told_at_the_field(self):
        page = self.school.owner.submit(
            self.school.owner.ask("/manage/issuers/new"), name="Example Club", url="https://club.example.org", email="", description="")
        self.assert_error(page, "email", "Please fill this in")

    def test_only_small_png_and_svg_pictures_are_taken(self):
        for picture, message in {
            b"": "Please choose a picture", b"GIF89a": "must be a PNG or an SVG", b"<html>": "must be a PNG or an SVG",
            png() + bytes(64 * 1024): "at most 64", png()[:200]: "The picture is damaged",
        }.items():
            self.assert_error(self.school.make_badge(picture), "image", f".*{message}")

    def test_an_upload_beyond_the_limit_is_refused(self):
        answer = self.visitor.ask("/verify", bytes(4 * 1024 * 1024 + 1), Content_Type="multipart/form-data; boundary=x")
        self.assertEqual(answer.status, 413)

    def test_an_award_is_found_by_an_address_that_it_does_not_show(self):
        assertion_id = self.school.award("hidden@example.org")
        page = self.school.owner.ask(f"/manage/badges/{self.school.badge_id}")
        self.assertNotIn("hidden@example.org", page.text)
        found = self.school.owner.ask(f"/manage/badges/{self.school.badge_id}?recipient=Hidden@example.org")
        self.assertIn(f"/manage/awards/{assertion_id}", found.text)
        self.assertNotIn(assertion_id, self.school.owner.ask(f"/manage/badges/{self.school.badge_id}?recipient=other@example.org").text)

    def test_an_award_to_no_address_is_told_at_the_field(self):
        page = self.school.owner.ask(f"/manage/badges/{self.school.badge_id}")
        self.assert_error(self.school.owner.submit(page, recipient="nobody", narrative=""), "recipient", "\\w")

    def test_an_award_that_is_good_until_a_day_says_so(self):
        assertion_id = self.school.award("until@example.org", expires="2099-12-31")
        self.assertIn("31 December 2099", self.visitor.ask(f"/v3/credentials/{assertion_id}").text)

    def test_nobody_sees_or_changes_what_another_issuer_has(self):
        assertion_id = self.school.award("theirs@example.org")
        own = School(self.site)
        for path in (f"/manage/issuers/{self.school.issuer_id}", f"/manage/badges/{self.school.badge_id}",
                     f"/manage/awards/{assertion_id}", f"/manage/issuers/{self.school.issuer_id}/badges/new"):
            self.assertEqual(own.owner.ask(path).status, 404, path)
        token = own.badge_page.forms()[0]["fields"]["csrf_token"]
        for path in (f"/manage/awards/{assertion_id}/revoke", f"/manage/badges/{self.school.badge_id}"):
            body = f"csrf_token={token}&recipient=stranger@example.org".encode()
            self.assertEqual(own.owner.ask(path, body, Content_Type="application/x-www-form-urlencoded").status, 404, path)
        self.assertFalse(self.row("SELECT revoked FROM badges.badge_assertions WHERE assertion_id = %s", assertion_id)["revoked"])

    # Awards

    def test_an_award_is_shown_verified_downloaded_and_verified_again(self):
        assertion_id = self.school.award("ada@example.org")
        page = self.visitor.ask(f"/v3/credentials/{assertion_id}")
        for text in ("First Aid", "Pass the practical test.", "Example Academy", "In force"):
            self.assertIn(text, page.text)
        report = self.visitor.submit(page, recipient="ada@example.org")
        self.assert_verdict(report, "valid")
        self.assertIn("It is <strong>First Aid</strong>, awarded by <strong>Example Academy</strong>", report.text)
        self.assert_verdict(self.visitor.submit(page, recipient="eve@example.org"), "invalid")

        baked = self.visitor.ask(f"/v3/credentials/{assertion_id}/badge")
        self.assertEqual(baked.headers.get_content_type(), "image/png")
        self.assertEqual(baked.headers.get_filename(), "First_Aid.png")
        self.assert_verdict(self.upload(baked.content, recipient="ada@example.org"), "valid")
        self.assert_verdict(self.upload(self.visitor.ask(f"/assertions/{assertion_id}/badge").content), "valid")

    def test_a_baked_svg_is_verified(self):
        school = School(self.site, SVG)
        baked = self.visitor.ask(f"/v3/credentials/{school.award('svg@example.org')}/badge")
        self.assertEqual(baked.headers.get_content_type(), "image/svg+xml")
        self.assert_verdict(self.upload(baked.content), "valid")

    def test_json_and_tokens_are_verified_as_files_and_as_text(self):
        path = f"/v3/credentials/{self.school.award('text@example.org')}"
        for name in ("credential.json", "credential.jwt"):
            content = self.visitor.document(f"{path}/{name}").content
            self.assert_verdict(self.upload(content), "valid")
            self.assert_verdict(self.visitor.submit(self.visitor.ask("/verify"), credential=content.decode()), "valid")

    def test_a_changed_badge_is_refused_with_the_reason(self):
        content = self.visitor.document(f"/v3/credentials/{self.school.award('changed@example.org')}/credential.json").content
        page = self.upload(content.replace(b"First Aid", b"Surgery"))
        self.assert_verdict(page, "invalid")
        self.assertIn("invalid_signature", page.text)
        self.assertIn("It was changed after it was signed", page.text)
        self.assertRegex(page.text, "It says it is <strong>Surgery</strong>")

    def test_whatever_is_uploaded_gets_a_report_and_no_fault(self):
        for content in (b"hello", b"\0\1\2", b"\xff\xfe", b"{}", b"[" * 100_000, png(), SVG, png()[:50], b"<svg", b"a.b.c", b"\x89PNG\r\n\x1a\n"):
            page = self.upload(content)
            self.assertEqual(page.status, 200, content[:20])
            self.assertNotIn('class="verdict valid"', page.text)

    def test_nothing_to_verify_is_told_at_the_field(self):
        self.assert_error(self.visitor.submit(self.visitor.ask("/verify"), credential=""), "badge", "Please choose a file")

    def test_a_suspended_award_says_so_until_it_is_reinstated(self):
        assertion_id = self.school.award("suspended@example.org")
        self.school.change(assertion_id, "suspend", reason="Being looked into")
        page = self.visitor.ask(f"/v3/credentials/{assertion_id}")
        self.assertIn("Suspended", page.text)
        self.assertIn("Being looked into", page.text)
        self.assert_verdict(self.visitor.submit(page, recipient=""), "invalid")
        self.school.change(assertion_id, "reinstate")
        self.assertIn("In force", self.visitor.ask(f"/v3/credentials/{assertion_id}").text)

    def test_a_revoked_award_says_so_to_people_too(self):
        assertion_id = self.school.award("revoked@example.org")
        self.school.change(assertion_id, "revoke", reason="Awarded by mistake")
        self.assertEqual(self.visitor.ask(f"/assertions/{assertion_id}").status, 410)
        page = self.visitor.ask(f"/v3/credentials/{assertion_id}")
        self.assertEqual(page.status, 200)
        self.assertIn("Revoked", page.text)
        self.assertIn("Awarded by mistake", page.text)
        self.assert_verdict(self.visitor.submit(page, recipient=""), "invalid")
        self.assertEqual(self.school.owner.ask(f"/manage/awards/{assertion_id}").forms()[1:], [])

    def test_a_backpack_shows_what_was_awarded_to_its_owner(self):
        assertion_id = self.school.award("keeper@example.org")
        self.visitor.sign_in("keeper@example.org")
        self.assertIn(assertion_id, self.visitor.ask("/backpack").text)
        other = Visitor(self.site)
        other.sign_in("other.keeper@example.org")
        self.assertNotIn(assertion_id, other.ask("/backpack").text)

    def bring(self, content):
        return self.visitor.submit(self.visitor.ask("/backpack"), badge=(io.BytesIO(content), "badge"))

    def test_a_badge_is_brought_kept_as_it_came_verified_and_removed(self):
        assertion_id = self.school.award("brings@example.org")
        baked = self.visitor.ask(f"/v3/credentials/{assertion_id}/badge").content
        self.visitor.sign_in("brings@example.org")
        page = self.bring(baked)
        self.assertIn("It is in your backpack now", page.text)
        self.assert_verdict(page, "valid")
        self.assertIn("It was in your backpack already", self.bring(baked).text)

        page = self.visitor.ask("/backpack")
        held = re.search(r"/backpack/([0-9a-f-]{36})/credential", page.text)[1]
        text = self.row("SELECT badges.unbake_badge(%s) AS text", baked)["text"]
        self.assertEqual(self.visitor.ask(f"/backpack/{held}/credential").text, text)
        self.assert_verdict(self.visitor.submit(page, f"/backpack/{held}/verify"), "valid")

        other = Visitor(self.site)
        other.sign_in("looks@example.org")
        self.assertEqual(other.ask(f"/backpack/{held}/credential").status, 404)
        self.assertNotIn(held, other.ask("/backpack").text)
        # What a person holds is nothing they can award or revoke, and has no page.
        self.assertEqual(self.visitor.ask(f"/manage/awards/{held}").status, 404)
        self.assertNotIn("Example Academy", self.visitor.ask("/manage").text)
        self.assertEqual(self.visitor.ask(f"/v3/credentials/{held}").status, 404)

        self.visitor.submit(page, f"/backpack/{held}/remove")
        self.assertNotIn(held, self.visitor.ask("/backpack").text)
        self.assertIsNone(self.row("SELECT FROM badges.badge_assertions WHERE assertion_id = %s", held))
        self.assertIsNotNone(self.row("SELECT FROM badges.badge_assertions WHERE assertion_id = %s", assertion_id))

    def test_a_badge_that_was_changed_is_not_kept(self):
        path = f"/v3/credentials/{self.school.award('cheats@example.org')}/credential.json"
        self.visitor.sign_in("cheats@example.org")
        page = self.bring(self.visitor.document(path).content.replace(b"First Aid", b"Surgery"))
        self.assertIn("It was not kept", page.text)
        self.assert_verdict(page, "invalid")
        self.assertNotIn("Surgery", self.visitor.ask("/backpack").text)

    def test_a_file_without_a_badge_is_not_kept(self):
        self.visitor.sign_in("files@example.org")
        for content in (png(), png()[:100], b"hello", b"\0"):
            page = self.bring(content)
            self.assertIn("It was not kept", page.text)
            self.assert_verdict(page, "invalid")
        self.assert_error(self.bring(b""), "badge", "Please choose a file")
