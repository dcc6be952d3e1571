//! What people do, as they do it.

mod calendar;
mod deciding;
mod founding;
mod ledger;
mod lists;
mod login;
mod moving;
mod news;
mod plain;
mod reading;
mod searching;
mod signing;
mod travelling;
mod unsent;
mod wrong;

use crate::chromium::{USUAL, WITHOUT_SCRIPTS};
use crate::run::Test;
use crate::sweep;

/// A test in a browser of a kind.
macro_rules! test {
    ($name:literal, $browser:ident, $does:path) => {
        Test {
            name: $name,
            browser: $browser,
            does: |stage| Box::pin($does(stage)),
        }
    };
}

/// All of them.
pub(crate) fn all() -> Vec<Test> {
    let mut all = of_pages();
    all.extend(of_people());
    all.extend(of_signing());
    all.extend(of_the_calendar());
    all.extend(of_what_goes_wrong());
    all
}

/// What holds of pages: the longest, so they begin.
fn of_pages() -> Vec<Test> {
    vec![
        test!("every page in English", USUAL, sweep::in_english),
        test!("every page in German", USUAL, sweep::in_german),
        test!(
            "every page without scripts",
            WITHOUT_SCRIPTS,
            sweep::without_scripts
        ),
    ]
}

/// What they do in the calendar.
fn of_the_calendar() -> Vec<Test> {
    vec![
        test!(
            "the calendar is gone through by its keys",
            USUAL,
            calendar::by_keys
        ),
        test!(
            "in the calendar a plan is dragged and put back",
            USUAL,
            moving::a_plan
        ),
        test!(
            "in the calendar a booking is dropped where there is room",
            USUAL,
            moving::a_booking
        ),
        test!(
            "in the calendar's timeline a plan is dragged by hours",
            USUAL,
            moving::in_the_timeline
        ),
        test!(
            "in the calendar a plan is moved by keys",
            USUAL,
            moving::by_keys
        ),
        test!(
            "in the calendar a plan is moved without scripts",
            WITHOUT_SCRIPTS,
            moving::without_scripts
        ),
    ]
}

/// What they sign.
fn of_signing() -> Vec<Test> {
    vec![
        test!(
            "an approval is signed with a passkey",
            USUAL,
            signing::with_a_passkey
        ),
        test!(
            "go and no-go are signed with a passkey",
            USUAL,
            signing::go_and_no_go
        ),
        test!(
            "waivers are granted and taken back with a passkey",
            USUAL,
            signing::waivers
        ),
        test!(
            "nobody signs with a passkey whom it does not know",
            USUAL,
            signing::not_without_its_owner
        ),
    ]
}

/// What people do.
fn of_people() -> Vec<Test> {
    vec![
        test!("an organisation is founded", USUAL, founding::founded),
        test!(
            "an organisation is founded without scripts",
            WITHOUT_SCRIPTS,
            founding::founded_plainly
        ),
        test!("a printed link logs in once", USUAL, login::by_link),
        test!("a password logs in", USUAL, login::by_password),
        test!(
            "a held release is approved and deployed",
            USUAL,
            deciding::held_to_deployed
        ),
        test!(
            "nobody does what is not theirs to do",
            USUAL,
            deciding::not_theirs
        ),
        test!("a list is filtered and sorted", USUAL, lists::filtered),
        test!(
            "many are acted on, each with its result",
            USUAL,
            lists::many_at_once
        ),
        test!("a list is taken away as a file", USUAL, lists::exported),
        test!("the keyboard is enough", USUAL, searching::by_keyboard),
        test!(
            "the past is shown and left alone",
            USUAL,
            travelling::to_the_past
        ),
        test!(
            "language, colours and zone are chosen",
            USUAL,
            reading::chosen
        ),
        test!("the browser verifies an entry", USUAL, ledger::verified),
        test!(
            "what was tampered with is not verified",
            USUAL,
            ledger::tampered
        ),
        test!("news arrive by themselves", USUAL, news::arrive),
        test!("news wait while somebody writes", USUAL, news::wait),
        test!(
            "without scripts, all can be done",
            WITHOUT_SCRIPTS,
            plain::everything_is_done
        ),
    ]
}

/// What does not go as people want.
fn of_what_goes_wrong() -> Vec<Test> {
    vec![
        test!("what is not there is said so", USUAL, wrong::nowhere),
        test!(
            "what could not be sent is not lost",
            USUAL,
            unsent::sent_after_all
        ),
    ]
}
