// The database verifies what Digital Bazaar's libraries and jose issue, and sees what was changed in it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RECIPIENT, changeCharacter, endorsementCredential, openBadgeCredential, proofOf, tampered } from "./credentials.mjs";
import * as database from "./database.mjs";
import * as digitalBazaar from "./digital_bazaar.mjs";
import { ED25519_2020_V1, controllerDocument } from "./documents.mjs";
import { everything, rewritten } from "./everything.mjs";
import { mutations } from "./mutations.mjs";
import * as tokens from "./tokens.mjs";

before(database.connect);
after(database.disconnect);

const ISSUER_URL = "https://school.example.org/issuer";
const KNOWN_BY = { "its key": null, "a URL": ISSUER_URL };

async function issue(issuer, members) {
    const credential = openBadgeCredential(issuer.id, members);
    if (issuer.form === "Ed25519Signature2020") { credential["@context"].push(ED25519_2020_V1); }
    return digitalBazaar.issuePresentable(issuer, credential);
}

for (const form of Object.keys(digitalBazaar.FORMS)) {
    for (const [known, url] of Object.entries(KNOWN_BY)) {
        test(`to the database: ${form} by Digital Bazaar for an issuer known by ${known}, and tampering with it`, async () => {
            const issuer = await digitalBazaar.createIssuer(form, url);
            const credential = await issue(issuer);
            database.assertValid(await database.verify(credential, issuer.resources, RECIPIENT));
            database.assertValid(await database.verify({ ...credential, proof: [credential.proof] }, issuer.resources), "its proof in an array");
            for (const [name, copy] of tampered(credential)) {
                database.assertRefused(await database.verify(copy, issuer.resources), name);
            }
        });
    }

    test(`to the database: ${form} by Digital Bazaar with any one place changed`, async () => {
        const issuer = await digitalBazaar.createIssuer(form);
        for (const [name, copy] of mutations(await issue(issuer))) {
            assert.equal((await database.verify(copy)).valid, false, name);
        }
    });

    test(`to the database: ${form} by Digital Bazaar with the key of somebody else`, async () => {
        const issuer = await digitalBazaar.createIssuer(form, ISSUER_URL);
        const forger = await digitalBazaar.createIssuer(form);
        // Signed with the forger's own key, in the issuer's name.
        const forged = await issue({ ...forger, id: ISSUER_URL });
        database.assertRefused(await database.verify(forged, issuer.resources), "a key of its own");
        // The same, and the forger's key said to be the issuer's.
        const key = Object.assign(forger.key, { id: `${ISSUER_URL}#${forger.key.publicKeyMultibase}`, controller: ISSUER_URL });
        const claimed = await issue({ ...forger, key, id: ISSUER_URL });
        database.assertRefused(await database.verify(claimed, issuer.resources), "a key the issuer does not list");
        // A good signature, and a proof that names the forger's key.
        const genuine = await issue(issuer);
        proofOf(genuine).verificationMethod = forger.key.id;
        database.assertRefused(await database.verify(genuine, issuer.resources), "another key named");
    });
}

for (const form of Object.keys(digitalBazaar.FORMS).filter((name) => name !== "Ed25519Signature2020")) {
    test(`to the database: a credential with everything in it with ${form}, and the same written differently`, async () => {
        const issuer = await digitalBazaar.createIssuer(form);
        const credential = await digitalBazaar.issuePresentable(issuer, everything(issuer.id, form));
        database.assertValid(await database.verify(credential), "as issued");
        database.assertValid(await database.verify(rewritten(credential)), "written differently");
        const { result } = credential.credentialSubject;
        result[1].value = "B";
        database.assertRefused(await database.verify(credential), "one of two equal results changed");
        result.splice(1, 1);
        database.assertRefused(await database.verify(credential), "one of two equal results left out");
    });
}

test("to the database: two proofs of one credential", async () => {
    const [first, second] = [await digitalBazaar.createIssuer("eddsa-rdfc-2022", ISSUER_URL), await digitalBazaar.createIssuer("ecdsa-rdfc-2019 with P-256", ISSUER_URL)];
    const methods = [first, second].flatMap(({ resources }) => resources[ISSUER_URL].verificationMethod);
    const resources = { [ISSUER_URL]: controllerDocument(ISSUER_URL, ...methods) };
    const credential = await digitalBazaar.issue(second, await digitalBazaar.issue(first, openBadgeCredential(ISSUER_URL)));
    assert.equal(credential.proof.length, 2);
    assert.ok((await digitalBazaar.verify(credential, resources)).verified);
    database.assertValid(await database.verify(credential, resources));
    for (const proof of credential.proof) { proof.proofValue = changeCharacter(proof.proofValue); }
    database.assertRefused(await database.verify(credential, resources), "both proofs changed");
});

