//! A deployment that waits.

use std::borrow::Cow;

use super::api::{Api, Callback, is_repository};
use crate::mistake::{At, Mistake, Mistakes, shown};
use crate::read::Node;
use crate::words::is_commit;

/// A deployment that waits for a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProtectionRule {
    /// The environment, as GitHub calls it.
    pub environment: String,
    /// What started the workflow, such as `push`.
    pub event: Option<String>,
    /// The commit.
    pub sha: String,
    /// The branch or tag.
    pub reference: Option<String>,
    /// The deployment, by its number.
    pub deployment: Option<u64>,
    /// The repository, as `OWNER/NAME`.
    pub repository: String,
    /// The installation of the app, by its number: whose token the answer is sent with.
    pub installation: u64,
    /// Where the answer is sent.
    pub callback: Callback,
}

impl ProtectionRule {
    pub(super) fn of(root: &Node<'_>, api: &Api) -> Option<Self> {
        root.object()?;
        asked(root);
        let environment = root.need("environment", "the name of an environment");
        let environment = environment.and_then(|one| one.text("the name of an environment"));
        let event = root
            .field("event")
            .map(|one| one.text("the name of an event"));
        let repository = repository(root);
        let installation = root.need("installation", "the installation of the app");
        let installation = installation
            .and_then(|one| one.need("id", "the number of the installation"))
            .and_then(|id| id.id("the number of the installation"));
        let deployment = root
            .field("deployment")
            .and_then(|one| one.object().cloned());
        let id = deployment.as_ref().and_then(|one| one.field("id"));
        let id = id.map(|id| id.id("the number of the deployment"));
        let sha = sha(root, deployment.as_ref());
        let reference = either(root, deployment.as_ref(), "ref");
        let reference = reference.map(|one| one.text("a branch or tag"));
        let callback = callback(root, api, repository.as_deref());
        Some(Self {
            environment: environment?.to_owned(),
            event: event.flatten().map(str::to_owned),
            sha: sha?,
            reference: reference.flatten().map(str::to_owned),
            deployment: id.flatten(),
            repository: repository?,
            installation: installation?,
            callback: callback?,
        })
    }
}

/// There is one action so far.
fn asked(root: &Node<'_>) {
    let Some(action) = root.field("action") else {
        return;
    };
    let help = "pass over what is not asked, or update this program";
    action.sound("`requested`", help, |action| action == "requested");
}

fn repository(root: &Node<'_>) -> Option<String> {
    let repository = root.need("repository", "the repository")?;
    let name = repository.need("full_name", "`OWNER/NAME`")?;
    let help = "letters, digits, `-`, `_` and `.` on both sides of one `/`";
    name.sound("`OWNER/NAME`", help, is_repository)
        .map(str::to_owned)
}

/// What stands in the deployment, else beside it: a deployment can be null.
fn either<'a>(root: &Node<'a>, deployment: Option<&Node<'a>>, key: &str) -> Option<Node<'a>> {
    { deployment.and_then(|one| one.field(key)) }.or_else(|| root.field(key))
}

fn sha(root: &Node<'_>, deployment: Option<&Node<'_>>) -> Option<String> {
    let expected = "a commit of 40 or 64 hexadecimal digits";
    let commit = |node: &Node<'_>| {
        let help = "send the whole digest of the commit";
        node.sound(expected, help, is_commit)
            .map(str::to_ascii_lowercase)
    };
    let inner = deployment.and_then(|one| one.field("sha"));
    match (inner, root.field("sha")) {
        (Some(inner), Some(outer)) => {
            let (inner, other) = (commit(&inner), commit(&outer)?);
            if inner.as_ref().is_some_and(|inner| *inner != other) {
                let help = "one delivery is about one commit";
                outer.wrong(shown(&other), "the commit of `/deployment/sha`", help);
            }
            inner
        }
        (Some(one), None) | (None, Some(one)) => commit(&one),
        (None, None) => {
            deployment.unwrap_or(root).need("sha", expected);
            None
        }
    }
}

fn callback(root: &Node<'_>, api: &Api, repository: Option<&str>) -> Option<Callback> {
    let expected = "an address of a run of this repository at the API that is configured";
    let url = root.need("deployment_callback_url", expected)?;
    let text = url.text(expected)?;
    let callback = api.callback(text, repository?);
    if callback.is_none() {
        let help =
            "configure the API of the GitHub that sends this; no other address is ever answered";
        url.wrong(shown(text), expected, help);
    }
    callback
}

/// A request that does not say which event it is.
pub(super) fn eventless() -> Mistakes {
    header(
        "X-GitHub-Event",
        "nothing that can be read",
        "the name of one event",
        "let the webhook of a GitHub App send it",
    )
}

/// A form with the event in it.
pub(super) fn form() -> Mistakes {
    header(
        "Content-Type",
        "a form",
        "`application/json`",
        "set the content type of the webhook to `application/json`",
    )
}

fn header(name: &'static str, found: &str, expected: &'static str, help: &'static str) -> Mistakes {
    Mistakes::one(Mistake {
        at: At::Header(name),
        found: found.to_owned(),
        expected: Cow::Borrowed(expected),
        help: Cow::Borrowed(help),
    })
}
