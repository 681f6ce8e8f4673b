-- What needs to see rows that the caller may not: functions that run as the owner of the tables.

CREATE FUNCTION badges.depends_on_key_file() RETURNS pg_catalog.bool
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT EXISTS (SELECT FROM badges.badge_assertions WHERE recipient_key IS NOT NULL)
        OR EXISTS (SELECT FROM badges.issuer_profiles WHERE encrypted_private_key IS NOT NULL)
$function$;

CREATE FUNCTION badges.badge_class_is_awarded(badge_id pg_catalog.uuid) RETURNS pg_catalog.bool
LANGUAGE sql VOLATILE PARALLEL UNSAFE STRICT SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT EXISTS (SELECT FROM badges.badge_assertions AS a
                    WHERE a.badge_id = badge_class_is_awarded.badge_id AND NOT a.received)
$function$;

-- Of the credentials that the current user has received: what row-level security shows of other tables. A policy that
-- read the table itself would meet the policies of that table, which read this one.
CREATE FUNCTION badges.held_document_ids() RETURNS SETOF pg_catalog.uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT d.id FROM badges.badge_assertions AS a CROSS JOIN LATERAL (VALUES (a.badge_id), (a.issuer_id)) AS d (id)
     WHERE a.holder_user_id = badges.current_user_id()
$function$;

-- The new document of a badge class against the stored one; called by the row-level security policy of
-- badge_classes. The lock keeps the first award, which takes a key share lock on the row, from slipping in
-- between the look and the change; with the caller's own rights, so that nobody locks a row that is not its to change.
CREATE FUNCTION badges.badge_class_may_become(badge_id pg_catalog.uuid, new_json pg_catalog.jsonb) RETURNS pg_catalog.bool
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    old_json pg_catalog.jsonb;
BEGIN
    SELECT b.badge_json INTO old_json FROM badges.badge_classes AS b
     WHERE b.badge_id = badge_class_may_become.badge_id FOR UPDATE;
    IF old_json IS DISTINCT FROM new_json AND badges.badge_class_is_awarded(badge_id) THEN
        RAISE EXCEPTION USING ERRCODE = '23514',
            MESSAGE = pg_catalog.format('badge class %s has been awarded, so its document is frozen', badge_id),
            HINT = 'badges.update_badge_class makes a new badge class that is related to this one.';
    END IF;
    RETURN true;
END
$function$;

-- The new document of an issuer, against the stored one; called by the row-level security policies of issuer_profiles.
-- An issuer speaks for its id with the keys in its row, so a user takes the id that is filled in and no other, neither one
-- that is not this site's to give nor one that others on it may be known by; and every URL in a signed credential follows from the id, so it stays once something was awarded.
CREATE FUNCTION badges.issuer_may_become(issuer_id pg_catalog.uuid, new_json pg_catalog.jsonb, below_base_url pg_catalog.bool)
RETURNS pg_catalog.bool
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    old_id pg_catalog.text;
    new_id pg_catalog.text := badges.ob_json_text(new_json, 'id');
    base   pg_catalog.text := coalesce(current_setting('badges.base_url', true), 'https://localhost');
BEGIN
    SELECT badges.ob_json_text(i.issuer_json, 'id') INTO old_id FROM badges.issuer_profiles AS i
     WHERE i.issuer_id = issuer_may_become.issuer_id;
    -- An older id may have been another's, whose documents are still in people's hands.
    IF below_base_url AND old_id IS NULL AND substr(issuer_id::text, 15, 1) = '7'
        AND to_timestamp(('x' || translate(left(issuer_id::text, 13), '-', ''))::bit(48)::bigint / 1000.0) < now() - interval '1 hour' THEN
        RAISE EXCEPTION USING ERRCODE = '28000',
            MESSAGE = 'a row of a user has an id that is new', HINT = 'Leave the id out, and it is filled in.';
    END IF;
    IF below_base_url AND (badges.validate_ob_json(new_json, 'Assertion') OR badges.validate_ob_json(new_json, 'BadgeClass')
                           OR badges.validate_ob_json(new_json, 'Endorsement')) THEN
        RAISE EXCEPTION USING ERRCODE = '28000',
            MESSAGE = 'a document of a user is of the class that its table holds and of no other', HINT = 'Give it one type of Open Badges.';
    END IF;
    IF new_id IS NOT DISTINCT FROM old_id THEN
        RETURN true;
    END IF;
    IF below_base_url AND NOT coalesce(new_id = ANY (ARRAY[format('%s/issuers/%s', rtrim(base, '/'), issuer_id),
                                                           format('%s/v3/issuers/%s', rtrim(base, '/'), issuer_id)]), false) THEN
        RAISE EXCEPTION USING ERRCODE = '28000',
            MESSAGE = 'an issuer of a user has the address of its row below badges.base_url as its id',
            HINT = 'Leave the id out, and it is filled in. An application (badges_app) may give an issuer an id of its own.';
    END IF;
    IF EXISTS (SELECT FROM badges.badge_classes AS b JOIN badges.badge_assertions AS a ON a.badge_id = b.badge_id
                WHERE b.issuer_id = issuer_may_become.issuer_id AND NOT a.received) THEN
        RAISE EXCEPTION USING ERRCODE = '23514',
            MESSAGE = format('issuer %s has awarded badges, so its id is frozen', issuer_id),
            HINT = 'What it signed names the id and could not be verified under another. Create another issuer.';
    END IF;
    RETURN true;
END
$function$;
