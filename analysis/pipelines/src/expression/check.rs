//! Whether an expression has a meaning.

use super::datum::{Datum, Type};
use super::fault::{At, Fault};
use super::node::{Compare, Node, Variable};
use super::scope::{Scope, Seen};
use crate::mistakes::LATER;
use crate::shape::nearest;

/// How steps end, as expressions say it.
pub(crate) const OUTCOMES: &[&str] = &["succeeded", "failed", "cancelled", "skipped"];

/// The type of an expression, if it has one; every fault of it.
pub(crate) fn check(node: &Node, scope: Scope<'_>, faults: &mut Vec<Fault>) -> Option<Type> {
    match node {
        Node::Literal(datum, _) => Some(datum.kind()),
        Node::Variable(variable, at) => {
            let found = of_variable(variable, *at, scope);
            found.map_err(|fault| faults.push(fault)).ok()
        }
        Node::Not(inner) => {
            truth(inner, scope, faults);
            Some(Type::Truth)
        }
        Node::All(parts) | Node::Any(parts) => {
            parts.iter().for_each(|part| truth(part, scope, faults));
            Some(Type::Truth)
        }
        Node::Compare(operator, sides, at) => {
            let left = check(&sides.0, scope, faults);
            let right = check(&sides.1, scope, faults);
            if let (Some(left), Some(right)) = (left, right) {
                faults.extend(compared(
                    *operator,
                    (&sides.0, left),
                    (&sides.1, right),
                    *at,
                ));
            }
            Some(Type::Truth)
        }
        Node::In(inner, items, _) => {
            let left = check(inner, scope, faults);
            let items = items.iter().filter_map(|(item, at)| same(left?, item, *at));
            faults.extend(items);
            Some(Type::Truth)
        }
        Node::Matches(inner, _, at) => {
            if let Some(found) = check(inner, scope, faults).filter(|found| *found != Type::Text) {
                let what = format!("`matches` looks at text, and this is {}", found.described());
                faults.push(Fault::kind(*at, what));
            }
            Some(Type::Truth)
        }
    }
}

/// The same of a condition, which has to be true or false.
pub(crate) fn check_condition(node: &Node, scope: Scope<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    truth(node, scope, &mut faults);
    faults
}

fn truth(node: &Node, scope: Scope<'_>, faults: &mut Vec<Fault>) {
    if let Some(found) = check(node, scope, faults).filter(|found| *found != Type::Truth) {
        let what = format!("{} is neither true nor false", found.described());
        let fault = Fault::kind(node.at(), what);
        faults.push(fault.help("compare it with something, such as `branch == 'main'`"));
    }
}

fn of_variable(variable: &Variable, at: At, scope: Scope<'_>) -> Result<Type, Fault> {
    match variable {
        Variable::Input(name) => { scope.inputs.get(&**name).copied() }
            .ok_or_else(|| Fault::unknown(at, "input", name, scope.inputs.keys().copied())),
        Variable::Matrix(name) => { scope.matrix.get(&**name).copied() }.ok_or_else(|| {
            Fault::unknown(at, "axis of a matrix", name, scope.matrix.keys().copied())
        }),
        Variable::Branch | Variable::Tag | Variable::Commit | Variable::Event => Ok(Type::Text),
        Variable::Outcome(name) => {
            of_step(name, at, scope)?;
            Ok(Type::Outcome)
        }
        Variable::Succeeded | Variable::Failed | Variable::Cancelled | Variable::Always => {
            match scope.before {
                Some(_) => Ok(Type::Truth),
                None => Err(late(at)),
            }
        }
    }
}

fn late(at: At) -> Fault {
    let what = "how steps end is not known yet where this is needed";
    let fault = Fault::of(&LATER, at, vec![("what", what.to_owned())]);
    fault.help("only `when` can ask for it")
}

fn of_step(name: &str, at: At, scope: Scope<'_>) -> Result<(), Fault> {
    let Some(before) = scope.before else {
        return Err(late(at));
    };
    match before(name) {
        Seen::Before => Ok(()),
        Seen::NotBefore => {
            let what = format!(
                "`{name}` does not come before this step, so its outcome is not known here"
            );
            let fault = Fault::of(&LATER, at, vec![("what", what)]);
            Err(fault.help(format!("write `after: [{name}]`")))
        }
        Seen::Unknown => Err(Fault::unknown(
            at,
            "step",
            name,
            scope.steps.iter().copied(),
        )),
    }
}

fn compared(
    operator: Compare,
    (left, left_type): (&Node, Type),
    (right, right_type): (&Node, Type),
    at: At,
) -> Option<Fault> {
    let ordered = !matches!(operator, Compare::Same | Compare::Differs);
    if ordered && (left_type, right_type) != (Type::Number, Type::Number) {
        let odd = if left_type == Type::Number {
            right_type
        } else {
            left_type
        };
        let what = format!(
            "only numbers have an order, and here is {}",
            odd.described()
        );
        return Some(Fault::kind(at, what));
    }
    match (left, right) {
        (_, Node::Literal(datum, at)) => same(left_type, datum, *at),
        (Node::Literal(datum, at), _) => same(right_type, datum, *at),
        _ if left_type == Type::Outcome || right_type == Type::Outcome => {
            let words = OUTCOMES.join("`, `");
            let fault = Fault::kind(at, "an outcome is only compared with the words for it");
            Some(fault.help(format!("they are `{words}`, in quotes")))
        }
        _ if left_type != right_type => Some(differ(left_type, right_type, at)),
        _ => None,
    }
}

fn differ(left: Type, right: Type, at: At) -> Fault {
    let what = format!(
        "{} is never the same as {}",
        left.described(),
        right.described()
    );
    Fault::kind(at, what)
}

/// Whether a fixed value can be the same as one of the type.
fn same(kind: Type, datum: &Datum, at: At) -> Option<Fault> {
    match (kind, datum) {
        (Type::Outcome, Datum::Text(word)) if OUTCOMES.contains(&&**word) => None,
        (Type::Outcome, Datum::Text(word)) => {
            let fault = Fault::kind(at, format!("no step ends as `{word}`"));
            Some(match nearest(word, OUTCOMES.iter().copied()) {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => fault.help(format!("steps end as `{}`", OUTCOMES.join("`, `"))),
            })
        }
        _ if kind == datum.kind() => None,
        _ => Some(differ(kind, datum.kind(), at)),
    }
}
