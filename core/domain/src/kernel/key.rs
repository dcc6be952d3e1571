//! The name of an aggregate in the ledger: `kind/name`.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)*) => {
        /// What kinds of aggregate there are.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[$doc])* $kind,)* }

        impl Kind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The word before the slash.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }
        }
    };
}

kinds! {
    /// The one organisation.
    Organisation = "organisation",
    /// A business or IT unit.
    Unit = "unit",
    /// People who work together.
    Team = "team",
    /// A person, by opaque id.
    Person = "person",
    /// A role given to a person in a scope.
    Grant = "grant",
    /// One person acting for another.
    Delegation = "delegation",
    /// A person being away.
    Absence = "absence",
    /// Working times and holidays of a country or unit.
    Calendar = "calendar",
    /// What is built and deployed on its own.
    Component = "component",
    /// Where artifacts run.
    Environment = "environment",
    /// An environment being somebody's for a time.
    Booking = "booking",
    /// A pattern for releases.
    Template = "template",
    /// Artifacts and scope that go out together.
    Release = "release",
    /// One attempt to bring a release to an environment.
    Deployment = "deployment",
    /// A time-limited exception.
    Waiver = "waiver",
    /// The evidence about one subject digest.
    Evidence = "evidence",
    /// What somebody has said about something.
    Comment = "comment",
    /// Comments about one thing, named by its key: `conversation/release/march`.
    Conversation = "conversation",
    /// Comments that speak of one person.
    Mention = "mention",
    /// One round of letters to people.
    Bulletin = "bulletin",
    /// What one person was refused.
    Refusal = "refusal",
    /// What was done to a person's account.
    Account = "account",
    /// Log-ins as one person, or as nobody, that failed.
    Session = "session",
    /// What one person exported.
    Export = "export",
    /// What must not be destroyed.
    Hold = "hold",
    /// Facts brought in from elsewhere at one time.
    Import = "import",
    /// A program that acts without anybody's credential.
    Workload = "workload",
    /// People whom the directory has put together.
    Group = "group",
    /// A blackout, or a maintenance window.
    Window = "window",
    /// The way of releases through environments.
    Pipeline = "pipeline",
    /// One run of a pipeline.
    Run = "run",
    /// A night in which releases go to an environment together.
    Cutover = "cutover",
    /// What forges show of a release in an environment.
    Status = "status",
    /// A program on another host that runs steps.
    Agent = "agent",
}

/// `kind/name`: one aggregate.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    kind: Kind,
    name: Arc<str>,
}

impl Key {
    /// The aggregate of that kind and name.
    #[must_use]
    pub fn new(kind: Kind, name: &str) -> Self {
        Self {
            kind,
            name: name.into(),
        }
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its name within the kind.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind.as_str(), self.name)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Not `kind/name` with a kind that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyError(pub String);

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not the name of an aggregate", self.0)
    }
}

impl std::error::Error for KeyError {}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || KeyError(text.to_owned());
        let (kind, name) = text.split_once('/').ok_or_else(unknown)?;
        let kind = Kind::ALL
            .iter()
            .find(|known| known.as_str() == kind)
            .ok_or_else(unknown)?;
        Ok(Self::new(*kind, name))
    }
}
