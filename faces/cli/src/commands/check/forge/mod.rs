//! `--report-to`: what a check says, where people look at a change.

mod here;
mod said;
mod whereto;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use holdpoint_findings::Report;
use holdpoint_forge::{Forge, Surroundings};

use crate::error::Failure;
use crate::session::Session;
use here::Here;

/// Where the results go, besides standard output.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reporting")]
pub(super) struct ReportTo {
    /// Report the result on a forge, too: as a status of the commit, remarks at lines and one comment that is kept up to
    /// date. Where it is taken from the variables of the CI system; the token from `HOLDPOINT_FORGE_TOKEN`, or
    /// `GITHUB_TOKEN`, `GITLAB_TOKEN`, `GITEA_TOKEN`.
    #[arg(long, value_enum, value_name = "FORGE")]
    report_to: Option<Whose>,
    /// Under which name; several checks of a kind on one change need one each.
    #[arg(long, value_name = "NAME", requires = "report_to")]
    report_as: Option<String>,
    /// Where the API of the forge begins, such as `https://gitlab.example.org/api/v4`.
    #[arg(long, value_name = "URL", requires = "report_to")]
    report_url: Option<String>,
    /// The repository: `OWNER/NAME`.
    #[arg(long, value_name = "REPOSITORY", requires = "report_to")]
    report_repository: Option<String>,
    /// The number of the pull or merge request.
    #[arg(long, value_name = "N", requires = "report_to")]
    report_request: Option<u64>,
    /// The commit whose status it is.
    #[arg(long, value_name = "SHA", requires = "report_to")]
    report_commit: Option<String>,
    /// The file with the token.
    #[arg(long, value_name = "FILE", requires = "report_to")]
    report_token_file: Option<PathBuf>,
    /// Only say what would be reported.
    #[arg(long, requires = "report_to")]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Whose {
    /// What the CI system's variables name; nothing where there is none.
    Auto,
    /// GitHub, on github.com or as GitHub Enterprise.
    Github,
    /// GitLab.
    Gitlab,
    /// Gitea or Forgejo.
    Gitea,
}

impl Whose {
    fn forge(self) -> Option<Forge> {
        match self {
            Self::Auto => None,
            Self::Github => Some(Forge::GitHub),
            Self::Gitlab => Some(Forge::GitLab),
            Self::Gitea => Some(Forge::Gitea),
        }
    }
}

impl ReportTo {
    /// Reports, if it was asked for. A token that may not is said, and is no failure: a change from a fork has no other.
    pub(super) fn tell(&self, session: &Session, report: &Report) -> Result<(), Failure> {
        let Some(whose) = self.report_to else {
            return Ok(());
        };
        let surroundings = Surroundings::read(&Here, whose.forge());
        match self.destination(&surroundings)? {
            Some(destination) => said::tell(session, report, &destination, self.dry_run),
            None => {
                session.note("nothing is reported: this is no job of a CI system that is known");
                Ok(())
            }
        }
    }
}
