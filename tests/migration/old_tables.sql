-- Tables as people make them by hand, with a row for each thing that can be right or wrong in them. The variables hold what
-- another site signed as Open Badges 3.0: credential, its tampered form, achievement and profile.
CREATE SCHEMA old;
CREATE TABLE old.users (id text, email text, name text, password_hash text, created_at timestamp);
INSERT INTO old.users VALUES
    ('1', 'ada@example.org', 'Ada', 'x', '2019-01-01'),
    ('2', 'Grace@example.org', NULL, 'x', '2019-01-02'),
    ('3', 'ADA@Example.org', 'Somebody', 'x', '2020-01-01'),
    ('4', NULL, 'No address', 'x', '2020-01-02'),
    ('5', 'not an address', 'x', 'x', '2020-01-03'),
    ('6', ' linus@example.org ', '  ', 'x', '2020-01-04'),
    ('7', 'jürgen@example.org', 'Jürgen', 'x', '2020-01-05'),
    ('8', 'twice@example.org', NULL, 'x', '2020-01-06'),
    ('8', 'twice.too@example.org', NULL, 'x', '2020-01-07'),
    (NULL, 'no.id@example.org', NULL, 'x', '2020-01-08'),
    ('a3bb189e-8bf9-3888-9912-ace4e6543002', 'uuid@example.org', 'Kept', 'x', '2020-01-09');

CREATE TABLE old.issuer_profiles (id int PRIMARY KEY, user_id text, name text, url text, email text, description text, issuer_json text);
INSERT INTO old.issuer_profiles VALUES
    (1, '1', 'Old School', 'https://old.example.org', 'badges@old.example.org', 'A school', '{"@context": "https://w3id.org/openbadges/v2", "type": "Issuer",
        "id": "https://old.example.org/issuers/1", "name": "Old School", "url": "https://old.example.org", "email": "badges@old.example.org", "description": "A school"}'),
    (2, '99', 'From columns', 'https://columns.example.org', 'badges@columns.example.org', NULL, NULL),
    (3, '2', 'Broken', 'https://broken.example.org', 'badges@broken.example.org', NULL, '{"name": "Bro'),
    (4, '2', 'Old version', 'https://old.example.org/v1', 'badges@old.example.org', NULL, '{"@context": "https://w3id.org/openbadges/v1", "type": "Issuer",
        "id": "https://old.example.org/issuers/4", "name": "Old version", "url": "https://old.example.org/v1", "email": "badges@old.example.org"}'),
    (5, '2', 'Not https', 'http://plain.example.org', 'badges@plain.example.org', NULL, '{"@context": "https://w3id.org/openbadges/v2", "type": "Issuer",
        "id": "https://old.example.org/issuers/5", "name": "Not https", "url": "http://plain.example.org", "email": "badges@plain.example.org"}'),
    (6, '6', 'Example School', NULL, NULL, NULL, :'profile'),
    (7, NULL, 'A copy', 'https://old.example.org', 'badges@old.example.org', NULL, '{"@context": "https://w3id.org/openbadges/v2", "type": "Issuer",
        "id": "https://old.example.org/issuers/1", "name": "A copy", "url": "https://old.example.org", "email": "badges@old.example.org"}'),
    (8, '3', 'Other name', 'https://old.example.org/8', 'badges@old.example.org', NULL, '{"name": "No id", "url": "https://old.example.org/8"}'),
    (9, '1', 'A list', NULL, NULL, NULL, '[1]');