for (const form of ["eddsa-rdfc-2022", "ecdsa-jcs-2019 with P-256"]) {
    test(`to the database: an award with endorsements by others, with ${form} and as VC-JWT`, async () => {
        const [issuer, endorser, signer] = [await digitalBazaar.createIssuer(form), await digitalBazaar.createIssuer(form), await tokens.createIssuer("ES256")];
        const id = "urn:uuid:22222222-2222-4222-8222-222222222222";
        const endorsement = await digitalBazaar.issue(endorser, endorsementCredential(endorser.id, id));
        const endorsementJwt = await tokens.issue(signer, endorsementCredential(signer.id, id));
        const award = (...members) => issue(issuer, Object.assign({ id }, ...members));

        const credential = await award({ endorsement: [endorsement] }, { endorsementJwt: [endorsementJwt] });
        assert.ok((await digitalBazaar.verify(credential)).verified);
        database.assertValid(await database.verify(credential));

        endorsement.credentialSubject.endorsementComment = "We hire by nothing else.";
        database.assertRefused(await database.verify(await award({ endorsement: [endorsement] })), "a changed endorsement");
        const forged = tokens.tamper(endorsementJwt, { payload: (payload) => { payload.credentialSubject.endorsementComment = "We hire by nothing else."; } });
        database.assertRefused(await database.verify(await award({ endorsementJwt: [forged] })), "a changed endorsement as VC-JWT");
    });
}

for (const [name, dates] of Object.entries({
    expired: { validFrom: "2020-01-01T00:00:00Z", validUntil: "2021-01-01T00:00:00Z" },
    "not yet valid": { validFrom: "2099-01-01T00:00:00Z", validUntil: "2100-01-01T00:00:00Z" },
})) {
    test(`to the database: a credential that is ${name}, by Digital Bazaar and by jose`, async () => {
        const issuer = await digitalBazaar.createIssuer("eddsa-rdfc-2022");
        const credential = await issue(issuer, dates);
        assert.equal((await digitalBazaar.verify(credential)).verified, false);
        database.assertRefused(await database.verify(credential), name);
        const signer = await tokens.createIssuer("ES256");
        const token = await tokens.issue(signer, openBadgeCredential(signer.id, dates));
        await assert.rejects(tokens.verify(token));
        database.assertRefused(await database.verify(token), name);
    });
}

test("to the database: an issuer nothing is known about", async () => {
    const issuer = await digitalBazaar.createIssuer("eddsa-rdfc-2022", ISSUER_URL);
    const report = await database.verify(await issue(issuer));
    assert.equal(report.valid, false);
    assert.ok(report.checks.some(({ status }) => status === "not_checked"), JSON.stringify(report.checks));
});

const entry = (list, index) => ({
    id: `${list}#${index}`, type: "BitstringStatusListEntry", statusPurpose: "revocation",
    statusListIndex: String(index), statusListCredential: list,
});

for (const form of ["eddsa-rdfc-2022", "ecdsa-rdfc-2019 with P-256", "ecdsa-jcs-2019 with P-384"]) {
    test(`to the database: a status list made and signed with ${form} by Digital Bazaar`, async () => {
        const issuer = await digitalBazaar.createIssuer(form, ISSUER_URL);
        const list = `${ISSUER_URL}/status/1`;
        const resources = { ...issuer.resources, [list]: await digitalBazaar.issueStatusList(issuer, { url: list, set: [94_567] }) };
        const revoked = await issue(issuer, { credentialStatus: entry(list, 94_567) });
        const good = await issue(issuer, { credentialStatus: entry(list, 94_568) });
        database.assertValid(await database.verify(good, resources));
        database.assertRefused(await database.verify(revoked, resources), "revoked");
        assert.equal((await database.verify(good, issuer.resources)).valid, false, "without the list");

        const forged = structuredClone(resources);
        forged[list].credentialSubject.encodedList = (await digitalBazaar.issueStatusList(issuer, { url: list })).credentialSubject.encodedList;
        assert.equal((await database.verify(revoked, forged)).valid, false, "with a list whose bits were changed");
    });
}

