//! What the buttons of the page ask for.

use axum::response::Response;
use serde_json::{Value, json};

use super::sign;
use crate::pages::shared::key_of;
use crate::visit::{Draft, Fields, Visit};
use crate::{respond, wrong};

/// Does it, and comes back; a refusal is shown on top of the page.
pub(super) async fn act(name: String, mut visit: Visit, form: Fields) -> Response {
    let act = form.get("act").unwrap_or_default();
    if act == "sign-approve" {
        return sign::ask(visit, name, form).await;
    }
    let request = request(act, &name, &form);
    let key = form.get("key").map(|key| key_of(key, &request));
    match visit.submit(request, key).await {
        Ok(()) => respond::see(&format!("/releases/{name}?done={}", done(act))),
        Err(error) => {
            let refused = wrong::notice(&error);
            visit.draft = Some(Draft { form, refused });
            super::again(visit, wrong::status(&error), name).await
        }
    }
}

/// The request that a form stands for. What it does not name is for the rules to miss.
fn request(act: &str, release: &str, form: &Fields) -> Value {
    let plain = || form.get("text").map(|text| json!({ "plain": text }));
    let (command, arguments) = match act {
        "submit" => ("release.submit", json!({ "release": release })),
        "revise" => ("release.revise", json!({ "release": release })),
        "cancel" => (
            "release.cancel",
            json!({ "release": release, "reason": plain() }),
        ),
        "approve" | "reject" => (
            "approval.decide",
            json!({
                "release": release,
                "say": act,
                "role": form.get("role"),
                "environment": form.get("environment"),
                "manifest": form.get("manifest"),
                "comment": plain(),
            }),
        ),
        "sign" => return sign::request(release, form),
        "confirm" => (
            "readiness.confirm",
            json!({
                "release": release, "item": form.get("item"), "note": plain(),
            }),
        ),
        "deploy" => (
            "deployment.deploy",
            json!({
                "release": release, "environment": form.get("environment"),
            }),
        ),
        "roll-back" => (
            "deployment.roll-back",
            json!({ "deployment": form.get("deployment") }),
        ),
        other => (other, json!({})),
    };
    json!({ "command": command, "arguments": arguments })
}

/// The code of the sentence that says that it was done.
fn done(act: &str) -> &'static str {
    match act {
        "submit" => "submitted",
        "revise" => "revised",
        "cancel" => "cancelled",
        "approve" => "approved",
        "sign" => "signed",
        "reject" => "rejected",
        "confirm" => "confirmed",
        "deploy" => "deploying",
        "roll-back" => "rolling-back",
        _ => "",
    }
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
            json!({ "command": "approval.decide", "arguments": {
                "release": "a-1", "say": "approve", "role": "sre", "environment": "production",
                "manifest": null, "comment": { "plain": "fine" },
            } })
        );
    }

    #[test]
    fn a_form_sent_twice_has_one_key_and_another_act_another() {
        let form = Fields::default();
        let submit = request("submit", "a-1", &form);
        assert_eq!(key_of("k", &submit), key_of("k", &submit.clone()));
        assert_ne!(
            key_of("k", &submit),
            key_of("k", &request("revise", "a-1", &form))
        );
    }
}
