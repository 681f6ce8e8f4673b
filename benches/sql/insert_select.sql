INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json, recipient_key)
SELECT r.id, b.badge_id, b.issuer_id,
       jsonb_build_object(
           '@context', 'https://w3id.org/openbadges/v2',
           'id', 'https://badges.example.org/assertions/' || r.id,
           'type', 'Assertion',
           'recipient', jsonb_build_object(
               'type', 'email', 'hashed', true, 'salt', r.salt,
               'identity', 'sha256$' || encode(sha256(convert_to(r.email || r.salt, 'UTF8')), 'hex')),
           'badge', b.url,
           'verification', jsonb_build_object('type', 'HostedBadge'),
           'issuedOn', to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
       uuid_send(gen_random_uuid())
  FROM bench.badge AS b,
       (SELECT email, new_id() AS id, encode(uuid_send(gen_random_uuid()), 'hex') AS salt
          FROM bench.recipients, unnest(emails) AS email OFFSET 0) AS r
