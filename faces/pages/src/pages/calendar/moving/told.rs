//! What rules say, with the moments in it as the reader has them.

use holdpoint_domain::{Reason, Time};

use crate::desk::Desk;
use crate::reasons;

/// A reason as a sentence in the language of the page, with moments on its clock.
pub(super) fn said(desk: &Desk<'_>, reason: &Reason) -> String {
    let text = reasons::said(reason, desk.language());
    let word = |word: &str| match moment(word) {
        Some((time, rest)) => format!("{}{rest}", at(desk, time)),
        None => word.to_owned(),
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A moment with its clock, which its short form does not have in another year.
pub(super) fn at(desk: &Desk<'_>, time: Time) -> String {
    let (short, field) = (desk.when(time).short, desk.reading.field(time));
    let clock = field.get(11..).unwrap_or_default();
    match short.ends_with(clock) {
        true => short,
        false => format!("{short} {clock}"),
    }
}

/// The moments that a text names, in its order.
pub(super) fn moments(text: &str) -> impl Iterator<Item = Time> {
    let words = text.split([' ', '`']);
    words.filter_map(|word| moment(word).map(|(time, _)| time))
}

/// The moment that a word is, and the mark behind it.
fn moment(word: &str) -> Option<(Time, &str)> {
    let plain = word.trim_end_matches(['.', ',', ';', ':']);
    let rest = word.get(plain.len()..)?;
    Some((plain.parse().ok()?, rest))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{moment, moments};

    #[test]
    fn moments_are_found_in_what_rules_say() {
        let help = "it is clear from 2026-12-01T22:00:00.000Z on: `holdpoint release plan a b --at 2026-12-01T22:00:00.000Z`";
        let time = "2026-12-01T22:00:00Z".parse().unwrap();
        assert_eq!(moments(help).collect::<Vec<_>>(), [time, time]);
        assert_eq!(moments("choose another time, 2 hours later").count(), 0);
        assert_eq!(moment("2026-12-01T22:00:00Z."), Some((time, ".")));
    }
}
