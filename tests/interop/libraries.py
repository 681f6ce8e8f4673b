"""Credentials issued and verified by openbadgeslib, and by openvc, which it uses for selective disclosure."""

import base64
import copy
import json
from datetime import datetime, timedelta, timezone

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from openbadgeslib import ob3
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.keys import public_jwk_from_pem
from openbadgeslib.ob2 import models as ob2
from openbadgeslib.ob2.signer import OB2Signer
from openbadgeslib.ob2.verifier import OB2Verifier
from openbadgeslib.ob3.contexts import load_context
from openvc.did.did_key import DidKeyResolver
from openvc.errors import OpenvcError
from openvc.keys import Ed25519SigningKey, P256SigningKey, P384SigningKey
from openvc.proof.data_integrity import DataIntegrityProofSuite
from openvc.proof.di_ecdsa_rdfc import EcdsaRdfcProofSuite
from openvc.proof.di_jcs import EcdsaJcsProofSuite, EddsaJcsProofSuite
from openvc.proof.ecdsa_sd import EcdsaSdProofSuite

EMAIL = "learner@example.org"
ISSUER_URL = "https://school.example.org/issuer"

# What the libraries raise when a credential does not hold.
REFUSED = (LibOpenBadgesException, OpenvcError)

KEYS = {
    "EdDSA": ed25519.Ed25519PrivateKey.generate,
    "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "ES384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "RS256": lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048),
}

SUITES = {
    "eddsa-rdfc-2022": DataIntegrityProofSuite,
    "eddsa-jcs-2022": EddsaJcsProofSuite,
    "ecdsa-rdfc-2019": EcdsaRdfcProofSuite,
    "ecdsa-jcs-2019": EcdsaJcsProofSuite,
    "ecdsa-sd-2023": EcdsaSdProofSuite,
}

SIGNING_KEYS = {"EdDSA": Ed25519SigningKey, "ES256": P256SigningKey, "ES384": P384SigningKey}

# What a holder may not leave out: the verifier of openbadgeslib insists on the last three.
MANDATORY = ["/issuer", "/validFrom", "/validUntil", "/credentialStatus"]


def whole_seconds(time):
    return time.replace(microsecond=0)


def days_from_now(days):
    return whole_seconds(datetime.now(timezone.utc)) + timedelta(days=days)


class Issuer:
    """An issuer with a new key, known by the key itself (`did:key`) or by a URL under which `resources` are found."""

    def __init__(self, algorithm, url=None):
        self.algorithm = algorithm
        private_key = KEYS[algorithm]()
        self.private_pem = private_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self.public_pem = private_key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        if url is None:
            self.id = ob3.did_key_from_pem(self.public_pem)
            self.method = f"{self.id}#{self.id.removeprefix('did:key:')}"
            self.resources = {}
        else:
            self.id = url
            self.method = f"{url}#key-1"
            self.resources = {url: ob3.build_did_document(url, [("key-1", self.public_jwk())])}

    def public_jwk(self):
        key = serialization.load_pem_public_key(self.public_pem)
        if self.algorithm == "ES384":
            return json.loads(jwt.algorithms.ECAlgorithm.to_jwk(key))
        return public_jwk_from_pem(self.public_pem)

    def signing_key(self):
        return SIGNING_KEYS[self.algorithm].from_pem(self.private_pem, self.method)


def credential(issuer, **members):
    return ob3.OpenBadgeCredential(
        issuer=ob3.Issuer(id=issuer.id, name="Example School", url="https://school.example.org"),
        recipient_id=f"mailto:{EMAIL}",
        identifiers=[ob3.IdentityObject.create(EMAIL, "salt")],
        achievement=ob3.Achievement(
            id="https://school.example.org/achievements/interoperability",
            name="Interoperability",
            description="Was understood by software from elsewhere.",
            criteria_narrative="Be *read* by others.",
            achievement_type="Badge",
            credits_available=3.5,
            tags=["interoperability"],
        ),
        issuance_date=days_from_now(-1),
        expiration_date=days_from_now(365),
        evidence=[ob3.Evidence(id="https://school.example.org/evidence/1", narrative="“Verified” – twice.")],
        **members,
    )


def issue_token(issuer, **members):
    """A VC-JWT, as openbadgeslib makes it: the key stands in the header."""
    return ob3.OB3Signer(issuer.private_pem, issuer.algorithm).sign(credential(issuer, **members))


def verify_token(token, public_pem, **options):
    return ob3.OB3Verifier(public_pem).verify(token, **options)


def issue_document(issuer, **members):
    """A credential with an eddsa-rdfc-2022 proof, the one embedded proof openbadgeslib makes itself."""
    return ob3.OB3LdpSigner(issuer.private_pem, issuer.method).sign(credential(issuer, **members))


def verify_document(document, public_pem, **options):
    """Verified by openbadgeslib, and everything the JSON says held against what the proof covers."""
    return ob3.OB3LdpVerifier(public_pem).verify(document, **options)


def contexts_for(suite, document):
    """What openvc has to be handed of the contexts a document names. JCS looks none up."""
    if "jcs" in suite:
        return {}
    return {"extra_contexts": {url: load_context(url) for url in document["@context"]}}


def issue_with_suite(issuer, suite, **members):
    """A credential with a proof of any cryptosuite, made by openvc."""
    document = credential(issuer, **members).to_vc()
    options = {"signing_key": issuer.signing_key(), "verification_method": issuer.method, **contexts_for(suite, document)}
    if suite == "ecdsa-sd-2023":
        pointers = [pointer for pointer in MANDATORY if pointer[1:] in document]
        return SUITES[suite]().add_base_proof(document, mandatory_pointers=pointers, **options)
    signed = SUITES[suite]().add_proof(document, **options)
    if "jcs" in suite:
        # It signs the proof with this member, as the specification says, but hands it out without.
        signed["proof"]["@context"] = document["@context"]
    return signed


