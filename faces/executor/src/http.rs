//! Calls by HTTP.

use std::io::Read as _;
use std::time::Duration;

use holdpoint_domain::Effect;
use holdpoint_domain::pipeline::{Http, StepResult};
use holdpoint_engine::Task;
use holdpoint_mask::{MASK, Masker, Secret};
use reqwest::blocking::{Client, RequestBuilder, Response};
use reqwest::{Method, StatusCode};

use crate::{Hands, log};

/// What is said of a call of which nobody knows whether it arrived.
pub(crate) const SENT: &str =
    "it was about to be sent when the server died: nobody knows whether it arrived";
/// Bytes of an answer that are kept.
const KEPT: u64 = 64 * 1024;

impl Hands {
    /// Makes a call and says how it was answered.
    pub(crate) fn call(&self, task: &Task, call: &Http) -> StepResult {
        if task.called_off() {
            return StepResult::not("stopped");
        }
        let bearer = call.bearer.as_ref().map(|place| self.values.text(place));
        let bearer = match bearer.transpose() {
            Ok(bearer) => bearer,
            Err(why) => return StepResult::not(why),
        };
        if let Err(error) = self.note_call(task, call) {
            return StepResult::not(format!("it cannot be noted that it is sent: {error}"));
        }
        let started = log::time();
        // In a thread of its own: the client waits, and may be called from where nobody may.
        let answer = std::thread::scope(|scope| {
            let asked = scope.spawn(|| answered(task, call, bearer.as_deref()));
            asked
                .join()
                .unwrap_or_else(|_| Err("the call failed".to_owned()))
        });
        let result = match answer {
            Ok((status, said)) => self.judged(call, status, &mask(&said, bearer.as_deref())),
            Err(why) => {
                let why = mask(&why, bearer.as_deref());
                self.noted(StepResult::not(why.as_str()), &why)
            }
        };
        StepResult {
            started: Some(started),
            ended: Some(log::time()),
            ..result
        }
    }

    fn judged(&self, call: &Http, status: StatusCode, said: &str) -> StepResult {
        let good = match call.expect.as_slice() {
            [] => status.is_success(),
            expected => expected.contains(&status.as_u16()),
        };
        let result = match good {
            true => StepResult::done(),
            false => StepResult::not(format!("it was answered {status}")),
        };
        self.noted(result, said)
    }

    /// Whether a call that may change something may have been sent by a server that died.
    pub(crate) fn may_have_been_sent(&self, task: &Task, call: &Http) -> bool {
        !harmless(call) && self.records(task).join("sent").exists()
    }

    fn note_call(&self, task: &Task, call: &Http) -> std::io::Result<()> {
        if harmless(call) {
            return Ok(());
        }
        let folder = self.records(task);
        holdpoint_durable::create_directories(&folder)?;
        holdpoint_durable::replace(&folder.join("sent"), b"")
    }
}

/// Whether nothing changes however often it is called (RFC 9110, section 9.2).
fn harmless(call: &Http) -> bool {
    matches!(call.method.as_str(), "GET" | "HEAD" | "PUT" | "DELETE")
}

fn answered(
    task: &Task,
    call: &Http,
    bearer: Option<&str>,
) -> Result<(StatusCode, String), String> {
    let request = request(task, call, bearer)?;
    let answer = request.send().map_err(|error| chain(&error))?;
    let status = answer.status();
    Ok((status, shown(call, answer)))
}

fn request(task: &Task, call: &Http, bearer: Option<&str>) -> Result<RequestBuilder, String> {
    let Effect::RunPipelineStep {
        timeout_seconds, ..
    } = &task.effect
    else {
        return Err("only steps of pipelines call".to_owned());
    };
    // Whoever was first has set the provider already.
    let provider = rustls::crypto::ring::default_provider();
    let _ = rustls::crypto::CryptoProvider::install_default(provider);
    let client = Client::builder()
        // A secret is for whom it was meant, not for whom that one names.
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(u64::from(*timeout_seconds)))
        .user_agent(concat!("holdpoint/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| chain(&error))?;
    let method = Method::from_bytes(call.method.as_bytes()).map_err(|error| error.to_string())?;
    let mut request = client.request(method, &call.url);
    for (name, value) in &call.headers {
        request = request.header(name, value);
    }
    // The same for every delivery of this attempt, however often it is repeated on the way.
    request = request.header(
        "Idempotency-Key",
        format!("\"holdpoint-{}\"", task.position),
    );
    if let Some(bearer) = bearer {
        request = request.bearer_auth(bearer);
    }
    Ok(match &call.body {
        Some(body) => request.body(body.clone()),
        None => request,
    })
}

/// What was asked and answered, as far as it is text.
fn shown(call: &Http, answer: Response) -> String {
    let mut lines = vec![format!("{} {}", call.method, call.url)];
    lines.push(format!("{:?} {}", answer.version(), answer.status()));
    let kind = answer.headers().get("content-type");
    if let Some(kind) = kind.and_then(|kind| kind.to_str().ok()) {
        lines.push(format!("content-type: {kind}"));
    }
    let mut body = Vec::new();
    let read = answer.take(KEPT).read_to_end(&mut body);
    lines.push(String::from_utf8_lossy(&body).into_owned());
    if let Err(error) = read {
        lines.push(format!("the rest of the answer could not be read: {error}"));
    }
    lines.join("\n")
}

/// A text without the token, however an answer repeats it: as logs of steps are masked.
fn mask(text: &str, bearer: Option<&str>) -> String {
    let Some(bearer) = bearer else {
        return text.to_owned();
    };
    // Also one that is too short to be sought in every form.
    let text = text.replace(bearer, MASK);
    let secret = Secret::new(bearer.as_bytes().to_vec());
    let (mut masker, _) = Masker::new([("bearer", &secret)]);
    let mut clear = Vec::new();
    masker.push(text.as_bytes(), &mut clear);
    masker.finish(&mut clear);
    String::from_utf8_lossy(&clear).into_owned()
}

/// An error with what is behind it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!(": {error}"));
        source = error.source();
    }
    text
}
