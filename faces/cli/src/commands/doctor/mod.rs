//! `holdpoint doctor`.

mod certificate;
mod channels;
mod durability;
mod forges;
mod machine;
mod pages;
mod stores;
mod witnesses;

pub(crate) use pages::PAGES;

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::{Outcome, Run};
use crate::exit::Exit;
use crate::output::{Human, Page};
use crate::session::Session;

/// Find what is wrong with an installation, and say what to do.
///
/// It changes nothing, and may run while a server has the data directory open: it reads, writes a small file to see how long the
/// disk takes and removes it, and connects to mail server, chat and the address of the server without saying anything there. The
/// exit code is 2 when something is wrong; what is only to be thought of leaves it 0. `holdpoint audit verify` looks at every
/// entry besides.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Where backups go: is there one, and how old is it?
    #[arg(long, value_name = "DIR")]
    backup: Option<PathBuf>,
    /// The address by which people reach the server: is its certificate good, and for how long?
    #[arg(long, value_name = "URL", env = "HOLDPOINT_PUBLIC_URL")]
    public_url: Option<String>,
    /// The certificate that the proxy in front has, with those below its root, in PEM: looked at as it lies there.
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// The key of the certificate: may others read it?
    #[arg(long, value_name = "FILE")]
    certificate_key: Option<PathBuf>,
    /// Root certificates to believe, in PEM, in place of those of this machine.
    #[arg(long, value_name = "FILE")]
    roots: Option<PathBuf>,
    /// Connect to nothing.
    #[arg(long)]
    offline: bool,
}

/// How grave it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Level {
    /// It does not work so, or will not for long.
    Error,
    /// It works, and somebody should think of it.
    Warning,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Finding {
    /// A stable name.
    rule: &'static str,
    level: Level,
    message: String,
    /// What to do.
    help: &'static str,
}

/// Hours and minutes, roughly.
fn span(millis: i64) -> String {
    match millis / 60_000 {
        minutes @ ..120 => format!("{minutes} min"),
        minutes @ 120..2_880 => format!("{} h", minutes / 60),
        minutes => format!("{} days", minutes / 1_440),
    }
}

fn error(rule: &'static str, message: impl std::fmt::Display, help: &'static str) -> Finding {
    Finding {
        rule,
        level: Level::Error,
        message: message.to_string(),
        help,
    }
}

fn warning(rule: &'static str, message: impl std::fmt::Display, help: &'static str) -> Finding {
    Finding {
        level: Level::Warning,
        ..error(rule, message, help)
    }
}

impl Run for Doctor {
    fn run(self, session: &Session) -> Outcome {
        let place = session.data();
        if !crate::data::exists(&place)? {
            return Err(crate::data::missing(&place));
        }
        let mut findings = machine::check(&place);
        findings.extend(durability::check(&place));
        findings.extend(stores::check(session, &place, self.offline));
        findings.extend(certificate::check(&self));
        findings.extend(self.backup.iter().filter_map(|to| stores::backup(to)));
        let sound = findings.iter().all(|one| one.level != Level::Error);
        session.show(&Diagnosis {
            verdict: if sound { "go" } else { "no-go" },
            data: place.display().to_string(),
            findings,
        })?;
        Ok(if sound { Exit::Go } else { Exit::NoGo })
    }
}

/// What was found.
#[derive(Debug, Serialize)]
struct Diagnosis {
    verdict: &'static str,
    data: String,
    findings: Vec<Finding>,
}

impl Human for Diagnosis {
    fn human(&self, page: &mut Page) {
        if self.findings.is_empty() {
            return page.line(format!("nothing is wrong with {}", self.data));
        }
        for one in &self.findings {
            let level = match one.level {
                Level::Error => "error",
                Level::Warning => "warning",
            };
            page.line(format!("{level}[{}]: {}", one.rule, one.message));
            page.below(format!("help: {}", one.help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::pages::PAGES;

    const SOURCES: &[&str] = &[
        include_str!("certificate/mod.rs"),
        include_str!("channels.rs"),
        include_str!("durability.rs"),
        include_str!("forges.rs"),
        include_str!("machine.rs"),
        include_str!("stores.rs"),
        include_str!("witnesses.rs"),
    ];

    /// What the first string after `error(` or `warning(` is.
    fn rules(source: &str) -> Vec<&str> {
        let made = source.split("error(").chain(source.split("warning("));
        let first = made.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
        let plain = |rule: &&str| rule.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        first
            .filter(|rule| rule.contains('-') && plain(rule))
            .collect()
    }

    #[test]
    fn everything_that_is_found_has_a_page() {
        let found: Vec<_> = SOURCES.iter().flat_map(|source| rules(source)).collect();
        assert!(found.len() > 30, "{found:?}");
        let known: Vec<_> = { PAGES.iter().chain(crate::error::PAGES) }
            .map(|page| page.code)
            .collect();
        for rule in found {
            assert!(known.contains(&rule), "`{rule}` has no page");
        }
    }
}
