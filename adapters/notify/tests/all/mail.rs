//! A mail server that is a socket.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;

use holdpoint_notify::{ChannelError, MailCourier};
use holdpoint_ports::{Courier as _, Delivery};

use crate::letter;

/// How the server behaves.
#[derive(Clone, Copy, PartialEq)]
enum Mood {
    Takes,
    RefusesRecipients,
    RefusesContent,
    HangsUpAfterContent,
}

/// Talks SMTP (RFC 5321) until the client goes; says what letters it has seen.
fn talk(stream: TcpStream, mood: Mood) -> Vec<String> {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    let mut say = |line: &str| drop(stream.write_all(format!("{line}\r\n").as_bytes()));
    let mut letters = Vec::new();
    say("220 sink");
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return letters;
        }
        match line.get(..4).unwrap_or_default().to_uppercase().as_str() {
            "EHLO" => say("250 sink"),
            "RCPT" if mood == Mood::RefusesRecipients => say("550 nobody of that name"),
            "DATA" => {
                say("354 go on");
                let mut text = String::new();
                while !text.ends_with("\r\n.\r\n") {
                    reader.read_line(&mut text).unwrap();
                }
                letters.push(text);
                match mood {
                    Mood::HangsUpAfterContent => return letters,
                    Mood::RefusesContent => say("451 not now"),
                    _ => say("250 taken"),
                }
            }
            "QUIT" => {
                say("221 bye");
                return letters;
            }
            _ => say("250 yes"),
        }
    }
}

/// A server that serves one connection.
fn sink(mood: Mood) -> (MailCourier, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = format!("smtp://{}", listener.local_addr().unwrap());
    let seen = std::thread::spawn(move || {
        let connections = listener.incoming().take(1);
        connections
            .flat_map(|stream| talk(stream.unwrap(), mood))
            .collect()
    });
    let courier = MailCourier::open(&server, "Holdpoint <holdpoint@example.org>").unwrap();
    (courier, seen)
}

#[test]
fn a_letter_arrives_once_and_as_it_was_written() {
    let (courier, seen) = sink(Mood::Takes);
    assert_eq!(
        courier.deliver(&letter("sam@example.org")),
        Delivery::Delivered
    );
    drop(courier);
    let seen = seen.join().unwrap();
    assert_eq!(seen.len(), 1);
    let text = &seen[0];
    assert!(text.contains("To: sam@example.org\r\n"), "{text}");
    assert!(
        text.contains("From: Holdpoint <holdpoint@example.org>\r\n"),
        "{text}"
    );
    // RFC 2047 for the subject, which is not ASCII.
    assert!(
        text.contains("Subject: 2 Dinge warten =?utf-8?b?4oCU?= shop\r\n"),
        "{text}"
    );
    assert!(text.contains("till-1 waits for your approval"), "{text}");
    assert!(
        text.contains("Content-Type: text/plain; charset=utf-8\r\n"),
        "{text}"
    );
    // The same as HTML, who sends it, that no machine should answer, and where to say no (RFC 2046, 3834, 2369).
    for part in [
        "Content-Type: multipart/alternative;",
        "Content-Type: text/html; charset=utf-8\r\n",
        "<p>till-1 waits for <b>your</b> approval</p>",
        "Message-ID: <",
        "Auto-Submitted: auto-generated\r\n",
        "List-Unsubscribe: <https://holdpoint.example/settings>\r\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn what_the_server_refuses_has_failed() {
    let answers = |code| format!("the server answers {code}");
    for (mood, expected) in [
        (Mood::RefusesRecipients, Delivery::Failed(answers(550))),
        (Mood::RefusesContent, Delivery::Later(answers(451))),
    ] {
        let (courier, seen) = sink(mood);
        let said = courier.deliver(&letter("sam@example.org"));
        assert_eq!(said, expected);
        drop(courier);
        assert!(seen.join().unwrap().len() <= 1);
    }
}

#[test]
fn a_line_that_breaks_off_after_the_letter_is_not_known() {
    let (courier, seen) = sink(Mood::HangsUpAfterContent);
    let said = courier.deliver(&letter("sam@example.org"));
    assert!(matches!(said, Delivery::Unknown(_)), "{said:?}");
    drop(courier);
    assert_eq!(seen.join().unwrap().len(), 1, "it is not sent again");
}

#[test]
fn a_server_that_is_not_there_and_an_address_that_is_none_have_failed() {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let courier = MailCourier::open(&format!("smtp://{free}"), "h@example.org").unwrap();
    assert_eq!(courier.ready(), Err("the connection broke off".to_owned()));
    assert!(matches!(
        courier.deliver(&letter("sam")),
        Delivery::Failed(_)
    ));
    let wrong = MailCourier::open("example.org", "h@example.org");
    assert_eq!(wrong.err(), Some(ChannelError::Server));
    let wrong = MailCourier::open("smtp://example.org", "nobody");
    assert_eq!(wrong.err(), Some(ChannelError::From));
}

#[test]
fn a_server_that_greets_is_ready() {
    let (courier, seen) = sink(Mood::Takes);
    assert_eq!(courier.ready(), Ok(()));
    assert!(seen.join().unwrap().is_empty());
}
