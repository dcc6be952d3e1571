//! The rule by which a witness cosigns: against the text of tlog-witness 1.0.0, and exhaustively in a small world.

use std::collections::BTreeSet;

use holdpoint_ledger::Hash;
use holdpoint_ledger::checkpoint::Checkpoint;
use holdpoint_ledger::witness::{Declined, Held, MAX_PROOF_LINES, Submission, SubmissionError};
use proptest::prelude::*;

use crate::oracle;

/// From the text of tlog-witness 1.0.0.
const EXAMPLE: &str = "old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
";

#[test]
fn the_example_of_the_specification_is_read_and_written_back() {
    let submission = Submission::parse(EXAMPLE.as_bytes()).unwrap();
    assert_eq!(submission.old, 20_852_014);
    assert_eq!(submission.proof.len(), 4);
    assert!(
        submission
            .checkpoint
            .starts_with(b"example.com/behind-the-sofa\n20852163\n")
    );
    assert_eq!(submission.to_bytes(), EXAMPLE.as_bytes());
}

#[test]
fn what_is_no_submission_is_said_with_its_line() {
    let said = |text: &str| Submission::parse(text.as_bytes()).unwrap_err().to_string();
    let number = "line 1 of the submission is malformed: `old` and a decimal number without leading zeros are expected";
    for text in [
        "old 01\n\n",
        "old\n\n",
        "old  1\n\n",
        "OLD 1\n\n",
        "old 1 \n\n",
        "old +1\n\n",
        "old 18446744073709551616\n\n",
    ] {
        assert_eq!(said(text), number, "{text}");
    }
    assert_eq!(
        said("old 1"),
        "line 1 of the submission is malformed: it does not end with a newline"
    );
    assert_eq!(
        said(""),
        "line 1 of the submission is malformed: it does not end with a newline"
    );
    assert!(said("old 1\nAAAA\n\n").starts_with("line 2 of the submission is malformed: "));
    assert!(said("old 1\n").starts_with("line 2 of the submission is malformed: it does not end"));
    let line = format!("{}\n", Hash::empty().to_base64());
    let long = |count| format!("old 1\n{}\n", line.repeat(count));
    assert!(Submission::parse(long(MAX_PROOF_LINES).as_bytes()).is_ok());
    assert_eq!(
        Submission::parse(long(64).as_bytes()),
        Err(SubmissionError::TooLong)
    );
    let large = format!("old 1\n\n{}", "x".repeat(64 * 1024));
    assert!(matches!(
        Submission::parse(large.as_bytes()),
        Err(SubmissionError::TooLarge(_))
    ));
}

/// Leaves of a log and of one that parts from it at `fork`.
fn world(size: usize, fork: usize) -> [Vec<Hash>; 2] {
    let honest = oracle::leaves(size);
    let mut forked = honest.clone();
    for (at, leaf) in forked.iter_mut().enumerate().skip(fork) {
        *leaf = Hash::leaf(format!("forged {at}").as_bytes());
    }
    [honest, forked]
}

fn head(leaves: &[Hash], size: usize) -> Checkpoint {
    Checkpoint::new("example.com/log", size as u64, oracle::mth(&leaves[..size]))
}

/// Every request that can be made of two trees up to a size: any old size, the proof between any two sizes of
/// either tree, and any head of either.
fn requests(trees: &[Vec<Hash>; 2], size: usize) -> Vec<(u64, Vec<Hash>, Checkpoint)> {
    let mut proofs: BTreeSet<Vec<Hash>> = BTreeSet::from([Vec::new()]);
    for tree in trees {
        for new in 0..=size {
            for old in 1..new {
                proofs.insert(oracle::proof(old, &tree[..new]));
            }
        }
    }
    let heads: Vec<_> = trees
        .iter()
        .flat_map(|tree| (0..=size).map(|size| head(tree, size)))
        .collect();
    let mut all = Vec::new();
    for old in 0..=size as u64 + 1 {
        for proof in &proofs {
            for head in &heads {
                all.push((old, proof.clone(), head.clone()));
            }
        }
    }
    all
}

