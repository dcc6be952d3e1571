//! What compilers refuse.

use std::collections::{HashMap, HashSet};

use super::symbols::join;
use crate::mistakes::{NOT_ALLOWED, NUMBER, Work};
use crate::model::{Field, File, Label, Message, Range, Scope, Spot, Syntax, Type};
use crate::parse::{MOST, MOST_OF_SET};
use crate::ranges::Ranges;

/// Numbers that belong to the implementation.
const OWN: Range = Range {
    start: 19_000,
    end: 19_999,
};

pub(super) struct Check<'a> {
    pub(super) file: &'a File,
    pub(super) work: &'a mut Work,
}

/// What is known of messages that are extended.
type Extended<'a> = HashMap<String, (&'a Message, Ranges)>;

pub(super) fn check(files: &[File], work: &mut Work) {
    let mut extended = Extended::new();
    for file in files {
        ranges(&file.scope, &file.package, &mut extended);
    }
    let mut taken = HashSet::new();
    let lite: HashSet<&str> = { files.iter().filter(|file| is_lite(file)) }
        .map(|file| &*file.path)
        .collect();
    for file in files {
        if work.enough() {
            return;
        }
        let mut check = Check { file, work };
        check.imports(&lite);
        check.scope(&file.scope);
        check.extensions(&file.scope, &extended, &mut taken);
    }
}

fn ranges<'a>(scope: &'a Scope, within: &str, extended: &mut Extended<'a>) {
    for message in &scope.messages {
        let full = join(within, &message.name);
        ranges(&message.scope, &full, extended);
        if !message.extension_ranges.is_empty() {
            let ranges = Ranges::of(&message.extension_ranges);
            extended.insert(full, (message, ranges));
        }
    }
}

/// Whether what is generated of it has no reflection.
fn is_lite(file: &File) -> bool {
    let mode = file.options.get("optimize_for");
    mode.is_some_and(|(value, _)| value == "LITE_RUNTIME")
}

impl Check<'_> {
    fn imports(&mut self, lite: &HashSet<&str>) {
        if is_lite(self.file) {
            return;
        }
        for import in &self.file.imports {
            if lite.contains(&*import.path) {
                let what = "a file for the lite runtime is imported, and this is none";
                self.refuse(import.at, what);
            }
        }
    }

    pub(super) fn refuse(&mut self, at: Spot, what: &str) {
        let words = [("what", what)];
        self.work.at(self.file, at, &NOT_ALLOWED, &words);
    }

    pub(super) fn number(&mut self, at: Spot, name: &str, number: i64, why: &str) {
        let number = number.to_string();
        let words = [("name", name), ("number", number.as_str()), ("why", why)];
        self.work.at(self.file, at, &NUMBER, &words);
    }

    fn scope(&mut self, scope: &Scope) {
        for message in &scope.messages {
            self.message(message);
            self.scope(&message.scope);
        }
        for one in &scope.enums {
            self.enumeration(one);
        }
    }

    fn message(&mut self, message: &Message) {
        let reserved = Ranges::of(&message.reserved);
        let extensions = Ranges::of(&message.extension_ranges);
        let names: HashSet<&str> = { message.reserved_names.iter() }
            .map(|(name, _)| &**name)
            .collect();
        let mut numbers = HashMap::new();
        for field in &message.fields {
            self.field(field);
            let (at, name, number) = (field.name_at, &*field.name, field.number);
            if let Some(other) = numbers.insert(number, name) {
                self.number(at, name, number, &format!("is that of `{other}`, too"));
            }
            let why = match () {
                () if reserved.has(number) => "is reserved",
                () if extensions.has(number) => "is for extensions",
                () if !(1..=MOST).contains(&number) => "is not between 1 and 536870911",
                () => "",
            };
            if !why.is_empty() {
                self.number(at, name, number, why);
            }
            if names.contains(name) {
                self.refuse(at, &format!("the name `{name}` is reserved"));
            }
        }
        let open = message.extension_ranges.first();
        if self.file.syntax == Syntax::Proto3 && open.is_some() {
            self.refuse(message.name_at, "messages of proto3 have no extensions");
        }
    }

    fn field(&mut self, field: &Field) {
        let at = field.name_at;
        if (OWN.start..=OWN.end).contains(&field.number) {
            self.number(
                at,
                &field.name,
                field.number,
                "belongs to the implementation",
            );
        }
        let inside = field.oneof.is_some();
        if inside && (field.labelled || field.label == Label::Repeated) {
            self.refuse(at, "a field of a oneof has no label, and is no map");
        }
        if field.default.is_some() && (field.label == Label::Repeated || is_message(field.kind)) {
            self.refuse(at, "only single fields that are no messages have a default");
        }
        match self.file.syntax {
            Syntax::Proto2 => {
                let bare = !field.labelled && !inside && field.extendee.is_empty();
                let own = field.label == Label::Optional && field.at != field.type_at;
                if bare && own {
                    self.refuse(at, "fields of proto2 are optional, required or repeated");
                }
            }
            Syntax::Proto3 => self.proto3(field),
            Syntax::Edition(_) => {
                if field.kind == Type::Group {
                    self.refuse(
                        at,
                        "editions have no groups: set `features.message_encoding`",
                    );
                }
                if field.labelled && field.label != Label::Repeated {
                    let what = "fields of editions have no label: set `features.field_presence`";
                    self.refuse(at, what);
                }
            }
        }
    }

    fn proto3(&mut self, field: &Field) {
        let at = field.name_at;
        if field.label == Label::Required {
            self.refuse(at, "fields of proto3 are not required");
        }
        if field.kind == Type::Group {
            self.refuse(at, "proto3 has no groups");
        }
        if field.default.is_some() {
            self.refuse(at, "fields of proto3 have no default");
        }
    }

    fn extensions<'a>(
        &mut self,
        scope: &'a Scope,
        extended: &Extended<'_>,
        taken: &mut HashSet<(&'a str, i64)>,
    ) {
        for field in &scope.extensions {
            self.field(field);
            let (at, name, number) = (field.name_at, &*field.name, field.number);
            let found = extended.get(&*field.extendee);
            let there = found.is_some_and(|(_, ranges)| ranges.has(number));
            let set = found.is_some_and(|(message, _)| message.message_set);
            if !there || number > if set { MOST_OF_SET } else { MOST } {
                let why = format!("is not for extensions of `{}`", field.extendee);
                self.number(at, name, number, &why);
            }
            if !taken.insert((&field.extendee, number)) {
                let why = format!("is that of another extension of `{}`", field.extendee);
                self.number(at, name, number, &why);
            }
            if field.label == Label::Required {
                self.refuse(at, "extensions are not required");
            }
        }
        for message in &scope.messages {
            self.extensions(&message.scope, extended, taken);
        }
    }
}

fn is_message(kind: Type) -> bool {
    matches!(kind, Type::Message | Type::Group)
}
