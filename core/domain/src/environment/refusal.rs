//! Why environments stay as they are.

use crate::kernel::refusals;

refusals! {
    fn environment_unknown(name) = "environment-unknown": "there is no environment `{name}`",
        help "declare it under `environments` and apply, or correct the name",
        why "Gates and deployments are looked up by environment.";
    fn environment_circular(name) = "environment-circular":
        "environment `{name}` would come after itself",
        help "correct `after` so that environments form a line or a tree",
        why "A release passes environments in order; a circle has no first one.";
    fn environment_in_use(name, user) = "environment-in-use":
        "environment `{name}` is still used by `{user}`",
        help "mend what uses it, or let what runs there end, first",
        why "Retiring it would leave what runs there without a name.";
    fn protected_needs_people(name) = "environment-unguarded":
        "environment `{name}` is protected, enforces its gate, and asks nobody for an approval",
        help "add a criterion `approvals` with a role and a quorum, or do not protect it",
        why "Segregation of duties means that somebody else than the author and the deployer has said yes.";
    fn step_wrong(step, environment, why) = "step-wrong":
        "step `{step}` of environment `{environment}` {why}",
        help "give every step a name of its own and a command",
        why "A deployment refers to its steps by name.";
}
