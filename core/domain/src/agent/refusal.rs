//! Why an agent is not invited, enrolled or retired.

use crate::kernel::refusals;

refusals! {
    fn agent_unknown(agent) = "agent-unknown": "there is no agent `{agent}`",
        help "`holdpoint agent list` shows those that there are",
        why "An agent begins with an invitation.";
    fn agent_retired(agent) = "agent-retired": "the agent `{agent}` is retired already",
        help "nothing needs to be done; `holdpoint agent invite` begins it anew",
        why "Whoever is retired is let in no more.";
    fn agent_wrong(agent, why) = "agent-wrong": "the agent `{agent}` cannot be invited so: {why}",
        help "a label has 1 to 64 of a-z, 0-9 and `._=/-`, an agent at most 32 of them; a name has at most 63 characters; a secret counts for 30 days at most",
        why "Names and labels stand in certificates and definitions of pipelines, where they have to be the same for everybody.";
    fn agent_secret_wrong(agent) = "agent-secret-wrong":
        "the secret does not count for the agent `{agent}`: it was used, replaced, or has expired",
        help "ask for a new one: `holdpoint agent invite`",
        why "A secret counts once, so that a copy of it is of no use to anybody else.";
}
