//! Name and version by a file's name: `payments-ledger-1.4.0.tar.gz`.

use crate::artifact::Identity;

/// Endings of two parts, which would otherwise be cut in the middle.
const DOUBLE: [&str; 6] = [
    ".tar.gz", ".tar.xz", ".tar.zst", ".tar.bz2", ".cpio.gz", ".oci.tar",
];

/// Splits a file's name at the first hyphen or underscore that a digit, or `v` and a digit, follows.
pub(crate) fn by_name(file_name: &str) -> Identity {
    let stem = stem(file_name);
    let separators = stem.char_indices().filter(|(_, c)| matches!(c, '-' | '_'));
    let version_at = separators.map(|(at, _)| at).find(|at| {
        let after = stem.get(at + 1..).unwrap_or_default();
        let after = after.strip_prefix('v').unwrap_or(after);
        *at > 0 && after.starts_with(|c: char| c.is_ascii_digit())
    });
    match version_at.map(|at| stem.split_at(at)) {
        Some((name, version)) => Identity::new(None, Some(name), version.get(1..)),
        None => Identity::new(None, Some(stem), None),
    }
}

/// The name without its ending.
pub(crate) fn stem(file_name: &str) -> &str {
    let lower = file_name.to_ascii_lowercase();
    if let Some(double) = DOUBLE.iter().find(|double| lower.ends_with(**double)) {
        return file_name
            .get(..file_name.len() - double.len())
            .unwrap_or(file_name);
    }
    match file_name.rsplit_once('.') {
        // `ledger-1.4.0` has no ending: what follows the last dot of a version is a number.
        Some((stem, ending))
            if !stem.is_empty()
                && (1..=8).contains(&ending.len())
                && !ending.bytes().all(|b| b.is_ascii_digit()) =>
        {
            stem
        }
        _ => file_name,
    }
}

/// The ending without its dot, in lower case.
pub(crate) fn extension(file_name: &str) -> String {
    let stem = stem(file_name);
    file_name
        .get(stem.len()..)
        .unwrap_or_default()
        .trim_start_matches('.')
        .to_ascii_lowercase()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{by_name, extension};

    #[test]
    fn names_and_versions() {
        for (file, name, version, ending) in [
            (
                "payments-ledger-1.4.0.tar.gz",
                "payments-ledger",
                Some("1.4.0"),
                "tar.gz",
            ),
            ("ledger_v2.0-rc.1.zip", "ledger", Some("v2.0-rc.1"), "zip"),
            ("ledger-1.4.0", "ledger", Some("1.4.0"), ""),
            ("log4j-core.jar", "log4j-core", None, "jar"),
            ("-1.0.bin", "-1.0", None, "bin"),
            ("README", "README", None, ""),
            (".env", ".env", None, ""),
        ] {
            let identity = by_name(file);
            assert_eq!(identity.name.as_deref(), Some(name), "{file}");
            assert_eq!(
                (identity.version.as_deref(), extension(file).as_str()),
                (version, ending),
                "{file}"
            );
        }
    }
}
