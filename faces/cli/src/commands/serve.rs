//! `holdpoint serve`.

mod agents;
mod said;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use holdpoint_durable::{KeyFile, KeySource};
use holdpoint_logs::{Format, Level, Log};
use holdpoint_pages::{Setup, Site};
use holdpoint_server::{FleetSecret, Options, ServeError, serve};
use holdpoint_service::Service;
use holdpoint_telemetry::{Target, Telemetry};

use self::said::{invite, listening};
use super::{Outcome, Run, explained};
use crate::client::{from_service, own_user, unfounded};
use crate::data::{self, Joining, Opened};
use crate::error::Failure;
use crate::exit::Exit;
use crate::installation::InForce;
use crate::session::Session;

/// Serve a data directory.
///
/// It serves the pages, the API and the ledger, and runs the agent that carries out deployment steps. Where there is nothing
/// yet, it prints a link by which the organisation is founded in the browser.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Where to listen.
    #[arg(
        long,
        value_name = "ADDR",
        default_value = "127.0.0.1:8380",
        env = "HOLDPOINT_LISTEN"
    )]
    listen: SocketAddr,
    /// Let everybody who can reach the address read the ledger's entries; always so on a loopback address.
    #[arg(long, env = "HOLDPOINT_PUBLIC_LEDGER")]
    public_ledger: bool,
    /// The address by which people reach it, if a proxy with TLS stands before it. Without one browsers are
    /// signed in on a loopback address only.
    #[arg(
        long,
        value_name = "URL",
        value_parser = https,
        env = "HOLDPOINT_PUBLIC_URL"
    )]
    public_url: Option<String>,
    /// The URL by which other servers on the same database reach this one, such as `http://10.0.0.7:8380`: it is then one of
    /// several, of whom one at a time decides. They prove themselves with a secret that all have.
    #[arg(long, value_name = "URL", env = "HOLDPOINT_ADVERTISE", value_parser = reached)]
    advertise: Option<String>,
    /// The file with the secret of the servers on this database, if it does not stand in `HOLDPOINT_FLEET_SECRET`.
    #[arg(long, value_name = "FILE", env = "HOLDPOINT_FLEET_SECRET_FILE")]
    fleet_secret_file: Option<PathBuf>,
    #[command(flatten)]
    for_agents: agents::ForAgents,
    /// How lines on standard error are written: for people, or one JSON object a line.
    #[arg(
        long,
        value_name = "text|json",
        default_value = "text",
        env = "HOLDPOINT_LOG_FORMAT"
    )]
    log_format: Format,
    /// What is said: the graver, the less. `info` has a line for every request.
    #[arg(
        long,
        value_name = "error|warn|notice|info",
        default_value = "notice",
        env = "HOLDPOINT_LOG"
    )]
    log_level: Level,
    /// The collector that traces of the server's own work go to, by OTLP over HTTP, such as `http://localhost:4318`; what
    /// OpenTelemetry has variables for (headers, resource attributes) comes from those.
    #[arg(long, value_name = "URL", env = "HOLDPOINT_TRACES_URL", value_parser = collector)]
    traces_url: Option<String>,
    /// Which part of the traces that begin here is sent, from 0 to 1; those that others have begun are sent as they say.
    #[arg(
        long,
        value_name = "PART",
        default_value = "1",
        env = "HOLDPOINT_TRACES_PART",
        value_parser = part
    )]
    traces_part: f64,
    /// Only show which settings are in force, and where each comes from.
    #[arg(long)]
    show_settings: bool,
}

/// The address of a collector.
pub(crate) fn collector(text: &str) -> Result<String, String> {
    let rest = { text.strip_prefix("http://") }.or_else(|| text.strip_prefix("https://"));
    match rest.is_some_and(|rest| !rest.is_empty() && !rest.contains([' ', '?', '#'])) {
        true => Ok(text.trim_end_matches('/').to_owned()),
        false => Err("write `http://HOST:4318` or `https://HOST`".to_owned()),
    }
}

