"""Passkeys. The server passes JSON to the database and back, and knows nothing of WebAuthn; see doc/passkeys.md."""

import uuid

from flask import Blueprint, abort, g, jsonify, request
from psycopg import sql
from psycopg.types.json import Jsonb

from database import as_application, as_reader
from sign_in import current_user, signed_in_lately, start_session

blueprint = Blueprint("passkeys", __name__)
# What a page may call, and what it may say in the call: never whose passkeys are meant, and no options.
ANYBODY = {
    "webauthn_start_authentication": ["email"],
    "webauthn_finish_authentication": ["token_id", "credential"],
}
SIGNED_IN = {
    "webauthn_start_registration": ["user_id"],
    "webauthn_finish_registration": ["token_id", "credential", "nickname"],
    "webauthn_signal": ["user_id"],
}


@blueprint.post("/rpc/<function>")
def call(function):
    # A form on another site can send neither this type nor, from a browser that knows SameSite, the cookie.
    if request.mimetype != "application/json" or not isinstance(request.json, dict):
        abort(415, "Send a JSON object.")
    names = {**ANYBODY, **SIGNED_IN}.get(function)
    if names is None:
        abort(404, "There is no such function.")
    given = dict(request.json)
    if function in SIGNED_IN:
        if not current_user():
            abort(401, "Sign in first.")
        given["user_id"] = g.user.user_id
    # Whoever finds an open session must not be able to add a way in.
    if function == "webauthn_start_registration" and not signed_in_lately():
        abort(403, "Sign out and in again before you add a passkey.")

    given = {name: given[name] for name in names if given.get(name) is not None}
    if not all(name == "credential" or isinstance(value, (str, uuid.UUID)) for name, value in given.items()):
        abort(400, "Send text.")
    arguments = sql.SQL(", ").join(sql.SQL("{} => %s").format(sql.Identifier(name)) for name in given)
    query = sql.SQL("SELECT to_jsonb(result) FROM badges.{}({}) AS result").format(sql.Identifier(function), arguments)
    values = [Jsonb(value) if name == "credential" else value for name, value in given.items()]
    result = as_application(query, *values).fetchone()[0]
    if function == "webauthn_finish_authentication" and result["verified"]:
        result["page"] = start_session(result["user_id"])
    return jsonify(result)


@blueprint.get("/.well-known/webauthn")
def related_origins():
    return jsonify(as_reader("SELECT badges.webauthn_related_origins()").fetchone()[0])
