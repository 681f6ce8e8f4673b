"""Calls that take long, near the bounds of what a document or text may be: what they need, and each by a name.

Documents are made once, in a table; a call names the one it takes.
"""

CONTEXT = '"@context": "https://w3id.org/openbadges/v2"'
CONTEXTS = '"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]'
BADGE = f"""'{{{CONTEXT}, "type": "BadgeClass", "id": "https://example.org/b", "name": "n", "description": "d", "image": "https://example.org/i.png",
    "criteria": {{"narrative": "x"}}, "issuer": "https://example.org/p"}}'::jsonb"""

DOCUMENTS = {
    "wide": f"{BADGE} || (SELECT jsonb_object_agg('https://example.org/member/' || n, n) FROM generate_series(1, 99000) AS n)",
    "tags": f"{BADGE} || jsonb_build_object('tags', (SELECT jsonb_agg('tag ' || n) FROM generate_series(1, 400000) AS n))",
    "alignments": f"{BADGE} || jsonb_build_object('alignment', (SELECT jsonb_agg(jsonb_build_object('targetName', n::text, 'targetUrl', 'https://example.org/' || n)) FROM generate_series(1, 100000) AS n))",
    "expanded tags": f"{BADGE} || jsonb_build_object('@context', jsonb_build_array('https://w3id.org/openbadges/v2'), 'tags', (SELECT jsonb_agg('tag ' || n) FROM generate_series(1, 99000) AS n))",
    "expanded alignments": f"{BADGE} || jsonb_build_object('@context', jsonb_build_array('https://w3id.org/openbadges/v2'), 'alignment', (SELECT jsonb_agg(jsonb_build_object('targetName', n::text, 'targetUrl', 'https://example.org/' || n)) FROM generate_series(1, 32000) AS n))",
    "graph": f"{BADGE} || jsonb_build_object('@graph', (SELECT jsonb_agg(jsonb_build_object('id', 'https://example.org/' || n, 'type', 'BadgeClass')) FROM generate_series(1, 32000) AS n))",
    "old": "(SELECT jsonb_build_object('recipient', 'ann@example.org', 'id', 'https://example.org/1', 'badge', jsonb_object_agg('m' || n, n)) FROM generate_series(1, 99000) AS n)",
    "long": f"{BADGE} || jsonb_build_object('description', repeat('word ', 10000000), 'image', 'data:image/png;base64,' || repeat('AAAA', 5000000))",
    "nested": f"{BADGE} || jsonb_build_object('related', (SELECT jsonb_agg((repeat('[', 50) || n || repeat(']', 50))::jsonb) FROM generate_series(1, 9000) AS n))",
    "contexts": f"{BADGE} || jsonb_build_object('@context', (SELECT jsonb_agg(jsonb_build_object('term' || n, 'https://example.org/' || n)) FROM generate_series(1, 120000) AS n))",
    "terms": f"{BADGE} || jsonb_build_object('@context', jsonb_build_array('https://w3id.org/openbadges/v2', (SELECT jsonb_object_agg('term' || n, 'https://example.org/' || n) FROM generate_series(1, 49000) AS n)))",
    "wide credential": f"'{{{CONTEXTS}, \"type\": [\"VerifiableCredential\", \"OpenBadgeCredential\"]}}'::jsonb || (SELECT jsonb_object_agg('m' || n, n) FROM generate_series(1, 200000) AS n)",
    "evidence": f"'{{{CONTEXTS}, \"type\": [\"VerifiableCredential\", \"OpenBadgeCredential\"]}}'::jsonb || jsonb_build_object('evidence', (SELECT jsonb_agg(jsonb_build_object('id', 'https://example.org/' || n, 'type', ARRAY['Evidence'])) FROM generate_series(1, 80000) AS n))",
    "resources": """jsonb_build_object('https://example.org/context', jsonb_build_object('@context',
        (SELECT jsonb_object_agg('term' || n, 'https://example.org/' || n) FROM generate_series(1, 190000) AS n)))""",
    "numbers": "(SELECT jsonb_agg(1e131071) FROM generate_series(1, 2000) AS n)",
}

# Texts, of the award named good by a column of that table.
TEXTS = {
    "proofs": "jsonb_set(good, '{proof}', (SELECT jsonb_agg(CASE WHEN n > 0 THEN good #> '{proof,0}' END) FROM generate_series(1, 16) AS n)) || jsonb_build_object('description', repeat('x', 200000))",
    "quads": "jsonb_set(good, '{evidence}', (SELECT jsonb_agg(jsonb_build_object('type', ARRAY['Evidence'], 'name', 'n' || n)) FROM generate_series(1, 1600) AS n))",
    "clique": """jsonb_set(good, '{evidence}', (SELECT jsonb_agg(jsonb_build_object('id', '_:b' || a, 'type', ARRAY['Evidence'],
        'https://example.org/knows', (SELECT jsonb_agg(jsonb_build_object('@id', '_:b' || b)) FROM generate_series(1, 8) AS b WHERE b <> a))) FROM generate_series(1, 8) AS a))""",
    "endorsements": "jsonb_set(good, '{endorsement}', (SELECT jsonb_agg(CASE WHEN n > 0 THEN good END) FROM generate_series(1, 50) AS n))",
    "outside context": "jsonb_set(good, '{@context,2}', '\"https://example.org/context\"')",
    "terms": "jsonb_set(good, '{@context,2}', (SELECT jsonb_object_agg('term' || n, 'https://example.org/' || n) FROM generate_series(1, 20000) AS n))",
    "picture": """jsonb_set(jsonb_set(good, '{credentialSubject,achievement,image}', jsonb_build_object('type', 'Image', 'caption', 'A picture',
        'id', 'data:image/png;base64,' || repeat('AbCd', 1200000))), '{proof}', (SELECT jsonb_agg(CASE WHEN n > 0 THEN good #> '{proof,0}' END) FROM generate_series(1, 16) AS n))""",
    "values": "jsonb_set(good, '{credentialSubject,result}', (SELECT jsonb_agg(n) FROM generate_series(1, 150000) AS n))",
}

