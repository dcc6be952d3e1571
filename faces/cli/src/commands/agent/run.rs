//! `holdpoint agent`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use holdpoint_agents::Allowed;
use holdpoint_agents::host::{Config, HostError, Mode, run};
use holdpoint_listen::asked_to_stop;
use holdpoint_logs::{Format, Level, Log};

use crate::commands::{Outcome, Run};
use crate::error::Failure;
use crate::exit::Exit;
use crate::session::Session;

#[derive(Debug, Args)]
pub(super) struct RunAgent {
    /// What it does: say what runs on this host, or run steps as well.
    #[arg(
        long,
        value_enum,
        default_value = "observe",
        env = "HOLDPOINT_AGENT_MODE"
    )]
    mode: Does,
    /// The file of the host's administrator that says what may run here; nothing may without one.
    #[arg(long, value_name = "FILE", env = "HOLDPOINT_AGENT_ALLOW")]
    allow: Option<PathBuf>,
    /// Labels by which it is chosen, of those that it was invited with; all of them if nothing is said.
    #[arg(
        long,
        value_name = "LABEL",
        value_delimiter = ',',
        env = "HOLDPOINT_AGENT_LABELS"
    )]
    labels: Vec<String>,
    /// How many steps it runs at the same time.
    #[arg(long, value_name = "COUNT", default_value = "4", env = "HOLDPOINT_AGENT_CAPACITY", value_parser = clap::value_parser!(u32).range(1..=1_000))]
    capacity: u32,
    /// Where it keeps who it is and what it runs; `/var/lib/holdpoint-agent`, or below your home for anybody but root.
    #[arg(long, value_name = "DIR", env = "HOLDPOINT_AGENT_STATE")]
    state: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Does {
    Observe,
    Execute,
}

impl Run for RunAgent {
    fn run(self, session: &Session) -> Outcome {
        let server = session.global.server.clone().ok_or_else(|| {
            Failure::input("usage", "say with `--server` where agents reach the server")
                .help("`holdpoint serve --agents` says it when it starts")
        })?;
        let directory = self.state.unwrap_or_else(usual);
        if let Some(path) = &self.allow {
            Allowed::read(path).map_err(|mistake| {
                Failure::input("agent-allow", mistake)
                    .help("`docs/agents.md` says what can stand in it")
            })?;
        }
        if self.mode == Does::Execute && self.allow.is_none() {
            return Err(Failure::input(
                "usage",
                "`--mode execute` needs `--allow`: nothing may run here otherwise",
            ));
        }
        let log = Log::new(Format::Text, level(session), Box::new(std::io::stderr()));
        let config = Config {
            server,
            secret: session.global.token_file.clone(),
            mode: match self.mode {
                Does::Observe => Mode::Observe,
                Does::Execute => Mode::Execute,
            },
            allow: self.allow,
            labels: self.labels.into_iter().collect::<BTreeSet<_>>(),
            capacity: self.capacity,
            directory,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            log,
        };
        let ran = run(&config, asked_to_stop, |name| {
            session.note(format!("agent `{name}` runs"));
        });
        ran.map_err(failure)?;
        Ok(Exit::Go)
    }
}

fn level(session: &Session) -> Level {
    match (session.is_quiet(), session.global.verbose) {
        (true, _) => Level::Error,
        (_, true) => Level::Info,
        _ => Level::Notice,
    }
}

fn usual() -> PathBuf {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    match home.filter(|_| !rustix::process::geteuid().is_root()) {
        Some(home) => home.join(".local/state/holdpoint-agent"),
        None => PathBuf::from("/var/lib/holdpoint-agent"),
    }
}

fn failure(error: HostError) -> Failure {
    let failure = Failure::failed("agent", &error);
    match error {
        HostError::NoSecret | HostError::Expired => failure.help(
            "`holdpoint agent invite NAME` makes a secret; give its file with `--token-file`",
        ),
        HostError::Address(_) => failure.help("write `--server https://HOST:PORT`"),
        _ => failure,
    }
}
