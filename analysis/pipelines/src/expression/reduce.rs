//! What is left of an expression when the values of a run are known.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::check::OUTCOMES;
use super::datum::Datum;
use super::node::{Compare, Node, Variable};
use super::scope::Values;
use super::template::glob;

/// What a step asks of the run when it comes to its turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// It is known already.
    Known(bool),
    /// The opposite.
    Not(Box<Test>),
    /// All of these.
    All(Vec<Test>),
    /// One of these.
    Any(Vec<Test>),
    /// Something about what came before.
    Flag(Flag),
    /// How another step ended: its place in the graph, and the outcomes that are asked for.
    Outcome(u32, Outcomes),
}

/// Something about what came before a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// Nothing failed.
    Succeeded,
    /// Something failed.
    Failed,
    /// The run was cancelled.
    Cancelled,
    /// Whatever came before.
    Always,
}

/// A set of outcomes: kept as the sum of 1 for succeeded, 2 for failed, 4 for cancelled and 8 for skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outcomes(u8);

impl Outcomes {
    pub(crate) fn of(word: &str) -> Self {
        let at = OUTCOMES.iter().position(|one| *one == word);
        Self(at.map_or(0, |at| 1 << at))
    }

    /// Whether it has the outcome that is called so.
    #[must_use]
    pub fn has(self, word: &str) -> bool {
        self.0 & Self::of(word).0 != 0
    }
}

impl std::fmt::Display for Test {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let joined = |f: &mut std::fmt::Formatter<'_>, parts: &[Test], word: &str| {
            let parts: Vec<_> = parts.iter().map(ToString::to_string).collect();
            write!(f, "({})", parts.join(word))
        };
        match self {
            Self::Known(known) => write!(f, "{known}"),
            Self::Not(inner) => write!(f, "not {inner}"),
            Self::All(parts) => joined(f, parts, " and "),
            Self::Any(parts) => joined(f, parts, " or "),
            Self::Flag(Flag::Succeeded) => f.write_str("succeeded"),
            Self::Flag(Flag::Failed) => f.write_str("failed"),
            Self::Flag(Flag::Cancelled) => f.write_str("cancelled"),
            Self::Flag(Flag::Always) => f.write_str("always"),
            Self::Outcome(node, set) => {
                let words = OUTCOMES.iter().filter(|word| set.has(word));
                let words: Vec<_> = words.map(|word| format!("'{word}'")).collect();
                write!(f, "steps[{node}] in [{}]", words.join(", "))
            }
        }
    }
}

impl Test {
    /// Whether it asks how something before it ended, and so decides alone.
    #[must_use]
    pub fn is_late(&self) -> bool {
        match self {
            Self::Known(_) => false,
            Self::Not(inner) => inner.is_late(),
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::is_late),
            Self::Flag(_) | Self::Outcome(..) => true,
        }
    }

    /// Whether it can hold after the run was cancelled.
    #[must_use]
    pub fn outlives(&self) -> bool {
        match self {
            Self::Flag(flag) => matches!(flag, Flag::Always | Flag::Cancelled),
            Self::Not(inner) => inner.outlives(),
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::outlives),
            Self::Known(_) | Self::Outcome(..) => false,
        }
    }

    /// Whether it holds, with what is asked about.
    pub fn holds(
        &self,
        flag: &dyn Fn(Flag) -> bool,
        outcome: &dyn Fn(u32) -> &'static str,
    ) -> bool {
        match self {
            Self::Known(known) => *known,
            Self::Not(inner) => !inner.holds(flag, outcome),
            Self::All(parts) => parts.iter().all(|part| part.holds(flag, outcome)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(flag, outcome)),
            Self::Flag(one) => flag(*one),
            Self::Outcome(node, set) => set.has(outcome(*node)),
        }
    }
}

