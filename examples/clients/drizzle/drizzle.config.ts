// Where `npm run pull` reads the schema from; what it writes, drizzle/schema.ts, is kept.
import { defineConfig } from "drizzle-kit";

export default defineConfig({
    dialect: "postgresql",
    schemaFilter: ["badges"],
    out: "./drizzle",
    introspect: { casing: "camel" },
    dbCredentials: {
        host: process.env.PGHOST ?? "localhost",
        port: Number(process.env.PGPORT ?? 5432),
        user: process.env.PGUSER ?? "postgres",
        password: process.env.PGPASSWORD,
        database: process.env.PGDATABASE ?? "badges",
        ssl: false,
    },
});
