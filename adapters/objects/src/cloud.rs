//! The client of each provider, as the environment describes it.
//!
//! Each is told about keys, roles and endpoints by the variables that its own tools know. Without keys it asks for those of the
//! machine or the workload: the metadata service, the container's, or the token file of the identity.

use std::sync::Arc;
use std::time::Duration;

use holdpoint_ports::{BlobError, BlobTrouble};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey, Checksum};
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, RetryConfig};

use crate::address::{Bucket, Provider};
use crate::trouble::told;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a request may take: a part of a large upload has to go through within.
const REQUEST: Duration = Duration::from_secs(120);
/// How long nothing may arrive.
const SILENCE: Duration = Duration::from_secs(20);
/// How often a request is tried again, and for how long.
const RETRIES: usize = 4;
const PATIENCE: Duration = Duration::from_secs(20);

type Variables = Vec<(String, String)>;

/// The client of a bucket.
pub(crate) fn client(
    bucket: &Bucket,
    variables: Variables,
) -> Result<Arc<dyn ObjectStore>, BlobError> {
    // It fails only when it was done before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let built = match bucket.provider {
        Provider::S3 => s3(bucket, &variables),
        Provider::Google => google(bucket, &variables),
        Provider::Azure => azure(bucket, &variables),
    };
    built.map_err(|error| BlobError::Refused {
        place: bucket.to_string(),
        trouble: BlobTrouble::Credentials,
        told: told(&error),
    })
}

fn options() -> ClientOptions {
    ClientOptions::new()
        .with_connect_timeout(CONNECT)
        .with_timeout(REQUEST)
        .with_read_timeout(SILENCE)
}

fn retries() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(4),
            base: 2.0,
        },
        max_retries: RETRIES,
        retry_timeout: PATIENCE,
    }
}

/// The variables of a provider, in the spelling of its client.
fn settings<'v>(
    variables: &'v [(String, String)],
    prefix: &'v str,
) -> impl Iterator<Item = (String, &'v str)> {
    let ours = variables
        .iter()
        .filter(move |(name, value)| name.starts_with(prefix) && !value.is_empty());
    ours.map(|(name, value)| (name.to_ascii_lowercase(), value.as_str()))
}

/// Without TLS to this machine itself only, unless the environment says otherwise.
fn local(endpoint: &str) -> bool {
    let Some(rest) = endpoint.strip_prefix("http://") else {
        return false;
    };
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    matches!(host, "localhost" | "[::1]") || host.starts_with("127.")
}

fn s3(
    bucket: &Bucket,
    variables: &[(String, String)],
) -> object_store::Result<Arc<dyn ObjectStore>> {
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&bucket.name)
        .with_client_options(options())
        .with_retry(retries())
        // So that what arrives damaged is refused there.
        .with_checksum_algorithm(Checksum::SHA256);
    for (name, value) in settings(variables, "AWS_") {
        match name.parse::<AmazonS3ConfigKey>() {
            Ok(AmazonS3ConfigKey::Bucket) | Err(_) => {}
            Ok(key) => builder = builder.with_config(key, value),
        }
    }
    let endpoint = [AmazonS3ConfigKey::S3Endpoint, AmazonS3ConfigKey::Endpoint];
    let mut endpoint = endpoint
        .iter()
        .filter_map(|key| builder.get_config_value(key));
    if endpoint.next().is_some_and(|endpoint| local(&endpoint)) {
        builder = builder.with_allow_http(true);
    }
    Ok(Arc::new(builder.build()?))
}

fn google(
    bucket: &Bucket,
    variables: &[(String, String)],
) -> object_store::Result<Arc<dyn ObjectStore>> {
    let mut builder = GoogleCloudStorageBuilder::new()
        .with_bucket_name(&bucket.name)
        .with_client_options(options())
        .with_retry(retries());
    for (name, value) in settings(variables, "GOOGLE_") {
        match name.parse() {
            Ok(object_store::gcp::GoogleConfigKey::Bucket) | Err(_) => {}
            Ok(key) => builder = builder.with_config(key, value),
        }
    }
    let emulator = variables
        .iter()
        .find(|(name, _)| name == "STORAGE_EMULATOR_HOST");
    if let Some((_, host)) = emulator.filter(|(_, host)| !host.is_empty()) {
        let url = match host.contains("://") {
            true => host.clone(),
            false => format!("http://{host}"),
        };
        if local(&url) {
            builder = builder.with_client_options(options().with_allow_http(true));
        }
        builder = builder.with_base_url(&url);
        let token = object_store::gcp::GoogleConfigKey::BearerToken;
        if builder.get_config_value(&token).is_none() {
            // An emulator knows nobody; without a token the metadata service would be asked for one.
            builder = builder.with_bearer_token("anonymous");
        }
    }
    Ok(Arc::new(builder.build()?))
}

fn azure(
    bucket: &Bucket,
    variables: &[(String, String)],
) -> object_store::Result<Arc<dyn ObjectStore>> {
    let mut builder = MicrosoftAzureBuilder::new()
        .with_container_name(&bucket.name)
        .with_client_options(options())
        .with_retry(retries());
    for (name, value) in settings(variables, "AZURE_") {
        match name.parse::<AzureConfigKey>() {
            Ok(AzureConfigKey::ContainerName) | Err(_) => {}
            Ok(key) => builder = builder.with_config(key, value),
        }
    }
    let endpoint = builder.get_config_value(&AzureConfigKey::Endpoint);
    if endpoint.is_some_and(|endpoint| local(&endpoint)) {
        builder = builder.with_allow_http(true);
    }
    Ok(Arc::new(builder.build()?))
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_this_machine_is_talked_to_without_tls() {
        assert!(local("http://127.0.0.1:9000"));
        assert!(local("http://localhost:9000/a"));
        assert!(local("http://[::1]:9000"));
        assert!(!local("http://storage.example:9000"));
        assert!(!local("http://localhost.example"));
        assert!(!local("https://127.0.0.1:9000"));
    }
}
