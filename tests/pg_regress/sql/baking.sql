-- Credentials inside the pictures of their badges.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
-- Two pixels.
\set png '\\x89504e470d0a1a0a0000000d49484452000000020000000108020000007b40e8dd0000000f49444154789c63f8dfc020a0600000092101e07333c4280000000049454e44ae426082'
\set svg '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'
-- A chunk of a PNG (ISO/IEC 15948, annex D for the checksum).
CREATE FUNCTION pg_temp.chunk(kind text, content bytea) RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE
    remainders bigint[];
    crc bigint;
    checked bytea := kind::bytea || content;
BEGIN
    FOR n IN 0 .. 255 LOOP
        crc := n;
        FOR bit IN 1 .. 8 LOOP
            crc := CASE WHEN crc & 1 = 1 THEN 3988292384 # (crc >> 1) ELSE crc >> 1 END;
        END LOOP;
        remainders[n] := crc;
    END LOOP;
    crc := 4294967295;
    FOR n IN 0 .. length(checked) - 1 LOOP
        crc := remainders[(crc # get_byte(checked, n)) & 255] # (crc >> 8);
    END LOOP;
    RETURN int4send(length(content)) || checked || substr(int8send(crc # 4294967295), 5);
END $$;
-- The picture of two pixels with these octets before its last chunk.
CREATE FUNCTION pg_temp.png(png bytea, inside bytea) RETURNS bytea LANGUAGE sql AS $$ SELECT substr(png, 1, length(png) - 12) || inside || substr(png, length(png) - 11) $$;
-- An image is refused, or what is in it.
CREATE FUNCTION pg_temp.content(image bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    detail text;
BEGIN
    RETURN badges.unbake_badge(image);
EXCEPTION WHEN invalid_text_representation THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
    RETURN detail;
END $$;
CREATE FUNCTION pg_temp.is_same(one text, other text) RETURNS boolean LANGUAGE sql AS $$ SELECT CASE WHEN one LIKE '{%' THEN one::jsonb = other::jsonb ELSE one = other END $$;
\set ECHO all
SELECT issuer_id FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}') \gset
SELECT badge_id FROM badges.create_badge_class(:'issuer_id', '{"name": "First Aid", "description": "d", "image": "https://school.example.org/i.png", "criteria": {"narrative": "]]> & <b>"}}') \gset
CREATE TEMP TABLE award AS SELECT form, assertion_id, coalesce(credential_text, assertion_json::text) AS text, version FROM (VALUES (1, '2.0', NULL), (2, '2.0', 'EdDSA'), (3, '3.0', NULL), (4, '3.0', 'vc-jwt'), (5, '3.0', 'ecdsa-sd-2023')) AS v (form, version, proof),
    badges.issue_assertion(:'badge_id', 'ann@example.org', version => v.version, proof => v.proof) AS a;

-- What goes in comes out, in either format and every version, and is as valid as it was.
SELECT form, format, badges.unbake_badge(baked) = text AS same, pg_temp.verdict(badges.verify_baked_badge(baked, 'ann@example.org')) AS verdict, badges.verify_baked_badge(baked) ->> 'version' AS version, badges.verify_baked_badge(baked) #- '{checks,0}' = badges.verify_credential(text) AS as_the_text
  FROM award, (VALUES ('png', :'png'::bytea), ('svg', :'svg'::bytea)) AS v (format, image), badges.bake_badge(image, text) AS baked ORDER BY form, format;
-- Nothing else of the image changes, whatever was baked into it before.
SELECT a.form, pg_temp.png(:'png', pg_temp.chunk('iTXt', (CASE version WHEN '3.0' THEN 'openbadgecredential' ELSE 'openbadges' END)::bytea || '\x0000000000' || convert_to(text, 'UTF8'))) = badges.bake_badge(:'png', text) AS one_chunk,
       (SELECT bool_and(badges.bake_badge(badges.bake_badge(image, b.text), a.text) = badges.bake_badge(image, a.text)) FROM award AS b, (VALUES (:'png'::bytea), (:'svg'::bytea)) AS v (image)) AS replaced FROM award AS a ORDER BY form;
SELECT form, pg_temp.masked(regexp_replace(convert_from(badges.bake_badge(:'svg', text), 'UTF8'), '(CDATA\[|verify="eyJ).*(\]\]></op|"/><path)', '\1...\2')) AS svg FROM award WHERE form < 5 ORDER BY form;
SELECT badges.bake_badge(NULL, '{}') AS no_image, badges.bake_badge(:'png', NULL) AS no_credential, badges.unbake_badge(NULL) AS nothing, badges.unbake_badge(:'png') AS png, badges.unbake_badge(:'svg') AS svg;

-- A changed credential shows in an image as well.
SELECT pg_temp.verdict(badges.verify_baked_badge(badges.bake_badge(:'png', replace(text, 'First Aid', 'Surgery')), 'ann@example.org')) AS verdict FROM award WHERE form = 3;
SELECT pg_temp.masked(regexp_replace(jsonb_pretty(badges.verify_baked_badge(badges.bake_badge(:'svg', text), 'eve@example.org', NULL, NULL) -> 'checks' -> 0), '\s+', ' ', 'g')) AS image FROM award WHERE form = 3;
SELECT count(*) FROM award, badges.revoke_assertion(assertion_id) WHERE form = 4;
SELECT pg_temp.verdict(badges.verify_baked_badge(badges.bake_badge(:'png', text), 'ann@example.org')) AS revoked FROM award WHERE form = 4;

-- Old badges: in other chunks, compressed, or only a URL.
SELECT what, badges.unbake_badge(image) AS text, pg_temp.verdict(badges.verify_baked_badge(image)) AS verdict FROM (VALUES
    (1, 'tEXt', pg_temp.png(:'png', pg_temp.chunk('tEXt', 'openbadges\000https://school.example.org/assertion'))),
    (2, 'two', pg_temp.png(:'png', pg_temp.chunk('tEXt', 'openbadges\000{}') || pg_temp.chunk('iTXt', 'openbadges\000\000\000\000\000{"a": 1}'))),
    (3, 'zTXt', pg_temp.png(:'png', pg_temp.chunk('zTXt', 'openbadges\000\000'::bytea || '\x789cabae0500017500f9'))),
    (4, 'compressed iTXt', pg_temp.png(:'png', pg_temp.chunk('iTXt', 'openbadges\000\001\000\000\000'::bytea || '\x789cabae0500017500f9'))),
    (5, 'other prefix', '<svg xmlns:a="http://openbadges.org"><g><a:assertion verify="https://school.example.org/assertion"/></g></svg>')) AS v (n, what, image) ORDER BY n;
SELECT c ->> 'message' AS message FROM jsonb_array_elements(badges.verify_baked_badge(pg_temp.png(:'png', pg_temp.chunk('tEXt', 'openbadges\000https://school.example.org/assertion'))) -> 'checks') AS c;
SELECT badges.get_assertion(assertion_id, '2.0') ->> 'id' AS own_url FROM award WHERE form = 1 \gset
SELECT given, pg_temp.verdict(badges.verify_baked_badge(pg_temp.png(:'png', pg_temp.chunk('tEXt', convert_to('openbadges', 'UTF8') || '\x00' || convert_to(url, 'UTF8'))), 'ann@example.org', resources)) AS verdict FROM (VALUES
    (1, 'stored here', :'own_url', NULL::jsonb), (2, 'at hand', 'https://school.example.org/assertion', jsonb_build_object('https://school.example.org/assertion', pg_temp.assertion(), 'https://school.example.org/badge', pg_temp.badge_class(), 'https://school.example.org/issuer', pg_temp.issuer())),
    (3, 'something else at hand', 'https://school.example.org/assertion', jsonb_build_object('https://school.example.org/assertion', 5))) AS v (n, given, url, resources) ORDER BY n;

-- Awards stored here, in the picture given or in that of the badge class.
SELECT form, pg_temp.is_same(badges.unbake_badge(badges.bake_assertion(assertion_id, :'png')), text) AS as_issued FROM award ORDER BY form;
SELECT form, badges.unbake_badge(badges.bake_assertion(assertion_id, :'svg', '2.0'))::jsonb = badges.get_assertion(assertion_id, '2.0') AS in_2_0,
       pg_temp.verdict(badges.verify_baked_badge(badges.bake_assertion(assertion_id, :'png', '3.0'), 'ann@example.org')) AS in_3_0 FROM award WHERE form <> 2 ORDER BY form;
SELECT pg_temp.outcome(format('SELECT badges.bake_assertion(%L)', assertion_id)) AS no_picture, pg_temp.outcome(format('SELECT badges.bake_assertion(%L, %L, %L)', assertion_id, :'png', '1.0')) AS version, pg_temp.outcome(format('SELECT badges.bake_assertion(%L, %L)', assertion_id, 'GIF89a')) AS gif FROM award WHERE form = 3;
SELECT badges.bake_assertion(NULL) AS null_id, badges.bake_assertion('00000000-0000-0000-0000-000000000000', :'png') AS unknown_id;
SELECT left(uri, 30) AS uri, pg_temp.verdict(badges.verify_baked_badge(badges.bake_assertion((badges.issue_assertion(b.badge_id, 'ann@example.org', version => version)).assertion_id), 'ann@example.org')) AS verdict
  FROM (VALUES (1, 'data:image/png;base64,' || replace(encode(:'png', 'base64'), E'\n', '')), (2, 'data:image/svg+xml,%3Csvg%20xmlns=%22http://www.w3.org/2000/svg%22/%3E'), (3, 'data:image/svg+xml;base64,' || rtrim(replace(encode(:'svg', 'base64'), E'\n', ''), '='))) AS v (n, uri), (VALUES ('2.0'), ('3.0')) AS w (version),
       badges.create_badge_class(:'issuer_id', jsonb_build_object('name', 'Bass', 'description', 'd', 'image', uri, 'criteria', '{"narrative": "n"}'::jsonb)) AS b ORDER BY n, version;

-- What is no credential is not baked.
SELECT left(text, 60) AS text, pg_temp.outcome(format('SELECT badges.bake_badge(%L, %L)', :'svg', text)) AS outcome FROM unnest(ARRAY['', 'x', 'https://example.org/assertion', '{', '{}', '[]', 'a.b.c', pg_temp.badge_class()::text, pg_temp.issuer()::text, pg_temp.achievement()::text]) WITH ORDINALITY AS v (text, n) ORDER BY n;
SELECT pg_temp.outcome(format('SELECT badges.bake_badge(%L, %L)', :'svg', (pg_temp.assertion() || jsonb_build_object('narrative', repeat('x', 5300000)))::text)) AS too_long;

-- Images that are none, or damaged: an error says what and where, a report says that the badge is not valid.
SELECT what, pg_temp.outcome(format('SELECT badges.unbake_badge(%L)', image)) AS unbaked, pg_temp.verdict(badges.verify_baked_badge(image)) AS verdict FROM (VALUES (1, 'empty', ''::bytea), (2, 'gif', 'GIF89a'), (3, 'text', 'x'), (4, 'html', '<html/>'), (5, 'cut off', substr(:'png'::bytea, 1, 60)), (6, 'a bit changed', set_byte(:'png', 20, 3)),
    (7, 'length', set_byte(:'png', 33, 255)), (8, 'no end', substr(:'png'::bytea, 1, length(:'png'::bytea) - 12)), (9, 'latin 1', '<svg>\374</svg>'), (10, 'utf-16', '\xfffe3c007300'), (11, 'unclosed', '<svg><g></svg>'), (12, 'entities', '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><svg>&b;</svg>'),
    (13, 'external', '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns:o="http://openbadges.org"><o:assertion>&a;</o:assertion></svg>'), (14, 'nested', convert_to('<svg>' || repeat('<g>', 100000) || repeat('</g>', 100000) || '</svg>', 'UTF8')), (15, 'zero in it', pg_temp.png(:'png', pg_temp.chunk('iTXt', 'openbadges\000\000\000\000\000a\000b'))),
    (16, 'badge of nothing', '<svg xmlns:o="http://openbadges.org"><o:assertion/></svg>')) AS v (n, what, image) ORDER BY n;
SELECT pg_temp.content(:'png'::bytea || decode(repeat('00', 17000000), 'hex')) AS too_large;
-- Cut off anywhere, an image is refused; only what follows its end may be missing.
SELECT count(*) = count(*) FILTER (WHERE pg_temp.content(substr(baked, 1, n)) ~ '^at byte [0-9]+: ') AS refused FROM award, (VALUES (:'png'::bytea), (:'svg'::bytea)) AS v (image), badges.bake_badge(image, text) AS baked, generate_series(0, length(baked) - 1) AS n WHERE form = 1;
-- A hundred megabytes of zeros in a hundred kilobytes, packed by the commands of the server's machine, are not unpacked.
CREATE TEMP TABLE packed (content text);
COPY packed FROM PROGRAM 'head -c 100000000 /dev/zero | gzip -9 | base64 -w 0';
SELECT pg_temp.content(pg_temp.png(:'png', pg_temp.chunk('zTXt', 'openbadges\000\000'::bytea || '\x789c' || substr(decode(content, 'base64'), 11)))) AS bomb FROM packed;
SELECT pg_temp.outcome('SELECT badges.verify_baked_badge(NULL)') AS null_image, pg_temp.outcome($$SELECT badges.verify_baked_badge('<svg/>', NULL, '[]')$$) AS resources, pg_temp.outcome($$SELECT badges.verify_baked_badge('<svg/>', at => 'infinity')$$) AS at;
