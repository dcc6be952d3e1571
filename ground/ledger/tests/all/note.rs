//! Notes, checkpoints and cosignatures against published ones.

use holdpoint_ledger::Hash;
use holdpoint_ledger::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
use holdpoint_ledger::cosignature::{Cosigner, cosigned_at};
use holdpoint_ledger::note::{
    Ed25519Signer, KeyError, KeyKind, Note, NoteError, Signature, Signer, Verifier, VerifierKey,
};

// golang.org/x/mod, sumdb/note/note_test.go.
const PETER_SECRET: &str =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const ENOCH: &str = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const TEXT: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n";
const PETER_LINE: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const ENOCH_LINE: &str = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

fn verifier(key: &str) -> Box<dyn Verifier> {
    key.parse::<VerifierKey>().unwrap().verifier().unwrap()
}

fn note(lines: &[&str]) -> Vec<u8> {
    format!("{TEXT}\n{}", lines.concat()).into_bytes()
}

#[test]
fn the_go_note_is_signed_byte_for_byte() {
    let signer = Ed25519Signer::parse(PETER_SECRET).unwrap();
    assert_eq!(*signer.to_text(), PETER_SECRET);
    assert_eq!(signer.verifier_key().to_string(), PETER);
    let mut signed = Note::new(TEXT).unwrap();
    signed.sign(&signer).unwrap();
    assert_eq!(signed.to_bytes(), note(&[PETER_LINE]));
    // A second signature of the same key takes the place of the first.
    signed.sign(&signer).unwrap();
    assert_eq!(signed.to_bytes(), note(&[PETER_LINE]));
    assert!(!format!("{signer:?}").contains("AYEKFALV"));
}

#[test]
fn known_keys_verify_unknown_ones_are_passed_over_wrong_ones_refuse_the_note() {
    let (peter, enoch) = (verifier(PETER), verifier(ENOCH));
    let both = Note::parse(&note(&[PETER_LINE, ENOCH_LINE])).unwrap();
    assert_eq!(both.to_bytes(), note(&[PETER_LINE, ENOCH_LINE]));
    let names = |known: &[&dyn Verifier]| {
        let verified = both.clone().verify(known).unwrap();
        assert_eq!(verified.text(), TEXT);
        verified
            .signatures()
            .map(|one| one.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&[&*peter]), ["PeterNeumann"]);
    assert_eq!(names(&[&*peter, &*enoch]), ["PeterNeumann", "EnochRoot"]);
    let ambiguous = both.clone().verify(&[&*peter, &*peter]).unwrap_err();
    assert!(matches!(ambiguous.reason, NoteError::Ambiguous { .. }));
    let unverified = both.verify(&[]).unwrap_err().to_string();
    assert_eq!(
        unverified,
        "no known key signed the note; it has signatures of `PeterNeumann` (c74f20a3), `EnochRoot` (af0cfe78)"
    );
    let wrong = PETER_LINE.replace("x08go/ZJ", "x08go/ZK");
    let wrong = Note::parse(&note(&[&wrong, ENOCH_LINE])).unwrap();
    let error = wrong.clone().verify(&[&*peter, &*enoch]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the signature of key `PeterNeumann` (c74f20a3) is wrong"
    );
    assert!(wrong.verify(&[&*enoch]).is_ok());
}

#[test]
fn of_repeated_signatures_the_first_counts() {
    let peter = verifier(PETER);
    let wrong = PETER_LINE.replace("x08go/ZJ", "x08go/ZK");
    let first_right = Note::parse(&note(&[PETER_LINE, &wrong]))
        .unwrap()
        .verify(&[&*peter])
        .unwrap();
    assert_eq!(first_right.signatures().count(), 1);
    assert!(
        Note::parse(&note(&[&wrong, PETER_LINE]))
            .unwrap()
            .verify(&[&*peter])
            .is_err()
    );
}

#[test]
fn mangled_keys_are_refused() {
    let manglings = |key: &str| {
        let mut all: Vec<String> = (1..key.len())
            .flat_map(|at| [key[at..].into(), key[..at].into()])
            .collect();
        for at in 0..key.len() {
            let mut bytes = key.as_bytes().to_vec();
            bytes[at] += 1;
            all.push(String::from_utf8(bytes).unwrap());
        }
        all
    };
    for key in manglings(PETER) {
        assert!(key.parse::<VerifierKey>().is_err(), "{key}");
    }
    for key in manglings(PETER_SECRET) {
        assert!(Ed25519Signer::parse(&key).is_err(), "{key}");
    }
    let long = "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==";
    assert!(matches!(
        long.parse::<VerifierKey>().map(|key| key.verifier().err()),
        Ok(Some(_)) | Err(_)
    ));
    let unknown = "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let error = unknown
        .parse::<VerifierKey>()
        .unwrap()
        .verifier()
        .err()
        .unwrap();
    assert_eq!(
        error,
        KeyError::Kind {
            name: "PeterNeumann".into(),
            kind: 0x65
        }
    );
    let upper = PETER.replace("c74f20a3", "C74F20A3");
    assert!(upper.parse::<VerifierKey>().is_err());
}

