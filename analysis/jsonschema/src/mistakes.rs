//! What can be wrong with a schema.

use holdpoint_findings::{Finding, Place, Rule};

/// Mistakes that are kept; whoever has more has enough to mend.
const KEPT: usize = 100;

holdpoint_findings::mistakes! {
    INVALID = "json-schema-invalid",
        "{what}",
        "What cannot be read cannot be compared, and guessing what was meant would hide a break.",
        "correct the schema by the specification of its draft",
        "{\"maxLength\": \"ten\"}";
    BROKEN = "json-schema-reference-broken",
        "the reference `{name}` leads nowhere: {what}",
        "What stands behind a reference that cannot be followed cannot be compared.",
        "mend the reference; files are looked for beside the file that names them, and never on the network",
        "{\"$ref\": \"#/$defs/Missing\"}";
    ENDLESS = "json-schema-endless",
        "the schema leads back to itself without going into a part of the value",
        "What it takes depends on what it takes: readers go on without end, or each decides in its own way.",
        "refer to it from a property or an item, or take the reference out",
        "{\"$defs\": {\"a\": {\"allOf\": [{\"$ref\": \"#/$defs/a\"}]}}, \"$ref\": \"#/$defs/a\"}";
    TOO_LARGE = "json-schema-too-large",
        "the schema has {what}",
        "Whoever writes a file must not decide how much memory its reader needs.",
        "check parts of it on their own",
        "a schema of a million schemas";
}

/// Mistakes so far.
#[derive(Debug, Default)]
pub(crate) struct Mistakes(pub(crate) Vec<Finding>);

impl Mistakes {
    pub(crate) fn at(&mut self, place: Place, rule: &'static Rule, words: &[(&str, &str)]) {
        if self.0.len() < KEPT {
            let subject = words.iter().find(|(name, _)| *name == "name");
            let subject = subject.map_or("", |(_, name)| *name);
            self.0.push(Finding::new(rule, place, subject, words));
        }
    }
}
