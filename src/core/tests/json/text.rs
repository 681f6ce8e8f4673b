//! JSON text to [`Tree`], keeping what `serde_json::Value` would lose: repeated names and the digits of numbers.

use badges_core::json::{Number, Tree};

/// The document in a text known to be JSON.
pub fn parse(text: &str) -> Tree<'static> {
    let mut parser = Parser { rest: text };
    let tree = parser.value();
    assert_eq!(parser.rest, "", "left over");
    tree
}

struct Parser<'t> {
    rest: &'t str,
}

impl Parser<'_> {
    fn accept(&mut self, token: &str) -> bool {
        let found = self.rest.trim_start().strip_prefix(token);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn expect(&mut self, token: &str) {
        assert!(self.accept(token), "expected {token} at {}", self.rest);
    }

    /// What lies before the index `end` finds.
    fn take(&mut self, end: impl FnOnce(&str) -> Option<usize>) -> &str {
        let text = self.rest.trim_start();
        let (taken, rest) = text.split_at(end(text).unwrap_or(text.len()));
        self.rest = rest;
        taken
    }

    fn string(&mut self) -> String {
        let mut escaped = true;
        let literal = self.take(|text| {
            let end = text.bytes().position(|byte| {
                let closes = byte == b'"' && !escaped;
                escaped = byte == b'\\' && !escaped;
                closes
            });
            end.map(|index| index + 1)
        });
        serde_json::from_str(literal).unwrap()
    }

    fn list<T>(&mut self, close: &str, item: impl Fn(&mut Self) -> T) -> Vec<T> {
        let mut items = Vec::new();
        if self.accept(close) {
            return items;
        }
        loop {
            items.push(item(self));
            if self.accept(close) {
                return items;
            }
            self.expect(",");
        }
    }

    fn value(&mut self) -> Tree<'static> {
        if self.accept("{") {
            return Tree::Object(self.list("}", |parser| {
                let name = parser.string();
                parser.expect(":");
                (name.into(), parser.value())
            }));
        }
        if self.accept("[") {
            return Tree::Array(self.list("]", Parser::value));
        }
        if self.rest.trim_start().starts_with('"') {
            return self.string().into();
        }
        match self.take(|text| text.find([',', ']', '}', ' '])) {
            "null" => Tree::Null,
            "true" => Tree::Boolean(true),
            "false" => Tree::Boolean(false),
            number => Tree::Number(Number::parse(number).unwrap()),
        }
    }
}
