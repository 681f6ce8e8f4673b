-- What the steps share: reading values that may be anything, and saying what became of a row.

-- NULL for what is no JSON. A document that was stored as a JSON string is read, too.
CREATE FUNCTION pg_temp.as_json(value text) RETURNS jsonb LANGUAGE plpgsql STRICT AS $$
DECLARE
    document jsonb;
BEGIN
    document := value::jsonb;
    RETURN CASE WHEN jsonb_typeof(document) = 'string' THEN (document #>> '{}')::jsonb ELSE document END;
EXCEPTION WHEN data_exception OR program_limit_exceeded OR statement_too_complex THEN
    RETURN NULL;
END $$;

-- Also seconds or milliseconds since 1970. NULL for what is no time.
CREATE FUNCTION pg_temp.as_time(value text) RETURNS timestamptz LANGUAGE plpgsql STRICT AS $$
BEGIN
    RETURN CASE WHEN value ~ '^\d{9,10}(\.\d+)?$' THEN to_timestamp(value::float8)
                WHEN value ~ '^\d{12,13}$' THEN to_timestamp(value::float8 / 1000)
                ELSE value::timestamptz END;
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END $$;

CREATE FUNCTION pg_temp.as_uuid(value text) RETURNS uuid LANGUAGE sql STRICT AS $$
    SELECT CASE WHEN value ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN value::uuid END
$$;

CREATE FUNCTION pg_temp.as_boolean(value text) RETURNS boolean LANGUAGE sql STRICT AS $$
    SELECT CASE WHEN lower(value) IN ('t', 'true', 'y', 'yes', 'on', '1') THEN true
                WHEN lower(value) IN ('f', 'false', 'n', 'no', 'off', '0') THEN false END
$$;

-- base64, base64url, hex after \x, or hex of an even length that is longer than any base64 of the same would be by chance.
CREATE FUNCTION pg_temp.as_octets(value text) RETURNS bytea LANGUAGE plpgsql STRICT AS $$
DECLARE
    plain text := rtrim(translate(regexp_replace(value, '\s', '', 'g'), '-_', '+/'), '=');
BEGIN
    RETURN CASE WHEN value ~ '^\\x' THEN decode(substr(value, 3), 'hex')
                WHEN value ~ '^([0-9a-fA-F]{2}){32,}$' THEN decode(value, 'hex')
                ELSE decode(rpad(plain, (length(plain) + 3) / 4 * 4, '='), 'base64') END;
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END $$;

CREATE FUNCTION pg_temp.base64url(value bytea) RETURNS text LANGUAGE sql STRICT AS $$
    SELECT rtrim(translate(encode(value, 'base64'), E'+/\n', '-_'), '=')
$$;

-- As documents of Open Badges 2.0 write it.
CREATE FUNCTION pg_temp.iso(value timestamptz) RETURNS text LANGUAGE sql STRICT AS $$
    SELECT to_char(value AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;

-- A document of 0.5 to 1.1 in the form of 2.0, any other as it is; note says which it was, fault why it cannot be.
CREATE FUNCTION pg_temp.modern(given jsonb, OUT document jsonb, OUT note text, OUT fault text) LANGUAGE plpgsql AS $$
DECLARE
    version text := badges.ob_json_version(given);
BEGIN
    document := given;
    IF version IN ('1.0', '1.1') THEN
        document := badges.upgrade_ob_json(given);
        note := format('was Open Badges %s', version);
    END IF;
EXCEPTION WHEN invalid_parameter_value OR invalid_text_representation THEN
    fault := SQLERRM;
END $$;

-- A document with what it lacks of the members of another.
CREATE FUNCTION pg_temp.filled(document jsonb, defaults jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT document || coalesce(jsonb_object_agg(key, value) FILTER (
               WHERE value <> 'null' AND coalesce(document -> key, 'null') = 'null'), '{}')
      FROM jsonb_each(defaults)
$$;

-- What was filled in, or NULL.
CREATE FUNCTION pg_temp.filled_in(before jsonb, after jsonb) RETURNS text LANGUAGE sql AS $$
    SELECT CASE WHEN before = '{}' THEN 'the document is made from the columns' ELSE 'filled in: ' || string_agg(key, ', ' ORDER BY key) END
      FROM jsonb_object_keys(after) AS key WHERE coalesce(before -> key, 'null') = 'null'
$$;

-- Why the tables would refuse a document, or NULL.
CREATE FUNCTION pg_temp.problems(document jsonb, class text) RETURNS text LANGUAGE plpgsql STRICT AS $$
DECLARE
    detail text;
BEGIN
    PERFORM badges.check_ob_json(document, class);
    RETURN NULL;
EXCEPTION WHEN check_violation OR data_exception THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
    RETURN format('not a valid %s: %s', class, coalesce(nullif(replace(detail, E'\n', '; '), ''), SQLERRM));
END $$;

-- Why a credential of 3.0 is not the issuer's, as far as can be told here, or NULL.
CREATE FUNCTION pg_temp.unverified(credential jsonb) RETURNS text LANGUAGE sql STRICT AS $$
    SELECT format('the credential does not verify: %s', string_agg(format('%s %s (%s)', c ->> 'check', c ->> 'status', c ->> 'code'), ', '))
      FROM jsonb_array_elements(badges.verify_credential(credential::text) -> 'checks') AS c
     WHERE c ->> 'check' IN ('signature', 'key_binding') AND c ->> 'status' NOT IN ('passed', 'warning') HAVING count(*) > 0
$$;

-- The names of columns that say something else than the document.
CREATE FUNCTION pg_temp.differing(VARIADIC pairs text[]) RETURNS text LANGUAGE sql AS $$
    SELECT format('the document counts, and says otherwise than the column %s', string_agg(pairs[n], ', ' ORDER BY n))
      FROM generate_series(1, cardinality(pairs), 3) AS n
     WHERE btrim(pairs[n + 1]) <> '' AND btrim(pairs[n + 1]) <> btrim(pairs[n + 2])
    HAVING count(*) > 0
$$;

CREATE FUNCTION pg_temp.notes(VARIADIC notes text[]) RETURNS text LANGUAGE sql AS $$
    SELECT nullif(array_to_string(notes, '; '), '')
$$;
