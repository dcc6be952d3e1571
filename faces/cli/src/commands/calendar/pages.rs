//! Pages of what goes wrong with calendar files.

use holdpoint_domain::RefusalPage;

crate::error::pages! {
    "calendar-crowded": "an event of the calendar takes place too often to be looked at",
        help "ask for a shorter span, or take the event out of the file",
        why "A rule can ask for every second of a century; nobody waits for that.";
    "duration-wrong": "`{text}` is no duration",
        help "write `90m`, `2h`, `1h30m` or `2d`",
        why "How long something takes decides where it fits.";
    "fiscal-year-wrong": "no fiscal year is like that",
        help "give a day on which a year began, and `--year-end` where it ends on the last day of its kind in a month",
        why "Books are closed when a year ends, so nobody guesses when that is.";
    "calendar-malformed": "a line of the iCalendar file is wrong",
        help "correct the line that is named, or export the file again",
        why "What was misread would let people be waited for who are not there, or open what is closed.";
    "span-wrong": "the span ends before it begins",
        help "give a `--to` that is later than `--from`",
        why "Nothing takes place within it; most likely the two were exchanged.";
}
