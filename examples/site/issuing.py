"""What an issuer does: make badges and award them, look at awards, take them back.

Everything here runs as the person who is signed in (database.as_user), and what is somebody else's the database does not
show them. It does show what they own and what they have received; here it is about what they own.
"""

import psycopg
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from psycopg.types.json import Jsonb

import database
import mail
import pictures
from database import as_user
from sign_in import signed_in

blueprint = Blueprint("issuing", __name__, url_prefix="/manage")
AWARDS = """
    SELECT assertion_id, issued_on, expires_at, revoked, suspended_at, revocation_reason,
           CASE WHEN NOT recipient_hashed THEN recipient_identity END AS recipient
      FROM {} WHERE badge_id = %s ORDER BY created_at DESC LIMIT 100"""


def filled_in(*names):
    """What a person typed into these fields of a form; empty ones are left out."""
    return {name: text for name in names if (text := request.form.get(name, "").strip())}


@blueprint.get("")
@signed_in
def overview():
    issuers = as_user("""
        SELECT i.issuer_id, i.name, i.url, count(b.badge_id) AS badges
          FROM badges.issuer_profiles AS i LEFT JOIN badges.badge_classes AS b USING (issuer_id)
         WHERE i.owner_user_id = badges.current_user_id() GROUP BY i.issuer_id ORDER BY i.name""").fetchall()
    return render_template("overview.html", issuers=issuers)


@blueprint.route("/issuers/new", methods=["GET", "POST"])
@signed_in
def new_issuer():
    errors = {}
    if request.method == "POST":
        profile = filled_in("name", "url", "email", "description")
        try:
            issuer = as_user("SELECT issuer_id, name FROM badges.create_issuer(%s)", Jsonb(profile)).fetchone()
        except psycopg.Error as error:
            errors = database.refusal(error, ["name", "url", "email", "description"])
        else:
            flash(f"{issuer.name} is ready to award badges.")
            return redirect(url_for("issuing.issuer", issuer_id=issuer.issuer_id))
    return render_template("new_issuer.html", errors=errors), 422 if errors else 200


def own_issuer(issuer_id):
    row = as_user("""
        SELECT issuer_id, name FROM badges.issuer_profiles
         WHERE issuer_id = %s AND owner_user_id = badges.current_user_id()""", issuer_id).fetchone()
    return row or abort(404, "You have no such issuer.")


@blueprint.get("/issuers/<uuid:issuer_id>")
@signed_in
def issuer(issuer_id):
    badges = as_user("""
        SELECT b.badge_id, b.name, count(a.assertion_id) AS awards
          FROM badges.badge_classes AS b LEFT JOIN badges.badge_assertions AS a USING (badge_id)
         WHERE b.issuer_id = %s GROUP BY b.badge_id ORDER BY b.name""", issuer_id).fetchall()
    return render_template("manage_issuer.html", issuer=own_issuer(issuer_id), badges=badges)


@blueprint.route("/issuers/<uuid:issuer_id>/badges/new", methods=["GET", "POST"])
@signed_in
def new_badge(issuer_id):
    issuer, errors = own_issuer(issuer_id), {}
    if request.method == "POST":
        badge = filled_in("name", "description")
        badge["criteria"] = filled_in("narrative")
        try:
            badge["image"] = uploaded_picture()
            row = as_user("SELECT badge_id, name FROM badges.create_badge_class(%s, %s)", issuer_id, Jsonb(badge)).fetchone()
        except ValueError as error:
            errors = {"image": str(error)}
        except psycopg.Error as error:
            errors = database.refusal(error, ["name", "description", "criteria", "image"])
        else:
            flash(f"{row.name} can be awarded now.")
            return redirect(url_for("issuing.badge", badge_id=row.badge_id))
    return render_template("new_badge.html", issuer=issuer, errors=errors), 422 if errors else 200


