-- What the functions of a document alone say of one of Open Badges 3.0. (documents.sql: of 0.5 to 2.0.)
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
-- A good document of each class, and the same with one fault.
CREATE TEMP TABLE document (class text, good jsonb, bad jsonb);
INSERT INTO document
SELECT 'OpenBadgeCredential', c, c - 'validFrom' FROM pg_temp.credential() AS c
UNION ALL SELECT 'Achievement', a, a || '{"criteria": 5}' FROM pg_temp.achievement() AS a
UNION ALL SELECT 'Profile', p, p || '{"name": 5}' FROM pg_temp.profile() AS p
UNION ALL SELECT 'EndorsementCredential', e, jsonb_set(e, '{credentialSubject}', '{"type": ["EndorsementSubject"]}') FROM (SELECT (pg_temp.credential() - 'credentialSubject') || '{"type": ["VerifiableCredential", "EndorsementCredential"],
    "credentialSubject": {"id": "https://school.example.org/v3/achievement", "type": ["EndorsementSubject"], "endorsementComment": "A fine badge"}}' AS e) AS p;

SELECT class, badges.validate_ob_json(good) AS good, badges.validate_ob_json(good, class) AS good_as_class, badges.validate_ob_json(bad) AS bad, badges.ob_json_class(good) AS found, badges.ob_json_version(good) AS version, (SELECT count(*) FROM badges.ob_json_problems(good)) AS problems FROM document ORDER BY class;
SELECT class, p.* FROM document, badges.ob_json_problems(bad) AS p ORDER BY class, path;
-- Verdict and list agree, whatever the document is taken for; a document of one class is none of another.
SELECT count(*) AS pairs, count(*) FILTER (WHERE badges.validate_ob_json(doc, taken.class) IS NOT DISTINCT FROM EXISTS (SELECT FROM badges.ob_json_problems(doc, taken.class) WHERE severity = 'error')) AS disagree FROM document, unnest(ARRAY[good, bad]) AS doc, document AS taken;
SELECT d.class, string_agg(taken, ' ' ORDER BY taken) AS taken_for FROM document AS d, unnest(ARRAY['OpenBadgeCredential', 'AchievementCredential', 'EndorsementCredential', 'Achievement', 'Profile', 'Issuer', 'Assertion', 'BadgeClass', 'Endorsement']) AS taken WHERE badges.validate_ob_json(d.good, taken) GROUP BY d.class ORDER BY d.class;
-- Its other name, the older contexts, the older data model, the payload of a token.
SELECT n, badges.ob_json_class(doc) AS class, badges.ob_json_version(doc) AS version, badges.validate_ob_json(doc) AS valid, (SELECT string_agg(severity || ':' || code, ' ' ORDER BY code) FROM badges.ob_json_problems(doc)) AS problems FROM (VALUES
    (1, pg_temp.credential() || '{"type": ["VerifiableCredential", "AchievementCredential"]}'), (2, pg_temp.credential() || '{"type": ["VerifiableCredential", "OpenBadgeCredential", "AchievementCredential"]}'), (3, jsonb_set(pg_temp.credential(), '{@context,1}', '"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"')), (4, jsonb_set(pg_temp.credential(), '{@context,1}', '"https://purl.imsglobal.org/spec/ob/v3p0/context.json"')),
    (5, pg_temp.credential() - 'validFrom' || '{"@context": ["https://www.w3.org/2018/credentials/v1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"], "issuanceDate": "2026-01-02T03:04:05Z"}'), (6, pg_temp.credential() || '{"iss": "https://school.example.org/v3/issuer", "jti": "https://school.example.org/v3/credential", "nbf": 1767323045, "sub": "did:example:ann"}'),
    (7, jsonb_set(pg_temp.credential(), '{@context,2}', '"https://example.org/context"')), (8, jsonb_set(pg_temp.credential(), '{@context,2}', '{"note": "https://example.org/note"}') || '{"note": "n"}'), (9, jsonb_set(pg_temp.credential(), '{@context,1}', '"https://purl.imsglobal.org/spec/ob/v3p0/context-9.9.9.json"')), (10, pg_temp.credential() || '{"type": ["OpenBadgeCredential", "VerifiableCredential"]}'),
    (11, pg_temp.credential() || '{"proof": {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "verificationMethod": "https://example.org#key", "proofPurpose": "assertionMethod", "proofValue": "z2"}}')) AS v (n, doc) ORDER BY n;

