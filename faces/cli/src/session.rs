//! One run of the program: what was said for every command, and where output goes.

use std::fmt::Display;
use std::path::PathBuf;

use holdpoint_domain::Time;
use holdpoint_domain::access::Door;
use holdpoint_domain::organisation::OrganisationName;
use holdpoint_ports::{Clock as _, SystemClock};
use holdpoint_service::queries::Query;
use holdpoint_service::{Enrolment, Entrance, Receipt, Submission};
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::Value;

use crate::arguments::{Global, Past, Write};
use crate::client::{Client, LocalClient, RemoteClient, ask, from_service, own_user, unfounded};
use crate::commands::Outcome;
use crate::data::{self, Backed, DataDirectory, Elsewhere, Joining, Opened, default_directory};
use crate::error::Failure;
use crate::exit::Exit;
use crate::installation::Known;
use crate::moment;
use crate::output::{self, Format, Human, Page};
use crate::present::Done;
use crate::progress::Progress;
use crate::token;

/// One run of the program.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) global: Global,
    pub(crate) zone: TimeZone,
    /// What is in force of a server's settings, and where it comes from.
    pub(crate) settings: Vec<Known>,
}

impl Session {
    pub(crate) fn new(global: Global, settings: Vec<Known>) -> Result<Self, (Failure, Format)> {
        match jiff::tz::db().get(&global.timezone) {
            Ok(zone) => Ok(Self {
                global,
                zone,
                settings,
            }),
            Err(_) => {
                let message = format!("there is no time zone `{}`", global.timezone);
                let failure = Failure::input("timezone-unknown", message);
                let help = "use an IANA name such as `Europe/Vienna`";
                Err((failure.help(help), global.format))
            }
        }
    }

    /// The organisation that is meant: on a server, or in a data directory.
    pub(crate) fn client(&self) -> Result<Box<dyn Client>, Failure> {
        if let (Some(url), None) = (&self.global.server, &self.global.data) {
            let token = token::for_server(&self.global, url)?;
            return Ok(Box::new(RemoteClient::at(url, token)?));
        }
        let token = token::given(&self.global)?;
        match self.open(None)? {
            Opened::Here(data) => Ok(Box::new(LocalClient::open(data, token)?)),
            Opened::Served(socket) => Ok(Box::new(RemoteClient::on_socket(&socket, token)?)),
            Opened::Empty => Err(unfounded()),
        }
    }

    /// Redeems an enrolment, as nobody yet.
    pub(crate) fn enrol(&self, enrolment: &Enrolment) -> Result<Value, Failure> {
        if let (Some(url), None) = (&self.global.server, &self.global.data) {
            return RemoteClient::at(url, None)?.enrol(enrolment);
        }
        match self.open(None)? {
            Opened::Here(data) => {
                let entrance = Entrance::of_user(Door::Directory, own_user());
                let enrolled = data.service().enrol(enrolment, &entrance);
                enrolled.map_err(from_service)
            }
            Opened::Served(socket) => RemoteClient::on_socket(&socket, None)?.enrol(enrolment),
            Opened::Empty => Err(unfounded()),
        }
    }

    /// The organisation that is meant; none if a data directory is meant in which nothing was founded yet.
    pub(crate) fn founded(&self) -> Result<Option<Box<dyn Client>>, Failure> {
        let on_server = self.global.server.is_some() && self.global.data.is_none();
        if on_server {
            return self.client().map(Some);
        }
        if !data::exists(&self.data())? {
            return Ok(None);
        }
        let token = token::given(&self.global)?;
        Ok(match self.open(None)? {
            Opened::Here(data) => Some(Box::new(LocalClient::open(data, token)?)),
            Opened::Served(socket) => Some(Box::new(RemoteClient::on_socket(&socket, token)?)),
            Opened::Empty => None,
        })
    }

    /// A new data directory, its organisation founded with the operating-system user as administrator.
    pub(crate) fn found(
        &self,
        name: &OrganisationName,
        mail: Option<String>,
    ) -> Result<Box<dyn Client>, Failure> {
        let log = format!("holdpoint.local/{name}");
        let token = token::given(&self.global)?;
        match self.open(Some(&log))? {
            Opened::Here(data) => {
                let client = LocalClient::found(data, name.clone(), mail, token)?;
                Ok(Box::new(client))
            }
            Opened::Served(socket) => Ok(Box::new(RemoteClient::on_socket(&socket, token)?)),
            Opened::Empty => Err(unfounded()),
        }
    }

