//! What the extension makes, read from the very scripts that make it.

/// The scripts of `sql/` that make tables, sequences, indexes and policies.
const SCRIPTS: &[&str] = &[
    include_str!("../../sql/users.sql"),
    include_str!("../../sql/login_tokens.sql"),
    include_str!("../../sql/webauthn_credentials.sql"),
    include_str!("../../sql/issuer_profiles.sql"),
    include_str!("../../sql/status_indexes.sql"),
    include_str!("../../sql/badge_classes.sql"),
    include_str!("../../sql/badge_assertions.sql"),
    include_str!("../../sql/access.sql"),
];

/// Kinds and names, one of each for every table, sequence, column (`table.column`), constraint, index and policy.
pub fn objects() -> (Vec<String>, Vec<String>) {
    let mut objects = Objects::default();
    for script in SCRIPTS {
        let mut table = "";
        for line in script.lines() {
            let words: Vec<&str> =
                line.split_whitespace().take_while(|word| !word.starts_with("--")).collect();
            match words.as_slice() {
                ["CREATE", "TABLE", name, ..] => {
                    table = unqualified(name);
                    objects.add("table", table);
                }
                [")", ..] | [");", ..] => table = "",
                ["CREATE", "SEQUENCE", name, ..] => objects.add("sequence", unqualified(name)),
                ["CREATE", "INDEX", name, ..] | ["CREATE", "UNIQUE", "INDEX", name, ..] => {
                    objects.add("index", name);
                }
                ["CREATE", "POLICY", name, ..] => objects.add("policy", name),
                ["CONSTRAINT", name, ..] if !table.is_empty() => objects.add("constraint", name),
                [column, kind, rest @ ..] if !table.is_empty() && is_type(kind) => {
                    objects.add("column", &format!("{table}.{column}"));
                    if rest.contains(&"PRIMARY") {
                        objects.add("constraint", &format!("{table}_pkey"));
                    }
                    if rest.contains(&"REFERENCES") {
                        objects.add("constraint", &format!("{table}_{column}_fkey"));
                    }
                }
                _ => {}
            }
        }
    }
    (objects.kinds, objects.names)
}

#[derive(Default)]
struct Objects {
    kinds: Vec<String>,
    names: Vec<String>,
}

impl Objects {
    fn add(&mut self, kind: &str, name: &str) {
        self.kinds.push(kind.to_owned());
        self.names.push(name.to_owned());
    }
}

/// A word that follows the name of a column, and no call of a function in a CHECK.
fn is_type(word: &str) -> bool {
    word.starts_with("pg_catalog.") && !word.contains('(')
}

fn unqualified(name: &str) -> &str {
    name.strip_prefix("badges.").unwrap_or(name)
}
