//! Why a gate is not what was asked for, and the reasons that gates give.

use crate::kernel::{Reason, Refusal, refusals};

refusals! {
    fn criterion_wrong(name, place, why) = "criterion-wrong":
        "criterion `{name}` of `{place}` {why}",
        help "give it a name of its own and something to ask for",
        why "Waivers and verdicts refer to criteria by name, and an empty one would never hold anything.";
}

/// The reasons that gates give, as rows of the same kind.
mod reason {
    use crate::kernel::refusals;

    refusals! {
        fn not_submitted(release) = "release-not-submitted":
            "release `{release}` is a draft",
            help "submit it with `holdpoint release submit`",
            why "What goes to a protected environment stands, so that what was approved is what goes.";
        fn out_of_play(release, stage) = "release-out-of-play":
            "release `{release}` is {stage}",
            help "`holdpoint release show` says what can be done with it",
            why "A stopped, cancelled or closed release goes nowhere.";
        fn blackout(environment, names, until) = "calendar-blackout":
            "`{environment}` is closed by {names} until {until}",
            help "wait, plan it with `holdpoint release plan`, or ask for a waiver from `calendar` in an emergency",
            why "The organisation has declared when nothing is deployed there.";
        fn outside_windows(environment, names) = "calendar-outside":
            "`{environment}` is open within {names} only",
            help "wait, plan it with `holdpoint release plan --next`, or ask for a waiver from `calendar` in an emergency",
            why "Where there are maintenance windows, things are deployed in them and at no other time.";
        fn booked(environment, purpose, until) = "calendar-booked":
            "`{environment}` is booked for `{purpose}` until {until}",
            help "wait, ask whoever booked to give it back, or ask for a waiver from `calendar` in an emergency",
            why "Whoever has booked an environment relies on what runs there.";
        fn planned_other(release, environment, from, until, chain) = "calendar-release-planned":
            "release `{release}` is planned for `{environment}` from {from} until {until}, and has to do with {chain}",
            help "wait, plan it with `holdpoint release plan --next`, let both go with one train, or ask for a waiver from `calendar` in an emergency",
            why "Two releases of components that depend on one another, at the same time, cannot be told apart when something fails.";
        fn under_way(release, environment, chain) = "calendar-release-under-way":
            "release `{release}` is being deployed to `{environment}`, and has to do with {chain}",
            help "wait until it has come there, or ask for a waiver from `calendar` in an emergency",
            why "Two releases of components that depend on one another, at the same time, cannot be told apart when something fails.";
        fn frozen(environment, until, release, chain) = "calendar-frozen":
            "`{environment}` stands still until {until} after release `{release}`, which has to do with {chain}",
            help "wait, plan it with `holdpoint release plan --next`, or ask for a waiver from `calendar` in an emergency",
            why "While a release stabilises, whatever changes beside it hides what it does.";
        fn frozen_then(environment, release, until, chain) = "calendar-frozen-then":
            "`{environment}` will stand still after release `{release}`, which is planned until {until} and has to do with {chain}",
            help "plan it for later, with `holdpoint release plan --next`, or ask for a waiver from `calendar` in an emergency",
            why "While a release stabilises, whatever changes beside it hides what it does.";
        fn would_freeze(environment, release, from, chain) = "calendar-would-freeze":
            "`{environment}` would still stand still when release `{release}` is planned, from {from} on; it has to do with {chain}",
            help "plan it for earlier or for later, with `holdpoint release plan --next`, or ask for a waiver from `calendar` in an emergency",
            why "Things stand still after a release, and what is planned for then could not go.";
        fn team_away(team, until) = "calendar-people-away":
            "nobody of team `{team}` is there until {until}",
            help "wait, plan it with `holdpoint release plan --next`, or ask for a waiver from `calendar` in an emergency",
            why "Whoever owns a component has to be there when it changes.";
        fn not_planned(release, environment) = "not-planned":
            "release `{release}` is not planned for `{environment}`",
            help "plan it with `holdpoint release plan`",
            why "Releases go to this environment at the times that are planned for them.";
        fn planned_later(release, environment, from) = "planned-later":
            "release `{release}` is planned for `{environment}` from {from} on",
            help "wait, or plan it anew with `holdpoint release plan`",
            why "Releases go to this environment at the times that are planned for them.";
        fn planned_before(release, environment, until) = "planned-before":
            "release `{release}` was planned for `{environment}` until {until}",
            help "plan it anew with `holdpoint release plan`",
            why "Releases go to this environment at the times that are planned for them.";
        fn approval_missing(have, quorum, role, component) = "approval-missing":
            "{have} of {quorum} approvals by a `{role}` for `{component}`",
            help "ask one of the eligible people; each counts once, and none may have made or deployed the release",
            why "Enough different people in a role have to have said yes to exactly this content.";
        fn signed_missing(have, quorum, role, component, unsigned) = "signed-approval-missing":
            "{have} of {quorum} signed approvals by a `{role}` for `{component}`, and {unsigned} without a signature that counts",
            help "`holdpoint approve` signs with a key that you have added (`holdpoint person add-key`); say it again, signed",
            why "This gate counts what people have signed with a key of their own that still is theirs, and nothing else.";
        fn rejected(person, role, component) = "approval-rejected":
            "`{person}` has said no as `{role}` for `{component}`",
            help "settle it with them; they take it back with `holdpoint approve --withdraw`",
            why "One eligible no outweighs any number of yes.";
        fn evidence_missing(predicate, subject) = "evidence-missing":
            "there is no `{predicate}` evidence about `{subject}`",
            help "attach it with `holdpoint evidence add`",
            why "A gate believes statements about exact digests, not assurances.";
        fn evidence_failed(predicate, subject) = "evidence-failed":
            "the newest `{predicate}` evidence about `{subject}` has failed",
            help "mend what it found, build again, and attach evidence about the new artifact",
            why "What is known to be broken does not go further.";
        fn evidence_stale(predicate, subject, hours) = "evidence-stale":
            "the newest `{predicate}` evidence about `{subject}` is older than {hours} hours",
            help "produce it again",
            why "Old evidence speaks of a world that has changed.";
        fn readiness_missing(item) = "readiness-missing": "`{item}` is not confirmed",
            help "confirm it with `holdpoint readiness`",
            why "Some things only a person can see.";
        fn has_not_run(release, environment) = "environment-not-reached":
            "release `{release}` has not run in `{environment}`",
            help "deploy it there first",
            why "An environment before this one exists to find what is wrong.";
        fn rule_says(title, text) = "rule-refused": "rule `{title}` says: {text}",
            help "mend what it names",
            why "The organisation has added this rule to the gate.";
        fn rule_fails(title, why) = "rule-failed": "rule `{title}` could not be evaluated: {why}",
            help "correct the policy and apply it again",
            why "A rule that gives no answer gives no verdict.";
        fn scheme_broken(artifact, why) = "artifact-off-scheme": "artifact `{artifact}` {why}",
            help "name and version it as the organisation's scheme says",
            why "Names and versions are how people find an artifact again.";
        fn scheme_missing() = "scheme-missing": "the organisation has no scheme for artifacts",
            help "set `naming` in the organisation file and apply",
            why "A gate that asks for a scheme needs one.";
        fn not_witnessed(witnessed, needed) = "not-witnessed":
            "witnesses have cosigned {witnessed} entries, and this rests on {needed}",
            help "wait: a server has them cosigned within a second; `holdpoint audit horizons` says what is in the way",
            why "What is witnessed cannot be changed afterwards, not even by whoever has the server and its key.";
        fn findings_waived(count, predicate, subject) = "findings-waived":
            "{count} finding(s) of `{predicate}` about `{subject}` are waived, and nothing else fails it",
            help "`holdpoint waiver list` shows who has waived them, why, and until when",
            why "A check of which all that fails it is excused has passed, until the first of these waivers ends.";
        fn contract_undeclared(artifact) = "contract-undeclared":
            "nobody has said which interfaces `{artifact}` provides and consumes",
            help "`holdpoint contract publish` says so, also that it has none",
            why "Who breaks whom can be known of those only whose interfaces are known.";
        fn contract_unproven(consumer, interface, provider) = "contract-unproven":
            "nothing shows that `{consumer}` can use `{interface}` of `{provider}`",
            help "`holdpoint contract check` compares what the consumer knows with what the provider keeps",
            why "Every version that runs there meets this release, not only the last one.";
        fn contract_broken(interface, provider, consumer, evidence) = "contract-broken":
            "`{interface}` of `{provider}` breaks `{consumer}`, as check `{evidence}` has found",
            help "the findings say what to do; or deploy a consumer that can go on with it first",
            why "What is known to break somebody who runs there does not go there.";
        fn contract_unprovided(interface, environment, consumer) = "contract-unprovided":
            "nobody provides `{interface}` in `{environment}`, which `{consumer}` consumes",
            help "deploy its provider first, or put it into the release",
            why "A consumer without its provider does not work.";
        fn contract_removed(provider, interface, consumer) = "contract-removed":
            "`{provider}` is replaced by what does not provide `{interface}`, which `{consumer}` consumes",
            help "deploy a consumer that does without it first",
            why "What is known to break somebody who runs there does not go there.";
        fn contract_order(components) = "contract-order": "deploy in this order: {components}",
            help "`holdpoint deploy … --component` deploys a part of a release",
            why "While a release is deployed, its parts meet what they replace; in this order all of them understand each other.";
        fn contract_circle(components) = "contract-circle":
            "in no order can {components} be deployed without breaking each other on the way",
            help "make one of the changes in two steps: first what both sides understand",
            why "While a release is deployed, its parts meet what they replace.";
        fn and_more(count) = "and-more": "and {count} more",
            help "the first ones are shown; mend them and ask again",
            why "A verdict stands in one entry of the ledger, which is bounded.";
    }
}

