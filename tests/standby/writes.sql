-- Every function that writes, once, with arguments that a primary would take. A line that begins with SELECT badges
-- is a call that a standby has to refuse.
SET badges.rp_id = 'example.org';
SET badges.rp_origins = 'https://example.org';
SELECT user_id AS ada FROM badges.users WHERE email = 'ada@example.org' \gset
SELECT i.issuer_id AS issuer, b.badge_id AS badge, i.public_keys #>> '{0,id}' AS key_id FROM badges.issuer_profiles AS i JOIN badges.badge_classes AS b USING (issuer_id) WHERE i.name = 'Example Academy' \gset
SELECT assertion_id AS award FROM badges.badge_assertions WHERE issuer_id = :'issuer' AND NOT revoked AND suspended_at IS NULL LIMIT 1 \gset
SELECT assertion_id AS suspended FROM badges.badge_assertions WHERE suspended_at IS NOT NULL LIMIT 1 \gset
SELECT token_id AS token FROM badges.login_tokens LIMIT 1 \gset

SELECT badges.create_user('new@example.org');
SELECT badges.create_issuer('{"name": "Example Club", "url": "https://club.example.org", "email": "badges@club.example.org"}');
SELECT badges.create_badge_class(:'issuer', '{"name": "Tenor", "description": "Sings", "image": "https://academy.example.org/tenor.png", "criteria": {"narrative": "Sing."}}');
SELECT badges.update_badge_class(:'badge', '{"name": "Tenor", "description": "Sings", "image": "https://academy.example.org/tenor.png", "criteria": {"narrative": "Sing."}}');
SELECT badges.rotate_issuer_key(:'issuer');
SELECT badges.mark_issuer_key_compromised(:'issuer', :'key_id');
SELECT badges.issue_assertion(:'badge', 'new@example.org', version => '2.0');
SELECT badges.issue_assertion(:'badge', 'new@example.org');
SELECT badges.issue_assertions(:'badge', ARRAY['new@example.org', 'newer@example.org']);
SELECT badges.suspend_assertion(:'award');
SELECT badges.reinstate_assertion(:'suspended');
SELECT badges.revoke_assertion(:'award');
SELECT badges.next_status_index();
SELECT badges.badge_class_may_become(:'badge', '{}');
SELECT badges.create_login_token('ada@example.org');
SELECT badges.verify_login_token(:'token', '123456');
SELECT badges.revoke_login_tokens(:'ada');
SELECT badges.purge_login_tokens();
SELECT badges.webauthn_start_registration(:'ada');
SELECT badges.webauthn_finish_registration(:'token', '{}');
SELECT badges.webauthn_start_authentication();
SELECT badges.webauthn_finish_authentication(:'token', '{}');
SELECT badges.webauthn_rename_credential(:'ada', 'c29tZS1jcmVkZW50aWFs', 'Another');
SELECT badges.webauthn_delete_credential(:'ada', 'c29tZS1jcmVkZW50aWFs');
