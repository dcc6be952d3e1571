//! A server, over the network or over the socket of a data directory.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;
use std::time::Duration;

use holdpoint_domain::Digest;
use holdpoint_server::Problem;
use holdpoint_service::{
    AccountRequest, ActorRef, Enrolment, PersonalRequest, PlanView, Receipt, Submission, Wanted,
};
use reqwest::blocking::{Client as Http, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::failure::from_problem;
use super::{Audit, Client};
use crate::error::Failure;
use crate::http;
use crate::progress::Progress;

/// A server, and the entry that its last answer has seen.
pub(crate) struct RemoteClient {
    http: Http,
    base: String,
    token: Option<String>,
    position: Cell<Option<u64>>,
}

/// How long an answer may take: large ledgers are asked about the past.
const PATIENCE: Duration = Duration::from_secs(300);
const POSITION: &str = "holdpoint-position";

impl RemoteClient {
    /// The server at an address.
    pub(crate) fn at(url: &str, token: Option<String>) -> Result<Self, Failure> {
        if !url.starts_with("http://") && !url.starts_with("https://") {
            let message = format!("`{url}` is no address of a server");
            return Err(Failure::input("server", message)
                .help("write `https://HOST` or `http://HOST:PORT`"));
        }
        Self::made(
            http::builder().timeout(PATIENCE),
            url.trim_end_matches('/'),
            token,
        )
    }

    /// The server that has a data directory open.
    pub(crate) fn on_socket(socket: &Path, token: Option<String>) -> Result<Self, Failure> {
        let builder = http::builder()
            .timeout(PATIENCE)
            .unix_socket(socket.to_path_buf());
        // The host is not looked up: the socket is the connection.
        Self::made(builder, "http://localhost", token)
    }

    fn made(
        builder: reqwest::blocking::ClientBuilder,
        base: &str,
        token: Option<String>,
    ) -> Result<Self, Failure> {
        let http = builder.build();
        let http = http.map_err(|error| {
            Failure::failed("network", "no HTTP client can be made").because(&error)
        })?;
        Ok(Self {
            http,
            base: base.to_owned(),
            token,
            position: Cell::new(None),
        })
    }

    fn get(&self, path: &str) -> RequestBuilder {
        self.http.get(format!("{}{path}", self.base))
    }

    fn post(&self, path: &str) -> RequestBuilder {
        self.http.post(format!("{}{path}", self.base))
    }

    fn send(&self, mut request: RequestBuilder) -> Result<Response, Failure> {
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(position) = self.position.get() {
            request = request.header(POSITION, position);
        }
        let sent = request.send().map_err(|error| {
            let message = format!("the server at `{}` cannot be reached", self.base);
            Failure::failed("network", message).because(&error)
        })?;
        let seen = sent
            .headers()
            .get(POSITION)
            .and_then(|value| value.to_str().ok()?.parse().ok());
        if seen.is_some() {
            self.position.set(seen);
        }
        if sent.status().is_success() {
            Ok(sent)
        } else {
            Err(self.failure(sent))
        }
    }

    /// Redeems an enrolment: the answer has the first token.
    pub(crate) fn enrol(&self, enrolment: &Enrolment) -> Result<Value, Failure> {
        self.json(self.post("/api/v1/enrol").json(enrolment))
    }

    fn failure(&self, response: Response) -> Failure {
        let status = response.status();
        match response.json::<Problem>() {
            Ok(problem) => from_problem(problem),
            Err(_) => {
                let message = format!("the server at `{}` answered {status}", self.base);
                Failure::failed("server", message)
                    .help("is that the address of a holdpoint server?")
            }
        }
    }

    fn json<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, Failure> {
        self.send(request)?.json().map_err(|error| {
            Failure::failed("answer", "the answer of the server cannot be read")
                .because(&error)
                .help("are program and server of the same version?")
        })
    }
}

/// Arguments of a query as they stand in an address.
fn pairs(arguments: &Value) -> Vec<(String, String)> {
    let fields: BTreeMap<_, _> = arguments.as_object().into_iter().flatten().collect();
    fields
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            (name.clone(), text)
        })
        .collect()
}

