// Credentials with Data Integrity proofs, issued and verified by Digital Bazaar's libraries.
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as EcdsaMultikey from "@digitalbazaar/ecdsa-multikey";
import * as ecdsaJcs2019 from "@digitalbazaar/ecdsa-jcs-2019-cryptosuite";
import { cryptosuite as ecdsaRdfc2019 } from "@digitalbazaar/ecdsa-rdfc-2019-cryptosuite";
import * as ecdsaSd2023 from "@digitalbazaar/ecdsa-sd-2023-cryptosuite";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { Ed25519Signature2020 } from "@digitalbazaar/ed25519-signature-2020";
import * as eddsaJcs2022 from "@digitalbazaar/eddsa-jcs-2022-cryptosuite";
import { cryptosuite as eddsaRdfc2022 } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import * as vc from "@digitalbazaar/vc";
import * as statusLists from "@digitalbazaar/vc-bitstring-status-list";
import { controllerDocument, documentLoader } from "./documents.mjs";

const ed25519 = { algorithm: "Ed25519", generate: (options) => Ed25519Multikey.generate(options) };
const p256 = { algorithm: "P-256", generate: (options) => EcdsaMultikey.generate({ curve: "P-256", ...options }) };
const p384 = { algorithm: "P-384", generate: (options) => EcdsaMultikey.generate({ curve: "P-384", ...options }) };

const dataIntegrity = (sign, verify, derive) => ({
    signing: (key, options) => new DataIntegrityProof({ signer: key.signer(), cryptosuite: sign(options) }),
    verifying: () => new DataIntegrityProof({ cryptosuite: verify() }),
    deriving: derive && ((options) => new DataIntegrityProof({ cryptosuite: derive(options) })),
});

const families = {
    // The suites made by a function take options where they have any: ecdsa-sd-2023, what is always disclosed.
    "eddsa-rdfc-2022": dataIntegrity(() => eddsaRdfc2022, () => eddsaRdfc2022),
    "eddsa-jcs-2022": dataIntegrity(eddsaJcs2022.createSignCryptosuite, eddsaJcs2022.createVerifyCryptosuite),
    "ecdsa-rdfc-2019": dataIntegrity(() => ecdsaRdfc2019, () => ecdsaRdfc2019),
    "ecdsa-jcs-2019": dataIntegrity(ecdsaJcs2019.createSignCryptosuite, ecdsaJcs2019.createVerifyCryptosuite),
    "ecdsa-sd-2023": dataIntegrity(
        ecdsaSd2023.createSignCryptosuite, ecdsaSd2023.createVerifyCryptosuite, ecdsaSd2023.createDiscloseCryptosuite,
    ),
    // Before Data Integrity: many issued badges carry it.
    Ed25519Signature2020: {
        signing: (key) => new Ed25519Signature2020({ key }),
        verifying: () => new Ed25519Signature2020(),
    },
};

// Every form of proof these libraries make: the cryptosuite and the kind of key.
export const FORMS = {
    "eddsa-rdfc-2022": { suite: "eddsa-rdfc-2022", key: ed25519 },
    "eddsa-jcs-2022": { suite: "eddsa-jcs-2022", key: ed25519 },
    "ecdsa-rdfc-2019 with P-256": { suite: "ecdsa-rdfc-2019", key: p256 },
    "ecdsa-rdfc-2019 with P-384": { suite: "ecdsa-rdfc-2019", key: p384 },
    "ecdsa-jcs-2019 with P-256": { suite: "ecdsa-jcs-2019", key: p256 },
    "ecdsa-jcs-2019 with P-384": { suite: "ecdsa-jcs-2019", key: p384 },
    "ecdsa-sd-2023": { suite: "ecdsa-sd-2023", key: p256 },
    Ed25519Signature2020: { suite: "Ed25519Signature2020", key: ed25519 },
};

// What a holder may not leave out of an award.
const MANDATORY = ["/issuer", "/validFrom", "/validUntil", "/credentialStatus"];

// An issuer with a new key: known by the key itself, or by a URL under which the returned `resources` are found.
export async function createIssuer(form, url = null) {
    const { generate } = FORMS[form].key;
    const key = await generate({});
    const id = url ?? `did:key:${key.publicKeyMultibase}`;
    key.controller = id;
    key.id = `${id}#${key.publicKeyMultibase}`;
    const method = await key.export({ publicKey: true, includeContext: false });
    return { id, key, form, resources: url ? { [id]: controllerDocument(id, method) } : {} };
}

export async function issue({ key, form }, credential) {
    const { suite } = FORMS[form];
    const mandatoryPointers = MANDATORY.filter((pointer) => pointer.slice(1) in credential);
    return vc.issue({
        credential: structuredClone(credential),
        suite: families[suite].signing(key, { mandatoryPointers }),
        documentLoader: documentLoader(),
    });
}

// derive(credential, pointers): what the holder of an ecdsa-sd-2023 credential shows of it.
export async function derive(credential, selectivePointers) {
    return vc.derive({
        verifiableCredential: structuredClone(credential),
        suite: families["ecdsa-sd-2023"].deriving({ selectivePointers }),
        documentLoader: documentLoader(),
    });
}

// A pointer to each member of a credential that can be disclosed.
export const members = (credential) =>
    Object.keys(credential).filter((name) => !["@context", "proof"].includes(name)).map((name) => `/${name}`);

// A credential as a verifier gets to see it: of ecdsa-sd-2023, what its holder derived.
export async function issuePresentable(issuer, credential) {
    const issued = await issue(issuer, credential);
    return issuer.form === "ecdsa-sd-2023" ? derive(issued, members(issued)) : issued;
}

const verifyingSuites = () => Object.values(families).map((family) => family.verifying());

// verify(credential, resources): {verified, error}. Statuses are looked up in lists found among the resources.
export async function verify(credential, resources = {}) {
    return vc.verifyCredential({
        credential: structuredClone(credential),
        suite: verifyingSuites(),
        documentLoader: documentLoader(resources),
        checkStatus: async (options) => {
            const result = await statusLists.checkStatus({ ...options, documentLoader: documentLoader(resources), suite: verifyingSuites() });
            const set = result.results?.some(({ status }) => status);
            return set ? { ...result, verified: false, error: new Error("the status is set") } : result;
        },
    });
}

// A status list of an issuer in which the given indexes are set.
export async function issueStatusList(issuer, { url, purpose = "revocation", set = [], length = 131_072 }) {
    const list = await statusLists.createList({ length });
    for (const index of set) { list.setStatus(index, true); }
    const credential = await statusLists.createCredential({ id: url, list, statusPurpose: purpose });
    return issue(issuer, { ...credential, issuer: issuer.id, validFrom: `${new Date().toISOString().slice(0, 19)}Z` });
}

export const decodeStatusList = (encodedList) => statusLists.decodeList({ encodedList });

// Why a verification failed, in words.
export function reasons({ error, statusResult }) {
    return [error, ...(error?.errors ?? []), statusResult?.error].filter(Boolean).map(({ message }) => message).join("; ");
}
