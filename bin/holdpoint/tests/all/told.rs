//! A running server tells people what waits for them, by a mail server that is a socket.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::served::Server;
use crate::world::{Person, World};

/// Talks SMTP (RFC 5321) until the client goes, and passes on the letters that it takes.
fn talk(stream: TcpStream, pass: &std::sync::mpsc::Sender<String>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut stream = stream;
    let mut say = |line: &str| stream.write_all(format!("{line}\r\n").as_bytes()).ok();
    say("220 sink")?;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.get(..4)? {
            "DATA" => {
                say("354 go on")?;
                let mut text = String::new();
                while !text.ends_with("\r\n.\r\n") {
                    reader.read_line(&mut text).ok()?;
                }
                pass.send(text).ok()?;
                say("250 taken")?;
            }
            "QUIT" => return say("221 bye"),
            _ => say("250 yes")?,
        }
    }
}

/// A mail server; where it is, and what it takes.
fn sink() -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("smtp://{}", listener.local_addr().unwrap());
    let (pass, taken) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = talk(stream.unwrap(), &pass);
        }
    });
    (address, taken)
}

#[test]
fn a_mention_arrives_by_mail_once_and_its_secrets_are_in_no_entry() {
    let world = World::new();
    let admin = Person::default();
    world.run(&admin, &["init", "--organisation", "shop"]).ok();
    let (address, taken) = sink();
    let server = world.write("smtp", &address);
    let from = world.write("from", "Holdpoint <holdpoint@shop.example>");
    let channels = format!(
        "\n  channels:\n    address: https://holdpoint.shop.example\n    mail:\n      server: {{file: {}}}\n      from: {{file: {}}}",
        server.display(),
        from.display()
    );
    let kept = world.read("repo/holdpoint.yaml");
    let with = kept.replacen("name: shop", &format!("name: shop{channels}"), 1);
    assert_ne!(kept, with, "{kept}");
    world.write("repo/holdpoint.yaml", &with);
    world.run(&admin, &["apply"]).ok();
    let rita = world.hire("rita", &["release-manager"]);
    let sam = world.hire("sam", &["sre"]);
    let hours = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
        / 3600
        % 24;
    let hour = hours.to_string();
    let set = [
        "settings",
        "set",
        "--zone",
        "UTC",
        "--bulletin",
        "daily",
        "--hour",
        &hour,
    ];
    world.run(&sam, &set).ok();
    world
        .run(&rita, &["comment", "add", "component/till", "Look, @sam"])
        .ok();

    let (running, _) = Server::start(&world);
    let letter = taken.recv_timeout(Duration::from_secs(60)).unwrap();
    running.stop();
    assert!(letter.contains("To: sam@example.org\r\n"), "{letter}");
    assert!(
        letter.contains("Subject: 1 thing waits for you at shop\r\n"),
        "{letter}"
    );
    assert!(
        letter.contains("rita speaks of you about component/till: Look, @sam"),
        "{letter}"
    );
    let (running, _) = Server::start(&world);
    running.stop();
    assert!(taken.try_recv().is_err(), "it is not told twice");

    let history = world
        .run(
            &admin,
            &["history", "organisation/organisation", "--format", "json"],
        )
        .ok();
    assert!(
        history.out.contains("smtp") && !history.out.contains("127.0.0.1"),
        "{}",
        history.out
    );
    world.run(&admin, &["audit", "verify"]).ok();
}
