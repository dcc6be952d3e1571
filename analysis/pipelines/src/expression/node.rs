//! Expressions as trees.

use super::datum::Datum;
use super::fault::At;

/// What can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Variable {
    /// `inputs.NAME`: what the run was started with.
    Input(Box<str>),
    /// `matrix.NAME`: the value of an axis in this combination.
    Matrix(Box<str>),
    /// `branch`: of the commit that is run, empty if there is none.
    Branch,
    /// `tag`: of the commit that is run, empty if there is none.
    Tag,
    /// `commit`: its id, empty if there is none.
    Commit,
    /// `event`: what started the run.
    Event,
    /// `steps.NAME.outcome`: how an earlier step ended.
    Outcome(Box<str>),
    /// `succeeded`: all that this step comes after has succeeded, or was skipped by its own condition.
    Succeeded,
    /// `failed`: something that this step comes after has failed, or was skipped because of that.
    Failed,
    /// `cancelled`: the run was cancelled.
    Cancelled,
    /// `always`: true, and so the step runs whatever came before.
    Always,
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compare {
    Same,
    Differs,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    Literal(Datum, At),
    Variable(Variable, At),
    Not(Box<Node>),
    All(Vec<Node>),
    Any(Vec<Node>),
    Compare(Compare, Box<(Node, Node)>, At),
    In(Box<Node>, Vec<(Datum, At)>, At),
    Matches(Box<Node>, Box<str>, At),
}

impl Variable {
    /// The variable that is written so.
    pub(super) fn named(word: &str) -> Option<Self> {
        if let Some(name) = word.strip_prefix("inputs.") {
            return Some(Self::Input(name.into()));
        }
        if let Some(name) = word.strip_prefix("matrix.") {
            return Some(Self::Matrix(name.into()));
        }
        if let Some(name) = word.strip_prefix("steps.") {
            let name = name.strip_suffix(".outcome")?;
            return Some(Self::Outcome(name.into()));
        }
        Some(match word {
            "branch" => Self::Branch,
            "tag" => Self::Tag,
            "commit" => Self::Commit,
            "event" => Self::Event,
            "succeeded" => Self::Succeeded,
            "failed" => Self::Failed,
            "cancelled" => Self::Cancelled,
            "always" => Self::Always,
            _ => return None,
        })
    }
}

impl Node {
    /// Where it stands.
    pub(super) fn at(&self) -> At {
        match self {
            Self::Literal(_, at)
            | Self::Variable(_, at)
            | Self::Compare(_, _, at)
            | Self::In(_, _, at)
            | Self::Matches(_, _, at) => *at,
            Self::Not(inner) => inner.at(),
            Self::All(parts) | Self::Any(parts) => {
                let start = parts.first().map_or(0, |part| part.at().start);
                let end = parts.last().map_or(0, |part| part.at().end);
                At { start, end }
            }
        }
    }

    /// Looks at every variable.
    pub(crate) fn variables(&self, visit: &mut dyn FnMut(&Variable)) {
        match self {
            Self::Literal(..) => {}
            Self::Variable(variable, _) => visit(variable),
            Self::Not(inner) | Self::In(inner, _, _) | Self::Matches(inner, _, _) => {
                inner.variables(visit);
            }
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.variables(visit));
            }
            Self::Compare(_, sides, _) => {
                sides.0.variables(visit);
                sides.1.variables(visit);
            }
        }
    }
}
