//! GitLab: merge requests that wait for an external status check.
//!
//! Sources: GitLab's documentation, "External status checks" and "External status checks API". With a shared secret GitLab sends
//! `X-Gitlab-Signature`, the HMAC-SHA256 of the body in hexadecimal digits; webhooks have a token, which is sent as it is.

use serde_json::{Value, json};

use crate::Secret;
use crate::headers::Headers;
use crate::mistake::Mistakes;
use crate::read::{self, Node};
use crate::unsigned::{Genuine, Unsigned, optional};
use crate::words::{is_commit, is_link};

const SIGNATURE: &str = "x-gitlab-signature";
const TOKEN: &str = "x-gitlab-token";

/// A merge request that waits for a status check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusCheck {
    /// The check, by its number.
    pub check: u64,
    /// What the check is called.
    pub name: Option<String>,
    /// The project that it is merged into, by its number.
    pub project: u64,
    /// The path of the project.
    pub path: Option<String>,
    /// The merge request, by its number within the project.
    pub request: u64,
    /// The last commit of what is to be merged. An answer is about this one.
    pub sha: String,
    /// The branch that is to be merged.
    pub source: Option<String>,
    /// The branch that it is merged into.
    pub target: Option<String>,
    /// The page of the merge request.
    pub url: Option<String>,
}

/// What is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It may be merged.
    Passed,
    /// It may not.
    Failed,
    /// It is not decided; GitLab takes it for failed after two minutes.
    Pending,
}

/// Whether a request is from whoever knows one of these secrets.
///
/// # Errors
/// When not, or when that cannot be known.
pub fn verify<'a>(
    headers: &Headers<'_>,
    body: &'a [u8],
    secrets: &[Secret],
) -> Result<Genuine<'a>, Unsigned> {
    let (header, fits) = match optional(headers, SIGNATURE)? {
        Some(digits) => {
            let tag = hex::decode(digits).ok().filter(|tag| tag.len() == 32);
            let tag = tag.ok_or(Unsigned::Malformed {
                header: SIGNATURE,
                expected: "64 hexadecimal digits",
            })?;
            (
                SIGNATURE,
                { secrets.iter() }.any(|secret| secret.signed(&[body], &tag)),
            )
        }
        None => {
            let token = optional(headers, TOKEN)?.ok_or(Unsigned::Missing {
                header: SIGNATURE,
                help: "write a shared secret into the status check of the project",
            })?;
            (
                TOKEN,
                { secrets.iter() }.any(|secret| secret.is(token.as_bytes())),
            )
        }
    };
    match (secrets.is_empty(), fits) {
        (true, _) => Err(Unsigned::NoSecret),
        (false, true) => Ok(Genuine::vouched(body)),
        (false, false) => Err(Unsigned::Wrong(header)),
    }
}

/// Reads a request.
///
/// # Errors
/// All that is wrong with it.
pub fn read(body: Genuine<'_>) -> Result<StatusCheck, Mistakes> {
    read::read(body.bytes(), StatusCheck::of)
}

impl StatusCheck {
    fn of(root: &Node<'_>) -> Option<Self> {
        root.object()?;
        let kind = kind(root);
        let rule = root.need("external_approval_rule", "the status check");
        let project = root.need("project", "the project");
        let request = root.need("object_attributes", "the merge request");
        let check = number(rule.as_ref(), "id", "the number of the status check");
        let name = word(rule.as_ref(), "name");
        let id = number(project.as_ref(), "id", "the number of the project");
        let path = word(project.as_ref(), "path_with_namespace");
        let iid = number(request.as_ref(), "iid", "the number of the merge request");
        let sha = request.as_ref().and_then(sha);
        let url = request.as_ref().and_then(url);
        let source = word(request.as_ref(), "source_branch");
        let target = word(request.as_ref(), "target_branch");
        kind?;
        Some(Self {
            check: check?,
            name,
            project: id?,
            path,
            request: iid?,
            sha: sha?,
            source,
            target,
            url,
        })
    }

    /// The path below the API (`https://HOST/api/v4`) at which the check is answered by POST.
    #[must_use]
    pub fn callback(&self) -> String {
        let Self {
            project, request, ..
        } = self;
        format!("/projects/{project}/merge_requests/{request}/status_check_responses")
    }

    /// What is sent there.
    #[must_use]
    pub fn reply(&self, answer: Answer) -> Value {
        let status = match answer {
            Answer::Passed => "passed",
            Answer::Failed => "failed",
            Answer::Pending => "pending",
        };
        json!({ "sha": self.sha, "external_status_check_id": self.check, "status": status })
    }
}

/// Whether it is about a merge request.
fn kind(root: &Node<'_>) -> Option<()> {
    let kind = root.need("object_kind", "`merge_request`")?;
    let help = "let an external status check send it, no other webhook";
    let right = |kind: &str| kind == "merge_request";
    kind.sound("`merge_request`", help, right).map(drop)
}

fn url(request: &Node<'_>) -> Option<String> {
    let help = "it begins with `https://` or `http://`";
    let url = request.field("url")?;
    url.sound("the page of the merge request", help, is_link)
        .map(str::to_owned)
}

fn number(of: Option<&Node<'_>>, key: &str, expected: &'static str) -> Option<u64> {
    of?.need(key, expected)?.id(expected)
}

fn word(of: Option<&Node<'_>>, key: &str) -> Option<String> {
    { of?.field(key)?.text("a name") }.map(str::to_owned)
}

fn sha(request: &Node<'_>) -> Option<String> {
    let expected = "a commit of 40 or 64 hexadecimal digits";
    let commit = request.need("last_commit", "the last commit")?;
    let id = commit.need("id", expected)?;
    let help = "send the whole digest of the commit";
    id.sound(expected, help, is_commit)
        .map(str::to_ascii_lowercase)
}
