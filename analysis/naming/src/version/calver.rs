//! Calendar versions: numbers of a date, as calver.org names them.

use super::compare_digits;
use std::cmp::Ordering;
use std::str::FromStr;
use thiserror::Error;

pub(super) fn check(version: &str) -> Result<(), String> {
    let (numbers, _) = split(version);
    let numeric = |n: &&str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    let year = numbers.first().copied().unwrap_or_default();
    let month = numbers
        .get(1)
        .and_then(|n| n.parse::<u32>().ok())
        .unwrap_or_default();
    if !(2..=4).contains(&numbers.len()) || !numbers.iter().all(numeric) {
        return Err("it is two to four numbers with dots, as in `2026.11.2`".to_owned());
    }
    if !(year.len() == 2 || year.len() == 4 && (year.starts_with("19") || year.starts_with('2'))) {
        return Err(format!(
            "`{year}` is no year: it begins with one, as in `2026.11.2` or `26.04`"
        ));
    }
    // A week has at most two digits too; other second numbers need a format of their own.
    if !(1..=53).contains(&month) {
        return Err("the second number is a month or a week".to_owned());
    }
    Ok(())
}

/// The numbers, and what stands behind the first `-`, `+` or letter.
fn split(version: &str) -> (Vec<&str>, &str) {
    let end = version
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(version.len());
    let (numbers, modifier) = version.split_at(end);
    let numbers = if modifier.is_empty() {
        numbers
    } else {
        numbers.trim_end_matches('.')
    };
    (
        numbers.split('.').collect(),
        modifier.trim_start_matches(['-', '_']),
    )
}

pub(super) fn compare(left: &str, right: &str) -> Option<Ordering> {
    check(left).and(check(right)).ok()?;
    let ((left, left_modifier), (right, right_modifier)) = (split(left), split(right));
    let get = |list: &[&str], at: usize| list.get(at).map(|n| (*n).to_owned()).unwrap_or_default();
    let numbers = (0..left.len().max(right.len()))
        .map(|at| compare_digits(&get(&left, at), &get(&right, at)))
        .find(|order| order.is_ne());
    // A modifier marks something before the final version.
    Some(numbers.unwrap_or_else(|| {
        left_modifier
            .is_empty()
            .cmp(&right_modifier.is_empty())
            .then(left_modifier.cmp(right_modifier))
    }))
}

pub(super) fn is_prerelease(version: &str) -> bool {
    !split(version).1.is_empty()
}

/// A format such as `YYYY.0M.MICRO`, in calver.org's tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalverFormat {
    text: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(char),
    Number {
        least: u32,
        most: u32,
        digits: std::ops::RangeInclusive<usize>,
    },
    Word,
}

/// Why a text is no calendar format.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "`{0}` is no calendar format: put `.`, `-` or `_` between YYYY, YY, 0Y, MM, 0M, WW, 0W, DD, 0D, MAJOR, MINOR, MICRO, MODIFIER"
)]
pub struct CalverFormatError(String);

impl FromStr for CalverFormat {
    type Err = CalverFormatError;

    fn from_str(text: &str) -> Result<Self, CalverFormatError> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if matches!(first, '.' | '-' | '_' | 'v') {
                parts.push(Part::Literal(first));
                rest = rest.strip_prefix(first).unwrap_or_default();
                continue;
            }
            let (part, after) = token(rest).ok_or_else(|| CalverFormatError(text.to_owned()))?;
            parts.push(part);
            rest = after;
        }
        match parts.iter().any(|part| {
            matches!(
                part,
                Part::Number { least: 1970, .. } | Part::Number { most: 199, .. }
            )
        }) {
            true => Ok(Self {
                text: text.to_owned(),
                parts,
            }),
            false => Err(CalverFormatError(text.to_owned())),
        }
    }
}

fn token(text: &str) -> Option<(Part, &str)> {
    let number = |least, most, digits| Part::Number {
        least,
        most,
        digits,
    };
    let tokens = [
        ("YYYY", number(1970, 9999, 4..=4)),
        ("YY", number(0, 199, 1..=3)),
        ("0Y", number(0, 199, 2..=3)),
        ("MM", number(1, 12, 1..=2)),
        ("0M", number(1, 12, 2..=2)),
        ("WW", number(1, 53, 1..=2)),
        ("0W", number(1, 53, 2..=2)),
        ("DD", number(1, 31, 1..=2)),
        ("0D", number(1, 31, 2..=2)),
        ("MAJOR", number(0, u32::MAX, 1..=9)),
        ("MINOR", number(0, u32::MAX, 1..=9)),
        ("MICRO", number(0, u32::MAX, 1..=9)),
        ("MODIFIER", Part::Word),
    ];
    tokens
        .into_iter()
        .find_map(|(name, part)| text.strip_prefix(name).map(|rest| (part, rest)))
}

impl CalverFormat {
    /// The format as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether a version is written in this format.
    ///
    /// ```
    /// use holdpoint_naming::version::CalverFormat;
    /// let format: CalverFormat = "YYYY.0M.MICRO".parse()?;
    /// assert!(format.matches("2026.04.1"));
    /// assert!(!format.matches("2026.4.1"));
    /// # Ok::<(), holdpoint_naming::version::CalverFormatError>(())
    /// ```
    pub fn matches(&self, version: &str) -> bool {
        let mut rest = version;
        for part in &self.parts {
            let end = match part {
                Part::Literal(c) => {
                    if rest.starts_with(*c) {
                        c.len_utf8()
                    } else {
                        return false;
                    }
                }
                Part::Word => rest.find(['.', '_']).unwrap_or(rest.len()),
                Part::Number { .. } => rest
                    .find(|c: char| !c.is_ascii_digit())
                    .unwrap_or(rest.len()),
            };
            let (taken, after) = rest.split_at(end);
            if !fits(part, taken) {
                return false;
            }
            rest = after;
        }
        rest.is_empty()
    }
}

fn fits(part: &Part, taken: &str) -> bool {
    match part {
        Part::Literal(_) => true,
        Part::Word => {
            !taken.is_empty()
                && taken
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        }
        Part::Number {
            least,
            most,
            digits,
        } => {
            digits.contains(&taken.len())
                && (*digits.start() > 1 || taken.len() == 1 || !taken.starts_with('0'))
                && taken
                    .parse::<u32>()
                    .is_ok_and(|n| (*least..=*most).contains(&n))
        }
    }
}
