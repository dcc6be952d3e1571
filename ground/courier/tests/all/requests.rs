//! Requests and answers that are none, late, repeated, or somebody else's.

use holdpoint_courier::AgentId;
use holdpoint_courier::dispatcher::{Dispatcher, Event, Options};
use holdpoint_courier::frame::{Frame, Ping};
use holdpoint_courier::poll::{Answer, MAX_BODY, PollClient, PollError, Polls, Request, Standing};
use proptest::prelude::*;

proptest! {
    #[test]
    fn bodies_are_read_as_they_are_written(
        id in any::<[u8; 16]>(), number in any::<u64>(), offset in any::<u64>(), kept in any::<u64>(), state in 0..3,
        bytes in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let request = Request { id, number, offset, kept, bytes: &bytes };
        let body = request.body();
        prop_assert_eq!(Request::read(&body), Ok(request));
        let standing = [Standing::Open, Standing::Over, Standing::Unknown][usize::try_from(state).unwrap()];
        let answer = Answer { standing, server: number, kept, offset, bytes: &bytes };
        let body = answer.body();
        prop_assert_eq!(Answer::read(&body), Ok(answer));
    }

    #[test]
    fn a_stream_of_bytes_is_whole_however_requests_fare(fates in prop::collection::vec((0..4, 1_usize..60), 1..60)) {
        let mut server = Dispatcher::new(Options::new(1));
        let (mut polls, mut client) = (Polls::default(), PollClient::new([1; 16]));
        let mut late: Vec<Vec<u8>> = Vec::new();
        let mut take = |body: &[u8], now| {
            let held = polls.request(&mut server, None, body, now).unwrap();
            let answer = polls.answer(&mut server, &held, true).unwrap();
            (answer, std::iter::from_fn(|| server.event()).count())
        };
        let text = Frame::from(Ping { number: 1 }).bytes();
        let mut at = 0;
        for (fate, length) in fates {
            let end = (text.len() - 1).min(at + length);
            client.push(&text[at..end]);
            at = end;
            let body = client.request();
            match fate {
                0 => {}                                       // It is lost.
                1 => { take(&body, 0); }                      // Its answer is.
                2 => { late.push(body.clone()); client.answered(&take(&body, 0).0).unwrap(); }
                _ => { if let Some(body) = late.pop() { take(&body, 0); } }
            }
        }
        client.push(&text[at..]);
        // The last byte comes: only now is there a frame, and it is no greeting.
        let body = client.request();
        let (answer, _) = take(&body, 0);
        let answer = Answer::read(&answer).unwrap();
        prop_assert_eq!(answer.standing, Standing::Over);
        prop_assert!(String::from_utf8_lossy(answer.bytes).contains("a session begins with a greeting"));
    }
}

#[test]
fn what_is_no_body_is_refused() {
    let mut server = Dispatcher::new(Options::new(1));
    let mut polls = Polls::default();
    let mut read = |body: &[u8]| polls.request(&mut server, None, body, 0).unwrap_err();
    assert_eq!(read(b""), PollError::Length(0));
    assert_eq!(read(b"<html>"), PollError::Version(b'<'));
    assert_eq!(read(&[1; 40]), PollError::Length(40));
    assert_eq!(
        read(&vec![1; MAX_BODY + 1]),
        PollError::Length(MAX_BODY + 1)
    );
    let said = PollClient::new([0; 16])
        .answered(&[1; 25])
        .unwrap_err()
        .to_string();
    assert_eq!(
        said,
        "a body has from 26 to 262,208 bytes, this one 25. Something on the way changed it"
    );
}

#[test]
fn a_session_is_that_of_who_began_it() {
    let mut server = Dispatcher::new(Options::new(1));
    let mut polls = Polls::default();
    let (a, b) = (AgentId::new("a"), AgentId::new("b"));
    let mut client = PollClient::new([9; 16]);
    client.push(b"\0\0");
    let body = client.request();
    let mut standing = |who: &AgentId, body: &[u8]| {
        let held = polls.request(&mut server, Some(who), body, 0).unwrap();
        let answer = polls.answer(&mut server, &held, true).unwrap();
        Answer::read(&answer).unwrap().standing
    };
    assert_eq!(standing(&a, &body), Standing::Open);
    assert_eq!(standing(&b, &body), Standing::Unknown);
    assert_eq!(standing(&a, &body), Standing::Open);
    // A session that did not begin here cannot go on here.
    let other = Request {
        id: [8; 16],
        number: 5,
        offset: 70,
        kept: 0,
        bytes: b"more",
    };
    assert_eq!(standing(&a, &other.body()), Standing::Unknown);
}

#[test]
fn a_request_is_held_until_there_is_something_to_say_or_a_later_one_has_come() {
    let mut server = Dispatcher::new(Options::new(1));
    let mut polls = Polls::default();
    let mut client = PollClient::new([9; 16]);
    client.push(b"\0\0");
    let first = polls
        .request(&mut server, None, &client.request(), 0)
        .unwrap();
    let answer = polls.answer(&mut server, &first, false).unwrap();
    assert!(
        client.answered(&answer).unwrap().1,
        "it brought something, and is answered at once"
    );
    assert!(!client.has_news());
    let second = polls
        .request(&mut server, None, &client.request(), 0)
        .unwrap();
    assert_eq!(polls.answer(&mut server, &second, false), None);
    let third = polls
        .request(&mut server, None, &client.request(), 0)
        .unwrap();
    assert!(polls.answer(&mut server, &second, false).is_some());
    assert_eq!(polls.answer(&mut server, &third, false), None);
    server.leave_all("an update", 1_000, 0);
    let answer = polls.answer(&mut server, &third, false).unwrap();
    let (bytes, open) = client.answered(&answer).unwrap();
    assert!(!bytes.is_empty() && !open);
}

#[test]
fn an_answer_of_an_older_server_is_late_and_one_of_a_newer_ends_the_session() {
    let answer = |server, bytes| {
        Answer {
            standing: Standing::Open,
            server,
            kept: 0,
            offset: 0,
            bytes,
        }
        .body()
    };
    let mut client = PollClient::new([9; 16]);
    assert_eq!(
        client.answered(&answer(5, b"five")).unwrap(),
        (&b"five"[..], true)
    );
    assert_eq!(
        client.answered(&answer(4, b"four and more")).unwrap(),
        (&b""[..], true)
    );
    assert_eq!(
        client.answered(&answer(5, b"five and more")).unwrap(),
        (&b" and more"[..], true)
    );
    assert_eq!(
        client.answered(&answer(6, b"six and some more")).unwrap(),
        (&b""[..], false)
    );
}

#[test]
fn an_agent_that_polls_no_more_is_lost() {
    let mut server = Dispatcher::new(Options::new(1));
    let mut polls = Polls::default();
    let mut client = PollClient::new([9; 16]);
    client.push(b"\0\0");
    let body = client.request();
    let held = polls.request(&mut server, None, &body, 0).unwrap();
    let session = held.session.unwrap();
    // The network repeats what the agent said once.
    for now in (0..9_000).step_by(1_000) {
        polls.request(&mut server, None, &body, now).unwrap();
        server.tick(now);
        assert!(server.has(session));
    }
    server.tick(9_000);
    assert!(!server.has(session));
    assert!(
        std::iter::from_fn(|| server.event()).all(|event| !matches!(event, Event::Hello { .. }))
    );
}
