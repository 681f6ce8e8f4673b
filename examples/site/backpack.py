"""The badges of the person who is signed in: those awarded here to their address, and those they bring from elsewhere."""

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for

import verifier
from database import as_application, as_user
from sign_in import signed_in

blueprint = Blueprint("backpack", __name__, url_prefix="/backpack")
OUTCOMES = {
    "created": "It is in your backpack now.",
    "replaced": "It has taken the place of an earlier one in your backpack.",
    "unchanged": "It was in your backpack already.",
    "refused": "It was not kept.",
}


@blueprint.route("", methods=["GET", "POST"])
@signed_in
def backpack():
    errors = {}
    if request.method == "POST":
        if content := request.files["badge"].read() if "badge" in request.files else b"":
            return bring(content)
        errors["badge"] = "Please choose a file."
    # An address counts only if its user has shown to read its mail.
    awards = as_application("""
        SELECT a.assertion_id, a.issued_on, a.expires_at, a.revoked, a.suspended_at, b.name, i.name AS issuer
          FROM badges.users AS u, badges.find_assertions(u.email) AS a
               JOIN badges.badge_classes AS b USING (badge_id) JOIN badges.issuer_profiles AS i ON i.issuer_id = b.issuer_id
         WHERE u.user_id = %s AND u.email_verified_at IS NOT NULL""", g.user.user_id).fetchall()
    received = as_user("SELECT * FROM badges.get_credentials(%s)", g.user.user_id).fetchall()
    return render_template(
        "backpack.html", awards=awards, received=received, names=verifier.names, errors=errors), 422 if errors else 200


def bring(content):
    """Keeps a badge from anywhere if it can be told whose it is, and shows the report in any case."""
    text = verifier.as_text(content)
    if text is None:
        kept = as_user("SELECT * FROM badges.import_baked_badge(%s, %s)", content, g.user.user_id).fetchone()
    else:
        kept = as_user("SELECT * FROM badges.import_credential(%s, %s)", text, g.user.user_id).fetchone()
    flash(OUTCOMES[kept.outcome], "error" if kept.outcome == "refused" else "message")
    return verifier.show(kept.report, verifier.credential_in(content, kept.report), title=request.files["badge"].filename)


def own_credential(assertion_id):
    return as_user("SELECT badges.export_credential(%s)", assertion_id).fetchone()[0] or abort(404, "You have no such badge.")


@blueprint.get("/<uuid:assertion_id>/credential")
@signed_in
def download(assertion_id):
    """The text, byte for byte as it came."""
    answer = Response(own_credential(assertion_id), mimetype="text/plain")
    answer.headers.set("Content-Disposition", "attachment", filename="credential.json")
    return answer


@blueprint.post("/<uuid:assertion_id>/verify")
@signed_in
def verify(assertion_id):
    text = own_credential(assertion_id)
    return verifier.show(verifier.report_on(text.encode(), g.user.email), text, title="From your backpack")


@blueprint.post("/<uuid:assertion_id>/remove")
@signed_in
def remove(assertion_id):
    as_user("DELETE FROM badges.badge_assertions WHERE assertion_id = %s AND received", assertion_id)
    flash("The badge was removed from your backpack.")
    return redirect(url_for("backpack.backpack"))
