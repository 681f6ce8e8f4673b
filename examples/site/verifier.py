"""Verifies whatever a person has: a picture with a badge in it, JSON, or a token; or an award of this site."""

import base64
import json

from flask import Blueprint, render_template, request

import pictures
from database import as_reader

blueprint = Blueprint("verifier", __name__)
# What each check of a report asks, in plain words.
QUESTIONS = {
    "assertion": "Is there such an award?",
    "image": "Is there a badge in the picture?",
    "structure": "Is it an Open Badge that keeps the rules?",
    "json_ld": "Is the meaning of every part defined?",
    "signature": "Is it unchanged since it was signed?",
    "key_binding": "Was it signed by the issuer it names?",
    "claims": "Do the token and the badge in it agree?",
    "badge": "Is the badge it stands for known?",
    "issuer": "Does it say who issued it?",
    "hosted": "Does the issuer publish it?",
    "dates": "Is it in force now?",
    "status": "Does the issuer stand by it?",
    "recipient": "Is it this person's?",
    "endorsements": "Do its endorsements hold?",
    "schema": "Does it keep the schema it names?",
    "refresh": "Is this its latest form?",
}
# The findings that people meet most, where the words of the report are those of the standard.
PLAIN_WORDS = {
    "invalid_signature": "It was changed after it was signed, or somebody else signed it.",
    "key_not_listed": "It was signed with a key that is not the issuer's: somebody else may have made it.",
    "no_verified_key": "That cannot be told without a signature that holds.",
    "other_recipient": "It was awarded to somebody else.",
    "no_recipient_given": "You have not said whose it should be.",
}
ANSWERS = {"passed": "Yes", "failed": "No", "warning": "Yes, but", "not_checked": "Not checked"}


@blueprint.get("/verify")
def form():
    return render_template("verify.html", errors={})


@blueprint.post("/verify")
def verify():
    upload = request.files.get("badge")
    content = upload.read() if upload else request.form.get("credential", "").strip().encode()
    if not content:
        return render_template("verify.html", errors={"badge": "Please choose a file, or paste what it holds."}), 422
    report = report_on(content, recipient())
    return show(report, credential_in(content, report), title=upload.filename if upload else "What you pasted")


@blueprint.post("/verify/<uuid:assertion_id>")
def verify_award(assertion_id):
    report, text = as_reader(
        "SELECT badges.verify_assertion(%s, %s), badges.get_assertion(%s, '3.0')::text",
        assertion_id, recipient(), assertion_id).fetchone()
    return show(report, text, title="Award", assertion_id=assertion_id)


def recipient():
    return request.form.get("recipient", "").strip() or None


def report_on(content, recipient):
    text = as_text(content)
    if text is None:
        return as_reader("SELECT badges.verify_baked_badge(%s, %s)", content, recipient).fetchone()[0]
    return as_reader("SELECT badges.verify_credential(%s, %s)", text, recipient).fetchone()[0]


def credential_in(content, report):
    """The credential in a file that there is a report on, as text; None for a picture without one."""
    text = as_text(content)
    if text is None and report["checks"][0]["status"] != "failed":
        text = as_reader("SELECT badges.unbake_badge(%s)", content).fetchone()[0]
    return text


def as_text(content):
    """JSON or a token; None for a picture, and for whatever else is no text that PostgreSQL can hold."""
    if pictures.media_type(content) or b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def names(text):
    """What badge a credential says it is, and by whom; None if it does not say so by itself."""
    try:
        if not text.lstrip().startswith("{"):
            payload = text.split(".")[1]
            text = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        document = json.loads(text)
        document = document.get("vc", document)
        badge = document.get("badge") or document["credentialSubject"]["achievement"]
        issuer = document.get("issuer") or badge["issuer"]
        return badge["name"], issuer["name"]
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return None


def show(report, text, **about):
    statuses = {check["status"] for check in report["checks"]}
    verdict = "valid" if report["valid"] else "invalid" if "failed" in statuses else "unknown"
    return render_template(
        "report.html", report=report, verdict=verdict, names=names(text), questions=QUESTIONS, answers=ANSWERS,
        plain_words=PLAIN_WORDS, **about)
