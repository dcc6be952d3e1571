//! Whether the version of an API says that something breaks.

use holdpoint_findings::Level;

use super::super::reporter::{Sides, Words, short};
use super::Check;
use crate::files::At;

/// Major, minor and patch of a semantic version.
fn numbers(text: &str) -> Option<[u64; 3]> {
    let text = text.strip_prefix('v').unwrap_or(text);
    let core = text.split(['-', '+']).next()?;
    let mut parts = core.split('.').map(|part| {
        let plain = part.len() == 1 || !part.starts_with('0');
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        (plain && digits).then(|| part.parse().ok()).flatten()
    });
    let found = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(found)
}

fn is_major(before: [u64; 3], after: [u64; 3]) -> bool {
    match (before, after) {
        ([0, from, _], [0, to, _]) => to > from,
        ([from, ..], [to, ..]) => to > from,
    }
}

impl<'a> Check<'_, 'a> {
    /// To be asked last, when all that breaks is known.
    pub(super) fn version(&mut self, base: At<'a>, revision: At<'a>) {
        let version = |root: At<'a>| root.get("info").and_then(|info| info.get("version"));
        let (Some(before), Some(after)) = (version(base), version(revision)) else {
            return;
        };
        let text = |at: At<'a>| at.value.written().unwrap_or("");
        let (from, to) = (text(before), text(after));
        let (Some(old), Some(new)) = (numbers(from), numbers(to)) else {
            return;
        };
        let breaks = { self.reporter.findings.iter() }.any(|finding| finding.level == Level::Error);
        let change = match () {
            () if !breaks => return,
            () if from == to => "api-version-not-bumped",
            () if new <= old => "api-version-decreased",
            () if !is_major(old, new) => "api-major-version-not-bumped",
            () => return,
        };
        let words = Words {
            from: short(from),
            to: short(to),
            ..Words::default()
        };
        self.say(change, "version", &words, Sides(Some(before), Some(after)));
    }
}
