//! SQL as migrations use it: what a statement does to tables, columns, constraints and indexes, each with its place.
//!
//! Four dialects are read by one tolerant reader: what is not known is passed over to the end of the statement. It has
//! no recursion, so no nesting can exhaust it.

mod alter;
mod column;
mod constraint;
mod create;
mod cursor;
mod depth;
mod lex;
pub(crate) mod model;
mod read;
mod rows;
mod split;

pub(crate) use depth::too_deep;
pub(crate) use lex::{Broken, Lexeme, Token, lex};
pub(crate) use read::read;
pub(crate) use split::split;

use std::fmt;

/// Whose SQL it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// PostgreSQL.
    Postgres,
    /// MySQL.
    Mysql,
    /// MariaDB.
    Mariadb,
    /// SQLite.
    Sqlite,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Postgres, Self::Mysql, Self::Mariadb, Self::Sqlite];

    /// Its word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Mysql => "mysql",
            Self::Mariadb => "mariadb",
            Self::Sqlite => "sqlite",
        }
    }

    /// MySQL or its sister.
    pub(crate) fn is_mysql(self) -> bool {
        matches!(self, Self::Mysql | Self::Mariadb)
    }

    /// Whose a text seems to be, by what only one of them writes; PostgreSQL's if nothing says so.
    #[must_use]
    pub fn guess(text: &str) -> Self {
        let upper = said(text).to_ascii_uppercase();
        let has = |words: &[&str]| words.iter().any(|word| upper.contains(word));
        if has(&["PRAGMA ", "AUTOINCREMENT", "WITHOUT ROWID", "SQLITE_"]) {
            Self::Sqlite
        } else if has(&["ENGINE=ARIA", "MARIADB", "SYSTEM VERSIONING"]) {
            Self::Mariadb
        } else if has(&["`", "ENGINE=", "ENGINE =", "AUTO_INCREMENT", "ALGORITHM=IN"]) {
            Self::Mysql
        } else {
            Self::Postgres
        }
    }
}

/// The beginning of a text without its comments and without what stands in single quotes.
fn said(text: &str) -> String {
    const SHOWN: usize = 64 << 10;
    let mut kept = String::new();
    let mut letters = text.chars().take(SHOWN).peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('\'', _) => { letters.by_ref() }
                .take_while(|next| *next != '\'')
                .for_each(drop),
            ('-', Some('-')) => { letters.by_ref() }
                .take_while(|next| *next != '\n')
                .for_each(drop),
            ('/', Some('*')) => {
                letters.next();
                let mut before = ' ';
                let ends = |next| std::mem::replace(&mut before, next) == '*' && next == '/';
                letters.by_ref().any(ends);
            }
            _ => kept.push(letter),
        }
    }
    kept
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
