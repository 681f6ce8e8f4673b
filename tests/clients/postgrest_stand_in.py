"""Answers the requests of examples/clients/postgrest/walkthrough.sh with what PostgREST would send to the database: its
role, its transaction, its settings and its calls by name. For machines without PostgREST; nothing but that walk needs more."""

import base64
import hashlib
import hmac
import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

SECRET = sys.argv[1].encode()


def decoded(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def claims(header):
    """The claims of a token whose signature is right; without a token, those of the anonymous role."""
    if header is None:
        return {"role": "badges_reader"}
    signed, signature = header.removeprefix("Bearer ").rsplit(".", 1)
    if not hmac.compare_digest(hmac.new(SECRET, signed.encode(), hashlib.sha256).digest(), decoded(signature)):
        raise PermissionError("the signature of the token is wrong")
    return json.loads(decoded(signed.split(".")[1]))


class Request(BaseHTTPRequestHandler):
    def do_GET(self):
        url = urlsplit(self.path)
        parameters = dict(parse_qsl(url.query))
        profile = self.headers.get("Accept-Profile", "api")
        if url.path.startswith("/rpc/"):
            return self.answer(*call(profile, url.path.removeprefix("/rpc/"), parameters))
        columns = sql.SQL(", ").join(map(sql.Identifier, parameters["select"].split(",")))
        self.answer(sql.SQL("SELECT {} FROM {}").format(columns, sql.Identifier(profile, url.path[1:])), [])

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(*call(self.headers["Content-Profile"], self.path.removeprefix("/rpc/"), body))

    def answer(self, query, values):
        claimed = claims(self.headers.get("Authorization"))
        with psycopg.connect(user="authenticator", row_factory=dict_row) as connection:
            connection.execute(
                "SELECT set_config('role', %s, true), set_config('request.jwt.claims', %s, true),"
                " set_config('request.headers', %s, true), set_config('request.method', %s, true)",
                [claimed["role"], json.dumps(claimed), json.dumps({k.lower(): v for k, v in self.headers.items()}), self.command],
            )
            try:
                rows = connection.execute(query, values).fetchall()
                status = connection.execute("SELECT current_setting('response.status', true) AS status").fetchone()["status"]
                code, answer = int(status or 200), rows[0]["scalar"] if rows and rows[0].keys() == {"scalar"} else rows
            except psycopg.Error as error:
                code, answer = 400, {"code": error.sqlstate, "message": error.diag.message_primary}
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer, default=str).encode())

    def log_message(self, *arguments):
        pass


def call(profile, function, arguments):
    """SELECT of a function, arguments by name; one that returns a single value is called scalar."""
    with psycopg.connect(user="postgres") as connection:
        types, composite = connection.execute(
            "SELECT proargtypes::regtype[]::text[], proretset OR prorettype IN (SELECT oid FROM pg_type WHERE typtype = 'c')"
            "  FROM pg_proc WHERE pronamespace = %s::regnamespace AND proname = %s", [profile, function]).fetchone()
        names = connection.execute("SELECT proargnames FROM pg_proc WHERE pronamespace = %s::regnamespace AND proname = %s", [profile, function]).fetchone()[0]
    by_name = dict(zip(names, types))
    named = [sql.SQL("{} => {}::{}").format(sql.Identifier(n), sql.Placeholder(), sql.SQL(by_name[n])) for n in arguments]
    values = [v if isinstance(v, str) else json.dumps(v) for v in arguments.values()]
    result = sql.SQL("*") if composite else sql.SQL("result AS scalar")
    return sql.SQL("SELECT {} FROM {}({}) AS result").format(result, sql.Identifier(profile, function), sql.SQL(", ").join(named)), values


server = HTTPServer(("127.0.0.1", 0), Request)
print(server.server_port, flush=True)
server.serve_forever()
