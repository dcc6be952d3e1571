//! Texts that a spreadsheet would run.

/// What a spreadsheet takes for the beginning of a formula.
const SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The text without the signs that would make it a formula; none if there are none.
pub(crate) fn disarm(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| SIGNS.contains(&c) || c == ' ');
    let changed = text.trim_start().starts_with(SIGNS);
    changed.then_some(rest)
}

/// The text as it may stand in a CSV file that somebody will open with a spreadsheet: what would be a formula is
/// marked as text by an apostrophe.
///
/// ```
/// use holdpoint_import::escape_formula;
/// assert_eq!(escape_formula("=1+1"), "'=1+1");
/// assert_eq!(escape_formula("till"), "till");
/// ```
#[must_use]
pub fn escape_formula(text: &str) -> std::borrow::Cow<'_, str> {
    if text.starts_with(SIGNS) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}
