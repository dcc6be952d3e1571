//! What the buttons of the page ask for.

use axum::response::Response;
use serde_json::{Value, json};

use crate::pages::shared::key_of;
use crate::pages::signing::{self, Asking, Decision};
use crate::visit::{Draft, Fields, Visit};
use crate::{respond, wrong};

/// Does it, and comes back; a refusal is shown on top of the page.
pub(super) async fn act(name: String, mut visit: Visit, form: Fields) -> Response {
    let act = form.get("act").unwrap_or_default();
    let to = format!("/releases/{name}");
    if let Some(decision) = Decision::to_be_signed(act) {
        let asking = Asking {
            decision,
            release: name,
            to,
            form,
        };
        return signing::ask(visit, asking).await;
    }
    let (request, done) = request(act, &name, &form);
    let key = form.get("key").map(|key| key_of(key, &request));
    match visit.submit(request, key).await {
        Ok(()) => respond::see(&format!("{to}?done={done}")),
        Err(error) => {
            let refused = wrong::notice(&error);
            visit.draft = Some(Draft { form, refused });
            super::again(visit, wrong::status(&error), name).await
        }
    }
}

/// The request that a decision's form stands for, signed or not, and the code of what is said when it is done.
pub(super) fn decided(act: &str, release: &str, form: &Fields) -> Option<(Value, &'static str)> {
    match act {
        "sign" => {
            let (request, decision) = signing::signed(release, form)?;
            Some((request, decision.done(true)))
        }
        act => {
            let decision = Decision::named(act)?;
            let request = signing::requested(decision, release, form);
            Some((request, decision.done(false)))
        }
    }
}

/// The request that a form stands for, and the code of what is said when it is done. What the form does not name is
/// for the rules to miss.
fn request(act: &str, release: &str, form: &Fields) -> (Value, &'static str) {
    if let Some(decided) = decided(act, release, form) {
        return decided;
    }
    let plain = || form.get("text").map(|text| json!({ "plain": text }));
    let (command, arguments, done) = match act {
        "submit" => ("release.submit", json!({ "release": release }), "submitted"),
        "revise" => ("release.revise", json!({ "release": release }), "revised"),
        "cancel" => (
            "release.cancel",
            json!({ "release": release, "reason": plain() }),
            "cancelled",
        ),
        "reject" => (
            "approval.decide",
            json!({
                "release": release,
                "say": act,
                "role": form.get("role"),
                "environment": form.get("environment"),
                "manifest": form.get("manifest"),
                "comment": plain(),
            }),
            "rejected",
        ),
        "confirm" => (
            "readiness.confirm",
            json!({
                "release": release, "item": form.get("item"), "note": plain(),
            }),
            "confirmed",
        ),
        "deploy" => (
            "deployment.deploy",
            json!({
                "release": release, "environment": form.get("environment"),
            }),
            "deploying",
        ),
        "roll-back" => (
            "deployment.roll-back",
            json!({ "deployment": form.get("deployment") }),
            "rolling-back",
        ),
        other => (other, json!({}), ""),
    };
    (json!({ "command": command, "arguments": arguments }), done)
}

#[cfg(test)]
mod tests {
    use super::{Fields, json, request};
    use crate::pages::shared::key_of;

    #[test]
    fn a_form_becomes_the_request_that_the_command_line_would_send() {
        let form = Fields::parse("act=approve&role=sre&environment=production&text=fine");
        assert_eq!(
            request("approve", "a-1", &form),
            (
                json!({ "command": "approval.decide", "arguments": {
                    "release": "a-1", "say": "approve", "role": "sre", "environment": "production",
                    "manifest": null, "comment": { "plain": "fine" },
                } }),
                "approved"
            )
        );
    }

    #[test]
    fn a_form_sent_twice_has_one_key_and_another_act_another() {
        let form = Fields::default();
        let (submit, _) = request("submit", "a-1", &form);
        assert_eq!(key_of("k", &submit), key_of("k", &submit.clone()));
        assert_ne!(
            key_of("k", &submit),
            key_of("k", &request("revise", "a-1", &form).0)
        );
    }
}
