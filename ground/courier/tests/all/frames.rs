//! Frames: what is written is read, however it is cut; what is not known is passed over; what is none is refused.

use holdpoint_courier::frame::*;
use holdpoint_courier::{AgentId, Digest};
use proptest::prelude::*;

fn payload() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..60)
}

fn digest() -> impl Strategy<Value = Digest> {
    any::<[u8; 32]>().prop_map(Digest)
}

fn running() -> impl Strategy<Value = Running> {
    let stage = prop_oneof![
        Just(Stage::Offered),
        Just(Stage::Accepted),
        Just(Stage::Started),
        Just(Stage::Ended)
    ];
    (
        any::<u64>(),
        any::<u64>(),
        any::<u32>(),
        stage,
        any::<u64>(),
    )
        .prop_map(|(key, epoch, slots, stage, log)| Running {
            key,
            epoch,
            slots,
            stage,
            log,
        })
}

fn hello() -> impl Strategy<Value = Frame> {
    let set = prop::collection::btree_set(".{0,9}", 0..4);
    let mode = prop_oneof![Just(Mode::Observe), Just(Mode::Execute)];
    let tasks = prop::collection::vec(running(), 0..4);
    (
        set.clone(),
        set,
        ".{1,9}",
        any::<(u64, u64, u32)>(),
        mode,
        tasks,
    )
        .prop_map(
            |(features, labels, agent, (incarnation, connect, capacity), mode, tasks)| {
                Hello {
                    version: 1,
                    requires: features.clone(),
                    features,
                    agent: AgentId::new(&agent),
                    program: agent.clone(),
                    boot: agent,
                    incarnation,
                    connect,
                    mode,
                    labels,
                    capacity,
                    tasks,
                }
                .into()
            },
        )
}

fn welcome() -> impl Strategy<Value = Frame> {
    let logs = prop::collection::btree_map(any::<u64>(), any::<u64>(), 0..4);
    (any::<(u32, u64, u64, u64)>(), logs).prop_map(|((version, epoch, ping_ms, lost_ms), logs)| {
        let features = std::collections::BTreeSet::new();
        let requires = features.clone();
        Welcome {
            version,
            features,
            requires,
            epoch,
            logs,
            ping_ms,
            lost_ms,
        }
        .into()
    })
}

fn of_work() -> impl Strategy<Value = Frame> {
    let reason = prop_oneof![
        Just(Reason::Busy),
        Just(Reason::Revoked),
        Just(Reason::OldEpoch),
        Just(Reason::Refused)
    ];
    (
        0..11,
        any::<(u64, u64, u32, bool)>(),
        payload(),
        reason,
        ".{0,20}",
    )
        .prop_map(
            |(kind, (key, epoch, slots, force), payload, reason, text)| match kind {
                0 => Offer {
                    key,
                    epoch,
                    slots,
                    payload,
                }
                .into(),
                1 => Accept { key, epoch }.into(),
                2 => Decline {
                    key,
                    epoch,
                    reason,
                    text,
                }
                .into(),
                3 => Stop { key, force }.into(),
                4 => Revoke { key, epoch }.into(),
                5 => LookUp { key }.into(),
                6 => Status { key, payload }.into(),
                7 => Started { key }.into(),
                8 => Ended {
                    key,
                    log: epoch,
                    unread: force.then_some(text),
                    payload,
                }
                .into(),
                9 => EndedAck { key }.into(),
                _ => Discarded { key }.into(),
            },
        )
}

fn of_bytes() -> impl Strategy<Value = Frame> {
    let parting = prop_oneof![
        Just(Parting::Leaving),
        Just(Parting::Superseded),
        Just(Parting::Refused),
        Just(Parting::Version),
        Just(Parting::OldEpoch),
        Just(Parting::Protocol)
    ];
    (
        0..11,
        any::<(u64, u64, u64, bool)>(),
        payload(),
        digest(),
        ".{0,20}",
        parting,
    )
        .prop_map(
            |(kind, (key, offset, size, again), payload, digest, text, reason)| match kind {
                0 => Log {
                    key,
                    offset,
                    bytes: payload,
                }
                .into(),
                1 => LogAck { key, offset, again }.into(),
                2 => Have { digest, size }.into(),
                3 => Want { digest, offset }.into(),
                4 => Artifact {
                    digest,
                    offset,
                    size,
                    bytes: payload,
                }
                .into(),
                5 => Missing { digest, why: text }.into(),
                6 => Observed { payload }.into(),
                7 => Rotate { payload }.into(),
                8 => Ping { number: key }.into(),
                9 => Pong { number: key }.into(),
                _ => Goodbye {
                    reason,
                    text,
                    after_ms: size,
                }
                .into(),
            },
        )
}

fn frame() -> impl Strategy<Value = Frame> {
    prop_oneof![1 => hello(), 1 => welcome(), 5 => of_work(), 5 => of_bytes()]
}

/// All frames that bytes have, given in pieces.
fn read(bytes: &[u8], piece: usize) -> Result<Vec<Frame>, FrameError> {
    let (mut decoder, mut frames) = (Decoder::default(), Vec::new());
    for piece in bytes.chunks(piece) {
        decoder.push(piece);
        while let Some(frame) = decoder.read()? {
            frames.push(frame);
        }
    }
    Ok(frames)
}

