// The libraries among themselves: what each issues it verifies, and it notices tampering. Otherwise their verdicts
// about the database would mean nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { named as credentialsContexts } from "@digitalbazaar/credentials-context";
import { RECIPIENT, changeCharacter, openBadgeCredential, tampered } from "./credentials.mjs";
import * as digitalBazaar from "./digital_bazaar.mjs";
import { ED25519_2020_V1, openBadgesContext } from "./documents.mjs";
import { everything, rewritten } from "./everything.mjs";
import * as tokens from "./tokens.mjs";

const URL_OF_ISSUER = "https://school.example.org/issuer";

const credentialFor = (issuer) => {
    const credential = openBadgeCredential(issuer.id);
    if (issuer.form === "Ed25519Signature2020") { credential["@context"].push(ED25519_2020_V1); }
    return credential;
};

test("libraries: the packages carry the same VC 2.0 context", () => {
    assert.deepEqual(credentialsContexts.get("v2").context, openBadgesContext("credentials-v2.json"));
});

for (const form of Object.keys(digitalBazaar.FORMS)) {
    for (const [known, url] of [["did:key", null], ["a URL", URL_OF_ISSUER]]) {
        test(`libraries: Digital Bazaar verifies its ${form} of an issuer known by ${known}, and sees tampering`, async () => {
            const issuer = await digitalBazaar.createIssuer(form, url);
            const credential = await digitalBazaar.issuePresentable(issuer, credentialFor(issuer));
            const verdict = await digitalBazaar.verify(credential, issuer.resources);
            assert.ok(verdict.verified, digitalBazaar.reasons(verdict));
            for (const [name, copy] of tampered(credential)) {
                assert.equal((await digitalBazaar.verify(copy, issuer.resources)).verified, false, name);
            }
        });
    }
}

for (const form of Object.keys(digitalBazaar.FORMS).filter((name) => name !== "Ed25519Signature2020")) {
    test(`libraries: Digital Bazaar verifies a credential with everything in it with ${form}, and the same written differently`, async () => {
        const issuer = await digitalBazaar.createIssuer(form);
        const credential = await digitalBazaar.issuePresentable(issuer, everything(issuer.id, form));
        for (const text of [JSON.stringify(credential), rewritten(credential)]) {
            const verdict = await digitalBazaar.verify(JSON.parse(text));
            assert.ok(verdict.verified, digitalBazaar.reasons(verdict));
        }
    });
}

for (const algorithm of tokens.ALGORITHMS) {
    for (const [known, url] of [["did:jwk", null], ["a URL", URL_OF_ISSUER]]) {
        test(`libraries: jose verifies its ${algorithm} VC-JWT of an issuer known by ${known}, and sees tampering`, async () => {
            const issuer = await tokens.createIssuer(algorithm, url);
            const token = await tokens.issue(issuer, openBadgeCredential(issuer.id));
            assert.equal((await tokens.verify(token, issuer.resources)).credentialSubject.id, RECIPIENT);
            for (const change of [
                { payload: (payload) => { payload.credentialSubject.achievement.name = "Mastery"; } },
                { header: (header) => { header.typ = "vc+jwt"; } },
                { signature: changeCharacter },
            ]) {
                await assert.rejects(tokens.verify(tokens.tamper(token, change), issuer.resources));
            }
        });
    }
}

test("libraries: Digital Bazaar refuses a credential whose status is set", async () => {
    const issuer = await digitalBazaar.createIssuer("eddsa-rdfc-2022", URL_OF_ISSUER);
    const list = `${URL_OF_ISSUER}/status/1`;
    const resources = { ...issuer.resources, [list]: await digitalBazaar.issueStatusList(issuer, { url: list, set: [94_567] }) };
    for (const [index, verified] of [["94567", false], ["94568", true]]) {
        const credential = await digitalBazaar.issue(issuer, openBadgeCredential(issuer.id, {
            credentialStatus: {
                id: `${list}#${index}`, type: "BitstringStatusListEntry", statusPurpose: "revocation",
                statusListIndex: index, statusListCredential: list,
            },
        }));
        const verdict = await digitalBazaar.verify(credential, resources);
        assert.equal(verdict.verified, verified, digitalBazaar.reasons(verdict));
    }
});
