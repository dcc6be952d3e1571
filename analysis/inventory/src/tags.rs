//! Tags as past releases: `v1.2.3`, `till-v1.2.3`, `@shop/till@1.2.3`, `till/v1.2.3`, `2026.01.2`.

use serde::{Deserialize, Serialize};

use crate::found::{Found, Kind};

/// How a version is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// Semantic versions, and what looks like them.
    SemVer,
    /// Dates.
    CalVer,
}

/// A tag that looks like a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastRelease {
    /// The tag.
    pub tag: String,
    /// The version, without `v`.
    pub version: String,
    /// How it is counted.
    pub scheme: Scheme,
    /// Whether it only leads up to a release.
    pub prerelease: bool,
    /// What the tag names before the version; empty for the repository as a whole.
    pub prefix: String,
    /// The id of the component that was released; none for all of them, or for one that is no more.
    pub component: Option<String>,
    /// Why it is taken for that.
    pub reason: String,
}

/// What the tags tell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastReleases {
    /// In the order of the tags.
    pub releases: Vec<PastRelease>,
    /// Tags that look like something else.
    pub others: Vec<String>,
}

/// Reads tags, given what the repository contains now.
pub fn past_releases<'t>(
    tags: impl IntoIterator<Item = &'t str>,
    components: &[Found],
) -> PastReleases {
    let mut past = PastReleases::default();
    for tag in tags {
        match release(tag, components) {
            Some(release) => past.releases.push(release),
            None => past.others.push(tag.to_owned()),
        }
    }
    past
}

fn release(tag: &str, components: &[Found]) -> Option<PastRelease> {
    let (prefix, version) = split(tag)?;
    let (scheme, prerelease) = version_scheme(version)?;
    let (component, reason) = match prefix {
        "" => whole(components),
        prefix => named(prefix, components),
    };
    Some(PastRelease {
        tag: tag.to_owned(),
        version: version.to_owned(),
        scheme,
        prerelease,
        prefix: prefix.to_owned(),
        component,
        reason,
    })
}

/// What is before the version, and the version. Words that only say `release` name nothing.
fn split(tag: &str) -> Option<(&str, &str)> {
    let start = version_start(tag)?;
    let prefix = tag.get(..start)?;
    let prefix = prefix
        .strip_suffix(['v', 'V'])
        .filter(|rest| ends_apart(rest))
        .unwrap_or(prefix);
    if !ends_apart(prefix) {
        return None;
    }
    let prefix = prefix.trim_end_matches(['-', '/', '@', '_', '.']);
    let says_nothing = [
        "release", "releases", "rel", "version", "ver", "tag", "tags",
    ];
    let nothing = says_nothing.contains(&prefix.to_lowercase().as_str());
    Some((if nothing { "" } else { prefix }, tag.get(start..)?))
}

fn ends_apart(prefix: &str) -> bool {
    prefix.is_empty() || prefix.ends_with(['-', '/', '@', '_', '.'])
}

/// Where the version begins: the first number after the last `/` or `@` that starts one.
fn version_start(tag: &str) -> Option<usize> {
    let floor = tag.rfind(['/', '@']).map_or(0, |at| at + 1);
    let bytes = tag.as_bytes();
    let starts = |at: usize| {
        let back = |n: usize| at.checked_sub(n).and_then(|at| bytes.get(at));
        let apart = match back(1) {
            // Within a version a dot is before a number too.
            Some(b'.') => back(2).is_some_and(u8::is_ascii_alphabetic),
            Some(byte) => matches!(byte, b'-' | b'_' | b'/' | b'@' | b'v' | b'V'),
            None => true,
        };
        apart
            && tag
                .get(at..)
                .is_some_and(|text| version_scheme(text).is_some())
    };
    (floor..bytes.len()).find(|at| bytes.get(*at).is_some_and(u8::is_ascii_digit) && starts(*at))
}

