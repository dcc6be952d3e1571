//! The courier port: letters to people, by mail or in a chat.

/// A letter to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// To whom: a mail address, or in a chat a handle.
    pub to: String,
    /// What it is about, in one line.
    pub subject: String,
    /// What it says, in plain text.
    pub text: String,
    /// The same as HTML, for those who show that.
    pub html: String,
    /// Where whoever gets it can say that they want no more of them; empty if nobody knows.
    pub settings: String,
}

impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Letter(..)")
    }
}

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// It was taken: whoever took it answers for it from now on.
    Delivered,
    /// It surely was not taken for now, and why: it may be tried again later.
    Later(String),
    /// It surely was not taken and never will be, and why.
    Failed(String),
    /// Nobody knows whether it was taken, and why: it must not be sent again.
    Unknown(String),
}

/// Takes letters where they go. Takes its time; never tries twice.
pub trait Courier: Send + Sync {
    /// Whether letters can be taken anywhere at all now.
    ///
    /// # Errors
    /// Says why not, and nothing that is secret.
    fn ready(&self) -> Result<(), String>;

    /// Takes one.
    fn deliver(&self, letter: &Letter) -> Delivery;
}
