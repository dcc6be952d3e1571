//! Secrets in variables of the environment.

use std::os::unix::ffi::OsStringExt as _;

use crate::files::LARGEST;
use crate::settings::Settings;
use crate::why::Trouble;
use holdpoint_mask::Secret;

/// The value of a variable that may be read, as it is.
pub(crate) fn fetch(settings: &Settings, variable: &str) -> Result<Secret, Trouble> {
    if settings.prefixes.is_empty() {
        return Err(Trouble::Unconfigured);
    }
    let begins = |prefix: &String| !prefix.is_empty() && variable.starts_with(prefix.as_str());
    if !settings.prefixes.iter().any(begins) {
        return Err(Trouble::Outside);
    }
    let value = (settings.variables)(variable).ok_or(Trouble::Absent)?;
    let secret = Secret::new(value.into_vec());
    match secret.bytes().len() {
        0 => Err(Trouble::Empty),
        length if length as u64 > LARGEST => Err(Trouble::Large(LARGEST)),
        _ => Ok(secret),
    }
}
