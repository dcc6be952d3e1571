//! Mail, by SMTP.

use std::time::Duration;

use holdpoint_ports::{Courier, Delivery, Letter};
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::Error;
use lettre::{Message, SmtpTransport, Transport};

use crate::ChannelError;

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// A mail server that takes letters.
pub struct MailCourier {
    server: SmtpTransport,
    from: Mailbox,
}

impl MailCourier {
    /// The server at an address such as `smtps://USER:PASSWORD@HOST`, `smtp://HOST:587?tls=required` or, on this
    /// machine, `smtp://localhost:25`.
    ///
    /// # Errors
    /// When the server's or the sender's address is none.
    pub fn open(server: &str, from: &str) -> Result<Self, ChannelError> {
        let server = SmtpTransport::from_url(server.trim()).map_err(|_| ChannelError::Server)?;
        Ok(Self {
            server: server.timeout(Some(PATIENCE)).build(),
            from: from.trim().parse().map_err(|_| ChannelError::From)?,
        })
    }

    fn message(&self, letter: &Letter) -> Result<Message, String> {
        let to: Mailbox = letter
            .to
            .parse()
            .map_err(|_| "the address is none".to_owned())?;
        let both = MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(&letter.subject)
            .message_id(None)
            .header(Automatic("auto-generated".to_owned()));
        if !letter.settings.is_empty() {
            message = message.header(Unsubscribe(format!("<{}>", letter.settings)));
        }
        message.multipart(both).map_err(|error| error.to_string())
    }
}

/// A header that lettre does not know, with what it says.
macro_rules! header {
    ($(#[$doc:meta])* $type:ident, $name:literal) => {
        $(#[$doc])*
        #[derive(Clone)]
        struct $type(String);

        impl Header for $type {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($name)
            }

            fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(text.to_owned()))
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), self.0.clone())
            }
        }
    };
}

header!(
    /// That no answer from a machine is wanted (RFC 3834).
    Automatic,
    "Auto-Submitted"
);
header!(
    /// Where whoever gets it can say that they want no more (RFC 2369).
    Unsubscribe,
    "List-Unsubscribe"
);

impl Courier for MailCourier {
    fn ready(&self) -> Result<(), String> {
        match self.server.test_connection() {
            Ok(true) => Ok(()),
            Ok(false) => Err("the server does not greet".to_owned()),
            Err(error) => Err(said(&error)),
        }
    }

    fn deliver(&self, letter: &Letter) -> Delivery {
        let message = match self.message(letter) {
            Ok(message) => message,
            Err(why) => return Delivery::Failed(why),
        };
        match self.server.send(&message) {
            Ok(_) => Delivery::Delivered,
            // The server itself has said no, for now or for good (RFC 5321, 4.2.1).
            Err(error) if error.is_transient() => Delivery::Later(said(&error)),
            Err(error) if error.is_permanent() || error.is_client() => {
                Delivery::Failed(said(&error))
            }
            Err(error) => Delivery::Unknown(said(&error)),
        }
    }
}

/// What kind of error it was; what the server wrote may repeat an address, and is left out.
fn said(error: &Error) -> String {
    let kind = match error.status() {
        Some(code) => return format!("the server answers {code}"),
        None if error.is_timeout() => "the server does not answer in time",
        None if error.is_tls() => "the connection cannot be secured",
        None if error.is_client() => "the server cannot do what is needed",
        None => "the connection broke off",
    };
    kind.to_owned()
}
