-- Calls every function of the extension, once with NULLs and once with values of the right types, and says which ones
-- end in an internal error: a library that is newer than the SQL may refuse a call, but must know what it refuses.
-- Run with psql --tuples-only --no-align; prints one line for each such call.
CREATE TEMP TABLE internal_error (call text, message text);

DO $$
DECLARE
    call text;
BEGIN
    FOR call IN
        SELECT format('SELECT badges.%I(%s)', p.proname, string_agg(argument, ', ' ORDER BY position))
          FROM pg_proc AS p
          CROSS JOIN (VALUES (true), (false)) AS given (is_null)
          LEFT JOIN LATERAL unnest(p.proargtypes::oid[]) WITH ORDINALITY AS parameter (type, position) ON true
          LEFT JOIN LATERAL (
              SELECT CASE WHEN is_null THEN 'NULL' ELSE CASE type::regtype::text
                         WHEN 'uuid' THEN quote_literal((SELECT assertion_id FROM badges.badge_assertions LIMIT 1))
                         WHEN 'jsonb' THEN quote_literal((SELECT assertion_json FROM badges.badge_assertions LIMIT 1))
                         WHEN 'integer' THEN '1'
                         WHEN 'boolean' THEN 'true'
                         WHEN 'timestamp with time zone' THEN quote_literal('2030-01-01')
                         WHEN 'interval' THEN quote_literal('1 hour')
                         WHEN 'inet' THEN quote_literal('192.0.2.1')
                         WHEN 'bytea' THEN quote_literal('\x89504e470d0a1a0a')
                         WHEN 'text[]' THEN quote_literal('{ada@example.org}')
                         ELSE quote_literal('ada@example.org')
                     END END || '::' || type::regtype AS argument
          ) AS argument ON position IS NOT NULL
         WHERE p.pronamespace = 'badges'::regnamespace
         GROUP BY p.oid, p.proname, is_null
         ORDER BY 1
    LOOP
        BEGIN
            EXECUTE call;
            RAISE EXCEPTION USING ERRCODE = 'P0099';
        EXCEPTION
            WHEN SQLSTATE 'P0099' THEN NULL;
            WHEN internal_error OR undefined_function THEN INSERT INTO internal_error VALUES (call, SQLERRM);
            WHEN OTHERS THEN NULL;
        END;
    END LOOP;
END
$$;

SELECT call || ': ' || message FROM internal_error ORDER BY 1;
