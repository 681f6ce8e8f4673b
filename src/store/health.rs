//! What `health()` asks the catalog and the tables: one table of rules, each a question whose rows are findings.

use crate::error::Error;
use pgrx::datum::DatumWithOid;
use pgrx::spi::Spi;

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something does not work, or a secret or a right is open to whom it should not be.
    Error,
    /// Something will stop working, or is weaker than it could be.
    Warning,
    /// Nothing is wrong; something is worth knowing.
    Info,
}

impl Severity {
    /// As SQL has it.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

/// Something an administrator should look at.
pub struct Finding {
    pub severity: Severity,
    /// Stable name of the rule.
    pub code: &'static str,
    /// What it is about: a role, a table, a setting, a row.
    pub object: String,
    pub message: String,
    /// The way out.
    pub hint: String,
}

/// A question to the catalog or the tables. Its rows: object, message, hint.
struct Rule {
    severity: Severity,
    code: &'static str,
    sql: &'static str,
}

/// Findings of one rule that are listed; of more, the number is told.
pub const LISTED: usize = 100;

/// A setting that is given to a role or to all databases is not seen by a session of another role.
macro_rules! set_for_a_role {
    ($setting:literal) => {
        concat!(
            "EXISTS (SELECT FROM pg_db_role_setting s, unnest(s.setconfig) AS setting
                      WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
                        AND starts_with(setting, '", $setting, "='))"
        )
    };
}

/// Tables and sequences of the extension.
macro_rules! relations {
    () => {
        "(SELECT c.*, c.oid::regclass::text AS name, e.extconfig FROM pg_class c
            JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
            JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid AND e.extname = 'badges'
           WHERE c.relkind IN ('r', 'p', 'S'))"
    };
}

/// Privileges that the extension was not made with, those of an administrator and of owners left out.
macro_rules! added_privileges {
    ($condition:literal) => {
        concat!(
            "WITH object AS (
                 SELECT 'pg_class'::regclass AS class, oid, 0 AS column_number, relowner AS owner, relacl AS acl, NULL AS column_name,
                        CASE relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || name AS name
                   FROM ", relations!(), " AS r
                 UNION ALL
                 SELECT 'pg_class'::regclass, r.oid, a.attnum, r.relowner, a.attacl, a.attname, 'TABLE ' || r.name
                   FROM ", relations!(), " AS r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attacl IS NOT NULL AND NOT a.attisdropped
                 UNION ALL
                 SELECT 'pg_proc'::regclass, p.oid, 0, p.proowner, coalesce(p.proacl, acldefault('f', p.proowner)), NULL,
                        'FUNCTION ' || p.oid::regprocedure
                   FROM pg_proc p WHERE p.pronamespace = 'badges'::regnamespace
                    AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
                 UNION ALL
                 SELECT 'pg_namespace'::regclass, oid, 0, nspowner, nspacl, NULL, 'SCHEMA badges'
                   FROM pg_namespace WHERE nspname = 'badges'
             ), initial AS (
                 SELECT i.classoid, i.objoid, i.objsubid, a.grantee, a.privilege_type
                   FROM pg_init_privs i, aclexplode(i.initprivs) a
             ), added AS (
                 SELECT o.*, a.grantee, a.privilege_type, coalesce(g.rolname, 'PUBLIC') AS grantee_name
                   FROM object o CROSS JOIN aclexplode(o.acl) a LEFT JOIN pg_roles g ON g.oid = a.grantee
                  WHERE a.grantee <> o.owner AND coalesce(g.rolname <> 'badges_admin' AND NOT g.rolsuper, true)
                    AND NOT EXISTS (SELECT FROM initial i WHERE (i.classoid, i.objoid, i.objsubid) = (o.class, o.oid, o.column_number)
                                       AND i.grantee = a.grantee AND i.privilege_type = a.privilege_type)
             ), safe_to_call AS (
                 SELECT objoid FROM initial LEFT JOIN pg_roles g ON g.oid = grantee
                  WHERE classoid = 'pg_proc'::regclass AND coalesce(g.rolname, 'badges_reader') = 'badges_reader'
             )
             SELECT name, format('%s has %s, which the extension did not give', grantee_name, string_agg(privilege, ', ' ORDER BY privilege)),
                    format('REVOKE %s ON %s FROM %s;', string_agg(privilege, ', ' ORDER BY privilege), name,
                           CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(grantee_name) END)
               FROM (SELECT *, privilege_type || coalesce(' (' || quote_ident(column_name) || ')', '') AS privilege FROM added) AS added
              WHERE ", $condition, "
              GROUP BY name, grantee, grantee_name ORDER BY name, grantee_name"
        )
    };
}

