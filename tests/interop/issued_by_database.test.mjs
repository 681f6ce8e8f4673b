// Digital Bazaar's libraries and jose verify what the database issues, and see what was changed in it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as jose from "jose";
import { changeCharacter, openBadgeCredential, proofOf, tampered } from "./credentials.mjs";
import * as database from "./database.mjs";
import * as digitalBazaar from "./digital_bazaar.mjs";
import { everything } from "./everything.mjs";
import { mutations } from "./mutations.mjs";
import * as tokens from "./tokens.mjs";

before(database.connect);
after(database.disconnect);

const SUITES = ["eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019", "ecdsa-sd-2023"];

const { members } = digitalBazaar;

// What the database gives a document itself, or takes as an argument of its own, left out.
const without = (document, ...names) => Object.fromEntries(Object.entries(document).filter(([name]) => !names.includes(name)));

// A credential as a verifier gets to see it: of ecdsa-sd-2023, what the holder derived.
async function issuePresentable(issuer, suite) {
    const award = await database.issue(issuer, suite);
    const issued = JSON.parse(award.text);
    const credential = suite === "ecdsa-sd-2023" ? await digitalBazaar.derive(issued, members(issued)) : issued;
    return { award, issued, credential, resources: await database.published(issuer, credential) };
}

async function assertVerifies(credential, resources) {
    const verdict = await digitalBazaar.verify(credential, resources);
    assert.ok(verdict.verified, digitalBazaar.reasons(verdict));
}

for (const suite of SUITES) {
    test(`from the database: Digital Bazaar verifies ${suite}, and so does the database`, async () => {
        const issuer = await database.createIssuer();
        const { credential, resources } = await issuePresentable(issuer, suite);
        assert.equal(proofOf(credential).cryptosuite, suite);
        await assertVerifies(credential, resources);
        database.assertValid(await database.verify(credential, resources, database.EMAIL));
    });

    test(`from the database: Digital Bazaar and the database see tampering with ${suite}`, async () => {
        const issuer = await database.createIssuer();
        const { credential, resources } = await issuePresentable(issuer, suite);
        for (const [name, copy] of tampered(credential)) {
            assert.equal((await digitalBazaar.verify(copy, resources)).verified, false, name);
            database.assertRefused(await database.verify(copy, resources), name);
        }
    });

    test(`from the database: Digital Bazaar and the database refuse ${suite} with any one place changed`, async () => {
        const issuer = await database.createIssuer();
        const { credential, resources } = await issuePresentable(issuer, suite);
        for (const [name, copy] of mutations(credential)) {
            assert.equal((await digitalBazaar.verify(copy, resources)).verified, false, name);
            assert.equal((await database.verify(copy, resources)).valid, false, name);
        }
    });

    test(`from the database: Digital Bazaar and the database refuse ${suite} with the key of somebody else`, async () => {
        const [issuer, other] = [await database.createIssuer(), await database.createIssuer()];
        const { credential, resources } = await issuePresentable(issuer, suite);
        const { credential: another, resources: others } = await issuePresentable(other, suite);
        proofOf(credential).verificationMethod = proofOf(another).verificationMethod;
        assert.equal((await digitalBazaar.verify(credential, { ...resources, ...others })).verified, false);
        database.assertRefused(await database.verify(credential, { ...resources, ...others }), suite);
    });

    test(`from the database: Digital Bazaar verifies the status of ${suite}, before and after revocation`, async () => {
        const issuer = await database.createIssuer();
        const { award, credential, resources } = await issuePresentable(issuer, suite);
        await assertVerifies(credential, resources);
        await database.revoke(award);
        const afterwards = await database.published(issuer, credential);
        assert.equal((await digitalBazaar.verify(credential, afterwards)).verified, false);
        database.assertRefused(await database.verify(credential, afterwards), suite);
    });

    test(`from the database: ${suite} outlives the rotation of its issuer's key`, async () => {
        const issuer = await database.createIssuer();
        const { credential } = await issuePresentable(issuer, suite);
        await database.rotateKey(issuer, "P-256");
        await database.rotateKey(issuer, "Ed25519");
        await assertVerifies(credential, await database.published(issuer, credential));
        const later = await issuePresentable(issuer, suite);
        await assertVerifies(later.credential, later.resources);
    });
}