/// How a version is counted and whether it leads up to one; none if it is no version.
fn version_scheme(version: &str) -> Option<(Scheme, bool)> {
    let end = version
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(version.len());
    let (core, rest) = version.split_at_checked(end)?;
    if let Some(scheme) = date(version) {
        return Some((scheme, false));
    }
    // A Maven qualifier is set off by a dot: `1.2.3.RELEASE`.
    let (core, rest) = match core.strip_suffix('.') {
        Some(core) => (core, version.get(end - 1..)?),
        None => (core, rest),
    };
    let numbers: Vec<&str> = core.split('.').collect();
    let sized = |n: &&str| !n.is_empty() && n.len() <= 10;
    // One number alone is a moving tag such as `v1`.
    if !(2..=4).contains(&numbers.len()) || !numbers.iter().all(sized) {
        return None;
    }
    if !rest
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+' | b'_'))
    {
        return None;
    }
    let year = numbers
        .first()
        .and_then(|n| n.parse::<u32>().ok())
        .unwrap_or(0);
    let month = numbers
        .get(1)
        .and_then(|n| n.parse::<u32>().ok())
        .unwrap_or(0);
    let calendar = (2000..2100).contains(&year) && (1..=12).contains(&month);
    let scheme = if calendar {
        Scheme::CalVer
    } else {
        Scheme::SemVer
    };
    Some((scheme, is_prerelease(rest)))
}

/// `2026-01-31`, `20260131`, with an optional number behind.
fn date(version: &str) -> Option<Scheme> {
    let digits: String = version.chars().filter(char::is_ascii_digit).collect();
    let dashed = version.get(..10).is_some_and(|day| {
        let parts: Vec<&str> = day.split('-').collect();
        parts.iter().map(|part| part.len()).eq([4, 2, 2])
    });
    let plain = version.len() == 8 && digits.len() == 8;
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<u32>().ok();
    let day = (2000..2100).contains(&number(0, 4)?)
        && (1..=12).contains(&number(4, 6)?)
        && (1..=31).contains(&number(6, 8)?);
    ((dashed || plain) && day).then_some(Scheme::CalVer)
}

fn is_prerelease(rest: &str) -> bool {
    let rest = rest.split('+').next().unwrap_or(rest).to_lowercase();
    let finals = ["", "final", "release", "ga"];
    let word = rest.trim_matches(['-', '.', '_']);
    !finals.contains(&word) && !word.starts_with("post") && !word.starts_with("patch")
}

/// A tag without name is about the only component there is to release, or about all.
fn whole(components: &[Found]) -> (Option<String>, String) {
    let released: Vec<&Found> = components
        .iter()
        .filter(|one| one.kind != Kind::Support)
        .collect();
    match released.as_slice() {
        [only] => (
            Some(only.id.clone()),
            "the repository has one component".to_owned(),
        ),
        _ => (
            None,
            "it names no component: the repository as a whole".to_owned(),
        ),
    }
}

/// By name, by id, by the last part of the name, or by directory as Go does it.
fn named(prefix: &str, components: &[Found]) -> (Option<String>, String) {
    let last = |name: &str| name.rsplit(['/', ':']).next().unwrap_or(name).to_owned();
    let find = |fits: &dyn Fn(&Found) -> bool| components.iter().find(|one| fits(one));
    let named = find(&|one| one.name == prefix).or_else(|| find(&|one| one.id == prefix));
    let placed = || find(&|one| one.path == prefix);
    let ending = || find(&|one| last(&one.name) == prefix || last(&one.path) == prefix);
    let hit = named
        .map(|one| (one, "has that name"))
        .or_else(|| placed().map(|one| (one, "is in that directory")))
        .or_else(|| ending().map(|one| (one, "ends with that name")));
    let gathers = ["-root", "-parent", "-project"]
        .iter()
        .any(|end| prefix.ends_with(end));
    match hit {
        None if gathers => (None, format!("`{prefix}` holds all components together")),
        Some((one, why)) => (
            Some(one.id.clone()),
            format!("component `{}` {why}", one.id),
        ),
        None => (None, format!("no component is called `{prefix}` now")),
    }
}
