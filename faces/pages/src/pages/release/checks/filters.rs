//! What findings are chosen by.

use std::collections::BTreeMap;

use holdpoint_service::queries::CheckPage;

use super::words::CheckWords;
use crate::frame::Choice;
use crate::visit::Fields;

/// What findings are chosen by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filters {
    pub(super) levels: Vec<Choice>,
    pub(super) rules: Vec<Choice>,
    pub(super) files: Vec<Choice>,
    /// Other fields of the address, which stay.
    pub(super) kept: Vec<(String, String)>,
    /// Where nothing is left out; none if nothing is.
    pub(super) cleared: Option<String>,
}

/// Filters, where there is something to be told apart.
pub(super) fn filters(
    t: CheckWords,
    page: &CheckPage,
    fields: &Fields,
    to: &str,
) -> Option<Filters> {
    let total: usize = page.rules.values().sum();
    if total < 2 {
        return None;
    }
    let choice = |name: &str, value: &str, label: String| Choice {
        value: value.to_owned(),
        chosen: fields.get(name).unwrap_or_default() == value,
        label,
    };
    let counted = |name: &str, all: &str, found: &BTreeMap<String, usize>| {
        let first = choice(name, "", all.to_owned());
        let rest = found
            .iter()
            .map(|(value, count)| choice(name, value, format!("{value} ({count})")));
        std::iter::once(first).chain(rest).collect()
    };
    let levels = [
        ("", t.all_levels()),
        ("error", t.error()),
        ("warning", t.warning()),
        ("info", t.info()),
    ];
    let names = ["level", "rule", "file"];
    let kept = fields
        .0
        .iter()
        .filter(|(name, _)| !names.contains(&name.as_str()) && name != "done");
    let bare = names
        .iter()
        .fold(fields.clone(), |fields, name| fields.with(name, None));
    Some(Filters {
        levels: levels
            .map(|(value, label)| choice("level", value, label.to_owned()))
            .into(),
        rules: counted("rule", t.all_rules(), &page.rules),
        files: counted("file", t.all_files(), &page.files),
        kept: kept.cloned().collect(),
        cleared: names
            .iter()
            .any(|name| fields.get(name).is_some())
            .then(|| bare.address(to)),
    })
}
