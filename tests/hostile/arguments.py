"""Random arguments for any function of the schema, as SQL: what a caller means, what it gets wrong, what harms."""

import json
import re

# Texts that mean something to somebody: parsers, format strings, terminals, other encodings.
TEXTS = [
    "", " ", "x", "\t\n\r", "'", '"', "\\", "%s%n%%", "$1", "{}", "[]", "null", "NULL", "-1", "1e400", "NaN", "0x0",
    "../../etc/passwd", "badges.users; DROP TABLE badges.users", "\u0001\u001f\u007f", "\u202e\u2066", "\ufeff", "\uffff",
    "\U0001f600", "e\u0301" * 20, "\u0130\u0131\u017f\u212a", "\u00e9", "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
    "did:web:example.org:a%3Ab", "did:jwk:e30", "https://example.org/", "https://example.org:99999/a?b#c", "http://[::1]/",
    "urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11", "data:image/png;base64,iVBORw0KGgo=", "javascript:alert(1)",
    "a..b", "eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJFZERTQSJ9.e30.AAAA", "uH4sIAAAAAAAAA2NgAAAAAAAAAAA", "2026-01-01T00:00:00Z",
    "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399", "md5$00", "123456", "000000",
]

# Texts too large to be sent; PostgreSQL makes them.
LARGE_TEXTS = [
    "repeat('x', 100000)", "repeat('{\"a\":', 20000)", "repeat('[', 100000)", "repeat('.', 50000)", "repeat(E'\\U0001F600', 20000)",
    "repeat('ab@', 30000)", "repeat('eyJ', 30000) || '.' || repeat('A', 1000) || '.AA'", "repeat('https://example.org/', 5000)",
]

LARGE_JSON = [
    "(repeat('[', 1000) || repeat(']', 1000))::jsonb", "(repeat('{\"@context\":', 200) || '1' || repeat('}', 200))::jsonb",
    "(SELECT jsonb_agg(n) FROM generate_series(1, 5000) AS n)", "(SELECT jsonb_object_agg('k' || n, n) FROM generate_series(1, 2000) AS n)",
    "to_jsonb(repeat('x', 300000))", "'[1e131071, -1e-16383, 1e400, 0.1, 12345678901234567890123456789]'::jsonb",
    "jsonb_build_object('type', repeat('BadgeClass', 2000))", "jsonb_build_object(repeat('k', 70000), 1)",
]

JSON_VALUES = [None, True, False, 0, -1, 1.5, 10**30, "", "x", [], {}, [[]], {"": ""}, {"@value": "x"}, {"id": 5}, [None, "x", {}]]

MEMBERS = [
    "@context", "id", "type", "@id", "@type", "@graph", "@value", "name", "image", "criteria", "issuer", "badge", "recipient",
    "verification", "issuedOn", "expires", "credentialSubject", "achievement", "proof", "proofValue", "validFrom", "validUntil",
    "credentialStatus", "evidence", "endorsement", "identifier", "hashed", "salt", "related", "publicKey", "https://example.org/x",
    "challenge", "userVerification", "residentKey", "hints", "timeout", "response", "rawId", "clientDataJSON", "attestationObject",
]

TIMES = ["infinity", "-infinity", "4713-01-01 00:00:00+00 BC", "294276-12-31 23:59:59.999999+00", "0001-01-01 00:00:00+00",
         "9999-12-31 23:59:59.999999+00", "10000-01-01 00:00:00+00", "1970-01-01 00:00:00+00", "2026-06-01 12:00:00.123456+14",
         "2000-01-01 00:00:00+00", "2100-01-01 00:00:00+00"]

INTERVALS = ["0", "-1 second", "1 microsecond", "10 minutes", "1 day", "1 month", "178000000 years", "-178000000 years",
             "2147483647 months", "2147483647 days -2147483647 months", "9223372036854775807 microseconds"]

