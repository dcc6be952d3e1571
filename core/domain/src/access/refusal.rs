//! Why access stays as it is, and why an actor may not.

use crate::kernel::refusals;

refusals! {
    fn not_permitted(permission, target) = "not-permitted":
        "this needs the permission `{permission}` on {target}",
        help "ask an administrator for a role that has it (`holdpoint access list` shows who has which)",
        why "Every command names the permission that it needs; roles give permissions within the scope of a grant.";
    fn not_a_member(person) = "not-a-member": "`{person}` is nobody in this organisation",
        help "ask an administrator to add you with `holdpoint person add`",
        why "Only people who were added, and not erased, act.";
    fn credential_of_another(person) = "credential-of-another":
        "a credential is taken by the person whose it is, and not for `{person}`",
        help "let them in with `holdpoint person enrol`; they redeem it themselves with `holdpoint person redeem`",
        why "Whoever holds somebody's credential can approve as them, so nobody else may ever have held it.";
    fn policy_forbids(action, target, why) = "policy-forbids":
        "the organisation's policies forbid `{action}` on {target}: {why}",
        help "`holdpoint policy show` shows the policies, `holdpoint policy ask` who may do what; or ask somebody whom they permit it",
        why "An organisation may forbid more than the roles do, by policies in Cedar. They never permit what roles and the segregation of duties do not.";
    fn policy_unusable(why) = "policy-unusable": "the organisation's policies cannot be asked: {why}",
        help "an administrator corrects them (`holdpoint policy check FILE`) and applies them again (`holdpoint policy apply FILE`)",
        why "What policies cannot answer is not done. Who may configure the organisation may still read it and replace them.";
    fn policy_wrong(why) = "policy-wrong": "the policies are wrong: {why}",
        help "`holdpoint policy check FILE` shows every mistake in its place",
        why "Policies that nobody could be judged by would forbid everything.";
    fn own_grant(role) = "grant-to-oneself": "nobody gives themselves the role `{role}`",
        help "ask another administrator",
        why "An administrator who could take any role could also approve; two people are needed.";
    fn auditor_expires() = "auditor-needs-expiry": "the role `auditor` needs an end date",
        help "add `--expires DATE`",
        why "Auditors read everything, so their access ends by itself.";
    fn expires_in_the_past(end) = "expiry-in-the-past": "`{end}` has passed",
        help "choose a time in the future",
        why "What ends before it begins would never count.";
    fn grant_unknown(id) = "grant-unknown": "there is no grant `{id}`",
        help "`holdpoint access list` shows the grants",
        why "A grant is revoked by its id, because a person may have several.";
    fn last_administrator() = "last-administrator": "this is the last administrator",
        help "make somebody else administrator first",
        why "Without an administrator nobody could ever give access again.";
    fn scope_unknown(scope) = "scope-unknown": "there is no `{scope}`",
        help "declare it first, or correct the name",
        why "A grant on something that does not exist would count for nothing, silently.";
    fn delegation_to_oneself() = "delegation-to-oneself": "nobody stands in for themselves",
        help "name another person",
        why "A delegation covers two people.";
    fn delegation_too_long() = "delegation-too-long": "a delegation lasts at most 92 days",
        help "choose an earlier end, or ask for a grant",
        why "A delegation bridges an absence; what lasts longer is a grant and is reviewed as one.";
    fn delegation_unknown(id) = "delegation-unknown": "there is no delegation `{id}`",
        help "`holdpoint delegate list` shows them",
        why "A delegation that has ended counts for nothing.";
    fn not_ones_own(what) = "not-ones-own": "this {what} belongs to somebody else",
        help "ask the person whose it is",
        why "People hand on only what is theirs, and speak only for themselves.";
    fn ends_before_it_begins(begins, ends) = "ends-before-it-begins":
        "it would end at {ends}, but begin at {begins}",
        help "choose an end after the beginning",
        why "An empty span would never count.";
    fn absence_unknown(id) = "absence-unknown": "there is no absence `{id}`",
        help "`holdpoint person show` lists them",
        why "An absence that has ended counts for nothing.";
}
