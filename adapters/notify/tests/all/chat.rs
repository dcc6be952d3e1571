//! A chat that is a socket.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::thread::JoinHandle;

use holdpoint_notify::{ChannelError, ChatCourier};
use holdpoint_ports::{Courier as _, Delivery};
use serde_json::Value;

use crate::letter;

/// Takes one request, and answers with that; without an answer it hangs up. Says what it got.
fn sink(answer: &'static str) -> (String, JoinHandle<(String, Value)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook/secret", listener.local_addr().unwrap());
    let taken = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            reader.read_line(&mut head).unwrap();
        }
        let length = head.to_lowercase();
        let length = length
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ").map(str::to_owned));
        let mut body = vec![0; length.unwrap().parse().unwrap()];
        reader.read_exact(&mut body).unwrap();
        stream.write_all(answer.as_bytes()).unwrap();
        (head, serde_json::from_slice(&body).unwrap())
    });
    (url, taken)
}

#[test]
fn a_chat_gets_a_text_that_calls_only_whom_it_is_for() {
    let (url, taken) = sink("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    let courier = ChatCourier::open(&format!("{url}\n")).unwrap();
    assert_eq!(courier.deliver(&letter("sam")), Delivery::Delivered);
    let (head, body) = taken.join().unwrap();
    assert!(head.starts_with("POST /hook/secret HTTP/1.1\r\n"), "{head}");
    assert!(
        head.to_lowercase()
            .contains("content-type: application/json"),
        "{head}"
    );
    let text = body["text"].as_str().unwrap();
    assert!(text.starts_with("@sam: 2 Dinge warten — shop\n"), "{text}");
    assert!(
        text.contains("&lt;b&gt;") && !text.contains("@all"),
        "{text}"
    );
    assert_eq!(body.as_object().unwrap().len(), 1);
}

#[test]
fn a_no_is_a_failure_and_a_line_that_breaks_off_is_not_known() {
    let (url, taken) = sink("HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n");
    let said = ChatCourier::open(&url).unwrap().deliver(&letter("sam"));
    assert_eq!(said, Delivery::Failed("the chat answers 410".to_owned()));
    taken.join().unwrap();
    // A redirection is not followed: the address is a secret of one place.
    let (url, taken) =
        sink("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n");
    let said = ChatCourier::open(&url).unwrap().deliver(&letter("sam"));
    assert_eq!(said, Delivery::Failed("the chat answers 302".to_owned()));
    taken.join().unwrap();
    let (url, taken) = sink("");
    let said = ChatCourier::open(&url).unwrap().deliver(&letter("sam"));
    taken.join().unwrap();
    assert!(
        matches!(&said, Delivery::Unknown(why) if !why.contains("secret")),
        "{said:?}"
    );
}

#[test]
fn what_is_too_much_for_now_may_be_tried_again() {
    for (answer, code) in [
        (
            "HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n",
            429,
        ),
        (
            "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n",
            503,
        ),
    ] {
        let (url, taken) = sink(answer);
        let said = ChatCourier::open(&url).unwrap().deliver(&letter("sam"));
        assert_eq!(said, Delivery::Later(format!("the chat answers {code}")));
        taken.join().unwrap();
    }
    let (url, taken) = sink("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
    let said = ChatCourier::open(&url).unwrap().deliver(&letter("sam"));
    assert_eq!(said, Delivery::Unknown("the chat answers 502".to_owned()));
    taken.join().unwrap();
}

#[test]
fn what_cannot_be_reached_is_tried_later() {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let courier = ChatCourier::open(&format!("http://{free}/")).unwrap();
    assert!(matches!(
        courier.deliver(&letter("sam")),
        Delivery::Later(_)
    ));
    for url in ["", "hooks.example.org", "file:///etc/passwd"] {
        assert_eq!(
            ChatCourier::open(url).err(),
            Some(ChannelError::Url),
            "{url}"
        );
    }
}
