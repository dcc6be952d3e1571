//! Why a waiver is not given.

use crate::kernel::refusals;

refusals! {
    fn waiver_unknown(id) = "waiver-unknown": "there is no waiver `{id}`",
        help "`holdpoint waiver list` shows them",
        why "A waiver is approved and revoked by its id.";
    fn waiver_ended(id) = "waiver-ended": "waiver `{id}` has ended",
        help "ask for another one if it is still needed",
        why "What has ended stays ended, so that the ledger says when an exception held.";
    fn criterion_unknown(criterion, environment) = "criterion-unknown":
        "the gate of `{environment}` has no criterion `{criterion}` for this release",
        help "`holdpoint gate explain` lists its criteria",
        why "A waiver from something that is not asked would wait to surprise somebody.";
    fn finding_unknown(finding, criterion) = "finding-unknown":
        "no check that `{criterion}` rests on fails by `{finding}`",
        help "`holdpoint evidence findings` lists what fails; of a check that fails by more than 1,000 findings, waive all or mend some",
        why "A waiver is from what somebody has looked at, not from whatever may be found.";
    fn findings_too_many(count, most) = "findings-too-many": "a waiver is from at most {most} findings, not {count}",
        help "ask for several, or for one from all of the criterion",
        why "Whoever approves it looks at each.";
    fn not_waivable(criterion) = "criterion-not-waivable":
        "criterion `{criterion}` cannot be waived",
        help "meet it",
        why "Approvals for a protected environment, and what the organisation has marked, have no exception.";
    fn waiver_too_long(days) = "waiver-too-long": "a waiver lasts at most {days} days",
        help "choose an earlier end; it can be asked for again",
        why "An exception without a near end is a rule that nobody has decided on.";
    fn waiver_past(ends) = "waiver-in-the-past": "`{ends}` has passed",
        help "choose an end in the future",
        why "It would never hold.";
    fn waiver_by_oneself() = "waiver-by-its-requester": "who asks for a waiver does not approve it",
        help "ask somebody else who may",
        why "An exception needs two people, as the rule itself does.";
    fn waiver_by_maker(why) = "waiver-by-its-maker": "you may not waive for this release: you {why}",
        help "ask somebody else who may",
        why "Nobody excuses their own work.";
    fn person_only() = "waiver-person-needed": "only a person asks for, or approves, a waiver",
        help "sign in as a person",
        why "Holdpoint itself makes no exceptions.";
}
