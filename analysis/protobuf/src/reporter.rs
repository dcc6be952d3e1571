//! From changes to findings.

use holdpoint_findings::Finding;

use crate::choice::Choice;
use crate::mistakes::place;
use crate::model::{File, Spot};
use crate::rules::row_of;

/// Findings that are kept; whoever breaks more has enough to read.
const FINDINGS: usize = 100_000;

/// Where a change is: in the new version, and in the old one. In either the file may be gone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sides<'a> {
    pub(crate) new: Option<(&'a File, Spot)>,
    pub(crate) old: Option<(&'a File, Spot)>,
}

/// Keeps what is found.
#[derive(Debug)]
pub(crate) struct Reporter<'c> {
    choice: &'c Choice,
    pub(crate) findings: Vec<Finding>,
    pub(crate) exhausted: bool,
}

impl<'c> Reporter<'c> {
    pub(crate) fn new(choice: &'c Choice) -> Self {
        Self {
            choice,
            findings: Vec::new(),
            exhausted: false,
        }
    }

    /// Whether a rule is asked at all, or one of several.
    pub(crate) fn asks(&self, peers: &[&str]) -> bool {
        let mut rules = peers.iter().filter_map(|peer| row_of(peer));
        rules.any(|(number, _)| self.choice.asks_anywhere(number))
    }

    /// Keeps a change, if its rule is asked and its file is not passed over.
    pub(crate) fn say(
        &mut self,
        peer: &str,
        subject: &str,
        sides: Sides<'_>,
        words: &[(&str, &str)],
    ) {
        self.say_with(peer, subject, sides, words, None);
    }

    /// The same, with something more precise to do.
    pub(crate) fn say_with(
        &mut self,
        peer: &str,
        subject: &str,
        sides: Sides<'_>,
        words: &[(&str, &str)],
        help: Option<String>,
    ) {
        let Some((number, row)) = row_of(peer) else {
            return;
        };
        let named = sides.new.or(sides.old).map(|(file, _)| &*file.path);
        let choice = self.choice.of_file(named.unwrap_or_default());
        let over = |side: Option<(&File, Spot)>| {
            side.is_some_and(|(file, _)| choice.passes_over(number, &file.path, &file.package))
        };
        // What came along may be of another age than what others brought along.
        let builtin = |side: Option<(&File, Spot)>| side.is_some_and(|(file, _)| file.builtin);
        let both = sides.new.is_some() && (builtin(sides.new) || builtin(sides.old));
        if !choice.asks(number) || both || over(sides.new) || over(sides.old) {
            return;
        }
        if self.findings.len() >= FINDINGS {
            self.exhausted = true;
            return;
        }
        let Some((file, at)) = sides.new.or(sides.old) else {
            return;
        };
        let mut finding = Finding::new(&row.rule, place(file, at), subject, words);
        if let Some(help) = help {
            finding = finding.help(help);
        }
        if let (Some(_), Some((file, at))) = (sides.new, sides.old)
            && at != Spot::NONE
        {
            finding = finding.related(place(file, at), "before");
        }
        self.findings.push(finding);
    }
}

/// Names in backticks, not too many of them.
pub(crate) fn names<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    const SHOWN: usize = 8;
    let more = names.len().saturating_sub(SHOWN);
    let shown: Vec<String> = names.take(SHOWN).map(|name| format!("`{name}`")).collect();
    match more {
        0 => shown.join(", "),
        _ => format!("{} and {more} more", shown.join(", ")),
    }
}
