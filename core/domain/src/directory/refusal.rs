//! Why what the settings say of the directory cannot be.

use crate::kernel::refusals;

refusals! {
    fn directory_wrong(why) = "directory-wrong": "{why}",
        help "correct it under `directory`",
        why "Roles follow from what stands there, so it has to be sound.";
}
