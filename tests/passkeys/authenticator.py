"""A browser with a software authenticator: answers the options of a ceremony as `PublicKeyCredential.toJSON()` would.

What a test wants wrong it says: `client_data` and `response` replace members, `rp_id`, `flags`, `sign_count`,
`user_handle` and `signature` what the authenticator would put there.
"""

import base64
import hashlib
import json
import secrets
import struct

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

UP, UV, BE, BS, AT = 0x01, 0x04, 0x08, 0x10, 0x40

EDDSA, ES256, RS256 = -8, -7, -257


def encode(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def cbor(value):
    """The part of CBOR (RFC 8949) that attestation objects and keys are made of."""

    def head(major, number):
        if number < 24:
            return bytes([major << 5 | number])
        for extra, form in ((24, ">B"), (25, ">H"), (26, ">I")):
            if number < 1 << 8 * struct.calcsize(form):
                return bytes([major << 5 | extra]) + struct.pack(form, number)
        raise ValueError(number)

    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    return head(5, len(value)) + b"".join(cbor(key) + cbor(item) for key, item in value.items())


class Key:
    """A key pair of one COSE algorithm."""

    def __init__(self, algorithm):
        self.algorithm = algorithm
        if algorithm == EDDSA:
            self.private = ed25519.Ed25519PrivateKey.generate()
        elif algorithm == ES256:
            self.private = ec.generate_private_key(ec.SECP256R1())
        else:
            self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def cose(self):
        public = self.private.public_key()
        if self.algorithm == EDDSA:
            raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
            return cbor({1: 1, 3: EDDSA, -1: 6, -2: raw})
        numbers = public.public_numbers()
        if self.algorithm == ES256:
            return cbor({1: 2, 3: ES256, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        return cbor({1: 3, 3: RS256, -1: numbers.n.to_bytes(256, "big"), -2: numbers.e.to_bytes(3, "big")})

    def sign(self, message):
        if self.algorithm == EDDSA:
            return self.private.sign(message)
        if self.algorithm == ES256:
            return self.private.sign(message, ec.ECDSA(hashes.SHA256()))
        return self.private.sign(message, padding.PKCS1v15(), hashes.SHA256())


class Passkey:
    """One credential, as its authenticator keeps it."""

    def __init__(self, rp_id, user_handle, algorithm):
        self.id = secrets.token_bytes(32)
        self.rp_id = rp_id
        self.user_handle = user_handle
        self.key = Key(algorithm)
        self.sign_count = 0


class Excluded(Exception):
    """What browsers call InvalidStateError: the authenticator holds a passkey of the user already."""


class Authenticator:
    """A browser at an origin, and the one authenticator it reaches."""

    def __init__(self, origin="https://example.org", algorithms=(EDDSA, ES256, RS256), synchronised=False, counts=True):
        self.origin = origin
        self.algorithms = algorithms
        self.synchronised = synchronised
        self.counts = counts
        self.passkeys = []

    def create(self, options, **wrong):
        """navigator.credentials.create()"""
        held = {encode(passkey.id) for passkey in self.passkeys}
        if any(excluded["id"] in held for excluded in options.get("excludeCredentials", [])):
            raise Excluded
        algorithm = next(
            wanted["alg"] for wanted in options["pubKeyCredParams"] if wanted["alg"] in self.algorithms
        )
        passkey = Passkey(options["rp"]["id"], options["user"]["id"], algorithm)
        self.passkeys.append(passkey)
        attested = bytes(16) + struct.pack(">H", len(passkey.id)) + passkey.id + passkey.key.cose()
        data = self._data(passkey, AT, wrong) + attested
        response = {
            "clientDataJSON": self._client_data("webauthn.create", options, wrong),
            "attestationObject": encode(cbor({"fmt": "none", "attStmt": {}, "authData": data})),
            "transports": ["internal", "hybrid"],
        }
        return self._credential(passkey, response, {"credProps": {"rk": True}}, wrong)

    def get(self, options, passkey=None, **wrong):
        """navigator.credentials.get()"""
        allowed = {descriptor["id"] for descriptor in options.get("allowCredentials", [])}
        if passkey is None:
            passkey = next(
                held
                for held in reversed(self.passkeys)
                if held.rp_id == options["rpId"] and (not allowed or encode(held.id) in allowed)
            )
        if self.counts:
            passkey.sign_count += 1
        data = self._data(passkey, 0, wrong)
        client_data = self._client_data("webauthn.get", options, wrong)
        signature = passkey.key.sign(data + hashlib.sha256(decode(client_data)).digest())
        response = {
            "clientDataJSON": client_data,
            "authenticatorData": encode(data),
            "signature": encode(wrong.get("signature", lambda right: right)(signature)),
            "userHandle": wrong.get("user_handle", passkey.user_handle),
        }
        return self._credential(passkey, response, {}, wrong)

    def _data(self, passkey, flags, wrong):
        flags |= UP | UV | (BE | BS if self.synchronised else 0)
        rp_id = wrong.get("rp_id", passkey.rp_id)
        return hashlib.sha256(rp_id.encode()).digest() + struct.pack(
            ">BI", wrong.get("flags", lambda right: right)(flags), wrong.get("sign_count", passkey.sign_count)
        )

    def _client_data(self, kind, options, wrong):
        members = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return encode(json.dumps(members | wrong.get("client_data", {})).encode())

    def _credential(self, passkey, response, extensions, wrong):
        return {
            "id": encode(passkey.id),
            "rawId": encode(passkey.id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": extensions,
            "response": {name: value for name, value in (response | wrong.get("response", {})).items() if value is not None},
        }
