//! The commands, one in a file.

mod abort;
mod access;
mod agent;
mod apply;
mod approve;
mod archive;
mod audit;
mod backup;
mod blobs;
mod calendar;
mod check;
mod comment;
mod completions;
mod component;
mod contract;
mod cutover;
mod delegate;
mod demo;
mod deploy;
mod deployment;
mod doctor;
mod entries;
mod environment;
mod evidence;
mod explain;
mod follow;
mod gate;
mod group;
mod import;
mod init;
mod ledger;
mod log;
mod loss;
mod man;
mod organisation;
mod person;
mod pipeline;
mod policy;
mod readiness;
mod release;
mod restore;
mod rollback;
mod serve;
mod settings;
mod task;
mod team;
mod template;
mod train;
mod unit;
mod view;
mod waiver;
mod witness;

use crate::error::Failure;
use crate::exit::Exit;
use crate::session::Session;
pub(crate) use apply::wrong;
pub(crate) use archive::kept;
pub(crate) use explain::explained;
use group::commands;
pub(crate) use serve::{collector, https, part, reached};

/// How a command ends.
pub(crate) type Outcome = Result<Exit, Failure>;

/// A command that can be run.
pub(crate) trait Run {
    /// Does it.
    fn run(self, session: &Session) -> Outcome;
}

commands! {
    /// All commands.
    Command {
        Init(init::Init),
        Apply(apply::Apply),
        Serve(serve::Serve),
        Demo(demo::Demo),
        Backup(backup::Backup),
        Restore(restore::Restore),
        Doctor(doctor::Doctor),
        #[command(subcommand)]
        Check(check::CheckCommand),
        #[command(subcommand)]
        Pipeline(pipeline::PipelineCommand),
        Explain(explain::Explain),
        Completions(completions::Completions),
        Man(man::Man),
        #[command(subcommand)]
        Log(log::LogCommand),
        #[command(subcommand)]
        Ledger(ledger::LedgerCommand),
        #[command(subcommand)]
        Blobs(blobs::BlobsCommand),
        #[command(subcommand)]
        Witness(witness::WitnessCommand),
        Agent(agent::Agent),
        #[command(subcommand)]
        Release(release::ReleaseCommand),
        Approve(approve::Approve),
        Reject(approve::Reject),
        Withdraw(approve::Withdraw),
        Delegate(delegate::Delegate),
        #[command(subcommand)]
        Evidence(evidence::EvidenceCommand),
        #[command(subcommand)]
        Contract(contract::ContractCommand),
        #[command(subcommand)]
        Gate(gate::GateCommand),
        #[command(subcommand)]
        Readiness(readiness::ReadinessCommand),
        #[command(subcommand)]
        Waiver(waiver::WaiverCommand),
        #[command(subcommand)]
        Comment(comment::CommentCommand),
        Task(task::Task),
        #[command(subcommand)]
        View(view::ViewCommand),
        #[command(subcommand)]
        Settings(settings::SettingsCommand),
        #[command(subcommand)]
        Cutover(cutover::CutoverCommand),
        Deploy(deploy::Deploy),
        Rollback(rollback::Rollback),
        Abort(abort::Abort),
        #[command(subcommand)]
        Deployment(deployment::DeploymentCommand),
        #[command(subcommand)]
        Environment(environment::EnvironmentCommand),
        #[command(subcommand)]
        Calendar(calendar::CalendarCommand),
        #[command(subcommand)]
        Component(component::ComponentCommand),
        #[command(subcommand)]
        Unit(unit::UnitCommand),
        #[command(subcommand)]
        Team(team::TeamCommand),
        #[command(subcommand)]
        Template(template::TemplateCommand),
        #[command(subcommand)]
        Train(train::TrainCommand),
        #[command(subcommand)]
        Person(person::PersonCommand),
        Import(import::Import),
        #[command(subcommand)]
        Access(access::AccessCommand),
        #[command(subcommand)]
        Policy(policy::PolicyCommand),
        #[command(subcommand)]
        Archive(archive::ArchiveCommand),
        #[command(subcommand)]
        Audit(audit::AuditCommand),
        Organisation(organisation::Organisation),
        History(entries::History),
    }
}
