// Every document that differs from a given one in a single place.
import { changeCharacter } from "./credentials.mjs";

// The value at every place of a document, with a way to put another there or nothing.
function* places(value, path = "", owner = null, name = null) {
    if (owner) { yield { path, value, owner, name }; }
    if (value !== null && typeof value === "object") {
        for (const member of Object.keys(value)) { yield* places(value[member], `${path}/${member}`, value, member); }
    }
}

const other = (value) => {
    if (typeof value === "string") { return changeCharacter(value); }
    if (typeof value === "number") { return value + 1; }
    return !value;
};

const remove = ({ owner, name }) => { if (Array.isArray(owner)) { owner.splice(Number(name), 1); } else { delete owner[name]; } };

// [what was done, the document with it]: every value changed, everything left out, and something added to every object.
export function* mutations(document) {
    const count = [...places(document)].length;
    const at = (index) => {
        const copy = structuredClone(document);
        return [copy, [...places(copy)][index]];
    };
    for (let index = 0; index < count; index += 1) {
        const [less, left] = at(index);
        remove(left);
        yield [`${left.path} left out`, less];
        const [changed, { path, value, owner, name }] = at(index);
        if (typeof value !== "object") {
            owner[name] = other(value);
            yield [`${path} changed`, changed];
        } else if (!Array.isArray(value)) {
            value.name = "Another name";
            yield [`${path} with another name`, changed];
        }
    }
}
