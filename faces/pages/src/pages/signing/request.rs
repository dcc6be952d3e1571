//! The requests that forms stand for, with a signature and without.

use serde_json::{Value, json};

use super::Decision;
use crate::visit::Fields;

/// The request that a decision stands for, without a signature. What its form does not say is for the rules to miss.
pub(crate) fn requested(decision: Decision, release: &str, form: &Fields) -> Value {
    let why = said(form, "text");
    let (command, arguments) = match decision {
        Decision::Approve => (
            "approval.decide",
            json!({
                "release": release,
                "say": "approve",
                "role": form.get("role"),
                "environment": form.get("environment"),
                "manifest": form.get("manifest"),
                "comment": why,
            }),
        ),
        Decision::Go => (
            "release.decide",
            json!({
                "release": release,
                "decision": "go",
                "environment": form.get("environment"),
                "reason": why,
            }),
        ),
        Decision::NoGo => (
            "release.decide",
            json!({ "release": release, "decision": "no-go", "reason": why }),
        ),
        Decision::Grant => ("waiver.approve", json!({ "waiver": form.get("waiver") })),
        Decision::Revoke => (
            "waiver.revoke",
            json!({ "waiver": form.get("waiver"), "reason": why }),
        ),
    };
    json!({ "command": command, "arguments": arguments })
}

/// A text that is typed, if one is.
fn said(form: &Fields, field: &str) -> Option<Value> {
    let text = form.get(field).filter(|text| !text.is_empty());
    text.map(|text| json!({ "plain": text }))
}

/// The request that a signed form stands for, if it names a decision.
pub(crate) fn signed(release: &str, form: &Fields) -> Option<(Value, Decision)> {
    let decision = Decision::named(form.get("decision").unwrap_or_default())?;
    let mut request = requested(decision, release, form);
    if let Some(arguments) = request.get_mut("arguments").and_then(Value::as_object_mut) {
        arguments.insert("signature".to_owned(), signature(form));
    }
    Some((request, decision))
}

fn signature(form: &Fields) -> Value {
    let payload = form.get("payload").unwrap_or_default();
    let payload: Value = serde_json::from_str(payload).unwrap_or_default();
    json!({
        "payload": payload,
        "proof": { "passkey": {
            "key": form.get("passkey"),
            "client": form.get("client"),
            "authenticator": form.get("authenticator"),
            "signature": form.get("signature"),
        } },
        "salt": said(form, "salt"),
    })
}

#[cfg(test)]
mod tests {
    use super::{Decision, Fields, json, requested, signed};

    #[test]
    fn a_form_becomes_the_request_that_the_command_line_would_send() {
        let form = Fields::parse("environment=production&text=fine&waiver=wai_1");
        let request = |decision| requested(decision, "a-1", &form);
        assert_eq!(
            request(Decision::Go),
            json!({ "command": "release.decide", "arguments": {
                "release": "a-1", "decision": "go", "environment": "production",
                "reason": { "plain": "fine" },
            } })
        );
        assert_eq!(
            request(Decision::NoGo),
            json!({ "command": "release.decide", "arguments": {
                "release": "a-1", "decision": "no-go", "reason": { "plain": "fine" },
            } })
        );
        assert_eq!(
            request(Decision::Grant),
            json!({ "command": "waiver.approve", "arguments": { "waiver": "wai_1" } })
        );
        assert_eq!(
            request(Decision::Revoke),
            json!({ "command": "waiver.revoke", "arguments": {
                "waiver": "wai_1", "reason": { "plain": "fine" },
            } })
        );
    }

    #[test]
    fn a_signature_goes_with_what_it_is_over_and_with_no_other_decision() {
        let form = "decision=no-go&text=&salt=&payload=%7B%22a%22%3A1%7D&passkey=SHA256%3Ax\
                    &client=c&authenticator=a&signature=s";
        let (request, decision) = signed("a-1", &Fields::parse(form)).unwrap();
        assert_eq!(decision, Decision::NoGo);
        assert_eq!(
            request.pointer("/arguments/signature"),
            Some(&json!({
                "payload": { "a": 1 },
                "proof": { "passkey": {
                    "key": "SHA256:x", "client": "c", "authenticator": "a", "signature": "s",
                } },
                "salt": null,
            }))
        );
        assert_eq!(request.pointer("/arguments/reason"), Some(&json!(null)));
        assert!(signed("a-1", &Fields::parse("decision=deploy")).is_none());
    }
}
