// The JSON-LD contexts and the issuers' documents the libraries read. Nothing is fetched: what is not here is an error.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { named as credentialsContexts } from "@digitalbazaar/credentials-context";
import dataIntegrity from "@digitalbazaar/data-integrity-context";
import multikey from "@digitalbazaar/multikey-context";
import ed25519Signature2020 from "ed25519-signature-2020-context";

export const CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2";
export const OPEN_BADGES_V3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
export const OPEN_BADGES_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";
export const MULTIKEY_V1 = "https://w3id.org/security/multikey/v1";
export const ED25519_2020_V1 = "https://w3id.org/security/suites/ed25519-2020/v1";
const DID_V1 = "https://www.w3.org/ns/did/v1";

// The package of Open Badges contexts on npm has an older revision of 3.0.3; the one in openbadgeslib is current.
export function openBadgesContext(file) {
    return JSON.parse(readFileSync(join(process.env.INTEROP_CONTEXTS, file), "utf8"));
}

const contexts = new Map([
    ...dataIntegrity.contexts,
    ...multikey.contexts,
    ...ed25519Signature2020.contexts,
    [CREDENTIALS_V2, credentialsContexts.get("v2").context],
    [OPEN_BADGES_V3, openBadgesContext("ob-v3p0-context-3.0.3.json")],
    [OPEN_BADGES_EXTENSIONS, openBadgesContext("ob-v3p0-extensions.json")],
]);

// What a did:key says of itself.
function didKeyDocument(did) {
    const value = did.slice("did:key:".length);
    const method = { "@context": MULTIKEY_V1, id: `${did}#${value}`, type: "Multikey", controller: did, publicKeyMultibase: value };
    return { "@context": [DID_V1, MULTIKEY_V1], id: did, verificationMethod: [method], assertionMethod: [method.id] };
}

// The document an issuer who is known by a URL publishes there.
export function controllerDocument(id, ...methods) {
    return {
        "@context": [DID_V1, MULTIKEY_V1],
        id,
        verificationMethod: methods,
        assertionMethod: methods.map((method) => method.id),
    };
}

// Every verification method of a document by its id, embedded in whichever relationship it may be.
export function verificationMethods(document) {
    return ["verificationMethod", "assertionMethod"]
        .flatMap((relationship) => [document[relationship] ?? []].flat())
        .filter((method) => typeof method === "object");
}

// documentLoader({url: document}): a loader that knows the contexts, did:key, the given documents and the keys in them.
export function documentLoader(resources = {}) {
    const lookUp = (url) => {
        const whole = contexts.get(url) ?? resources[url];
        if (whole) { return whole; }
        const [base, fragment] = url.split("#");
        const document = base.startsWith("did:key:") ? didKeyDocument(base) : resources[base];
        if (!fragment || !document) { return document; }
        const method = verificationMethods(document).find(({ id }) => id === url);
        return method && { "@context": MULTIKEY_V1, ...method };
    };
    return async (url) => {
        const document = lookUp(url);
        if (!document) { throw new Error(`nothing is known about ${url}`); }
        return { contextUrl: null, documentUrl: url, document: structuredClone(document) };
    };
}
