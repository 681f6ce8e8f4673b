"""A school that awards a badge on the site, set up through its forms, as a person without JavaScript would."""

import io
import itertools
import re
import struct
import zlib

from visitor import Visitor

NUMBERS = itertools.count(1)
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <script>document.title = 'run'</script><circle cx="32" cy="32" r="30" fill="#b4530a"/></svg>"""


def png(size=240):
    """A medal: an orange disc with a light rim on nothing."""
    def pixel(x, y):
        distance = ((x - size / 2) ** 2 + (y - size / 2) ** 2) ** 0.5 / size * 2
        return b"\0\0\0\0" if distance > 1 else b"\xf5\xb9\x42\xff" if distance > 0.85 else b"\xb4\x53\x0a\xff"

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    lines = b"".join(b"\0" + b"".join(pixel(x, y) for x in range(size)) for y in range(size))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b""))


class School:
    """An issuer with one badge, and its owner as a visitor of the site."""

    def __init__(self, site, picture=None, name="First Aid"):
        self.site = site
        self.owner = Visitor(site)
        self.email = f"head{next(NUMBERS)}@example.org"
        self.owner.sign_in(self.email)
        page = self.owner.submit(
            self.owner.ask("/manage/issuers/new"), name="Example Academy", url="https://academy.example.org",
            email="badges@example.org", description="Teaches what helps.")
        self.issuer_id = last_uuid(page)
        self.badge_page = self.make_badge(picture or png(), name)
        self.badge_id = last_uuid(self.badge_page)

    def make_badge(self, picture, name="First Aid", **changed):
        fields = {
            "name": name, "description": "Can give first aid until help arrives.", "narrative": "Pass the practical test.",
            "image": (io.BytesIO(picture), "picture"), **changed,
        }
        return self.owner.submit(self.owner.ask(f"/manage/issuers/{self.issuer_id}/badges/new"), **fields)

    def award(self, recipient, **fields):
        """The id of the award, which is in the mail that its recipient gets."""
        page = self.owner.ask(f"/manage/badges/{self.badge_id}")
        answer = self.owner.submit(page, recipient=recipient, **{"narrative": "", **fields})
        if answer.status != 200:
            raise AssertionError(answer.text)
        return re.search(r"/v3/credentials/([0-9a-f-]{36})", self.site.read_mail(recipient))[1]

    def change(self, assertion_id, action, reason=""):
        page = self.owner.ask(f"/manage/awards/{assertion_id}")
        return self.owner.submit(page, f"/manage/awards/{assertion_id}/{action}", reason=reason)


def last_uuid(page):
    return re.findall(r"[0-9a-f-]{36}", page.path)[-1]
