//! Where something is reported: what was said, or else what the CI system says.

use std::path::{Path, PathBuf};

use holdpoint_forge::{Address, Forge, Surroundings, Token, Variables as _};
use holdpoint_git::Repository;

use super::{Here, ReportTo, Whose};
use crate::error::Failure;
use crate::files;

/// Where something is reported.
pub(super) struct Destination {
    pub(super) forge: Forge,
    /// None without a token.
    pub(super) address: Option<Address>,
    pub(super) commit: String,
    /// Under which name, if one was given.
    pub(super) name: Option<String>,
    /// The page of the job.
    pub(super) page: Option<String>,
    /// Where the repository is checked out.
    pub(super) checkout: Option<PathBuf>,
}

impl Destination {
    /// The path from the top of the repository of a file as findings name it: on disk, or in the revision that it is about.
    pub(super) fn path(&self, file: &str) -> Option<String> {
        if let Ok(file) = Path::new(file).canonicalize() {
            let top = self.checkout.as_deref()?.canonicalize().ok()?;
            let parts = file.strip_prefix(top).ok()?.components();
            let parts: Option<Vec<_>> = parts.map(|part| part.as_os_str().to_str()).collect();
            return Some(parts?.join("/"));
        }
        let (revision, path) = file.split_once(':')?;
        let same = revision == "HEAD" || revision == self.commit;
        same.then(|| path.to_owned())
    }
}

impl ReportTo {
    /// None where nobody knows, and nobody insists.
    pub(super) fn destination(&self, here: &Surroundings) -> Result<Option<Destination>, Failure> {
        let Some(forge) = here.forge else {
            return Ok(None);
        };
        let repository = Repository::open(".").ok();
        let head = || {
            repository
                .as_ref()
                .and_then(|repository| repository.resolve("HEAD").ok())
        };
        let commit = { self.report_commit.clone() }
            .or_else(|| here.commit.clone())
            .or_else(|| head().map(|commit| commit.to_string()));
        let api = { self.report_url.clone() }
            .or_else(|| here.api.clone())
            .or_else(|| (forge == Forge::GitHub).then(|| "https://api.github.com".to_owned()));
        let named = self
            .report_repository
            .clone()
            .or_else(|| here.repository.clone());
        let (Some(commit), Some(api), Some(named)) = (commit, api, named) else {
            return match self.report_to {
                Some(Whose::Auto) => Ok(None),
                _ => Err(unclear(forge)),
            };
        };
        let token = self.token(here)?;
        let address = token.map(|token| Address {
            forge,
            api,
            // A repository that was named has its commits itself.
            source: here
                .source
                .clone()
                .filter(|_| self.report_repository.is_none()),
            repository: named,
            request: self.report_request.or(here.request),
            pipeline: here.pipeline.filter(|_| self.report_commit.is_none()),
            token,
        });
        Ok(Some(Destination {
            forge,
            address,
            commit,
            name: self.report_as.clone(),
            page: here.page.clone(),
            checkout: { here.checkout.clone().map(PathBuf::from) }
                .or_else(|| repository.map(|repository| repository.root().to_owned())),
        }))
    }

    fn token(&self, here: &Surroundings) -> Result<Option<Token>, Failure> {
        if let Some(path) = &self.report_token_file {
            let token = Token::new(&files::read_text(path)?);
            let none =
                || Failure::input("token", format!("`{}` has no token in it", path.display()));
            return token.map(Some).ok_or_else(none);
        }
        let given = here.tokens.iter().find_map(|name| Here.get(name));
        Ok(given.and_then(|text| Token::new(&text)))
    }
}

fn unclear(forge: Forge) -> Failure {
    let message = format!("it is not known where on {forge} the result is to be reported");
    Failure::input("forge-unclear", message)
        .help("say `--report-url`, `--report-repository` and `--report-commit`, or run it in a job of a CI system")
}
