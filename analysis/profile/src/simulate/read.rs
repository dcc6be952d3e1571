//! Changes as people write them: `build=0`, `kind:approval=1h`, `agents=2x`, several with commas between them.

use std::str::FromStr;

use super::change::{Agents, Change, Scenario, Target, To, WHOLE};
use crate::length::{self, decimal};
use crate::{Kind, Run};

/// Why a change cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} at column {column}")]
pub struct Misread {
    /// Where, in characters from 1.
    pub column: usize,
    /// What is wrong there.
    pub what: String,
    /// What to do.
    pub help: &'static str,
}

const FORM: &str = "write STEP=0, STEP=50%, STEP=2m, kind:approval=1h or agents=2x; several with commas between them";
const TIME: &str = "write 0, a duration such as 90s or 1h30m (it then takes at most that long), a share such as 50%, or a factor such as 0.5x";
const AGENTS: &str =
    "write how many agents there are, such as 4, a factor such as 2x, or unlimited";
const KINDS: &str = "the kinds are queue, provision, transfer, test, approval and work";

/// All that is wrong.
impl FromStr for Scenario {
    type Err = Vec<Misread>;

    fn from_str(text: &str) -> Result<Self, Vec<Misread>> {
        let (mut changes, mut wrong) = (Vec::new(), Vec::new());
        for (at, piece) in pieces(text) {
            let column = |offset: usize| {
                let before = text.get(..at + offset).unwrap_or_default();
                before.chars().count() + 1
            };
            match change(piece) {
                Ok(change) => changes.push(change),
                Err((offset, what, help)) => {
                    let column = column(offset);
                    wrong.push(Misread { column, what, help });
                }
            }
        }
        if wrong.is_empty() {
            Ok(Self(changes))
        } else {
            Err(wrong)
        }
    }
}

/// Where each change begins, and its text. A comma before which there is no `=` belongs to a name.
fn pieces(text: &str) -> Vec<(usize, &str)> {
    let (mut pieces, mut from) = (Vec::new(), 0);
    let commas = text.match_indices(',').map(|(at, _)| at);
    for comma in commas.chain([text.len()]) {
        let piece = text.get(from..comma).unwrap_or_default();
        if piece.contains('=') || comma == text.len() {
            let spaces = piece.len() - piece.trim_start().len();
            pieces.push((from + spaces, piece.trim()));
            from = comma + 1;
        }
    }
    pieces
}

type Wrong = (usize, String, &'static str);

fn change(piece: &str) -> Result<Change, Wrong> {
    // A name may have an equals sign in it, a value has none.
    let Some((name, value)) = piece.rsplit_once('=') else {
        return Err((
            0,
            format!("`{piece}` does not say what it changes to"),
            FORM,
        ));
    };
    let at = name.len() + 1;
    let (name, value) = (name.trim(), value.trim());
    if name.is_empty() {
        return Err((0, "a name is missing before `=`".to_owned(), FORM));
    }
    if let Some(pool) = name
        .strip_prefix("agents")
        .filter(|rest| rest.is_empty() || rest.starts_with(':'))
    {
        let pool = pool.strip_prefix(':').map(str::to_owned);
        let agents = agents(value);
        let agents =
            agents.ok_or_else(|| (at, format!("`{value}` is no number of agents"), AGENTS));
        return Ok(Change::Agents(pool, agents?));
    }
    let target = match name.strip_prefix("kind:") {
        Some(kind) => match Kind::called(kind) {
            Some(kind) => Target::Kind(kind),
            None => return Err((5, format!("there is no kind `{kind}`"), KINDS)),
        },
        None => Target::Named(name.to_owned()),
    };
    let to = time(value).ok_or_else(|| (at, format!("`{value}` is no time"), TIME))?;
    Ok(Change::Time(target, to))
}

fn time(text: &str) -> Option<To> {
    if let Some(percent) = text.strip_suffix('%') {
        return Some(To::Millionths(decimal(percent, WHOLE / 100)?));
    }
    if let Some(factor) = text.strip_suffix('x') {
        return Some(To::Millionths(decimal(factor, WHOLE)?));
    }
    length::read(text).map(To::AtMost)
}

fn agents(text: &str) -> Option<Agents> {
    if text == "unlimited" {
        return Some(Agents::Unlimited);
    }
    match text.strip_suffix('x') {
        Some(factor) => decimal(factor, WHOLE).map(Agents::Millionths),
        None => text
            .parse()
            .ok()
            .filter(|number| *number > 0)
            .map(Agents::Number),
    }
}

impl Scenario {
    /// What it names and no run has, each with the name that is most like it.
    #[must_use]
    pub fn unknown(&self, runs: &[Run]) -> Vec<(String, Option<String>)> {
        let missing = |change: &Change| match change {
            Change::Time(target @ Target::Named(name), _) => {
                let mut steps = runs.iter().flat_map(|run| &run.steps);
                (!steps.any(|step| target.touches(step)))
                    .then(|| (name.clone(), like(name, &names(runs))))
            }
            Change::Agents(Some(pool), _) => {
                let pools = runs.iter().flat_map(|run| &run.steps);
                let pools: Vec<String> = pools.filter_map(|step| step.pool.clone()).collect();
                (!pools.contains(pool)).then(|| (pool.clone(), like(pool, &pools)))
            }
            _ => None,
        };
        self.0.iter().filter_map(missing).collect()
    }
}

fn names(runs: &[Run]) -> Vec<String> {
    let mut names = Vec::new();
    for step in runs.iter().flat_map(|run| &run.steps) {
        let label = step.label();
        names.extend(
            step.parts
                .iter()
                .map(|part| format!("{label}/{}", part.name)),
        );
        names.extend([label, step.name.clone()]);
    }
    names.sort();
    names.dedup();
    names
}

fn like(name: &str, known: &[String]) -> Option<String> {
    let scored = known
        .iter()
        .map(|one| (strsim::jaro_winkler(name, one), one));
    let near = scored.filter(|(score, _)| *score > 0.7);
    let best = near.max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.map(|(_, one)| one.clone())
}
