//! People talk about a release: beside it, in their own words, and by their own name only.

use holdpoint_domain::conversation::{CommentId, mention_key};
use holdpoint_domain::{Actor, Fact};
use serde_json::{Value, json};

use crate::company::{company, deploy, digest, grant, newest, sealed, submitted};
use crate::world::{World, actor, command, person, types};

pub fn body(text: &str, mentions: &[&str]) -> Value {
    let mentions: Vec<_> = mentions.iter().map(|name| person(name)).collect();
    json!({"text": sealed(text), "mentions": mentions})
}

fn attachment(size: u64, media_type: &str) -> Value {
    json!({"name": sealed("name"), "content": {"sealed": digest("content")}, "media_type": media_type, "size": size})
}

/// The id of the newest comment.
pub fn newest_comment(world: &World) -> CommentId {
    let added = world.ledger.iter().rev().find_map(|(_, fact)| match fact {
        Fact::CommentAdded(added) => Some(added.comment.clone()),
        _ => None,
    });
    added.unwrap()
}

fn say(world: &mut World, who: &str, subject: &str, text: &str, mentions: &[&str]) -> CommentId {
    let asked = json!({"subject": subject, "body": body(text, mentions)});
    let facts = world.done(who, "comment.add", asked);
    assert_eq!(types(&facts), ["comment.added.v1"]);
    newest_comment(world)
}

fn ready() -> World {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    world
}

#[test]
fn a_comment_is_found_by_what_it_is_about_and_by_whom_it_speaks_of() {
    let mut world = ready();
    say(
        &mut world,
        "dora",
        "release/march",
        "is it safe?",
        &["sam", "olga"],
    );
    let (_, fact) = world.ledger.last().unwrap();
    let found: Vec<_> = fact.references().iter().map(ToString::to_string).collect();
    for key in ["release/march", "conversation/release/march"] {
        assert!(found.contains(&key.to_owned()), "{found:?}");
    }
    for name in ["sam", "olga"] {
        assert!(
            fact.references().contains(&mention_key(&person(name))),
            "{found:?}"
        );
    }
    assert!(!fact.references().contains(&mention_key(&person("dora"))));
    world.check_folds();
}

#[test]
fn everything_that_people_work_on_is_talked_about_and_nothing_that_does_not_exist() {
    let mut world = ready();
    deploy(&mut world, "march", "test");
    let deployment = format!("deployment/{}", newest(&world));
    let waiver = json!({"release": "march", "environment": "staging", "criterion": "ran-in-test",
        "reason": sealed("why"), "ends": "2026-03-03T08:00:00Z"});
    world.done("cora", "waiver.request", waiver);
    let waiver = world.state.waivers.iter().next().unwrap().0.to_string();
    for subject in [
        "release/march",
        "environment/production",
        "component/api",
        &deployment,
        &waiver,
    ] {
        say(&mut world, "sue", subject, "hm", &[]);
    }
    for subject in [
        "release/april",
        "environment/moon",
        "component/moon",
        "deployment/dep_00000000000000000000000000",
        "waiver/wai_00000000000000000000000000",
    ] {
        let asked = json!({"subject": subject, "body": body("hm", &[])});
        assert_eq!(
            world.refused("sue", "comment.add", asked),
            "subject-unknown",
            "{subject}"
        );
    }
}

#[test]
fn a_finished_release_can_still_be_talked_about() {
    let mut world = ready();
    world.done("rita", "release.cancel", json!({"release": "march"}));
    say(&mut world, "dora", "release/march", "a pity", &[]);
}

#[test]
fn who_only_audits_does_not_take_part() {
    let mut world = ready();
    let asked = json!({"subject": "release/march", "body": body("hm", &[])});
    assert_eq!(
        world.refused("aude", "comment.add", asked.clone()),
        "not-permitted"
    );
    assert_eq!(
        world.refused("stranger", "comment.add", asked.clone()),
        "not-a-member"
    );
    assert_eq!(
        world.refused("system", "comment.add", asked),
        "comment-person-needed"
    );
}

