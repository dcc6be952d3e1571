//! ALTER TABLE.

use super::column::{column, expression, ty};
use super::constraint::{constraint, index};
use super::cursor::Cursor;
use super::model::{Action, Change, Dropped, Kind, Name};

/// From after ALTER TABLE.
pub(super) fn table(cursor: &mut Cursor<'_>) -> Kind {
    let _ = cursor.eat("IF EXISTS");
    let _ = cursor.eat("ONLY");
    let table = cursor.name().unwrap_or_default();
    let _ = cursor.eat_sign(b'*');
    let mut actions = Vec::new();
    while !cursor.done() {
        let start = cursor.start();
        let before = actions.len();
        change(cursor, &table, start, &mut actions);
        cursor.reach_comma();
        let span = cursor.span_from(start);
        match actions.get_mut(before..) {
            Some([one]) => one.span = span,
            Some([]) | None => actions.push(Action {
                change: Change::Other,
                span,
            }),
            // Several columns in one bracket: each has its own place.
            Some(_) => {}
        }
        // A bracket that is closed without being open says nothing.
        if !cursor.eat_sign(b',') && !cursor.done() {
            cursor.skip();
        }
    }
    Kind::AlterTable { table, actions }
}

fn change(cursor: &mut Cursor<'_>, table: &Name, start: usize, actions: &mut Vec<Action>) {
    let mut push = |change| {
        let span = holdpoint_findings::Span::new(start, start);
        actions.push(Action { change, span });
    };
    if cursor.eat("ADD") {
        add(cursor, table, &mut push);
    } else if cursor.eat("DROP") {
        push(drop(cursor));
    } else if cursor.eat("RENAME") {
        push(rename(cursor));
    } else if cursor.eat("ALTER") {
        push(alter_column(cursor));
    } else if cursor.eat("MODIFY") {
        let _ = cursor.eat("COLUMN");
        let _ = cursor.eat("IF EXISTS");
        if let Some(to) = column(cursor) {
            push(Change::Redefine {
                column: to.name.clone(),
                to,
            });
        }
    } else if cursor.eat("CHANGE") {
        let _ = cursor.eat("COLUMN");
        let _ = cursor.eat("IF EXISTS");
        let old = cursor.ident().unwrap_or_default();
        if let Some(to) = column(cursor) {
            push(Change::Redefine { column: old, to });
        }
    } else if cursor.eat("VALIDATE CONSTRAINT") {
        push(Change::Validate(cursor.ident().unwrap_or_default()));
    } else if cursor.eat("SET SCHEMA") {
        push(Change::SetSchema);
    } else if cursor.is_name() {
        push(option(cursor));
    }
}

fn option(cursor: &mut Cursor<'_>) -> Change {
    let mut name = cursor.word();
    cursor.skip();
    if name == "convert" || name == "default" || name == "order" {
        name = format!("{name} {}", cursor.word());
        cursor.skip();
    }
    let _ = cursor.eat_sign(b'=');
    let value = cursor.word();
    cursor.reach_comma();
    Change::Option { name, value }
}

fn add(cursor: &mut Cursor<'_>, table: &Name, push: &mut impl FnMut(Change)) {
    let said = cursor.eat("COLUMN");
    let _ = cursor.eat("IF NOT EXISTS");
    if !said && cursor.is_any(&["INDEX", "KEY", "FULLTEXT", "SPATIAL"]) {
        return index(cursor, table)
            .into_iter()
            .for_each(|index| push(Change::AddIndex(index)));
    }
    let unique_index = cursor.is("UNIQUE")
        && (cursor.is_at(1, "INDEX") || cursor.is_at(1, "KEY") || cursor.dialect.is_mysql());
    if !said && unique_index {
        return index(cursor, table)
            .into_iter()
            .for_each(|index| push(Change::AddIndex(index)));
    }
    if !said
        && cursor.is_any(&[
            "CONSTRAINT",
            "PRIMARY",
            "UNIQUE",
            "CHECK",
            "FOREIGN",
            "EXCLUDE",
        ])
    {
        let _ = cursor.eat("CONSTRAINT IF NOT EXISTS");
        return constraint(cursor)
            .into_iter()
            .for_each(|found| push(Change::Add(found)));
    }
    columns(cursor, push);
}

/// One column, or several in one bracket.
fn columns(cursor: &mut Cursor<'_>, push: &mut impl FnMut(Change)) {
    if !cursor.eat_sign(b'(') {
        return { column(cursor).into_iter() }.for_each(|found| push(Change::AddColumn(found)));
    }
    while !cursor.done() && !cursor.is_sign(b')') {
        { column(cursor).into_iter() }.for_each(|found| push(Change::AddColumn(found)));
        cursor.reach_comma();
        let _ = cursor.eat_sign(b',');
    }
    let _ = cursor.eat_sign(b')');
}

fn drop(cursor: &mut Cursor<'_>) -> Change {
    let kind = if cursor.eat("CONSTRAINT") {
        Dropped::Constraint
    } else if cursor.eat("FOREIGN KEY") {
        Dropped::Foreign
    } else if cursor.eat("PRIMARY KEY") {
        return Change::Drop {
            kind: Dropped::Primary,
            name: "primary key".to_owned(),
        };
    } else if cursor.eat("CHECK") {
        Dropped::Check
    } else if cursor.eat("INDEX") || cursor.eat("KEY") {
        let _ = cursor.eat("IF EXISTS");
        return Change::DropIndex(cursor.ident().unwrap_or_default());
    } else if cursor.is("PARTITION") && cursor.dialect.is_mysql() {
        return Change::Other;
    } else {
        let _ = cursor.eat("COLUMN");
        let _ = cursor.eat("IF EXISTS");
        return Change::DropColumn(cursor.ident().unwrap_or_default());
    };
    let _ = cursor.eat("IF EXISTS");
    Change::Drop {
        kind,
        name: cursor.ident().unwrap_or_default(),
    }
}

fn rename(cursor: &mut Cursor<'_>) -> Change {
    if cursor.eat("TO") || cursor.eat("AS") {
        return Change::RenameTable(cursor.name().unwrap_or_default());
    }
    if cursor.is_any(&["CONSTRAINT", "INDEX", "KEY"]) && cursor.is_at(2, "TO") {
        return Change::Other;
    }
    let column = cursor.eat("COLUMN");
    let from = cursor.ident().unwrap_or_default();
    if cursor.eat("TO") {
        return Change::RenameColumn(from, cursor.ident().unwrap_or_default());
    }
    match column || cursor.dialect == super::Dialect::Postgres {
        true => Change::Other,
        // MySQL: RENAME new_name
        false => Change::RenameTable(Name {
            schema: None,
            name: from,
        }),
    }
}

fn alter_column(cursor: &mut Cursor<'_>) -> Change {
    if cursor.is_any(&["CONSTRAINT", "INDEX", "CHECK"]) {
        return Change::Other;
    }
    let _ = cursor.eat("COLUMN");
    let column = cursor.ident().unwrap_or_default();
    if cursor.eat("SET DATA TYPE") || cursor.eat("TYPE") {
        return Change::Type {
            column,
            ty: ty(cursor),
        };
    }
    if cursor.eat("SET NOT NULL") {
        return Change::NotNull { column, set: true };
    }
    if cursor.eat("DROP NOT NULL") {
        return Change::NotNull { column, set: false };
    }
    if cursor.eat("SET DEFAULT") {
        let set = Some(expression(cursor));
        return Change::Default { column, set };
    }
    if cursor.eat("DROP DEFAULT") {
        return Change::Default { column, set: None };
    }
    Change::Other
}