for (const suite of SUITES) {
    test(`from the database: Digital Bazaar verifies an award with everything in it with ${suite}`, async () => {
        const { issuer: profile, credentialSubject, awardedDate } = everything("https://issuer.example.org", suite);
        const subject = without(credentialSubject, "achievement", "id", "identifier", "type", "narrative");
        const badge = without(credentialSubject.achievement, "id");
        const issuer = await database.createIssuer({ profile: without(profile, "id"), badge });
        const { text } = await database.issue(issuer, suite, { extra: { awardedDate, credentialSubject: subject } });
        const issued = JSON.parse(text);
        for (const member of Object.keys(subject)) { assert.ok(member in issued.credentialSubject, member); }
        for (const member of Object.keys(badge)) { assert.ok(member in issued.credentialSubject.achievement, member); }
        const credential = suite === "ecdsa-sd-2023" ? await digitalBazaar.derive(issued, members(issued)) : issued;
        await assertVerifies(credential, await database.published(issuer, credential));
    });
}

test("from the database: a holder shows an ecdsa-sd-2023 award without its evidence", async () => {
    const issuer = await database.createIssuer();
    const issued = JSON.parse((await database.issue(issuer, "ecdsa-sd-2023")).text);
    const shown = await digitalBazaar.derive(issued, members(issued).filter((pointer) => pointer !== "/evidence"));
    const resources = await database.published(issuer, shown);
    assert.equal("evidence" in issued, true);
    assert.equal("evidence" in shown, false);
    await assertVerifies(shown, resources);
    database.assertValid(await database.verify(shown, resources, database.EMAIL));
});

test("from the database: what the database derives from ecdsa-sd-2023, of its own or of others, Digital Bazaar verifies", async () => {
    const issuer = await database.createIssuer();
    const own = JSON.parse((await database.issue(issuer, "ecdsa-sd-2023")).text);
    const foreigner = await digitalBazaar.createIssuer("ecdsa-sd-2023");
    const foreign = await digitalBazaar.issue(foreigner, openBadgeCredential(foreigner.id));
    for (const issued of [own, foreign]) {
        for (const pointers of [members(issued), members(issued).filter((pointer) => pointer !== "/evidence"), ["/credentialSubject/achievement/name"]]) {
            const shown = await database.derive(issued, pointers);
            assert.equal("evidence" in shown, pointers.includes("/evidence"));
            const resources = issued === own ? await database.published(issuer, shown) : {};
            await assertVerifies(shown, resources);
            shown.credentialSubject.achievement.name = "Mastery";
            assert.equal((await digitalBazaar.verify(shown, resources)).verified, false);
        }
    }
});

for (const suite of SUITES.filter((name) => name !== "ecdsa-sd-2023")) {
    test(`from the database: Digital Bazaar verifies an endorsement with ${suite}`, async () => {
        const issuer = await database.createIssuer();
        const endorsement = await database.endorse(issuer, "https://other.example.org/badges/1", suite);
        const resources = await database.published(issuer);
        await assertVerifies(endorsement, resources);
        database.assertValid(await database.verify(endorsement, resources));
        endorsement.credentialSubject.id = "https://other.example.org/badges/2";
        assert.equal((await digitalBazaar.verify(endorsement, resources)).verified, false);
        database.assertRefused(await database.verify(endorsement, resources), "of another badge");
    });
}

test("from the database: jose verifies an endorsement as VC-JWT", async () => {
    const issuer = await database.createIssuer();
    const token = await database.endorse(issuer, "https://other.example.org/badges/1", "ES256");
    const { type } = await tokens.verifyWithSet(token, await database.jwks(issuer));
    assert.ok(type.includes("EndorsementCredential"));
    database.assertValid(await database.verify(token, await database.published(issuer)));
});

test("from the database: a holder of ecdsa-sd-2023 can hide neither issuer nor dates nor status", async () => {
    const issuer = await database.createIssuer();
    const shown = await digitalBazaar.derive(JSON.parse((await database.issue(issuer, "ecdsa-sd-2023")).text), ["/credentialSubject"]);
    for (const member of ["issuer", "validFrom", "validUntil", "credentialStatus"]) { assert.ok(member in shown, member); }
    const resources = await database.published(issuer, shown);
    for (const member of ["validUntil", "credentialStatus"]) {
        const { [member]: hidden, ...less } = shown;
        assert.equal((await digitalBazaar.verify(less, resources)).verified, false, member);
        database.assertRefused(await database.verify(less, resources), member);
    }
});

test("from the database: Digital Bazaar decodes the status list, and finds one bit for one revocation", async () => {
    const issuer = await database.createIssuer();
    const awards = [];
    for (let count = 0; count < 3; count += 1) { awards.push(await database.issue(issuer, "eddsa-rdfc-2022")); }
    await database.revoke(awards[1]);
    const entries = awards.map(({ text }) => JSON.parse(text).credentialStatus);
    const lists = Object.assign({}, ...await Promise.all(entries.map((entry) => database.statusList(issuer, entry))));
    const statuses = await Promise.all(entries.map(async ({ statusListCredential, statusListIndex }) => {
        const { credentialSubject } = lists[statusListCredential];
        const list = await digitalBazaar.decodeStatusList(credentialSubject.encodedList);
        assert.ok(list.length >= 131_072, "too short to hide anybody in");
        return list.getStatus(Number(statusListIndex));
    }));
    assert.deepEqual(statuses, [false, true, false]);
});

