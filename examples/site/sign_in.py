"""Signing in by a code or link that comes by mail, and the account. passkeys.py does the same with passkeys."""

import functools
import time

import psycopg
from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for

import database
import mail
from database import as_application

blueprint = Blueprint("sign_in", __name__)
REASONS = {
    "invalid": "That code or link is not right, or no longer good. Ask for a new one.",
    "rate_limited": "There were too many tries. Use the link in the mail, or wait and ask for a new code.",
    "locked": "There were too many tries. Use the link in the mail.",
    "user_disabled": "This account is closed.",
}


def current_user():
    """The row of the person who is signed in, or None."""
    if "user" not in g:
        g.user = None
        if "user_id" in session:
            g.user = as_application(
                "SELECT user_id, email FROM badges.users WHERE user_id = %s AND disabled_at IS NULL", session["user_id"]).fetchone()
    return g.user


def signed_in(view):
    """Sends visitors who are not signed in to the form, and from there back to where they wanted to go."""
    @functools.wraps(view)
    def checked(**arguments):
        if current_user():
            return view(**arguments)
        if request.method == "GET":
            session["wanted"] = url_for(request.endpoint, **arguments)
        flash("Please sign in first.")
        return redirect(url_for("sign_in.form"))
    return checked


def start_session(user_id):
    """Nothing of the visitor's session before outlives this. Returns the page to go on with."""
    wanted = session.get("wanted") or url_for("issuing.overview")
    session.clear()
    session["user_id"] = str(user_id)
    session["since"] = time.time()
    g.pop("user", None)
    return wanted


def signed_in_lately():
    return time.time() - session.get("since", 0) < 15 * 60


@blueprint.route("/sign-in", methods=["GET", "POST"])
def form():
    errors = {}
    if request.method == "POST":
        try:
            token = as_application(
                "SELECT * FROM badges.create_login_token(%s, ip => %s, user_agent => %s)",
                request.form["email"].strip(), request.remote_addr, request.user_agent.string[:512]).fetchone()
        except psycopg.Error as error:
            errors = database.refusal(error, ["email"], otherwise="email")
        else:
            send_token(token)
            # The browser that asked keeps the token; the code travels by mail. Nothing tells whether the address is known.
            session["token_id"] = str(token.token_id)
            return redirect(url_for("sign_in.code"))
    return render_template("sign_in.html", errors=errors), 422 if errors else 200


def send_token(token):
    """Neither code nor link: the address may not sign in, or asked too often, and gets no mail."""
    lines = []
    if token.code:
        lines.append(f"Your code is {token.code}")
    if token.link_token:
        lines.append(f"Sign in at {database.base_url()}{url_for('sign_in.link', token=token.link_token)}")
    if lines:
        database.commit()
        mail.send(token.email, "\n".join(lines))


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
def code():
    errors = {}
    if request.method == "POST":
        result = as_application(
            "SELECT * FROM badges.verify_login_token(%s, %s)", session.get("token_id"), request.form["code"]).fetchone()
        if result.verified:
            return welcome(result)
        errors["code"] = REASONS[result.reason]
    return render_template("code.html", errors=errors), 422 if errors else 200


@blueprint.route("/sign-in/link/<token>", methods=["GET", "POST"])
def link(token):
    """Programs that scan mail follow links, so the link only leads to a button."""
    if request.method == "GET":
        return render_template("link.html")
    result = as_application("SELECT * FROM badges.verify_login_token(%s)", token).fetchone()
    if result.verified:
        return welcome(result)
    flash(REASONS[result.reason], "error")
    return redirect(url_for("sign_in.form"))


def welcome(result):
    page = start_session(result.user_id)
    flash(f"Welcome, {result.email}." if result.is_new_user else f"You are signed in as {result.email}.")
    return redirect(page)


@blueprint.post("/sign-out")
def sign_out():
    session.clear()
    g.user = None
    flash("You are signed out.")
    return redirect(url_for("home"))


@blueprint.get("/account")
@signed_in
def account():
    passkeys = as_application("SELECT * FROM badges.webauthn_list_credentials(%s)", g.user.user_id).fetchall()
    return render_template("account.html", passkeys=passkeys)


@blueprint.post("/account/passkeys/<credential_id>/<any(rename, remove):action>")
@signed_in
def change_passkey(credential_id, action):
    if action == "rename":
        done = as_application(
            "SELECT badges.webauthn_rename_credential(%s, %s, %s)", g.user.user_id, credential_id, request.form["nickname"])
    else:
        done = as_application("SELECT badges.webauthn_delete_credential(%s, %s)", g.user.user_id, credential_id)
    if not done.fetchone()[0]:
        abort(404, "You have no such passkey.")
    flash(f"The passkey was {action}d.")
    return redirect(url_for("sign_in.account"))
