"""Verifies whatever a person has: a picture with a badge in it, JSON, or a token; or an award of this site."""

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
    return show(report_on(content, recipient()), title=upload.filename if upload else "What you pasted")


@blueprint.post("/verify/<uuid:assertion_id>")
def verify_award(assertion_id):
    report = as_reader("SELECT badges.verify_assertion(%s, %s)", assertion_id, recipient()).fetchone()[0]
    return show(report, title="Award", assertion_id=assertion_id)


def recipient():
    return request.form.get("recipient", "").strip() or None


def report_on(content, recipient):
    text = as_text(content)
    if text is None:
        return as_reader("SELECT badges.verify_baked_badge(%s, %s)", content, recipient).fetchone()[0]
    return as_reader("SELECT badges.verify_credential(%s, %s)", text, recipient).fetchone()[0]


def as_text(content):
    """JSON or a token; None for a picture, and for whatever else is no text that PostgreSQL can hold."""
    if pictures.media_type(content) or b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def show(report, **about):
    statuses = {check["status"] for check in report["checks"]}
    verdict = "valid" if report["valid"] else "invalid" if "failed" in statuses else "unknown"
    return render_template("report.html", report=report, verdict=verdict, questions=QUESTIONS, answers=ANSWERS, **about)
