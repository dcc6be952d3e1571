//! Statements.

use std::ops::Range;

use holdpoint_findings::Span;

use super::cursor::Cursor;
use super::model::{Kind, Name, Statement};
use super::{Dialect, Token, alter, create, rows};

/// What a statement does, by its tokens.
pub(crate) fn read(
    text: &str,
    tokens: &[Token],
    range: Range<usize>,
    dialect: Dialect,
) -> Option<Statement> {
    let tokens = tokens.get(range)?;
    let span = Span::new(tokens.first()?.start, tokens.last()?.end);
    let mut cursor = Cursor::new(text, tokens, dialect);
    let kind = kind(&mut cursor);
    Some(Statement { kind, span })
}

fn kind(cursor: &mut Cursor<'_>) -> Kind {
    if cursor.eat("CREATE") {
        create::create(cursor)
    } else if cursor.eat("ALTER") {
        alter(cursor)
    } else if cursor.eat("DROP") {
        drop(cursor)
    } else if cursor.eat("RENAME TABLE") {
        renames(cursor)
    } else {
        rows(cursor)
    }
}

fn rows(cursor: &mut Cursor<'_>) -> Kind {
    if cursor.eat("UPDATE") {
        rows::update(cursor)
    } else if cursor.eat("DELETE") {
        rows::delete(cursor)
    } else if cursor.is_any(&["INSERT", "REPLACE"]) {
        let _ = cursor.find("INTO");
        Kind::Insert(cursor.name().unwrap_or_default())
    } else if cursor.eat("SET") {
        set(cursor)
    } else if cursor.eat("PRAGMA") {
        let name = cursor.name().unwrap_or_default().name;
        cursor.skip();
        Kind::Set {
            name,
            value: cursor.word(),
        }
    } else if cursor.eat("LOCK") {
        let _ = cursor.eat("TABLE") || cursor.eat("TABLES");
        Kind::Lock(cursor.name().unwrap_or_default())
    } else if cursor.eat("DO") || cursor.eat("EXECUTE IMMEDIATE") {
        Kind::Do(cursor.rest())
    } else {
        transaction(cursor)
    }
}

fn transaction(cursor: &mut Cursor<'_>) -> Kind {
    if cursor.eat("BEGIN") || cursor.eat("START TRANSACTION") {
        Kind::Begin
    } else if cursor.eat("COMMIT") || cursor.eat("END") {
        Kind::Commit
    } else if cursor.is("ROLLBACK") && (0..4).any(|ahead| cursor.is_at(ahead, "TO")) {
        Kind::Other("rollback to".to_owned())
    } else if cursor.eat("ROLLBACK") || cursor.eat("ABORT") {
        Kind::Rollback
    } else {
        Kind::Other(cursor.word())
    }
}

fn alter(cursor: &mut Cursor<'_>) -> Kind {
    let _ = cursor.eat("ONLINE");
    let _ = cursor.eat("IGNORE");
    if cursor.eat("TABLE") || cursor.eat("FOREIGN TABLE") {
        return alter::table(cursor);
    }
    if cursor.eat("SCHEMA") {
        let name = cursor.ident().unwrap_or_default();
        if cursor.eat("RENAME TO") {
            return Kind::RenameSchema(name);
        }
    } else if cursor.eat("TYPE") {
        let name = cursor.name().unwrap_or_default();
        if cursor.eat("RENAME VALUE") {
            return Kind::RenameEnumValue(name);
        }
    }
    Kind::Other("alter".to_owned())
}

fn names(cursor: &mut Cursor<'_>) -> Vec<Name> {
    let mut names: Vec<Name> = cursor.name().into_iter().collect();
    while cursor.eat_sign(b',') {
        names.extend(cursor.name());
    }
    names
}

fn drop(cursor: &mut Cursor<'_>) -> Kind {
    let _ = cursor.eat("TEMPORARY");
    if cursor.eat("TABLE") {
        let if_exists = cursor.eat("IF EXISTS");
        return Kind::DropTable {
            names: names(cursor),
            if_exists,
        };
    }
    if cursor.eat("INDEX") {
        return drop_index(cursor);
    }
    let database = cursor.is("DATABASE");
    if cursor.eat("SCHEMA") || (cursor.dialect.is_mysql() && cursor.eat("DATABASE")) {
        let _ = cursor.eat("IF EXISTS");
        return Kind::DropSchema(names(cursor).into_iter().map(|name| name.name).collect());
    }
    match database {
        true => Kind::DropDatabase,
        false => Kind::Other(format!("drop {}", cursor.word())),
    }
}

fn drop_index(cursor: &mut Cursor<'_>) -> Kind {
    let concurrently = cursor.eat("CONCURRENTLY");
    let _ = cursor.eat("IF EXISTS");
    let name = cursor.name().unwrap_or_default();
    let table = match cursor.eat("ON") {
        true => cursor.name(),
        false => None,
    };
    let (algorithm, lock) = cursor.how();
    Kind::DropIndex {
        name,
        concurrently,
        table,
        lock,
        algorithm,
    }
}

fn renames(cursor: &mut Cursor<'_>) -> Kind {
    let mut pairs = Vec::new();
    while let Some(from) = cursor.name() {
        let _ = cursor.eat("TO");
        pairs.extend(cursor.name().map(|to| (from, to)));
        if !cursor.eat_sign(b',') {
            break;
        }
    }
    Kind::RenameTables(pairs)
}

fn set(cursor: &mut Cursor<'_>) -> Kind {
    let _ = cursor.eat("SESSION") || cursor.eat("LOCAL") || cursor.eat("GLOBAL");
    while cursor.is_sign(b'@') || (cursor.is("SESSION") || cursor.is("GLOBAL")) {
        cursor.skip();
        let _ = cursor.eat_sign(b'.');
    }
    let name = cursor.name().unwrap_or_default().name.to_lowercase();
    let name = match name.as_str() {
        "time" if cursor.eat("ZONE") => "timezone".to_owned(),
        _ => name,
    };
    let _ = cursor.eat_sign(b'=') || cursor.eat("TO");
    let value = cursor.word();
    Kind::Set {
        name,
        value: value.trim_matches(['\'', '"']).to_owned(),
    }
}
