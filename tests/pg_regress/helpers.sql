-- What the tests of sql/ share: how output is shown, and how a refusal or a document is made to read the same
-- on every run. Included with \i between \set ECHO none and \set ECHO all.
\pset null (null)
\pset format unaligned
\pset fieldsep ' | '
\pset footer off
SET timezone = 'UTC';
SET datestyle = 'ISO';
SET badges.base_url = 'https://badges.example.org';

-- Without what differs from run to run: ids, salts, hashes, stamps of a row.
CREATE FUNCTION pg_temp.masked(content text) RETURNS text LANGUAGE sql AS $$
    SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(content,
        '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', '<uuid>', 'g'),
        '"salt": "[A-Za-z0-9_-]{22}"', '"salt": "<salt>"', 'g'),
        'sha256\$[0-9a-f]{64}', 'sha256$<hash>', 'g'),
        'Failing row contains \(.*\)', 'Failing row contains (...)')
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
