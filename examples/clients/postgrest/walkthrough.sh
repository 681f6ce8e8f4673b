#!/usr/bin/env bash
# The whole story over HTTP, with curl: walkthrough.sh http://localhost:3000. psql reads the mail, as a mailer would.
set -euo pipefail
api=$1

# post PROFILE FUNCTION JSON; the answer is JSON. A token, once there is one, goes along.
post() {
    curl --silent --show-error "$api/rpc/$2" --header "Content-Profile: $1" --header 'Content-Type: application/json' \
        ${token:+--header "Authorization: Bearer $token"} --data "$3"
}
# field NAME: of the one object, or the first of an array, on standard input.
field() { python3 -c 'import json, sys; d = json.load(sys.stdin); d = d[0] if isinstance(d, list) else d; print(d[sys.argv[1]])' "$1"; }

token_id=$(post api request_code '{"email": "ada@example.org"}' | field token_id)
code=$(psql --quiet --no-align --tuples-only --command "DELETE FROM api_private.mails WHERE email = 'ada@example.org' RETURNING code")
token=$(post api sign_in "{\"token_id\": \"$token_id\", \"code\": \"$code\"}" | field token)
echo "signed in: ada@example.org"

issuer=$(post badges create_issuer '{"profile": {"name": "Example Academy", "url": "https://academy.example.org",
    "email": "badges@academy.example.org"}}' | field issuer_id)
badge=$(post badges create_badge_class "{\"issuer_id\": \"$issuer\", \"badge\": {\"name\": \"First Aid\",
    \"description\": \"Can give first aid until help arrives.\", \"criteria\": {\"narrative\": \"Pass the practical test.\"},
    \"image\": \"https://academy.example.org/first-aid.png\"}}" | field badge_id)
award=$(post badges issue_assertion "{\"badge_id\": \"$badge\", \"recipient\": \"grace@example.org\"}" | field assertion_id)
echo "awarded: $award"

# Tables are read by naming columns: the sealed private keys of issuers are for nobody.
curl --silent --header "Accept-Profile: badges" --header "Authorization: Bearer $token" "$api/issuer_profiles?select=name,url" && echo

unset token # from here on, anybody
credential=$(curl --silent --header 'Accept-Profile: badges' "$api/rpc/get_assertion?assertion_id=$award")
verify() {
    post badges verify_credential "$(python3 -c 'import json, sys; print(json.dumps({"credential": sys.argv[1], "recipient": "grace@example.org"}))' "$1")" |
        field valid
}
echo "as it was issued, valid: $(verify "$credential")"
echo "tampered with, valid: $(verify "${credential//First Aid/Surgery}")"
echo "an unknown assertion: $(curl --silent --output /dev/null --write-out '%{http_code}' "$api/rpc/assertion?id=00000000-0000-0000-0000-000000000000")"
