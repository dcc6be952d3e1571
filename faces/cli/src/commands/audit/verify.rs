//! `holdpoint audit verify`.

use std::fs::File;
use std::path::{Path, PathBuf};

use clap::Args;
use holdpoint_engine::audit::{BundleReport, DirectoryBundle, TarBundle, Trust, verify_bundle};
use holdpoint_ledger::policy::TrustPolicy;
use serde::Serialize;
use serde_json::Value;

use crate::client::Audit;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::files;
use crate::output::{Human, Page};
use crate::session::Session;

/// Check every entry, the tree, its signature and every blob that an entry names; or a bundle, offline.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// A bundle that `holdpoint audit export` wrote, as a file or a directory.
    bundle: Option<PathBuf>,
    /// The verifier key that the bundle must be signed with; without it or a policy, the bundle's own is believed.
    #[arg(long, value_name = "KEY", requires = "bundle")]
    vkey: Option<String>,
    /// A trust policy (C2SP tlog-policy): which log and which witnesses are believed, and how many are enough.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// A checkpoint that the ledger issued before, best a cosigned one: it must extend each of them.
    #[arg(long = "known", value_name = "FILE")]
    known: Vec<PathBuf>,
}

impl Run for Verify {
    fn run(self, session: &Session) -> Outcome {
        let trust = self.trust()?;
        let progress = session.progress("verifying", Some(0));
        let mut report = match &self.bundle {
            Some(bundle) => {
                let step = |done, total| progress.of(done, total);
                let report = bundle_report(bundle, &trust, &step)?;
                serde_json::to_value(report).map_err(|error| Failure::failed("answer", error))?
            }
            None => session
                .client()?
                .audit(Audit::Verify(Box::new(trust)), &progress)?,
        };
        drop(progress);
        report.sort_all_objects();
        let sound = report
            .get("sound")
            .and_then(Value::as_bool)
            .unwrap_or(false);
        session.show(&Report(report))?;
        Ok(if sound { Exit::Go } else { Exit::NoGo })
    }
}

impl Verify {
    /// What is known from elsewhere.
    fn trust(&self) -> Result<Trust, Failure> {
        let policy = self.policy.as_deref().map(policy).transpose()?;
        let known = self.known.iter().map(|path| files::read(path));
        Ok(Trust {
            key: self.vkey.clone(),
            policy,
            known: known.collect::<Result<_, _>>()?,
        })
    }
}

/// A policy file; every mistake in it is said.
fn policy(path: &Path) -> Result<TrustPolicy, Failure> {
    let parsed = TrustPolicy::parse(&files::read(path)?);
    parsed.map_err(|mistakes| {
        let said: Vec<_> = mistakes
            .iter()
            .map(|one| format!("{}:{}: {}", path.display(), one.line, one.message))
            .collect();
        Failure::input("trust-policy", said.join("\n"))
            .help("write it as c2sp.org/tlog-policy says; `docs/witness.md` has an example")
    })
}

fn bundle_report(
    path: &Path,
    trust: &Trust,
    progress: &holdpoint_engine::audit::Progress<'_>,
) -> Result<BundleReport, Failure> {
    if path.is_dir() {
        return Ok(verify_bundle(&DirectoryBundle::new(path), trust, progress));
    }
    let wrong = |error: std::io::Error| Failure::file("read", path, &error);
    let bundle = TarBundle::open(File::open(path).map_err(wrong)?).map_err(wrong)?;
    Ok(verify_bundle(&bundle, trust, progress))
}

/// A report about a ledger or a bundle.
#[derive(Debug, Serialize)]
#[serde(transparent)]
struct Report(Value);

impl Human for Report {
    fn human(&self, page: &mut Page) {
        let field = |name: &str| self.0.get(name);
        let sound = field("sound").and_then(Value::as_bool).unwrap_or(false);
        page.heading(if sound { "sound" } else { "damaged" });
        if let Some(entries) = field("entries") {
            page.field("entries", entries);
        }
        if let Some(root) = field("log")
            .and_then(|log| log.get("root"))
            .and_then(Value::as_str)
        {
            page.field("root", root);
        }
        if let Some(witnessed) = field("witnessed") {
            page.field("witnessed", upto(witnessed));
        }
        if let Some(blobs) = field("blobs") {
            page.field("blobs", short(blobs));
        }
        if let Some(evidence) = field("evidence") {
            page.field("evidence", short(evidence));
        }
        let signatures = field("signatures").filter(|count| some(count));
        if let Some(signatures) = signatures {
            page.field("signatures", short(signatures));
        }
        if let Some(key) = field("key").and_then(Value::as_str) {
            page.field("key", key);
        }
        if field("key_from_bundle")
            .and_then(Value::as_bool)
            .unwrap_or(false)
        {
            page.line("the key came from the bundle itself: compare it with one from elsewhere");
        }
        let damages = field("log").and_then(|log| log.get("damages"));
        let problems = [field("problems"), damages].into_iter().flatten();
        for problem in problems.filter_map(Value::as_array).flatten() {
            page.line(said(problem));
        }
    }
}

/// Whether any of the numbers is not zero.
fn some(count: &Value) -> bool {
    let mut numbers = count.as_object().into_iter().flatten();
    numbers.any(|(_, number)| number.as_u64() != Some(0))
}

/// Up to where, and by whom.
fn upto(witnessed: &Value) -> String {
    let names = witnessed.get("by").and_then(Value::as_array);
    let names = names.into_iter().flatten().filter_map(Value::as_str);
    let names: Vec<_> = names.collect();
    let size = witnessed.get("size").unwrap_or(&Value::Null);
    format!("the first {size} entries, by {}", names.join(", "))
}

/// Numbers with their names.
fn short(value: &Value) -> String {
    let fields = value.as_object().into_iter().flatten();
    // By name: the map itself may keep them as they came.
    let fields: std::collections::BTreeMap<_, _> = fields.collect();
    let parts = fields
        .into_iter()
        .map(|(name, value)| format!("{value} {}", name.replace('_', " ")));
    parts.collect::<Vec<_>>().join(", ")
}

fn said(problem: &Value) -> String {
    let message = problem
        .get("message")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let place = problem
        .get("path")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let entry = problem.get("position").or_else(|| problem.get("entry"));
    let place = place.or_else(|| entry.map(|entry| format!("entry {entry}")));
    format!("{}: {message}", place.unwrap_or_default())
}
