//! Proofs from a whole log, and their verification elsewhere.

use holdpoint_ledger::Hash;
use holdpoint_ledger::checkpoint::Checkpoint;
use holdpoint_ledger::cosignature::Cosigner;
use holdpoint_ledger::log::{
    LogError, LogIdentity, VerifyError, VerifyRequest, prove, prove_consistency, verify,
};
use holdpoint_ledger::proof_file::{ProofFile, ProofFileError};
use holdpoint_ledger::sink::DirectorySink;
use holdpoint_ledger::source::{DirectorySource, MAX_RESOURCE, MemoryLog, TileSource};
use holdpoint_ledger::writer::{TiledLogWriter, WriterError};

use crate::sample;

#[test]
fn every_entry_is_proven_and_the_file_verifies_offline() {
    let log = sample::log(600);
    for index in 0..600 {
        let proven = prove(&log, &sample::identity(), index).unwrap();
        assert_eq!(proven.entry, sample::entry(index));
        let text = proven.file.to_string();
        let read = ProofFile::parse(text.as_bytes()).unwrap();
        assert_eq!(read, proven.file);
        let signed = read
            .verify(&Hash::leaf(&sample::entry(index)), &sample::identity())
            .unwrap();
        assert_eq!(signed.checkpoint.size, 600);
        let other = read.verify(&Hash::leaf(b"another entry"), &sample::identity());
        assert!(matches!(other, Err(ProofFileError::Proof(_))));
    }
    let beyond = prove(&log, &sample::identity(), 600).unwrap_err();
    assert_eq!(
        beyond.to_string(),
        "entry 600 is not in the log, which has size 600"
    );
}

#[test]
fn a_damaged_log_gives_no_proof() {
    let mut log = sample::log(600);
    log.get_mut("tile/0/001").unwrap()[40] ^= 1;
    let error = prove(&log, &sample::identity(), 300).unwrap_err();
    assert!(matches!(error, LogError::Damaged(_)), "{error}");
    log.remove("tile/0/001");
    let error = prove(&log, &sample::identity(), 300).unwrap_err();
    assert_eq!(error.to_string(), "the log has no `tile/0/001`");
}

#[test]
fn the_specifications_form_of_a_proof_file_is_kept() {
    let hash = Hash::leaf(b"x").to_base64();
    let file = ProofFile {
        extra: Some(b"age-v1.2.1".to_vec()),
        index: 73_894,
        hashes: vec![Hash::leaf(b"x"); 2],
        checkpoint: "example.com/fancylog\n".into(),
    };
    let text = format!(
        "c2sp.org/tlog-proof@v1\nextra YWdlLXYxLjIuMQ==\nindex 73894\n{hash}\n{hash}\n\nexample.com/fancylog\n"
    );
    assert_eq!(file.to_string(), text);
    assert_eq!(ProofFile::parse(text.as_bytes()).unwrap(), file);
}

