//! `holdpoint contract check`.

use std::collections::BTreeMap;

use clap::Args;
use holdpoint_attestation::contract::{Contract, Contracts};
use holdpoint_attestation::{Envelope, SigningKey, Statement};
use holdpoint_domain::Digest;
use holdpoint_findings::{Level, Report, Verdict};
use holdpoint_service::queries::{ListContracts, MeetingView, ProofView};
use serde::Serialize;
use serde_json::json;

use super::room::Room;
use crate::arguments::Write;
use crate::client::{Client, ask};
use crate::commands::check::api::{Comparing, Given, Kind};
use crate::commands::check::attest::{sealed, signing_key, stated, subject};
use crate::commands::check::options::TOOL;
use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::{Human, Page};
use crate::session::{Session, send};

/// Make what a gate that asks for `contracts` waits for: compare what consumers know with what providers keep, and attach
/// the results. Exit 2 when somebody breaks.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Which release.
    release: String,
    /// To which environment.
    environment: String,
    /// Compare again what was compared before.
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    comparing: Comparing,
    /// Sign the results with this key, as `openssl genpkey -algorithm ed25519` writes it.
    #[arg(long, value_name = "FILE")]
    sign_with: Option<std::path::PathBuf>,
    #[command(flatten)]
    write: Write,
}

/// What was compared, and what came of it.
#[derive(Debug, Serialize)]
struct Checked {
    checks: Vec<One>,
}

#[derive(Debug, Serialize)]
struct One {
    interface: String,
    provider: String,
    consumer: String,
    base: Digest,
    revision: Digest,
    verdict: Verdict,
    findings: usize,
}

impl Run for Check {
    fn run(self, session: &Session) -> Outcome {
        let key = self.sign_with.as_deref().map(signing_key).transpose()?;
        let client = session.client()?;
        let query = ListContracts {
            environment: self.environment.clone(),
            release: Some(self.release.clone()),
        };
        let known = ask(&*client, &query, None)?;
        let mut pairs: BTreeMap<(Digest, Digest), &MeetingView> = BTreeMap::new();
        let open = known.meetings.iter().filter(|one| one.base != one.revision);
        for one in open.filter(|one| self.again || one.proof == ProofView::Missing) {
            pairs.entry((one.base, one.revision)).or_insert(one);
        }
        let room = Room::new()?;
        let mut checks = Vec::new();
        for meeting in pairs.into_values() {
            let (consumer, provider) = (&meeting.consumer, &meeting.provider);
            let base = contract(&*client, consumer.statement, meeting.base)?;
            let revision = contract(&*client, provider.statement, meeting.revision)?;
            let report = self.compared(session, &room, &base, &revision)?;
            self.attach(&*client, &report, meeting.revision, key.as_ref())?;
            checks.push(One::of(meeting, &report));
        }
        let broken = checks.iter().any(|one| one.verdict != Verdict::Go);
        session.show(&Checked { checks })?;
        Ok(if broken { Exit::NoGo } else { Exit::Go })
    }
}

impl Check {
    fn compared(
        &self,
        session: &Session,
        room: &Room,
        base: &Contract,
        revision: &Contract,
    ) -> Result<Report, Failure> {
        let kind = Kind::named(&revision.kind).ok_or_else(|| {
            let message = format!(
                "`{}` is no kind of contract that is compared here",
                revision.kind
            );
            Failure::input("contract-kind", message)
        })?;
        let given = |contract| Given::read(&room.put(contract)?);
        let both = (given(base)?, given(revision)?);
        let compared = self.comparing.compare(session, &|_| {}, kind, both)?;
        let mut report = Report::new(TOOL, "api");
        report.failing = Level::Warning;
        let mut report = compared.report(report);
        report.settle();
        Ok(report)
    }

    fn attach(
        &self,
        client: &dyn Client,
        report: &Report,
        revision: Digest,
        key: Option<&SigningKey>,
    ) -> Result<(), Failure> {
        let statement = stated(report, vec![subject(&revision.to_string())?]);
        let bytes = sealed(&statement, key);
        let content = if self.write.dry_run {
            ("text", json!(String::from_utf8_lossy(&bytes)))
        } else {
            ("blob", json!(client.put_blob(&mut bytes.as_slice())?))
        };
        let document = json!({ content.0: content.1 });
        let request = json!({ "command": "evidence.add", "arguments": { "document": document } });
        send(client, &self.write, request).map(drop)
    }
}

/// The contract with that digest, from the statement that names it.
fn contract(
    client: &dyn Client,
    statement: Option<Digest>,
    digest: Digest,
) -> Result<Contract, Failure> {
    let absent = |why: &str| {
        let message = format!("the files of contract `{digest}` are not there: {why}");
        Failure::input("contract-absent", message).help(
            "publish it with `holdpoint contract publish`, which keeps them; or compare by hand with `holdpoint check api`",
        )
    };
    let bytes = statement.map(|statement| client.blob(&statement));
    let bytes = bytes.transpose()?.flatten();
    let bytes = bytes.ok_or_else(|| absent("the statement is gone"))?;
    let payload = Envelope::parse(&bytes).map_or(bytes, |envelope| envelope.payload);
    let read = Statement::parse(&payload).and_then(|read| Contracts::read(&read.predicate));
    let read = read.map_err(|error| absent("the statement cannot be read").because(&error))?;
    let mut all = read.provides.into_iter().chain(read.consumes);
    let found = all.find(|one| one.digest == digest.to_string() && !one.files.is_empty());
    found.ok_or_else(|| absent("the statement has its digest only"))
}

impl One {
    fn of(meeting: &MeetingView, report: &Report) -> Self {
        Self {
            interface: meeting.interface.clone(),
            provider: meeting.provider.called(),
            consumer: meeting.consumer.called(),
            base: meeting.base,
            revision: meeting.revision,
            verdict: report.verdict(),
            findings: report
                .findings()
                .iter()
                .filter(|one| report.fails(one))
                .count(),
        }
    }
}

impl Human for Checked {
    fn human(&self, page: &mut Page) {
        if self.checks.is_empty() {
            return page.line("nothing is left to compare");
        }
        let rows = self.checks.iter().map(|one| {
            vec![
                one.verdict.to_string(),
                one.interface.clone(),
                one.provider.clone(),
                one.consumer.clone(),
                one.findings.to_string(),
            ]
        });
        let headings = ["verdict", "interface", "provider", "consumer", "breaking"];
        page.table(&headings, rows.collect());
    }
}
