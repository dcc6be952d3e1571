//! The stores: ledger, keys, people, content, what witnesses know, and backups.

use std::collections::BTreeSet;
use std::path::Path;

use holdpoint_backup::Manifest;
use holdpoint_engine::transfer::{Scan, root_at, scan};
use holdpoint_ledger::log::LogIdentity;
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_ports::{BlobDigest, Clock as _, Head, ListedBlob, SystemClock};

use super::{Finding, channels, error, forges, warning, witnesses};
use crate::data::Backed;
use crate::session::Session;

const DAY_MS: i64 = 24 * 3_600_000;

pub(super) fn check(session: &Session, place: &Path, offline: bool) -> Vec<Finding> {
    let backed = match session.backed() {
        Ok(backed) => backed,
        Err(failure) => {
            let causes = failure.causes.join(": ");
            let message = format!("{} ({causes})", failure.message);
            let help = "look at the cause; nothing else can be looked at before";
            return vec![error("data-unreadable", message, help)];
        }
    };
    let mut findings = Vec::new();
    findings.extend(signing(&backed));
    match backed.ledger.head() {
        Ok(Some(head)) => findings.extend(ledger(&backed, &head, place, offline)),
        Ok(None) => findings.push(warning(
            "ledger-empty",
            "there is nothing in the ledger yet",
            "`holdpoint apply` or `holdpoint serve` founds an organisation",
        )),
        Err(why) => findings.push(error(
            "ledger-unreadable",
            why,
            "restore it from a backup with `holdpoint restore`",
        )),
    }
    findings
}

/// The key that signs, if it is in a file.
fn signing(backed: &Backed) -> Option<Finding> {
    let elsewhere = std::env::var_os("HOLDPOINT_LEDGER_KEY").is_some();
    let Some(text) = &backed.signing else {
        let message = "the key that signs the ledger is not there";
        let help =
            "put `ledger.key` back, or name it with `--key-file` or in `HOLDPOINT_LEDGER_KEY`";
        return (!elsewhere).then(|| error("key-missing", message, help));
    };
    let signer = Ed25519Signer::parse(text).ok();
    let fits = signer.is_some_and(|key| key.verifier_key().to_string() == backed.log);
    (!fits).then(|| {
        error(
            "key-other",
            "`ledger.key` is not the key of this ledger",
            "put the key back whose public half is `ledger.vkey`",
        )
    })
}

fn ledger(backed: &Backed, head: &Head, place: &Path, offline: bool) -> Vec<Finding> {
    let mut findings = tree(backed, head);
    findings.extend(clock(SystemClock.now(), head.time_ms));
    findings.extend(witnesses::contradicted(backed, head, place));
    match scan(&*backed.ledger, head.size, &|_| ()) {
        Ok(scan) => {
            findings.extend(content(backed, &scan));
            findings.extend(people(backed, &scan));
            findings.extend(witnesses::lag(backed, head, place, scan.settings()));
            findings.extend(channels::check(scan.settings(), offline));
            let now = SystemClock.now();
            findings.extend(forges::check(scan.settings(), scan.statuses(), now));
        }
        Err(why) => findings.push(error(
            "ledger-entries",
            why,
            "`holdpoint audit verify` says which entries; restore the ledger from a backup",
        )),
    }
    findings
}

/// Whether the head is signed, and what the tree leads to.
fn tree(backed: &Backed, head: &Head) -> Vec<Finding> {
    let identity = LogIdentity::new(&backed.log);
    let signed = identity.is_ok_and(|log| log.open(&head.checkpoint).is_ok());
    let mut findings = Vec::new();
    findings.extend((!signed).then(|| {
        error(
            "ledger-signature",
            "the head of the ledger is not signed by the key in `ledger.vkey`",
            "`holdpoint audit verify` says more; restore what was changed from a backup",
        )
    }));
    let rooted = root_at(&*backed.ledger, head.size).is_ok_and(|root| root == head.root);
    findings.extend((!rooted).then(|| {
        error(
            "ledger-damaged",
            "the tree of the ledger does not lead to its head",
            "`holdpoint audit verify` says which entries; restore the ledger from a backup",
        )
    }));
    findings
}

/// Whether the clock is where the ledger is.
fn clock(now: i64, newest: i64) -> Option<Finding> {
    let behind = newest.saturating_sub(now) / 1_000;
    (behind > 30).then(|| {
        error(
            "clock-behind",
            format!("the clock stands {behind} s before the newest entry"),
            "set the clock of this machine: nothing is recorded until it is past that entry",
        )
    })
}

fn content(backed: &Backed, scan: &Scan) -> Vec<Finding> {
    match backed.blobs.list() {
        Ok(listed) => {
            let named: BTreeSet<_> = scan.blobs().copied().collect();
            let (missing, orphaned) = compare(&named, &listed, SystemClock.now());
            missing.into_iter().chain(orphaned).collect()
        }
        Err(why) => vec![error(
            "content-unreadable",
            why,
            "look at the cause; `holdpoint explain` has pages for what object storages say",
        )],
    }
}

