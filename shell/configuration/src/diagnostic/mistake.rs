//! Mistakes as rows: a function for each, and the pages of all.

use holdpoint_domain::{Refusal, RefusalPage};

/// What is wrong somewhere in a file; where is said by whoever reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) expected: String,
    pub(crate) help: String,
}

impl Mistake {
    /// What should stand there.
    pub(crate) fn expected(mut self, what: impl Into<String>) -> Self {
        self.expected = what.into();
        self
    }

    /// What to do, more precisely than the page says.
    pub(crate) fn help(mut self, what: impl Into<String>) -> Self {
        self.help = what.into();
        self
    }

    /// The same, if there is anything more precise to say.
    pub(crate) fn maybe_help(self, what: Option<String>) -> Self {
        match what {
            Some(help) => self.help(help),
            None => self,
        }
    }
}

impl From<Refusal> for Mistake {
    fn from(refusal: Refusal) -> Self {
        Self {
            code: refusal.code,
            message: refusal.message,
            expected: String::new(),
            help: refusal.help,
        }
    }
}

macro_rules! mistakes {
    ($(fn $name:ident($($arg:ident),*) = $code:literal: $message:literal,
        help $help:literal, why $why:literal;)*) => {
        $(
            #[doc = concat!("`", $code, "`: ", $message)]
            pub(crate) fn $name($($arg: impl std::fmt::Display),*) -> Mistake {
                Mistake {
                    code: $code.to_owned(),
                    message: format!($message),
                    expected: String::new(),
                    help: $help.to_owned(),
                }
            }
        )*

        /// The pages of everything that can be wrong with a configuration file.
        pub const PAGES: &[RefusalPage] = &[
            $(RefusalPage { code: $code, message: $message, help: $help, why: $why },)*
        ];
    };
}