/// The condition with all values put in. What asks about a step that is not there is false.
pub(crate) fn reduce(node: &Node, values: Values<'_>, find: &dyn Fn(&str) -> Option<u32>) -> Test {
    let parts = |parts: &[Node]| {
        parts
            .iter()
            .map(|part| reduce(part, values, find))
            .collect()
    };
    match node {
        Node::Variable(Variable::Succeeded, _) => Test::Flag(Flag::Succeeded),
        Node::Variable(Variable::Failed, _) => Test::Flag(Flag::Failed),
        Node::Variable(Variable::Cancelled, _) => Test::Flag(Flag::Cancelled),
        Node::Variable(Variable::Always, _) => Test::Flag(Flag::Always),
        Node::Not(inner) => match reduce(inner, values, find) {
            Test::Known(known) => Test::Known(!known),
            inner => Test::Not(Box::new(inner)),
        },
        // What asks about the run stays late even if the rest is known: it decides alone.
        Node::All(all) => Test::All(parts(all)).settled(),
        Node::Any(any) => Test::Any(parts(any)).settled(),
        Node::Compare(operator, sides, _) => {
            let set = outcome_of(&sides.0, &sides.1).or_else(|| outcome_of(&sides.1, &sides.0));
            match set {
                Some((step, word)) => {
                    let test = asked(find(step), Outcomes::of(word));
                    match operator {
                        Compare::Same => test,
                        _ => Test::Not(Box::new(test)),
                    }
                }
                None => Test::Known(worth(node, values) == Datum::Truth(true)),
            }
        }
        Node::In(inner, items, _) => match &**inner {
            Node::Variable(Variable::Outcome(step), _) => {
                let words = items
                    .iter()
                    .map(|(item, _)| Outcomes::of(&item.to_string()).0);
                asked(find(step), Outcomes(words.fold(0, |set, one| set | one)))
            }
            _ => Test::Known(worth(node, values) == Datum::Truth(true)),
        },
        _ => Test::Known(worth(node, values) == Datum::Truth(true)),
    }
}

fn asked(step: Option<u32>, set: Outcomes) -> Test {
    step.map_or(Test::Known(false), |step| Test::Outcome(step, set))
}

fn outcome_of<'n>(step: &'n Node, word: &'n Node) -> Option<(&'n str, &'n str)> {
    match (step, word) {
        (Node::Variable(Variable::Outcome(step), _), Node::Literal(Datum::Text(word), _)) => {
            Some((step, word))
        }
        _ => None,
    }
}

impl Test {
    /// The same as known, if all of it is.
    fn settled(self) -> Self {
        match &self {
            _ if self.is_late() => self,
            _ => Self::Known(self.holds(&|_| false, &|_| "")),
        }
    }
}

/// What an expression is worth that does not ask how steps end. One that has no meaning is false.
pub(crate) fn worth(node: &Node, values: Values<'_>) -> Datum {
    let truth = |node: &Node| worth(node, values) == Datum::Truth(true);
    Datum::Truth(match node {
        Node::Literal(datum, _) => return datum.clone(),
        Node::Variable(variable, _) => return of_variable(variable, values),
        Node::Not(inner) => !truth(inner),
        Node::All(parts) => parts.iter().all(truth),
        Node::Any(parts) => parts.iter().any(truth),
        Node::Compare(operator, sides, _) => {
            let (left, right) = (worth(&sides.0, values), worth(&sides.1, values));
            match operator {
                Compare::Same => left == right,
                Compare::Differs => left != right,
                Compare::Less => left < right,
                Compare::AtMost => left <= right,
                Compare::Greater => left > right,
                Compare::AtLeast => left >= right,
            }
        }
        Node::In(inner, items, _) => {
            let value = worth(inner, values);
            items.iter().any(|(item, _)| *item == value)
        }
        Node::Matches(inner, pattern, _) => glob(pattern, &worth(inner, values).to_string()),
    })
}

fn of_variable(variable: &Variable, values: Values<'_>) -> Datum {
    let text = |text: &str| Datum::Text(text.into());
    match variable {
        Variable::Input(name) => values.inputs.get(name).cloned(),
        Variable::Matrix(name) => values.matrix.get(name).cloned(),
        Variable::Branch => Some(text(values.branch)),
        Variable::Tag => Some(text(values.tag)),
        Variable::Commit => Some(text(values.commit)),
        Variable::Event => Some(text(values.event)),
        _ => None,
    }
    .unwrap_or(Datum::Truth(false))
}
