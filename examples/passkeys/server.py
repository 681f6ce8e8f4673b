#!/usr/bin/env python3
"""A site whose visitors sign in with passkeys. It passes JSON to PostgreSQL and back, and knows nothing of WebAuthn.

    CREATE EXTENSION badges;                                                -- in the database
    ALTER DATABASE mine SET badges.rp_id = 'localhost';
    ALTER DATABASE mine SET badges.rp_origins = 'http://localhost:8000';

    pip install 'psycopg[binary]'                                           # in a shell
    PGDATABASE=mine python3 examples/passkeys/server.py 8000

The database user it connects as has to be a member of badges_app. Codes that would go out by mail are printed.
"""

import json
import secrets
import sys
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
    "/passkeys.js": ("passkeys.js", "text/javascript; charset=utf-8"),
}
# What a page may call, and what it may say in the call: never whose passkeys are meant, and no options.
ANYBODY = {
    "create_login_token": ["email"],
    "verify_login_token": ["token", "code"],
    "webauthn_start_authentication": ["email"],
    "webauthn_finish_authentication": ["token_id", "credential"],
}
SIGNED_IN = {
    "webauthn_start_registration": ["user_id"],
    "webauthn_finish_registration": ["token_id", "credential", "nickname"],
    "webauthn_list_credentials": ["user_id"],
    "webauthn_delete_credential": ["user_id", "credential_id"],
    "webauthn_signal": ["user_id"],
}
# Who is signed in: the user for each value of the cookie. It is forgotten when the server ends.
sessions = {}


def call(function, arguments):
    """The rows a function of the extension returns, as JSON: an object for a row, or the value of a single column."""
    names = sql.SQL(", ").join(sql.SQL("{} => %s").format(sql.Identifier(name)) for name in arguments)
    query = sql.SQL("SELECT to_jsonb(result) FROM badges.{}({}) AS result").format(sql.Identifier(function), names)
    values = [Jsonb(value) if isinstance(value, dict) else value for value in arguments.values()]
    with psycopg.connect(autocommit=True, options="-c role=badges_app") as connection:
        return [row for (row,) in connection.execute(query, values)]


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/.well-known/webauthn":
            return self.answer(200, call("webauthn_related_origins", {})[0])
        if self.path not in FILES:
            return self.send_error(404)
        name, kind = FILES[self.path]
        self.answer(200, Path(__file__).with_name(name).read_bytes(), kind)

    def do_POST(self):
        # A form on another site can send neither this type nor, from a browser that knows SameSite, the cookie.
        if self.headers.get("Content-Type") != "application/json":
            return self.answer(415, {"message": "Send JSON."})
        try:
            given = dict(json.loads(self.rfile.read(min(int(self.headers["Content-Length"]), 200_000))))
        except (TypeError, ValueError):
            return self.answer(400, {"message": "Send a JSON object."})
        cookie = SimpleCookie(self.headers.get("Cookie")).get("session")
        session = cookie.value if cookie else ""
        function = self.path.removeprefix("/rpc/")

        if function == "sign_out":
            sessions.pop(session, None)
            return self.answer(200, {})
        if function in SIGNED_IN and session not in sessions:
            return self.answer(401, {"message": "Sign in first."})
        allowed = {**ANYBODY, **SIGNED_IN}.get(function)
        if allowed is None:
            return self.answer(404, {"message": "There is no such function."})
        given["user_id"] = sessions.get(session)
        try:
            rows = call(function, {name: given[name] for name in allowed if given.get(name) is not None})
        except psycopg.Error as error:
            print(error.sqlstate, error, flush=True)
            status = 400 if (error.sqlstate or "").startswith("22") else 500
            return self.answer(status, {"code": error.sqlstate, "message": error.diag.message_primary})

        result = rows if function == "webauthn_list_credentials" else rows[0]
        if function == "create_login_token":
            if result["code"]:
                print(f"To {result['email']}: your code is {result['code']}", flush=True)
            result = {"token_id": result["token_id"]}
        new_session = None
        if function in ANYBODY and result.get("verified"):
            new_session = secrets.token_urlsafe()
            sessions[new_session] = result["user_id"]
        self.answer(200, result, new_session=new_session)

    def answer(self, status, content, kind="application/json", new_session=None):
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if new_session:
            self.send_header("Set-Cookie", f"session={new_session}; Path=/; HttpOnly; SameSite=Strict")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Only mail and errors are printed."""


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    server = ThreadingHTTPServer(("localhost", port), Site)
    print(f"http://localhost:{server.server_port}", flush=True)
    server.serve_forever()
