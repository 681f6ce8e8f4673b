-- What the tests of sql/ share: how output is shown, and how a refusal or a document is made to read the same
-- on every run. Included with \i between \set ECHO none and \set ECHO all.
\pset null (null)
\pset format unaligned
\pset fieldsep ' | '
\pset footer off
SET timezone = 'UTC';
SET datestyle = 'ISO';
SET badges.base_url = 'https://badges.example.org';

-- Without what differs from run to run: ids, salts, hashes, keys, signatures, places in status lists, stamps of a row.
CREATE FUNCTION pg_temp.masked(content text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    mask record;
BEGIN
    FOR mask IN SELECT * FROM (VALUES
        ('[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', '<uuid>'),
        ('"salt": "[A-Za-z0-9_-]{22}"', '"salt": "<salt>"'),
        ('sha256\$[0-9a-f]{64}', 'sha256$<hash>'),
        ('eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+', '<token>'),
        ('u2V0[A-Za-z0-9_-]{70,}', '<signature>'),
        ('/keys/[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])', '/keys/<key>'),
        -- Not within something else in Base64, which now and then has as many letters of Base58 in a row.
        ('(?<![A-Za-z0-9_-])z[1-9A-HJ-NP-Za-km-z]{70,}', '<signature>'),
        ('(?<![A-Za-z0-9_-])z[1-9A-HJ-NP-Za-km-z]{47,69}', '<key>'),
        ('"(created|retired|compromised|revoked)": "[0-9TZ:-]+"', '"\1": "<time>"'),
        ('"statusListIndex": "[0-9]+"', '"statusListIndex": "<index>"'),
        ('/([0-9]+)#[0-9]+"', '/\1#<index>"'),
        ('"(x|y|n)": "[A-Za-z0-9_-]{43,}"', '"\1": "<number>"'),
        ('Failing row contains \(.*\)', 'Failing row contains (...)')) AS v (pattern, shown)
    LOOP
        content := regexp_replace(content, mask.pattern, mask.shown, 'g');
    END LOOP;
    RETURN content;
END $$;

-- The verdict of a report, and the checks that did not pass.
CREATE FUNCTION pg_temp.verdict(report jsonb) RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ', CASE report ->> 'valid' WHEN 'true' THEN 'valid' WHEN 'false' THEN 'invalid' END,
                     string_agg(format('%s:%s:%s', c ->> 'check', c ->> 'status', c ->> 'code'), ' ' ORDER BY n) FILTER (WHERE c ->> 'status' <> 'passed'))
      FROM jsonb_array_elements(report -> 'checks') WITH ORDINALITY AS c (c, n)
$$;

-- Runs a statement and says how it is refused: SQLSTATE and message, then DETAIL and HINT.
CREATE FUNCTION pg_temp.outcome(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    detail text;
    hint text;
BEGIN
    EXECUTE statement;
    RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
    RETURN pg_temp.masked(concat(SQLSTATE, ': ', SQLERRM, E'\n  detail: ' || replace(nullif(detail, ''), E'\n', E'\n          '),
                                 E'\n  hint: ' || nullif(hint, '')));
END $$;

-- Good documents, to be broken one member at a time with || and - and jsonb_set.
CREATE FUNCTION pg_temp.issuer(id text DEFAULT 'https://school.example.org/issuer') RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_build_object('@context', 'https://w3id.org/openbadges/v2', 'type', 'Issuer', 'id', id,
        'name', 'Example School', 'url', 'https://school.example.org', 'email', 'badges@school.example.org')
$$;
CREATE FUNCTION pg_temp.badge_class(id text DEFAULT 'https://school.example.org/badge') RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_build_object('@context', 'https://w3id.org/openbadges/v2', 'type', 'BadgeClass', 'id', id,
        'name', 'First Aid', 'description', 'Knows first aid', 'image', 'https://school.example.org/first-aid.png',
        'criteria', 'https://school.example.org/first-aid', 'issuer', 'https://school.example.org/issuer')
$$;
CREATE FUNCTION pg_temp.assertion(id text DEFAULT 'https://school.example.org/assertion') RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_build_object('@context', 'https://w3id.org/openbadges/v2', 'type', 'Assertion', 'id', id,
        'recipient', jsonb_build_object('type', 'email', 'hashed', false, 'identity', 'ann@example.org'),
        'badge', 'https://school.example.org/badge', 'verification', jsonb_build_object('type', 'HostedBadge'),
        'issuedOn', '2026-01-02T03:04:05Z')
$$;
-- The same of Open Badges 3.0.
CREATE FUNCTION pg_temp.contexts() RETURNS jsonb LANGUAGE sql AS $$
    SELECT '["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]'::jsonb
$$;
CREATE FUNCTION pg_temp.profile(id text DEFAULT 'https://school.example.org/v3/issuer') RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_build_object('@context', pg_temp.contexts(), 'type', ARRAY['Profile'], 'id', id, 'name', 'Example School', 'url', 'https://school.example.org', 'email', 'badges@school.example.org')
$$;
CREATE FUNCTION pg_temp.achievement(id text DEFAULT 'https://school.example.org/v3/achievement') RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_build_object('@context', pg_temp.contexts(), 'type', ARRAY['Achievement'], 'id', id, 'name', 'First Aid', 'description', 'Knows first aid',
        'criteria', jsonb_build_object('narrative', 'Bandage somebody.'), 'image', jsonb_build_object('id', 'https://school.example.org/first-aid.png', 'type', 'Image'))
$$;
CREATE FUNCTION pg_temp.credential(id text DEFAULT 'https://school.example.org/v3/credential') RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_build_object('@context', pg_temp.contexts(), 'type', ARRAY['VerifiableCredential', 'OpenBadgeCredential'], 'id', id, 'name', 'First Aid',
        'issuer', pg_temp.profile() - '@context', 'validFrom', '2026-01-02T03:04:05Z', 'credentialSubject', jsonb_build_object('type', ARRAY['AchievementSubject'],
        'identifier', jsonb_build_array(jsonb_build_object('type', 'IdentityObject', 'hashed', false, 'identityHash', 'ann@example.org', 'identityType', 'emailAddress')), 'achievement', pg_temp.achievement() - '@context'))
$$;