const RULES: &[Rule] = &[
    Rule {
        severity: Severity::Error,
        code: "owner_can_log_in",
        sql: "SELECT rolname, 'it owns the tables and the SECURITY DEFINER functions, and can log in or is a superuser',
                     'ALTER ROLE badges_owner NOLOGIN NOSUPERUSER;'
                FROM pg_roles WHERE rolname = 'badges_owner'
                 AND (rolsuper OR rolcanlogin AND NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus'))",
    },
    Rule {
        severity: Severity::Error,
        code: "owner_has_members",
        sql: "SELECT m.rolname, 'it is a member of badges_owner, which reads private keys and sees every row',
                     format('REVOKE badges_owner FROM %I;', m.rolname)
                FROM pg_auth_members a JOIN pg_roles o ON o.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
               WHERE o.rolname = 'badges_owner' GROUP BY m.rolname ORDER BY m.rolname",
    },
    Rule {
        severity: Severity::Error,
        code: "owned_by_another",
        sql: concat!(
            "SELECT name, format('it belongs to %s, who may change what it does with the rights of others', owner::regrole),
                    format('ALTER %s OWNER TO badges_owner;', name)
               FROM (SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || name AS name, relowner AS owner FROM ", relations!(), " AS r
                     UNION ALL
                     SELECT 'FUNCTION ' || p.oid::regprocedure, p.proowner FROM pg_proc p
                      WHERE p.pronamespace = 'badges'::regnamespace AND p.prosecdef
                        AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')) AS owned
              WHERE owner <> (SELECT oid FROM pg_roles WHERE rolname = 'badges_owner') ORDER BY name"
        ),
    },
    Rule {
        severity: Severity::Error,
        code: "row_security_bypassed",
        sql: "SELECT rolname, 'it passes over row-level security', format('ALTER ROLE %I NOSUPERUSER NOBYPASSRLS;', rolname)
                FROM pg_roles WHERE rolname IN ('badges_app', 'badges_user', 'badges_reader') AND (rolsuper OR rolbypassrls)
               ORDER BY rolname",
    },
    Rule {
        severity: Severity::Error,
        code: "role_in_role",
        sql: "SELECT m.rolname, format('it is a member of %s and may do all that this one may', r.rolname),
                     format('REVOKE %I FROM %I;', r.rolname, m.rolname)
                FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
               WHERE r.rolname IN ('badges_admin', 'badges_app', 'badges_user', 'badges_reader')
                 AND m.rolname IN ('badges_app', 'badges_user', 'badges_reader') ORDER BY m.rolname, r.rolname",
    },
    Rule {
        severity: Severity::Warning,
        code: "application_is_admin",
        sql: "SELECT rolname, 'it logs in as an application and is a member of badges_admin, too',
                     format('Let administrators log in as somebody else: REVOKE badges_admin FROM %I;', rolname)
                FROM pg_roles WHERE rolcanlogin AND NOT rolsuper AND pg_has_role(oid, 'badges_admin', 'MEMBER')
                 AND (pg_has_role(oid, 'badges_app', 'MEMBER') OR pg_has_role(oid, 'badges_user', 'MEMBER')
                      OR pg_has_role(oid, 'badges_reader', 'MEMBER')) ORDER BY rolname",
    },
    Rule {
        severity: Severity::Warning,
        code: "user_sees_all",
        sql: "SELECT rolname, 'it inherits badges_app as well as badges_user, and sees all rows where it should see those of one user',
                     format('Let applications and users log in as two: REVOKE badges_app FROM %I; or badges_user, whichever it is not for.', rolname)
                FROM pg_roles WHERE rolcanlogin AND NOT rolsuper AND pg_has_role(oid, 'badges_app', 'USAGE')
                 AND pg_has_role(oid, 'badges_user', 'USAGE') ORDER BY rolname",
    },
    Rule {
        severity: Severity::Error,
        code: "granted_to_public",
        sql: added_privileges!("grantee = 0"),
    },
    // SELECT alone shows no row, because no row-level policy names the role; keys and tokens stay with their owner all the same.
    Rule {
        severity: Severity::Warning,
        code: "granted_to_others",
        sql: added_privileges!(
            "grantee <> 0 AND CASE
                 WHEN class = 'pg_proc'::regclass THEN oid NOT IN (SELECT objoid FROM safe_to_call)
                 WHEN class = 'pg_namespace'::regclass THEN privilege_type <> 'USAGE'
                 WHEN privilege_type <> 'SELECT' OR name LIKE 'SEQUENCE%' THEN true
                 ELSE name = 'TABLE badges.login_tokens'
                      OR name = 'TABLE badges.issuer_profiles' AND coalesce(column_name, 'encrypted_private_key') = 'encrypted_private_key'
             END"
        ),
    },
    Rule {
        severity: Severity::Error,
        code: "row_security_off",
        sql: concat!(
            "SELECT name, 'row-level security is off: whoever may read the table sees every row',
                    format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY;', name)
               FROM ", relations!(), " AS r WHERE relkind <> 'S' AND NOT relrowsecurity ORDER BY name"
        ),
    },
    Rule {
        severity: Severity::Error,
        code: "constraint_not_valid",
        sql: concat!(
            "SELECT r.name, format('rows may break the constraint %s, which was never validated', n.conname),
                    format('ALTER TABLE %s VALIDATE CONSTRAINT %I;', r.name, n.conname)
               FROM ", relations!(), " AS r JOIN pg_constraint n ON n.conrelid = r.oid
              WHERE NOT n.convalidated ORDER BY r.name, n.conname"
        ),
    },
    Rule {
        severity: Severity::Error,
        code: "foreign_keys_off",
        sql: concat!(
            "SELECT r.name, 'its foreign keys are not checked, because triggers are disabled', format('ALTER TABLE %s ENABLE TRIGGER ALL;', r.name)
               FROM ", relations!(), " AS r
              WHERE EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = r.oid AND t.tgisinternal AND t.tgenabled = 'D') ORDER BY r.name"
        ),
    },
    Rule {
        severity: Severity::Error,
        code: "index_not_valid",
        sql: concat!(
            "SELECT i.indexrelid::regclass::text, 'the index is not valid, so it is kept up to date and never used',
                    format('REINDEX INDEX CONCURRENTLY %s;', i.indexrelid::regclass)
               FROM ", relations!(), " AS r JOIN pg_index i ON i.indrelid = r.oid WHERE NOT i.indisvalid ORDER BY 1"
        ),
    },
    Rule {
        severity: Severity::Error,
        code: "not_dumped",
        sql: concat!(
            "SELECT name, 'pg_dump leaves its rows out', 'Take its rows out with COPY, and put them into a database where CREATE EXTENSION was run anew.'
               FROM ", relations!(), " AS r
              WHERE name <> 'badges.login_tokens' AND NOT coalesce(oid = ANY (extconfig), false) ORDER BY name"
        ),
    },
    Rule {
        severity: Severity::Warning,
        code: "upgrade_pending",
        sql: "SELECT 'extension badges', format('the SQL is of version %s, and version %s is installed on this server', e.extversion, a.default_version),
                     'ALTER EXTENSION badges UPDATE;'
                FROM pg_extension e JOIN pg_available_extensions() AS a ON a.name = e.extname
               WHERE e.extname = 'badges' AND e.extversion <> a.default_version",
    },
    Rule {
        severity: Severity::Warning,
        code: "base_url_is_local",
        sql: "SELECT format('issuer %s', i.issuer_id), format('its badges were awarded below %s, which nobody else can reach', i.issuer_json ->> 'id'),
                     format('An id stays what it is. ALTER DATABASE %I SET badges.base_url = ''https://badges.example.org''; then connect again, make the issuer and its badge classes anew, and award them again.', current_database())
                FROM badges.issuer_profiles i
               WHERE NOT i.received AND i.issuer_json ->> 'id' ~ '^https?://(localhost|127[.]0[.]0[.]1|\\[::1\\])([:/]|$)'
                 AND EXISTS (SELECT FROM badges.badge_assertions a WHERE a.issuer_id = i.issuer_id) ORDER BY i.created_at, i.issuer_id",
    },
    Rule {
        severity: Severity::Error,
        code: "relying_party_unset",
        sql: concat!(
            "SELECT s.name, 'it is not set, so nobody can use a passkey', format('ALTER DATABASE %I SET %s = ''%s'';', current_database(), s.name, s.example)
               FROM (VALUES ('badges.rp_id', 'example.org', ", set_for_a_role!("badges.rp_id"), "),
                            ('badges.rp_origins', 'https://example.org', ", set_for_a_role!("badges.rp_origins"), ")) AS s (name, example, is_set)
              WHERE current_setting(s.name) = '' AND NOT s.is_set AND EXISTS (SELECT FROM badges.webauthn_credentials)"
        ),
    },
    Rule {
        severity: Severity::Warning,
        code: "passkeys_of_another_site",
        sql: "SELECT rp_id, format('%s passkeys belong to this domain, and badges.rp_id is %s: they cannot be used', count(*), current_setting('badges.rp_id')),
                     'A passkey belongs to one domain for ever. Set badges.rp_id back, or have people register new ones and delete these.'
                FROM badges.webauthn_credentials WHERE current_setting('badges.rp_id') NOT IN ('', rp_id)
               GROUP BY rp_id ORDER BY rp_id",
    },
    Rule {
        severity: Severity::Warning,
        code: "statements_are_logged",
        sql: "SELECT s.name, 'codes and links that are presented to sign in are written to the server log',
                     format('Log statements that define something, or that are slow: %s.', s.instead)
                FROM (VALUES ('log_statement', 'all', 'log_statement = ''ddl'''),
                             ('log_min_duration_statement', '0', 'log_min_duration_statement = ''1s''')) AS s (name, value, instead)
               WHERE current_setting(s.name) = s.value",
    },
    Rule {
        severity: Severity::Warning,
        code: "login_tokens_kept",
        sql: "SELECT 'badges.login_tokens', 'more than 10000 tokens ended more than 30 days ago',
                     'SELECT badges.purge_login_tokens(); once, and from then on at regular times.'
                FROM (SELECT FROM badges.login_tokens WHERE expires_at < now() - '30 days'::interval LIMIT 10001) AS old
              HAVING count(*) > 10000",
    },
    Rule {
        severity: Severity::Warning,
        code: "autovacuum_off",
        sql: concat!(
            "SELECT 'autovacuum', 'it is off, so no table is ever cleaned up', 'ALTER SYSTEM SET autovacuum = on; SELECT pg_reload_conf();'
              WHERE current_setting('autovacuum') = 'off'
             UNION ALL
             SELECT name, 'autovacuum is off for this table', format('ALTER TABLE %s RESET (autovacuum_enabled);', name)
               FROM ", relations!(), " AS r WHERE reloptions && '{autovacuum_enabled=false,autovacuum_enabled=off}'"
        ),
    },
    Rule {
        severity: Severity::Warning,
        code: "vacuum_behind",
        sql: concat!(
            "SELECT name, format('%s dead rows lie next to %s live ones', n_dead_tup, n_live_tup),
                    format('VACUUM %s; if it comes back, look for old transactions and replication slots, and give autovacuum more workers.', name)
               FROM ", relations!(), " AS r JOIN pg_stat_all_tables s ON s.relid = r.oid
              WHERE s.n_dead_tup > 100000 AND s.n_dead_tup > 2 * s.n_live_tup ORDER BY name"
        ),
    },
];

/// A connection keeps the library it has loaded, whatever is installed meanwhile. Argument: the version of the library.
const LIBRARY: Rule = Rule {
    severity: Severity::Warning,
    code: "library_outdated",
    sql: "SELECT 'extension badges', format('this connection has loaded version %s of the library, and the SQL is of version %s', $1, e.extversion),
                 'Connect anew, or restart the server if the library is preloaded; else install the library of that version.'
            FROM pg_extension e JOIN pg_available_extensions() AS a ON a.name = e.extname
           WHERE e.extname = 'badges' AND e.extversion <> $1 AND e.extversion = a.default_version",
};

/// What is not there though the extension makes it, and what is there though it does not. Arguments: kinds and names.
const MISSING: Rule = Rule {
    severity: Severity::Error,
    code: "object_missing",
    sql: concat!(
        "WITH relation AS (SELECT * FROM ", relations!(), " AS r)
         SELECT format('%s %s', e.kind, e.name), 'the extension makes it, and it is not there',
                format('Make it again as badges--%s.sql does, which lies in SHAREDIR/extension.', (SELECT extversion FROM pg_extension WHERE extname = 'badges'))
           FROM unnest($1, $2) AS e (kind, name)
          WHERE NOT CASE e.kind
                WHEN 'constraint' THEN EXISTS (SELECT FROM relation r JOIN pg_constraint n ON n.conrelid = r.oid WHERE n.conname = e.name)
                WHEN 'index' THEN EXISTS (SELECT FROM relation r JOIN pg_index i ON i.indrelid = r.oid WHERE i.indexrelid = to_regclass('badges.' || e.name))
                -- distribute() drops what Citus refuses.
                WHEN 'policy' THEN EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') OR EXISTS (SELECT FROM relation r JOIN pg_policy p ON p.polrelid = r.oid WHERE p.polname = e.name)
                WHEN 'column' THEN NOT EXISTS (SELECT FROM relation r WHERE r.relname = split_part(e.name, '.', 1)) OR EXISTS (SELECT FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
                                            WHERE r.relname || '.' || a.attname = e.name)
                ELSE EXISTS (SELECT FROM relation r WHERE r.relname = e.name) END
          ORDER BY 1"
    ),
};
const ADDED_COLUMN: Rule = Rule {
    severity: Severity::Warning,
    code: "column_not_in_dumps",
    sql: concat!(
        "SELECT format('%s.%I', r.name, a.attname), 'the extension did not make it, so a dump of its rows cannot be restored',
                'Keep what is yours in a table of your own that refers to this one.'
           FROM ", relations!(), " AS r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
          WHERE r.relkind <> 'S' AND ('column', r.relname || '.' || a.attname) NOT IN (SELECT * FROM unnest($1, $2)) ORDER BY 1"
    ),
};
const ADDED: Rule = Rule {
    severity: Severity::Info,
    code: "not_in_dumps",
    sql: concat!(
        "WITH relation AS (SELECT * FROM ", relations!(), " AS r), found AS (
             SELECT r.name, 'constraint' AS kind, n.conname::text AS own FROM relation r JOIN pg_constraint n ON n.conrelid = r.oid WHERE n.contype <> 'n'
             UNION ALL
             SELECT r.name, 'index', c.relname FROM relation r JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class c ON c.oid = i.indexrelid
              WHERE NOT EXISTS (SELECT FROM pg_constraint n WHERE n.conindid = i.indexrelid)
             UNION ALL
             SELECT r.name, 'policy', p.polname FROM relation r JOIN pg_policy p ON p.polrelid = r.oid
             UNION ALL
             SELECT r.name, 'trigger', t.tgname FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal)
         SELECT name, format('the %s %s is your own, and pg_dump leaves it out', kind, own),
                'Keep the statement that makes it, and run it after a restore.'
           FROM found WHERE (kind, own) NOT IN (SELECT * FROM unnest($1, $2)) ORDER BY name, kind, own"
    ),
};

