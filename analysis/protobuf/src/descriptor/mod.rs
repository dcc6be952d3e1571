//! Sets of descriptors, as compilers write them.

mod declarations;
mod fields;
mod file;
mod options;
mod places;
mod wire;

use holdpoint_findings::{Finding, Place, Sources, Unreadable};

use crate::mistakes::{DESCRIPTORS, Work};
use crate::model::File;
use wire::{Broken, Reader, Value};

/// Reads all files of a set.
pub(crate) fn decode(name: &str, bytes: &[u8], work: &mut Work) -> Result<Vec<File>, Unreadable> {
    let broken = |what: &str| {
        let place = Place::whole(name);
        let finding = Finding::new(&DESCRIPTORS, place, "", &[("what", what)]);
        Unreadable::new(vec![finding], Sources::default())
    };
    if bytes.len() > holdpoint_findings::source_limit() {
        return Err(broken("it is too large"));
    }
    let files = files(bytes, work).map_err(|Broken(what)| broken(what))?;
    match files.is_empty() {
        true => Err(broken("there is no file in it")),
        false => Ok(files),
    }
}

fn files(bytes: &[u8], work: &mut Work) -> Result<Vec<File>, Broken> {
    let mut files = Vec::new();
    for field in Reader::new(bytes) {
        if let (1, Value::Bytes(bytes)) = field? {
            files.push(file::decode(bytes, work)?);
        }
        if work.enough() {
            break;
        }
    }
    Ok(files)
}

/// Whether bytes look like a set of descriptors: every file in it has a name.
pub(crate) fn looks_like(bytes: &[u8]) -> bool {
    let mut files = 0_usize;
    for field in Reader::new(bytes) {
        match field {
            Ok((1, Value::Bytes(file))) => {
                let named = matches!(Reader::new(file).next(), Some(Ok((1, Value::Bytes(_)))));
                if !named {
                    return false;
                }
                files += 1;
            }
            Ok((number, _)) if number > 1 => {}
            _ => return false,
        }
    }
    files > 0
}
