-- Every row of the tables a dump keeps: table and content, in a fixed order.
CREATE TEMP VIEW row_contents (table_name, content) AS
SELECT 'users', to_jsonb(t) FROM badges.users t
UNION ALL SELECT 'webauthn_credentials', to_jsonb(t) FROM badges.webauthn_credentials t
UNION ALL SELECT 'issuer_profiles', to_jsonb(t) FROM badges.issuer_profiles t
UNION ALL SELECT 'badge_classes', to_jsonb(t) FROM badges.badge_classes t
UNION ALL SELECT 'badge_assertions', to_jsonb(t) FROM badges.badge_assertions t;
