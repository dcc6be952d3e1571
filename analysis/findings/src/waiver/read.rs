//! Reading waivers from a file.

use std::sync::Arc;

use jiff::civil::Date;

use super::rules::MALFORMED;
use super::{Applied, Waiver, Waivers};
use crate::{Document, Field, Finding, Place, Source, Unreadable, Value, pointer};

/// What a waiver may say.
const KEYS: &[&str] = &[
    "rule",
    "subject",
    "file",
    "pointer",
    "fingerprint",
    "owner",
    "approver",
    "reason",
    "expires",
];

impl Waivers {
    /// Reads YAML or JSON.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(source: &Arc<Source>) -> Result<Self, Unreadable> {
        let document = Document::read(source)?;
        let mut reader = Reader { wrong: Vec::new() };
        let list = reader.file(document.root());
        match reader.wrong.is_empty() {
            true => Ok(Self {
                list,
                source: Arc::clone(source),
            }),
            false => Err(Unreadable::within(source, reader.wrong)),
        }
    }
}

struct Reader {
    wrong: Vec<Finding>,
}

impl Reader {
    fn report(&mut self, place: Place, what: &str) {
        let finding = Finding::new(&MALFORMED, place, "", &[("what", what)]);
        self.wrong.push(finding);
    }

    fn file(&mut self, root: Value<'_>) -> Vec<Waiver> {
        self.check_keys(root, "", &["waivers"]);
        let Some(field) = root.field("waivers") else {
            self.report(root.place(""), "there is no list `waivers`");
            return Vec::new();
        };
        if !field.value.is_list() && !field.value.is_null() {
            let what = format!("`waivers` is {}, not a list", field.value.described());
            self.report(field.place("/waivers"), &what);
        }
        let items = field.value.items().enumerate();
        let read = items.map(|(at, item)| self.waiver(item, &format!("/waivers/{at}")));
        read.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    fn check_keys(&mut self, value: Value<'_>, at: &str, known: &[&str]) {
        for field in value.fields().filter(|field| !known.contains(&field.key)) {
            let near = known.iter().max_by(|a, b| {
                let nearness = |name: &str| strsim::jaro_winkler(name, field.key);
                nearness(a).total_cmp(&nearness(b))
            });
            let hint = match near.filter(|near| strsim::jaro_winkler(near, field.key) > 0.8) {
                Some(near) => format!("; did you mean `{near}`?"),
                None => String::new(),
            };
            let what = format!("there is no key `{}`{hint}", field.key);
            self.report(field.place(pointer::join(at, field.key)), &what);
        }
    }

    fn waiver(&mut self, value: Value<'_>, at: &str) -> Option<Waiver> {
        self.check_keys(value, at, KEYS);
        let rule = self.needed(value, at, "rule");
        let owner = self.needed(value, at, "owner");
        let approver = self.needed(value, at, "approver");
        let reason = self.needed(value, at, "reason");
        let expires = self.needed(value, at, "expires");
        let expires = expires.and_then(|text| self.date(value, at, &text));
        let mut optional = |key: &str| value.field(key).and_then(|field| self.text(field, at));
        let (subject, file) = (optional("subject"), optional("file"));
        let (pointer, fingerprint) = (optional("pointer"), optional("fingerprint"));
        if [&subject, &file, &pointer, &fingerprint]
            .iter()
            .all(|one| one.is_none())
        {
            let what = "a waiver of a whole rule has to say `subject: \"*\"`";
            self.report(value.place(at), what);
        }
        let applied = Applied {
            owner: owner?,
            approver: approver?,
            reason: reason?,
            expires: expires?,
        };
        Some(Waiver {
            rule: rule?,
            subject,
            file,
            pointer,
            fingerprint,
            applied,
            place: value.place(at),
        })
    }

    fn needed(&mut self, value: Value<'_>, at: &str, key: &str) -> Option<String> {
        match value.field(key) {
            Some(field) => self.text(field, at),
            None => {
                self.report(value.place(at), &format!("the waiver has no `{key}`"));
                None
            }
        }
    }

    fn text(&mut self, field: Field<'_>, at: &str) -> Option<String> {
        let text = field.value.written().map(str::trim);
        match text.filter(|text| !text.is_empty()) {
            Some(text) => Some(text.to_owned()),
            None => {
                let what = format!("`{}` is {}, not text", field.key, field.value.described());
                self.report(field.place(pointer::join(at, field.key)), &what);
                None
            }
        }
    }

    fn date(&mut self, value: Value<'_>, at: &str, text: &str) -> Option<Date> {
        let date: Option<Date> = text.parse().ok();
        if date.is_none() {
            let at = pointer::join(at, "expires");
            let place = value.get("expires").unwrap_or(value).place(at);
            self.report(place, &format!("`{text}` is no day such as `2027-03-31`"));
        }
        date
    }
}
