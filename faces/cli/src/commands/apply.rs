//! `holdpoint apply`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command as Program;

use clap::Args;
use holdpoint_configuration::{Configuration, Diagnostics, Source};
use holdpoint_domain::organisation::OrganisationName;
use holdpoint_git::Repository;
use holdpoint_service::{ConfigurationFile, PlanView, Receipt, Wanted};
use serde::Serialize;
use serde_json::json;

use super::{Outcome, Run};
use crate::arguments::Write;
use crate::client::{Client, from_service};
use crate::error::{Failure, Place};
use crate::files;
use crate::output::{Human, Page};
use crate::session::{Session, send};

/// Validate and apply the configuration.
///
/// The first one founds the organisation, with whoever runs this as its administrator.
#[derive(Debug, Args)]
pub(crate) struct Apply {
    /// The file.
    #[arg(default_value = "holdpoint.yaml")]
    file: PathBuf,
    #[command(flatten)]
    write: Write,
}

impl Run for Apply {
    fn run(self, session: &Session) -> Outcome {
        let (file, configuration) = read(&self.file)?;
        let name = configuration
            .organisation
            .as_ref()
            .map(|organisation| &organisation.name);
        let client = match (session.founded()?, name) {
            (Some(client), _) => client,
            (None, None) => session.client()?,
            (None, Some(_)) if self.write.dry_run => {
                let plan = PlanView::first(&file).map_err(from_service)?;
                let receipt = Receipt::of_rehearsal();
                return session.show(&Applied { receipt, plan });
            }
            (None, Some(name)) => founded(session, name)?,
        };
        let plan = client.plan(&Wanted::Configuration(file.clone()))?;
        let request = json!({
            "command": "organisation.apply",
            "arguments": { "changes": { "configuration": file } }
        });
        let receipt = send(&*client, &self.write, request)?;
        session.show(&Applied { receipt, plan })
    }
}

/// The organisation, founded with whoever runs this as its administrator.
fn founded(session: &Session, name: &OrganisationName) -> Result<Box<dyn Client>, Failure> {
    let client = session.found(name, own_mail())?;
    session.note(format!(
        "organisation `{name}` is founded; you administer it"
    ));
    Ok(client)
}

/// The mail address that one commits with: commits with it are one's own.
fn own_mail() -> Option<String> {
    let output = Program::new("git")
        .args(["config", "user.email"])
        .output()
        .ok()?;
    let mail = String::from_utf8(output.stdout).ok()?.trim().to_lowercase();
    (output.status.success() && mail.contains('@')).then_some(mail)
}

/// The file with all that it names, and what it says.
fn read(path: &Path) -> Result<(ConfigurationFile, Configuration), Failure> {
    let text = files::read_text(path)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let policy = |name: &str| std::fs::read(folder.join(name)).map_err(|error| error.to_string());
    let source = Source::new(path.display().to_string(), text.clone());
    let configuration = Configuration::parse(source, &policy).map_err(|found| wrong(&found))?;
    let policies: BTreeMap<_, _> = configuration
        .policies
        .iter()
        .map(|one| {
            (
                one.path.clone(),
                String::from_utf8_lossy(&one.text).into_owned(),
            )
        })
        .collect();
    let (repository, folder) = place(folder);
    let name = path.display().to_string();
    Ok((
        ConfigurationFile {
            name,
            text,
            policies,
            repository,
            folder,
        },
        configuration,
    ))
}

/// The repository around the file, and where in it the file lies.
fn place(folder: &Path) -> (String, String) {
    let here = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let Ok(repository) = Repository::open(here) else {
        return Default::default();
    };
    let remote = repository.remote().ok().flatten();
    let within = here.canonicalize().ok().and_then(|here| {
        let root = repository.root().canonicalize().ok()?;
        Some(here.strip_prefix(root).ok()?.to_string_lossy().into_owned())
    });
    (
        remote.map_or_else(String::new, |remote| remote.url),
        within.unwrap_or_default(),
    )
}

/// Every mistake of the file, each with its lines.
pub(crate) fn wrong(found: &Diagnostics) -> Failure {
    let count = found.iter().count() + found.more();
    let message = match count {
        1 => "the configuration has a mistake".to_owned(),
        count => format!("the configuration has {count} mistakes"),
    };
    let mut failure = Failure::input("configuration", message);
    failure.excerpt = Some(found.human(false));
    failure.place = found.iter().next().map(|one| {
        let position = one.source.position(one.span.start);
        Place {
            file: one.source.name().to_owned(),
            line: position.line,
            column: position.column,
        }
    });
    failure.reasons = found
        .iter()
        .map(|one| {
            let position = one.source.position(one.span.start);
            holdpoint_domain::Reason {
                code: one.code.clone(),
                message: format!(
                    "{}:{}:{}: {}",
                    one.source.name(),
                    position.line,
                    position.column,
                    one.message
                ),
                help: one.help.clone(),
            }
        })
        .collect();
    failure
}

/// What was applied.
#[derive(Debug, Serialize)]
pub(crate) struct Applied {
    #[serde(flatten)]
    pub(crate) plan: PlanView,
    #[serde(flatten)]
    pub(crate) receipt: Receipt,
}

impl Human for Applied {
    fn human(&self, page: &mut Page) {
        page.block(self.plan.text.trim_end());
        // The plan itself says when nothing has to change.
        let changes = self.plan.added + self.plan.changed + self.plan.removed;
        match (changes, self.receipt.dry_run) {
            (0, _) => {}
            (_, true) => page.line("nothing was applied: this was a rehearsal"),
            (_, false) => page.line("applied"),
        }
        if let (Some(first), Some(last)) = (self.receipt.events.first(), self.receipt.events.last())
            && !self.receipt.dry_run
        {
            page.line(format!("entries {}..{}", first.position, last.position));
        }
    }
}
