//! Zip archives: a list of names, and the text of some.

use super::{MAX_ENTRIES, text};
use std::borrow::Cow;
use std::fs::File;
use std::io::BufReader;
use zip::ZipArchive;

/// An open zip archive.
pub(crate) struct Zip(ZipArchive<BufReader<File>>);

impl Zip {
    pub(crate) fn open(file: File) -> Result<Self, String> {
        let archive = ZipArchive::new(BufReader::new(file)).map_err(|error| error.to_string())?;
        if archive.len() > MAX_ENTRIES {
            return Err(format!(
                "it has {} entries, {MAX_ENTRIES} are looked through",
                archive.len()
            ));
        }
        Ok(Self(archive))
    }

    /// The names that are readable text.
    pub(crate) fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.file_names().filter_map(Result::ok)
    }

    /// The text of an entry, as far as it is read.
    pub(crate) fn text(&mut self, name: &str) -> Result<String, String> {
        let mut entry = self.0.by_name(name).map_err(|error| error.to_string())?;
        text(&mut entry).map_err(|error| error.to_string())
    }
}
