doc->>'@context' = 'https://w3id.org/openbadges/v2'
AND doc->>'type' = 'Assertion'
AND doc->>'id' ~ '^https?://[^/\s]+/\S*$'
AND doc->'recipient'->>'type' IN ('email', 'url', 'telephone', 'id')
AND jsonb_typeof(doc->'recipient'->'hashed') = 'boolean'
AND doc->'recipient'->>'identity' ~ '^(sha256\$[0-9a-f]{64}|md5\$[0-9a-f]{32})$'
AND doc->>'badge' ~ '^https?://[^/\s]+/\S*$'
AND doc->'verification'->>'type' IN ('HostedBadge', 'SignedBadge', 'hosted', 'signed')
AND doc->>'issuedOn' ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$'
AND (doc->'expires' IS NULL OR doc->>'expires' ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$')