#[test]
fn an_edit_is_a_new_version_by_the_same_hand() {
    let mut world = ready();
    let id = say(&mut world, "dora", "release/march", "is it save?", &["sam"]);
    let edit = |text: &str| json!({"comment": id, "body": body(text, &["sam"])});
    assert_eq!(
        world.refused("sam", "comment.edit", edit("no")),
        "comment-of-another"
    );
    assert_eq!(
        world.refused("adam", "comment.edit", edit("no")),
        "comment-of-another"
    );
    world.hours(1);
    assert_eq!(
        types(&world.done("dora", "comment.edit", edit("is it safe?"))),
        ["comment.edited.v1"]
    );
    assert_eq!(
        world.done("dora", "comment.edit", edit("is it safe?")),
        [],
        "nothing changes"
    );
    world.load(&id.key());
    let comment = world.state.comments.peek(&id.key()).unwrap();
    assert_eq!(json!(comment.body.text), sealed("is it safe?"));
    assert_eq!(comment.edited, Some(world.now));
    assert!(comment.written < world.now);
}

#[test]
fn it_is_taken_back_by_its_writer_or_an_administrator_and_for_good() {
    let mut world = ready();
    let first = say(&mut world, "dora", "release/march", "one", &[]);
    let second = say(&mut world, "dora", "release/march", "two", &[]);
    let withdraw = |id: &CommentId| json!({"comment": id, "reason": sealed("oops")});
    assert_eq!(
        world.refused("sam", "comment.withdraw", withdraw(&first)),
        "comment-of-another"
    );
    assert_eq!(
        types(&world.done("dora", "comment.withdraw", withdraw(&first))),
        ["comment.withdrawn.v1"]
    );
    assert_eq!(
        types(&world.done("adam", "comment.withdraw", withdraw(&second))),
        ["comment.withdrawn.v1"]
    );
    for (name, asked) in [
        ("comment.withdraw", withdraw(&first)),
        (
            "comment.edit",
            json!({"comment": first, "body": body("three", &[])}),
        ),
    ] {
        assert_eq!(world.refused("dora", name, asked), "comment-withdrawn");
    }
    let unknown = json!({"comment": "com_00000000000000000000000000"});
    assert_eq!(
        world.refused("dora", "comment.withdraw", unknown),
        "comment-unknown"
    );
    world.check_folds();
}

#[test]
fn an_administrator_of_a_unit_takes_nothing_away_from_others() {
    let mut world = ready();
    let id = say(&mut world, "dora", "release/march", "one", &[]);
    grant(&mut world, "sam", "administrator", "unit/payments");
    let asked = json!({"comment": id});
    assert_eq!(
        world.refused("sam", "comment.withdraw", asked),
        "comment-of-another"
    );
}

#[test]
fn a_comment_is_bounded() {
    let mut world = ready();
    let with = |attachments: Vec<Value>| {
        let body = json!({"text": sealed("see"), "attachments": attachments});
        json!({"subject": "release/march", "body": body})
    };
    let image = || attachment(4 * 1024 * 1024, "image/png");
    world.done("dora", "comment.add", with(vec![image(); 5]));
    for wrong in [
        vec![image(); 6],
        vec![attachment(4 * 1024 * 1024 + 1, "image/png")],
        vec![attachment(1, "png")],
        vec![attachment(1, "text/html; charset=x")],
        vec![attachment(1, "/")],
    ] {
        assert_eq!(
            world.refused("dora", "comment.add", with(wrong)),
            "comment-wrong"
        );
    }
    let crowd: Vec<_> = vec!["sam"; 21];
    let asked = json!({"subject": "release/march", "body": body("all!", &crowd)});
    assert_eq!(world.refused("dora", "comment.add", asked), "comment-wrong");
    let asked = json!({"subject": "release/march", "body": body("who?", &["nobody"])});
    assert_eq!(
        world.refused("dora", "comment.add", asked),
        "person-unknown"
    );
}

#[test]
fn the_largest_comment_fits_into_an_entry() {
    let mut world = ready();
    let everybody: Vec<_> = ["sam"; 20].to_vec();
    let mut largest = body("long", &everybody);
    let kind = format!("{0}/{0}", "x".repeat(63));
    largest["attachments"] = json!(vec![attachment(1, &kind); 5]);
    let asked = json!({"subject": "release/march", "body": largest});
    for fact in world.done("dora", "comment.add", asked) {
        crate::facts::check(&fact);
    }
}

#[test]
fn an_empty_world_has_no_comments() {
    let mut world = World::new();
    let asked = command(
        "comment.add",
        json!({"subject": "release/march", "body": body("hm", &[])}),
    );
    assert_eq!(
        world.submit(&actor("ada"), &asked).unwrap_err().code,
        "organisation-not-founded"
    );
    assert_eq!(
        world.submit(&Actor::System, &asked).unwrap_err().code,
        "comment-person-needed"
    );
}
