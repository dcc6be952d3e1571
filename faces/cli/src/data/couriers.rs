//! The ways by which people are told what waits for them, with the secrets that they need.

use holdpoint_domain::bulletin::Channels;
use holdpoint_notify::{ChatCourier, MailCourier};
use holdpoint_ports::Courier;
use holdpoint_service::{BulletinChannel, Couriers};

use crate::secrets::read;

/// Reads secrets from the environment and from files, each time anew: they may be changed while a server runs.
pub(super) struct SecretsHere;

impl Couriers for SecretsHere {
    fn open(&self, channels: &Channels, by: BulletinChannel) -> Result<Box<dyn Courier>, String> {
        let wrong = |error: holdpoint_notify::ChannelError| error.to_string();
        let undeclared = || "it is not declared".to_owned();
        match by {
            BulletinChannel::Mail => {
                let mail = channels.mail.as_ref().ok_or_else(undeclared)?;
                let (server, from) = (read(&mail.server)?, read(&mail.from)?);
                let courier = MailCourier::open(&server, &from).map_err(wrong)?;
                Ok(Box::new(courier))
            }
            BulletinChannel::Chat => {
                let chat = channels.chat.as_ref().ok_or_else(undeclared)?;
                let courier = ChatCourier::open(&read(&chat.url)?).map_err(wrong)?;
                Ok(Box::new(courier))
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use holdpoint_domain::bulletin::Channels;
    use holdpoint_service::{BulletinChannel, Couriers as _};

    use super::SecretsHere;

    fn wrong(channels: serde_json::Value, by: BulletinChannel) -> String {
        let channels: Channels = serde_json::from_value(channels).unwrap();
        SecretsHere.open(&channels, by).err().unwrap()
    }

    #[test]
    fn what_is_wrong_is_said_and_nothing_that_is_secret() {
        let (mail, chat) = (BulletinChannel::Mail, BulletinChannel::Chat);
        assert_eq!(wrong(serde_json::json!({}), chat), "it is not declared");
        let unset = serde_json::json!({ "chat": { "url": { "env": "HOLDPOINT_NOT_SET" } } });
        assert!(wrong(unset, chat).contains("`HOLDPOINT_NOT_SET` is not set"));
        let room = tempfile::tempdir().unwrap();
        let path = room.path().join("server");
        std::fs::write(&path, "me:secret").unwrap();
        let file = serde_json::json!({ "file": path });
        let bad = serde_json::json!({ "mail": { "server": file, "from": file } });
        let said = wrong(bad, mail);
        assert!(
            said.contains("address is none") && !said.contains("secret"),
            "{said}"
        );
        let gone = serde_json::json!({ "file": room.path().join("gone") });
        assert!(
            wrong(serde_json::json!({ "chat": { "url": gone } }), chat).contains("cannot be read")
        );
    }
}
