//! Columns as they are defined.

use super::cursor::Cursor;
use super::model::{Column, Generated, Type};

/// Words that go on with a type.
const TYPE: &[&str] = &[
    "VARYING",
    "PRECISION",
    "UNSIGNED",
    "SIGNED",
    "ZEROFILL",
    "LARGE",
    "OBJECT",
    "BYTE",
    "BINARY",
];

/// Words that begin what else is said of a column.
const CLAUSES: &[&str] = &[
    "NOT",
    "NULL",
    "CONSTRAINT",
    "PRIMARY",
    "UNIQUE",
    "CHECK",
    "REFERENCES",
    "GENERATED",
    "COLLATE",
    "COMMENT",
    "AFTER",
    "FIRST",
    "ON",
    "AUTO_INCREMENT",
    "AUTOINCREMENT",
    "KEY",
    "DEFERRABLE",
    "INITIALLY",
    "VIRTUAL",
    "STORED",
    "PERSISTENT",
    "INVISIBLE",
    "VISIBLE",
    "STORAGE",
    "COMPRESSION",
    "CHARACTER",
    "CHARSET",
    "USING",
    "AS",
    "DEFAULT",
];

/// A type, to the end of its words.
pub(super) fn ty(cursor: &mut Cursor<'_>) -> Type {
    let mut ty = Type::default();
    // Nothing but clauses: SQLite has columns without a type.
    if cursor.is_any(CLAUSES) && !cursor.is("CHARACTER") {
        return ty;
    }
    if let Some(name) = cursor.name() {
        ty.name = name.name.to_lowercase();
    }
    loop {
        if cursor.is_sign(b'(') {
            ty.arguments = cursor.parts();
        } else if cursor.eat("WITH TIME ZONE") {
            ty.name = format!("{}tz", ty.name);
        } else if cursor.eat("WITHOUT TIME ZONE") {
        } else if cursor.is_any(TYPE) {
            ty.name = format!("{} {}", ty.name, cursor.word());
            cursor.skip();
        } else if cursor.is_sign(b'[') || cursor.is("ARRAY") {
            ty.array = true;
            array(cursor);
        } else {
            return ty;
        }
    }
}

/// `[]`, `[3]`, ARRAY, ARRAY[3].
fn array(cursor: &mut Cursor<'_>) {
    cursor.skip();
    let ends = |cursor: &Cursor<'_>| {
        cursor.is_sign(b']') || cursor.is_sign(b',') || cursor.is_any(CLAUSES)
    };
    while !cursor.done() && !ends(cursor) {
        cursor.skip();
    }
    let _ = cursor.eat_sign(b']');
}

/// A column from its name on.
pub(super) fn column(cursor: &mut Cursor<'_>) -> Option<Column> {
    let start = cursor.start();
    let name = cursor.ident()?;
    let mut column = Column {
        name,
        ty: ty(cursor),
        ..Column::default()
    };
    let counting = [
        "serial",
        "bigserial",
        "smallserial",
        "serial4",
        "serial8",
        "serial2",
    ];
    column.counts = counting.contains(&column.ty.name.as_str());
    while !cursor.done() && !cursor.is_sign(b',') && !cursor.is_sign(b')') {
        clause(cursor, &mut column);
    }
    column.span = cursor.span_from(start);
    Some(column)
}

fn clause(cursor: &mut Cursor<'_>, column: &mut Column) {
    if cursor.eat("CONSTRAINT") {
        let _ = cursor.ident();
    } else if cursor.eat("NOT NULL") {
        column.not_null = true;
    } else if cursor.eat("NULL") {
        column.null = true;
    } else if cursor.eat("DEFAULT") {
        column.default = Some(expression(cursor));
    } else if cursor.eat("PRIMARY KEY") || cursor.eat("KEY") {
        (column.primary, column.not_null) = (true, true);
    } else if cursor.eat("UNIQUE") {
        column.unique = true;
        let _ = cursor.eat("KEY");
    } else if cursor.eat("CHECK") {
        column.check = cursor.brackets();
    } else if cursor.eat("REFERENCES") {
        column.references = cursor.name();
        let _ = cursor.brackets();
    } else {
        detail(cursor, column);
    }
}

fn detail(cursor: &mut Cursor<'_>, column: &mut Column) {
    if cursor.eat("AUTO_INCREMENT") || cursor.eat("AUTOINCREMENT") {
        column.counts = true;
    } else if cursor.eat("GENERATED") {
        let _ =
            cursor.eat("ALWAYS") || cursor.eat("BY DEFAULT ON NULL") || cursor.eat("BY DEFAULT");
    } else if cursor.eat("AS IDENTITY") {
        (column.identity, column.not_null) = (true, true);
    } else if cursor.eat("AS") {
        generated(cursor, column);
    } else if cursor.eat("CHARACTER SET") || cursor.eat("CHARSET") {
        let _ = cursor.eat_sign(b'=');
        column.charset = cursor.ident();
    } else if cursor.eat("COLLATE") || cursor.eat("COMMENT") {
        cursor.step();
    } else if cursor.is_any(&["FIRST", "AFTER"]) {
        place(cursor, column);
    } else if cursor.eat("ON") {
        reaction(cursor);
    } else {
        cursor.step();
    }
}

fn place(cursor: &mut Cursor<'_>, column: &mut Column) {
    column.placed = true;
    if !cursor.eat("FIRST") && cursor.eat("AFTER") {
        let _ = cursor.ident();
    }
}

/// ON UPDATE now(), ON DELETE SET NULL
fn reaction(cursor: &mut Cursor<'_>) {
    cursor.step();
    if cursor.eat("SET") {
        cursor.step();
    }
}

fn generated(cursor: &mut Cursor<'_>, column: &mut Column) {
    if cursor.brackets().is_none() {
        return cursor.step();
    }
    column.generated = Some(match cursor.eat("STORED") || cursor.eat("PERSISTENT") {
        true => Generated::Stored,
        false => Generated::Virtual,
    });
}

/// An expression as it is written, to the next clause.
pub(super) fn expression(cursor: &mut Cursor<'_>) -> String {
    let start = cursor.start();
    cursor.step();
    while !cursor.done()
        && !cursor.is_sign(b',')
        && !cursor.is_sign(b')')
        && !cursor.is_any(CLAUSES)
    {
        cursor.step();
    }
    cursor.since(start)
}
