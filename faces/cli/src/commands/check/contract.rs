//! Contracts, with all files that they refer to.

use std::path::Path;
use std::sync::Arc;

use holdpoint_contracts::Files;
pub(super) use holdpoint_contracts::Missing;
use holdpoint_findings::Source;

use super::api::Given;
use super::options::unreadable;
use super::place::Place;
use crate::error::Failure;

/// A contract with all files that it refers to, which are looked for beside it: on disk, or in the same revision.
pub(super) fn read(given: Given) -> Result<Files, Failure> {
    let place = given.place.clone();
    let first = given.source()?;
    let mut beside = |name: &str| beside(&place, name);
    let files = Files::within(place.prefix(), &first, &mut beside);
    files.map_err(|error| unreadable(&error))
}

/// A file that another one names.
pub(super) fn beside(place: &Place, name: &str) -> Result<Arc<Source>, Missing> {
    let Place::Git(..) = place else {
        return on_disk(name);
    };
    let path = name.strip_prefix(place.prefix()).unwrap_or(name);
    match place.at(Path::new(path)).source_if_there() {
        Ok(Some(source)) => Ok(source),
        Ok(None) => Err(Missing::Absent("the revision has no such file".to_owned())),
        Err(error) => Err(Missing::Unreadable(error)),
    }
}

fn on_disk(name: &str) -> Result<Arc<Source>, Missing> {
    // Pipes and devices may be named to a check, but not by what it reads: whoever waits for them may wait for ever.
    if Path::new(name).exists() && !Path::new(name).is_file() {
        return Err(Missing::Absent("it is not a file".to_owned()));
    }
    let read = std::fs::File::open(name).and_then(|file| Source::from_reader(name, file));
    match read {
        Ok(Ok(source)) => Ok(Arc::new(source)),
        Ok(Err(error)) => Err(Missing::Unreadable(error)),
        Err(error) => Err(Missing::Absent(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::{Missing, on_disk};

    #[test]
    fn nobody_waits_for_what_is_not_a_file() {
        let end = std::env::temp_dir();
        for name in ["/dev/zero", &end.to_string_lossy()] {
            let read = on_disk(name);
            assert!(matches!(read, Err(Missing::Absent(what)) if what == "it is not a file"));
        }
    }
}