/// Walks every state that any order of any requests leads to. A crash between keeping and answering only makes
/// fewer cosignatures than are counted here; one before keeping is a request that was not made.
#[test]
fn no_two_heads_of_one_size_are_ever_cosigned() {
    const SIZE: usize = 6;
    for fork in 0..SIZE {
        let trees = world(SIZE, fork);
        let requests = requests(&trees, SIZE);
        let mut states = BTreeSet::from([(0_u64, Hash::empty(), Vec::<(u64, Hash)>::new())]);
        let mut next = states.clone();
        while let Some((size, root, signed)) = next.pop_first() {
            let held = Held { size, root };
            for (old, proof, head) in &requests {
                let Ok(now) = held.advance(*old, proof, head) else {
                    continue;
                };
                assert_eq!((now.size, now.root), (head.size, head.root));
                assert!(now.size >= held.size, "rolled back");
                let mut signed = signed.clone();
                signed.push((head.size, head.root));
                signed.sort();
                signed.dedup();
                let sizes: BTreeSet<_> = signed.iter().map(|(size, _)| size).collect();
                assert_eq!(
                    sizes.len(),
                    signed.len(),
                    "two heads of one size: {signed:?}"
                );
                let state = (now.size, now.root, signed);
                if states.insert(state.clone()) {
                    next.insert(state);
                }
            }
        }
        // All of what is honest was possible: each subset of sizes, of either tree behind the fork.
        let both = |from: usize| 2_usize.pow((SIZE - from) as u32);
        assert!(
            states.len() >= both(0),
            "{} states with the fork at {fork}",
            states.len()
        );
    }
}

#[test]
fn each_refusal_has_the_status_of_the_specification() {
    let [honest, forked] = world(8, 3);
    let held = Held {
        size: 5,
        root: oracle::mth(&honest[..5]),
    };
    let ask = |old: usize, leaves: &[Hash], size: usize, proof: &[Hash]| {
        held.advance(old as u64, proof, &head(leaves, size))
    };
    let proof = oracle::proof(5, &honest[..8]);
    assert_eq!(
        ask(5, &honest, 8, &proof),
        Ok(Held {
            size: 8,
            root: oracle::mth(&honest)
        })
    );
    assert_eq!(
        ask(5, &honest, 5, &[]),
        Ok(held),
        "the same head may be cosigned again"
    );
    let status = |answer: Result<Held, Declined>| {
        let declined = answer.unwrap_err();
        (declined.status(), declined.cosigned_size())
    };
    assert_eq!(status(ask(6, &honest, 5, &[])), (400, None));
    assert_eq!(
        status(ask(4, &honest, 8, &oracle::proof(4, &honest[..8]))),
        (409, Some(5))
    );
    assert_eq!(status(ask(0, &honest, 8, &[])), (409, Some(5)));
    assert_eq!(status(ask(5, &forked, 5, &[])), (409, None));
    assert_eq!(
        status(ask(5, &forked, 8, &oracle::proof(5, &forked[..8]))),
        (422, None)
    );
    assert_eq!(status(ask(5, &honest, 8, &[])), (422, None));
    assert_eq!(status(ask(5, &honest, 5, &proof)), (422, None));
    let fresh = Held::default();
    assert_eq!(fresh.advance(0, &[], &head(&honest, 0)), Ok(fresh));
    let forged = Checkpoint::new("example.com/log", 0, Hash::leaf(b"x"));
    assert_eq!(status(fresh.advance(0, &[], &forged)), (409, None));
    assert_eq!(
        status(fresh.advance(0, &proof, &head(&honest, 8))),
        (422, None)
    );
}

proptest! {
    /// What a log of any size proves is accepted, and nothing is that differs in one hash.
    #[test]
    fn an_honest_log_is_cosigned_and_a_changed_proof_is_not(
        old in 1_usize..200, more in 1_usize..200, at in any::<prop::sample::Index>(), bit in 0_u8..8,
    ) {
        let leaves = oracle::leaves(old + more);
        let held = Held { size: old as u64, root: oracle::mth(&leaves[..old]) };
        let new = head(&leaves, old + more);
        let mut proof = oracle::proof(old, &leaves);
        prop_assert!(held.advance(old as u64, &proof, &new).is_ok());
        let at = at.index(proof.len() * 32);
        proof[at / 32].0[at % 32] ^= 1 << bit;
        prop_assert!(matches!(held.advance(old as u64, &proof, &new), Err(Declined::Inconsistent(_))));
    }
}
