//! Chats, by the incoming webhooks that Slack, Mattermost and Microsoft Teams have: a POST of `{"text":"…"}`.

use std::time::Duration;

use holdpoint_ports::{Courier, Delivery, Letter};
use reqwest::Url;
use reqwest::blocking::Client;
use serde_json::json;

use crate::ChannelError;

/// How long the chat may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// A webhook that takes letters.
pub struct ChatCourier {
    http: Client,
    url: Url,
}

impl ChatCourier {
    /// The webhook at an address, which is a secret.
    ///
    /// # Errors
    /// When the address is none, or there can be no connections.
    pub fn open(url: &str) -> Result<Self, ChannelError> {
        let url = Url::parse(url.trim()).map_err(|_| ChannelError::Url)?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(ChannelError::Url);
        }
        // Whoever was first has set the provider already.
        let _ = rustls::crypto::CryptoProvider::install_default(
            rustls::crypto::ring::default_provider(),
        );
        let http = Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("holdpoint/", env!("CARGO_PKG_VERSION")))
            .build();
        let wrong =
            |error: reqwest::Error| ChannelError::Connection(error.without_url().to_string());
        Ok(Self {
            http: http.map_err(wrong)?,
            url,
        })
    }
}

impl ChatCourier {
    /// Whether the server of the webhook answers at all. The webhook itself is not asked: whatever it is sent, it may say.
    ///
    /// # Errors
    /// Why not. Says nothing of what is secret.
    pub fn reach(&self) -> Result<(), String> {
        let mut root = self.url.clone();
        root.set_path("/");
        root.set_query(None);
        root.set_fragment(None);
        match self.http.head(root).send() {
            Ok(_) => Ok(()),
            Err(error) if error.is_timeout() => Err("it does not answer in time".to_owned()),
            Err(error) if error.is_connect() => Err("it cannot be reached".to_owned()),
            Err(error) => Err(error.without_url().to_string()),
        }
    }
}

impl Courier for ChatCourier {
    fn ready(&self) -> Result<(), String> {
        // A webhook cannot be asked without saying something in the chat.
        Ok(())
    }

    fn deliver(&self, letter: &Letter) -> Delivery {
        let text = format!(
            "@{}: {}\n{}",
            letter.to,
            plain(&letter.subject),
            plain(&letter.text)
        );
        match self
            .http
            .post(self.url.clone())
            .json(&json!({ "text": text }))
            .send()
        {
            Ok(answer) if answer.status().is_success() => Delivery::Delivered,
            Ok(answer) => refused(answer.status().as_u16()),
            // Nothing was on its way before there was a connection.
            Err(error) if error.is_connect() || error.is_builder() => {
                Delivery::Later("the chat cannot be reached".to_owned())
            }
            Err(error) => Delivery::Unknown(error.without_url().to_string()),
        }
    }
}

/// What an answer means that is none of success (RFC 9110, 15.6, and RFC 6585, 4).
fn refused(status: u16) -> Delivery {
    let why = format!("the chat answers {status}");
    match status {
        429 | 503 => Delivery::Later(why),
        // Some machine between does not know what became of it.
        500 | 502 | 504 => Delivery::Unknown(why),
        _ => Delivery::Failed(why),
    }
}

/// Text that no chat takes for markup, or for calling everybody.
fn plain(text: &str) -> String {
    let calling_nobody = text.replace('@', "@\u{200b}");
    calling_nobody
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_text_calls_nobody_and_is_no_markup() {
        assert_eq!(
            plain("<!channel> @all & co"),
            "&lt;!channel&gt; @\u{200b}all &amp; co"
        );
    }
}
