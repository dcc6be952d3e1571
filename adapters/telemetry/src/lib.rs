//! Sends traces to a collector: OTLP over HTTP, as protobuf, in batches, by a thread of its own.
//!
//! What the specification of OpenTelemetry leaves to the environment comes from there: `OTEL_EXPORTER_OTLP_HEADERS`,
//! `OTEL_EXPORTER_OTLP_TIMEOUT`, `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_BSP_*`. A collector that is not reached
//! costs nothing but its spans: nobody waits for it.

mod client;
mod span;

use std::sync::Arc;

use holdpoint_traces::install;
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{BatchSpanProcessor, SpanProcessor as _};

/// Where traces go, and from whom.
#[derive(Debug, Clone)]
pub struct Target {
    /// The collector, such as `http://collector:4318`; `/v1/traces` is added unless it ends so.
    pub url: String,
    /// Which part of the traces that begin here is sent, from 0 to 1.
    pub part: f64,
    /// The version of the program.
    pub version: &'static str,
    /// What tells this server from others, if it is one of several.
    pub instance: Option<String>,
}

/// Why no traces can be sent.
#[derive(Debug, thiserror::Error)]
#[error("traces cannot be sent to `{url}`")]
pub struct TelemetryError {
    url: String,
    #[source]
    source: Box<dyn std::error::Error + Send + Sync>,
}

/// Sends what is left when it is dropped.
#[derive(Debug)]
pub struct Telemetry(Arc<BatchSpanProcessor>);

impl Drop for Telemetry {
    fn drop(&mut self) {
        // Whoever stops does not wait for a collector that is gone.
        let _ = self.0.shutdown();
    }
}

/// Sends traces from now on.
///
/// # Errors
/// When the address or a variable of the environment cannot be used, or traces are sent already.
pub fn send(target: &Target) -> Result<Telemetry, TelemetryError> {
    let failed = |source: Box<dyn std::error::Error + Send + Sync>| TelemetryError {
        url: target.url.clone(),
        source,
    };
    let client = client::Blocking::new().map_err(|error| failed(error.into()))?;
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(client)
        .with_endpoint(endpoint(&target.url))
        .build()
        .map_err(|error| failed(error.into()))?;
    let mut processor = BatchSpanProcessor::builder(exporter).build();
    processor.set_resource(&resource(target));
    let processor = Arc::new(processor);
    let scope = InstrumentationScope::builder("holdpoint")
        .with_version(target.version)
        .build();
    let sender = Arc::clone(&processor);
    let sink = move |ended| sender.on_end(span::exported(ended, scope.clone()));
    match install(target.part, Box::new(sink)) {
        true => Ok(Telemetry(processor)),
        false => Err(failed("they are sent already".into())),
    }
}

fn endpoint(url: &str) -> String {
    let url = url.trim_end_matches('/');
    match url.ends_with("/v1/traces") {
        true => url.to_owned(),
        false => format!("{url}/v1/traces"),
    }
}

fn resource(target: &Target) -> Resource {
    let mut resource =
        Resource::builder().with_attribute(KeyValue::new("service.version", target.version));
    if std::env::var_os("OTEL_SERVICE_NAME").is_none() {
        resource = resource.with_service_name("holdpoint");
    }
    if let Some(instance) = &target.instance {
        let instance = KeyValue::new("service.instance.id", instance.clone());
        resource = resource.with_attribute(instance);
    }
    resource.build()
}

#[cfg(test)]
mod tests {
    use super::endpoint;

    #[test]
    fn the_path_is_added_once() {
        for url in ["http://c:4318", "http://c:4318/", "http://c:4318/v1/traces"] {
            assert_eq!(endpoint(url), "http://c:4318/v1/traces");
        }
    }
}
