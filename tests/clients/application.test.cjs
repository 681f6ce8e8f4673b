// A Node application: signs its user in, issues a badge, serves and verifies it, as the role badges_app.
const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");
const { Client } = require("pg");

const client = new Client();

async function one(query, ...values) {
    const { rows } = await client.query(query, values);
    assert.equal(rows.length, 1);
    return rows[0];
}

async function award(recipient, version = "2.0", proof = null) {
    const issuer = await one("SELECT * FROM badges.create_issuer($1)", {
        name: "Example School", url: "https://school.example.org", email: "badges@school.example.org",
    });
    const badge = await one("SELECT * FROM badges.create_badge_class($1, $2)", issuer.issuer_id, {
        name: "Node", description: "Wrote a client", image: "https://school.example.org/node.png",
        criteria: { narrative: "Connect." },
    });
    return one("SELECT * FROM badges.issue_assertion($1, $2, version => $3, proof => $4)", badge.badge_id, recipient, version, proof);
}

async function verify(assertionId, recipient) {
    return (await one("SELECT badges.verify_assertion($1, $2) AS report", assertionId, recipient)).report;
}

before(async () => {
    await client.connect();
    await client.query("SET ROLE badges_app");
});
after(() => client.end());

test("node: a link signs a user in once", async () => {
    const token = await one("SELECT * FROM badges.create_login_token($1)", "node@example.org");
    const redeem = "SELECT * FROM badges.verify_login_token(token => $1)";

    const first = await one(redeem, token.link_token);
    assert.equal(first.verified, true);
    assert.equal(first.email, "node@example.org");

    const second = await one(redeem, token.link_token);
    assert.equal(second.verified, false);
    assert.equal(second.user_id, null);
});

test("node: an award is hosted, verified and revoked", async () => {
    const { assertion_id: id } = await award("learner@example.org");
    const hosted = (await one("SELECT badges.get_assertion($1) AS document", id)).document;
    assert.equal(hosted.type, "Assertion");
    assert.equal(hosted.recipient.hashed, true);

    assert.equal((await verify(id, "learner@example.org")).valid, true);
    assert.equal((await verify(id, "somebody.else@example.org")).valid, false);

    await one("SELECT badges.revoke_assertion($1, $2)", id, "Awarded by mistake");
    assert.equal((await verify(id, "learner@example.org")).valid, false);
});

test("node: a credential is signed, received, suspended and revoked", async () => {
    for (const proof of [null, "eddsa-jcs-2022", "ES256"]) {
        const { assertion_id: id, assertion_json: credential, credential_text: token } = await award("learner@example.org", "3.0", proof);
        const held = token ?? JSON.stringify(credential);
        const received = async (text) =>
            (await one("SELECT badges.verify_credential($1, $2) AS report", text, "learner@example.org")).report;
        const status = (report) => report.checks.find(({ check }) => check === "status").code;

        assert.equal((await received(held)).valid, true);
        const tampered = token ? `${held.slice(0, -8)}AAAAAAAA` : held.replace("Connect.", "Do nothing.");
        assert.equal((await received(tampered)).valid, false);

        await one("SELECT badges.suspend_assertion($1, $2)", id, "Under review");
        assert.equal(status(await received(held)), "suspended");
        await one("SELECT badges.reinstate_assertion($1)", id);
        assert.equal((await received(held)).valid, true);
        await one("SELECT badges.revoke_assertion($1, $2)", id, "Awarded by mistake");
        assert.equal(status(await received(held)), "revoked");
    }
});

test("node: the table refuses a document that breaks the standard", async () => {
    const row = await award("plain.insert@example.org");
    const broken = { ...row.assertion_json, issuedOn: "yesterday" };
    await assert.rejects(
        client.query("INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) VALUES ($1, $2, $3)",
            [row.badge_id, row.issuer_id, broken]),
        (error) => error.code === "23514" && error.detail.includes("/issuedOn"),
    );
});
