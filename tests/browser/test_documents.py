"""What programs get at the URLs that badges name: documents, status codes, headers."""

import json
import re

from example_site import SiteTest
from school import SVG, School, png
from visitor import BROWSER, Visitor

UNKNOWN = "00000000-0000-7000-8000-000000000000"


class Documents(SiteTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school = School(cls.site)
        cls.assertion_id = cls.school.award("ada@example.org")
        cls.program = Visitor(cls.site)

    def document(self, path, **headers):
        answer = self.program.document(path, **headers)
        self.assertEqual(answer.status, 200, answer.text)
        return answer.json()

    def test_every_document_is_at_the_url_it_names(self):
        credential = self.document(f"/v3/credentials/{self.assertion_id}")
        assertion = self.document(f"/assertions/{self.assertion_id}")
        badge = self.document(assertion["badge"])
        issuer = self.document(badge["issuer"])
        named = [
            credential, assertion, badge, issuer, self.document(credential["issuer"]["id"]),
            self.document(credential["credentialSubject"]["achievement"]["id"]),
            self.document(credential["credentialStatus"]["statusListCredential"]),
            self.document(issuer["revocationList"]), self.document(issuer["publicKey"]),
        ]
        self.assertEqual(len(named), 9)
        for document in named:
            self.assertTrue(document["id"].startswith(self.site.origin), document["id"])
            self.assertEqual(self.document(document["id"]), document)

    def test_what_is_published_is_all_that_a_verifier_elsewhere_needs(self):
        text = self.program.document(f"/v3/credentials/{self.assertion_id}").text
        credential = json.loads(text)
        urls = [credential["issuer"]["id"], credential["credentialStatus"]["statusListCredential"]]
        # A database that knows nothing of this one: the issuer is not in its tables.
        with self.database.transaction(force_rollback=True):
            self.database.execute("DELETE FROM badges.badge_assertions")
            self.database.execute("DELETE FROM badges.badge_classes")
            self.database.execute("DELETE FROM badges.issuer_profiles")
            verify = "SELECT badges.verify_credential(%s, 'ada@example.org', %s) AS report"
            report = self.row(verify, text, json.dumps({url: self.document(url) for url in urls}))["report"]
            self.assertTrue(report["valid"], report)
            self.assertFalse(self.row(verify, text, None)["report"]["valid"])

    def test_the_did_document_and_the_key_sets_have_the_same_keys(self):
        did = self.document(f"/v3/issuers/{self.school.issuer_id}")
        self.assertEqual(self.document(f"/v3/issuers/{self.school.issuer_id}/did.json"), did)
        keys = [key["publicKeyMultibase"] for key in did["verificationMethod"]]
        known = [key for key in self.document("/.well-known/jwks.json")["keys"] if key["iss"] == did["id"]]
        self.assertEqual(len(known), len(keys))
        self.assertEqual(len(keys), 1)

    def test_browsers_get_a_page_and_programs_a_document(self):
        for path in (f"/v3/credentials/{self.assertion_id}", f"/assertions/{self.assertion_id}", f"/badges/{self.school.badge_id}",
                     f"/v3/achievements/{self.school.badge_id}", f"/issuers/{self.school.issuer_id}", f"/v3/issuers/{self.school.issuer_id}"):
            for accept, expected in {
                BROWSER: "text/html", "text/html": "text/html", "*/*": "application/json", "application/json": "application/json",
                "application/ld+json": "application/ld+json", "application/vc+ld+json": "application/vc+ld+json",
                "application/vc": "application/vc", "application/json, text/html;q=0.5": "application/json",
                "image/webp": "application/json",
            }.items():
                answer = self.program.document(path, accept=accept)
                self.assertEqual((answer.status, answer.headers.get_content_type()), (200, expected), f"{path} {accept}")
                self.assertIn("Accept", answer.headers["Vary"])

    def test_a_token_is_given_to_those_who_ask_for_one(self):
        asked = self.program.document(f"/v3/credentials/{self.assertion_id}", accept="application/vc+jwt")
        self.assertEqual(asked.headers.get_content_type(), "application/vc+jwt")
        self.assertEqual(asked.text, self.program.document(f"/v3/credentials/{self.assertion_id}/credential.jwt").text)
        report = self.row("SELECT badges.verify_credential(%s) AS report", asked.text)["report"]
        self.assertTrue(report["valid"], report)

    def test_a_document_that_has_not_changed_is_not_sent_again(self):
        for path in (f"/v3/credentials/{self.assertion_id}", f"/assertions/{self.assertion_id}",
                     f"/v3/issuers/{self.school.issuer_id}/status/revocation/0", f"/badges/{self.school.badge_id}/picture"):
            first = self.program.document(path)
            again = self.program.document(path, If_None_Match=first.headers["ETag"])
            self.assertEqual((again.status, again.content), (304, b""), path)
            self.assertEqual(again.headers["ETag"], first.headers["ETag"])
            self.assertEqual(self.program.document(path, If_None_Match='"other"').status, 200)

    def test_a_revocation_changes_the_status_list_and_its_tag(self):
        path = f"/v3/issuers/{self.school.issuer_id}/status/revocation/0"
        before = self.program.document(path)
        self.school.change(self.school.award("revoked@example.org"), "revoke")
        after = self.program.document(path, If_None_Match=before.headers["ETag"])
        self.assertEqual(after.status, 200)
        self.assertNotEqual(after.json()["credentialSubject"], before.json()["credentialSubject"])

    def test_caches_ask_again_within_minutes(self):
        for path in (f"/v3/credentials/{self.assertion_id}", f"/v3/issuers/{self.school.issuer_id}/status/revocation/0"):
            self.assertRegex(self.program.document(path).headers["Cache-Control"], r"public.*max-age=60|max-age=60.*public")

    def test_pages_of_other_sites_may_read_documents_pictures_and_failures(self):
        for path in (f"/v3/credentials/{self.assertion_id}", f"/issuers/{self.school.issuer_id}", "/.well-known/jwks.json",
                     f"/badges/{self.school.badge_id}/picture", f"/assertions/{UNKNOWN}"):
            self.assertEqual(self.program.document(path).headers["Access-Control-Allow-Origin"], "*", path)
        self.assertIsNone(self.program.ask("/sign-in").headers["Access-Control-Allow-Origin"])

    def test_a_document_sets_no_cookie(self):
        answer = self.program.document(f"/v3/credentials/{self.assertion_id}")
        self.assertIsNone(answer.headers["Set-Cookie"])

    def test_an_unknown_document_is_not_found(self):
        for path in (f"/v3/credentials/{UNKNOWN}", f"/assertions/{UNKNOWN}", f"/badges/{UNKNOWN}", f"/v3/achievements/{UNKNOWN}",
                     f"/issuers/{UNKNOWN}", f"/v3/issuers/{UNKNOWN}", f"/v3/issuers/{UNKNOWN}/did.json", f"/issuers/{UNKNOWN}/revocations",
                     f"/issuers/{self.school.issuer_id}/keys/none", f"/v3/issuers/{self.school.issuer_id}/status/revocation/999",
                     f"/v3/issuers/{self.school.issuer_id}/status/other/0", f"/v3/issuers/{self.school.issuer_id}/status/revocation/99999999999",
                     f"/badges/{UNKNOWN}/picture", f"/v3/credentials/{UNKNOWN}/badge", "/assertions/1", "/nothing"):
            self.assertEqual(self.program.document(path).status, 404, path)
            answer = self.program.ask(path)
            self.assertEqual(answer.status, 404, path)
            self.assertNotIn("Traceback", answer.text)

    def test_a_revoked_award_is_gone_in_2_0_and_marked_in_the_status_list_of_3_0(self):
        assertion_id = self.school.award("grace@example.org")
        self.school.change(assertion_id, "revoke", reason="Awarded by mistake")
        gone = self.program.document(f"/assertions/{assertion_id}")
        self.assertEqual(gone.status, 410)
        self.assertEqual((gone.json()["revoked"], gone.json()["revocationReason"]), (True, "Awarded by mistake"))
        self.assertEqual(self.program.document(f"/assertions/{assertion_id}", If_None_Match="*").status, 410)
        self.assertEqual(self.program.document(f"/v3/credentials/{assertion_id}").status, 200)
        revocations = self.document(f"/issuers/{self.school.issuer_id}/revocations")["revokedAssertions"]
        self.assertIn({"id": f"{self.site.origin}/assertions/{assertion_id}", "revocationReason": "Awarded by mistake"}, revocations)

    def test_a_picture_comes_as_it_was_uploaded(self):
        answer = self.program.document(f"/badges/{self.school.badge_id}/picture")
        self.assertEqual((answer.headers.get_content_type(), answer.content), ("image/png", png()))
        self.assertEqual(self.program.document(f"/v3/credentials/{self.assertion_id}/picture").content, png())

    def test_a_picture_that_holds_a_script_runs_none(self):
        page = self.school.make_badge(SVG)
        badge_id = re.findall(r"[0-9a-f-]{36}", page.path)[-1]
        answer = self.program.document(f"/badges/{badge_id}/picture")
        self.assertEqual((answer.headers.get_content_type(), answer.content), ("image/svg+xml", SVG))
        self.assertRegex(answer.headers["Content-Security-Policy"], r"default-src 'none'.*sandbox$")
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
