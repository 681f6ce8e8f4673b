"""The documents, at the very URLs that they name: JSON for programs, a page for people.

Everything here is public and runs as `badges_reader`, which can call the get_* and verify_* functions and reads no table.
"""

import re

from flask import Blueprint, Response, abort, render_template, request
from werkzeug.utils import secure_filename

import pictures
from database import as_application, as_reader

blueprint = Blueprint("documents", __name__)
JSON = ["application/json", "application/ld+json", "application/vc+ld+json", "application/vc", "application/did+json"]
PAGE = "text/html"
MINUTE = 60
# One query for each URL. %s is filled from the URL; the document goes out as the database has it.
DOCUMENTS = {
    "/v3/issuers/<uuid:issuer_id>/did.json": "badges.get_did_document(%s)",
    "/v3/issuers/<uuid:issuer_id>/status/<any(revocation, suspension):purpose>/<int(max=2147483647):number>":
        "badges.get_status_list(%s, %s, %s)",
    "/v3/credentials/<uuid:assertion_id>/credential.json": "badges.get_assertion(%s, '3.0')",
    "/issuers/<uuid:issuer_id>/keys/<key>": "badges.get_issuer_key(%s, %s)",
    "/issuers/<uuid:issuer_id>/revocations": "badges.get_revocation_list(%s)",
}


def wants_page():
    """Whether a browser asks, or a person in one; programs that take anything get JSON."""
    return request.accept_mimetypes.best_match([*JSON, PAGE]) == PAGE


def document(call, *values):
    """The answer of a program: the document, 404 without one, and 410 for an award of 2.0 that was revoked."""
    row = as_reader(f"SELECT document::text AS text, document->>'revoked' AS revoked FROM {call} AS document", *values).fetchone()
    if row.text is None:
        abort(404, "There is no such document here.")
    kind = request.accept_mimetypes.best_match(JSON) or JSON[0]
    return Response(row.text, 410 if row.revoked == "true" else 200, mimetype=kind)


@blueprint.after_request
def share(response):
    """Verifiers run in pages of other sites too, and ask again before long: an award may have been revoked."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept")
    if response.mimetype == PAGE:
        return response
    response.headers.setdefault("Content-Security-Policy", pictures.POLICY)
    response.cache_control.public = True
    response.cache_control.max_age = MINUTE
    if response.status_code == 200:
        response.add_etag()
        response.make_conditional(request)
    return response


def serve(call):
    return lambda **values: document(call, *values.values())


for rule, call in DOCUMENTS.items():
    blueprint.add_url_rule(rule, endpoint=re.sub(r"\W+", "_", rule), view_func=serve(call))


@blueprint.get("/.well-known/jwks.json")
def key_set():
    """The keys of all issuers of this host: each says in `iss` whose it is."""
    keys = as_application("""
        SELECT coalesce(jsonb_agg(key), '[]')
          FROM badges.issuer_profiles, jsonb_array_elements(badges.get_jwks(issuer_id)->'keys') AS key""").fetchone()[0]
    return {"keys": keys}


@blueprint.get("/v3/credentials/<uuid:assertion_id>")
def credential(assertion_id):
    if wants_page():
        return award_page(assertion_id)
    if request.accept_mimetypes.best_match([*JSON, "application/vc+jwt"]) == "application/vc+jwt":
        return token(assertion_id)
    return document("badges.get_assertion(%s, '3.0')", assertion_id)


@blueprint.get("/v3/credentials/<uuid:assertion_id>/credential.jwt")
def token(assertion_id):
    text = as_reader("SELECT badges.get_assertion_jws(%s)", assertion_id).fetchone()[0]
    return Response(text or abort(404, "There is no such award."), mimetype="application/vc+jwt")


@blueprint.get("/assertions/<uuid:assertion_id>")
def assertion(assertion_id):
    answer = document("badges.get_assertion(%s, '2.0')", assertion_id)
    return (award_page(assertion_id), answer.status_code) if wants_page() else answer


def award_page(assertion_id):
    credential, report = as_reader(
        "SELECT badges.get_assertion(%s, '3.0'), badges.verify_assertion(%s)", assertion_id, assertion_id).fetchone()
    if credential is None:
        abort(404, "There is no such award.")
    return render_template(
        "award.html", assertion_id=assertion_id, credential=credential, achievement=credential["credentialSubject"]["achievement"],
        issuer=credential["issuer"], valid=report["valid"],
        reasons=[check for check in report["checks"] if check["status"] == "failed"])


@blueprint.get("/v3/achievements/<uuid:badge_id>")
def achievement(badge_id):
    return badge_page(badge_id) if wants_page() else document("badges.get_badge_class(%s, '3.0')", badge_id)


@blueprint.get("/badges/<uuid:badge_id>")
def badge_class(badge_id):
    return badge_page(badge_id) if wants_page() else document("badges.get_badge_class(%s, '2.0')", badge_id)


def badge_page(badge_id):
    achievement = as_reader("SELECT badges.get_badge_class(%s, '3.0')", badge_id).fetchone()[0]
    return render_template("badge.html", badge_id=badge_id, achievement=achievement or abort(404, "There is no such badge."))


@blueprint.get("/v3/issuers/<uuid:issuer_id>")
def issuer(issuer_id):
    return issuer_page(issuer_id) if wants_page() else document("badges.get_did_document(%s)", issuer_id)


@blueprint.get("/issuers/<uuid:issuer_id>")
def profile(issuer_id):
    return issuer_page(issuer_id) if wants_page() else document("badges.get_issuer(%s, '2.0')", issuer_id)


def issuer_page(issuer_id):
    profile = as_reader("SELECT badges.get_issuer(%s, '3.0')", issuer_id).fetchone()[0]
    return render_template("issuer.html", issuer=profile or abort(404, "There is no such issuer."))


@blueprint.get("/badges/<uuid:badge_id>/picture")
def badge_picture(badge_id):
    return picture(as_reader("SELECT badges.get_badge_class(%s, '3.0')->'image'->>'id'", badge_id).fetchone()[0])


@blueprint.get("/v3/credentials/<uuid:assertion_id>/picture")
def award_picture(assertion_id):
    return picture(as_reader(
        "SELECT badges.get_assertion(%s, '3.0')#>>'{credentialSubject,achievement,image,id}'", assertion_id).fetchone()[0])


def picture(uri):
    """A picture that lies elsewhere is not fetched from there: a page of ours tells nobody who looks at it."""
    content, kind = pictures.from_data_uri(uri) or abort(404, "There is no picture here.")
    return Response(content, mimetype=kind)


@blueprint.get("/v3/credentials/<uuid:assertion_id>/badge")
def download(assertion_id):
    return baked(assertion_id, "3.0")


@blueprint.get("/assertions/<uuid:assertion_id>/badge")
def download_v2(assertion_id):
    return baked(assertion_id, "2.0")


def baked(assertion_id, version):
    """The picture with the credential inside, as a file to keep."""
    image, name = as_reader(
        "SELECT badges.bake_assertion(%s, version => %s), badges.get_assertion(%s, '3.0')->>'name'",
        assertion_id, version, assertion_id).fetchone()
    kind = pictures.media_type(image or abort(404, "There is no such award."))
    answer = Response(image, mimetype=kind)
    answer.headers.set(
        "Content-Disposition", "attachment",
        filename=(secure_filename(name or "") or "badge") + (".png" if kind == "image/png" else ".svg"))
    return answer
