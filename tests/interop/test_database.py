"""The database and openbadgeslib verify each other, and see what was changed."""

import json
import os
import subprocess
import unittest

import jsonschema
import libraries
import psycopg
from libraries import EMAIL, ISSUER_URL, REFUSED, Issuer
from openbadgeslib import ob3
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb
from test_libraries import FORMS

SUITES = ["eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019", "ecdsa-sd-2023"]
ALGORITHMS = list(libraries.KEYS)


class Database(unittest.TestCase):
    def setUp(self):
        self.connection = psycopg.connect(row_factory=dict_row, autocommit=True)
        self.addCleanup(self.connection.close)

    def one(self, query, *values):
        return self.connection.execute(query, values).fetchone()

    def value(self, call, *values):
        return self.one(f"SELECT {call} AS value", *values)["value"]

    def issuer(self):
        profile = {"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}
        badge = {
            "name": "Interoperability",
            "description": "Understood by software from elsewhere",
            "image": "https://school.example.org/badge.png",
            "criteria": {"narrative": "Be *read* by others."},
        }
        issuer = self.one("SELECT * FROM badges.create_issuer(%s)", Jsonb(profile))
        return self.one("SELECT * FROM badges.create_badge_class(%s, %s)", issuer["issuer_id"], Jsonb(badge))

    def award(self, badge, proof, version="3.0"):
        return self.one(
            "SELECT * FROM badges.issue_assertion(badge_id => %s, recipient => %s, version => %s, proof => %s, "
            "expires => now() + interval '1 year')",
            badge["badge_id"], EMAIL, version, proof,
        )

    def document(self, award):
        return json.loads(award["credential_text"]) if award["credential_text"] else award["assertion_json"]

    def method(self, badge, name):
        """The JWK of a key the issuer publishes, by the id a proof or a token gives."""
        document = self.value("badges.get_did_document(%s)", badge["issuer_id"])
        return next(libraries.jwk_of_method(method) for method in document["verificationMethod"] if method["id"] == name)

    def key_of(self, badge, document):
        return self.method(badge, libraries.proof_of(document)["verificationMethod"])

    def key_of_token(self, badge, token):
        """The published JWK that a token names by its id, or carries."""
        header, _ = libraries.parts_of(token)
        keys = self.value("badges.get_jwks(%s)", badge["issuer_id"])["keys"]
        if "kid" in header:
            return next(key for key in keys if key["kid"] == header["kid"])
        return next(key for key in keys if header["jwk"].items() <= key.items())

    def status_list(self, badge, entry):
        """A downloader that finds the status list of an entry where it says."""
        url = entry["statusListCredential"]
        credential = self.value(
            "badges.get_status_list(%s, %s, %s)", badge["issuer_id"], entry["statusPurpose"], int(url.rsplit("/", 1)[1])
        )
        return libraries.downloads({url: credential})

    def verify(self, credential, resources=None, recipient=None):
        text = credential if isinstance(credential, str) else json.dumps(credential)
        return self.value(
            "badges.verify_credential(credential => %s, recipient => %s, resources => %s)",
            text, recipient, None if resources is None else Jsonb(resources),
        )

    def failed(self, report):
        """The names of the checks that failed. A report that is not valid for another reason has none."""
        failed = [check["check"] for check in report["checks"] if check["status"] == "failed"]
        self.assertIs(report["valid"], not failed, report["checks"])
        return failed

    def accepts(self, report):
        self.assertIs(report["valid"], True, json.dumps(report["checks"], indent=1))

    def refuses(self, report, name):
        self.assertIs(report["valid"], False, name)
        self.assertIn("failed", [check["status"] for check in report["checks"]], f"{name}: {report['checks']}")


def add(name, test):
    setattr(Database, "test_" + name.replace("-", "_"), test)


def presentable(self, badge, suite):
    document = self.document(self.award(badge, suite))
    if suite != "ecdsa-sd-2023":
        return document
    scripts = os.environ.get("INTEROP_SCRIPTS")
    if not scripts:
        self.skipTest("Digital Bazaar's libraries, which derive it, are not installed")
    derived = subprocess.run(
        ["node", os.path.join(scripts, "derive.mjs")], input=json.dumps(document), capture_output=True, check=True, text=True
    )
    return json.loads(derived.stdout)


def verified_by_openvc(suite):
    def test(self):
        badge = self.issuer()
        document = presentable(self, badge, suite)
        jwk = self.key_of(badge, document)
        libraries.verify_with_suite(document, jwk)
        for name, altered in libraries.tampered(document):
            with self.assertRaises(REFUSED, msg=name):
                libraries.verify_with_suite(altered, jwk)
        other = self.issuer()
        with self.assertRaises(REFUSED, msg="the key of somebody else"):
            libraries.verify_with_suite(document, self.key_of(other, presentable(self, other, suite)))
    return test


def verified_by_openbadgeslib(suite):
    def test(self):
        badge = self.issuer()
        document = presentable(self, badge, suite)
        pem = libraries.pem_of_jwk(self.key_of(badge, document))
        read = libraries.verify_document(document, pem)
        self.assertEqual(read.achievement.name, "Interoperability")
        for name, altered in libraries.tampered(document):
            with self.assertRaises(REFUSED, msg=name):
                libraries.verify_document(altered, pem)
    return test


def token_verified_by_openbadgeslib(algorithm):
    def test(self):
        badge = self.issuer()
        token = self.award(badge, algorithm)["credential_text"]
        pem = libraries.pem_of_jwk(self.key_of_token(badge, token))
        self.assertEqual(libraries.parts_of(token)[0]["alg"], algorithm)
        self.assertEqual(libraries.verify_token(token, pem).achievement.name, "Interoperability")
        for name, change in libraries.TAMPERINGS.items():
            with self.assertRaises(REFUSED, msg=name):
                libraries.verify_token(libraries.with_payload(token, change), pem)
    return test


def assertion_verified_by_openbadgeslib(algorithm):
    def test(self):
        badge = self.issuer()
        award = self.award(badge, algorithm, "2.0")
        token = self.value("badges.get_assertion_jws(%s)", award["assertion_id"])

        def published():
            profile = self.value("badges.get_issuer(%s, '2.0')", badge["issuer_id"])
            keys = [profile["publicKey"]] if isinstance(profile["publicKey"], str) else profile["publicKey"]
            documents = [
                profile,
                self.value("badges.get_badge_class(%s, '2.0')", badge["badge_id"]),
                self.value("badges.get_revocation_list(%s)", badge["issuer_id"]),
                *(self.value("badges.get_issuer_key(%s, %s)", badge["issuer_id"], url.rsplit("/", 1)[1]) for url in keys),
            ]
            return {document["id"]: document for document in documents}

        libraries.verify_assertion(token, published(), expected_recipient=EMAIL, check_revocation=True)
        with self.assertRaises(REFUSED):
            forged = libraries.with_payload(token, lambda payload: payload.update(issuedOn="2020-01-01T00:00:00Z"))
            libraries.verify_assertion(forged, published())
        with self.assertRaises(REFUSED):
            libraries.verify_assertion(token, published(), expected_recipient="somebody.else@example.org")
        self.one("SELECT * FROM badges.revoke_assertion(%s, 'Awarded by mistake')", award["assertion_id"])
        with self.assertRaises(REFUSED):
            libraries.verify_assertion(token, published(), check_revocation=True)
    return test


def status_read_by_openbadgeslib(self):
    badge = self.issuer()
    award = self.award(badge, "eddsa-rdfc-2022")
    document = self.document(award)
    pem = libraries.pem_of_jwk(self.key_of(badge, document))
    # It verifies lists that are VC-JWTs only; the proof of ours is verified by others.
    options = {"check_status": True, "verify_status_list": False}
    libraries.verify_document(document, pem, download=self.status_list(badge, document["credentialStatus"]), **options)
    self.one("SELECT * FROM badges.revoke_assertion(%s, 'Awarded by mistake')", award["assertion_id"])
    with self.assertRaises(REFUSED):
        libraries.verify_document(document, pem, download=self.status_list(badge, document["credentialStatus"]), **options)


def valid_by_the_official_schema(self):
    path = os.environ.get("INTEROP_SCHEMA", "")
    if not os.path.exists(path):
        self.skipTest("no copy of the official schema is at hand")
    with open(path) as file:
        schema = json.load(file)
    validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
    badge = self.issuer()
    for suite in SUITES:
        validator.validate(self.document(self.award(badge, suite)))
    for algorithm in ALGORITHMS:
        validator.validate(libraries.parts_of(self.award(badge, algorithm)["credential_text"])[1])


def document_verified_by_database(url):
    def test(self):
        issuer = Issuer("EdDSA", url)
        document = libraries.issue_document(issuer)
        self.accepts(self.verify(document, issuer.resources, EMAIL))
        for name, altered in libraries.tampered(document):
            self.refuses(self.verify(altered, issuer.resources), name)
        self.refuses(self.verify(document, issuer.resources, "somebody.else@example.org"), "another recipient")
    return test


def suite_verified_by_database(suite, algorithm):
    def test(self):
        issuer = Issuer(algorithm, ISSUER_URL)
        document = libraries.issue_with_suite(issuer, suite)
        if suite == "ecdsa-sd-2023":
            document = libraries.derive(document, libraries.all_members(document))
        # What openvc derives has ids for unnamed nodes and no arrays of one: well signed, and still no valid badge.
        expected = ["structure"] if suite == "ecdsa-sd-2023" else []
        self.assertEqual(self.failed(self.verify(document, issuer.resources, EMAIL)), expected)
        for name, altered in libraries.tampered(document):
            self.assertNotEqual(self.failed(self.verify(altered, issuer.resources)), expected, name)
    return test


def token_verified_by_database(algorithm, url):
    def test(self):
        issuer = Issuer(algorithm, url)
        token = libraries.issue_token(issuer)
        self.accepts(self.verify(token, issuer.resources, EMAIL))
        for name, change in libraries.TAMPERINGS.items():
            self.refuses(self.verify(libraries.with_payload(token, change), issuer.resources), name)
        if url:
            forged = libraries.issue_token(Issuer(algorithm, url))
            self.refuses(self.verify(forged, issuer.resources), "the key of somebody else")
    return test


def assertion_verified_by_database(algorithm):
    def test(self):
        award = libraries.SignedAssertion(algorithm)
        self.accepts(self.verify(award.token, award.resources, EMAIL))
        self.refuses(self.verify(award.token, award.resources, "somebody.else@example.org"), "another recipient")
        self.refuses(self.verify(award.token, award.resources_after_revocation), "revoked")
        forged = libraries.with_payload(award.token, lambda payload: payload.update(issuedOn="2020-01-01T00:00:00Z"))
        self.refuses(self.verify(forged, award.resources), "an earlier award")
        other = libraries.SignedAssertion(algorithm)
        self.refuses(self.verify(other.token, award.resources), "the key of somebody else")
    return test


def status_list_read_by_database(self):
    issuer = Issuer("EdDSA", ISSUER_URL)
    url = f"{ISSUER_URL}/status/1"
    unsigned = ob3.build_status_list_credential(
        issuer.id, url, "revocation", [5], valid_until=libraries.days_from_now(2), issued=libraries.days_from_now(-1)
    )
    signed = ob3.sign_status_list_credential(unsigned, issuer.private_pem, "EdDSA")
    resources = {**issuer.resources, url: signed}
    for index, name in ((6, None), (5, "revoked")):
        token = libraries.issue_token(issuer, credential_status=[ob3.status_entry(url, "revocation", index)])
        report = self.verify(token, resources)
        self.refuses(report, name) if name else self.accepts(report)


for _suite in SUITES:
    add(f"openvc_verifies_{_suite}_of_the_database", verified_by_openvc(_suite))
for _suite in ("eddsa-rdfc-2022", "ecdsa-sd-2023"):
    add(f"openbadgeslib_verifies_{_suite}_of_the_database", verified_by_openbadgeslib(_suite))
for _algorithm in ALGORITHMS:
    add(f"openbadgeslib_verifies_the_{_algorithm}_token_of_the_database", token_verified_by_openbadgeslib(_algorithm))
    add(f"openbadgeslib_verifies_the_{_algorithm}_signed_assertion_of_the_database", assertion_verified_by_openbadgeslib(_algorithm))
    add(f"the_database_verifies_the_{_algorithm}_token_of_openbadgeslib_for_a_url", token_verified_by_database(_algorithm, ISSUER_URL))
    add(f"the_database_verifies_the_{_algorithm}_signed_assertion_of_openbadgeslib", assertion_verified_by_database(_algorithm))
for _algorithm in ("EdDSA", "ES256"):
    add(f"the_database_verifies_the_{_algorithm}_token_of_openbadgeslib_for_a_did_key", token_verified_by_database(_algorithm, None))
add("openbadgeslib_reads_the_status_list_of_the_database", status_read_by_openbadgeslib)
add("what_the_database_issues_is_valid_by_the_official_schema", valid_by_the_official_schema)
add("the_database_verifies_eddsa_rdfc_2022_of_openbadgeslib_for_a_did_key", document_verified_by_database(None))
add("the_database_verifies_eddsa_rdfc_2022_of_openbadgeslib_for_a_url", document_verified_by_database(ISSUER_URL))
for _suite, _algorithm in FORMS:
    add(f"the_database_verifies_{_suite}_with_{_algorithm}_of_openvc", suite_verified_by_database(_suite, _algorithm))
add("the_database_reads_the_status_list_of_openbadgeslib", status_list_read_by_database)
