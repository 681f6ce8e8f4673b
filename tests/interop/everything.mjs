// An award that uses nearly everything Open Badges 3.0 has, so that every part of its context is gone through:
// numbers and dates of all kinds, equal unnamed nodes, nested profiles, a context of the issuer's own.
import { openBadgeCredential } from "./credentials.mjs";
import { CREDENTIALS_V2, OPEN_BADGES_EXTENSIONS, OPEN_BADGES_V3 } from "./documents.mjs";

const alignment = (code) => ({
    type: ["Alignment"], targetName: `Standard ${code}`, targetUrl: `https://standards.example.org/${code}`,
    targetCode: code, targetFramework: "Standards", targetDescription: "Précis — “en détail”", targetType: "ceasn:Competency",
});

const identifier = (value) => ({ type: "IdentifierEntry", identifier: value, identifierType: "ext:ticket" });

const organisation = (id) => ({
    id, type: ["Profile"], name: "Example Board", phone: "+15551234567", official: "Board",
    address: {
        type: ["Address"], streetAddress: "1 Example Street", addressLocality: "Zürich", postalCode: "8000", addressCountryCode: "CH",
        geo: { type: "GeoCoordinates", latitude: 47.376887, longitude: -8.5e-7 },
    },
    otherIdentifier: [identifier("b-1"), identifier("b-2")],
});

const level = (name) => ({
    id: `https://school.example.org/levels/${name}`, type: ["RubricCriterionLevel"], name, level: name, points: "1", description: `The ${name} one`,
    alignment: [alignment(name)],
});

// What Digital Bazaar's libraries cannot sign, or not verify once it was written as text.
const BEYOND = {
    // Only a context that is the same object, not an equal one, is taken for the one the proof names.
    jcs: (document) => {
        document["@context"].pop();
        delete document.room;
        delete document.seats;
    },
    // Lists are given an id like nodes are, and coordinates are not found again after compaction.
    "sd-2023": ({ issuer, credentialSubject: { achievement } }) => {
        delete achievement.resultDescription[0].allowedValue;
        delete issuer.parentOrg.address.geo;
        delete achievement.creator.address.geo;
    },
};

// everything(issuer, form): as much of it as the libraries bear in this form of proof.
export function everything(issuer, form) {
    const document = structuredClone(all(issuer));
    for (const [suite, leaveOut] of Object.entries(BEYOND)) {
        if (form.includes(suite)) { leaveOut(document); }
    }
    return document;
}

function all(issuer) {
    const levels = [level("low"), level("high")];
    const document = openBadgeCredential(issuer);
    Object.assign(document.issuer, {
        email: "badges@school.example.org", image: { id: "https://school.example.org/logo.png", type: "Image", caption: "Logo" },
        parentOrg: organisation("https://board.example.org"), otherIdentifier: [identifier("s-1")],
    });
    Object.assign(document.credentialSubject, {
        activityStartDate: "2025-01-01T08:00:00+01:00", activityEndDate: "2025-06-30T16:30:00.250Z",
        creditsEarned: 3.5, licenseNumber: "L/42", role: "Speaker", term: "Spring", narrative: "Tab\there, \\ and \"quotes\".\nA new line 🎓",
        identifier: [
            { type: "IdentityObject", hashed: false, identityHash: "learner@example.org", identityType: "emailAddress" },
            { type: "IdentityObject", hashed: true, identityHash: `sha256$${"ab".repeat(32)}`, identityType: "ext:badge", salt: "s" },
        ],
        image: { id: "https://school.example.org/award.png", type: "Image" },
        source: { id: "https://board.example.org/assessor", type: ["Profile"], givenName: "Ada", familyName: "Example", dateOfBirth: "1990-02-28" },
        // Two results that say the same: nothing but the signature's own order tells them apart.
        result: [
            { type: ["Result"], resultDescription: "https://school.example.org/results/grade", value: "A", status: "Completed" },
            { type: ["Result"], resultDescription: "https://school.example.org/results/grade", value: "A", status: "Completed" },
            { type: ["Result"], resultDescription: "https://school.example.org/results/rubric", achievedLevel: levels[1].id, alignment: [alignment("R.1")] },
        ],
    });
    Object.assign(document.credentialSubject.achievement, {
        creator: organisation("https://creator.example.org"), creditsAvailable: 100, humanCode: "I-101", inLanguage: "en-GB", version: "1.0",
        fieldOfStudy: "Computing", specialization: "Standards", tag: ["b", "a", "a", "ß", "𝔸"],
        alignment: [alignment("A.1"), alignment("A.2")], otherIdentifier: [identifier("a-1")],
        related: [{ id: "https://school.example.org/achievements/older", type: ["Related"], version: "0.9", inLanguage: "de" }],
        resultDescription: [
            { id: "https://school.example.org/results/grade", type: ["ResultDescription"], name: "Grade", resultType: "LetterGrade", allowedValue: ["C", "B", "A"], requiredValue: "B" },
            { id: "https://school.example.org/results/rubric", type: ["ResultDescription"], name: "Rubric", resultType: "RubricCriterionLevel", rubricCriterionLevel: levels, requiredLevel: levels[0].id },
        ],
    });
    return {
        ...document,
        "@context": [
            CREDENTIALS_V2, OPEN_BADGES_V3, OPEN_BADGES_EXTENSIONS,
            { room: "https://school.example.org/terms#room", seats: { "@id": "https://school.example.org/terms#seats", "@type": "http://www.w3.org/2001/XMLSchema#integer" } },
        ],
        room: "R 1.01", seats: 24,
        awardedDate: "2025-07-01T00:00:00Z",
        evidence: [
            { id: "https://school.example.org/evidence/1", type: ["Evidence"], genre: "Film", audience: "All", name: "A film" },
            { type: ["Evidence"], narrative: "The same twice." },
            { type: ["Evidence"], narrative: "The same twice." },
        ],
        credentialSchema: [{
            id: "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json", type: "1EdTechJsonSchemaValidator2019",
        }],
        refreshService: { id: "https://school.example.org/refresh/1", type: "1EdTechCredentialRefresh" },
        termsOfUse: [{ id: "https://school.example.org/terms", type: "https://school.example.org/terms#Terms" }],
    };
}

// The same document as another program might write it: other order of members, other spacing, escapes and numbers.
export function rewritten(document) {
    const reversed = (value) => {
        if (Array.isArray(value)) { return value.map(reversed); }
        if (value === null || typeof value !== "object") { return value; }
        return Object.fromEntries(Object.entries(value).reverse().map(([name, member]) => [name, reversed(member)]));
    };
    return JSON.stringify(reversed(document), null, 3)
        .replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
        .replaceAll("https://school", "https:\\/\\/school")
        .replace(/("creditsAvailable": )100\b/, "$11.0E+2");
}
