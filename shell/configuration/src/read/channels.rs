//! By which ways people are told what waits for them.

use holdpoint_domain::bulletin::{Channels, ChatChannel, MailChannel, Secret};

use super::{Fields, Reader, keys};
use crate::diagnostic::{Span, wrong_shape};
use crate::yaml::Node;

impl Reader<'_> {
    /// The channels of the organisation; what is wrong with them is said where they stand.
    pub(super) fn channels(&mut self, span: Span, node: &Node) -> Option<Channels> {
        let fields = self.fields("the channels", span, node, keys::CHANNELS)?;
        let mail = fields.get("mail").and_then(|node| self.mail(node));
        let chat = fields.get("chat").and_then(|node| self.chat(node));
        let channels = Channels {
            address: self.title(&fields, "address"),
            mail,
            chat,
        };
        for why in channels.wrong() {
            self.wrong(node, "channels whose secrets stand elsewhere", Some(why));
        }
        Some(channels)
    }

    fn mail(&mut self, node: &Node) -> Option<MailChannel> {
        let fields = self.fields("the mail channel", node.span, node, keys::MAIL)?;
        let server = self.secret(&fields, "server");
        let from = self.secret(&fields, "from");
        Some(MailChannel {
            server: server?,
            from: from?,
        })
    }

    fn chat(&mut self, node: &Node) -> Option<ChatChannel> {
        let fields = self.fields("the chat channel", node.span, node, keys::CHAT)?;
        let url = self.secret(&fields, "url")?;
        Some(ChatChannel { url })
    }

    /// Where something secret stands: one of `env` and `file`.
    pub(super) fn secret(&mut self, fields: &Fields<'_>, key: &str) -> Option<Secret> {
        let node = self.required(fields, key, "{env: NAME}")?;
        // What stands here instead may be the secret itself, and is not shown.
        if node.text().is_some() {
            self.hidden.push(node.span);
            let mistake = wrong_shape("text")
                .expected("where the secret stands")
                .help("write `env: NAME` or `file: /PATH`, and never the secret itself");
            self.report(node.span, mistake);
            return None;
        }
        let found = self.fields("a secret", node.span, node, keys::SECRET)?;
        let text = |reader: &mut Self, key: &str| {
            let node = found.get(key)?;
            reader.text(node, "a name or a path")
        };
        match (text(self, "env"), text(self, "file")) {
            (Some(name), None) => Some(Secret::Env(name)),
            (None, Some(path)) => Some(Secret::File(path)),
            _ => {
                self.wrong(node, "one of `env` and `file`", None);
                None
            }
        }
    }
}