test("from the database: a status list whose bits were changed is noticed", async () => {
    const issuer = await database.createIssuer();
    const { award, credential } = await issuePresentable(issuer, "eddsa-rdfc-2022");
    const clear = await database.published(issuer, credential);
    await database.revoke(award);
    const revoked = await database.published(issuer, credential);
    const url = credential.credentialStatus.statusListCredential;
    revoked[url].credentialSubject.encodedList = clear[url].credentialSubject.encodedList;
    assert.equal((await digitalBazaar.verify(credential, revoked)).verified, false);
});

const FORGERIES = {
    "another achievement": { payload: (payload) => { payload.credentialSubject.achievement.name = "Mastery"; } },
    "a longer validity": { payload: (payload) => { payload.validUntil = "2099-01-01T00:00:00Z"; payload.exp = 4_070_908_800; } },
    "another issuer": { payload: (payload) => { payload.issuer.id = payload.iss = "https://other.example.org/issuer"; } },
    "another header": { header: (header) => { header.typ = "forged"; } },
    "another signature": { signature: changeCharacter },
};

for (const algorithm of tokens.ALGORITHMS) {
    test(`from the database: jose verifies the VC-JWT with ${algorithm}, and so does the database`, async () => {
        const issuer = await database.createIssuer();
        const { text } = await database.issue(issuer, algorithm);
        assert.equal(jose.decodeProtectedHeader(text).alg, algorithm);
        const payload = await tokens.verifyWithSet(text, await database.jwks(issuer));
        const expected = tokens.claims(payload);
        for (const claim of ["iss", "jti", "nbf", "exp", "sub"]) { assert.equal(payload[claim], expected[claim], claim); }
        assert.ok(payload.type.includes("OpenBadgeCredential"));

        const { kid } = await tokens.keyOfSet(text, await database.jwks(issuer));
        const document = await database.didDocument(issuer);
        assert.equal(document.id, payload.issuer.id);
        assert.ok(document.assertionMethod.some((method) => (method.id ?? method) === kid), `${kid} is not for assertions`);
        database.assertValid(await database.verify(text, await database.published(issuer, payload), database.EMAIL));
    });

    test(`from the database: jose and the database see tampering with ${algorithm} and its key`, async () => {
        const [issuer, other] = [await database.createIssuer(), await database.createIssuer()];
        const { text } = await database.issue(issuer, algorithm);
        await database.issue(other, algorithm);
        const jwks = await database.jwks(issuer);
        const resources = await database.published(issuer, jose.decodeJwt(text));
        for (const [name, change] of Object.entries(FORGERIES)) {
            const forged = tokens.tamper(text, change);
            await assert.rejects(tokens.verifyWithSet(forged, jwks), name);
            database.assertRefused(await database.verify(forged, resources), name);
        }
        await assert.rejects(tokens.verifyWithSet(text, await database.jwks(other)), "the keys of somebody else");
    });

    test(`from the database: jose verifies the signed 2.0 assertion with ${algorithm}, and sees tampering`, async () => {
        const issuer = await database.createIssuer();
        const award = await database.issue(issuer, algorithm, { version: "2.0" });
        const text = await database.assertionJws(award);
        const jwks = await database.jwks(issuer);
        const assertion = await tokens.verifyWithSet(text, jwks);
        assert.equal(assertion.type, "Assertion");
        assert.equal(assertion.verification.type, "SignedBadge");
        database.assertValid(await database.verify(text, null, database.EMAIL));
        for (const change of [
            { payload: (forged) => { forged.issuedOn = "2020-01-01T00:00:00Z"; } },
            { payload: (forged) => { forged.recipient.identity = `sha256$${"0".repeat(64)}`; } },
            { signature: changeCharacter },
        ]) {
            const forged = tokens.tamper(text, change);
            await assert.rejects(tokens.verifyWithSet(forged, jwks));
            database.assertRefused(await database.verify(forged), "a forged assertion");
        }
    });
}

test("from the database: jose refuses a VC-JWT whose revocation Digital Bazaar's list shows", async () => {
    const issuer = await database.createIssuer();
    const award = await database.issue(issuer, "vc-jwt");
    await database.revoke(award);
    const payload = await tokens.verifyWithSet(award.text, await database.jwks(issuer));
    const lists = await database.statusList(issuer, payload.credentialStatus);
    const { encodedList } = lists[payload.credentialStatus.statusListCredential].credentialSubject;
    const list = await digitalBazaar.decodeStatusList(encodedList);
    assert.equal(list.getStatus(Number(payload.credentialStatus.statusListIndex)), true);
});
