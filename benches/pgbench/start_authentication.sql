SELECT token_id, options, expires_at FROM badges.webauthn_start_authentication();
