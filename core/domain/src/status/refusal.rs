//! Why what the settings say of forges cannot be.

use crate::kernel::refusals;

refusals! {
    fn forge_wrong(why) = "forge-wrong": "{why}",
        help "correct it under `forges`",
        why "What gates say is shown there, and a token is sent there, so each has to be meant.";
}
