//! What people say to each other about a release.

use holdpoint_domain::conversation::{AddComment, Body, Topic};
use holdpoint_domain::release::ReleaseName;

use crate::SampleError;
use crate::journey::Plan;
use crate::people::{developers, owner, release_manager};
use crate::world::World;

/// Questions and answers; which one is told by the number of the train.
const TALKS: &[(&str, &str)] = &[
    (
        "Does the migration hold a lock on the big table?",
        "No, it works in batches; on staging it took four minutes.",
    ),
    (
        "Support asks whether the old dialogue is still there.",
        "Yes, for one more train. The runbook says how to switch back.",
    ),
    (
        "Who watches the error rate on the evening it goes out?",
        "I do until ten, then the people on call. The board is linked in the runbook.",
    ),
];

/// The release manager asks whoever owns it, and a developer answers.
pub(crate) fn about(
    world: &mut World<'_>,
    plan: &Plan<'_>,
    release: &ReleaseName,
) -> Result<(), SampleError> {
    let number = plan.version.bytes().map(usize::from).sum::<usize>();
    let Some((question, answer)) = TALKS.get(number % (TALKS.len() + 1)) else {
        return Ok(());
    };
    let (manager, owner) = (release_manager(plan.unit), owner(plan.unit));
    let developer = developers(plan.unit).first().copied().unwrap_or(owner);
    say(
        world,
        manager,
        release,
        &format!("@{owner} {question}"),
        &[owner],
    )?;
    say(
        world,
        developer,
        release,
        &format!("@{manager} {answer}"),
        &[manager],
    )
}

fn say(
    world: &mut World<'_>,
    who: &str,
    release: &ReleaseName,
    text: &str,
    mentions: &[&str],
) -> Result<(), SampleError> {
    let mentions = mentions.iter().map(|handle| world.person(handle));
    let mentions = mentions.collect::<Result<_, _>>()?;
    let comment = AddComment {
        subject: Topic::Release(release.clone()),
        body: Body {
            text: world.seal(who, text)?,
            mentions,
            attachments: Vec::new(),
        },
    };
    world.ask(who, comment)?;
    Ok(())
}