# What the arguments of that name mean something by.
WORDS = {
    "class": ["Assertion", "BadgeClass", "Issuer", "Profile", "Endorsement", "CryptographicKey", "RevocationList", "OpenBadgeCredential",
              "AchievementCredential", "EndorsementCredential", "Achievement"],
    "version": ["2.0", "3.0", "1.0"],
    "purpose": ["login", "email_verify", "step_up", "recovery", "revocation", "suspension", "webauthn.register"],
    "recipient_type": ["email", "url", "telephone", "id"],
    "algorithm": ["Ed25519", "P-256", "P-384"],
    "proof": ["eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019", "ecdsa-sd-2023", "vc-jwt", "jws", "EdDSA", "ES256", "ES384"],
    "field": ["id", "name", "url", "email", "description", "criteria", "image_url", "recipient_type", "recipient_identity",
              "recipient_hashed", "issued_on", "expires_at", "evidence_url"],
    "code_challenge": ["E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],
    "code_verifier": ["dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"],
}


def read(document):
    """The value of a JSON text; a text that is none, such as a token, is a string."""
    try:
        return json.loads(document)
    except json.JSONDecodeError:
        return document


def quote(text):
    return "'" + text.replace("\0", "").replace("'", "''") + "'"


class Arguments:
    """`known` holds what is in the tables: for each name of an argument the values, as text, that mean something there."""

    def __init__(self, random, known):
        self.random, self.known = random, known

    def sql(self, name, kind):
        """One argument, or None if there is no way to make one of this type."""
        if self.random.random() < 0.04:
            return "NULL"
        if kind.endswith("[]"):
            size = self.random.choice([0, 1, 1, 2, 3, 20])
            elements = [self.sql(name.removesuffix("s"), kind[:-2]) for _ in range(size)]
            return None if None in elements else f"ARRAY[{', '.join(elements)}]::{kind}"
        make = getattr(self, kind.split(" ")[0], None)
        return make and make(name)

    def meant(self, name):
        """A value that fits the name of the argument, three times out of four, if there is one."""
        values = self.known.get(name) or WORDS.get(name)
        return self.random.choice(values) if values and self.random.random() < 0.75 else None

    def uuid(self, name):
        value = self.meant(name) or self.random.choice(
            ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", f"{self.random.getrandbits(128):032x}"])
        return f"{quote(value)}::uuid"

    def text(self, name):
        value = self.meant(name)
        if value is None:
            if self.random.random() < 0.03:
                return self.random.choice(LARGE_TEXTS)
            return quote(self.random.choice(TEXTS))
        if self.random.random() < 0.3:
            value = self.changed_text(value)
        return quote(value)

    def jsonb(self, name):
        if self.random.random() < 0.04:
            return self.random.choice(LARGE_JSON)
        document = self.meant(name) if self.random.random() < 0.8 else self.random.choice(self.known["doc"])
        if document is None:
            value = self.random.choice(JSON_VALUES)
        else:
            value = read(document)
            for _ in range(self.random.choice([0, 1, 1, 2, 4])):
                value = self.changed_json(value)
        return f"{quote(json.dumps(value))}::jsonb"

    def bytea(self, name):
        value = bytearray.fromhex(self.meant(name) or self.random.choice(self.known["image"]))
        for _ in range(self.random.choice([0, 1, 3])):
            if value:
                value[self.random.randrange(len(value))] = self.random.getrandbits(8)
        if self.random.random() < 0.2:
            del value[self.random.randrange(len(value) + 1):]
        return f"'\\x{value.hex()}'::bytea"

    def boolean(self, _):
        return self.random.choice(["true", "false"])

    def smallint(self, _):
        return f"'{self.random.choice([0, 1, 2, -1, 32767, -32768])}'::smallint"

    def integer(self, _):
        return f"'{self.random.choice([0, 1, 2, 10, 100, -1, 2**31 - 1, -2**31])}'::integer"

    def bigint(self, _):
        return f"'{self.random.choice([0, 1, -1, 131072, 2**31, 2**63 - 1, -2**63])}'::bigint"

    def timestamp(self, _):
        return f"{quote(self.random.choice(TIMES))}::timestamptz"

    def interval(self, _):
        return f"{quote(self.random.choice(INTERVALS))}::interval"

    def inet(self, _):
        return f"{quote(self.random.choice(['127.0.0.1', '::1', '0.0.0.0/0', '::/0', '255.255.255.255/1']))}::inet"

    def changed_text(self, value):
        place = self.random.randrange(len(value) + 1)
        match self.random.randrange(5):
            case 0:
                return value[:place]
            case 1:
                return value[:place] + self.random.choice(TEXTS) + value[place:]
            case 2:
                return value[:place] + chr(self.random.choice([32, 0x41, 0x2e, 0x2d, 0x22, 0x7b, 0xe9])) + value[place + 1:]
            case 3:
                return value.swapcase()
            case _:
                return re.sub("[0-9]", lambda digit: self.random.choice("0123456789"), value, count=3)

    def changed_json(self, value):
        """The value with something else somewhere in it."""
        if isinstance(value, dict) and value and self.random.random() < 0.8:
            name = self.random.choice(list(value))
            changed = dict(value)
            match self.random.randrange(8):
                case 0:
                    del changed[name]
                case 1:
                    changed[self.random.choice(MEMBERS)] = changed.pop(name)
                case 2:
                    changed[self.random.choice(MEMBERS)] = self.random.choice(JSON_VALUES)
                case _:
                    changed[name] = self.changed_json(changed[name])
            return changed
        if isinstance(value, list) and value and self.random.random() < 0.8:
            place = self.random.randrange(len(value))
            match self.random.randrange(4):
                case 0:
                    return value[:place] + value[place + 1:]
                case 1:
                    return value + [value[place]]
                case _:
                    return value[:place] + [self.changed_json(value[place])] + value[place + 1:]
        match self.random.randrange(4):
            case 0:
                return [value]
            case 1:
                return {self.random.choice(MEMBERS): value}
            case 2 if isinstance(value, str):
                return self.changed_text(value)
            case _:
                return self.random.choice(JSON_VALUES + TEXTS)
