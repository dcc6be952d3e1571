//! Why the organisation, its units, teams and people stay as they are.

use crate::kernel::refusals;

refusals! {
    fn not_founded() = "organisation-not-founded": "this ledger has no organisation yet",
        help "found it with `holdpoint init` and `holdpoint apply`",
        why "Every entry belongs to one organisation, so the first entry says which.";
    fn already_founded(name) = "organisation-already-founded":
        "this ledger already belongs to `{name}`",
        help "use another data directory for another organisation",
        why "A ledger belongs to one organisation from its first entry on.";
    fn unit_unknown(name) = "unit-unknown": "there is no unit `{name}`",
        help "declare it under `units` and apply, or correct the name",
        why "Scopes and owners are looked up by unit; an unknown one would match nothing.";
    fn unit_in_use(name, user) = "unit-in-use": "unit `{name}` is still used by `{user}`",
        help "move or retire what uses it first",
        why "Retiring it would leave grants, teams or components that belong to nothing.";
    fn unit_circular(name) = "unit-circular": "unit `{name}` would be part of itself",
        help "choose a parent that is not below it",
        why "A grant on a unit covers the units below it, so units form a tree.";
    fn team_unknown(name) = "team-unknown": "there is no team `{name}`",
        help "declare it under `teams` and apply, or correct the name",
        why "Owners are looked up by team; an unknown one would own nothing.";
    fn team_in_use(name, user) = "team-in-use": "team `{name}` is still the owner of `{user}`",
        help "give it another owner first",
        why "A component without an owner has nobody to ask.";
    fn person_unknown(person) = "person-unknown": "there is no person `{person}`",
        help "add them with `holdpoint person add`, or correct the id",
        why "Only people of the organisation act, approve or are named.";
    fn person_deactivated(person) = "person-deactivated": "`{person}` is deactivated",
        help "an administrator lets them act again with `holdpoint person reactivate`",
        why "Whoever is deactivated keeps roles and decisions, and does nothing with them: others act in their stead, or nobody does.";
    fn person_known(person) = "person-already-added": "person `{person}` was added before",
        help "nothing needs to be done",
        why "An id names one person, once.";
    fn signers_wrong() = "signers-wrong": "the keys that evidence may be signed with cannot be kept",
        help "give at most 100, each with a name of its own of at most 200 bytes",
        why "They stand in one entry of the ledger, and evidence names its signer by one of them.";
    fn witness_wrong(name, why) = "witness-wrong": "witness `{name}` cannot be believed: {why}",
        help "give its verifier key, as `holdpoint witness init` printed it, and its address",
        why "A checkpoint counts as witnessed when these keys have cosigned it, so each has to be a key, once.";
    fn witnesses_wrong(why) = "witnesses-wrong": "the witnesses cannot be kept: {why}",
        help "ask for a quorum of at least 1 and at most as many as there are",
        why "A quorum that nobody could reach would hold every release that relies on it.";
    fn timezone_unknown(name) = "timezone-unknown": "there is no time zone `{name}`",
        help "use an IANA name such as `Europe/Vienna`",
        why "Times are shown, and working days counted, in zones of the IANA database.";
}
