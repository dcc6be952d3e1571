//! What a configuration file says, once it is known to be sound in itself.

mod document;
mod reference;

use holdpoint_domain::Digest;
use holdpoint_domain::bulletin::Channels;
use holdpoint_domain::calendar::{Calendar, FiscalSettings};
use holdpoint_domain::catalogue::Component;
use holdpoint_domain::directory::Directory;
use holdpoint_domain::environment::Environment;
use holdpoint_domain::organisation::{
    NamingRule, OrganisationName, Signer, TeamName, Unit, UnitName, Witnesses,
};
use holdpoint_domain::pipeline::Pipeline;
use holdpoint_domain::release::Template;
use holdpoint_domain::retention::Retention;
use holdpoint_domain::status::Forge;
use holdpoint_domain::window::Window;
use holdpoint_domain::workload::Workloads;

pub(crate) use document::Document;
pub(crate) use reference::{Reference, Section};

/// What a file says. A section that the file does not have is `None`: the file owns nothing of that kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configuration {
    /// The organisation; only its own files have this, a repository's do not.
    pub organisation: Option<DeclaredOrganisation>,
    /// What artifacts are named like; the first rule for the kind of an artifact counts.
    pub naming: Option<Vec<NamingRule>>,
    /// Whose signatures on evidence are believed.
    pub signers: Option<Vec<Signer>>,
    /// Who cosigns the ledger's checkpoints: nobody, if the section is empty.
    pub witnesses: Option<Option<Witnesses>>,
    /// How long names and reasons behind decisions are kept: not at all, if the section is empty.
    pub retention: Option<Option<Retention>>,
    /// How people of the directory come here: not at all, if the section is empty.
    pub directory: Option<Option<Box<Directory>>>,
    /// Which programs are let in: none, if the section is empty.
    pub workloads: Option<Option<Box<Workloads>>>,
    /// Which forges show what gates say.
    pub forges: Option<Vec<Forge>>,
    /// Working calendars.
    pub calendars: Option<Vec<Calendar>>,
    /// Blackouts.
    pub blackouts: Option<Vec<Window>>,
    /// Maintenance windows.
    pub windows: Option<Vec<Window>>,
    /// Release trains.
    pub trains: Option<Vec<Window>>,
    /// Units.
    pub units: Option<Vec<Unit>>,
    /// Teams.
    pub teams: Option<Vec<DeclaredTeam>>,
    /// Environments.
    pub environments: Option<Vec<Environment>>,
    /// Components.
    pub components: Option<Vec<Component>>,
    /// Templates for releases.
    pub templates: Option<Vec<Template>>,
    /// Pipelines, each without the address of its repository.
    pub pipelines: Option<Vec<Pipeline>>,
    /// Policies that criteria name by their digests; they belong into the blob store before the file is applied.
    pub policies: Vec<Policy>,
    /// Where everything stands.
    pub(crate) document: Document,
    /// What the file names and does not declare itself.
    pub(crate) references: Vec<Reference>,
}

/// The organisation as its file declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredOrganisation {
    /// Its name.
    pub name: OrganisationName,
    /// The time zone that people are shown times in, by IANA name; empty for UTC.
    pub timezone: String,
    /// By which ways people are told what waits for them.
    pub channels: Option<Channels>,
    /// How it divides its year.
    pub fiscal: Option<FiscalSettings>,
    /// What forbids more than the roles do, or that nothing does; none to leave that as it is.
    pub authorisation: Option<Option<Digest>>,
}

/// A team as a file declares it: people by handle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredTeam {
    /// Its name.
    pub name: TeamName,
    /// What people call it.
    pub title: String,
    /// The unit that it belongs to.
    pub unit: UnitName,
    /// Handles of its members, as the vault knows them.
    pub members: Vec<String>,
}

/// A file that the configuration names: with rules, policies or keys, or a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Its path, from the folder of the configuration file.
    pub path: String,
    /// What people call it.
    pub title: String,
    /// The digest of its text.
    pub digest: Digest,
    /// Its text.
    pub text: Vec<u8>,
    /// Whether it is kept as it is: of a calendar file only the times are, in the ledger.
    pub kept: bool,
}

impl Configuration {
    /// Whether this is a file of the organisation, which owns what it declares, or one of a repository.
    #[must_use]
    pub fn governs(&self) -> bool {
        self.organisation.is_some()
    }

    /// The sections of blackouts, maintenance windows and trains that there are.
    pub(crate) fn closings(&self) -> impl Iterator<Item = &Vec<Window>> {
        let sections = [&self.blackouts, &self.windows, &self.trains];
        sections.into_iter().flatten()
    }
}
