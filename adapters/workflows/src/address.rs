//! Which system, where, and by what right.

use std::fmt;
use std::time::Duration;

use crate::wire::{Patience, Wire};
use crate::{Order, Progress, Started, Trouble, argo, github, gitlab, jenkins};

/// A system with jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum System {
    /// GitHub Actions, on github.com or an Enterprise Server.
    GitHubActions,
    /// GitLab CI.
    GitLabCi,
    /// Jenkins.
    Jenkins,
    /// Argo Workflows, by its server.
    ArgoWorkflows,
}

impl fmt::Display for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GitHubActions => "GitHub Actions",
            Self::GitLabCi => "GitLab CI",
            Self::Jenkins => "Jenkins",
            Self::ArgoWorkflows => "Argo Workflows",
        })
    }
}

/// A token: it is sent to its system and shown to nobody. That of Jenkins is `USER:TOKEN`.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The token that a text is, without white space around it; none if nothing is left.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

/// A system, where it is, and a token for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Which system.
    pub system: System,
    /// Where its API begins: `https://api.github.com`, `https://gitlab.example.org/api/v4`, `https://jenkins.example.org`,
    /// `https://argo.example.org`.
    pub api: String,
    /// The token.
    pub token: Token,
}

/// The jobs of a system.
pub trait Jobs: Send + Sync {
    /// Starts a job. Nothing if it was taken and the system does not say what it is called: it has to be found. Ask
    /// [`Course`](crate::Course) whether it may be started; an order that was carried out must not be sent again.
    ///
    /// # Errors
    /// Why not. After [`Trouble::Unsure`] it may run all the same.
    fn start(&self, order: &Order) -> Result<Option<Started>, Trouble>;

    /// The job of an order, if one shows. One that was just started may not show yet, for as long as [`Self::unseen`] says.
    ///
    /// # Errors
    /// Why nobody can say.
    fn find(&self, order: &Order) -> Result<Option<Started>, Trouble>;

    /// How far a job is; nothing if there is no such job, or not yet.
    ///
    /// # Errors
    /// Why nobody can say.
    fn look(&self, id: &str) -> Result<Option<Progress>, Trouble>;

    /// Stops a job. One that has ended stays as it is. It takes a while, and what just began may not hear it: [look](Self::look),
    /// and ask again until it has ended.
    ///
    /// # Errors
    /// Why not.
    fn cancel(&self, id: &str) -> Result<(), Trouble>;

    /// The end of what a job has written, if the system gives it as text: at most 64 KiB.
    ///
    /// # Errors
    /// Why not.
    fn log(&self, id: &str) -> Result<Option<String>, Trouble>;

    /// For how long after it was sent an order may be neither refused nor found, though it will be carried out.
    fn unseen(&self) -> Duration;
}

impl Address {
    /// Makes ready; nothing is sent yet.
    ///
    /// # Errors
    /// When the address or the token is none.
    pub fn open(&self, patience: &Patience) -> Result<Box<dyn Jobs>, Trouble> {
        let wire = |headers: &[(&'static str, String)]| Wire::open(self, headers, patience.clone());
        Ok(match self.system {
            System::GitHubActions => {
                Box::new(github::Actions(wire(&github::headers(&self.token))?))
            }
            System::GitLabCi => Box::new(gitlab::Pipelines(wire(&gitlab::headers(&self.token))?)),
            System::Jenkins => Box::new(jenkins::Builds(wire(&jenkins::headers(&self.token))?)),
            System::ArgoWorkflows => Box::new(argo::Workflows(wire(&argo::headers(&self.token))?)),
        })
    }
}
