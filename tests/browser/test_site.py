"""People use the site in a browser, from signing up to a revoked badge; and every page of it is held against axe."""

import base64
import io
import os
import pathlib
import re
import struct
import tempfile
import unittest
import zlib

from example_site import BrowserTest
from school import SVG, School, png
from visitor import Visitor
from webdriver import Authenticator

AXE = os.environ.get("AXE")


class UseOfTheSite(BrowserTest):
    def setUp(self):
        self.browser.ask("DELETE", "/cookie")
        self.browser.dark(False)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def open(self, path):
        self.browser.open(self.site.origin + path)

    def fill_in(self, button, **fields):
        for name, text in fields.items():
            self.browser.type(f"#{name}", text)
        self.browser.click(button)

    def says(self, expected):
        self.browser.wait_until(lambda: expected in self.browser.text("main"), lambda: self.browser.text("main"))

    def save(self, name, content):
        (self.folder / name).write_bytes(content)
        return self.folder / name

    def sign_up(self, email):
        self.open("/sign-in")
        self.fill_in("#send-code", email=email)
        self.browser.wait_for("#code")
        self.fill_in("#use-code", code=self.site.read_code(email))
        self.says(f"Welcome, {email}")

    def drop(self, path):
        """Drops a file on the box of the verifier: the event that a browser makes of one."""
        self.open("/verify")
        self.browser.wait_for("#drop-help:not([hidden])")
        self.browser.run("""
            const bytes = Uint8Array.from(atob(args[0]), (character) => character.charCodeAt(0));
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([bytes], args[1]));
            document.getElementById('drop').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));""",
            base64.b64encode(path.read_bytes()).decode(), path.name)
        self.browser.wait_for("#verdict")
        return self.browser.text("#verdict")

    def test_from_signing_up_to_a_revoked_badge(self):
        self.sign_up("head@example.org")
        self.browser.click("a.button")
        self.browser.wait_for("#url")
        self.fill_in("main form button", name="Example Academy", url="https://academy.example.org", email="badges@example.org")
        self.says("Example Academy is ready to award badges")
        self.browser.click("a.button")
        self.browser.wait_for("#image")
        self.browser.choose_file("#image", self.save("first-aid.png", png()))
        self.fill_in("main form button", name="First Aid", description="Can give first aid.", narrative="Pass the practical test.")
        self.says("First Aid can be awarded now")
        self.fill_in("main form button", recipient="ada@example.org")
        self.says("The badge was awarded to ada@example.org")
        page = re.search(r"http://localhost:[0-9]+(\S+)", self.site.read_mail("ada@example.org"))[1]
        assertion_id = page.rpartition("/")[2]

        # Anybody looks at it, and has it verified.
        self.browser.ask("DELETE", "/cookie")
        self.open(page)
        for text in ("First Aid", "Example Academy", "Pass the practical test.", "In force"):
            self.assertIn(text, self.browser.text("main"))
        self.assertEqual(self.browser.run("""
            const picture = document.querySelector('.award img'); await picture.decode(); return picture.naturalWidth;"""), 240)
        self.fill_in("#verify-button", recipient="ada@example.org")
        self.says("This badge is valid")

        # The badge leaves as a picture and comes back, whole or changed.
        self.open(page)
        link = self.browser.run("return document.getElementById('download').getAttribute('href')")
        baked = Visitor(self.site).ask(link).content
        self.assertIn("This badge is valid", self.drop(self.save("badge.png", baked)))
        changed = self.drop(self.save("changed.png", with_other_text(baked, b"First Aid", b"First Bid")))
        self.assertIn("This badge is not valid", changed)
        self.assertIn("invalid_signature", self.browser.text("main"))

        self.sign_in("head@example.org")
        self.open(f"/manage/awards/{assertion_id}")
        self.fill_in("#revoke", reason="Awarded by mistake")
        self.says("The award is revoked")
        self.open(page)
        self.assertIn("Revoked", self.browser.text("main"))
        self.assertIn("Awarded by mistake", self.browser.text("main"))
        self.assertIn("This badge is not valid", self.drop(self.save("badge.png", baked)))
        self.assertEqual(Visitor(self.site).document(f"/assertions/{assertion_id}").status, 410)

    def sign_in(self, email):
        self.open("/sign-in")
        self.fill_in("#send-code", email=email)
        self.browser.wait_for("#code")
        self.fill_in("#use-code", code=self.site.read_code(email))
        self.says("You are signed in")

    def test_a_browser_downloads_the_badge_as_a_file(self):
        assertion_id = School(self.site).award("files@example.org")
        self.browser.save_downloads_in(self.folder)
        self.open(f"/v3/credentials/{assertion_id}")
        self.browser.click("#download")
        self.browser.wait_until(lambda: (self.folder / "First_Aid.png").exists())
        self.browser.wait_for("#download")
        self.open("/verify")
        self.browser.choose_file("#badge", self.folder / "First_Aid.png")
        self.browser.click("main form button")
        self.says("This badge is valid")

    def test_the_drop_zone_is_usable_from_the_keyboard(self):
        self.open("/verify")
        # Skip link, three links of the site, then the field in the box.
        reached = [self.browser.press_tab() for _ in range(6)]
        self.assertIn("badge", reached)
        self.assertEqual(self.browser.run("return getComputedStyle(document.activeElement).outlineStyle"), "solid")

    def test_the_first_stop_of_the_keyboard_leads_past_the_navigation(self):
        self.open("/verify")
        self.browser.press_tab()
        self.assertEqual(self.browser.run("return document.activeElement.getAttribute('href')"), "#main")

    def test_a_picture_with_a_script_runs_none_in_the_browser(self):
        school = School(self.site, SVG)
        self.open(f"/badges/{school.badge_id}/picture")
        self.assertEqual(self.browser.run("return document.documentElement.localName"), "svg")
        self.assertNotEqual(self.browser.ask("GET", "/title"), "run")

    @unittest.skipUnless(AXE, "axe-core is not installed")
    def test_no_page_has_a_fault_that_axe_finds(self):
        school = School(self.site)
        assertion_id = school.award("ada@example.org", narrative="Kept calm.", evidence="https://ada.example.org/", expires="2099-01-01")
        revoked = school.award("bob@example.org")
        school.change(revoked, "revoke", reason="Awarded by mistake")
        self.check_pages("/", "/sign-in", "/sign-in/code", "/sign-in/link/x", "/verify", "/nothing", f"/badges/{school.badge_id}",
                         f"/issuers/{school.issuer_id}", f"/v3/credentials/{assertion_id}", f"/v3/credentials/{revoked}")
        authenticator = Authenticator(self.browser)
        self.addCleanup(authenticator.remove)
        brought = Visitor(self.site).ask(f"/v3/credentials/{assertion_id}/badge").content
        school.owner.submit(school.owner.ask("/backpack"), badge=(io.BytesIO(brought), "badge.png"))
        self.sign_in(school.email)
        self.open("/account")
        self.browser.wait_for("#add:not([hidden])")
        self.browser.click("#add-passkey")
        self.says("Passkey of")
        self.check_pages("/account", "/manage", "/backpack", "/manage/issuers/new", f"/manage/issuers/{school.issuer_id}",
                         f"/manage/issuers/{school.issuer_id}/badges/new", f"/manage/badges/{school.badge_id}",
                         f"/manage/awards/{assertion_id}", f"/manage/awards/{revoked}")

        # Pages that only a form leads to: one that says what is wrong, and reports of each verdict.
        self.open("/verify")
        self.browser.click("main form button")
        self.says("Please choose a file")
        self.check_page()
        for content in (Visitor(self.site).document(f"/v3/credentials/{assertion_id}").content,
                        Visitor(self.site).document(f"/v3/credentials/{revoked}").content, b"nothing"):
            self.drop(self.save("badge.json", content))
            self.check_page()

    def check_pages(self, *paths):
        for path in paths:
            self.open(path)
            self.check_page()

    def check_page(self):
        for dark in (False, True):
            self.browser.dark(dark)
            faults = self.browser.run(pathlib.Path(AXE).read_text() + """;
                const { violations, passes } = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
                if (passes.length < 10) throw new Error('axe looked at hardly anything');
                return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' ')}`);""")
            self.assertEqual(faults, [], f"{self.browser.path()}, {'dark' if dark else 'light'}")


def with_other_text(content, old, new):
    """A baked PNG whose credential says something else, and is a sound PNG all the same."""
    position = content.index(b"iTXt") - 4
    (length,) = struct.unpack_from(">I", content, position)
    chunk = content[position + 4:position + 8 + length].replace(old, new)
    return content[:position] + struct.pack(">I", length) + chunk + struct.pack(">I", zlib.crc32(chunk)) + content[position + 12 + length:]
