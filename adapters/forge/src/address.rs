//! Which forge, where, and what of it.

use std::fmt;

use holdpoint_ports::{CommitStatuses, ForgeError, MergeRequest};

use crate::wire::Patience;
use crate::{gitea, github, gitlab};

/// A kind of forge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forge {
    /// GitHub, on github.com or as GitHub Enterprise.
    GitHub,
    /// GitLab.
    GitLab,
    /// Gitea or Forgejo.
    Gitea,
}

impl fmt::Display for Forge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GitHub => "GitHub",
            Self::GitLab => "GitLab",
            Self::Gitea => "Gitea",
        })
    }
}

/// Where something is said, and by what right.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    /// What kind of forge it is.
    pub forge: Forge,
    /// Where its API begins, such as `https://api.github.com` or `https://gitlab.example.org/api/v4`.
    pub api: String,
    /// The repository: `OWNER/NAME`, or with GitLab a path or a number.
    pub repository: String,
    /// The repository whose pipeline tests the commit, if it is another one: the fork that a merge request of GitLab is from.
    pub source: Option<String>,
    /// The request to merge, if there is one.
    pub request: Option<u64>,
    /// The pipeline that the status of a commit belongs to, with GitLab.
    pub pipeline: Option<u64>,
    /// The token; without one nothing is said.
    pub token: Token,
}

/// A token. It is sent to its forge and shown to nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(pub(crate) String);

impl Token {
    /// The token that a text is, without white space around it; none if nothing is left.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (forge, api, repository) = (self.forge, &self.api, &self.repository);
        write!(f, "Address({forge} {api} {repository} {:?})", self.request)
    }
}

/// What a token opens.
pub struct Opened {
    /// The statuses of commits.
    pub statuses: Box<dyn CommitStatuses>,
    /// The request to merge, if there is one.
    pub request: Option<Box<dyn MergeRequest>>,
}

impl Address {
    /// Makes ready to say something about that commit; nothing is sent yet.
    ///
    /// # Errors
    /// When the address is none.
    pub fn open(&self, commit: &str, patience: &Patience) -> Result<Opened, ForgeError> {
        match self.forge {
            Forge::GitHub => github::open(self, commit, patience),
            Forge::GitLab => gitlab::open(self, patience),
            Forge::Gitea => gitea::open(self, commit, patience),
        }
    }
}

/// A text as a part of a path.
pub(crate) fn part(text: &str) -> String {
    let mut part = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                part.push(char::from(byte));
            }
            other => part.push_str(&format!("%{other:02X}")),
        }
    }
    part
}

/// `OWNER/NAME` as parts of a path.
pub(crate) fn parts(repository: &str) -> String {
    let parts: Vec<_> = repository.split('/').map(part).collect();
    parts.join("/")
}

/// At most so many letters.
pub(crate) fn cut(text: &str, letters: usize) -> String {
    match text.char_indices().nth(letters) {
        None => text.to_owned(),
        Some(_) => { text.chars().take(letters.saturating_sub(1)) }
            .chain(['…'])
            .collect(),
    }
}
