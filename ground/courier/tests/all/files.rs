//! Files in both directions: in order, in windows, and on from where they were after a disconnect.

use std::collections::BTreeMap;

use holdpoint_courier::courier::Event as Heard;
use holdpoint_courier::dispatcher::Event;
use holdpoint_courier::frame::{Artifact, Frame, Want};
use holdpoint_courier::{AgentId, Digest, Output, WINDOW};

use crate::office::{Office, profile};
use crate::world::Dice;

fn file(length: usize) -> Vec<u8> {
    (0..length)
        .map(|at| u8::try_from(at * 7 % 251).unwrap())
        .collect()
}

/// Carries on until nothing is said any more, or some passes are over; keeps what comes.
fn carry(office: &mut Office, passes: usize, stores: &mut Stores) {
    for _ in 0..passes {
        let some = office.pass();
        let events = std::mem::take(&mut office.events);
        if !some && events.is_empty() {
            return;
        }
        events
            .into_iter()
            .for_each(|event| stores.serve(office, event));
        for event in std::mem::take(&mut office.desk("a").heard) {
            stores.attend(office, event);
        }
    }
}

#[derive(Default)]
struct Stores {
    at_server: BTreeMap<Digest, Vec<u8>>,
    at_agent: BTreeMap<Digest, Vec<u8>>,
    uploaded: Vec<Digest>,
    missing: Vec<String>,
}

impl Stores {
    fn serve(&mut self, office: &mut Office, event: Event) {
        match event {
            Event::Have {
                agent,
                digest,
                size,
            } => {
                let kept = self.at_server.entry(digest).or_default().len() as u64;
                office.core.file_kept(&agent, digest, size, kept);
            }
            Event::File {
                agent,
                digest,
                offset,
                size,
                bytes,
            } => {
                let kept = self.at_server.entry(digest).or_default();
                assert_eq!(offset, kept.len() as u64);
                kept.extend(bytes);
                office
                    .core
                    .file_kept(&agent, digest, size, kept.len() as u64);
            }
            Event::Wanted {
                session,
                digest,
                offset,
                most,
                ..
            } => match self.at_server.get(&digest) {
                Some(file) => {
                    assert!(most <= WINDOW);
                    let from = usize::try_from(offset).unwrap();
                    let to = file.len().min(from + usize::try_from(most).unwrap());
                    office.core.send_file(
                        session,
                        digest,
                        offset,
                        file.len() as u64,
                        &file[from..to],
                    );
                }
                None => office.core.no_file(session, digest, "it was deleted"),
            },
            _ => {}
        }
    }

    fn attend(&mut self, office: &mut Office, event: Heard) {
        match event {
            Heard::File {
                digest,
                offset,
                size,
                bytes,
            } => {
                let kept = self.at_agent.entry(digest).or_default();
                assert_eq!(offset, kept.len() as u64);
                kept.extend(bytes);
                let kept = kept.len() as u64;
                office.desk("a").courier.file_kept(digest, size, kept);
            }
            Heard::Uploaded { digest } => self.uploaded.push(digest),
            Heard::NoFile { why, .. } => self.missing.push(why),
            _ => {}
        }
    }
}

#[test]
fn files_arrive_in_both_directions_over_disconnects() {
    let (mut office, mut stores, mut dice) = (Office::new(), Stores::default(), Dice::new(3));
    office.agent("a", profile(&[], 1));
    let sizes = [0, 1, 65_536, 700_000, 2_000_000];
    let digest = |number: u8| Digest([number; 32]);
    for (number, size) in (0..).zip(sizes) {
        office
            .desk("a")
            .shelf
            .files
            .insert(digest(number), file(size));
        office.desk("a").courier.have(digest(number), size as u64);
        stores.at_server.insert(digest(100 + number), file(size));
        office.desk("a").courier.fetch(digest(100 + number), 0);
    }
    for _ in 0..30 {
        let passes = dice.below(9);
        carry(&mut office, passes, &mut stores);
        office.cut("a");
        // What came before is kept.
        for event in std::mem::take(&mut office.events) {
            stores.serve(&mut office, event);
        }
        office.connect("a");
    }
    carry(&mut office, 10_000, &mut stores);
    for (number, size) in (0..).zip(sizes) {
        assert!(
            stores.at_server[&digest(number)] == file(size),
            "{size} bytes up"
        );
        assert!(
            stores.at_agent[&digest(100 + number)] == file(size),
            "{size} bytes down"
        );
    }
    stores.uploaded.sort();
    assert_eq!(stores.uploaded, (0..5).map(digest).collect::<Vec<_>>());
}

#[test]
fn a_file_that_is_not_there_is_said_to_be_missing() {
    let (mut office, mut stores) = (Office::new(), Stores::default());
    office.agent("a", profile(&[], 1));
    office.desk("a").courier.fetch(Digest([1; 32]), 0);
    carry(&mut office, 100, &mut stores);
    assert_eq!(stores.missing, ["it was deleted"]);
    // And the other way about: nothing comes, and nobody waits for ever.
    office.desk("a").courier.have(Digest([2; 32]), 10);
    carry(&mut office, 100, &mut stores);
    assert!(stores.at_server[&Digest([2; 32])].is_empty());
    assert!(stores.uploaded.is_empty());
    assert!(office.desk("a").courier.is_live());
}

#[test]
fn no_more_than_a_window_is_sent_before_something_is_kept() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 1));
    office
        .desk("a")
        .shelf
        .files
        .insert(Digest([1; 32]), file(2_000_000));
    office.desk("a").courier.have(Digest([1; 32]), 2_000_000);
    office.run();
    office
        .core
        .file_kept(&AgentId::new("a"), Digest([1; 32]), 2_000_000, 0);
    office.run();
    let came: usize = office
        .said()
        .iter()
        .map(|event| match event {
            Event::File { bytes, .. } => bytes.len(),
            _ => 0,
        })
        .sum();
    assert_eq!(came as u64, WINDOW);
}

#[test]
fn who_sends_what_was_not_wanted_or_wants_too_much_is_not_heard_any_more() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 1));
    let session = office.desk("a").session.unwrap();
    let digest = Digest([1; 32]);
    // What nobody wants any more may still be under way.
    let piece = |offset| {
        Frame::from(Artifact {
            digest,
            offset,
            size: 100,
            bytes: vec![7; 10],
        })
        .bytes()
    };
    assert!(office.core.received(session, &piece(0), 0));
    office.core.file_kept(&AgentId::new("a"), digest, 100, 0);
    assert!(office.core.received(session, &piece(0), 0));
    assert!(
        !office.core.received(session, &piece(50), 0),
        "bytes before it are missing"
    );
    office.cut("a");
    office.connect("a");
    office.run();
    let session = office.desk("a").session.unwrap();
    let want = |number| {
        Frame::from(Want {
            digest: Digest([number; 32]),
            offset: 0,
        })
        .bytes()
    };
    let heard = (0..40).take_while(|number| office.core.received(session, &want(*number), 0));
    assert_eq!(heard.count(), 16);
    let closed = (0..3).any(|_| office.core.output(session, 1 << 20) == Output::Closed);
    assert!(closed);
}