CREATE TABLE old.badge_classes (id int PRIMARY KEY, issuer_id int, name text, description text, criteria text, image_url text, badge_json text);
INSERT INTO old.badge_classes VALUES
    (1, 1, 'First Aid', 'Helps', 'https://old.example.org/aid', 'https://old.example.org/aid.png', '{"@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass",
        "id": "https://old.example.org/badges/1", "name": "First Aid", "description": "Helps", "criteria": "https://old.example.org/aid",
        "image": "https://old.example.org/aid.png", "issuer": "https://old.example.org/issuers/1"}'),
    (2, 2, 'Columns', 'Made of columns', 'Do something well.', 'https://columns.example.org/2.png', NULL),
    (3, 3, 'Of a refused issuer', 'x', 'x', 'https://old.example.org/3.png', NULL),
    (4, 99, 'Of no issuer', 'x', 'x', 'https://old.example.org/4.png', NULL),
    (5, 1, 'Of another issuer', 'x', 'x', 'https://old.example.org/5.png', '{"issuer": "https://old.example.org/issuers/4"}'),
    (6, 4, 'Old version', 'x', 'https://old.example.org/6', 'https://old.example.org/6.png', '{"@context": "https://w3id.org/openbadges/v1", "type": "BadgeClass",
        "id": "https://old.example.org/badges/6", "name": "Old version", "description": "x", "criteria": "https://old.example.org/6",
        "image": "https://old.example.org/6.png", "issuer": "https://old.example.org/issuers/4"}'),
    (7, 1, 'No picture', 'x', 'x', '', NULL),
    (8, 6, 'Signed', 'x', NULL, NULL, :'achievement'),
    (9, 8, 'Without id', 'x', 'https://old.example.org/9', 'https://old.example.org/9.png', '{"name": "Without id", "description": "x",
        "criteria": "https://old.example.org/9", "image": "https://old.example.org/9.png", "issuer": "https://old.example.org/issuers/8"}'),
    (10, 5, 'Of one that is not https', 'x', 'https://old.example.org/10', 'https://old.example.org/10.png', NULL);

CREATE TABLE old.badge_assertions (id text PRIMARY KEY, badge_id int, recipient_type text, recipient_identity text, recipient_hashed boolean,
    issued_on date, expires date, evidence_url text, revoked boolean DEFAULT false, revocation_reason text, assertion_json text);