#[test]
fn malformed_notes_are_refused() {
    let body = String::from_utf8(note(&[PETER_LINE])).unwrap();
    let unpadded = PETER_LINE.replace("nAM=", "nAM");
    let loose_bits = PETER_LINE.replace("nAM=", "nAN=");
    let broken = [
        TEXT.to_owned(),
        format!("{TEXT}\n"),
        format!("{TEXT}{PETER_LINE}"),
        body.trim_end().to_owned(),
        format!("{body}\n"),
        format!("{body}— \n"),
        format!("{body}— Bobby\n"),
        format!("{body}— Bobby YQ==\n"),
        format!("{body}— Bobby YWJjZA==\n"),
        format!("{body}— Bobby++ YWJjZGU=\n"),
        format!("{body}— Bobby Tables YWJjZGU=\n"),
        format!("{body}- Bobby YWJjZGU=\n"),
        format!("{body}—\u{a0}Bobby YWJjZGU=\n"),
        format!("{body}— Bob\u{2003}by YWJjZGU=\n"),
        body.replace(PETER_LINE, &unpadded),
        body.replace(PETER_LINE, &loose_bits),
        body.replace("think", "thi\tnk"),
        body.replace('\n', "\r\n"),
        body.replace("think", "thi\0nk"),
        format!("{body}{}", "— Bobby YWJjZGU=\n".repeat(100)),
    ];
    for text in broken {
        assert!(Note::parse(text.as_bytes()).is_err(), "{text}");
    }
    assert_eq!(
        Note::parse(b"\xff\n\n").unwrap_err(),
        NoteError::Encoding(0)
    );
    assert_eq!(
        Note::parse(&vec![b'a'; 1_000_001]).unwrap_err(),
        NoteError::TooLarge(1_000_001)
    );
    let many = format!("{body}{}", "— Bobby YWJjZGU=\n".repeat(99));
    assert_eq!(
        Note::parse(many.as_bytes()).unwrap().signatures().len(),
        100
    );
    assert_eq!(Note::new("abc").unwrap_err(), NoteError::Unterminated);
}

#[test]
fn a_text_may_have_blank_lines() {
    let signer = Ed25519Signer::parse(PETER_SECRET).unwrap();
    let mut signed = Note::new("one\n\n— two x\n\n\n").unwrap();
    signed.sign(&signer).unwrap();
    let read = Note::parse(&signed.to_bytes())
        .unwrap()
        .verify(&[&*verifier(PETER)])
        .unwrap();
    assert_eq!(read.text(), "one\n\n— two x\n\n\n");
}

