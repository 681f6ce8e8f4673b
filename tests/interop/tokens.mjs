// Credentials as VC-JWT, signed and verified by jose.
import * as jose from "jose";
import { controllerDocument, verificationMethods } from "./documents.mjs";

export const ALGORITHMS = ["EdDSA", "ES256", "ES384", "RS256"];

const KINDS = { EdDSA: { crv: "Ed25519" }, RS256: { modulusLength: 2048 } };

// An issuer with a new key: known by the key itself (did:jwk), or by a URL under which the returned `resources` are found.
export async function createIssuer(algorithm, url = null) {
    const { publicKey, privateKey } = await jose.generateKeyPair(algorithm, { extractable: true, ...KINDS[algorithm] });
    const publicKeyJwk = await jose.exportJWK(publicKey);
    const id = url ?? `did:jwk:${jose.base64url.encode(JSON.stringify(publicKeyJwk))}`;
    const kid = `${id}#${url ? await jose.calculateJwkThumbprint(publicKeyJwk) : "0"}`;
    const method = { id: kid, type: "JsonWebKey", controller: id, publicKeyJwk };
    return {
        id, algorithm, privateKey, publicKeyJwk, kid,
        publicKeyPem: () => jose.exportSPKI(publicKey),
        resources: url ? { [id]: controllerDocument(id, method) } : {},
    };
}

const seconds = (time) => Math.floor(Date.parse(time) / 1000);

// Open Badges 3.0, 8.2.4: the payload is the credential, with the registered claims beside its members.
export function claims(credential) {
    return {
        ...credential,
        iss: credential.issuer.id,
        jti: credential.id,
        nbf: seconds(credential.validFrom),
        ...(credential.validUntil && { exp: seconds(credential.validUntil) }),
        ...(credential.credentialSubject.id && { sub: credential.credentialSubject.id }),
    };
}

// The key is named by its id in `kid`, or carried whole in `jwk`; `claims` takes the place of what the credential says.
export async function issue({ privateKey, algorithm, kid, publicKeyJwk }, credential, { embedKey = false, claims: others } = {}) {
    return new jose.SignJWT({ ...claims(credential), ...others })
        .setProtectedHeader({ alg: algorithm, typ: "JWT", ...(embedKey ? { jwk: publicKeyJwk } : { kid }) })
        .sign(privateKey);
}

// sign(issuer, text): the JWS of any text, as signed 2.0 assertions are.
export async function sign({ privateKey, algorithm }, text) {
    return new jose.CompactSign(new TextEncoder().encode(text)).setProtectedHeader({ alg: algorithm }).sign(privateKey);
}

// The key a token names, out of the document its issuer publishes or out of a did:jwk.
function keyNamed(kid, resources) {
    const [base] = kid.split("#");
    if (base.startsWith("did:jwk:")) { return JSON.parse(new TextDecoder().decode(jose.base64url.decode(base.slice("did:jwk:".length)))); }
    const method = verificationMethods(resources[base] ?? {}).find(({ id }) => id === kid);
    if (!method) { throw new Error(`no key ${kid}`); }
    return method.publicKeyJwk;
}

// verify(token, resources): the payload of a VC-JWT, or an error. The claims must repeat what the credential says.
export async function verify(token, resources = {}) {
    const { kid, jwk, alg } = jose.decodeProtectedHeader(token);
    const key = await jose.importJWK(kid ? keyNamed(kid, resources) : jwk, alg);
    const { payload } = await jose.jwtVerify(token, key, { algorithms: ALGORITHMS });
    for (const claim of ["iss", "jti", "nbf"]) {
        if (payload[claim] !== claims(payload)[claim]) { throw new Error(`${claim} is not what the credential says`); }
    }
    return payload;
}

// The key of a JWK set that a token names: by its id, by carrying it, or by its algorithm alone.
export async function keyOfSet(token, { keys }) {
    const { kid, jwk, alg } = jose.decodeProtectedHeader(token);
    const embedded = jwk && await jose.calculateJwkThumbprint(jwk);
    for (const key of keys) {
        if (kid ? key.kid === kid : embedded ? embedded === await jose.calculateJwkThumbprint(key) : key.alg === alg) { return key; }
    }
    throw new Error(`the set has no key for ${JSON.stringify({ kid, jwk, alg })}`);
}

// verifyWithSet(token, jwks): the payload of any compact JWS, with the key of a set that it names.
export async function verifyWithSet(token, jwks) {
    const key = await keyOfSet(token, jwks);
    const { payload } = await jose.compactVerify(token, await jose.importJWK(key), { algorithms: ALGORITHMS });
    return JSON.parse(new TextDecoder().decode(payload));
}

// The parts of a token with one of them changed by hand, the signature left as it was.
export function tamper(token, { header, payload, signature }) {
    const parts = token.split(".");
    const edit = (part, change) => {
        const value = JSON.parse(new TextDecoder().decode(jose.base64url.decode(part)));
        change(value);
        return jose.base64url.encode(JSON.stringify(value));
    };
    if (header) { parts[0] = edit(parts[0], header); }
    if (payload) { parts[1] = edit(parts[1], payload); }
    if (signature) { parts[2] = signature(parts[2]); }
    return parts.join(".");
}
