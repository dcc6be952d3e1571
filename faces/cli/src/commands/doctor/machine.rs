//! The machine: who may read what, space, and whether what is written stays.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::{Finding, error, warning};

/// Files that only their owner may read.
const PRIVATE: &[&str] = &[
    "ledger.key",
    "ledger.sqlite",
    "vault",
    "vault/vault.key",
    "vault/vault.sqlite",
    "blobs",
];

const MEBIBYTE: u64 = 1024 * 1024;

pub(super) fn check(place: &Path) -> Vec<Finding> {
    let mut findings = rights(place);
    if let Ok(about) = rustix::fs::statvfs(place) {
        findings.extend(space(about.f_bavail.saturating_mul(about.f_frsize)));
    }
    if let Ok(about) = rustix::fs::statfs(place) {
        let kind = u64::try_from(about.f_type).unwrap_or_default();
        findings.extend(filesystem(kind));
    }
    findings
}

fn rights(place: &Path) -> Vec<Finding> {
    let mode = |path: &Path| Some(path.metadata().ok()?.permissions().mode() & 0o7777);
    let open = |name: &&&str| {
        let mode = mode(&place.join(name));
        mode.is_some_and(|mode| mode & 0o077 != 0)
    };
    let found = PRIVATE.iter().filter(open).map(|name| {
        let message = format!(
            "others than the owner get at `{}`",
            place.join(name).display()
        );
        let help = "`chmod go= FILE`, and replace keys that others could have read";
        error("data-open", message, help)
    });
    let writable = mode(place).is_some_and(|mode| mode & 0o022 != 0);
    let writable = writable.then(|| {
        let message = format!("others may write to `{}`", place.display());
        error("data-writable", message, "`chmod go-w DIR`")
    });
    found.chain(writable).collect()
}

/// Whether there is room to go on.
fn space(free: u64) -> Option<Finding> {
    let help = "make room, or move the data directory: nothing is recorded on a full disk";
    let message = format!("{} MiB are free on the disk", free / MEBIBYTE);
    match free / MEBIBYTE {
        0..100 => Some(error("disk-full", message, help)),
        100..1_024 => Some(warning("disk-filling", message, help)),
        _ => None,
    }
}

/// Whether what a filesystem says is durable is so.
fn filesystem(kind: u64) -> Option<Finding> {
    match kind {
        0x0102_1994 | 0x8584_58f6 => Some(warning(
            "disk-memory",
            "the data directory is in memory (tmpfs)",
            "move it to a disk: all of it is gone when the machine stops",
        )),
        0x6969 | 0xff53_4d42 | 0xfe53_4d42 => Some(warning(
            "disk-network",
            "the data directory is on a network filesystem",
            "move it to a disk of this machine: locks and durability are not what they should be over a network",
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{MEBIBYTE, filesystem, space};

    #[test]
    fn little_room_is_said_before_it_is_too_little() {
        let rule = |mebibytes: u64| space(mebibytes * MEBIBYTE).map(|one| one.rule);
        assert_eq!(rule(99), Some("disk-full"));
        assert_eq!(rule(100), Some("disk-filling"));
        assert_eq!(rule(1_023), Some("disk-filling"));
        assert_eq!(rule(1_024), None);
    }

    #[test]
    fn what_does_not_stay_is_told_from_what_does() {
        let rule = |kind: u64| filesystem(kind).map(|one| one.rule);
        assert_eq!(rule(0x0102_1994), Some("disk-memory"));
        assert_eq!(rule(0x6969), Some("disk-network"));
        assert_eq!(rule(0xef53), None, "ext4");
    }
}