pub use reason::PAGES as REASONS;

fn reason(refusal: Refusal) -> Reason {
    Reason {
        code: refusal.code,
        message: refusal.message,
        help: refusal.help,
    }
}

macro_rules! reasons {
    ($($name:ident($($arg:ident),*);)*) => {
        $(pub(crate) fn $name($($arg: impl std::fmt::Display),*) -> Reason {
            reason(reason::$name($($arg),*))
        })*
    };
}

reasons! {
    not_submitted(release);
    out_of_play(release, stage);
    blackout(environment, names, until);
    outside_windows(environment, names);
    booked(environment, purpose, until);
    planned_other(release, environment, from, until, chain);
    under_way(release, environment, chain);
    frozen(environment, until, release, chain);
    frozen_then(environment, release, until, chain);
    would_freeze(environment, release, from, chain);
    team_away(team, until);
    not_planned(release, environment);
    planned_later(release, environment, from);
    planned_before(release, environment, until);
    approval_missing(have, quorum, role, component);
    signed_missing(have, quorum, role, component, unsigned);
    rejected(person, role, component);
    evidence_missing(predicate, subject);
    evidence_failed(predicate, subject);
    evidence_stale(predicate, subject, hours);
    readiness_missing(item);
    has_not_run(release, environment);
    rule_says(title, text);
    rule_fails(title, why);
    scheme_broken(artifact, why);
    scheme_missing();
    not_witnessed(witnessed, needed);
    contract_undeclared(artifact);
    contract_unproven(consumer, interface, provider);
    contract_broken(interface, provider, consumer, evidence);
    findings_waived(count, predicate, subject);
    contract_unprovided(interface, environment, consumer);
    contract_removed(provider, interface, consumer);
    contract_order(components);
    contract_circle(components);
    and_more(count);
}
