//! Trust policies: the text of tlog-policy, its mistakes, and quorums against a brute-force oracle.

use holdpoint_ledger::Hash;
use holdpoint_ledger::checkpoint::{Checkpoint, CheckpointError};
use holdpoint_ledger::cosignature::Cosigner;
use holdpoint_ledger::note::{Ed25519Signer, NoteError, Signer};
use holdpoint_ledger::policy::{PolicyLog, PolicyWitness, TrustPolicy};
use proptest::prelude::*;

const ORIGIN: &str = "example.com/log";

fn log() -> Ed25519Signer {
    Ed25519Signer::from_seed(ORIGIN, &[1; 32]).unwrap()
}

fn witness(at: u8) -> Cosigner {
    Cosigner::from_seed(&format!("witness.example/{at}"), &[100 + at; 32]).unwrap()
}

fn witness_lines(names: &[&str]) -> String {
    let lines = (0..)
        .zip(names)
        .map(|(at, name)| format!("witness {name} {}\n", witness(at).verifier_key()));
    format!("log {}\n", log().verifier_key()) + &lines.collect::<String>()
}

fn note(by: &[u8]) -> Vec<u8> {
    let checkpoint = Checkpoint::new(ORIGIN, 7, Hash::leaf(b"7"));
    let (log, witnesses) = (log(), by.iter().map(|at| witness(*at)).collect::<Vec<_>>());
    let cosigners: Vec<_> = witnesses.iter().map(|one| one.at(1_700_000_000)).collect();
    let mut signers: Vec<&dyn Signer> = vec![&log];
    signers.extend(cosigners.iter().map(|one| one as &dyn Signer));
    checkpoint.sign(&signers).unwrap()
}

/// The policy that the specification shows, with two levels of groups.
fn two_levels() -> TrustPolicy {
    let text = witness_lines(&["X1", "X2", "X3", "Y1", "Y2", "Y3"])
        + "group X-witnesses 2 X1 X2 X3\n  # those of the board\n\n\tgroup Y-witnesses any Y1 Y2 Y3 \n\
           group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n";
    TrustPolicy::parse(text.as_bytes()).unwrap()
}

#[test]
fn the_policy_of_the_specification_asks_for_two_of_three_and_one_of_three() {
    let policy = two_levels();
    for set in 0_u8..64 {
        let places: Vec<usize> = (0..6).filter(|at| set >> at & 1 == 1).collect();
        let (x, y) = ((set & 7).count_ones(), (set >> 3).count_ones());
        assert_eq!(policy.satisfied(&places), x >= 2 && y >= 1, "{places:?}");
    }
}

#[test]
fn a_checkpoint_is_witnessed_when_enough_have_cosigned_it() {
    let policy = two_levels();
    let open = |by: &[u8]| policy.open(&note(by)).unwrap();
    let enough = open(&[0, 2, 4, 9]);
    assert!(enough.enough);
    let time = 1_700_000_000;
    assert_eq!(
        enough.by,
        [(0, time), (2, time), (4, time)],
        "an unknown witness is passed over"
    );
    assert_eq!(enough.signed.checkpoint.size, 7);
    assert!(!open(&[0, 1]).enough);
    assert!(!open(&[]).enough);
}

#[test]
fn witnesses_alone_do_not_vouch_for_a_log() {
    let policy = two_levels();
    let text = String::from_utf8(note(&[0, 1, 3])).unwrap();
    let unsigned: String = text
        .lines()
        .filter(|line| !line.starts_with("— example.com/log "))
        .map(|line| format!("{line}\n"))
        .collect();
    assert!(matches!(
        policy.open(unsigned.as_bytes()),
        Err(CheckpointError::Note(NoteError::Unverified { .. }))
    ));
    let spoiled = text.replacen("— witness.example/0 ", "— witness.example/1 ", 1);
    assert!(
        policy
            .open(spoiled.as_bytes())
            .is_ok_and(|one| !one.by.iter().any(|(at, _)| *at == 0))
    );
    let other = text.replacen("\n7\n", "\n8\n", 1);
    assert!(matches!(
        policy.open(other.as_bytes()),
        Err(CheckpointError::Note(NoteError::Invalid { .. }))
    ));
    let unlisted = text.replacen(ORIGIN, "example.com/other", 1);
    assert!(policy.open(unlisted.as_bytes()).is_err());
}

