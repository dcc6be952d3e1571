//! Why what the settings say of the directory cannot be.

use crate::kernel::refusals;

refusals! {
    fn directory_wrong(why) = "directory-wrong": "{why}",
        help "correct it under `directory`",
        why "Roles follow from what stands there, so it has to be sound.";
    fn group_unknown(group) = "group-unknown": "there is no group `{group}`",
        help "the directory makes it first",
        why "Only what the directory has told of can be changed by it.";
    fn group_name_taken(name) = "group-name-taken": "there is another group called `{name}`",
        help "rename one of the two in the directory",
        why "Roles go by the names of groups, so that each name is that of one group.";
    fn group_name_wrong(most) = "group-name-wrong": "a group is called by 1 to {most} bytes",
        help "rename it in the directory",
        why "Names of groups stand in the ledger and in the settings.";
    fn group_changed(name) = "group-changed": "group `{name}` has changed meanwhile",
        help "look at it once more, and change that",
        why "Whoever changes a group says what they have seen of it, so that two changes at once lose nobody.";
}