-- A hosted Assertion of 2.0 of badge class 1.
CREATE FUNCTION old.assertion(number int, more jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
    SELECT (jsonb_build_object('@context', 'https://w3id.org/openbadges/v2', 'type', 'Assertion', 'id', 'https://old.example.org/assertions/' || number,
        'recipient', '{"type": "email", "hashed": false, "identity": "ada@example.org"}'::jsonb, 'badge', 'https://old.example.org/badges/1',
        'verification', '{"type": "HostedBadge"}'::jsonb, 'issuedOn', '2020-05-01T10:00:00Z') || more)::text
$$;
CREATE FUNCTION old.hashed(identity text) RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_build_object('recipient', jsonb_build_object('type', 'email', 'hashed', true, 'salt', 'pepper',
        'identity', 'sha256$' || encode(sha256(convert_to(identity || 'pepper', 'UTF8')), 'hex')))
$$;
INSERT INTO old.badge_assertions (id, badge_id, recipient_type, recipient_identity, recipient_hashed, issued_on, assertion_json) VALUES
    ('1', 1, 'email', 'ada@example.org', false, '2020-05-01', old.assertion(1)),
    ('2', 1, 'email', 'Known@example.org', true, '2020-05-01', old.assertion(2, old.hashed('known@example.org'))),
    ('3', 1, 'email', old.hashed('unknown@example.org') #>> '{recipient,identity}', true, '2020-05-01', old.assertion(3, old.hashed('unknown@example.org'))),
    ('4', 1, 'email', 'ada@example.org', false, '2020-05-01', old.assertion(4)),
    ('5', 2, 'email', 'columns@example.org', false, '2021-03-01', NULL),
    ('0d9c9a4e-25d5-4b8f-8d0b-6f4f2b6f3c11', 2, NULL, 'hashed@example.org', true, '2021-03-02', NULL),
    ('7', 1, 'email', 'ada@example.org', false, '2020-05-01', '{"@context": '),
    ('8', 99, 'email', 'ada@example.org', false, '2020-05-01', NULL),
    ('9', 3, 'email', 'ada@example.org', false, '2020-05-01', NULL),
    ('10', 1, 'email', 'ada@example.org', false, '2020-05-01', old.assertion(10, '{"badge": "https://old.example.org/badges/6"}')),
    ('11', 1, 'email', 'ada@example.org', false, '2020-05-01', old.assertion(11, '{"issuedOn": "yesterday"}')),
    ('12', 6, 'email', 'ada@example.org', false, '2015-06-30', '{"@context": "https://w3id.org/openbadges/v1", "type": "Assertion",
        "id": "https://old.example.org/assertions/12", "uid": "12", "recipient": {"type": "email", "hashed": false, "identity": "ada@example.org"},
        "badge": "https://old.example.org/badges/6", "verify": {"type": "hosted", "url": "https://old.example.org/assertions/12"}, "issuedOn": 1435658400}'),
    ('13', 8, 'email', 'signed@example.org', true, NULL, :'credential'),
    ('14', 8, 'email', 'signed@example.org', true, NULL, :'tampered'),
    ('15', 8, 'email', 'signed@example.org', true, NULL, (:'credential'::jsonb - 'proof')::text),
    ('16', 9, 'email', 'ada@example.org', false, '2013-06-30', '{"uid": "16", "recipient": {"type": "email", "hashed": false, "identity": "ada@example.org"},
        "badge": "https://old.example.org/badges/9", "verify": {"type": "hosted", "url": "https://old.example.org/assertions/16"}, "issuedOn": "2013-06-30"}'),
    ('17', 1, 'email', 'ada@example.org', false, '2020-05-01', old.assertion(1)),
    ('18', 1, 'email', 'ada@example.org', false, '2020-05-01', 'eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IngifQ.c2lnbmF0dXJl'),
    ('19', 1, 'email', 'other@example.org', true, '2019-01-01', old.assertion(19)),
    ('20', 2, 'email', NULL, false, '2020-05-01', NULL),
    ('21', 1, 'email', 'ada@example.org', false, '2020-05-01', old.assertion(21)),
    ('22', 1, 'email', 'ada@example.org', false, '2020-05-01', old.assertion(22, '{"revoked": true, "revocationReason": "Left"}')),
    ('23', 1, 'email', 'ada@example.org', false, '2020-05-01', to_jsonb(old.assertion(23))::text),
    ('24', 10, 'email', 'ada@example.org', false, '2020-05-01', NULL);
UPDATE old.badge_assertions SET revoked = true, revocation_reason = 'Awarded by mistake' WHERE id = '4';
UPDATE old.badge_assertions SET revocation_reason = 'A note' WHERE id = '21';
UPDATE old.badge_assertions SET expires = '2099-01-01' WHERE id = '5';

CREATE TABLE old.webauthn_credentials (credential_id text, public_key text, counter bigint, transports text, user_id text);
-- The public key of an authenticator, as COSE.
CREATE FUNCTION old.es256() RETURNS bytea LANGUAGE sql AS $$
    SELECT '\xa50102032620012158206b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2962258204fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5'::bytea
$$;
CREATE FUNCTION old.spki() RETURNS bytea LANGUAGE sql AS $$
    SELECT '\x3059301306072a8648ce3d020106082a8648ce3d03010703420004'::bytea || substr(cose, 11, 32) || substr(cose, 46, 32) FROM old.es256() AS cose
$$;
INSERT INTO old.webauthn_credentials
SELECT id, key, counter, transports, owner
  FROM (SELECT old.es256() AS cose, encode(old.spki(), 'base64') AS spki) AS k, LATERAL (VALUES
    ('cGFzc2tleS0x', encode(cose, 'base64'), 5, '["internal","hybrid"]', '1'),
    ('+/+/cGFzc2tleTI=', rtrim(translate(encode(cose, 'base64'), E'+/\n', '-_'), '='), 0, 'usb,nfc', '2'),
    ('cGFzc2tleS0z', E'-----BEGIN PUBLIC KEY-----\n' || spki || E'\n-----END PUBLIC KEY-----\n', 1, '{usb}', '1'),
    ('cGFzc2tleS00', jsonb_build_object('kty', 'EC', 'crv', 'P-256', 'x', encode(substr(cose, 11, 32), 'base64'), 'y', encode(substr(cose, 46, 32), 'base64'))::text, 1, NULL, '1'),
    ('cGFzc2tleS01', encode(cose, 'hex'), NULL, NULL, '6'),
    ('cGFzc2tleS02', 'no key at all', 1, NULL, '1'),
    ('cGFzc2tleS03', encode(cose, 'base64'), 1, NULL, '3'),
    ('cGFzc2tleS04', encode(cose, 'base64'), 1, NULL, '99'),
    ('-_-_cGFzc2tleTI', encode(cose, 'base64'), 0, NULL, '2'),
    ('cGFzc2tleS+/', encode(cose, 'base64'), 1, NULL, '1'),
    ('cGFzc2tleS-_', encode(cose, 'base64'), 1, NULL, '2'),
    ('cGFzc2tleS05', encode(cose, 'base64'), 4294967296, NULL, '1'),
    ('not base64!', encode(cose, 'base64'), 1, NULL, '1')) AS v (id, key, counter, transports, owner);

CREATE TABLE old.login_tokens (id serial, email text, code text, expires_at timestamptz);
INSERT INTO old.login_tokens (email, code, expires_at) VALUES
    ('ada@example.org', '739152', '2020-01-01'), ('ada@example.org', '739153', '2999-01-01'), ('grace@example.org', '739154', NULL);
