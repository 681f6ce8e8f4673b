"""Badges that the database bakes are read by openbadgeslib, pypng and lxml, and the other way round."""

import io
import json
import unittest

import png
import psycopg
from lxml import etree
from openbadgeslib import baking
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1z"/></svg>\n'

# Version, proof, and what carries a badge of that version.
FORMS = [("2.0", None), ("2.0", "RS256"), ("3.0", "eddsa-rdfc-2022"), ("3.0", "vc-jwt")]
CHUNKS = {"2.0": baking.ITXT_KEYWORD, "3.0": baking.ITXT_KEYWORD_OB3}
ELEMENTS = {"2.0": (baking.SVG_ELEMENT, baking.SVG_NS), "3.0": (baking.SVG_ELEMENT_OB3, baking.SVG_NS_OB3)}


def picture():
    """A small PNG with a palette."""
    out = io.BytesIO()
    png.Writer(2, 2, palette=[(255, 0, 0, 128), (0, 255, 0)], bitdepth=1, interlace=True).write(out, [(0, 1), (1, 0)])
    return out.getvalue()


def pixels(image):
    width, height, rows, information = png.Reader(bytes=image).read()
    return width, height, [bytes(row) for row in rows], information


def drawing(root):
    """What an SVG draws, without the namespaces that it declares and does not use."""
    return etree.tostring(root[0], method="c14n", exclusive=True)


class Baking(unittest.TestCase):
    def setUp(self):
        self.connection = psycopg.connect(row_factory=dict_row, autocommit=True)
        self.addCleanup(self.connection.close)
        profile = {"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}
        badge = {
            "name": "Baking <&> ]]>",
            "description": "Für alle ☕",
            "image": "https://school.example.org/badge.png",
            "criteria": {"narrative": "Bake."},
        }
        issuer = self.one("SELECT * FROM badges.create_issuer(%s)", Jsonb(profile))
        self.badge = self.one("SELECT * FROM badges.create_badge_class(%s, %s)", issuer["issuer_id"], Jsonb(badge))

    def one(self, query, *values):
        return self.connection.execute(query, values).fetchone()

    def baked(self, image, version, proof):
        """An award, and the image that carries it."""
        award = self.one(
            "SELECT *, badges.bake_assertion(assertion_id, %s) AS baked FROM badges.issue_assertion(%s, 'ann@example.org', version => %s, proof => %s)",
            image, self.badge["badge_id"], version, proof,
        )
        return award, bytes(award["baked"])

    def is_award(self, text, award):
        if award["credential_text"]:
            self.assertEqual(text, award["credential_text"])
        else:
            self.assertEqual(json.loads(text), award["assertion_json"])

    def verified(self, image):
        report = self.one("SELECT badges.verify_baked_badge(%s, 'ann@example.org') AS report", image)["report"]
        self.assertTrue(report["valid"], report)

    def test_a_baked_png_has_the_same_pixels_and_is_read_by_openbadgeslib(self):
        for version, proof in FORMS:
            with self.subTest(version=version, proof=proof):
                award, image = self.baked(picture(), version, proof)
                self.assertEqual(pixels(image), pixels(picture()))
                self.is_award(baking.extract_png(image, keyword=CHUNKS[version]), award)

    def test_a_baked_svg_is_read_by_openbadgeslib_and_lxml(self):
        for version, proof in FORMS:
            with self.subTest(version=version, proof=proof):
                award, image = self.baked(SVG, version, proof)
                element, namespace = ELEMENTS[version]
                root = etree.fromstring(image)
                found = root[0]
                self.assertEqual(found.tag, f"{{{namespace}}}{element.split(':')[1]}")
                self.is_award(found.text or found.get("verify"), award)
                root.remove(found)
                self.assertEqual(drawing(root), drawing(etree.fromstring(SVG)))
                if version == "3.0" or award["credential_text"]:
                    self.is_award(baking.extract_svg(image, element=element, text_fallback=True), award)

    def test_what_openbadgeslib_bakes_is_read_and_replaced(self):
        for version, proof in FORMS:
            with self.subTest(version=version, proof=proof):
                award, image = self.baked(picture(), version, proof)
                text = award["credential_text"] or json.dumps(award["assertion_json"])
                element, namespace = ELEMENTS[version]
                is_json = award["credential_text"] is None
                theirs = [
                    baking.bake_png(picture(), text, keyword=CHUNKS[version]),
                    baking.bake_svg(SVG, text, element=element, namespace=namespace, as_text=is_json),
                ]
                for foreign in theirs:
                    self.assertEqual(self.one("SELECT badges.unbake_badge(%s) AS text", foreign)["text"], text)
                    self.verified(foreign)
                again = self.one("SELECT badges.bake_badge(%s, %s) AS baked", theirs[0], text)["baked"]
                self.assertEqual(again, self.one("SELECT badges.bake_badge(%s, %s) AS baked", picture(), text)["baked"])


if __name__ == "__main__":
    unittest.main()
