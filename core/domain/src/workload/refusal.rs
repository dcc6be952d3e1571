//! Why a workload is not let in, or may not.

use crate::kernel::refusals;

refusals! {
    fn workload_unknown(name) = "workload-unknown": "there is no workload `{name}`",
        help "declare it under `workloads` and apply, or correct the name",
        why "A workload acts for as long as the configuration lets it in, and not a command longer.";
    fn workload_wants(name, command) = "workload-may-not": "the workload `{name}` does not do `{command}`",
        help "a person does it; or let the workload do it, with `commands` under `workloads`, if workloads may",
        why "Programs say what they have seen and put releases together. What is decided is decided by people.";
    fn workload_not_permitted(name, permission, target) = "workload-not-permitted":
        "the workload `{name}` has no permission `{permission}` on {target}",
        help "give it another role or scope under `workloads`, and apply; what decides, no workload has",
        why "A workload has what its role permits in its scope, and of that only reading, evidence and releases.";
    fn admission_wrong(size) = "workload-says-too-much": "what the token says of its run takes {size} bytes",
        help "name fewer claims in the rule",
        why "It stands in one entry of the ledger.";
    fn workload_wrong(name, why) = "workload-wrong": "workload `{name}`: {why}",
        help "correct it under `workloads`",
        why "A rule that lets in whom it should not would let programs act that nobody has chosen.";
    fn workloads_wrong(why) = "workloads-wrong": "{why}",
        help "correct them under `workloads`",
        why "Issuers are found by what they call themselves, and workloads by name, so both have to be sound.";
}
