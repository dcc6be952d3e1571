//! Why a hold is not placed or lifted.

use crate::kernel::refusals;

refusals! {
    fn hold_unknown(id) = "hold-unknown": "there is no hold `{id}`",
        help "`holdpoint archive list` shows those that are on",
        why "A hold is lifted by its id, and once.";
    fn hold_past(until) = "hold-in-the-past": "`{until}` has passed",
        help "choose an end in the future, or none",
        why "It would never hold.";
    fn hold_person_only() = "hold-person-needed": "only a person places a hold",
        help "sign in as a person",
        why "Somebody has to answer for what is kept.";
    fn hold_on_nothing(scope) = "hold-on-nothing": "there is no `{scope}`",
        help "correct the name",
        why "A hold that is on nothing would keep nothing, and nobody would notice.";
    fn retention_wrong(why) = "retention-wrong": "the retention classes cannot be so: {why}",
        help "give each class a name of its own, at most 100 years, and what it is for",
        why "For how long something is kept has to be clear when somebody asks to be forgotten.";
}