/// A part of all.
pub(crate) fn part(text: &str) -> Result<f64, String> {
    let part = text.parse().ok().filter(|part| (0.0..=1.0).contains(part));
    part.ok_or_else(|| "write a number from 0 to 1, such as `0.1`".to_owned())
}

pub(crate) fn reached(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    let rest = text
        .strip_prefix("http://")
        .or_else(|| text.strip_prefix("https://"));
    match rest {
        Some(host) if !host.is_empty() && !host.contains(['/', ' ']) => Ok(text.to_owned()),
        _ => Err("write `http://HOST:PORT` or `https://HOST`, without a path".to_owned()),
    }
}

/// The shortest secret that servers may have, in characters.
const SHORTEST_SECRET: usize = 32;

impl Serve {
    /// Where it says what it does; nothing but errors to whoever wants to hear nothing.
    fn log(&self, quiet: bool) -> Log {
        let level = match quiet {
            true => Level::Error,
            false => self.log_level,
        };
        Log::new(self.log_format, level, Box::new(std::io::stderr()))
    }

    /// Sends traces as long as what it gives lives.
    fn traces(&self) -> Result<Option<Telemetry>, Failure> {
        let Some(url) = self.traces_url.clone() else {
            return Ok(None);
        };
        let target = Target {
            url,
            part: self.traces_part,
            version: env!("CARGO_PKG_VERSION"),
            instance: self.advertise.clone(),
        };
        let sent = holdpoint_telemetry::send(&target);
        sent.map(Some).map_err(|error| {
            let failure = Failure::input("traces", &error);
            match std::error::Error::source(&error) {
                Some(source) => failure.because(source),
                None => failure,
            }
        })
    }

    /// How it joins other servers, if it does.
    fn joining(&self, log: &Log) -> Result<Option<Joining>, Failure> {
        let Some(reached) = self.advertise.clone() else {
            return match &self.fleet_secret_file {
                None => Ok(None),
                Some(_) => Err(Failure::input("fleet", "`--fleet-secret-file` is for one of several servers")
                    .help("say by which URL the others reach this one with `--advertise`, or leave it out")),
            };
        };
        let variable = "HOLDPOINT_FLEET_SECRET";
        let source = match &self.fleet_secret_file {
            Some(path) => KeyFile::new(path).read(),
            None => KeySource::Environment(variable.to_owned()).read(),
        };
        let message = "the secret of the servers on this database cannot be used";
        let secret = source
            .map_err(|error| Failure::input("fleet-secret", message).because(&error))?
            .map(|secret| secret.trim().to_owned())
            .filter(|secret| secret.len() >= SHORTEST_SECRET);
        match secret {
            Some(secret) => Ok(Some(Joining::new(reached, secret, log.clone()))),
            None => Err(Failure::input("fleet-secret", message).help(format!(
                "put {SHORTEST_SECRET} random characters or more, the same on every server, into `{variable}` or into a file \
                 that `--fleet-secret-file` names; `openssl rand -hex 32` makes some"
            ))),
        }
    }
}

pub(crate) fn https(text: &str) -> Result<String, String> {
    let host = text
        .strip_prefix("https://")
        .map(|rest| rest.trim_end_matches('/'));
    match host.filter(|host| !host.is_empty() && !host.contains(['/', ' '])) {
        Some(host) => Ok(format!("https://{host}")),
        None => Err("write `https://HOST`, without a path".to_owned()),
    }
}

