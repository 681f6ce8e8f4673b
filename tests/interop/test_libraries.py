"""The libraries among themselves: what each issues it verifies, and it notices tampering."""

import unittest

import libraries
from libraries import ISSUER_URL, REFUSED, Issuer

OWN_KEY = {"EdDSA", "ES256"}


class Libraries(unittest.TestCase):
    def refuses(self, verify, document, *arguments):
        for name, altered in libraries.tampered(document):
            with self.assertRaises(REFUSED, msg=name):
                verify(altered, *arguments)


def _token(algorithm, url):
    def test(self):
        issuer = Issuer(algorithm, url)
        token = libraries.issue_token(issuer)
        libraries.verify_token(token, issuer.public_pem, expected_recipient=libraries.EMAIL)
        for change in libraries.TAMPERINGS.values():
            with self.assertRaises(REFUSED):
                libraries.verify_token(libraries.with_payload(token, change), issuer.public_pem)
    return test


def _document(url):
    def test(self):
        issuer = Issuer("EdDSA", url)
        document = libraries.issue_document(issuer)
        libraries.verify_document(document, issuer.public_pem, expected_recipient=libraries.EMAIL)
        self.refuses(libraries.verify_document, document, issuer.public_pem)
    return test


def _suite(suite, algorithm):
    def test(self):
        issuer = Issuer(algorithm, ISSUER_URL)
        document = libraries.issue_with_suite(issuer, suite)
        if suite == "ecdsa-sd-2023":
            document = libraries.derive(document, libraries.all_members(document))
        libraries.verify_with_suite(document, issuer.public_jwk())
        self.refuses(libraries.verify_with_suite, document, issuer.public_jwk())
    return test


def _assertion(algorithm):
    def test(self):
        award = libraries.SignedAssertion(algorithm)
        libraries.verify_assertion(award.token, award.resources, expected_recipient=libraries.EMAIL, check_revocation=True)
        with self.assertRaises(REFUSED):
            libraries.verify_assertion(award.token, award.resources_after_revocation, check_revocation=True)
        with self.assertRaises(REFUSED):
            forged = libraries.with_payload(award.token, lambda payload: payload.update(issuedOn="2020-01-01T00:00:00Z"))
            libraries.verify_assertion(forged, award.resources)
    return test


def add(name, test):
    setattr(Libraries, f"test_{name}", test)


# Without ecdsa-rdfc-2019 and P-384: openvc canonicalizes with SHA-256 there, where the specification wants SHA-384, so
# that only documents whose unnamed nodes happen to be ordered alike under both can be verified by others.
FORMS = [(suite, "EdDSA") for suite in ("eddsa-rdfc-2022", "eddsa-jcs-2022")]
FORMS += [("ecdsa-rdfc-2019", "ES256"), ("ecdsa-jcs-2019", "ES256"), ("ecdsa-jcs-2019", "ES384"), ("ecdsa-sd-2023", "ES256")]

for _algorithm in libraries.KEYS:
    if _algorithm in OWN_KEY:
        add(f"openbadgeslib_verifies_its_{_algorithm}_token_of_a_did_key", _token(_algorithm, None))
    add(f"openbadgeslib_verifies_its_{_algorithm}_token_of_a_url", _token(_algorithm, ISSUER_URL))
    add(f"openbadgeslib_verifies_its_{_algorithm}_signed_assertion", _assertion(_algorithm))
add("openbadgeslib_verifies_its_eddsa_rdfc_2022_of_a_did_key", _document(None))
add("openbadgeslib_verifies_its_eddsa_rdfc_2022_of_a_url", _document(ISSUER_URL))
for _suite_name, _algorithm in FORMS:
    add(f"openvc_verifies_its_{_suite_name}_with_{_algorithm}".replace("-", "_"), _suite(_suite_name, _algorithm))
