//! Identity providers over HTTP.

use std::io::Read as _;
use std::sync::OnceLock;
use std::time::Duration;

use holdpoint_ports::{BasicCredentials, ProviderAnswer, ProviderClient};
use reqwest::blocking::{Client, RequestBuilder};

/// How long a provider may take to answer: somebody waits for it who wants to log in.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of an answer that are read: one more than the largest document that is believed.
const LONGEST: u64 = 256 * 1024 + 1;

/// Reaches providers by HTTP, over connections that stay open. Nothing is made ready before the first is reached.
#[derive(Default)]
pub struct HttpProviders(OnceLock<Result<Client, String>>);

impl HttpProviders {
    fn client(&self) -> Result<&Client, String> {
        self.0.get_or_init(open).as_ref().map_err(Clone::clone)
    }
}

fn open() -> Result<Client, String> {
    // Whoever was first has set the provider already.
    let _ =
        rustls::crypto::CryptoProvider::install_default(rustls::crypto::ring::default_provider());
    let http = Client::builder()
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("holdpoint/", env!("CARGO_PKG_VERSION")))
        .build();
    http.map_err(|error| said(&error))
}

impl ProviderClient for HttpProviders {
    fn get(&self, url: &str) -> Result<ProviderAnswer, String> {
        answer(self.client()?.get(url))
    }

    fn post(
        &self,
        url: &str,
        form: String,
        basic: Option<BasicCredentials<'_>>,
    ) -> Result<ProviderAnswer, String> {
        let kind = "application/x-www-form-urlencoded";
        let request = self
            .client()?
            .post(url)
            .header("content-type", kind)
            .body(form);
        answer(match basic {
            Some(basic) => request.basic_auth(basic.id, Some(basic.secret)),
            None => request,
        })
    }
}

fn answer(request: RequestBuilder) -> Result<ProviderAnswer, String> {
    let request = request.header("accept", "application/json");
    // An address may have a code in it.
    let answer = request.send().map_err(|error| said(&error.without_url()))?;
    let status = answer.status().as_u16();
    let mut body = Vec::new();
    let read = answer.take(LONGEST).read_to_end(&mut body);
    read.map_err(|error| error.to_string())?;
    Ok(ProviderAnswer { status, body })
}

/// The error with what lies behind it, on one line.
fn said(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text = format!("{text}: {source}");
        next = source.source();
    }
    text
}
