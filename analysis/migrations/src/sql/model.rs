//! What statements do.

use std::fmt;

use holdpoint_findings::Span;

/// A name, with its schema if that is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Name {
    pub(crate) schema: Option<String>,
    pub(crate) name: String,
}

impl Name {
    /// What it is known by: the usual schema need not be written.
    pub(crate) fn key(&self) -> String {
        match self.schema.as_deref() {
            None | Some("public" | "main") => self.name.clone(),
            Some(schema) => format!("{schema}.{}", self.name),
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.key())
    }
}

/// A type: its words in small letters, and what stands in its brackets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Type {
    pub(crate) name: String,
    pub(crate) arguments: Vec<String>,
    pub(crate) array: bool,
}

impl Type {
    pub(crate) fn number(&self, at: usize) -> Option<u64> {
        self.arguments.get(at)?.parse().ok()
    }
}

/// Where the values of a generated column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Generated {
    Stored,
    Virtual,
}

/// A column as it is defined.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) not_null: bool,
    pub(crate) null: bool,
    /// As it is written.
    pub(crate) default: Option<String>,
    pub(crate) primary: bool,
    pub(crate) unique: bool,
    pub(crate) counts: bool,
    pub(crate) identity: bool,
    pub(crate) generated: Option<Generated>,
    pub(crate) references: Option<Name>,
    pub(crate) check: Option<String>,
    pub(crate) charset: Option<String>,
    /// FIRST or AFTER.
    pub(crate) placed: bool,
    pub(crate) span: Span,
}

/// What a constraint demands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Demand {
    Primary,
    Unique,
    /// As it is written.
    Check(String),
    Foreign {
        table: Name,
    },
    Exclude,
}

/// A constraint of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Constraint {
    pub(crate) name: Option<String>,
    pub(crate) demand: Demand,
    pub(crate) columns: Vec<String>,
    pub(crate) not_valid: bool,
    pub(crate) not_enforced: bool,
    pub(crate) using_index: bool,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Index {
    pub(crate) name: Option<String>,
    pub(crate) table: Name,
    /// Names of columns; expressions as they are written.
    pub(crate) parts: Vec<String>,
    pub(crate) unique: bool,
    pub(crate) concurrently: bool,
    /// FULLTEXT or SPATIAL.
    pub(crate) special: bool,
    pub(crate) algorithm: Option<String>,
    pub(crate) lock: Option<String>,
}

/// What a constraint that is dropped is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dropped {
    Constraint,
    Foreign,
    Primary,
    Check,
}

/// What ALTER TABLE does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    AddColumn(Column),
    DropColumn(String),
    RenameColumn(String, String),
    RenameTable(Name),
    SetSchema,
    Type {
        column: String,
        ty: Type,
    },
    NotNull {
        column: String,
        set: bool,
    },
    Default {
        column: String,
        set: Option<String>,
    },
    /// MODIFY and CHANGE: the old name, and all that the column is from now on.
    Redefine {
        column: String,
        to: Column,
    },
    Add(Constraint),
    Drop {
        kind: Dropped,
        name: String,
    },
    Validate(String),
    AddIndex(Index),
    DropIndex(String),
    /// A word and its value, such as ALGORITHM and COPY.
    Option {
        name: String,
        value: String,
    },
    Other,
}

/// One change with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Action {
    pub(crate) change: Change,
    pub(crate) span: Span,
}

/// A table as it is made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct NewTable {
    pub(crate) name: Name,
    pub(crate) columns: Vec<Column>,
    pub(crate) constraints: Vec<Constraint>,
    pub(crate) indexes: Vec<Index>,
    pub(crate) temporary: bool,
    pub(crate) if_not_exists: bool,
    /// CREATE TABLE … AS SELECT.
    pub(crate) filled: bool,
}

/// What an UPDATE changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Update {
    pub(crate) table: Name,
    pub(crate) columns: Vec<String>,
    /// The condition as it is written.
    pub(crate) condition: Option<String>,
}

/// What a statement does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    CreateTable(NewTable),
    AlterTable {
        table: Name,
        actions: Vec<Action>,
    },
    DropTable {
        names: Vec<Name>,
        if_exists: bool,
    },
    RenameTables(Vec<(Name, Name)>),
    CreateIndex(Index),
    DropIndex {
        name: Name,
        concurrently: bool,
        table: Option<Name>,
        lock: Option<String>,
        algorithm: Option<String>,
    },
    CreateSchema(String),
    DropSchema(Vec<String>),
    RenameSchema(String),
    DropDatabase,
    RenameEnumValue(Name),
    CreateView {
        name: Name,
        text: String,
    },
    Insert(Name),
    Update(Update),
    Delete {
        table: Name,
        condition: bool,
    },
    Begin,
    Commit,
    Rollback,
    Set {
        name: String,
        value: String,
    },
    Lock(Name),
    Do(String),
    Other(String),
}

/// A statement with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
}
