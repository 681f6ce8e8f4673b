//! The keywords of JSON-LD.

/// A keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    Context,
    Direction,
    Graph,
    Id,
    Included,
    Index,
    Json,
    Language,
    List,
    Nest,
    None,
    Reverse,
    Set,
    Type,
    Value,
    Vocab,
    /// Of contexts and frames; never a member of a document.
    Other,
}

impl Keyword {
    /// The keyword of that name.
    pub(super) fn parse(text: &str) -> Option<Keyword> {
        let name = text.strip_prefix('@')?;
        Some(match name {
            "context" => Keyword::Context,
            "direction" => Keyword::Direction,
            "graph" => Keyword::Graph,
            "id" => Keyword::Id,
            "included" => Keyword::Included,
            "index" => Keyword::Index,
            "json" => Keyword::Json,
            "language" => Keyword::Language,
            "list" => Keyword::List,
            "nest" => Keyword::Nest,
            "none" => Keyword::None,
            "reverse" => Keyword::Reverse,
            "set" => Keyword::Set,
            "type" => Keyword::Type,
            "value" => Keyword::Value,
            "vocab" => Keyword::Vocab,
            "base" | "container" | "import" | "prefix" | "propagate" | "protected" | "version"
            | "default" | "embed" | "explicit" | "omitDefault" | "preserve" | "requireAll" => Keyword::Other,
            _ => return None,
        })
    }
}

/// Whether it has the form of a keyword, which the standard keeps for later (JSON-LD 1.1, section 9.1).
pub(super) fn has_form_of_keyword(text: &str) -> bool {
    let name = text.strip_prefix('@').unwrap_or_default();
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic())
}
