//! Tokens to statements.

use std::ops::Range;

use super::{Dialect, Lexeme, Token};

/// The tokens of each statement, without what ends it.
pub(crate) fn split(text: &str, tokens: &[Token], dialect: Dialect) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut splitter = Splitter::new(text, dialect);
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        if splitter.ends(token) {
            if at > start {
                found.push(start..at);
            }
            start = at + 1;
            splitter = Splitter::new(text, dialect);
        }
    }
    if tokens.len() > start {
        found.push(start..tokens.len());
    }
    found
}

struct Splitter<'a> {
    text: &'a str,
    dialect: Dialect,
    words: usize,
    creates: bool,
    /// A trigger, function or procedure, whose body has statements of its own.
    routine: bool,
    brackets: usize,
    blocks: usize,
    before: String,
}

impl<'a> Splitter<'a> {
    fn new(text: &'a str, dialect: Dialect) -> Self {
        Self {
            text,
            dialect,
            words: 0,
            creates: false,
            routine: false,
            brackets: 0,
            blocks: 0,
            before: String::new(),
        }
    }

    fn ends(&mut self, token: &Token) -> bool {
        match token.kind {
            Lexeme::Sign(b'(') => self.brackets += 1,
            Lexeme::Sign(b')') => self.brackets = self.brackets.saturating_sub(1),
            Lexeme::Sign(b';') => return self.brackets == 0 && self.blocks == 0,
            Lexeme::Word => self.word(token),
            _ => {}
        }
        false
    }

    fn word(&mut self, token: &Token) {
        let word = self.text.get(token.start..token.end).unwrap_or_default();
        // Long names are no keywords.
        let word = word.get(..word.len().min(12)).unwrap_or_default();
        let word = word.to_ascii_uppercase();
        self.words += 1;
        match word.as_str() {
            "CREATE" if self.words == 1 => self.creates = true,
            "TRIGGER" | "FUNCTION" | "PROCEDURE" | "EVENT" if self.creates && self.words < 9 => {
                self.routine = true;
            }
            "BEGIN" if self.routine && self.dialect != Dialect::Postgres => self.blocks += 1,
            "ATOMIC" if self.routine && self.before == "BEGIN" => self.blocks += 1,
            "CASE" | "IF" | "LOOP" | "WHILE" | "REPEAT"
                if self.blocks > 0 && self.before != "END" && self.opens(&word) =>
            {
                self.blocks += 1;
            }
            "END" if self.blocks > 0 => self.blocks -= 1,
            _ => {}
        }
        self.before = word;
    }

    /// SQLite and PostgreSQL have only CASE; `IF` is also a function and `IF EXISTS`, which MySQL writes at no start.
    fn opens(&self, word: &str) -> bool {
        match word {
            "CASE" => true,
            "WHILE" => self.dialect.is_mysql() && self.before != "DO",
            _ => {
                self.dialect.is_mysql()
                    && matches!(self.before.as_str(), "BEGIN" | "THEN" | "ELSE" | "DO" | "")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lex;
    use super::{Dialect, split};

    fn count(text: &str, dialect: Dialect) -> usize {
        let (lexed, _) = lex(text, dialect);
        split(text, &lexed.tokens, dialect).len()
    }

    #[test]
    fn statements_end_with_semicolons_outside_of_bodies() {
        assert_eq!(
            count(";; SELECT 1; SELECT ';'; SELECT 2", Dialect::Postgres),
            3
        );
        let rule = "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3";
        assert_eq!(count(rule, Dialect::Postgres), 2);
        let trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; DELETE FROM d; END; SELECT 1";
        assert_eq!(count(trigger, Dialect::Sqlite), 2);
        let atomic =
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 1";
        assert_eq!(count(atomic, Dialect::Postgres), 2);
        let event = "CREATE PROCEDURE p() BEGIN DELETE FROM a; END; SELECT 1";
        assert_eq!(count(event, Dialect::Mysql), 2);
    }

    #[test]
    fn a_transaction_is_no_body() {
        assert_eq!(count("BEGIN; SELECT 1; END; SELECT 2", Dialect::Sqlite), 4);
    }
}