def with_proof_object(document):
    """The document with its one proof as an object: openvc reads no array."""
    proof = document["proof"]
    return {**document, "proof": proof[0]} if isinstance(proof, list) and len(proof) == 1 else document


def verify_with_suite(document, jwk):
    """Verified by openvc, whichever its cryptosuite."""
    document = with_proof_object(document)
    suite = document["proof"]["cryptosuite"]
    return SUITES[suite]().verify(document, public_key_jwk=jwk, **contexts_for(suite, document))


def derive(document, pointers):
    """What a holder shows of an ecdsa-sd-2023 credential, derived by openvc."""
    return EcdsaSdProofSuite().derive_proof(
        with_proof_object(document), selective_pointers=pointers, **contexts_for("ecdsa-sd-2023", document)
    )


def all_members(document):
    """A pointer to each member of a credential that can be disclosed."""
    return [f"/{member}" for member in document if member not in ("@context", "proof")]


def jwk_of_method(method):
    """The JWK of a verification method, whichever way it carries its key."""
    if "publicKeyJwk" in method:
        return method["publicKeyJwk"]
    return DidKeyResolver().resolve(f"did:key:{method['publicKeyMultibase']}").verification_methods[0].public_key_jwk


def pem_of_jwk(jwk):
    key = jwt.PyJWK(jwk).key
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


class SignedAssertion:
    """An award of Open Badges 2.0 with everything a verifier looks up, by URL, and its signed text."""

    def __init__(self, algorithm, **members):
        base = "https://school.example.org"
        self.issuer = Issuer(algorithm, f"{base}/issuer")
        key = ob2.CryptographicKey(f"{base}/key", owner=f"{base}/issuer", public_key_pem=self.issuer.public_pem.decode())
        profile = ob2.Profile(
            f"{base}/issuer", "Example School", url=base, email="badges@school.example.org",
            public_key=[key.id], revocation_list=f"{base}/revoked",
        )
        badge = ob2.BadgeClass(
            f"{base}/badge", "Interoperability", "Was understood by software from elsewhere.",
            image=f"{base}/badge.png", criteria=f"{base}/criteria", issuer=profile.id,
        )
        revoked = ob2.RevocationList(f"{base}/revoked", profile.id)
        self.assertion = ob2.Assertion(
            recipient=ob2.IdentityObject.create(EMAIL, "salt"), badge=badge.id,
            verification=ob2.Verification("SignedBadge", key.id),
            issued_on=days_from_now(-1), expires=days_from_now(365), **members,
        )
        revoked_now = ob2.RevocationList(revoked.id, profile.id, [self.assertion.id])
        self.resources = {document.id: document.to_dict() for document in (key, profile, badge, revoked)}
        self.resources_after_revocation = {**self.resources, revoked.id: revoked_now.to_dict()}
        self.token = OB2Signer(self.issuer.private_pem, algorithm).sign(self.assertion)


def downloads(resources):
    """A downloader that knows the given documents only."""
    return lambda url: json.dumps(resources[url]).encode()


def verify_assertion(token, resources, **options):
    """Verified by openbadgeslib with the key the assertion names, which has to be its issuer's."""
    return OB2Verifier(download=downloads(resources)).verify(token, **options)


def change_character(text):
    at = len(text) // 2
    return text[:at] + ("B" if text[at] == "A" else "A") + text[at + 1:]


def parts_of(token):
    return [json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2]]


def with_payload(token, change):
    """The token with its payload changed by hand and its signature left as it was."""
    header, _, signature = token.split(".")
    payload = parts_of(token)[1]
    change(payload)
    text = base64.urlsafe_b64encode(json.dumps(payload).encode()).rstrip(b"=").decode()
    return f"{header}.{text}.{signature}"


def _later(time, days):
    moment = datetime.fromisoformat(time.replace("Z", "+00:00")) + timedelta(days=days)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _another_recipient(document):
    subject = document["credentialSubject"]
    if "id" in subject:
        subject["id"] = "mailto:somebody.else@example.org"
    else:
        subject["identifier"][0]["identityHash"] = "sha256$" + "0" * 64


TAMPERINGS = {
    "another recipient": _another_recipient,
    "another achievement": lambda document: document["credentialSubject"]["achievement"].update(name="Mastery"),
    "another issuer's name": lambda document: document["issuer"].update(name="Another School"),
    "an earlier award": lambda document: document.update(validFrom=_later(document["validFrom"], -100)),
    "a longer validity": lambda document: document.update(validUntil=_later(document["validUntil"], 1000)),
    "a claim left out": lambda document: document["credentialSubject"]["achievement"].pop("description"),
}


def proof_of(document):
    return document["proof"][0] if isinstance(document["proof"], list) else document["proof"]


PROOF_TAMPERINGS = {
    "another proof value": lambda proof: proof.update(proofValue=change_character(proof["proofValue"])),
    "another time of signing": lambda proof: proof.update(created=_later(proof["created"], 1)),
    "another purpose": lambda proof: proof.update(proofPurpose="authentication"),
}


def tampered(document):
    """(name, tampered copy) of each tampering."""
    for name, change in TAMPERINGS.items():
        altered = copy.deepcopy(document)
        change(altered)
        yield name, altered
    for name, change in PROOF_TAMPERINGS.items():
        altered = copy.deepcopy(document)
        change(proof_of(altered))
        yield name, altered
