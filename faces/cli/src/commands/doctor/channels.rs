//! Whether people can be told what waits for them: secrets are there, and mail server and chat answer. Nothing is sent.

use holdpoint_domain::bulletin::{Channels, ChatChannel, MailChannel};
use holdpoint_domain::organisation::Settings;
use holdpoint_notify::{ChatCourier, MailCourier};
use holdpoint_ports::Courier as _;

use super::{Finding, error, warning};
use crate::secrets::read;

pub(super) fn check(settings: Option<&Settings>, offline: bool) -> Vec<Finding> {
    let Some(channels) = settings.and_then(|settings| settings.channels.as_ref()) else {
        return Vec::new();
    };
    let mail = channels
        .mail
        .iter()
        .filter_map(|mail| by_mail(mail, offline));
    let chat = channels
        .chat
        .iter()
        .filter_map(|chat| by_chat(chat, offline));
    mail.chain(chat).chain(address(channels)).collect()
}

/// Letters without an address of the server have no links.
fn address(channels: &Channels) -> Option<Finding> {
    let any = channels.mail.is_some() || channels.chat.is_some();
    (any && channels.address.is_empty()).then(|| {
        warning(
            "letters-linkless",
            "letters have no links: the address of this server is not said",
            "set `channels.address` in the configuration to where people reach it",
        )
    })
}

const UNSET: &str = "the settings name where it stands; set it where the server is started, and start it again if it is in the environment";

fn by_mail(mail: &MailChannel, offline: bool) -> Option<Finding> {
    let both = read(&mail.server).and_then(|server| Ok((server, read(&mail.from)?)));
    let (server, from) = match both {
        Ok(both) => both,
        Err(why) => return Some(error("mail-unset", why, UNSET)),
    };
    let help = "write it as `smtps://USER:PASSWORD@HOST`, and the sender as `Holdpoint <holdpoint@example.org>`";
    match MailCourier::open(&server, &from) {
        Err(why) => Some(error("mail-wrong", why, help)),
        Ok(_) if offline => None,
        Ok(courier) => courier.ready().err().map(|why| {
            let message = format!("no letter gets out: {why}");
            let help = "look at name, port, password and certificate of the mail server, and at what is between";
            error("mail-silent", message, help)
        }),
    }
}

fn by_chat(chat: &ChatChannel, offline: bool) -> Option<Finding> {
    let url = match read(&chat.url) {
        Ok(url) => url,
        Err(why) => return Some(error("chat-unset", why, UNSET)),
    };
    let help = "write the address of the incoming webhook as the chat shows it";
    match ChatCourier::open(&url) {
        Err(why) => Some(error("chat-wrong", why, help)),
        Ok(_) if offline => None,
        Ok(courier) => courier.reach().err().map(|why| {
            let message = format!("the server of the chat does not answer: {why}");
            let help = "look at the address of the webhook, and at what is between; that it takes letters is known when one was sent";
            error("chat-silent", message, help)
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use holdpoint_domain::organisation::Settings;
    use serde_json::json;

    use super::check;

    fn rules(channels: serde_json::Value, offline: bool) -> Vec<&'static str> {
        let settings: Settings = serde_json::from_value(json!({ "channels": channels })).unwrap();
        let found = check(Some(&settings), offline);
        found.into_iter().map(|one| one.rule).collect()
    }

    fn kept(room: &tempfile::TempDir, name: &str, text: &str) -> serde_json::Value {
        let path = room.path().join(name);
        std::fs::write(&path, text).unwrap();
        json!({ "file": path })
    }

    #[test]
    fn secrets_that_are_not_there_and_addresses_that_are_none_are_said() {
        let room = tempfile::tempdir().unwrap();
        let none = json!({ "file": "/nowhere/at/all" });
        let found = rules(
            json!({ "mail": { "server": none, "from": none }, "chat": { "url": none } }),
            false,
        );
        assert_eq!(found, ["mail-unset", "chat-unset", "letters-linkless"]);
        let (bad, from) = (
            kept(&room, "bad", "nothing"),
            kept(&room, "from", "a@b.example"),
        );
        let found = rules(
            json!({ "address": "https://h.example", "mail": { "server": bad, "from": from },
                "chat": { "url": bad } }),
            false,
        );
        assert_eq!(found, ["mail-wrong", "chat-wrong"]);
        assert!(check(None, false).is_empty());
    }

    #[test]
    fn who_does_not_answer_is_said_and_nobody_is_asked_offline() {
        let room = tempfile::tempdir().unwrap();
        // A port that was free a moment ago, and at which nobody listens.
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let server = kept(&room, "server", &format!("smtp://127.0.0.1:{port}"));
        let url = kept(&room, "url", &format!("http://127.0.0.1:{port}/secret"));
        let from = kept(&room, "from", "a@b.example");
        let channels = json!({ "address": "https://h.example",
            "mail": { "server": server, "from": from }, "chat": { "url": url } });
        assert_eq!(
            rules(channels.clone(), false),
            ["mail-silent", "chat-silent"]
        );
        assert!(rules(channels, true).is_empty());
    }
}
