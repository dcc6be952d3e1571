//! The criterion `readiness`: a person has confirmed an item.

use super::judge::{Answer, Asked};
use super::{Wait, refusal};

pub(super) fn ask(asked: &Asked<'_>, item: &str) -> Answer {
    match asked.release.readiness.contains_key(item) {
        true => Answer::met(),
        false => Answer::wait(
            refusal::readiness_missing(item),
            Wait::Readiness {
                item: item.to_owned(),
            },
        ),
    }
}
