// The database as its clients see it: what it issues, publishes and says of a credential.
import assert from "node:assert/strict";
import pg from "pg";

export const EMAIL = "learner@example.org";

const client = new pg.Client();

export const connect = () => client.connect();
export const disconnect = () => client.end();

async function one(query, ...values) {
    const { rows } = await client.query(query, values);
    assert.equal(rows.length, 1);
    return rows[0];
}

// The single value a function returns.
async function value(call, ...values) {
    return (await one(`SELECT ${call} AS value`, ...values)).value;
}

const PROFILE = { name: "Example School", url: "https://school.example.org", email: "badges@school.example.org" };

const BADGE = {
    name: "Interoperability", description: "Understood by software from elsewhere",
    image: "https://school.example.org/badge.png", criteria: { narrative: "Be *read* by others." },
};

// An issuer with a badge class, new for every test so that none depends on another.
export async function createIssuer({ profile = PROFILE, badge = BADGE } = {}) {
    const { issuer_id } = await one("SELECT * FROM badges.create_issuer($1)", profile);
    const { badge_id } = await one("SELECT * FROM badges.create_badge_class($1, $2)", issuer_id, badge);
    return { issuer_id, badge_id };
}

// An award with everything a holder could want to change; `text` is what the holder is given.
export async function issue({ badge_id }, proof, { version = "3.0", extra = null } = {}) {
    const award = await one(
        `SELECT * FROM badges.issue_assertion(badge_id => $1, recipient => $2, version => $3, proof => $4,
            expires => now() + interval '1 year', narrative => 'Passed “everything”.', extra => $5,
            evidence => '{"id": "https://school.example.org/evidence/1", "narrative": "A log."}')`,
        badge_id, EMAIL, version, proof, extra,
    );
    return { ...award, text: award.credential_text ?? JSON.stringify(award.assertion_json) };
}

export const assertionJws = (award) => value("badges.get_assertion_jws($1)", award.assertion_id);
export const revoke = (award) => one("SELECT * FROM badges.revoke_assertion($1, 'Awarded by mistake')", award.assertion_id);
export const rotateKey = (issuer, algorithm) => value("badges.rotate_issuer_key($1, $2)", issuer.issuer_id, algorithm);
export const derive = (credential, pointers) => value("badges.derive_credential($1, $2)", credential, pointers);
export const endorse = (issuer, id, proof) =>
    value("badges.issue_endorsement(issuer_id => $1, endorsed_id => $2, comment => 'We hire by it.', proof => $3)", issuer.issuer_id, id, proof);
export const jwks = (issuer) => value("badges.get_jwks($1)", issuer.issuer_id);
export const didDocument = (issuer) => value("badges.get_did_document($1)", issuer.issuer_id);

// The status list a credential names, by its URL.
export async function statusList(issuer, { statusListCredential, statusPurpose }) {
    const list = Number(statusListCredential.split("/").at(-1));
    const credential = await value("badges.get_status_list($1, $2, $3)", issuer.issuer_id, statusPurpose, list);
    assert.equal(credential.id, statusListCredential, "a status list is published under the URL that credentials name");
    return { [statusListCredential]: credential };
}

// All that a verifier would look up about a credential of this issuer, by URL.
export async function published(issuer, credential) {
    const document = await didDocument(issuer);
    return { [document.id]: document, ...(credential?.credentialStatus && await statusList(issuer, credential.credentialStatus)) };
}

// The database's report about a credential, given as text, as a JWT or as an object.
export async function verify(credential, resources = null, recipient = null) {
    const text = typeof credential === "string" ? credential : JSON.stringify(credential);
    return value("badges.verify_credential(credential => $1, recipient => $2, resources => $3)", text, recipient, resources);
}

export function assertValid(report, message = "") {
    assert.equal(report.valid, true, `${message}\n${JSON.stringify(report.checks, null, 1)}`);
}

// Refused because something was found wrong, not because something could not be looked at.
export function assertRefused(report, message = "") {
    assert.equal(report.valid, false, `${message}: accepted`);
    assert.ok(report.checks.some(({ status }) => status === "failed"), `${message}\n${JSON.stringify(report.checks, null, 1)}`);
}
