//! Semantic versions, and npm's.

use semver::Version;
use std::cmp::Ordering;

pub(super) fn check(version: &str) -> Result<(), String> {
    Version::parse(version).map(drop).map_err(|error| {
        format!("{error} (it is MAJOR.MINOR.PATCH, as in `1.4.0` or `1.4.0-rc.1`)")
    })
}

pub(super) fn check_npm(version: &str) -> Result<(), String> {
    check(version)?;
    if version.contains('+') {
        return Err("the npm registry drops what stands behind `+`".to_owned());
    }
    Ok(())
}

/// Precedence as the standard says: build metadata does not count.
pub(super) fn compare(left: &str, right: &str) -> Option<Ordering> {
    let left = Version::parse(left).ok()?;
    let right = Version::parse(right).ok()?;
    Some(left.cmp_precedence(&right))
}

pub(super) fn is_prerelease(version: &str) -> bool {
    Version::parse(version).is_ok_and(|version| !version.pre.is_empty())
}
