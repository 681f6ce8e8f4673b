// What a holder shows of the ecdsa-sd-2023 credential on standard input, everything unless pointers are given:
// node derive.mjs [POINTER...]. For the tests in Python: openvc derives nothing whose subject has no id.
import { text } from "node:stream/consumers";
import { derive, members } from "./digital_bazaar.mjs";

const credential = JSON.parse(await text(process.stdin));
const pointers = process.argv.slice(2);
process.stdout.write(JSON.stringify(await derive(credential, pointers.length > 0 ? pointers : members(credential))));
