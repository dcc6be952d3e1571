//! Secrets that were written down.

use std::sync::Arc;

use holdpoint_findings::{Finding, Source, Span, Value};

use crate::mistakes::SECRET;
use crate::shape::Reader;

/// How well-known secrets begin, what they are, and how many letters follow at least.
const BEGINNINGS: &[(&str, &str, usize)] = &[
    ("-----BEGIN", "a private key", 5),
    ("ghp_", "a token of GitHub", 20),
    ("gho_", "a token of GitHub", 20),
    ("ghs_", "a token of GitHub", 20),
    ("ghu_", "a token of GitHub", 20),
    ("github_pat_", "a token of GitHub", 20),
    ("glpat-", "a token of GitLab", 16),
    ("AKIA", "an access key of AWS", 16),
    ("ASIA", "an access key of AWS", 16),
    ("AIza", "a key of Google", 30),
    ("xoxb-", "a token of Slack", 10),
    ("xoxp-", "a token of Slack", 10),
    ("sk_live_", "a key of Stripe", 16),
    ("npm_", "a token of npm", 30),
    ("hvs.", "a token of Vault", 20),
    ("dckr_pat_", "a token of Docker", 16),
    ("eyJhbGciOi", "a signed token", 20),
];

/// Words that name secrets, as parts of a variable's name.
const WORDS: &[&str] = &[
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "SECRET",
    "TOKEN",
    "APIKEY",
    "API_KEY",
    "PRIVATE_KEY",
    "ACCESS_KEY",
    "CREDENTIALS",
    "AUTHORIZATION",
];

/// Ends of names that say where something is, and not what it is.
const PLACES: &[&str] = &["_FILE", "_PATH", "_URL", "_NAME", "_ID", "_DIR"];

/// Reports everything below a value that looks like a secret. Each value is looked at once, however many aliases name it.
pub(crate) fn search(reader: &mut Reader<'_>, root: Value<'_>) {
    let mut seen = std::collections::HashSet::new();
    let mut open = vec![(root, "")];
    while let Some((value, key)) = open.pop() {
        if !seen.insert(value.id()) {
            continue;
        }
        let variables = matches!(key, "env" | "headers");
        for field in value.fields() {
            // A part that is given something is given it by name.
            if variables && names_secret(field.key) && is_literal(field.value) {
                report(
                    reader,
                    field.value.span(),
                    "a secret, by the name before it",
                );
            }
            open.push((field.value, field.key));
        }
        open.extend(value.items().map(|item| (item, "")));
        if let Some(what) = value.written().and_then(likely) {
            report(reader, value.span(), what);
        }
    }
}

fn report(reader: &mut Reader<'_>, span: Span, what: &str) {
    if reader.hidden.contains(&span) {
        return;
    }
    reader.hidden.push(span);
    reader.wrong(&SECRET, span, &[("what", what)]);
}

fn is_literal(value: Value<'_>) -> bool {
    value
        .written()
        .is_some_and(|text| !text.is_empty() && !text.contains("{{"))
}

fn names_secret(name: &str) -> bool {
    let upper = name.to_uppercase().replace('-', "_");
    let place = PLACES.iter().any(|end| upper.ends_with(end));
    !place && WORDS.iter().any(|word| upper.contains(word))
}

/// What text looks like that has a secret in it.
fn likely(text: &str) -> Option<&'static str> {
    let known = BEGINNINGS.iter().find(|(beginning, _, least)| {
        text.match_indices(beginning).any(|(at, _)| {
            let rest = text.get(at + beginning.len()..).unwrap_or_default();
            let part = |c: char| c.is_ascii_alphanumeric() || "_-. ".contains(c);
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            let alone = !before.is_some_and(|c| c.is_ascii_alphanumeric());
            alone && rest.chars().take_while(|c| part(*c)).count() >= *least
        })
    });
    let known = known.map(|(_, what, _)| *what);
    known.or_else(|| in_address(text).then_some("an address with a password"))
}

/// Whether an address has a password in it.
fn in_address(text: &str) -> bool {
    text.match_indices("://").any(|(at, mark)| {
        let rest = text.get(at + mark.len()..).unwrap_or_default();
        let end = rest.find(|c: char| c.is_whitespace() || "/?#'\"".contains(c));
        let host = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let user = host.rsplit_once('@').map(|(user, _)| user);
        // What a shell puts in is no secret.
        user.and_then(|user| user.split_once(':'))
            .is_some_and(|(_, password)| !password.is_empty() && !password.starts_with(['$', '{']))
    })
}

/// Shorter pieces of a line are no secret by themselves.
const SHORT: usize = 6;

/// Takes what is hidden out of what is said about it.
pub(crate) fn scrub(source: &Source, hidden: &[Span], found: &mut [Finding]) {
    let raw = |span: &Span| source.text().get(span.start as usize..span.end as usize);
    let lines = hidden.iter().filter_map(raw).flat_map(str::lines);
    let lines = lines.map(|line| line.trim().trim_matches(['"', '\'']));
    for secret in lines.filter(|line| line.len() >= SHORT) {
        for finding in found.iter_mut() {
            if finding.message.contains(secret) {
                finding.message = finding.message.replace(secret, "***");
            }
            if finding.help.contains(secret) {
                finding.help = finding.help.replace(secret, "***").into();
            }
        }
    }
}

/// The same text with these parts made unreadable, letter by letter, so that places stay.
pub(crate) fn masked(source: &Arc<Source>, hidden: &[Span]) -> Arc<Source> {
    if hidden.is_empty() {
        return Arc::clone(source);
    }
    let covered = |at: usize| {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        hidden.iter().any(|span| span.start <= at && at < span.end)
    };
    let letters = source.text().char_indices();
    let text: String = letters
        .map(|(at, c)| if covered(at) && c != '\n' { '*' } else { c })
        .collect();
    // It is no longer than it was, and text.
    Source::new(&source.name(), text.into_bytes()).map_or_else(|_| Arc::clone(source), Arc::new)
}
