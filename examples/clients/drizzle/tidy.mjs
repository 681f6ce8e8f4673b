// Makes of what drizzle-kit pulled the schema that is kept. It knows no bytea, and the indexes, policies and checks are the
// extension's to keep: it writes calls of functions in them wrong.
import { readFileSync, writeFileSync, rmSync, readdirSync } from "node:fs";

const pulled = readFileSync("drizzle/schema.ts", "utf8");
const tidy = pulled
    .replace(/^import .*pg-core"$/m, 'import { pgSchema, customType, uuid, text, timestamp, integer, bigint, boolean, jsonb, smallint, inet } from "drizzle-orm/pg-core"')
    .replace(/^export const badges = .*$/m, 'const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });\n\n$&')
    .replace(/^\t\/\/ TODO: failed to parse database type 'bytea'\n/gm, "")
    .replace(/: unknown\(/g, ": bytea(")
    .replace(/^export const \w+ = badges\.sequence\(.*\n/gm, "")
    .replace(/^}, \(table\) => \[$[^]*?^\]\);$/gm, "});")
    .replace(/default\(\[""\]\)/g, "default([])")
    .replace(/(\w+)InBadges/g, "$1");

for (const file of readdirSync("drizzle")) rmSync(`drizzle/${file}`, { recursive: true });
writeFileSync("drizzle/schema.ts", tidy);
