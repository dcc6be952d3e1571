//! By which ways an organisation tells its people. What is secret stands elsewhere: only where is said here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where something secret stands, as the server finds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Secret {
    /// In the environment variable of that name.
    Env(String),
    /// In the file at that absolute path.
    File(String),
}

impl Secret {
    /// What is wrong with it, if something is.
    pub(crate) fn wrong(&self) -> Option<String> {
        match self {
            Self::Env(name) => {
                let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
                let good = (1..=100).contains(&name.len()) && name.bytes().all(plain);
                (!good).then(|| format!("`{name}` is no name of an environment variable"))
            }
            Self::File(path) => {
                let good = path.starts_with('/') && path.len() <= 1_000;
                (!good).then(|| format!("`{path}` is no absolute path of a file"))
            }
        }
    }

    /// The same of one that has to be told from all other secrets by its name: a variable or a file whose name begins so.
    pub(crate) fn wrong_as(&self, what: &str, variable: &str, file: &str) -> Option<String> {
        let named = match self {
            Self::Env(name) => name.starts_with(variable),
            Self::File(path) => path
                .rsplit('/')
                .next()
                .is_some_and(|name| name.starts_with(file)),
        };
        match named {
            true => self.wrong(),
            false => Some(format!(
                "its {what} stands in a variable called `{variable}…`, or in a file called `{file}…`, so that it is no other secret"
            )),
        }
    }
}

/// Mail, by SMTP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MailChannel {
    /// The server, as an address with user name and password: `smtps://USER:PASSWORD@HOST`.
    pub server: Secret,
    /// The address that bulletins come from.
    pub from: Secret,
}

/// A chat, by an incoming webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChatChannel {
    /// The webhook's address.
    pub url: Secret,
}

/// The ways that there are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Channels {
    /// Where people reach this server, so that bulletins have links: `https://holdpoint.example.org`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail: Option<MailChannel>,
    /// A chat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat: Option<ChatChannel>,
}

impl Channels {
    /// What is wrong with them, one by one.
    #[must_use]
    pub fn wrong(&self) -> Vec<String> {
        let mail = self.mail.iter().flat_map(|mail| [&mail.server, &mail.from]);
        let chat = self.chat.iter().map(|chat| &chat.url);
        let secrets = mail.chain(chat).filter_map(Secret::wrong);
        let web = ["https://", "http://"];
        let plain = self.address.bytes().all(|b| b.is_ascii_graphic());
        let good =
            self.address.is_empty() || web.iter().any(|scheme| self.address.starts_with(scheme));
        let good = good && plain && !self.address.contains('@') && self.address.len() <= 200;
        let address = (!good).then(|| format!("`{}` is no address of a server", self.address));
        secrets.chain(address).collect()
    }
}