/// What entries name and is not there, and what is there and none names.
fn compare(
    named: &BTreeSet<BlobDigest>,
    listed: &[ListedBlob],
    now: i64,
) -> (Option<Finding>, Option<Finding>) {
    let there: BTreeSet<_> = listed.iter().map(|blob| blob.digest).collect();
    let missing = named.difference(&there).count();
    let missing = (missing > 0).then(|| {
        error(
            "content-missing",
            format!("{missing} blobs that entries name are not there"),
            "bring them back from a backup; `holdpoint audit verify` lists them",
        )
    });
    // What was handed in of late may still be named.
    let orphaned =
        |blob: &&ListedBlob| !named.contains(&blob.digest) && now - blob.changed > DAY_MS;
    let orphaned: Vec<_> = listed.iter().filter(orphaned).collect();
    let orphaned = (!orphaned.is_empty()).then(|| {
        let bytes: u64 = orphaned.iter().map(|blob| blob.size).sum();
        warning(
            "content-orphaned",
            format!(
                "{} blobs, {bytes} bytes, are named by no entry",
                orphaned.len()
            ),
            "they do no harm: they were handed in and not used; a restored backup is without them",
        )
    });
    (missing, orphaned)
}

fn people(backed: &Backed, scan: &Scan) -> Vec<Finding> {
    let kept = match backed.vault.kept() {
        Ok(kept) => kept,
        Err(why) => {
            let help = "bring the vault back from a backup, with the file of keys";
            return vec![error("vault-unreadable", why, help)];
        }
    };
    let known: BTreeSet<_> = kept.iter().map(|(one, _)| one.person.as_str()).collect();
    let (mut lost, mut left) = (0_usize, 0_usize);
    for (id, erased) in scan.people() {
        match (erased, known.contains(id)) {
            (false, false) => lost += 1,
            (true, true) => left += 1,
            _ => {}
        }
    }
    let lost = (lost > 0).then(|| {
        error(
            "people-keyless",
            format!("the vault does not know {lost} people whom the ledger has"),
            "bring the vault back from a backup, with the newest file of keys",
        )
    });
    let left = (left > 0).then(|| {
        error(
            "people-not-erased",
            format!("the vault still has {left} people who are erased"),
            "start the server, or run any command on the data directory: that erases them",
        )
    });
    lost.into_iter().chain(left).collect()
}

/// Whether there is a backup, and of late.
pub(super) fn backup(place: &Path) -> Option<Finding> {
    let help = "run `holdpoint backup` more often, such as by a timer every hour";
    match Manifest::read(place) {
        Err(why) => Some(error(
            "backup-damaged",
            why,
            "make another backup in another place",
        )),
        Ok(None) => {
            let message = format!("there is no backup in `{}`", place.display());
            Some(error("backup-missing", message, help))
        }
        Ok(Some(manifest)) => aged(SystemClock.now() - manifest.made, help),
    }
}

fn aged(age: i64, help: &'static str) -> Option<Finding> {
    let hours = age / 3_600_000;
    (age > DAY_MS).then(|| {
        warning(
            "backup-old",
            format!("the backup is {hours} hours old"),
            help,
        )
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use holdpoint_ports::{BlobDigest, ListedBlob};

    use super::{DAY_MS, aged, clock, compare};

    #[test]
    fn what_nobody_names_is_orphaned_after_a_day() {
        let (one, two) = (BlobDigest([1; 32]), BlobDigest([2; 32]));
        let (named, size) = (BTreeSet::from([one]), 7);
        let kept = |digest, changed| ListedBlob {
            digest,
            size,
            changed,
        };
        let rules = |listed: &[ListedBlob], now| {
            let (missing, orphaned) = compare(&named, listed, now);
            let rules = missing.into_iter().chain(orphaned).map(|found| found.rule);
            rules.collect::<Vec<_>>()
        };
        assert_eq!(rules(&[kept(one, 0)], DAY_MS * 9), [""; 0]);
        assert_eq!(rules(&[kept(one, 0), kept(two, 0)], DAY_MS), [""; 0]);
        let both = [kept(one, 0), kept(two, 0)];
        assert_eq!(rules(&both, DAY_MS + 1), ["content-orphaned"]);
        assert_eq!(rules(&[kept(two, 0)], DAY_MS), ["content-missing"]);
    }

    #[test]
    fn a_clock_may_be_a_little_behind() {
        assert!(clock(0, 30_999).is_none());
        assert_eq!(clock(0, 31_000).unwrap().rule, "clock-behind");
    }

    #[test]
    fn a_backup_is_old_after_a_day() {
        assert!(aged(DAY_MS, "").is_none());
        assert_eq!(aged(DAY_MS + 1, "").unwrap().rule, "backup-old");
    }
}
