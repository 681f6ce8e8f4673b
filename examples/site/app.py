"""A site on which people sign in, award badges, collect them and verify them. README.md says how to start it.

Each file holds one idea: database.py (connection, roles, errors), sign_in.py, passkeys.py, issuing.py, documents.py
(the URLs that badges name), verifier.py, mail.py. This one puts them together.
"""

import os
import pathlib
import secrets
import sys
from datetime import date, datetime, timezone

import psycopg
from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from waitress import create_server
from werkzeug.exceptions import HTTPException

import backpack
import database
import documents
import issuing
import passkeys
import pictures
import sign_in
import verifier

MEBIBYTE = 1024 * 1024
# Scripts, styles and pictures come from this site alone, and nobody shows its pages in a frame.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def session_key():
    """The key that signs session cookies: made at the first start, in a file that only its owner reads."""
    path = pathlib.Path(os.environ.get("SITE_KEY_FILE", "site.key"))
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text()


def day(text):
    """The day of a time in a document."""
    return date.fromisoformat(text[:10]).strftime("%-d %B %Y")


def create_app(key):
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=key,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=os.environ.get("SITE_HTTPS") == "1",
        MAX_CONTENT_LENGTH=4 * MEBIBYTE,
        MAX_FORM_MEMORY_SIZE=2 * MEBIBYTE,
        WTF_CSRF_TIME_LIMIT=None,
    )
    csrf = CSRFProtect(app)
    # passkeys.py takes JSON only, which no form of another site can send; verifying changes nothing.
    csrf.exempt(passkeys.blueprint)
    csrf.exempt(verifier.blueprint)
    for part in (sign_in, passkeys, issuing, backpack, documents, verifier):
        app.register_blueprint(part.blueprint)
    app.teardown_appcontext(database.close)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(psycopg.Error, show_database_error)
    app.context_processor(lambda: {"user": sign_in.current_user(), "now": lambda: datetime.now(timezone.utc)})
    app.add_template_filter(database.sentence)
    app.add_template_filter(day)
    app.add_template_filter(pictures.from_data_uri, "has_picture")

    @app.get("/")
    def home():
        return render_template("home.html")

    @app.after_request
    def finish(response):
        database.commit()
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        if response.mimetype == "text/html":
            response.headers["Content-Security-Policy"] = PAGE_POLICY
            response.headers["Cache-Control"] = "no-store"
        return response

    return app


def show_http_error(error):
    if error.code >= 500:
        database.roll_back()
    if isinstance(error, CSRFError):
        error.description = "This form has been open for too long, or came from elsewhere. Go back, reload the page, and try again."
    if request.blueprint in ("documents", "passkeys") and not documents.wants_page():
        return {"message": error.description}, error.code
    return render_template("error.html", title=error.name, message=error.description), error.code


def show_database_error(error):
    """What no form has answered: a row that is not there or not the user's, or a fault of the site or its set-up."""
    database.roll_back()
    status, message = database.explain(error)
    if status == 500:
        print(f"error: {request.path}: {error.sqlstate}: {error}", file=sys.stderr, flush=True)
    if request.blueprint in ("documents", "passkeys") and not documents.wants_page():
        return {"code": error.sqlstate, "message": message}, status
    return render_template("error.html", title="That did not work", message=message), status


if __name__ == "__main__":
    port = int(os.environ.get("PORT", 8080))
    try:
        server = create_server(create_app(session_key()), host="127.0.0.1", port=port, max_request_body_size=5 * MEBIBYTE)
    except OSError as error:
        sys.exit(f"error: port {port} cannot be used ({error.strerror}); choose another with PORT=...")
    print(f"http://localhost:{server.effective_port}", flush=True)
    server.run()
