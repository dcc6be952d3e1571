//! Why a release does not go with a train.

use crate::kernel::refusals;

refusals! {
    fn train_unknown(name) = "train-unknown": "there is no train `{name}`",
        help "declare it under `trains` and apply, or correct the name; `holdpoint train list` shows them all",
        why "A release goes with a train by its name.";
    fn train_elsewhere(name, release, what) = "train-elsewhere":
        "train `{name}` does not carry `{what}` of release `{release}`",
        help "choose another train, or plan the release by itself",
        why "A train says to which environments it goes, and whose components it carries.";
    fn train_not_then(name, moment, next) = "train-not-then":
        "train `{name}` does not depart at {moment}; its next departures: {next}",
        help "name a moment of a departure, or `--next`",
        why "What goes with a train goes when the train does.";
    fn train_never(name) = "train-never": "train `{name}` has no departure that release can still go with",
        help "`holdpoint train show` lists its departures; declare later ones under `trains`",
        why "A train departs at the times that are declared for it.";
    fn train_frozen(name, departure, since, next) = "train-frozen":
        "the scope of the departure of `{name}` at {departure} is frozen since {since}; later ones: {next}",
        help "go with a later one; a waiver from `calendar` lets it come aboard all the same, if you say why: `--despite --reason …`",
        why "From the freeze on, what goes out together is tested together and nothing is added.";
    fn scope_frozen(release, name, environment, since) = "scope-frozen":
        "release `{release}` goes to `{environment}` with train `{name}`, whose scope is frozen since {since}",
        help "leave out what is new, or take the release off the train with `holdpoint release unplan`",
        why "From the freeze on, what goes out together is tested together and nothing is added. What it carries may become less.";
}