#[test]
fn malformed_proof_files_are_refused_at_their_line() {
    let hash = Hash::leaf(b"x").to_base64();
    let many = format!("{hash}\n").repeat(65);
    let broken = [
        (String::new(), 1),
        ("c2sp.org/tlog-proof@v2\nindex 0\n\nx\n".into(), 1),
        ("c2sp.org/tlog-proof@v1\n\nx\n".into(), 2),
        ("c2sp.org/tlog-proof@v1\nindex 00\n\nx\n".into(), 2),
        ("c2sp.org/tlog-proof@v1\nindex -1\n\nx\n".into(), 2),
        ("c2sp.org/tlog-proof@v1\nextra YQ\nindex 0\n\nx\n".into(), 2),
        (
            "c2sp.org/tlog-proof@v1\nextra YQ==\nextra YQ==\nindex 0\n\nx\n".into(),
            3,
        ),
        (
            "c2sp.org/tlog-proof@v1\nindex 0\nextra YQ==\n\nx\n".into(),
            3,
        ),
        (
            format!("c2sp.org/tlog-proof@v1\nindex 0\n{hash}\nAAAA\n\nx\n"),
            4,
        ),
        (
            format!("c2sp.org/tlog-proof@v1\nindex 0\n {hash}\n\nx\n"),
            3,
        ),
        (format!("c2sp.org/tlog-proof@v1\nindex 0\n{many}\nx\n"), 67),
        ("c2sp.org/tlog-proof@v1\nindex 0\n\n".into(), 4),
        ("c2sp.org/tlog-proof@v1\r\nindex 0\n\nx\n".into(), 1),
    ];
    for (text, expected) in broken {
        match ProofFile::parse(text.as_bytes()) {
            Err(ProofFileError::Line { line, .. }) => assert_eq!(line, expected, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn a_log_is_proven_to_extend_its_older_checkpoints() {
    let log = sample::log(600);
    for size in [0, 1, 255, 256, 300, 599, 600] {
        let older = sample::log(size)["checkpoint"].clone();
        let old = sample::identity().open(&older).unwrap();
        let (proof, new) = prove_consistency(&log, &sample::identity(), &old).unwrap();
        assert_eq!(new.checkpoint.size, 600);
        let request = VerifyRequest {
            checkpoint: &log["checkpoint"],
            inclusion: None,
            consistency: Some((&older, &proof)),
        };
        let verified = verify(request, &sample::identity());
        if size == 0 {
            assert!(
                matches!(verified, Err(VerifyError::Consistency(_))),
                "the empty tree proves nothing"
            );
        } else {
            assert_eq!(verified.unwrap().extends, Some(size));
        }
    }
    let larger = sample::identity()
        .open(&sample::log(601)["checkpoint"])
        .unwrap();
    let error = prove_consistency(&log, &sample::identity(), &larger).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the log has size 600, less than the 601 of the checkpoint"
    );
    let forked = Checkpoint::new(sample::ORIGIN, 300, Hash::leaf(b"fork"))
        .sign(&[&sample::signer()])
        .unwrap();
    let forked = sample::identity().open(&forked).unwrap();
    assert!(matches!(
        prove_consistency(&log, &sample::identity(), &forked),
        Err(LogError::Damaged(_))
    ));
}

#[test]
fn a_report_tells_who_signed_and_a_witness_alone_is_not_enough() {
    let witness = Cosigner::from_seed("witness.example/w1", &[3; 32]).unwrap();
    let log = sample::identity()
        .with_witness(&witness.verifier_key().to_string())
        .unwrap();
    let checkpoint = Checkpoint::new(sample::ORIGIN, 1, Hash::leaf(b"x"));
    let both = checkpoint
        .sign(&[&sample::signer(), &witness.at(1_700_000_000)])
        .unwrap();
    let request = |checkpoint| VerifyRequest {
        checkpoint,
        inclusion: Some((0, Hash::leaf(b"x"), &[])),
        consistency: None,
    };
    let report = verify(request(&both), &log).unwrap();
    assert_eq!(report.included, Some(0));
    let json = serde_json::to_value(&report.signatures).unwrap();
    assert_eq!(json[0]["witness"], false);
    assert_eq!(json[1]["cosigned_at"], 1_700_000_000);
    let alone = checkpoint.sign(&[&witness.at(1_700_000_000)]).unwrap();
    let error = verify(request(&alone), &log).unwrap_err().to_string();
    assert!(error.contains("no known key signed the note"), "{error}");
    assert!(LogIdentity::new("nonsense").is_err());
}

#[test]
fn a_log_in_a_directory_is_written_and_read() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = TiledLogWriter::new(DirectorySink::new(directory.path()));
    for index in 0..300 {
        writer.append(&sample::entry(index)).unwrap();
    }
    let checkpoint = sample::log(300)["checkpoint"].clone();
    assert_eq!(writer.finish_with(&checkpoint).unwrap().size, 300);
    let source = DirectorySource::new(directory.path());
    for (path, bytes) in sample::log(300) {
        assert_eq!(source.read(&path).unwrap(), Some(bytes), "{path}");
    }
    assert_eq!(source.read("tile/9/000").unwrap(), None);
    assert_eq!(source.read("checkpoint/000").unwrap(), None);
    assert!(source.read("tile").is_err(), "a directory is no resource");
    let large = std::fs::File::create(directory.path().join("large")).unwrap();
    large.set_len(MAX_RESOURCE + 1).unwrap();
    assert!(source.read("large").is_err());
}

#[test]
fn a_writer_refuses_what_would_not_verify() {
    let mut writer = TiledLogWriter::new(MemoryLog::new());
    writer.append(b"one").unwrap();
    let error = writer.append(&vec![0; 65_536]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "entry 1 cannot be written: an entry of 65536 bytes is over the limit of 65535 bytes"
    );
    let error = writer
        .finish_with(&sample::log(1)["checkpoint"])
        .unwrap_err();
    assert!(
        matches!(
            error,
            WriterError::Other {
                expected_size: 1,
                size: 1,
                ..
            }
        ),
        "{error}"
    );
    let broken = TiledLogWriter::new(MemoryLog::new())
        .finish_with(b"nonsense")
        .unwrap_err();
    assert!(matches!(broken, WriterError::Checkpoint(_)), "{broken}");
}

/// What is stored besides the entries themselves: tiles, lengths and the checkpoint.
#[test]
fn merkle_and_framing_take_at_most_40_bytes_an_entry() {
    const SIZE: u64 = 66_000;
    let log = sample::log(SIZE);
    let stored: usize = log.values().map(Vec::len).sum();
    let entries: usize = (0..SIZE).map(|index| sample::entry(index).len()).sum();
    let overhead = (stored - entries) as f64 / SIZE as f64;
    assert!(
        (34.0..35.0).contains(&overhead),
        "{overhead} bytes an entry"
    );
}