impl Run for Serve {
    fn run(self, session: &Session) -> Outcome {
        if self.show_settings {
            return session.show(&InForce::from(session.settings.clone()));
        }
        let place = session.data();
        let log = self.log(session.global.quiet);
        let joining = self.joining(&log)?;
        let begun = !data::exists(&place)?;
        let opened = if begun {
            Opened::Empty
        } else {
            session.join(None, joining.as_ref())?
        };
        let opened = match opened {
            Opened::Empty => {
                let name = data::log_name(self.public_url.as_deref());
                session.join(Some(&name), joining.as_ref())?
            }
            opened => opened,
        };
        let data = match opened {
            Opened::Here(data) => data,
            Opened::Empty => return Err(unfounded()),
            Opened::Served(socket) => {
                let message = format!("a server has `{}` open already", place.display());
                return Err(Failure::failed("data", message)
                    .help(format!("it listens on `{}`", socket.display())));
            }
        };
        if let Some(contradiction) = data.contradiction() {
            return Err(contradicted(contradiction));
        }
        data::share(&place)?;
        let _traces = self.traces()?;
        let as_text = self.log_format == Format::Text;
        let several = joining.is_some();
        let _agents = self.for_agents.listen(&data, several, &log, as_text)?;
        let options = Options {
            log,
            listen: Some(self.listen),
            open_ledger: self.public_ledger || self.listen.ip().is_loopback(),
            public_url: self.public_url,
            fleet: joining.map(|how| FleetSecret::new(&how.secret)),
            ..Options::default()
        };
        run(data.service(), &place, options, as_text)
    }
}

/// Nobody goes on with a ledger that was put back behind the backs of its witnesses.
fn contradicted(why: &str) -> Failure {
    Failure::new(Exit::NoGo, "ledger-contradicted", why)
        .help("bring back the data directory as it was; the file `witnessed` in it proves what is missing")
}

/// The longest path that a socket can have on Linux, with its final zero byte.
const LONGEST_SOCKET: usize = 108;

/// Serves until a signal asks it to stop.
fn run(service: &Arc<Service>, place: &Path, options: Options, as_text: bool) -> Outcome {
    let socket = place.join("socket");
    let fits = socket.as_os_str().len() < LONGEST_SOCKET;
    if !fits {
        let message = format!(
            "no socket: `{}` is too long a path for one",
            socket.display()
        );
        options.log.say(Level::Warn, "server.socket", &message, &[]);
    }
    let code = founding_code(service, place)?;
    let pages = site(service, place, code.clone(), options.public_url.as_deref());
    let options = Options {
        socket: fits.then_some(socket),
        pages: Some(holdpoint_pages::router(pages)),
        ..options
    };
    let duty = |event: &'static str| {
        let log = options.log.clone();
        move |text: &str| log.say(Level::Warn, event, text, &[])
    };
    let _duties = [
        data::tidy(service, duty("vault.tidy")),
        data::cosign(service, place, duty("witness.cosign")),
        data::post(service, duty("bulletin.send")),
        data::tell_forges(service, options.public_url.clone(), duty("status.show")),
    ];
    let served = serve(Arc::clone(service), &options, |address| {
        let Some(address) = address else { return };
        let url = format!("http://{address}");
        listening(&options.log, &url, as_text);
        let near = address.ip().is_loopback().then_some(url.as_str());
        if let Some(here) = options.public_url.as_deref().or(near) {
            service.let_log_in(here, crate::secrets::of_providers());
        }
        if let Some(code) = &code {
            invite(
                options.public_url.as_deref().unwrap_or(&url),
                code,
                as_text,
                &options.log,
            );
        }
    });
    match served {
        Ok(()) => {
            let log = &options.log;
            log.say(Level::Info, "server.stopped", "stopped", &[]);
            Ok(Exit::Go)
        }
        Err(error) => Err(failure(&error)),
    }
}

/// The code by which the organisation is founded, unless it is already.
fn founding_code(service: &Service, place: &Path) -> Result<Option<String>, Failure> {
    if service.founded().map_err(from_service)? {
        data::forget(place);
        return Ok(None);
    }
    data::code(place).map(Some)
}

fn site(
    service: &Arc<Service>,
    place: &Path,
    code: Option<String>,
    public_url: Option<&str>,
) -> Site {
    let site = Site::new(Arc::clone(service)).explaining(explained);
    let site = match public_url {
        Some(url) => site.reached_at(url),
        None => site,
    };
    let Some(code) = code else { return site };
    let place = place.to_path_buf();
    site.with_setup(Setup::new(code, own_user(), move || data::forget(&place)))
}

fn failure(error: &ServeError) -> Failure {
    let mut failure = Failure::failed("server", error);
    if let Some(source) = std::error::Error::source(error) {
        failure = failure.because(source);
    }
    failure
}
