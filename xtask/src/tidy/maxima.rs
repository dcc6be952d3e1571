//! A ratchet: what was reached is kept in a file, and may only shrink.

use std::fs;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::sizes;
use crate::shell;

/// Where it is kept.
const FILE: &str = "xtask/maxima.toml";

/// Lengths, in lines.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Maxima {
    pub(super) longest_file: usize,
    pub(super) longest_function: usize,
    pub(super) percentile_95: usize,
}

impl Maxima {
    fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).with_context(|| format!("`{FILE}` cannot be read"))
    }

    fn named(&self) -> [(&'static str, usize); 3] {
        [
            ("longest_file", self.longest_file),
            ("longest_function", self.longest_function),
            ("percentile_95", self.percentile_95),
        ]
    }

    /// What of this is more than in `other`.
    fn over(&self, other: &Self) -> Vec<(&'static str, usize, usize)> {
        let pairs = self.named().into_iter().zip(other.named());
        let over = pairs.filter(|((_, mine), (_, others))| mine > others);
        over.map(|((name, mine), (_, others))| (name, mine, others))
            .collect()
    }

    fn smaller(&self, other: &Self) -> Self {
        Self {
            longest_file: self.longest_file.min(other.longest_file),
            longest_function: self.longest_function.min(other.longest_function),
            percentile_95: self.percentile_95.min(other.percentile_95),
        }
    }

    fn text(&self) -> String {
        let mut text = String::from(
            "# The longest file and function that are not tests, and the 95th percentile of functions, in lines.\n\
             # `cargo xtask tidy` fails when one has grown; `cargo xtask update` writes what has shrunk.\n",
        );
        for (name, value) in self.named() {
            text.push_str(&format!("{name} = {value}\n"));
        }
        text
    }
}

fn kept() -> Result<Maxima> {
    let text = fs::read_to_string(shell::root().join(FILE));
    Maxima::parse(&text.with_context(|| format!("`{FILE}` cannot be read"))?)
}

/// What has grown: what was measured over what is kept, and what is kept over what any earlier commit kept.
pub(super) fn problems(measured: &Maxima) -> Result<Vec<String>> {
    let kept = kept()?;
    let grown = |(name, now, before): (&str, usize, usize)| {
        format!("{name} is {now}, more than the {before} that `{FILE}` keeps: shorten what is new")
    };
    let raised = |(name, now, before): (&str, usize, usize)| {
        format!("{name} was raised in `{FILE}` from {before} to {now}: it only shrinks")
    };
    let mut wrong: Vec<_> = measured.over(&kept).into_iter().map(grown).collect();
    for earlier in earlier()? {
        wrong.extend(kept.over(&earlier).into_iter().map(raised));
    }
    wrong.dedup();
    Ok(wrong)
}

/// What commits kept, as far as the history is there.
fn earlier() -> Result<Vec<Maxima>> {
    let commits = shell::output(
        "git",
        &["log", "--format=%H", "--diff-filter=AM", "--", FILE],
    )?;
    let at = |commit: &str| {
        Maxima::parse(&shell::output(
            "git",
            &["show", &format!("{commit}:{FILE}")],
        )?)
    };
    commits.lines().map(at).collect()
}

/// Writes what has shrunk.
///
/// # Errors
/// When something has grown instead.
pub fn shrink() -> Result<()> {
    let measured = sizes::measure()?.maxima;
    let kept = kept()?;
    if let Some((name, now, before)) = measured.over(&kept).first() {
        bail!("{name} is {now}, more than the {before} that `{FILE}` keeps");
    }
    let smaller = kept.smaller(&measured);
    if smaller != kept {
        fs::write(shell::root().join(FILE), smaller.text())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Maxima;

    fn maxima(longest_file: usize, longest_function: usize, percentile_95: usize) -> Maxima {
        Maxima {
            longest_file,
            longest_function,
            percentile_95,
        }
    }

    #[test]
    fn what_has_grown_is_named() {
        let kept = maxima(300, 50, 30);
        assert_eq!(maxima(300, 50, 30).over(&kept), []);
        assert_eq!(
            maxima(200, 51, 31).over(&kept),
            [("longest_function", 51, 50), ("percentile_95", 31, 30)]
        );
    }

    #[test]
    fn only_what_is_smaller_is_kept() {
        let smaller = maxima(300, 50, 30).smaller(&maxima(400, 40, 30));
        assert_eq!(smaller, maxima(300, 40, 30));
        assert_eq!(Maxima::parse(&smaller.text()).unwrap(), smaller);
    }
}
