// Open Badges from Node: Drizzle ORM over node-postgres. The connection comes from PGHOST, PGUSER and so on; the types of the
// tables from drizzle/schema.ts, which `npm run pull` reads out of the database.
import { DrizzleQueryError, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { Pool, type DatabaseError } from "pg";
import { badgeAssertions, badgeClasses, issuerProfiles } from "./drizzle/schema.ts";

// Where the login itself is granted badges_app, the option goes.
const pool = new Pool({ options: "-c role=badges_app" });
const db = drizzle(pool);

/** The one row of a call. Functions are called in SQL; a document goes in as JSON. */
async function call<Row extends Record<string, unknown>>(query: ReturnType<typeof sql>): Promise<Row> {
    return (await db.execute(query)).rows[0] as Row;
}
const json = (document: object) => sql`${JSON.stringify(document)}::jsonb`;

const issuer = await call<{ issuer_id: string; id: string }>(sql`
    SELECT issuer_id, issuer_json->>'id' AS id FROM badges.create_issuer(${json({
        name: "Example Academy", url: "https://academy.example.org", email: "badges@academy.example.org",
    })})`);

// A plain insert names the ids and the whole document; name, description and so on are generated from it. Columns are named
// in RETURNING and SELECT, because badges_app may not read all those of issuer_profiles.
const document = {
    "@context": "https://w3id.org/openbadges/v2", type: "BadgeClass", id: "https://academy.example.org/badges/first-aid",
    name: "First Aid", description: "Can give first aid until help arrives.", issuer: issuer.id,
    criteria: { narrative: "Pass the practical test." }, image: "https://academy.example.org/first-aid.png",
};
const [badge] = await db.insert(badgeClasses).values({ issuerId: issuer.issuer_id, badgeJson: document })
    .returning({ badgeId: badgeClasses.badgeId, name: badgeClasses.name });
const award = await call<{ assertion_id: string; assertion_json: object }>(sql`
    SELECT assertion_id, assertion_json FROM badges.issue_assertion(${badge.badgeId}, 'ada@example.org')`);

const [row] = await db.select({ issuer: issuerProfiles.name, badge: badgeClasses.name, issuedOn: badgeAssertions.issuedOn })
    .from(badgeAssertions)
    .innerJoin(badgeClasses, eq(badgeClasses.badgeId, badgeAssertions.badgeId))
    .innerJoin(issuerProfiles, eq(issuerProfiles.issuerId, badgeAssertions.issuerId))
    .where(eq(badgeAssertions.assertionId, award.assertion_id));
console.log(`${row.issuer} awarded ${row.badge} in ${new Date(row.issuedOn!).getFullYear()}`);

// What a person shows is text. The report says what was checked; a bad badge is no exception.
type Report = { valid: boolean; checks: { status: string; message: string }[] };
const shown = JSON.stringify(award.assertion_json);
for (const [name, credential] of [["as it was issued", shown], ["tampered with", shown.replace("First Aid", "Surgery")]]) {
    const { report } = await call<{ report: Report }>(sql`
        SELECT badges.verify_credential(${credential}, recipient => 'ada@example.org') AS report`);
    const failed = report.checks.filter((check) => check.status === "failed").map((check) => check.message);
    console.log(`${name}: ${report.valid ? "valid" : `not valid: ${failed.join("; ")}`}`);
}

// A document that breaks the standard is refused by the table itself; its detail names every broken rule.
try {
    await db.insert(badgeClasses).values({ issuerId: issuer.issuer_id, badgeJson: { ...document, image: "none" } });
} catch (error) {
    if (!(error instanceof DrizzleQueryError)) throw error;
    const refusal = error.cause as DatabaseError;
    console.log(`refused: ${refusal.detail?.split("\n")[0]}`);
}

// The code goes to the person by mail, and comes back from the page it was typed into.
const token = await call<{ token_id: string; code: string }>(sql`SELECT token_id, code FROM badges.create_login_token('ada@example.org')`);
const user = await call<{ verified: boolean; email: string }>(sql`
    SELECT verified, email FROM badges.verify_login_token(${token.token_id}, ${token.code})`);
console.log(user.verified ? `signed in: ${user.email}` : "not signed in");

await pool.end();