def uploaded_picture():
    content = request.files["image"].read() if "image" in request.files else b""
    uri = pictures.as_data_uri(content)
    try:
        # Looks for a badge in the picture, and refuses a damaged one, into which none could be put later.
        as_user("SELECT badges.unbake_badge(%s)", content)
    except psycopg.errors.InvalidTextRepresentation as error:
        database.roll_back()
        raise ValueError(f"The picture is damaged: {error.diag.message_detail}.") from error
    return uri


@blueprint.route("/badges/<uuid:badge_id>", methods=["GET", "POST"])
@signed_in
def badge(badge_id):
    """A badge, the form that awards it, and its awards: the latest, or those to one address."""
    errors = {}
    if request.method == "POST":
        try:
            return award(badge_id)
        except psycopg.Error as error:
            errors = database.refusal(error, ["recipient", "narrative", "evidence", "expires"])
    row = as_user("""
        SELECT badge_id, b.name, b.description, issuer_id, i.name AS issuer
          FROM badges.badge_classes AS b JOIN badges.issuer_profiles AS i USING (issuer_id)
         WHERE badge_id = %s AND owner_user_id = badges.current_user_id()""", badge_id).fetchone() or abort(404, "You have no such badge.")
    # Documents hold a salted hash of the address; the database finds the awards of an address all the same.
    address = request.args.get("recipient", "").strip()
    if address:
        awards = as_user(AWARDS.format("badges.find_assertions(%s)"), address, badge_id).fetchall()
    else:
        awards = as_user(AWARDS.format("badges.badge_assertions"), badge_id).fetchall()
    return render_template("manage_badge.html", badge=row, awards=awards, address=address, errors=errors), 422 if errors else 200


def award(badge_id):
    given = filled_in("recipient", "narrative", "evidence", "expires")
    evidence = Jsonb(given["evidence"]) if "evidence" in given else None
    row = as_user("""
        SELECT assertion_id FROM badges.issue_assertion(%s, %s, hashed => %s, evidence => %s, narrative => %s,
            expires => (%s::date + time '23:59:59') AT TIME ZONE 'UTC')""",
        badge_id, given.get("recipient", ""), "hashed" in request.form, evidence, given.get("narrative"), given.get("expires"),
    ).fetchone()
    page = database.base_url() + url_for("documents.credential", assertion_id=row.assertion_id)
    database.commit()
    mail.send(given["recipient"], f"You have been awarded a badge: {page}")
    flash(f"The badge was awarded to {given['recipient']}, who gets a mail about it.")
    return redirect(url_for("issuing.badge", badge_id=badge_id))


@blueprint.get("/awards/<uuid:assertion_id>")
@signed_in
def manage_award(assertion_id):
    row = as_user("""
        SELECT assertion_id, badge_id, b.name, a.issued_on, a.expires_at, a.revoked, a.suspended_at, a.revocation_reason
          FROM badges.badge_assertions AS a JOIN badges.badge_classes AS b USING (badge_id)
               JOIN badges.issuer_profiles AS i ON i.issuer_id = b.issuer_id
         WHERE assertion_id = %s AND owner_user_id = badges.current_user_id()""", assertion_id).fetchone() or abort(404, "You have made no such award.")
    return render_template("manage_award.html", award=row)


@blueprint.post("/awards/<uuid:assertion_id>/<any(revoke, suspend, reinstate):action>")
@signed_in
def change_award(assertion_id, action):
    reason = filled_in("reason").get("reason")
    if action == "revoke":
        as_user("SELECT badges.revoke_assertion(%s, %s)", assertion_id, reason)
    elif action == "suspend":
        as_user("SELECT badges.suspend_assertion(%s, %s)", assertion_id, reason)
    else:
        as_user("SELECT badges.reinstate_assertion(%s)", assertion_id)
    flash({"revoke": "The award is revoked, for good.", "suspend": "The award is suspended.",
           "reinstate": "The award is in force again."}[action])
    return redirect(url_for("issuing.manage_award", assertion_id=assertion_id))