    /// The data directory that is meant, only to read from it; a server may have it open.
    pub(crate) fn backed(&self) -> Result<Backed, Failure> {
        let (place, key) = (self.data(), self.global.key_file.as_deref());
        Backed::open(&Elsewhere::of(&self.global)?.around(&place, key, None))
    }

    /// The data directory that is meant, made first if `create` names the log that it will be.
    pub(crate) fn open(&self, create: Option<&str>) -> Result<Opened, Failure> {
        self.join(create, None)
    }

    /// The same, as one of several servers if it is said how they are joined.
    pub(crate) fn join(
        &self,
        create: Option<&str>,
        joining: Option<&Joining>,
    ) -> Result<Opened, Failure> {
        let (place, key) = (self.data(), self.global.key_file.as_deref());
        let elsewhere = Elsewhere::of(&self.global)?;
        DataDirectory::open(&elsewhere.around(&place, key, joining), create)
    }

    /// The data directory that is meant.
    pub(crate) fn data(&self) -> PathBuf {
        self.global.data.clone().unwrap_or_else(default_directory)
    }

    pub(crate) fn format(&self) -> Format {
        self.global.format
    }

    /// Writes data to standard output, as it was asked for.
    pub(crate) fn show<V: Human + Serialize>(&self, view: &V) -> Outcome {
        let text = match self.global.format {
            Format::Json => output::json(view)?,
            _ => {
                let mut page = Page::new(self.zone.clone());
                view.human(&mut page);
                page.finish()
            }
        };
        output::write(&text)?;
        Ok(Exit::Go)
    }

    /// A moment that was given on the command line.
    pub(crate) fn time(&self, text: &str) -> Result<Time, Failure> {
        moment::time(text, &self.zone, self.now())
    }

    /// Now.
    pub(crate) fn now(&self) -> Time {
        Time::from_millis(SystemClock.now())
    }

    /// A position or a moment, as queries want it.
    pub(crate) fn at(&self, past: &Past) -> Result<Option<String>, Failure> {
        match &past.at {
            Some(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => Ok(Some(text.clone())),
            Some(text) => Ok(Some(self.time(text)?.to_string())),
            None => Ok(None),
        }
    }

    /// Asks a question.
    pub(crate) fn asked<Q: Query>(&self, query: &Q, past: &Past) -> Result<Q::View, Failure> {
        let at = self.at(past)?;
        let client = self.client()?;
        ask(&*client, query, at.as_deref())
    }

    /// Asks a question and shows the answer.
    pub(crate) fn answer<Q: Query>(&self, query: &Q, past: &Past) -> Outcome
    where
        Q::View: Human,
    {
        self.show(&self.asked(query, past)?)
    }

    /// Submits a command and says what came of it.
    pub(crate) fn submit(&self, write: &Write, command: Value, said: impl Display) -> Outcome {
        let client = self.client()?;
        let receipt = send(&*client, write, command)?;
        self.show(&Done::new(said, receipt))
    }

    /// Says something to people, on standard error.
    pub(crate) fn note(&self, text: impl std::fmt::Display) {
        if !self.global.quiet {
            output::note(&text.to_string());
        }
    }

    /// Says something to people who want to hear more.
    pub(crate) fn detail(&self, text: impl std::fmt::Display) {
        if self.global.verbose {
            output::note(&text.to_string());
        }
    }

    /// Whether only data and errors are wanted.
    pub(crate) fn is_quiet(&self) -> bool {
        self.global.quiet
    }

    pub(crate) fn progress(&self, what: &str, total: Option<u64>) -> Progress {
        Progress::new(what, total, self.global.quiet)
    }
}

/// Submits a command as it was asked for.
pub(crate) fn send(client: &dyn Client, write: &Write, request: Value) -> Result<Receipt, Failure> {
    client.submit(Submission {
        key: write.key.clone(),
        request,
        dry_run: write.dry_run,
    })
}
