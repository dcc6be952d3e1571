//! Why somebody may not decide.

use crate::kernel::refusals;

refusals! {
    fn conflicted(person, why) = "segregation-of-duties": "`{person}` {why}",
        help "ask somebody else who holds the role; `holdpoint gate explain` names them",
        why "No one person may both make, or deploy, and approve a change; that holds for whoever stands in for them, too.";
    fn let_in_of_late(person, other) = "approval-let-in-of-late":
        "`{person}` and `{other}`, who takes part in this release, may be one: one of them let the other in of late",
        help "ask somebody else who holds the role, or wait: it holds for a day, or as long as the enrolment counts",
        why "Whoever issues an enrolment could have redeemed it; until the person had time to notice, the two count as one.";
    fn role_not_held(person, role) = "approval-role-not-held":
        "`{person}` does not hold the role `{role}` for any component of this release",
        help "ask an administrator for the role, or approve in another one",
        why "A gate asks for people in a role, and a role is held in a scope.";
    fn role_does_not_approve(role) = "approval-role-not-approving":
        "the role `{role}` approves nothing",
        help "approve in a role that gates ask for",
        why "Developers, deployers, auditors and administrators do other work than deciding.";
    fn no_delegation(from, role) = "delegation-missing":
        "`{from}` has not delegated the role `{role}` to you for now",
        help "`{from}` delegates with `holdpoint delegate`",
        why "Standing in for somebody needs their word, dated and scoped.";
    fn not_submitted(release, stage) = "approval-not-asked":
        "release `{release}` is {stage}: there is nothing to decide yet",
        help "submit it first, so that what is approved stands",
        why "An approval is on an exact digest, and a draft still changes.";
    fn other_manifest(seen, found) = "approval-of-another-manifest":
        "you have seen `{seen}`, but the release is now `{found}`",
        help "look at it again, then approve that",
        why "The release has changed under your eyes; what you saw is not what would go out.";
    fn nothing_to_withdraw(role) = "approval-unknown":
        "you have decided nothing here in the role `{role}`",
        help "nothing needs to be done",
        why "There is no decision to take back.";
    fn author_deploys(environment) = "author-deploys":
        "who made a release does not deploy it to the protected environment `{environment}`",
        help "ask somebody else who may deploy",
        why "No one person may both make and release a change.";
    fn approver_deploys(release) = "approver-deploys":
        "who approved release `{release}` does not deploy it",
        help "ask somebody else who may deploy, or withdraw the approval first",
        why "Approving and deploying are two duties, so that two people have looked.";
    fn person_only() = "person-needed": "only a person decides",
        help "sign in as a person",
        why "Holdpoint itself carries out; it does not approve.";
}
