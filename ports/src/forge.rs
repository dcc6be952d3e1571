//! The forge port: what GitHub, GitLab, Gitea and the like show of a commit, and of a request to merge one.

use std::collections::BTreeMap;

/// What a forge shows of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitState {
    /// It is still to be said.
    Pending,
    /// It may go on.
    Success,
    /// It may not.
    Failure,
    /// Nothing can be said.
    Error,
}

/// One line of what is said of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitStatus {
    /// What says it; the next one of the same context takes its place.
    pub context: String,
    /// What it says.
    pub state: CommitState,
    /// The same in one line; what is longer than a forge takes is cut.
    pub description: String,
    /// The page that says more, if there is one.
    pub link: Option<String>,
}

/// Why a forge did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ForgeError {
    /// The token is none, or has ended.
    #[error("the forge does not know the token: {0}")]
    Unknown(String),
    /// The token is good, and may not do that: such as that of a job for a change from a fork.
    #[error("the token may not do that: {0}")]
    Forbidden(String),
    /// There is no such repository, commit or request, or the token does not show it.
    #[error("the forge does not find it: {0}")]
    Absent(String),
    /// The forge wants rest for longer than anybody waits.
    #[error("the forge wants to be left alone for {0} seconds")]
    Limited(u64),
    /// It says no to what it was sent.
    #[error("the forge answers {status}: {said}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// What it says, in one line.
        said: String,
    },
    /// It could not be reached, or did not answer in time, or not in its own language.
    #[error("the forge cannot be reached: {0}")]
    Unreachable(String),
}

/// Shows statuses of the commits of one repository.
pub trait CommitStatuses: Send + Sync {
    /// Shows one, in place of the one before of the same context.
    ///
    /// # Errors
    /// Why it could not.
    fn show(&self, commit: &str, status: &CommitStatus) -> Result<(), ForgeError>;
}

/// A file that a request to merge changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangedFile {
    /// Its path from the top of the repository, as it will be.
    pub path: String,
    /// Its path as it was.
    pub old_path: String,
    /// The lines that the difference shows, as they will be, each with its number before if it was there.
    pub lines: BTreeMap<usize, Option<usize>>,
}

/// A comment on a request as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForgeComment {
    /// What the forge calls it.
    pub id: String,
    /// Its text, in Markdown.
    pub body: String,
}

/// A remark that stands at a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForgeRemark {
    /// What the forge calls it.
    pub id: String,
    /// The thread that it begins, where those have names of their own.
    pub thread: String,
    /// Its text, in Markdown.
    pub body: String,
    /// Whether somebody has answered.
    pub answered: bool,
}

/// A remark that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRemark {
    /// The file, as it will be.
    pub path: String,
    /// The file, as it was.
    pub old_path: String,
    /// The line, as it will be.
    pub line: usize,
    /// The line, as it was, if it was there.
    pub old_line: Option<usize>,
    /// The text, in Markdown.
    pub body: String,
}

/// One request to merge, with what is said about it.
pub trait MergeRequest: Send + Sync {
    /// How many bytes a comment may have.
    fn longest(&self) -> usize;

    /// What it changes.
    ///
    /// # Errors
    /// Why it could not be read.
    fn changed(&self) -> Result<Vec<ChangedFile>, ForgeError>;

    /// The comments on it as a whole, the oldest first.
    ///
    /// # Errors
    /// Why they could not be read.
    fn comments(&self) -> Result<Vec<ForgeComment>, ForgeError>;

    /// Comments on it as a whole.
    ///
    /// # Errors
    /// Why it could not.
    fn comment(&self, body: &str) -> Result<(), ForgeError>;

    /// Gives a comment another text.
    ///
    /// # Errors
    /// Why it could not.
    fn rewrite(&self, comment: &ForgeComment, body: &str) -> Result<(), ForgeError>;

    /// Takes a comment away.
    ///
    /// # Errors
    /// Why it could not.
    fn withdraw(&self, comment: &ForgeComment) -> Result<(), ForgeError>;

    /// The remarks at lines.
    ///
    /// # Errors
    /// Why they could not be read.
    fn remarks(&self) -> Result<Vec<ForgeRemark>, ForgeError>;

    /// Makes remarks at lines, and says which of them, by their numbers, the forge has no place for.
    ///
    /// # Errors
    /// Why it could not.
    fn remark(&self, remarks: &[NewRemark]) -> Result<Vec<usize>, ForgeError>;

    /// Gives a remark another text.
    ///
    /// # Errors
    /// Why it could not.
    fn reword(&self, remark: &ForgeRemark, body: &str) -> Result<(), ForgeError>;

    /// Says that a remark is settled: it is taken away or marked so, with that text if it stays.
    ///
    /// # Errors
    /// Why it could not.
    fn settle(&self, remark: &ForgeRemark, body: &str) -> Result<(), ForgeError>;
}
