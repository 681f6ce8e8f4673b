import { pgSchema, customType, uuid, text, timestamp, integer, bigint, boolean, jsonb, smallint, inet } from "drizzle-orm/pg-core"
import { sql } from "drizzle-orm"

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

export const badges = pgSchema("badges");


export const users = badges.table("users", {
	userId: uuid("user_id").defaultRandom().primaryKey().notNull(),
	email: text().notNull(),
	name: text(),
	emailVerifiedAt: timestamp("email_verified_at", { withTimezone: true, mode: 'string' }),
	lastLoginAt: timestamp("last_login_at", { withTimezone: true, mode: 'string' }),
	disabledAt: timestamp("disabled_at", { withTimezone: true, mode: 'string' }),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
});

export const webauthnCredentials = badges.table("webauthn_credentials", {
	credentialId: text("credential_id").primaryKey().notNull(),
	userId: uuid("user_id").notNull(),
	rpId: text("rp_id").notNull(),
	publicKey: bytea("public_key").notNull(),
	publicKeyAlg: integer("public_key_alg").notNull(),
	// You can use { mode: "bigint" } if numbers are exceeding js number limitations
	signCount: bigint("sign_count", { mode: "number" }).default(0).notNull(),
	aaguid: uuid(),
	transports: text().array().default([]).notNull(),
	discoverable: boolean(),
	backupEligible: boolean("backup_eligible").default(false),
	backupState: boolean("backup_state").default(false).notNull(),
	nickname: text(),
	lastUsedAt: timestamp("last_used_at", { withTimezone: true, mode: 'string' }),
	cloneSuspectedAt: timestamp("clone_suspected_at", { withTimezone: true, mode: 'string' }),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	userHandle: bytea("user_handle"),
});

export const loginTokens = badges.table("login_tokens", {
	tokenId: uuid("token_id").primaryKey().notNull(),
	userId: uuid("user_id"),
	email: text(),
	purpose: text().notNull(),
	codeHash: bytea("code_hash"),
	tokenHash: bytea("token_hash"),
	codeChallenge: text("code_challenge"),
	state: jsonb(),
	attempts: smallint().default(0).notNull(),
	maxAttempts: smallint("max_attempts").default(5).notNull(),
	expiresAt: timestamp("expires_at", { withTimezone: true, mode: 'string' }).notNull(),
	consumedAt: timestamp("consumed_at", { withTimezone: true, mode: 'string' }),
	createdIp: inet("created_ip"),
	userAgent: text("user_agent"),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
});

export const issuerProfiles = badges.table("issuer_profiles", {
	issuerId: uuid("issuer_id").default(sql`badges.uuid_v7()`).primaryKey().notNull(),
	ownerUserId: uuid("owner_user_id"),
	issuerJson: jsonb("issuer_json").notNull(),
	name: text().generatedAlwaysAs(sql`badges.ob_json_text(issuer_json, 'name'::text)`),
	url: text().generatedAlwaysAs(sql`badges.ob_json_text(issuer_json, 'url'::text)`),
	email: text().generatedAlwaysAs(sql`badges.ob_json_text(issuer_json, 'email'::text)`),
	description: text().generatedAlwaysAs(sql`badges.ob_json_text(issuer_json, 'description'::text)`),
	publicKeys: jsonb("public_keys").default([]).notNull(),
	encryptedPrivateKey: bytea("encrypted_private_key"),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	received: boolean().default(false).notNull(),
});

export const badgeClasses = badges.table("badge_classes", {
	badgeId: uuid("badge_id").default(sql`badges.uuid_v7()`).primaryKey().notNull(),
	issuerId: uuid("issuer_id").notNull(),
	badgeJson: jsonb("badge_json").notNull(),
	name: text().generatedAlwaysAs(sql`badges.ob_json_text(badge_json, 'name'::text)`),
	description: text().generatedAlwaysAs(sql`badges.ob_json_text(badge_json, 'description'::text)`),
	criteria: text().generatedAlwaysAs(sql`badges.ob_json_text(badge_json, 'criteria'::text)`),
	imageUrl: text("image_url").generatedAlwaysAs(sql`badges.ob_json_text(badge_json, 'image_url'::text)`),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	received: boolean().default(false).notNull(),
});

export const badgeAssertions = badges.table("badge_assertions", {
	assertionId: uuid("assertion_id").default(sql`badges.uuid_v7()`).primaryKey().notNull(),
	badgeId: uuid("badge_id").notNull(),
	issuerId: uuid("issuer_id").notNull(),
	assertionJson: jsonb("assertion_json").notNull(),
	recipientType: text("recipient_type").generatedAlwaysAs(sql`badges.ob_json_text(assertion_json, 'recipient_type'::text)`),
	recipientIdentity: text("recipient_identity").generatedAlwaysAs(sql`badges.ob_json_text(assertion_json, 'recipient_identity'::text)`),
	recipientHashed: boolean("recipient_hashed").generatedAlwaysAs(sql`badges.ob_json_boolean(assertion_json, 'recipient_hashed'::text)`),
	issuedOn: timestamp("issued_on", { withTimezone: true, mode: 'string' }).generatedAlwaysAs(sql`badges.ob_json_timestamp(assertion_json, 'issued_on'::text)`),
	expiresAt: timestamp("expires_at", { withTimezone: true, mode: 'string' }).generatedAlwaysAs(sql`badges.ob_json_timestamp(assertion_json, 'expires_at'::text)`),
	evidenceUrl: text("evidence_url").generatedAlwaysAs(sql`badges.ob_json_text(assertion_json, 'evidence_url'::text)`),
	recipientKey: bytea("recipient_key"),
	// You can use { mode: "bigint" } if numbers are exceeding js number limitations
	statusIndex: bigint("status_index", { mode: "number" }).default(sql`badges.next_status_index()`),
	revoked: boolean().default(false).notNull(),
	revokedAt: timestamp("revoked_at", { withTimezone: true, mode: 'string' }),
	revocationReason: text("revocation_reason"),
	suspendedAt: timestamp("suspended_at", { withTimezone: true, mode: 'string' }),
	credentialText: text("credential_text"),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	holderUserId: uuid("holder_user_id"),
	received: boolean().default(false).notNull(),
});
