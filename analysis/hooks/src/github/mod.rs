//! GitHub: deployments that wait for a custom protection rule of an app.
//!
//! Sources: GitHub's documentation of the webhook event `deployment_protection_rule`, "Validating webhook deliveries", "Creating
//! custom deployment protection rules", and the operation "Review custom deployment protection rules for a workflow run".

mod api;
mod rule;

use serde_json::{Value, json};

use crate::headers::Headers;
use crate::mistake::Mistakes;
use crate::unsigned::{Genuine, Unsigned, needed, optional};
use crate::words::cut;
use crate::{Secret, read};
pub use api::{Api, BadApi, Callback};
pub use rule::ProtectionRule;

/// The header with the signature.
const SIGNATURE: &str = "x-hub-signature-256";
/// Characters that a comment may have.
pub const COMMENT: usize = 1_024;

/// What a delivery is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// A deployment waits.
    Waits(Box<ProtectionRule>),
    /// The webhook was made; nothing but 200 is expected.
    Ping,
    /// An event that nobody here asked for; it may be passed over.
    Other(String),
}

/// What is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The deployment goes on.
    Approved,
    /// It does not, and the job fails.
    Rejected,
    /// It waits on, and the comment is shown; at most ten times for a deployment.
    Report,
}

/// Whether a delivery is from whoever knows one of these secrets; several are there while one takes the place of another.
///
/// # Errors
/// When not, or when that cannot be known.
pub fn verify<'a>(
    headers: &Headers<'_>,
    body: &'a [u8],
    secrets: &[Secret],
) -> Result<Genuine<'a>, Unsigned> {
    let help = "write a secret into the settings of the app's webhook";
    let header = needed(headers, SIGNATURE, help)?;
    let wrong = Unsigned::Malformed {
        header: SIGNATURE,
        expected: "`sha256=` and 64 hexadecimal digits",
    };
    let digits = header.strip_prefix("sha256=");
    let tag = digits.and_then(|digits| hex::decode(digits).ok());
    let tag = tag.filter(|tag| tag.len() == 32).ok_or(wrong)?;
    if secrets.is_empty() {
        return Err(Unsigned::NoSecret);
    }
    match { secrets.iter() }.any(|secret| secret.signed(&[body], &tag)) {
        true => Ok(Genuine::vouched(body)),
        false => Err(Unsigned::Wrong(SIGNATURE)),
    }
}

/// What tells a delivery from all others: `X-GitHub-Delivery`. One that is sent again has the same.
///
/// # Errors
/// When it stands there more than once or is no text.
pub fn delivery_id<'a>(headers: &Headers<'a>) -> Result<Option<&'a str>, Unsigned> {
    optional(headers, "x-github-delivery")
}

/// Reads a delivery. Callbacks are taken only if they lead to that API.
///
/// # Errors
/// All that is wrong with it.
pub fn read(headers: &Headers<'_>, body: Genuine<'_>, api: &Api) -> Result<Delivery, Mistakes> {
    match headers.one("x-github-event").ok().flatten() {
        Some("deployment_protection_rule") => {}
        Some("ping") => return Ok(Delivery::Ping),
        Some(other) => return Ok(Delivery::Other(cut(other, 100))),
        None => return Err(rule::eventless()),
    }
    if body.bytes().starts_with(b"payload=") {
        return Err(rule::form());
    }
    let rule = read::read(body.bytes(), |root| ProtectionRule::of(root, api))?;
    Ok(Delivery::Waits(Box::new(rule)))
}

impl ProtectionRule {
    /// What is sent to its callback by POST, with the comment cut to what GitHub takes. A report needs a comment.
    #[must_use]
    pub fn reply(&self, answer: Answer, comment: &str) -> Value {
        let comment = cut(comment, COMMENT);
        let mut body = json!({ "environment_name": self.environment, "comment": comment });
        let state = match answer {
            Answer::Approved => "approved",
            Answer::Rejected => "rejected",
            Answer::Report => return body,
        };
        if let Some(fields) = body.as_object_mut() {
            fields.insert("state".to_owned(), state.into());
        }
        body
    }
}
