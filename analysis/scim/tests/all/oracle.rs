//! Filters and changes of a small world, once more and without any cleverness.

use holdpoint_scim::{Filter, Patch, USER};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A filter over `title` and `emails`, as a tree of its own.
#[derive(Debug, Clone)]
enum Tree {
    Title(&'static str, &'static str),
    TitlePresent,
    Mail(&'static str, &'static str),
    Not(Box<Tree>),
    And(Box<Tree>, Box<Tree>),
    Or(Box<Tree>, Box<Tree>),
}

const TEXTS: [&str; 4] = ["a", "B", "ab", "ba"];
const OPERATORS: [&str; 9] = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];

fn tree() -> impl Strategy<Value = Tree> {
    let text = || prop::sample::select(&TEXTS[..]);
    let leaf = prop_oneof![
        (prop::sample::select(&OPERATORS[..]), text()).prop_map(|(op, text)| Tree::Title(op, text)),
        Just(Tree::TitlePresent),
        (text(), text()).prop_map(|(kind, value)| Tree::Mail(kind, value)),
    ];
    leaf.prop_recursive(4, 24, 2, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            inner.prop_map(|one| Tree::Not(Box::new(one))),
            two.clone()
                .prop_map(|(one, other)| Tree::And(Box::new(one), Box::new(other))),
            two.prop_map(|(one, other)| Tree::Or(Box::new(one), Box::new(other))),
        ]
    })
}

impl Tree {
    /// As it is written: brackets only where they are needed.
    fn text(&self, inside: u8) -> String {
        let (binds, text) = match self {
            Self::Title(op, text) => (3, format!("title {op} \"{text}\"")),
            Self::TitlePresent => (3, "title pr".to_owned()),
            Self::Mail(kind, value) => (
                3,
                format!("emails[type eq \"{kind}\" and value eq \"{value}\"]"),
            ),
            Self::Not(one) => (3, format!("not ({})", one.text(0))),
            Self::And(one, other) => (2, format!("{} and {}", one.text(2), other.text(3))),
            Self::Or(one, other) => (1, format!("{} or {}", one.text(1), other.text(2))),
        };
        if binds < inside {
            format!("({text})")
        } else {
            text
        }
    }

    fn holds(&self, title: Option<&str>, mails: &[(&str, &str)]) -> bool {
        match self {
            Self::Title(op, text) => {
                let (title, text) = (title.map(str::to_lowercase), text.to_lowercase());
                let Some(title) = title else {
                    return *op == "ne";
                };
                match *op {
                    "eq" => title == text,
                    "ne" => title != text,
                    "co" => title.contains(&text),
                    "sw" => title.starts_with(&text),
                    "ew" => title.ends_with(&text),
                    "gt" => title > text,
                    "ge" => title >= text,
                    "lt" => title < text,
                    _ => title <= text,
                }
            }
            Self::TitlePresent => title.is_some(),
            Self::Mail(kind, value) => mails
                .iter()
                .any(|(has, is)| has.eq_ignore_ascii_case(kind) && is.eq_ignore_ascii_case(value)),
            Self::Not(one) => !one.holds(title, mails),
            Self::And(one, other) => one.holds(title, mails) && other.holds(title, mails),
            Self::Or(one, other) => one.holds(title, mails) || other.holds(title, mails),
        }
    }
}

fn resource(title: Option<&str>, mails: &[(&str, &str)]) -> Value {
    let mut made = json!({ "userName": "u" });
    if let Some(title) = title {
        made["title"] = title.into();
    }
    let mails: Vec<_> = mails
        .iter()
        .map(|(kind, value)| json!({ "type": kind, "value": value }))
        .collect();
    if !mails.is_empty() {
        made["emails"] = mails.into();
    }
    made
}

