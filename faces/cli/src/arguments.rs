//! What every command understands.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser};
use holdpoint_service::queries::Paging;

use crate::commands::Command;
use crate::error::Failure;
use crate::exit::Exit;
use crate::help;
use crate::installation::{self, Known};
use crate::output::{self, Format};

/// Release and deployment management on a provable ledger.
#[derive(Debug, Parser)]
#[command(
    name = "holdpoint",
    version,
    propagate_version = false,
    max_term_width = 100
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command understands.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Global {
    /// How data is written to standard output.
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        env = "HOLDPOINT_FORMAT"
    )]
    pub(crate) format: Format,
    /// Say nothing but data and errors.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Say more about what happens.
    #[arg(long, short, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// A file with the settings of a server, which takes the place of defaults: options and the environment come first.
    #[arg(long, global = true, value_name = "FILE", env = "HOLDPOINT_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// The time zone of times that are read and shown, by IANA name.
    #[arg(
        long,
        global = true,
        value_name = "ZONE",
        default_value = "UTC",
        env = "HOLDPOINT_TIMEZONE"
    )]
    pub(crate) timezone: String,
    /// A data directory on this machine; `.holdpoint` in the repository if nothing is said.
    #[arg(long, global = true, value_name = "DIR", env = "HOLDPOINT_DATA")]
    pub(crate) data: Option<PathBuf>,
    /// The PostgreSQL database with the ledger, if it is not in the data directory: `postgres://USER@HOST/DATABASE`. The
    /// password may also stand in `PGPASSWORD`.
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "HOLDPOINT_DATABASE_URL",
        hide_env_values = true
    )]
    pub(crate) database_url: Option<String>,
    /// The PostgreSQL database with people, their keys and sessions, if those are not in the data directory; it may be the same
    /// one, or of a user of its own. Several servers on one ledger need it.
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "HOLDPOINT_VAULT_URL",
        hide_env_values = true
    )]
    pub(crate) vault_url: Option<String>,
    /// Where content is, if it is not in the data directory: `s3://BUCKET/PREFIX`, `gs://…`, `az://CONTAINER/…` or
    /// `file:///DIRECTORY`. Keys and endpoints are taken from the environment, as each provider's own tools do. Several
    /// servers need it, or a directory that all see.
    #[arg(long, global = true, value_name = "URL", env = "HOLDPOINT_BLOBS_URL")]
    pub(crate) blobs_url: Option<String>,
    /// The file with the key that signs the ledger, if it is not in the data directory; the key itself may also
    /// stand in `HOLDPOINT_LEDGER_KEY`.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "HOLDPOINT_LEDGER_KEY_FILE"
    )]
    pub(crate) key_file: Option<PathBuf>,
    /// A server; its token is taken from `HOLDPOINT_TOKEN`, or from where `--token-file` says. On GitHub Actions the job's
    /// own token is asked for if there is none.
    #[arg(long, global = true, value_name = "URL", env = "HOLDPOINT_SERVER")]
    pub(crate) server: Option<String>,
    /// The file with the token, such as one that a CI system issues to its jobs.
    #[arg(long, global = true, value_name = "FILE", env = "HOLDPOINT_TOKEN_FILE")]
    pub(crate) token_file: Option<PathBuf>,
}

/// What every question of the state understands.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Past {
    /// Answer as of this position of the ledger, or this time.
    #[arg(long, value_name = "SEQ|TIME")]
    pub(crate) at: Option<String>,
}

/// What every command that writes understands.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Write {
    /// Only say what would come of it.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The key under which this may be repeated safely, for 30 days.
    #[arg(long, value_name = "TEXT")]
    pub(crate) key: Option<String>,
}

impl Write {
    /// Only saying what would come of it, whatever was asked for.
    pub(crate) fn rehearsal() -> Self {
        Self {
            dry_run: true,
            key: None,
        }
    }
}

/// Which part of a list.
#[derive(Debug, Clone, Args)]
pub(crate) struct Part {
    /// How many at most.
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) limit: usize,
    /// Go on after this, which the list before named as `next`.
    #[arg(long, value_name = "N")]
    pub(crate) after: Option<u64>,
}

impl From<Part> for Paging {
    fn from(part: Part) -> Self {
        Self {
            limit: part.limit,
            after: part.after,
        }
    }
}

/// The command line as clap knows it, with its commands in groups.
pub(crate) fn command() -> clap::Command {
    help::group(Cli::command())
}

/// Parses, with the defaults of the file of settings if one is named; or has said why not, or what was asked for, and returns how
/// to exit.
pub(crate) fn parse(arguments: &[OsString]) -> Result<(Cli, Vec<Known>), ExitCode> {
    let file = installation::of(arguments).map_err(|failure| {
        let format = match wants_json(arguments) {
            true => Format::Json,
            false => Format::Human,
        };
        output::complain(&failure, format);
        ExitCode::from(failure.exit)
    })?;
    let matches = installation::apply(command(), &file).try_get_matches_from(arguments);
    let parsed = matches.and_then(|matches| {
        let settings = installation::in_force(&matches, &file);
        Ok((Cli::from_arg_matches(&matches)?, settings))
    });
    parsed.map_err(|error| explain(&error, arguments))
}

fn explain(error: &clap::Error, arguments: &[OsString]) -> ExitCode {
    let asked = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    if asked || !wants_json(arguments) {
        // Nothing better can be done when the terminal is gone.
        let _ = error.print();
    } else {
        let rendered = error.render().to_string();
        let message = rendered.trim().trim_start_matches("error: ");
        let failure = Failure::input("usage", message).help("see `holdpoint help`");
        output::complain(&failure, Format::Json);
    }
    if asked {
        Exit::Go.into()
    } else {
        Exit::Usage.into()
    }
}

/// Whether JSON was asked for on a command line that could not be parsed.
fn wants_json(arguments: &[OsString]) -> bool {
    let pairs = arguments.iter().zip(arguments.iter().skip(1));
    arguments.iter().any(|argument| argument == "--format=json")
        || pairs
            .into_iter()
            .any(|(name, value)| name == "--format" && value == "json")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_sound() {
        super::command().debug_assert();
    }
}
