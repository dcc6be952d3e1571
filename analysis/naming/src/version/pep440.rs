//! Python versions: PEP 440, in all the spellings that it normalises.

use super::compare_digits;
use std::cmp::Ordering;

pub(super) fn check(version: &str) -> Result<(), String> {
    parse(version).map(drop).ok_or_else(|| {
        "it is N(.N)* with `aN`, `bN`, `rcN`, `.postN`, `.devN`, `+local` behind".to_owned()
    })
}

pub(super) fn compare(left: &str, right: &str) -> Option<Ordering> {
    let (left, right) = (parse(left)?, parse(right)?);
    Some(left.compare(&right))
}

pub(super) fn is_prerelease(version: &str) -> bool {
    parse(version).is_some_and(|version| version.pre.is_some() || version.dev.is_some())
}

#[derive(Debug)]
struct Pep440 {
    epoch: String,
    release: Vec<String>,
    /// The letter's rank (`a`, `b`, `rc`) and the number.
    pre: Option<(u8, String)>,
    post: Option<String>,
    dev: Option<String>,
    local: Option<Vec<String>>,
}

impl Pep440 {
    fn compare(&self, other: &Self) -> Ordering {
        compare_digits(&self.epoch, &other.epoch)
            .then_with(|| compare_release(&self.release, &other.release))
            .then_with(|| self.phase().cmp(&other.phase()))
            .then_with(|| compare_optional(pre_number(self), pre_number(other)))
            .then_with(|| compare_optional(self.post.as_deref(), other.post.as_deref()))
            .then_with(|| compare_dev(self.dev.as_deref(), other.dev.as_deref()))
            .then_with(|| compare_local(self.local.as_deref(), other.local.as_deref()))
    }

    /// A development release alone comes before `a`, `b`, `rc`; anything else after them.
    fn phase(&self) -> u8 {
        match (&self.pre, &self.post, &self.dev) {
            (Some((rank, _)), _, _) => *rank,
            (None, None, Some(_)) => 0,
            _ => 4,
        }
    }
}

fn pre_number(version: &Pep440) -> Option<&str> {
    version.pre.as_ref().map(|(_, number)| number.as_str())
}

fn compare_release(left: &[String], right: &[String]) -> Ordering {
    let get = |list: &[String], at: usize| list.get(at).cloned().unwrap_or_default();
    (0..left.len().max(right.len()))
        .map(|at| compare_digits(&get(left, at), &get(right, at)))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn compare_optional(left: Option<&str>, right: Option<&str>) -> Ordering {
    match (left, right) {
        (Some(left), Some(right)) => compare_digits(left, right),
        _ => left.is_some().cmp(&right.is_some()),
    }
}

/// With `.dev` is older than without.
fn compare_dev(left: Option<&str>, right: Option<&str>) -> Ordering {
    match (left, right) {
        (Some(left), Some(right)) => compare_digits(left, right),
        _ => right.is_some().cmp(&left.is_some()),
    }
}

fn compare_local(left: Option<&[String]>, right: Option<&[String]>) -> Ordering {
    let (Some(left), Some(right)) = (left, right) else {
        return left.is_some().cmp(&right.is_some());
    };
    let pairs = left
        .iter()
        .zip(right)
        .map(|(l, r)| match (is_number(l), is_number(r)) {
            (true, true) => compare_digits(l, r),
            (false, false) => l.cmp(r),
            (number, _) => {
                if number {
                    Ordering::Greater
                } else {
                    Ordering::Less
                }
            }
        });
    let decided = pairs.into_iter().find(|order| order.is_ne());
    decided.unwrap_or_else(|| left.len().cmp(&right.len()))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn parse(version: &str) -> Option<Pep440> {
    let text = version.trim().to_ascii_lowercase();
    let text = text.strip_prefix('v').unwrap_or(&text);
    let (public, local) = match text.split_once('+') {
        Some((public, local)) => (public, Some(parse_local(local)?)),
        None => (text, None),
    };
    let (epoch, rest) = match public.split_once('!') {
        Some((epoch, rest)) if is_number(epoch) => (epoch, rest),
        Some(_) => return None,
        None => ("0", public),
    };
    let (release, rest) = parse_release(rest)?;
    let (pre, rest) = parse_pre(rest);
    let (post, rest) = parse_post(rest);
    let (dev, rest) = parse_tagged(rest, &["dev"]);
    rest.is_empty().then(|| Pep440 {
        epoch: epoch.to_owned(),
        release,
        pre,
        post,
        dev: dev.map(|(_, number)| number),
        local,
    })
}

fn parse_release(text: &str) -> Option<(Vec<String>, &str)> {
    let mut numbers = Vec::new();
    let mut rest = text;
    loop {
        let (digits, after) = take_digits(rest);
        if digits.is_empty() {
            return None;
        }
        numbers.push(digits.to_owned());
        rest = after;
        match after.strip_prefix('.') {
            Some(next) if next.starts_with(|c: char| c.is_ascii_digit()) => rest = next,
            _ => return Some((numbers, rest)),
        }
    }
}

fn take_digits(text: &str) -> (&str, &str) {
    text.split_at(
        text.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len()),
    )
}

fn parse_pre(text: &str) -> (Option<(u8, String)>, &str) {
    let words = ["alpha", "beta", "preview", "pre", "rc", "a", "b", "c"];
    let (found, rest) = parse_tagged(text, &words);
    let ranked = found.map(|(word, number)| {
        let rank = match word {
            "alpha" | "a" => 1,
            "beta" | "b" => 2,
            _ => 3,
        };
        (rank, number)
    });
    (ranked, rest)
}

fn parse_post(text: &str) -> (Option<String>, &str) {
    // `1.0-1` is `1.0.post1`.
    if let Some(after) = text.strip_prefix('-') {
        let (digits, rest) = take_digits(after);
        if !digits.is_empty() {
            return (Some(digits.to_owned()), rest);
        }
    }
    let (found, rest) = parse_tagged(text, &["post", "rev", "r"]);
    (found.map(|(_, number)| number), rest)
}

/// A word with an optional separator on each side and an optional number, zero unless written.
fn parse_tagged<'a>(
    text: &'a str,
    words: &[&'static str],
) -> (Option<(&'static str, String)>, &'a str) {
    let separators = ['.', '-', '_'];
    let body = text.strip_prefix(separators).unwrap_or(text);
    let Some(word) = words.iter().find(|word| body.starts_with(**word)) else {
        return (None, text);
    };
    let after = body.strip_prefix(*word).unwrap_or(body);
    let (digits, rest) = take_digits(after.strip_prefix(separators).unwrap_or(after));
    let number = if digits.is_empty() { "0" } else { digits };
    (Some((word, number.to_owned())), rest)
}

fn parse_local(text: &str) -> Option<Vec<String>> {
    let segments: Vec<String> = text.split(['.', '-', '_']).map(str::to_owned).collect();
    let fine = |s: &String| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric());
    segments.iter().all(fine).then_some(segments)
}
