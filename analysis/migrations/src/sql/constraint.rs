//! Constraints and indexes of tables, as they are defined.

use super::cursor::Cursor;
use super::model::{Constraint, Demand, Index, Name};

/// A constraint of a table, if one begins here.
pub(super) fn constraint(cursor: &mut Cursor<'_>) -> Option<Constraint> {
    let mut name = None;
    let named = cursor.eat("CONSTRAINT");
    if named && !cursor.is_any(&["PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "EXCLUDE"]) {
        name = cursor.ident();
    }
    let mut found = Constraint {
        name,
        demand: Demand::Exclude,
        columns: Vec::new(),
        not_valid: false,
        not_enforced: false,
        using_index: false,
    };
    demand(cursor, &mut found)?;
    if cursor.is_name() && found.demand == Demand::Unique && !cursor.is("USING") {
        let own = cursor.ident();
        found.name = found.name.or(own);
    }
    while !cursor.done() && !cursor.is_sign(b',') && !cursor.is_sign(b')') {
        attribute(cursor, &mut found);
    }
    Some(found)
}

fn demand(cursor: &mut Cursor<'_>, found: &mut Constraint) -> Option<()> {
    found.demand = if cursor.eat("PRIMARY KEY") {
        Demand::Primary
    } else if cursor.eat("UNIQUE") {
        let _ = cursor.eat("KEY") || cursor.eat("INDEX");
        let _ = cursor.eat("NULLS NOT DISTINCT") || cursor.eat("NULLS DISTINCT");
        Demand::Unique
    } else if cursor.eat("CHECK") {
        Demand::Check(cursor.brackets().unwrap_or_default())
    } else if cursor.eat("FOREIGN KEY") {
        foreign(cursor, found)
    } else if cursor.eat("EXCLUDE") {
        Demand::Exclude
    } else {
        return None;
    };
    Some(())
}

fn foreign(cursor: &mut Cursor<'_>, found: &mut Constraint) -> Demand {
    if cursor.is_name() {
        let own = cursor.ident();
        found.name = found.name.take().or(own);
    }
    found.columns = cursor.parts();
    let table = match cursor.find("REFERENCES") {
        true => cursor.name().unwrap_or_default(),
        false => Name::default(),
    };
    // What it refers to is not its own.
    let _ = cursor.brackets();
    Demand::Foreign { table }
}

fn attribute(cursor: &mut Cursor<'_>, found: &mut Constraint) {
    if cursor.eat("NOT VALID") {
        found.not_valid = true;
    } else if cursor.eat("NOT ENFORCED") {
        found.not_enforced = true;
    } else if cursor.eat("USING INDEX") {
        // `USING INDEX TABLESPACE` says only where.
        found.using_index = !cursor.is("TABLESPACE");
    } else if cursor.is_sign(b'(') && found.columns.is_empty() {
        found.columns = cursor.parts();
    } else {
        cursor.step();
    }
}

/// An index as MySQL writes it among columns, if one begins here.
pub(super) fn index(cursor: &mut Cursor<'_>, table: &Name) -> Option<Index> {
    let mut index = Index {
        table: table.clone(),
        ..Index::default()
    };
    if cursor.eat("UNIQUE") {
        index.unique = true;
    } else if cursor.eat("FULLTEXT") || cursor.eat("SPATIAL") {
        index.special = true;
    }
    let key = cursor.eat("INDEX") || cursor.eat("KEY");
    if !key && !index.unique && !index.special {
        return None;
    }
    let _ = cursor.eat("IF NOT EXISTS");
    if cursor.is_name() && !cursor.is("USING") {
        index.name = cursor.ident();
    }
    if cursor.eat("USING") {
        cursor.step();
    }
    index.parts = cursor.parts();
    cursor.reach_comma();
    Some(index)
}
