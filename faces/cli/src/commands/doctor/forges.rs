//! Whether forges show what gates say: tokens are there, and nothing is left unsaid. Nothing is sent.

use holdpoint_domain::organisation::Settings;
use holdpoint_domain::status::{Progress, Status, Trouble};

use super::{Finding, error, warning};
use crate::secrets::read;

/// For how long something may wait to be shown, in milliseconds, as long as nothing is known to be wrong.
const PATIENCE: i64 = 10 * 60_000;

pub(super) fn check<'a>(
    settings: Option<&Settings>,
    statuses: impl Iterator<Item = &'a Status>,
    now: i64,
) -> Vec<Finding> {
    let forges = settings.map_or(&[][..], |settings| &settings.forges);
    let unset = forges.iter().filter_map(|forge| {
        let why = read(&forge.token).err()?;
        Some(error(
            "forge-unset",
            format!("the token of the forge `{}` is not there: {why}", forge.name),
            "the settings name where it stands; set it where the server is started, and start it again if it is in the environment",
        ))
    });
    let mut found: Vec<_> = unset.collect();
    let (mut waits, mut given_up) = (Vec::new(), Vec::new());
    for status in statuses {
        match status.progress {
            Progress::Waiting if waits_long(status, now) => waits.push(status),
            Progress::GivenUp => given_up.push(status),
            Progress::Waiting | Progress::Shown => {}
        }
    }
    if !waits.is_empty() {
        found.push(warning(
            "status-waiting",
            format!("forges do not show what gates say: {}", said(&waits)),
            "look at the address of the forge, at what its token may do, and at the log of the server; it is tried again by itself",
        ));
    }
    if !given_up.is_empty() {
        found.push(warning(
            "status-given-up",
            format!(
                "forges do not take what gates say, and are asked no more: {}",
                said(&given_up)
            ),
            "push the commits, or correct the release; what the gate says next is shown again",
        ));
    }
    found
}

fn waits_long(status: &Status, now: i64) -> bool {
    let since = now.saturating_sub(status.requested.millis());
    status.trouble.is_some() || since > PATIENCE
}

/// How many and the first of them, with what is wrong.
fn said(statuses: &[&Status]) -> String {
    let first = statuses.first().map(|one| {
        let why = one.trouble.map_or("it was not tried yet", Trouble::said);
        format!("{} to {}: {why}", one.release, one.environment)
    });
    let first = first.unwrap_or_default();
    match statuses.len() {
        0 | 1 => first,
        many => format!("{many} of them, such as {first}"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use holdpoint_domain::Time;
    use holdpoint_domain::gate::Outcome;
    use holdpoint_domain::organisation::Settings;
    use holdpoint_domain::status::{Progress, Status, Trouble};
    use serde_json::json;

    use super::{PATIENCE, check};

    fn status(progress: Progress, trouble: Option<Trouble>) -> Status {
        Status {
            release: "march".parse().unwrap(),
            environment: "production".parse().unwrap(),
            verdict: Outcome::Hold,
            targets: Vec::new(),
            position: 7,
            requested: Time::from_millis(0),
            progress,
            turned: Time::from_millis(0),
            trouble,
        }
    }

    fn rules(statuses: &[Status], now: i64) -> Vec<&'static str> {
        let found = check(None, statuses.iter(), now);
        found.into_iter().map(|one| one.rule).collect()
    }

    #[test]
    fn what_is_not_shown_is_said() {
        let waits = status(Progress::Waiting, None);
        assert!(rules(std::slice::from_ref(&waits), PATIENCE).is_empty());
        assert_eq!(rules(&[waits], PATIENCE + 1), ["status-waiting"]);
        let refused = status(Progress::Waiting, Some(Trouble::Forbidden));
        let lost = status(Progress::GivenUp, Some(Trouble::Absent));
        let both = [refused, lost, status(Progress::Shown, None)];
        assert_eq!(rules(&both, 1), ["status-waiting", "status-given-up"]);
        let found = check(None, both.iter(), 1);
        assert_eq!(
            found[0].message,
            "forges do not show what gates say: march to production: the token may not do that"
        );
    }

    #[test]
    fn a_token_that_is_not_there_is_said() {
        let forge = json!({"name": "hub", "kind": "github", "url": "https://github.com",
            "token": {"file": "/nowhere/holdpoint-forge"}});
        let settings: Settings = serde_json::from_value(json!({ "forges": [forge] })).unwrap();
        let found = check(Some(&settings), [].iter(), 0);
        assert_eq!(found[0].rule, "forge-unset");
    }
}
