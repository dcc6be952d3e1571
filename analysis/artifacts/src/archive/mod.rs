//! Bounded looks into archives.

pub(crate) mod tar;
pub(crate) mod zip;

use std::io::{self, Read};

/// No description inside an archive is larger.
pub(crate) const MAX_TEXT: u64 = 1024 * 1024;
/// No archive with more entries is looked through.
pub(crate) const MAX_ENTRIES: usize = 200_000;

/// Reads text of at most [`MAX_TEXT`] bytes; what is longer is cut, what is not UTF-8 is replaced.
pub(crate) fn text(reader: &mut dyn Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    reader.take(MAX_TEXT).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The value of a `Key: value` line, as in manifests and mail headers; nothing behind the first empty line.
pub(crate) fn header<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.lines()
        .take_while(|line| !line.trim().is_empty())
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case(key))
        .map(|(_, value)| value.trim())
}