/// Makes an address of a path and its arguments.
fn address(path: &str, pairs: &[(String, String)]) -> String {
    let encode = |text: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        text.bytes()
            .map(|byte| {
                if plain(byte) {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect::<String>()
    };
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    if pairs.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", pairs.join("&"))
    }
}

impl Client for RemoteClient {
    fn submit(&self, submission: Submission) -> Result<Receipt, Failure> {
        let path = match submission.dry_run {
            true => "/api/v1/commands?dry_run=true",
            false => "/api/v1/commands",
        };
        let mut request = self.post(path).json(&submission.request);
        if let Some(key) = &submission.key {
            request = request.header("idempotency-key", key);
        }
        self.json(request)
    }

    fn query(&self, name: &str, arguments: Value, at: Option<&str>) -> Result<Value, Failure> {
        let mut pairs = pairs(&arguments);
        pairs.extend(at.map(|at| ("at".to_owned(), at.to_owned())));
        self.json(self.get(&address(&format!("/api/v1/query/{name}"), &pairs)))
    }

    fn account(&self, request: AccountRequest) -> Result<Value, Failure> {
        self.json(self.post("/api/v1/accounts").json(&request))
    }

    fn personal(&self, request: &PersonalRequest) -> Result<Value, Failure> {
        self.json(self.post("/api/v1/personal").json(request))
    }

    fn put_blob(&self, content: &mut (dyn Read + Send)) -> Result<Digest, Failure> {
        // The client wants a body that outlives the call; statements and reports are small.
        let mut bytes = Vec::new();
        content.read_to_end(&mut bytes).map_err(|error| {
            Failure::failed("file", "the content cannot be read").because(&error)
        })?;
        let request = self
            .http
            .put(format!("{}/api/v1/blobs", self.base))
            .body(bytes);
        let kept: Value = self.json(request)?;
        let digest = kept
            .get("digest")
            .and_then(Value::as_str)
            .unwrap_or_default();
        digest
            .parse()
            .map_err(|error| Failure::failed("answer", error))
    }

    fn blob(&self, digest: &Digest) -> Result<Option<Vec<u8>>, Failure> {
        match self.send(self.get(&format!("/api/v1/blobs/{digest}"))) {
            Ok(response) => {
                let bytes = response.bytes();
                let bytes = bytes.map_err(|error| {
                    Failure::failed("network", "the content cannot be read").because(&error)
                })?;
                Ok(Some(bytes.to_vec()))
            }
            Err(failure) if failure.code == "not-found" => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    fn plan(&self, wanted: &Wanted) -> Result<PlanView, Failure> {
        self.json(self.post("/api/v1/plan").json(wanted))
    }

    fn audit(&self, what: Audit, _: &Progress) -> Result<Value, Failure> {
        self.json(self.get(match what {
            Audit::Verify(trust) if trust.policy.is_some() || !trust.known.is_empty() => {
                return Err(believing());
            }
            Audit::Verify(_) => "/api/v1/audit/verify",
            Audit::Replay => "/api/v1/audit/replay",
        }))
    }

    fn export(&self, release: Option<&str>, to: &mut dyn Write) -> Result<(), Failure> {
        let pairs: Vec<_> = release
            .iter()
            .map(|name| ("release".to_owned(), (*name).to_owned()))
            .collect();
        let mut response = self.send(self.get(&address("/api/v1/audit/export", &pairs)))?;
        let copied = std::io::copy(&mut response, to);
        copied
            .map(drop)
            .map_err(|error| Failure::failed("network", "the bundle broke off").because(&error))
    }

    fn me(&self) -> Result<ActorRef, Failure> {
        self.json(self.get("/api/v1/me"))
    }
}

/// Whoever knows something from elsewhere asks no server to compare itself with it.
fn believing() -> Failure {
    let message = "a server would be believed about what is to be checked without it";
    Failure::input("usage", message).help(
        "write a bundle with `holdpoint audit export FILE`, and verify that with `--policy` and `--known`",
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{address, pairs};

    #[test]
    fn arguments_stand_in_the_address() {
        let arguments = json!({"release": "a b", "limit": 7, "unit": null});
        let path = address("/q", &pairs(&arguments));
        assert_eq!(path, "/q?limit=7&release=a%20b");
        assert_eq!(address("/q", &[]), "/q");
    }
}
