//! Why a gate is not what was asked for.

use crate::kernel::refusals;

refusals! {
    fn criterion_wrong(name, place, why) = "criterion-wrong":
        "criterion `{name}` of `{place}` {why}",
        help "give it a name of its own and something to ask for",
        why "Waivers and verdicts refer to criteria by name, and an empty one would never hold anything.";
}