#[test]
fn every_mistake_is_said_with_its_line() {
    let good = witness_lines(&["a", "b"]);
    let key = witness(7).verifier_key().to_string();
    let text = good
        + &format!("log {key}\n")
        + &format!("witness none {key}\n")
        + &format!("witness c {}\n", witness(1).verifier_key())
        + "witness d nonsense\nwitness e\ngroup g 3 a b\ngroup h 0 d\ngroup i all a x\ngroup j all\nlogs\n"
        + "quorum y\nquorum a\nquorum \u{1}\nquorum none";
    let said: Vec<_> = TrustPolicy::parse(text.as_bytes())
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect();
    same(
        &said,
        &[
            "line 4: key `witness.example/7` has signature type 0x04, a log has 0x01",
            "line 5: the name `none` is taken",
            "line 6: it has the same key as witness `b`",
            "line 7: `nonsense` is not a verifier key: `name+8 hex digits+base64` is expected",
            "line 8: `witness NAME KEY [URL]` is expected",
            "line 9: `3` is neither `all`, `any` nor a number from 1 to 2",
            "line 10: `0` is neither `all`, `any` nor a number from 1 to 1",
            "line 11: `a` is a member of a group already",
            "line 11: `x` is no witness or group of a line before",
            "line 12: `group NAME all|any|K NAME…` is expected",
            "line 13: `logs` is not known here; a line is a `log`, a `witness`, a `group` or the `quorum`",
            "line 14: `y` is no witness or group of a line before",
            "line 15: there is a `quorum` line before",
            "line 16: a control character at column 8",
            "line 17: there is a `quorum` line before",
            "line 17: the line does not end with a newline",
        ],
    );
    let missing = TrustPolicy::parse(b"# nothing\n").unwrap_err();
    assert_eq!(
        missing[0].to_string(),
        "line 0: a `quorum` line is missing; `quorum none` asks for no cosignature"
    );
}

fn same(found: &[String], expected: &[&str]) {
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
}

#[test]
fn octets_that_are_no_text_name_different_witnesses() {
    let mut text = format!("witness \\xff {}\nwitness ", witness(0).verifier_key()).into_bytes();
    text.push(0xff);
    text.extend_from_slice(
        format!(" {}\ngroup both 2 \\xff ", witness(1).verifier_key()).as_bytes(),
    );
    text.push(0xff);
    text.extend_from_slice(b"\nquorum both\n");
    let policy = TrustPolicy::parse(&text).unwrap();
    assert!(!policy.satisfied(&[0]) && !policy.satisfied(&[1]) && policy.satisfied(&[0, 1]));
}

#[test]
fn nobody_is_enough_where_nobody_is_asked() {
    let policy = TrustPolicy::of(
        0,
        vec![PolicyLog {
            key: log().verifier_key().clone(),
            url: None,
        }],
        Vec::new(),
    )
    .unwrap();
    assert!(policy.open(&note(&[])).unwrap().enough);
}

fn plain(
    threshold: u32,
    count: u8,
) -> Result<TrustPolicy, Vec<holdpoint_ledger::policy::PolicyMistake>> {
    let witnesses = (0..count).map(|at| PolicyWitness {
        name: format!("w{at}"),
        key: witness(at).verifier_key().clone(),
        url: Some(format!("https://{at}.example")),
    });
    TrustPolicy::of(threshold, Vec::new(), witnesses.collect())
}

proptest! {
    #[test]
    fn k_of_n_counts(count in 1_u8..8, threshold in 0_u32..9, set in any::<u8>()) {
        let made = plain(threshold, count);
        prop_assert_eq!(made.is_ok(), (1..=u32::from(count)).contains(&threshold));
        if let Ok(policy) = made {
            let places: Vec<usize> = (0..usize::from(count)).filter(|at| set >> at & 1 == 1).collect();
            prop_assert_eq!(policy.satisfied(&places), places.len() >= threshold as usize);
            prop_assert_eq!(policy.witnesses().len(), usize::from(count));
        }
    }

    /// More cosignatures are never worse.
    #[test]
    fn a_policy_is_monotone(set in 0_u8..64, more in 0_u8..64) {
        let policy = two_levels();
        let places = |set: u8| (0..6).filter(|at| set >> at & 1 == 1).collect::<Vec<usize>>();
        prop_assert!(!policy.satisfied(&places(set)) || policy.satisfied(&places(set | more)));
    }
}
