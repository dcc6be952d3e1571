//! What an agent and its server say to each other: frames are read the same however the bytes are cut, and what is read can be
//! written; a dispatcher, a courier and either end of requests take any bytes.

use holdpoint_courier::AgentId;
use holdpoint_courier::courier::{Courier, Identity, Profile};
use holdpoint_courier::dispatcher::{Dispatcher, Event, Options};
use holdpoint_courier::frame::{Decoder, Frame, FrameError, Mode};
use holdpoint_courier::poll::{Answer, PollClient, Polls, Request};

pub(crate) fn run(bytes: &[u8]) {
    let frames = read(bytes, bytes.len().max(1));
    assert_eq!(frames, read(bytes, 3), "the cut makes no difference");
    written(frames.0);
    dispatcher(bytes);
    courier(bytes);
    requests(bytes);
}

/// The frames that bytes begin with, and why no more follow.
fn read(bytes: &[u8], piece: usize) -> (Vec<Frame>, Option<FrameError>) {
    let (mut decoder, mut frames) = (Decoder::default(), Vec::new());
    for piece in bytes.chunks(piece) {
        decoder.push(piece);
        loop {
            match decoder.read() {
                Ok(Some(frame)) => frames.push(frame),
                Ok(None) => break,
                Err(error) => return (frames, Some(error)),
            }
        }
    }
    (frames, None)
}

fn written(frames: Vec<Frame>) {
    let mut bytes = Vec::new();
    frames.iter().for_each(|frame| frame.write(&mut bytes));
    assert_eq!(
        read(&bytes, 50),
        (frames, None),
        "what was read can be written"
    );
}

/// A server hears them from an agent that it lets in at once.
fn dispatcher(bytes: &[u8]) {
    let mut dispatcher = Dispatcher::new(Options::new(1));
    let session = dispatcher.connect(None, 0);
    for piece in bytes.chunks(40) {
        dispatcher.received(session, piece, 1);
        while let Some(event) = dispatcher.event() {
            match event {
                Event::Hello { session, hello } => {
                    let logs = hello
                        .tasks
                        .iter()
                        .map(|task| (task.key, task.log))
                        .collect();
                    dispatcher.welcome(session, &logs, 2);
                }
                Event::Log { key, offset, bytes } => {
                    dispatcher.log_kept(key, offset + bytes.len() as u64)
                }
                Event::Ended { key, .. } => dispatcher.ended_kept(key),
                _ => {}
            }
        }
    }
    dispatcher.output(session, 1 << 20);
    dispatcher.tick(20_000);
    assert!(!dispatcher.has(session), "nobody is there any more");
}

fn courier(bytes: &[u8]) {
    let profile = Profile {
        mode: Mode::Execute,
        labels: std::collections::BTreeSet::new(),
        capacity: 2,
    };
    let mut courier = Courier::new(Identity::new(AgentId::new("a"), 1, 0), profile);
    courier.connected(0);
    courier.received(bytes, 1);
    while courier.event().is_some() {}
    courier.tick(3);
    courier.disconnected(2, u64::MAX);
    assert!(courier.connect_at() > Some(2));
}

fn requests(bytes: &[u8]) {
    if let Ok(request) = Request::read(bytes) {
        assert_eq!(request.body(), bytes, "there is one spelling");
    }
    if let Ok(answer) = Answer::read(bytes) {
        assert_eq!(Answer::read(&answer.body()), Ok(answer));
    }
    let mut dispatcher = Dispatcher::new(Options::new(1));
    let mut polls = Polls::default();
    if let Ok(held) = polls.request(&mut dispatcher, None, bytes, 0) {
        assert!(polls.answer(&mut dispatcher, &held, true).is_some());
    }
    let mut client = PollClient::new([7; 16]);
    client.push(b"said");
    // Whether it is an answer at all is not known.
    let _ = client.answered(bytes);
}
