//! Letters by SMTP and by the incoming webhooks of chats.
//!
//! A letter is tried once. What is sure to have been refused has failed, for now or for good; where the line broke
//! off after the letter was on its way, nobody knows, and it says so.

mod chat;
mod mail;

pub use chat::ChatCourier;
pub use mail::MailCourier;

/// A channel that cannot be used as it is set up. Says nothing of what is secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChannelError {
    /// The server's address is none.
    #[error("the mail server's address is none, such as `smtps://USER:PASSWORD@HOST`")]
    Server,
    /// The sender's address is none.
    #[error("the sender's mail address is none, such as `Holdpoint <holdpoint@example.org>`")]
    From,
    /// The webhook's address is none.
    #[error("the webhook's address is none, such as `https://hooks.example.org/…`")]
    Url,
    /// There can be no connections.
    #[error("no connection can be made: {0}")]
    Connection(String),
}
