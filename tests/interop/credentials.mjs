// The award every library issues here, and the ways it is tampered with.
import { randomUUID } from "node:crypto";
import { CREDENTIALS_V2, OPEN_BADGES_V3 } from "./documents.mjs";

export const RECIPIENT = "mailto:learner@example.org";

const wholeSeconds = (time) => `${new Date(time).toISOString().slice(0, 19)}Z`;
const DAY = 86_400_000;

export function openBadgeCredential(issuer, members = {}) {
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_V3],
        id: `urn:uuid:${randomUUID()}`,
        type: ["VerifiableCredential", "OpenBadgeCredential"],
        name: "Interoperability",
        issuer: { id: issuer, type: ["Profile"], name: "Example School", url: "https://school.example.org" },
        validFrom: wholeSeconds(Date.now() - DAY),
        validUntil: wholeSeconds(Date.now() + 365 * DAY),
        credentialSubject: {
            id: RECIPIENT,
            type: ["AchievementSubject"],
            achievement: {
                id: "https://school.example.org/achievements/interoperability",
                type: ["Achievement"],
                name: "Interoperability",
                description: "Was understood by software from elsewhere.",
                criteria: { narrative: "Be *read* by others." },
                achievementType: "Badge",
            },
        },
        evidence: [{ id: "https://school.example.org/evidence/1", type: ["Evidence"], name: "A log", narrative: "“Verified” – twice." }],
        ...members,
    };
}

// What somebody else says of an award: Open Badges 3.0, "EndorsementCredential".
export function endorsementCredential(issuer, endorsed) {
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_V3],
        id: `urn:uuid:${randomUUID()}`,
        type: ["VerifiableCredential", "EndorsementCredential"],
        name: "Endorsement",
        issuer: { id: issuer, type: ["Profile"], name: "Example Employer" },
        validFrom: wholeSeconds(Date.now() - DAY),
        credentialSubject: { id: endorsed, type: ["EndorsementSubject"], endorsementComment: "We hire by it." },
    };
}

// The last character of a base58 or base64url text carries bits that decoding may ignore, so one in the middle is changed.
export function changeCharacter(text) {
    const at = Math.floor(text.length / 2);
    return text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
}

const laterBy = (days, time) => wholeSeconds(Date.parse(time) + days * DAY);

// Changes that any proof over the document must reveal. The names say what a forger would want.
const TAMPERINGS = {
    "another recipient": ({ credentialSubject: subject }) => {
        if (subject.id) { subject.id = "mailto:somebody.else@example.org"; } else { subject.identifier[0].identityHash = `sha256$${"0".repeat(64)}`; }
    },
    "another achievement": (credential) => { credential.credentialSubject.achievement.name = "Mastery"; },
    "another issuer's name": (credential) => { credential.issuer.name = "Another School"; },
    "another credential id": (credential) => { credential.id = "urn:uuid:00000000-0000-4000-8000-000000000000"; },
    "an earlier award": (credential) => { credential.validFrom = laterBy(-100, credential.validFrom); },
    "a longer validity": (credential) => { credential.validUntil = laterBy(1000, credential.validUntil ?? credential.validFrom); },
    "an added claim": (credential) => { credential.credentialSubject.achievement.tag = ["honours"]; },
    "a claim left out": (credential) => { delete credential.credentialSubject.achievement.description; },
};

// Changes of a proof that the proof itself must reveal.
const PROOF_TAMPERINGS = {
    "another proof value": (proof) => { proof.proofValue = changeCharacter(proof.proofValue); },
    "another time of signing": (proof) => { proof.created = laterBy(1, proof.created); },
    "another purpose": (proof) => { proof.proofPurpose = "authentication"; },
};

// The one proof of a credential, whether it stands in an array or not.
export const proofOf = (credential) => [credential.proof].flat()[0];

// [name, tampered copy] of each tampering.
export function* tampered(credential) {
    for (const [name, change] of Object.entries(TAMPERINGS)) {
        const copy = structuredClone(credential);
        change(copy);
        yield [name, copy];
    }
    for (const [name, change] of Object.entries(PROOF_TAMPERINGS)) {
        const copy = structuredClone(credential);
        change(proofOf(copy));
        yield [name, copy];
    }
}