/// C2SP signed-note, section "Verifier keys": its example.
#[test]
fn the_specifications_note_verifies() {
    let key = verifier("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    let note = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    let verified = Note::parse(note.as_bytes())
        .unwrap()
        .verify(&[&*key])
        .unwrap();
    assert_eq!(verified.text(), "This is an example message.\n");
}

/// C2SP tlog-checkpoint shows a checkpoint of sum.golang.org under another origin: its format is right, its
/// signature cannot be.
const RELABELLED: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
const SUM_GOLANG_ORG: &str = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

#[test]
fn the_checkpoint_that_the_specification_shows_verifies_only_as_what_it_is() {
    let key = verifier(SUM_GOLANG_ORG);
    let shown = SignedCheckpoint::open(
        RELABELLED.as_bytes(),
        "example.com/behind-the-sofa",
        &[&*key],
    );
    assert!(
        matches!(
            shown,
            Err(CheckpointError::Note(NoteError::Unverified { .. }))
        ),
        "{shown:?}"
    );
    let original = RELABELLED
        .replacen("example.com/behind-the-sofa", "go.sum database tree", 1)
        .replace("— example.com/behind-the-sofa", "— sum.golang.org");
    let opened =
        SignedCheckpoint::open(original.as_bytes(), "go.sum database tree", &[&*key]).unwrap();
    assert_eq!(opened.checkpoint.size, 20_852_163);
    let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    assert_eq!(opened.checkpoint.root.to_base64(), root);
    let other =
        SignedCheckpoint::open(original.as_bytes(), "sum.golang.org", &[&*key]).unwrap_err();
    assert_eq!(
        other.to_string(),
        "the checkpoint is of log `go.sum database tree`, not of `sum.golang.org`"
    );
}

#[test]
fn checkpoints_have_one_spelling() {
    let root = Hash::empty().to_base64();
    let good = format!("example.com/log\n0\n{root}\n");
    assert_eq!(good.parse::<Checkpoint>().unwrap().to_string(), good);
    let extended = format!("example.com/log\n18446744073709551615\n{root}\nmore\nlines\n");
    assert_eq!(
        extended.parse::<Checkpoint>().unwrap().to_string(),
        extended
    );
    let broken = [
        (String::new(), 1),
        (format!("\n0\n{root}\n"), 1),
        ("example.com/log\n".to_owned(), 2),
        (format!("example.com/log\n00\n{root}\n"), 2),
        (format!("example.com/log\n+1\n{root}\n"), 2),
        (format!("example.com/log\n-1\n{root}\n"), 2),
        (format!("example.com/log\n 1\n{root}\n"), 2),
        (
            format!("example.com/log\n18446744073709551616\n{root}\n"),
            2,
        ),
        ("example.com/log\n1\n".to_owned(), 3),
        ("example.com/log\n1\nAAAA\n".to_owned(), 3),
        (
            format!("example.com/log\n1\n{}\n", root.trim_end_matches('=')),
            3,
        ),
        (format!("example.com/log\n1\n{root}\n\n"), 4),
        (format!("example.com/log\n1\n{root}\nmore\n\nlines\n"), 5),
        (format!("example.com/log\n1\n{root}"), 1),
    ];
    for (text, expected) in broken {
        match text.parse::<Checkpoint>() {
            Err(CheckpointError::Line { line, .. }) => assert_eq!(line, expected, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn a_checkpoint_that_would_not_read_back_is_not_signed() {
    let signer = Ed25519Signer::from_seed("example.com/log", &[7; 32]).unwrap();
    for origin in ["", "two\nlines"] {
        assert!(
            Checkpoint::new(origin, 1, Hash::empty())
                .sign(&[&signer])
                .is_err()
        );
    }
    let mut checkpoint = Checkpoint::new("example.com/log", 1, Hash::empty());
    checkpoint.extensions.push(String::new());
    assert!(checkpoint.sign(&[&signer]).is_err());
}

#[test]
fn witnesses_cosign_what_the_log_signed() {
    let log = Ed25519Signer::from_seed("example.com/log", &[7; 32]).unwrap();
    let witness = Cosigner::from_seed("witness.example.com/w1", &[9; 32]).unwrap();
    let read = Cosigner::parse(&witness.to_text()).unwrap();
    assert_eq!(read.verifier_key(), witness.verifier_key());
    assert_eq!(witness.verifier_key().kind, KeyKind::Cosignature.byte());
    let checkpoint = Checkpoint::new("example.com/log", 5, Hash::empty());
    let bytes = checkpoint
        .sign(&[&log, &witness.at(1_679_315_147)])
        .unwrap();
    let keys = [log.verifier_key(), witness.verifier_key()].map(|key| verifier(&key.to_string()));
    let opened =
        SignedCheckpoint::open(&bytes, "example.com/log", &[&*keys[0], &*keys[1]]).unwrap();
    assert_eq!(opened.checkpoint, checkpoint);
    let signatures: Vec<&Signature> = opened.note.signatures().collect();
    assert_eq!(cosigned_at(signatures[1]), Some(1_679_315_147));
    assert_eq!(cosigned_at(signatures[0]), None);
    let mut longer = signatures[1].clone();
    longer.bytes.push(0);
    assert_eq!(cosigned_at(&longer), None);
    let mut later = signatures[1].clone();
    later.bytes[7] ^= 1;
    assert!(keys[1].verify(opened.note.text(), &signatures[1].bytes));
    assert!(!keys[1].verify(opened.note.text(), &later.bytes));
    assert!(!keys[1].verify(opened.note.text(), &longer.bytes));
    assert!(witness.at(1 << 63).sign("x\n").is_err());
    // The key of a cosigner is no key of a log: types do not mix.
    assert!(Ed25519Signer::parse(&witness.to_text()).is_err());
}