/// A change of the title, or of mail addresses, which are told apart by their type.
#[derive(Debug, Clone)]
enum Change {
    Title(Option<&'static str>),
    Mail(&'static str, &'static str),
    Value(&'static str, &'static str),
    Gone(&'static str),
    AllGone,
}

fn change() -> impl Strategy<Value = Change> {
    let text = || prop::sample::select(&TEXTS[..]);
    prop_oneof![
        prop::option::of(text()).prop_map(Change::Title),
        (text(), text()).prop_map(|(kind, value)| Change::Mail(kind, value)),
        (text(), text()).prop_map(|(kind, value)| Change::Value(kind, value)),
        text().prop_map(Change::Gone),
        Just(Change::AllGone),
    ]
}

impl Change {
    fn operation(&self) -> Value {
        match self {
            Self::Title(None) => json!({ "op": "remove", "path": "title" }),
            Self::Title(Some(text)) => json!({ "op": "replace", "value": { "title": text } }),
            Self::Mail(kind, value) => {
                json!({ "op": "add", "path": "emails", "value": [{ "type": kind, "value": value }] })
            }
            Self::Value(kind, value) => {
                let path = format!("emails[type eq \"{kind}\"].value");
                json!({ "op": "Replace", "path": path, "value": value })
            }
            Self::Gone(kind) => {
                json!({ "op": "remove", "path": format!("emails[type eq \"{kind}\"]") })
            }
            Self::AllGone => json!({ "op": "Remove", "path": "emails" }),
        }
    }

    /// Makes it; says whether it can be.
    fn make(
        &self,
        title: &mut Option<&'static str>,
        mails: &mut Vec<(&'static str, &'static str)>,
    ) -> bool {
        let of = |kind: &str, mail: &(&str, &str)| mail.0.eq_ignore_ascii_case(kind);
        match self {
            Self::Title(text) => *title = *text,
            Self::Mail(kind, value) => {
                if !mails.contains(&(*kind, *value)) {
                    mails.push((*kind, *value));
                }
            }
            Self::Value(kind, value) => {
                let mut found = false;
                for mail in mails.iter_mut().filter(|mail| of(kind, mail)) {
                    (mail.1, found) = (*value, true);
                }
                if !found {
                    mails.push((*kind, *value));
                }
            }
            Self::Gone(kind) => {
                let before = mails.len();
                mails.retain(|mail| !of(kind, mail));
                return mails.len() < before;
            }
            Self::AllGone => mails.clear(),
        }
        true
    }
}

proptest! {
    #[test]
    fn a_filter_chooses_what_brute_force_does(
        tree in tree(),
        title in prop::option::of(prop::sample::select(&TEXTS[..])),
        mails in prop::collection::vec((prop::sample::select(&TEXTS[..]), prop::sample::select(&TEXTS[..])), 0..3),
    ) {
        let text = tree.text(0);
        let filter = Filter::parse(&text).unwrap();
        let found = filter.matches(USER, &resource(title, &mails));
        prop_assert_eq!(found, tree.holds(title, &mails), "{}", text);
    }

    #[test]
    fn whatever_is_written_is_read_or_refused(text in "[a-z\\[\\]()\"\\\\. 0-9:$-]{0,40}") {
        let _ = Filter::parse(&text);
        let _ = holdpoint_scim::Path::parse(&text);
    }

    #[test]
    fn changes_do_what_brute_force_does(changes in prop::collection::vec(change(), 1..6)) {
        let (mut title, mut mails) = (Some("a"), vec![("a", "B"), ("ab", "a")]);
        let before = resource(title, &mails);
        let operations: Vec<_> = changes.iter().map(Change::operation).collect();
        let patch = Patch::parse(&json!({ "Operations": operations })).unwrap();
        let possible = changes.iter().all(|change| change.make(&mut title, &mut mails));
        match patch.apply(USER, &before) {
            Ok(after) => {
                prop_assert!(possible);
                prop_assert_eq!(after, resource(title, &mails));
            }
            Err(error) => prop_assert!(!possible, "{}", error),
        }
    }
}
