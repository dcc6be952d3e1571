//! What can be wrong with a contract, and where it was found.

use std::sync::Arc;

use holdpoint_findings::{Finding, Place, Rule, Sources, Unreadable};

use crate::model::{File, Origin, Spot};

/// Mistakes that are kept; whoever has more has enough to mend.
const KEPT: usize = 100;

holdpoint_findings::mistakes! {
    SYNTAX = "proto-syntax",
        "{what}",
        "What cannot be read cannot be compared, and guessing what was meant would hide a break.",
        "correct the line; `protoc` and `buf build` refuse it, too",
        "message Pet { string name 1; }";
    IMPORT_MISSING = "proto-import-missing",
        "`{name}` is imported, but {why}",
        "Types that are declared elsewhere cannot be compared without the file that declares them.",
        "give the directory from which imports start, name others with `--import-path`, or give a descriptor set with its imports",
        "import \"acme/money.proto\";";
    IMPORT_CYCLE = "proto-import-cycle",
        "`{name}` is imported in a circle: {circle}",
        "No compiler accepts files that import each other.",
        "move what both need into a file of its own",
        "import \"a.proto\"; in a file that a.proto imports";
    UNKNOWN_TYPE = "proto-type-unknown",
        "there is no {kind} `{name}` here",
        "A field whose type is unknown cannot be compared.",
        "correct the name, or import the file that declares it",
        "message Order { Money total = 1; }";
    TWICE = "proto-declared-twice",
        "`{name}` is declared twice",
        "Of two declarations of the same name nobody knows which one is meant.",
        "rename one of them; enums share the names of their values with what is beside them",
        "message Pet {} enum Pet { PET_UNKNOWN = 0; }";
    NUMBER = "proto-number-not-allowed",
        "the number {number} of `{name}` {why}",
        "Numbers are what is sent: each may stand for one thing only.",
        "take a number that is free",
        "message Pet { string name = 1; string kind = 1; }";
    NOT_ALLOWED = "proto-not-allowed",
        "{what}",
        "Compilers refuse it, so nobody can have used it.",
        "follow the guide of the syntax or edition that the file names",
        "syntax = \"proto3\"; message Pet { required string name = 1; }";
    OPTION = "proto-option-not-allowed",
        "{what}",
        "Options change what is generated and sent: one that is not understood cannot be compared.",
        "correct the option, or import the file that declares it",
        "option java_pakcage = \"com.example\";";
    TOO_DEEP = "proto-too-deep",
        "declarations are more than {limit} deep within each other",
        "Whoever writes a file must not decide how much memory its reader needs.",
        "declare them beside each other",
        "message A { message B { message C { … } } }";
    TOO_LARGE = "proto-too-large",
        "the contract has more than {what}",
        "Whoever writes a file must not decide how much memory its reader needs.",
        "check parts of it on their own",
        "a directory with a million files";
    DESCRIPTORS = "proto-descriptors-broken",
        "this is no set of descriptors: {what}",
        "A file that was cut short would be compared as if the rest had been removed.",
        "make it anew: `protoc --include_imports --descriptor_set_out=FILE` or `buf build -o FILE.binpb`",
        "a file that was cut short";
    EMPTY_FOLDER = "proto-folder-empty",
        "there is no `.proto` file in `{folder}`",
        "A comparison with nothing would say that everything is gone, or that nothing is.",
        "give the folder from which imports start",
        "--revision FOLDER, without a file in it";
    UNLIKE_CONTRACTS = "proto-contracts-unlike",
        "`{base}` is {kind}, and `{revision}` is {other}",
        "Only two versions of one contract can be compared.",
        "give two versions of the same contract, or say what both are with `--kind`",
        "--base openapi.yaml --revision proto";
    CONFIGURATION = "proto-configuration",
        "{what}",
        "A choice of rules that is not understood would let breaks pass.",
        "correct `buf.yaml`, or choose with `--category`",
        "breaking: {use: [FIEL]}";
}

/// Mistakes so far, and what is left of the budget.
#[derive(Debug)]
pub(crate) struct Work {
    found: Vec<Finding>,
    sources: Sources,
    declarations: usize,
    names: usize,
    exhausted: bool,
}

/// Declarations of a contract: messages, fields, values and so on.
const DECLARATIONS: usize = 1_000_000;
/// Bytes of full names, which grow with depth.
const NAMES: usize = 256 << 20;

impl Work {
    pub(crate) fn new() -> Self {
        Self {
            found: Vec::new(),
            sources: Sources::default(),
            declarations: DECLARATIONS,
            names: NAMES,
            exhausted: false,
        }
    }

    /// Keeps a mistake at a place of a file.
    pub(crate) fn at(
        &mut self,
        file: &File,
        at: Spot,
        rule: &'static Rule,
        words: &[(&str, &str)],
    ) {
        if let Origin::Text(source) = &file.origin {
            self.sources.add(source);
        }
        self.add(rule, place(file, at), words);
    }

    /// Keeps a mistake.
    pub(crate) fn add(&mut self, rule: &'static Rule, place: Place, words: &[(&str, &str)]) {
        if self.found.len() < KEPT && !self.exhausted {
            self.found.push(Finding::new(rule, place, "", words));
        }
    }

    /// Keeps what another reader said.
    pub(crate) fn take(&mut self, other: &Unreadable) {
        self.found.extend(other.findings().iter().cloned());
    }

    /// Whether no more mistakes are kept.
    pub(crate) fn enough(&self) -> bool {
        self.exhausted || self.found.len() >= KEPT
    }

    /// One more declaration; false, once there are too many.
    pub(crate) fn declare(&mut self, file: &File) -> bool {
        match self.declarations.checked_sub(1) {
            Some(left) => self.declarations = left,
            None => self.exhaust(file, &format!("{DECLARATIONS} declarations")),
        }
        !self.exhausted
    }

    /// One more name; false, once there are too many.
    pub(crate) fn name(&mut self, file: &File, name: &str) -> bool {
        match self.names.checked_sub(name.len()) {
            Some(left) => self.names = left,
            None => self.exhaust(file, &format!("{} MiB of names", NAMES >> 20)),
        }
        !self.exhausted
    }

    fn exhaust(&mut self, file: &File, what: &str) {
        if self.exhausted {
            return;
        }
        let place = Place::whole(Arc::clone(&file.name));
        self.found.clear();
        self.add(&TOO_LARGE, place, &[("what", what)]);
        self.exhausted = true;
    }

    /// Nothing, or all mistakes.
    pub(crate) fn done(self) -> Result<(), Unreadable> {
        match self.found.is_empty() {
            true => Ok(()),
            false => Err(Unreadable::new(self.found, self.sources)),
        }
    }
}

/// A place of a file.
pub(crate) fn place(file: &File, at: Spot) -> Place {
    let whole = Place::whole(Arc::clone(&file.name));
    let Some(span) = at.span() else { return whole };
    match &file.origin {
        Origin::Text(source) => Place::of(source, span, ""),
        Origin::Places(places) => match places.get(span.start as usize) {
            Some((start, end)) => Place {
                line: start.line,
                column: start.column,
                end: Some(*end).filter(|end| end > start),
                ..whole
            },
            None => whole,
        },
    }
}
