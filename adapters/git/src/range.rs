//! A range of commits, as people write it.

use std::fmt;
use std::str::FromStr;

use crate::GitError;

/// Commits reachable from `to` and not from `from`: `from..to`. Without `from`, all that `to` reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// What is already known, such as the tag of the release before.
    pub from: Option<String>,
    /// The newest commit.
    pub to: String,
}

impl FromStr for Range {
    type Err = GitError;

    fn from_str(given: &str) -> Result<Self, Self::Err> {
        let malformed = |expected| GitError::MalformedRange {
            given: given.to_owned(),
            expected,
        };
        if given.contains("...") {
            return Err(malformed("`A...B` goes both ways, give `A..B`"));
        }
        let (from, to) = match given.split_once("..") {
            Some((from, to)) => (Some(from), if to.is_empty() { "HEAD" } else { to }),
            None => (None, given),
        };
        if from == Some("") {
            return Err(malformed("say where it begins, as in `v1.0.0..HEAD`"));
        }
        if to.is_empty() || to.contains("..") {
            return Err(malformed("give `A..B`, `A..` or a single revision"));
        }
        Ok(Self {
            from: from.map(str::to_owned),
            to: to.to_owned(),
        })
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.from {
            Some(from) => write!(f, "{from}..{}", self.to),
            None => f.write_str(&self.to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Range;

    fn parsed(text: &str) -> Result<(Option<String>, String), String> {
        text.parse::<Range>()
            .map(|r| (r.from, r.to))
            .map_err(|e| e.to_string())
    }

    #[test]
    fn ranges_are_read_as_git_reads_them() {
        assert_eq!(parsed("v1..v2"), Ok((Some("v1".into()), "v2".into())));
        assert_eq!(parsed("v1.."), Ok((Some("v1".into()), "HEAD".into())));
        assert_eq!(parsed("main~3"), Ok((None, "main~3".into())));
    }

    #[test]
    fn what_is_no_range_is_refused_with_advice() {
        assert_eq!(
            parsed("a...b"),
            Err("`a...b` is not a range of commits: `A...B` goes both ways, give `A..B`".into())
        );
        assert!(parsed("..b").is_err());
        assert!(parsed("").is_err());
        assert!(parsed("a..b..c").is_err());
    }
}