const FORGERIES = {
    "another achievement": { payload: (payload) => { payload.credentialSubject.achievement.name = "Mastery"; } },
    "another recipient": { payload: (payload) => { payload.credentialSubject.id = payload.sub = "mailto:somebody.else@example.org"; } },
    "a longer validity": { payload: (payload) => { payload.validUntil = "2099-01-01T00:00:00Z"; payload.exp = 4_070_908_800; } },
    "another header": { header: (header) => { header.typ = "forged"; } },
    "no algorithm": { header: (header) => { header.alg = "none"; } },
    "another signature": { signature: changeCharacter },
};

for (const algorithm of tokens.ALGORITHMS) {
    for (const [known, url] of Object.entries(KNOWN_BY)) {
        for (const [place, embedKey] of [["named", false], ["in the header", true]]) {
            test(`to the database: a VC-JWT with ${algorithm} by jose for an issuer known by ${known}, the key ${place}, and tampering with it`, async () => {
                const issuer = await tokens.createIssuer(algorithm, url);
                const token = await tokens.issue(issuer, openBadgeCredential(issuer.id), { embedKey });
                database.assertValid(await database.verify(token, issuer.resources, RECIPIENT));
                for (const [name, change] of Object.entries(FORGERIES)) {
                    database.assertRefused(await database.verify(tokens.tamper(token, change), issuer.resources), name);
                }
            });
        }
    }

    test(`to the database: a VC-JWT with ${algorithm} by jose with the key of somebody else, or whose claims contradict it`, async () => {
        const issuer = await tokens.createIssuer(algorithm, ISSUER_URL);
        const forger = await tokens.createIssuer(algorithm, ISSUER_URL);
        for (const embedKey of [false, true]) {
            const forged = await tokens.issue(forger, openBadgeCredential(ISSUER_URL), { embedKey });
            database.assertRefused(await database.verify(forged, issuer.resources), "a key the issuer does not list");
        }
        const credential = openBadgeCredential(ISSUER_URL);
        for (const claims of [{ iss: "https://other.example.org" }, { jti: "urn:uuid:00000000-0000-4000-8000-000000000000" }, { sub: "mailto:somebody.else@example.org" }]) {
            const contradicting = await tokens.issue(issuer, credential, { claims });
            database.assertRefused(await database.verify(contradicting, issuer.resources), JSON.stringify(claims));
        }
    });
}

// Open Badges 2.0: what an assertion, its class, its issuer and the key name each other by.
async function signedAssertion(algorithm) {
    const base = "https://school.example.org";
    const issuer = await tokens.createIssuer(algorithm, `${base}/issuer`);
    const context = { "@context": "https://w3id.org/openbadges/v2" };
    const key = { ...context, type: "CryptographicKey", id: `${base}/key`, owner: `${base}/issuer`, publicKeyPem: await issuer.publicKeyPem() };
    const profile = {
        ...context, type: "Issuer", id: key.owner, name: "Example School", url: base, email: "badges@school.example.org", publicKey: key.id,
        revocationList: `${base}/revoked`,
    };
    const badge = {
        ...context, type: "BadgeClass", id: `${base}/badge`, name: "Interoperability", description: "Understood", image: `${base}/badge.png`,
        criteria: { narrative: "Be read." }, issuer: profile.id,
    };
    const revocations = { ...context, type: "RevocationList", id: profile.revocationList, issuer: profile.id, revokedAssertions: [] };
    const assertion = {
        ...context, type: "Assertion", id: "urn:uuid:11111111-1111-4111-8111-111111111111", badge: badge.id, issuedOn: "2025-01-01T00:00:00Z",
        recipient: { type: "email", hashed: false, identity: database.EMAIL }, verification: { type: "SignedBadge", creator: key.id },
    };
    const resources = Object.fromEntries([key, profile, badge, revocations].map((document) => [document.id, document]));
    return { token: await tokens.sign(issuer, JSON.stringify(assertion)), resources };
}

for (const algorithm of tokens.ALGORITHMS) {
    test(`to the database: a 2.0 assertion signed with ${algorithm} by jose, and tampering with it`, async () => {
        const { token, resources } = await signedAssertion(algorithm);
        database.assertValid(await database.verify(token, resources, database.EMAIL));
        for (const change of [
            { payload: (payload) => { payload.recipient.identity = "somebody.else@example.org"; } },
            { payload: (payload) => { payload.issuedOn = "2024-01-01T00:00:00Z"; } },
            { header: (header) => { header.alg = "none"; } },
            { signature: changeCharacter },
        ]) {
            database.assertRefused(await database.verify(tokens.tamper(token, change), resources), "tampered with");
        }
        const other = await signedAssertion(algorithm);
        database.assertRefused(await database.verify(other.token, resources), "the key of somebody else");
    });
}
