-- Every setting has a default that works, checks its value when set, and the prefix is nobody else's.
SELECT badges.uuid_v7() IS NOT NULL AS loaded;
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
RESET badges.base_url;
SELECT name, setting, unit, context, vartype, min_val, max_val, enumvals, boot_val = setting AS is_default, short_desc FROM pg_settings WHERE name LIKE 'badges.%' ORDER BY name COLLATE "C";

-- What each takes and refuses, with the reason.
-- (PostgreSQL names the unit of a range since 16.)
SELECT n, statement, regexp_replace(pg_temp.outcome(statement), '(\d+) s \.\. (\d+) s\)', '\1 .. \2)') AS outcome FROM (VALUES
    (1, $$SET badges.base_url = 'https://badges.example.org'$$), (2, $$SET badges.base_url = 'https://example.org:8443/a/b/'$$), (3, $$SET badges.base_url = 'http://localhost:3000'$$), (4, $$SET badges.base_url = 'http://127.0.0.1'$$),
    (5, $$SET badges.base_url = 'http://badges.example.org'$$), (6, $$SET badges.base_url = 'http://127.0.0.1.evil.example'$$), (7, $$SET badges.base_url = 'http://localhost:x@evil.example'$$), (8, $$SET badges.base_url = ''$$),
    (9, $$SET badges.base_url = 'badges.example.org'$$), (10, $$SET badges.base_url = 'https://'$$), (11, $$SET badges.base_url = 'https:///x'$$), (12, $$SET badges.base_url = 'https://example.org?x'$$), (13, $$SET badges.base_url = 'https://example.org/#x'$$),
    (14, $$SET badges.base_url = 'https://exa mple.org'$$), (15, $$SET badges.base_url = 'ftp://example.org'$$), (16, $$SET badges.base_url = 'javascript:alert(1)'$$), (17, $$SET badges.base_url = 'https://exämple.org'$$), (18, $$SET badges.base_url = 'https://example.org:port'$$),
    (20, $$SET badges.default_version = '2.0'$$), (21, $$SET badges.default_version = '3.0'$$), (22, $$SET badges.default_version = ''$$),
    (30, $$SET badges.key_file = 'x'$$),
    (40, $$SET badges.rp_id = 'example.org'$$), (41, $$SET badges.rp_id = ''$$), (42, $$SET badges.rp_id = 'https://example.org'$$), (43, $$SET badges.rp_id = 'Example.org'$$), (44, $$SET badges.rp_id = 'example.org:443'$$), (45, $$SET badges.rp_id = 'example..org'$$), (46, $$SET badges.rp_id = 'localhost'$$),
    (50, $$SET badges.rp_name = 'Example Schöol'$$), (51, $$SET badges.rp_name = ''$$),
    (60, $$SET badges.rp_origins = 'https://example.org, https://www.example.org:8443'$$), (61, $$SET badges.rp_origins = ''$$), (62, $$SET badges.rp_origins = 'https://example.org/path'$$), (63, $$SET badges.rp_origins = 'example.org'$$), (64, $$SET badges.rp_origins = 'https://a.example.org,,https://b.example.org'$$),
    (65, $$SET badges.rp_origins = 'android:apk-key-hash:abc'$$), (66, $$SET badges.rp_origins = 'https://'$$),
    (70, $$SET badges.login_token_ttl = '10min'$$), (71, $$SET badges.login_token_ttl = 29$$), (72, $$SET badges.login_token_ttl = '2d'$$), (73, $$SET badges.login_token_ttl = 'soon'$$),
    (80, $$SET badges.otp_length = 8$$), (81, $$SET badges.otp_length = 5$$), (82, $$SET badges.otp_length = 11$$),
    (90, $$SET badges.sign_up = off$$), (91, $$SET badges.sign_up = 'invite'$$), (100, $$SET badges.sign_count_policy = 'reject'$$), (101, $$SET badges.sign_count_policy = 'ignore'$$),
    (110, $$SET badges.nonsense = 1$$), (111, $$SELECT set_config('badges.base_urls', 'x', false)$$)) AS v (n, statement) ORDER BY n;
-- A refused value changes nothing.
SET badges.base_url = 'https://badges.example.org';
SET badges.base_url = 'nonsense';
SHOW badges.base_url;
RESET ALL;

-- The settings of a role hold for its sessions.
CREATE ROLE regress_settings;
ALTER ROLE regress_settings SET badges.base_url = 'https://role.example.org';
ALTER ROLE regress_settings SET badges.base_url = 'nonsense';
ALTER DATABASE regress_settings SET badges.otp_length = 8;
\c -
SHOW badges.otp_length;
ALTER DATABASE regress_settings RESET badges.otp_length;
DROP ROLE regress_settings;
