//! The port for what belongs to one person alone: how they like to be served, what they have seen, what they
//! keep at hand. None of it is a fact of the organisation, so none of it is in the ledger.

use crate::{RetainedStore, VaultError};

/// A kind of personal thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PersonalKind {
    /// Settings.
    Settings,
    /// That something in the inbox was read or is done, by its id.
    Mark,
    /// A saved view, by its name.
    View,
    /// What became of a bulletin, by the moment that it was due.
    Letter,
    /// What the person is called elsewhere, by where.
    Elsewhere,
    /// What the organisation's directory says of the person.
    Directory,
}

impl PersonalKind {
    /// As it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Mark => "mark",
            Self::View => "view",
            Self::Letter => "letter",
            Self::Elsewhere => "elsewhere",
            Self::Directory => "directory",
        }
    }
}

/// A personal thing: its name and its text.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonalThing {
    /// Its name, one of its kind and person.
    pub name: String,
    /// What it says.
    pub text: String,
}

impl std::fmt::Debug for PersonalThing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonalThing(..)")
    }
}

/// Personal things, sealed under the key of the person whose they are: who is erased has none.
pub trait PersonalStore: RetainedStore {
    /// The thing of that name, if there is one.
    ///
    /// # Errors
    /// When the medium fails.
    fn personal(
        &self,
        person: &str,
        kind: PersonalKind,
        name: &str,
    ) -> Result<Option<String>, VaultError>;

    /// All of a kind that a person has, in order of name.
    ///
    /// # Errors
    /// When the medium fails.
    fn personal_all(
        &self,
        person: &str,
        kind: PersonalKind,
    ) -> Result<Vec<PersonalThing>, VaultError>;

    /// All of a kind that anybody has, as person and thing.
    ///
    /// # Errors
    /// When the medium fails.
    fn personal_everywhere(
        &self,
        kind: PersonalKind,
    ) -> Result<Vec<(String, PersonalThing)>, VaultError>;

    /// Keeps a thing, instead of the one of that name if there is one.
    ///
    /// # Errors
    /// [`VaultError::Unknown`].
    fn keep_personal(
        &self,
        person: &str,
        kind: PersonalKind,
        thing: &PersonalThing,
    ) -> Result<(), VaultError>;

    /// Keeps a thing unless there is one of that name; says whether it did, and if so durably.
    ///
    /// # Errors
    /// [`VaultError::Unknown`].
    fn keep_new_personal(
        &self,
        person: &str,
        kind: PersonalKind,
        thing: &PersonalThing,
    ) -> Result<bool, VaultError>;

    /// Forgets a thing; says whether there was one.
    ///
    /// # Errors
    /// When the medium fails.
    fn forget_personal(
        &self,
        person: &str,
        kind: PersonalKind,
        name: &str,
    ) -> Result<bool, VaultError>;
}
