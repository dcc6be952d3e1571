//! Credentials for AWS, from where its own tools look for them: keys, the token file of a workload, the container's role, the machine's
//! role (IMDSv2). They are kept and had anew by `object_store`.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey, AwsCredential};
use object_store::client::{HttpClient, HttpConnector, ReqwestConnector};
use object_store::{BackoffConfig, ClientOptions, CredentialProvider, RetryConfig};
use tokio::runtime::{Builder, Runtime};

use crate::settings::{Settings, local};
use crate::why::Trouble;

/// What the environment may say of credentials for AWS.
const VARIABLES: [&str; 12] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_REGION",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_ENDPOINT_URL_STS",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_METADATA_ENDPOINT",
];

type Provider = Arc<dyn CredentialProvider<Credential = AwsCredential>>;

/// Where credentials come from, made ready when the first are needed.
#[derive(Default)]
pub(super) struct Credentials(Mutex<Option<Source>>);

struct Source {
    runtime: Option<Runtime>,
    provider: Provider,
}

impl Credentials {
    /// The credentials of now.
    pub(super) fn get(&self, settings: &Settings) -> Result<Arc<AwsCredential>, Trouble> {
        let mut source = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let source = match &mut *source {
            Some(source) => source,
            none => none.insert(Source::open(settings)?),
        };
        let runtime = source.runtime.as_ref().ok_or(Trouble::Broken)?;
        let had = runtime.block_on(source.provider.get_credential());
        // What it says may have an answer in it.
        had.map_err(|_| Trouble::Credentials(missing(settings)))
    }
}

impl Source {
    fn open(settings: &Settings) -> Result<Self, Trouble> {
        // It fails only when it was done before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Trouble::Medium(error.kind()))?;
        let within = runtime.enter();
        let store = builder(settings)
            .build()
            .map_err(|_| Trouble::Credentials(HALF))?;
        drop(within);
        let provider = Arc::clone(store.credentials());
        let runtime = Some(runtime);
        Ok(Self { runtime, provider })
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Whoever drops it may be a thread of another runtime, which must not wait.
            runtime.shutdown_background();
        }
    }
}

fn builder(settings: &Settings) -> AmazonS3Builder {
    // A bucket has to have a name; it is never asked for.
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name("none")
        .with_retry(retries(settings));
    let options = ClientOptions::new().with_timeout(Duration::from_secs(10));
    builder = builder.with_client_options(options.with_connect_timeout(Duration::from_secs(3)));
    for name in VARIABLES {
        let key = name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>();
        if let (Ok(key), Some(value)) = (key, settings.variable(name)) {
            builder = builder.with_config(key, value);
        }
    }
    let sts = settings
        .variable("AWS_ENDPOINT_URL_STS")
        .and_then(|url| url.parse().ok());
    match sts.is_some_and(|sts| local(&sts)) {
        true => builder.with_http_connector(Here),
        false => builder,
    }
}

fn retries(settings: &Settings) -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig {
            init_backoff: settings.rest,
            max_backoff: Duration::from_secs(2),
            base: 2.0,
        },
        max_retries: 2,
        retry_timeout: Duration::from_secs(10),
    }
}

/// Connects to this machine without TLS.
#[derive(Debug)]
struct Here;

impl HttpConnector for Here {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        ReqwestConnector::default().connect(&options.clone().with_allow_http(true))
    }
}

const HALF: &str = "of `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` only one is set";

/// Where there were none.
fn missing(settings: &Settings) -> &'static str {
    let set = |name: &str| settings.variable(name).is_some();
    if set("AWS_WEB_IDENTITY_TOKEN_FILE") && set("AWS_ROLE_ARN") {
        "AWS gives none for the token file of the workload (`AWS_WEB_IDENTITY_TOKEN_FILE`) and its role"
    } else if set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
        || set("AWS_CONTAINER_CREDENTIALS_FULL_URI")
    {
        "the container's endpoint (`AWS_CONTAINER_CREDENTIALS_…`) gives none"
    } else {
        "no `AWS_ACCESS_KEY_ID` is set, and the metadata service of the machine gives none"
    }
}
