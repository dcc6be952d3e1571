//! Carried through the log-in page: as hidden fields of its form, and nowhere else.

use super::{MOST, Unsent};
use crate::pages::preferences::own;
use crate::visit::Fields;

const PATH: &str = "unsent";
const SECRET: &str = "unsent-secret";
const FILE: &str = "unsent-file";
const FIELD: &str = "unsent-files";
/// Before the names of fields.
const TYPED: &str = "unsent.";

impl Unsent {
    /// As fields of a form; none if it is too much.
    pub(crate) fn held(&self) -> Option<Vec<(String, String)>> {
        let one = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let typed = self.form.0.iter();
        let all = std::iter::once(one(PATH, &self.path))
            .chain(typed.map(|(name, value)| (format!("{TYPED}{name}"), value.clone())))
            .chain(self.secrets.iter().map(|name| one(SECRET, name)))
            .chain(self.files.iter().map(|name| one(FILE, name)))
            .chain(self.field.iter().map(|name| one(FIELD, name)));
        let all: Vec<_> = all.collect();
        let size = all.iter().map(|(name, value)| name.len() + value.len());
        (size.sum::<usize>() <= MOST).then_some(all)
    }

    /// From the fields of the form.
    pub(crate) fn of_held(fields: &Fields) -> Option<Self> {
        let path = own(fields.get(PATH)?);
        let typed = fields.0.iter().filter_map(|(name, value)| {
            let name = name.strip_prefix(TYPED)?;
            Some((name.to_owned(), value.clone()))
        });
        let named = |name| fields.all(name).map(str::to_owned).collect();
        let held = Self {
            path: path.to_owned(),
            form: Fields(typed.collect()),
            secrets: named(SECRET),
            files: named(FILE),
            field: fields.get(FIELD).map(str::to_owned),
        };
        // Whoever made it larger than we do is not us.
        held.held().is_some().then_some(held)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{MOST, Unsent};
    use crate::visit::{Fields, Upload};

    fn comment(text: &str) -> Unsent {
        let form =
            Fields::parse("csrf=0a&talk=add&keep=1&keep=2&new=hunter2").with("text", Some(text));
        let file = Upload {
            field: "files".to_owned(),
            name: "a.txt".to_owned(),
            kind: String::new(),
            content: b"why".to_vec(),
        };
        Unsent::of("/talk", form, &[file])
    }

    #[test]
    fn it_comes_out_as_it_went_in() {
        let unsent = comment(" one\r\ntwo & three ");
        let held = unsent.held().unwrap();
        assert!(!format!("{held:?}").contains("hunter2"), "{held:?}");
        assert!(!format!("{held:?}").contains("0a"), "{held:?}");
        assert_eq!(Unsent::of_held(&Fields(held)), Some(unsent));
        assert_eq!(Unsent::of_held(&Fields::parse("handle=a&to=/")), None);
    }

    #[test]
    fn it_has_its_bounds_and_leads_nowhere_else() {
        assert_eq!(comment(&"x".repeat(MOST)).held(), None);
        let elsewhere = Fields::parse("unsent=//evil.example&unsent.text=a");
        assert_eq!(Unsent::of_held(&elsewhere).unwrap().path, "/");
    }
}