-- Paths point into the document, code and message say what is wrong there.
SELECT p.* FROM badges.ob_json_problems(pg_temp.credential() || '{"validFrom": "yesterday", "issuer": {"id": 5}, "evidence": [{"type": ["Evidence"]}, {"id": "not a URL", "type": []}, 5], "image": "https://example.org/i.png", "undefined": 1, "awardedDate": "2026-01-02"}') AS p ORDER BY path COLLATE "C", code;
SELECT p.* FROM badges.ob_json_problems(jsonb_set(pg_temp.credential(), '{credentialSubject}', '{"type": ["AchievementSubject"], "achievement": {"id": "x", "type": ["Achievement"], "achievementType": "Nonsense"}, "creditsEarned": "1", "result": [{"type": ["Result"], "status": "Lost"}], "identifier": [{"type": "IdentityObject", "hashed": "yes", "identityType": "emailAddress"}]}')) AS p ORDER BY path COLLATE "C", code;
SELECT p.* FROM badges.ob_json_problems(pg_temp.profile() || '{"phone": 5, "address": {"type": ["Address"], "addressCountry": "Germany"}, "otherIdentifier": [{"type": "IdentifierEntry"}], "dateOfBirth": "yesterday", "url": "school"}') AS p ORDER BY path COLLATE "C", code;
-- An e-mail address, a recipient, stays out of messages.
SELECT count(*) FILTER (WHERE message ~ 'secret') AS told, count(*) > 0 AS problems
  FROM unnest(ARRAY['{"identityHash": 5}', '{"identityHash": "secret@@example.org"}', '{"identityHash": ["secret"]}', '{"identityHash": "secret", "hashed": true}', '{"identityHash": "secret", "identityType": "secret"}', '{"salt": ["secret"]}']::jsonb[]) AS part, badges.ob_json_problems(jsonb_set(pg_temp.credential(), '{credentialSubject,identifier,0}', pg_temp.credential() #> '{credentialSubject,identifier,0}' || part))
 WHERE message !~ 'identityType';

-- A Profile or BadgeClass of 2.0 becomes one of 3.0; an award needs its issuer for that. What is of 3.0 already is told so.
SELECT badges.ob_json_class(doc) AS class, badges.ob_json_version(badges.upgrade_ob_json(doc)) AS upgraded, badges.validate_ob_json(badges.upgrade_ob_json(doc)) AS valid, badges.ob_json_class(badges.upgrade_ob_json(doc)) AS as_class
  FROM unnest(ARRAY[pg_temp.issuer(), pg_temp.issuer() || '{"type": "Profile"}', pg_temp.badge_class(), pg_temp.assertion()]) WITH ORDINALITY AS v (doc, n) ORDER BY n;
SELECT jsonb_pretty(badges.upgrade_ob_json(pg_temp.issuer() || '{"image": "https://school.example.org/logo.png", "telephone": "+15551234567", "publicKey": "https://school.example.org/key", "revocationList": "https://school.example.org/revoked"}')) AS profile;
SELECT jsonb_pretty(badges.upgrade_ob_json(pg_temp.badge_class() || '{"tags": ["health"], "alignment": {"targetName": "Health", "targetUrl": "https://example.org/health"}, "criteria": {"narrative": "n"}, "achievementType": "Competency"}')) AS achievement;
SELECT class, pg_temp.outcome(format('SELECT badges.upgrade_ob_json(%L)', good)) AS upgrade FROM document ORDER BY class;

-- Never more than a refusal, however hostile.
SET max_stack_depth = '6MB';
CREATE TEMP TABLE hostile (n int, doc jsonb);
INSERT INTO hostile VALUES (1, pg_temp.credential() || '{"credentialSubject": []}'), (2, pg_temp.credential() || '{"credentialSubject": [[]], "issuer": [], "type": {}, "validFrom": {}, "evidence": {}, "proof": 5, "credentialStatus": "x", "id": []}'), (3, jsonb_set(pg_temp.credential(), '{credentialSubject,achievement,x}', (repeat('[', 5000) || repeat(']', 5000))::jsonb)),
    (4, pg_temp.credential() || jsonb_build_object('name', repeat('x', 1048576))), (5, pg_temp.credential() || jsonb_build_object(repeat('k', 1048576), 1)), (6, pg_temp.credential() || jsonb_build_object('evidence', (SELECT jsonb_agg(n) FROM generate_series(1, 50000) AS n))), (7, jsonb_set(pg_temp.credential(), '{@context}', (SELECT jsonb_agg('https://example.org/' || n) FROM generate_series(1, 50000) AS n))),
    (8, jsonb_set(pg_temp.credential(), '{@context,2}', (repeat('{"a": {"@id": "https://example.org/a", "@context": ', 500) || '{}' || repeat('}}', 500))::jsonb)), (9, jsonb_set(pg_temp.credential(), '{@context}', 'null')), (10, pg_temp.credential() || '{"credentialSubject": {"achievement": {"related": {"related": 1e400}}}}'), (11, pg_temp.credential() || jsonb_build_object('endorsement', (SELECT jsonb_agg(pg_temp.credential()) FROM generate_series(1, 500) AS n))),
    (12, pg_temp.credential() || '{"type": ["VerifiableCredential", "OpenBadgeCredential", "\ud83d\ude00", "‮"]}');
SELECT n, badges.validate_ob_json(doc) AS own, badges.validate_ob_json(doc, 'OpenBadgeCredential') AS credential, badges.validate_ob_json(doc, 'Assertion') AS assertion, badges.ob_json_class(doc) AS class, badges.ob_json_version(doc) AS version, badges.ob_json_text(doc, 'recipient_identity') IS NOT NULL AS recipient, badges.recipient_matches(doc, 'x') AS matches,
       (SELECT string_agg(DISTINCT code, ' ' ORDER BY code) FROM badges.ob_json_problems(doc)) AS codes, (SELECT max(length(message)) < 1000 FROM badges.ob_json_problems(doc)) AS short, left(pg_temp.outcome(format('SELECT badges.upgrade_ob_json(doc) FROM hostile WHERE n = %s', n)), 8) AS upgrade FROM hostile ORDER BY n;
