//! Why nobody is signed in by a provider: each with a code and a page.

use holdpoint_domain::RefusalPage;
use holdpoint_tokens::TokenMistake;

use crate::{Nature, ServiceError};

macro_rules! sign_on_errors {
    ($($(#[$doc:meta])* $name:ident$(($why:ident))?, $nature:ident, $code:literal, $message:literal, help $help:literal, because $because:literal;)*) => {
        /// Why nobody is signed in by the provider.
        #[derive(Debug, thiserror::Error)]
        #[non_exhaustive]
        pub enum SignOnError {
            $(
                $(#[$doc])*
                #[error($message $(, $why = .0)?)]
                $name$((sign_on_errors!(@text $why)))?,
            )*
            /// Something failed here.
            #[error(transparent)]
            Service(#[from] ServiceError),
        }

        impl SignOnError {
            /// Its stable code.
            #[must_use]
            pub fn code(&self) -> String {
                match self {
                    $(Self::$name$((sign_on_errors!(@any $why)))? => $code.to_owned(),)*
                    Self::Service(error) => error.code(),
                }
            }

            /// Of what nature it is.
            #[must_use]
            pub fn nature(&self) -> Nature {
                match self {
                    $(Self::$name$((sign_on_errors!(@any $why)))? => Nature::$nature,)*
                    Self::Service(error) => error.nature(),
                }
            }

            /// What to do about it.
            #[must_use]
            pub fn help(&self) -> Option<String> {
                match self {
                    $(Self::$name$((sign_on_errors!(@any $why)))? => Some($help.to_owned()),)*
                    Self::Service(error) => error.help(),
                }
            }
        }

        /// The pages of all of them.
        pub const SIGN_ON_PAGES: &[RefusalPage] = &[
            $(RefusalPage { code: $code, message: $message, help: $help, why: $because },)*
        ];
    };
    (@text $why:ident) => { String };
    (@any $why:ident) => { _ };
}

sign_on_errors! {
    /// There is no such provider, or people cannot be sent back.
    None, Absent, "login-provider-unknown", "nobody logs in at a provider of that name here",
        help "look at `directory` in the organisation's file; the server needs `--public-url` unless it listens on a loopback address",
        because "A provider sends people back to an address that the server knows to be its own.";
    /// The answer is to no log-in of this browser.
    Unbound, Refused, "login-unbound", "this answers no log-in of this browser, or one that was begun too long ago",
        help "begin anew on the log-in page, in this browser and within ten minutes; cookies have to be let in",
        because "Each log-in is bound to the browser that began it, so that nobody has you log in as somebody else by a link.";
    /// The provider says no.
    Declined(why), Refused, "login-declined", "the identity provider says no: `{why}`",
        help "begin anew; if it stays so, ask those who look after the identity provider whether you may use Holdpoint",
        because "Who may log in at all, the provider decides.";
    /// It gives nothing for the code.
    Code(why), Refused, "login-code-refused", "the identity provider gives nothing for the code that you came back with: `{why}`",
        help "begin anew; a page that was loaded once more cannot be used again",
        because "A code counts once and for a short time, so that whoever reads it in an address has nothing.";
    /// It does not take us for who we are.
    Client(why), Failed, "login-client-refused", "the identity provider does not know this server: `{why}`",
        help "compare `client` and the secret of the provider with what is registered there, and the address that it sends people back to",
        because "The server proves itself to the provider before it is told who somebody is.";
    /// Our own secret cannot be read.
    Secret(why), Failed, "login-secret", "the secret for the identity provider cannot be read: {why}",
        help "put it where `secret` of the provider says, readable for the server alone",
        because "The settings say where the secret stands, and never have it themselves.";
    /// The provider cannot be reached, or is not what it should be.
    Unreachable(why), Failed, "login-unreachable", "the identity provider cannot be asked: {why}",
        help "try again in a moment; if it stays so, look at the network, the certificate and `issuer` of the provider",
        because "Keys and tokens are fetched from the provider itself, at addresses that it names under `https`.";
    /// A clock is wrong.
    Clock(why), Failed, "login-clock", "the clocks of this server and of the identity provider differ: {why}",
        help "set both clocks, such as by NTP; they may differ by a minute",
        because "A token counts for a short time only, so that an old one is worth nothing.";
    /// It is for somebody else.
    Audience(why), Refused, "login-audience", "the identity provider has answered somebody else: {why}",
        help "compare `client` of the provider with what is registered there",
        because "Whoever gets tokens of the same provider for something else could otherwise log in here with them.";
    /// What the provider says proves nothing.
    Unproven(why), Refused, "login-unproven", "what the identity provider says of you proves nothing here: {why}",
        help "begin anew; if it stays so, somebody is between you and the provider, or the provider is not the one in the settings",
        because "A token has to be signed by a key of the provider, for this server, and for this very log-in.";
    /// Nobody here is that person.
    Stranger, Refused, "login-stranger", "the identity provider knows you, but nobody here is known as that person",
        help "if you have an account here, log in as before and link it under Settings; else ask an administrator to add you",
        because "Newcomers are added only if the settings say so (`first-login`).";
    /// Somebody here has the mail address, or is known as that person.
    Taken, Refused, "login-taken", "somebody else here is known as that person, or has that mail address",
        help "if that is you, log in as before and link your account under Settings; else ask an administrator",
        because "A mail address is no proof of who somebody is: whoever gets it next would be them.";
    /// They were deactivated or erased.
    Gone, Refused, "login-gone", "your account does not count any more",
        help "ask an administrator",
        because "Whoever was deactivated or erased gets in by no way.";
}

impl From<TokenMistake> for SignOnError {
    fn from(mistake: TokenMistake) -> Self {
        let why = mistake.to_string();
        match mistake {
            TokenMistake::Expired(_) | TokenMistake::Early(_) => Self::Clock(why),
            TokenMistake::Audience { .. } => Self::Audience(why),
            _ => Self::Unproven(why),
        }
    }
}

impl From<holdpoint_ports::VaultError> for SignOnError {
    fn from(error: holdpoint_ports::VaultError) -> Self {
        Self::Service(error.into())
    }
}
