//! What the buttons of the page ask for.

use axum::response::Response;
use holdpoint_domain::Time;
use serde_json::{Value, json};

use super::super::post::decided;
use super::{address, again};
use crate::pages::shared::key_of;
use crate::pages::signing::{self, Asking, Decision};
use crate::visit::{Draft, Fields, Visit};
use crate::{respond, wrong};

const DAY: i64 = 24 * 3_600_000;

/// Does it, and comes back; a refusal is shown on top of the page.
pub(super) async fn act(
    (release, check): (String, String),
    mut visit: Visit,
    form: Fields,
) -> Response {
    let now = Time::from_millis(visit.service.now_ms());
    let act = form.get("act").unwrap_or_default();
    if let Some(decision) = Decision::to_be_signed(act) {
        let to = visit.query.address(&address(&release, &check));
        let asking = Asking {
            decision,
            release,
            to,
            form,
        };
        return signing::ask(visit, asking).await;
    }
    let (request, done) = request(&release, &form, now);
    let key = form.get("key").map(|key| key_of(key, &request));
    match visit.submit(request, key).await {
        Ok(()) => {
            let back = visit.query.with("done", Some(done));
            respond::see(&back.address(&address(&release, &check)))
        }
        Err(error) => {
            let refused = wrong::notice(&error);
            visit.draft = Some(Draft { form, refused });
            again(visit, wrong::status(&error), release, check).await
        }
    }
}

/// The request that a form stands for, and the sentence that says that it was done.
fn request(release: &str, form: &Fields, now: Time) -> (Value, &'static str) {
    if let Some(decided) = decided(form.get("act").unwrap_or_default(), release, form) {
        return decided;
    }
    let gate = form.get("gate").and_then(|gate| gate.split_once(' '));
    let (environment, criterion) = gate.unwrap_or_default();
    let days = form
        .get("days")
        .and_then(|days| days.parse().ok())
        .unwrap_or(14i64);
    let findings: Vec<_> = form.all("finding").collect();
    let arguments = json!({
        "release": release,
        "environment": environment,
        "criterion": criterion,
        "findings": findings,
        "reason": { "plain": form.get("reason").unwrap_or_default() },
        "ends": now.after(days.clamp(1, 90) * DAY),
    });
    (
        json!({ "command": "waiver.request", "arguments": arguments }),
        "waiver-asked",
    )
}

#[cfg(test)]
mod tests {
    use super::{Fields, Time, json, request};

    #[test]
    fn a_form_becomes_the_request_that_the_command_line_would_send() {
        let form = Fields::parse(
            "gate=production+check-api&finding=a&finding=b&reason=nobody+uses+it&days=7&csrf=c",
        );
        let (request, done) = request("a-1", &form, Time::from_millis(0));
        assert_eq!(
            request,
            json!({ "command": "waiver.request", "arguments": {
                "release": "a-1", "environment": "production", "criterion": "check-api",
                "findings": ["a", "b"], "reason": { "plain": "nobody uses it" },
                "ends": "1970-01-08T00:00:00.000Z",
            } })
        );
        assert_eq!(done, "waiver-asked");
    }
}
