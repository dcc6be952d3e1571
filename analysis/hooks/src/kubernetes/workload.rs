//! Where each kind describes its pods.

use super::Kind;
use crate::read::Node;

/// What another object is called that has the description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
}

/// Whether an object describes pods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pods {
    /// It does, and its images were read.
    Here,
    /// Another one does: a `Rollout` can name a `Deployment`.
    There(Reference),
    /// It is of a kind that has none, or of one that is not known here.
    None,
}

/// The kinds that are known, by group and kind, and the way to the description of their pods.
const KINDS: &[(&str, &str, &[&str])] = &[
    ("", "Pod", &["spec"]),
    ("", "ReplicationController", TEMPLATE),
    ("apps", "DaemonSet", TEMPLATE),
    ("apps", "Deployment", TEMPLATE),
    ("apps", "ReplicaSet", TEMPLATE),
    ("apps", "StatefulSet", TEMPLATE),
    (
        "batch",
        "CronJob",
        &["spec", "jobTemplate", "spec", "template", "spec"],
    ),
    ("batch", "Job", TEMPLATE),
    (ROLLOUTS, "Rollout", TEMPLATE),
];
/// The group of Argo Rollouts.
const ROLLOUTS: &str = "argoproj.io";
const TEMPLATE: &[&str] = &["spec", "template", "spec"];

/// Whether an object describes pods, and where.
pub(super) fn pods<'a>(kind: &Kind, object: Option<&Node<'a>>) -> (Pods, Option<Node<'a>>) {
    let known = |row: &&(&str, &str, &[&str])| row.0 == kind.group && row.1 == kind.kind;
    let Some((_, _, way)) = KINDS.iter().find(known) else {
        return (Pods::None, None);
    };
    let Some(object) = object else {
        return (Pods::None, None);
    };
    let rollout = kind.group == ROLLOUTS;
    if let Some(reference) = referred(object).filter(|_| rollout) {
        return (Pods::There(reference), None);
    }
    let step = |node: Option<Node<'a>>, key: &&str| node?.need(key, "what its pods are like");
    (Pods::Here, way.iter().fold(Some(object.clone()), step))
}

/// A rollout without a template of its own says whose it takes.
fn referred(object: &Node<'_>) -> Option<Reference> {
    let spec = object.field("spec")?;
    if spec.field("template").is_some() {
        return None;
    }
    let reference = spec.field("workloadRef")?;
    let text = |key: &str| {
        reference
            .need(key, "a name")?
            .text("a name")
            .map(str::to_owned)
    };
    let (kind, name) = (text("kind"), text("name"));
    Some(Reference {
        kind: kind?,
        name: name?,
    })
}
