-- Every row of the old tables, for a comparison.
TABLE old.users ORDER BY id, email;
TABLE old.issuer_profiles ORDER BY id;
TABLE old.badge_classes ORDER BY id;
TABLE old.badge_assertions ORDER BY id;
TABLE old.webauthn_credentials ORDER BY credential_id, public_key;
TABLE old.login_tokens ORDER BY id;