/// What every rule finds. `expected`: kinds and names of what the extension makes.
pub fn findings(expected: (Vec<String>, Vec<String>)) -> Result<Vec<Finding>, Error> {
    let (kinds, names) = expected;
    let mut findings = Vec::new();
    for rule in RULES {
        ask(rule, &[], &mut findings)?;
    }
    ask(&LIBRARY, &[env!("CARGO_PKG_VERSION").into()], &mut findings)?;
    let expected = [kinds.into(), names.into()];
    for rule in [&MISSING, &ADDED_COLUMN, &ADDED] {
        ask(rule, &expected, &mut findings)?;
    }
    Ok(findings)
}

fn ask(rule: &Rule, values: &[DatumWithOid<'_>], findings: &mut Vec<Finding>) -> Result<(), Error> {
    let &Rule { severity, code, sql } = rule;
    let sql = format!(
        "SELECT object::text, message::text, hint::text FROM ({sql}) AS found (object, message, hint)"
    );
    Spi::connect(|client| {
        let mut found = 0_usize;
        for row in client.select(&sql, None, values)? {
            found = found.saturating_add(1);
            if found > LISTED {
                continue;
            }
            let text = |column| Ok::<_, Error>(row.get::<String>(column)?.unwrap_or_default());
            findings.push(Finding { severity, code, object: text(1)?, message: text(2)?, hint: text(3)? });
        }
        findings.extend(more(severity, code, found));
        Ok(())
    })
}

/// Says how many findings of a rule are not listed.
pub fn more(severity: Severity, code: &'static str, found: usize) -> Option<Finding> {
    let more = found.checked_sub(LISTED).filter(|more| *more > 0)?;
    Some(Finding {
        severity,
        code,
        object: format!("{more} more"),
        message: "the same as above".into(),
        hint: "Mend those listed, then look again.".into(),
    })
}