PREPARE = [
    "CREATE TABLE IF NOT EXISTS documents (name text PRIMARY KEY, doc jsonb)",
    "CREATE TABLE IF NOT EXISTS texts (name text PRIMARY KEY, credential text)",
    "TRUNCATE documents, texts",
    *(f"INSERT INTO documents SELECT '{name}', {document}" for name, document in DOCUMENTS.items()),
    """CREATE OR REPLACE TEMPORARY VIEW awarded AS SELECT a.assertion_json AS good, a.badge_id, a.issuer_id, a.assertion_id
        FROM badges.badge_assertions AS a WHERE jsonb_typeof(a.assertion_json -> 'proof') = 'array' ORDER BY created_at LIMIT 1""",
    *(f"INSERT INTO texts SELECT '{name}', ({text})::text FROM awarded" for name, text in TEXTS.items()),
    "INSERT INTO texts VALUES ('octets', repeat('x', 100000000)), ('almost a token', 'eyJ' || repeat('A', 1000000) || '.' || repeat('A', 40000) || '.AA')",
]

OF_DOCUMENT = [
    "badges.validate_ob_json(doc)", "badges.validate_ob_json(doc, 'OpenBadgeCredential')", "(SELECT count(*) FROM badges.ob_json_problems(doc))",
    "(SELECT count(*) FROM badges.ob_json_problems(doc, 'Achievement'))", "badges.ob_json_class(doc)", "badges.ob_json_version(doc)",
    "badges.upgrade_ob_json(doc)", "badges.check_ob_json(doc, 'BadgeClass')", "badges.ob_json_text(doc, 'description')",
    "badges.ob_json_timestamp(doc, 'issued_on')", "badges.ob_json_boolean(doc, 'recipient_hashed')", "badges.recipient_matches(doc, 'ann@example.org')",
    "badges.derive_credential(doc, '{/name}')", "badges.create_issuer(doc - 'id')", "badges.create_badge_class((SELECT issuer_id FROM awarded), doc - 'id' - 'issuer')",
    "badges.update_badge_class((SELECT badge_id FROM awarded), doc - 'id' - 'issuer')", "badges.issue_assertion((SELECT badge_id FROM awarded), 'ann@example.org', extra => doc - '@context' - 'id' - 'type')",
    "badges.issue_assertion((SELECT badge_id FROM awarded), 'ann@example.org', evidence => doc)",
    "badges.verify_credential('{}', resources => doc)", "badges.verify_credential((SELECT credential FROM texts WHERE name = 'outside context'), resources => doc)",
    "badges.webauthn_start_authentication(options => doc)", "badges.webauthn_finish_authentication(NULL, doc)",
    "badges.webauthn_finish_registration(NULL, doc)",
]

OF_TEXT = [
    "badges.verify_credential(credential)", "badges.verify_login_token(credential)", "badges.verify_login_token(gen_random_uuid()::text, credential)",
    "badges.is_email_address(credential)", "badges.create_user('ann2@example.org', credential)", "badges.find_assertions(credential)",
    "badges.issue_endorsement((SELECT issuer_id FROM awarded), 'https://example.org/1', credential)",
    "badges.issue_assertion((SELECT badge_id FROM awarded), 'ann@example.org', narrative => credential)",
]

OTHERS = {
    "issue_assertions, 50,000 signed": "SELECT count(*) FROM badges.issue_assertions((SELECT badge_id FROM awarded), ARRAY(SELECT 'n' || n || '@example.org' FROM generate_series(1, 50000) AS n))",
    "issue_assertions, 1,000,000 of which the last is wrong": "SELECT count(*) FROM badges.issue_assertions((SELECT badge_id FROM awarded), ARRAY(SELECT 'n' || n || '@example.org' FROM generate_series(1, 1000000) AS n) || ''::text)",
    "rotate_issuer_key, RSA": "SELECT badges.rotate_issuer_key((SELECT issuer_id FROM awarded), 'RSA')",
    "get_status_list": "SELECT badges.get_status_list((SELECT issuer_id FROM awarded))",
}


def calls():
    """Every call: its name and its SQL."""
    for name in DOCUMENTS:
        for call in OF_DOCUMENT:
            yield f"{call}, {name}", f"SELECT {call} FROM documents WHERE name = '{name}'"
    for name in [*TEXTS, "octets", "almost a token"]:
        for call in OF_TEXT:
            yield f"{call}, {name}", f"SELECT {call} FROM texts WHERE name = '{name}'"
    yield from OTHERS.items()
