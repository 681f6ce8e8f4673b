"""The badges of the person who is signed in: those that were awarded here to their address."""

from flask import Blueprint, g, render_template

from database import as_application
from sign_in import signed_in

blueprint = Blueprint("backpack", __name__, url_prefix="/backpack")


@blueprint.get("")
@signed_in
def backpack():
    # An address counts only if its user has shown to read its mail.
    awards = as_application("""
        SELECT a.assertion_id, a.issued_on, a.expires_at, a.revoked, a.suspended_at, b.name, i.name AS issuer
          FROM badges.users AS u, badges.find_assertions(u.email) AS a
               JOIN badges.badge_classes AS b USING (badge_id) JOIN badges.issuer_profiles AS i ON i.issuer_id = b.issuer_id
         WHERE u.user_id = %s AND u.email_verified_at IS NOT NULL""", g.user.user_id).fetchall()
    return render_template("backpack.html", awards=awards)
