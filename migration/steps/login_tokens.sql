-- Sign-in codes are short-lived secrets: none is carried over. Whoever waits for one asks for another.
INSERT INTO :report (source_table, source_id, outcome, reason)
SELECT 'login_tokens', id, 'refused', CASE WHEN pg_temp.as_time(expires) < now() THEN 'a sign-in code, expired already'
                                           ELSE 'a sign-in code: secrets are not carried over, and the user asks for another' END
  FROM pg_temp.old_login_tokens;
