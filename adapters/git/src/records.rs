//! Streams of fields that end with NUL.

use std::io::BufRead;

use crate::GitError;
use crate::program::Running;

/// No field of git's answers used here is longer; a path or a subject that long is an attack.
const LONGEST: usize = 16 * 1024 * 1024;

/// The next field without its NUL; none at the end.
pub(crate) fn field(running: &mut Running) -> Result<Option<String>, GitError> {
    let mut bytes = Vec::new();
    let read = running.out.read_until(0, &mut bytes);
    let count = read.map_err(|source| running.broken(source))?;
    if count == 0 {
        return Ok(None);
    }
    if bytes.pop() != Some(0) || bytes.len() > LONGEST {
        return Err(running.unexpected("a field that does not end"));
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// The next `N` fields; none at the end.
pub(crate) fn record<const N: usize>(
    running: &mut Running,
) -> Result<Option<[String; N]>, GitError> {
    let Some(first) = field(running)? else {
        return Ok(None);
    };
    let mut fields = vec![first];
    while fields.len() < N {
        let next = field(running)?;
        fields.push(next.ok_or_else(|| running.unexpected("the end in mid-record"))?);
    }
    let whole = <[String; N]>::try_from(fields);
    whole
        .map(Some)
        .map_err(|_| running.unexpected("a record of another length"))
}