proptest! {
    #[test]
    fn what_is_written_is_read_however_it_is_cut(frames in prop::collection::vec(frame(), 0..12), piece in 1_usize..200) {
        let mut bytes = Vec::new();
        frames.iter().for_each(|frame| frame.write(&mut bytes));
        prop_assert_eq!(read(&bytes, piece).unwrap(), frames);
    }

    #[test]
    fn a_frame_that_is_cut_off_is_none(frame in frame()) {
        let bytes = frame.bytes();
        for end in 0..bytes.len() {
            prop_assert_eq!(read(&bytes[..end], 7).unwrap(), vec![]);
        }
    }

    #[test]
    fn any_bytes_are_frames_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), piece in 1_usize..50) {
        prop_assert_eq!(read(&bytes, piece), read(&bytes, 300));
    }
}

fn raw(kind: u8, head: &str, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(5 + head.len() + body.len()).unwrap();
    let mut bytes = length.to_be_bytes().to_vec();
    bytes.push(kind);
    bytes.extend(u32::try_from(head.len()).unwrap().to_be_bytes());
    bytes.extend(head.as_bytes());
    bytes.extend(body);
    bytes
}

#[test]
fn kinds_and_fields_of_a_newer_version_are_passed_over() {
    let mut bytes = raw(200, r#"{"never":"heard of"}"#, b"\x00\xff");
    bytes.extend(raw(
        16,
        r#"{"key":7,"epoch":2,"slots":1,"priority":[1,2]}"#,
        b"make",
    ));
    bytes.extend(raw(201, "no JSON", b""));
    bytes.extend(raw(4, r#"{"number":1}"#, b"a body of a later version"));
    let offer = Offer {
        key: 7,
        epoch: 2,
        slots: 1,
        payload: b"make".to_vec(),
    };
    let ping = Ping { number: 1 };
    assert_eq!(read(&bytes, 3).unwrap(), [offer.into(), ping.into()]);
    let mut decoder = Decoder::default();
    decoder.push(&bytes);
    while decoder.read().unwrap().is_some() {}
    assert_eq!(decoder.skipped(), 2);
}

#[test]
fn fields_that_an_older_version_lacks_have_a_value() {
    let hello = raw(
        1,
        r#"{"version":0,"agent":"a","incarnation":1,"connect":1,"mode":"dream"}"#,
        b"",
    );
    let [Frame::Hello(hello)] = <[Frame; 1]>::try_from(read(&hello, 100).unwrap()).unwrap() else {
        panic!("it is a greeting");
    };
    assert_eq!(
        (hello.mode, hello.capacity, hello.labels.len()),
        (Mode::Observe, 0, 0)
    );
    let decline = raw(18, r#"{"key":1,"epoch":1,"reason":"moonlight"}"#, b"");
    let [Frame::Decline(decline)] = <[Frame; 1]>::try_from(read(&decline, 100).unwrap()).unwrap()
    else {
        panic!("it is a refusal");
    };
    assert_eq!(decline.reason, Reason::Refused);
}

#[test]
fn what_is_no_frame_is_refused_with_its_place() {
    let said = |bytes: &[u8]| read(bytes, 1_000).unwrap_err().to_string();
    let fine = Frame::from(Ping { number: 1 }).bytes();
    let http = [fine.clone(), b"HTTP/1.1 502 Bad Gateway".to_vec()].concat();
    assert_eq!(
        said(&http),
        "byte 21: a frame has 5 to 1,048,576 bytes behind its length, this one 1213486160. The other side speaks another protocol"
    );
    assert!(said(&[0, 0, 0, 4, 1, 0, 0, 0]).contains("this one 4"));
    let head = [0, 0, 0, 7, 4, 0, 0, 0, 9, b'{', b'}'];
    assert_eq!(
        said(&head),
        "byte 0: the head of the frame has 9 bytes, and the frame only 7"
    );
    let wrong = said(&raw(16, r#"{"key":-1,"epoch":1}"#, b""));
    assert!(
        wrong
            .starts_with("byte 0: the head of a frame of kind 16 is not understood: invalid value"),
        "{wrong}"
    );
    let digest = said(&raw(41, r#"{"digest":"ab","offset":1}"#, b""));
    assert!(digest.contains("a digest is 64 hex digits"), "{digest}");
}

#[test]
fn the_longest_frame_is_read_and_no_longer_one() {
    let payload = vec![7; MAX_PAYLOAD];
    let offer: Frame = Offer {
        key: u64::MAX,
        epoch: u64::MAX,
        slots: u32::MAX,
        payload,
    }
    .into();
    assert_eq!(read(&offer.bytes(), 70_000).unwrap(), [offer]);
    let bytes = vec![7; MAX_FRAME];
    let long: Frame = Log {
        key: 1,
        offset: 0,
        bytes,
    }
    .into();
    assert!(matches!(
        read(&long.bytes(), 70_000),
        Err(FrameError::Length { at: 0, .. })
    ));
}