mistakes! {
    fn syntax(why) = "configuration-syntax": "this is not YAML: {why}",
        help "mend the indentation, quotes or brackets around this place",
        why "Only a file that can be read can be applied; what follows the place was not looked at.";
    fn empty() = "configuration-empty": "the file says nothing",
        help "`holdpoint init` writes one to begin with",
        why "An empty file is most often the wrong file.";
    fn several_documents() = "configuration-several-documents":
        "the file holds more than one YAML document",
        help "keep one document and remove the line `---`",
        why "What a second document means beside the first is not defined, so it would be guesswork.";
    fn too_large(what) = "configuration-too-large": "the file has {what}",
        help "divide it into several files, each with the sections that it owns",
        why "A small text can expand to an immense one by aliases; limits keep the server alive.";
    fn too_deep(limit) = "configuration-too-deep": "values are nested more than {limit} deep",
        help "no value of a configuration is nested so deeply; look for a bracket that is not closed",
        why "Deep nesting exhausts memory and means nothing here.";
    fn tag(name) = "configuration-tag": "tags such as `{name}` have no meaning here",
        help "remove the tag; quote the value if it is to be text",
        why "A tag asks the reader to make an object of another type, which configuration never needs.";
    fn unknown_anchor(name) = "configuration-unknown-anchor": "there is no anchor `{name}` before this",
        help "write `&NAME` before the value that is to be used again, above this place",
        why "An alias stands for a value that was given a name earlier in the file.";
    fn circular_alias() = "configuration-circular-alias": "this alias stands inside the value that it names",
        help "write the value out",
        why "Such a value would contain itself without end.";
    fn key_not_text() = "configuration-key-not-text": "a key must be a word",
        help "put a name before the colon",
        why "Items and settings are found by their names.";
    fn duplicate_key(key, line) = "configuration-duplicate-key":
        "`{key}` stands here a second time; the first is on line {line}",
        help "keep one of the two",
        why "YAML readers disagree on which of the two counts, so neither would be safe.";
    fn unknown_key(owner, key) = "configuration-unknown-key": "{owner} has no key `{key}`",
        help "remove it, or correct its name",
        why "A key that nobody reads is a setting that its author believes in and that does nothing.";
    fn missing_key(owner, key) = "configuration-missing-key": "{owner} lacks the key `{key}`",
        help "add it",
        why "Without it the item cannot be understood, and no default would be safe.";
    fn wrong_shape(found) = "configuration-wrong-shape": "{found} stands where it has no meaning",
        help "write it as the page of the configuration file shows",
        why "Each key takes a value, a list or a map; what it takes is part of its meaning.";
    fn wrong_value(found) = "configuration-wrong-value": "`{found}` is not a value that can stand here",
        help "write one of the values that are expected",
        why "Values are read once and strictly, so that a misspelt one cannot weaken a gate.";
    fn wrong_name(name, why) = "configuration-wrong-name": "`{name}` is not a name: {why}",
        help "use `a-z`, `0-9`, `.`, `_` and `-`, at most 80, beginning with a letter or digit",
        why "Names stand in addresses, file names and entries, so they are plain.";
    fn criterion_shape(found) = "configuration-criterion-shape": "this criterion {found}",
        help "write one of `approvals`, `evidence`, `readiness`, `scheme`, `witnessed`, `ran`, `rego` in each item of the list",
        why "A criterion is one line of a gate: it asks for exactly one thing.";
    fn twin(what, name) = "configuration-twin": "there is another {what} named `{name}` in this list",
        help "give each a `name` of its own",
        why "Verdicts, waivers and outcomes refer to criteria and steps by name.";
    fn unknown_reference(kind, name) = "configuration-unknown-reference": "there is no {kind} `{name}`",
        help "declare it, or correct the name",
        why "What is owned by, part of, or after something that does not exist would be lost.";
    fn circle(what, circle) = "configuration-circle": "{what} goes round in a circle: {circle}",
        help "remove one of the links",
        why "Items are declared and deployed in order, and a circle has no beginning.";
    fn unknown_person(handle) = "configuration-unknown-person": "there is no person with the handle `{handle}`",
        help "add them first, with `holdpoint person add`, or correct the handle",
        why "Files name people by handle; the ledger knows them by an opaque id only.";
    fn naming_wrong(why) = "configuration-naming": "{why}",
        help "placeholders stand in braces, as in `{{unit}}-{{component}}-{{version}}.{{extension}}`",
        why "The scheme is what every artifact is held against, so it has to be sound itself.";
    fn signer_wrong(name, why) = "configuration-signer": "the key of `{name}` cannot be used: {why}",
        help "give an Ed25519 or ECDSA P-256 public key, as `openssl pkey -pubout` or `cosign public-key` writes it",
        why "A signature is believed if one of these keys made it, so each has to be a key.";
    fn witness_wrong(why) = "configuration-witness": "{why}",
        help "give the verifier key that `holdpoint witness init` printed, and the address where the witness answers",
        why "A checkpoint counts as witnessed when these keys have cosigned it, so each has to be a key, once.";
    fn directory_wrong(why) = "configuration-directory": "{why}",
        help "name under `providers` where people log in, and under `groups` what each group is here: a role and a scope",
        why "Members of a group have its role here as soon as they log in, so each line has to be meant.";
    fn forge_wrong(why) = "configuration-forge": "{why}",
        help "say of which `kind` it is, its `url`, and where its `token` stands: `env: HOLDPOINT_FORGE_…` or `file: /…/holdpoint-forge…`",
        why "What gates say is shown there, and a token is sent there, so each has to be meant.";
    fn workload_wrong(why) = "configuration-workload": "{why}",
        help "name an issuer by what its tokens say, and the claims that only the workload has, such as `repository` and `environment`",
        why "Whoever bears a token that fits a rule acts as that workload, so a rule has to fit that workload alone.";
    fn window_wrong(why) = "configuration-window": "{why}",
        help "give a span with `from` and `until`, a `rule` with `start` and `lasts`, a fiscal `close`, or a calendar file as `feed`",
        why "A blackout or maintenance window that nobody can place in time would close too much, or nothing.";
    fn feed_unreadable(path, why) = "configuration-feed-unreadable": "calendar `{path}` cannot be read: {why}",
        help "name an iCalendar file by its path from the folder of this file",
        why "What of a calendar file says when its events take place is kept in the ledger, so the file must be at hand when it is applied.";
    fn feed_wrong(why) = "configuration-feed": "{why}",
        help "mend the calendar file, or export it again; `holdpoint calendar expand --ics FILE` reads it, too",
        why "A calendar of which a part cannot be read would leave out what somebody relies on.";
    fn credentials(what) = "configuration-credentials": "{what} carries credentials",
        help "remove what stands before the `@`, and revoke it: it was written into a file",
        why "What is applied is kept in the ledger for ever, and everybody who audits it reads it.";
    fn secret(name) = "configuration-secret": "the variable `{name}` seems to hold a secret",
        help "give the agent the secret in its own environment, and leave it out of the file",
        why "What is applied is kept in the ledger for ever, and everybody who audits it reads it.";
    fn policy_unreadable(path, why) = "configuration-policy-unreadable": "policy `{path}` cannot be used: {why}",
        help "name a Rego file by its path from the folder of this file",
        why "A criterion refers to a policy by the digest of its text, so the text must be at hand.";
    fn policies_wrong(path, why) = "configuration-policies-wrong": "the policies of `{path}` are wrong: {why}",
        help "`holdpoint policy check FILE` shows every mistake in its place",
        why "Policies on who may do what are checked against the published vocabulary before anybody is judged by them.";
    fn misplaced(section) = "configuration-misplaced-section":
        "`{section}` belongs into the file of the organisation",
        help "move it to the file that has the section `organisation`",
        why "Governance owns what holds for everybody; a repository describes its own components, and may ask for more.";
    fn loosened(what) = "configuration-loosened": "a repository may only tighten: {what}",
        help "ask those who own the organisation's file, or remove the line",
        why "The minimum gate of an environment is set once for all; otherwise each repository could set its own aside.";
    fn foreign(component, repository) = "configuration-foreign-component":
        "component `{component}` belongs to the repository `{repository}`",
        help "change it in the file of that repository, or choose another name",
        why "Two files that describe one component would undo each other's work with every apply.";
    fn oversized(item, bytes) = "configuration-oversized-item":
        "{item} takes {bytes} bytes, and an entry of the ledger holds 65,535",
        help "divide it, or shorten its texts and lists",
        why "Each item is one entry of the ledger, and entries are bounded so that anybody's tools can read them.";
    fn other_organisation(found, name) = "configuration-other-organisation":
        "this ledger belongs to `{found}`, not to `{name}`",
        help "check `--data` or `--server`, or correct the name",
        why "Applying the file of one organisation to the ledger of another would overwrite its items.";
}
