//! Why a release stays as it is.

use crate::kernel::refusals;

refusals! {
    fn template_wrong(name, why) = "template-wrong": "template `{name}` {why}",
        help "list its components",
        why "A release made from it would carry nothing.";
    fn plan_closed(release, environment, from, until) = "plan-closed":
        "release `{release}` cannot go to `{environment}` from {from} until {until}: it is closed then",
        help "plan it for another time, with `--next` for the next clear one, or ask for a waiver from `calendar` first",
        why "What is planned into a blackout, or outside of maintenance windows, would be stopped on the day.";
    fn plan_conflicts(release, environment, from, until) = "plan-conflicts":
        "release `{release}` cannot go to `{environment}` from {from} until {until}: something is in the way",
        help "plan it for another time, with `--next` for the next clear one, or ask for a waiver from `calendar` first",
        why "Somebody who has booked the environment relies on what runs there; releases of components that depend on one another cannot be told apart when something fails; and whoever owns a component has to be there when it changes.";
    fn plan_never(release, environment, minutes) = "plan-never":
        "release `{release}` has no clear {minutes} minutes in `{environment}` within five years",
        help "plan less time with `--for`; `holdpoint calendar list --environment ENVIRONMENT` shows what is closed",
        why "Blackouts and maintenance windows together leave no room of that length.";
    fn plan_past(until) = "plan-in-the-past": "`{until}` has passed",
        help "choose a time in the future",
        why "Nobody can keep to a plan for the past.";
    fn plan_too_long(from, until) = "plan-wrong": "from {from} until {until} is no time to plan",
        help "choose an end after the beginning, at most 31 days later",
        why "A plan says when people have to be there.";
    fn plan_unknown(release, environment) = "plan-unknown":
        "release `{release}` is not planned for `{environment}`",
        help "`holdpoint release show` says what is planned",
        why "Only what is planned can be taken back.";
    fn template_unknown(name) = "template-unknown": "there is no template `{name}`",
        help "declare it under `templates` and apply, or correct the name",
        why "A release copies its components and readiness items from it.";
    fn release_unknown(name) = "release-unknown": "there is no release `{name}`",
        help "`holdpoint release list` shows them all",
        why "Everything that is asked of a release is asked by its name.";
    fn release_exists(name) = "release-exists": "there is a release `{name}` already",
        help "choose another name; a name is never used twice",
        why "The ledger keeps every release; two of one name could not be told apart.";
    fn release_empty(name) = "release-empty": "release `{name}` has no artifact",
        help "add some with `holdpoint release add RELEASE --artifact …`",
        why "What is approved is a set of artifacts by digest; an empty one says nothing.";
    fn release_without_component(name) = "release-without-component":
        "release `{name}` names no component",
        help "name components, or create it from a template or another release",
        why "Permissions, owners and gates follow from the components that go out.";
    fn artifact_missing(component, release) = "artifact-missing":
        "component `{component}` of release `{release}` has no artifact",
        help "add its artifact, or leave the component out",
        why "A component without an artifact would be approved unseen.";
    fn artifact_unknown(artifact, release) = "artifact-unknown":
        "release `{release}` has no artifact `{artifact}`",
        help "`holdpoint release show` lists them",
        why "Removing what is not there is most likely a typing mistake.";
    fn artifact_wrong(artifact, why) = "artifact-wrong": "artifact `{artifact}` {why}",
        help "correct the reference, or the organisation's scheme",
        why "Names and versions are how people find an artifact again; the scheme keeps them readable.";
    fn commits_wrong(why) = "commits-wrong": "the commits {why}",
        help "give a range of a repository such as `v1.4.0..v1.5.0`",
        why "Commits say who made a release, and so who may not approve it.";
    fn not_a_draft(release, stage) = "release-not-draft":
        "release `{release}` is {stage}, so its content stands",
        help "make it a draft again with `holdpoint release revise`, or create another one",
        why "What was submitted is what gets approved; changing it under the approvers would deceive them.";
    fn wrong_stage(release, stage, act) = "release-wrong-stage":
        "release `{release}` is {stage}: it cannot be {act}",
        help "`holdpoint release show` says what can be done with it",
        why "A release goes through its stages in order.";
    fn still_running(release, place) = "release-still-running":
        "release `{release}` runs in `{place}`",
        help "deploy another release there, or roll it back, first",
        why "A release that runs where it is protected is still answered for.";
    fn deployment_open(release, deployment) = "release-being-deployed":
        "deployment `{deployment}` of release `{release}` has not ended",
        help "wait for it, or abort it",
        why "What is on its way must not change or vanish.";
    fn gate_does_not_go(release, environment, verdict) = "gate-does-not-go":
        "the gate of `{environment}` says {verdict} to release `{release}`",
        help "`holdpoint gate explain` says what is missing and who can give it",
        why "A go that the evidence does not carry would be worth nothing.";
    fn item_not_asked(item, release) = "readiness-not-asked":
        "no gate or template asks release `{release}` for `{item}`",
        help "`holdpoint gate explain` lists the items",
        why "Confirming what nobody asked for is most likely a typing mistake.";
    fn item_not_confirmed(item, release) = "readiness-not-confirmed":
        "`{item}` of release `{release}` is not confirmed",
        help "nothing needs to be done",
        why "There is no confirmation to take back.";
    fn past_wrong(why) = "past-releases-wrong": "the past releases {why}",
        help "name the components that went out, when, and where that is known from",
        why "History that is brought in says where it comes from, or nobody could check it.";
    fn not_imported(release, stage) = "release-not-imported":
        "release `{release}` is {stage}, and was not imported",
        help "give a release of Holdpoint's own up with `holdpoint release cancel`",
        why "Only what was brought in from elsewhere is taken back; what happened here stays.";
    fn scope_wrong(why) = "scope-wrong": "the scope {why}",
        help "write items as `KIND:ID`, such as `feature:PAY-1042`",
        why "Scope items name work elsewhere; free text belongs in the notes.";
}
