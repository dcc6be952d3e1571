//! Policies on who may do what: they only ever forbid more, and the default ones say what the roles say.

use std::collections::BTreeSet;
use std::path::PathBuf;

use holdpoint_domain::access::policy::{self, DEFAULT, action, vocabulary};
use holdpoint_domain::access::{Permission, Role, permits};
use holdpoint_domain::{
    Command, Context, Decision, Digest, Fact, KnownPolicies, RuleAnswers, State, decide, evolve,
};
use serde_json::{Value, json};

use crate::company::{approve, cleared, company, deploy, finish, submitted};
use crate::golden;
use crate::ledger::read;
use crate::matrix::{arguments, newcomer};
use crate::world::{World, actor, command, person, policies};

#[test]
fn the_vocabulary_is_published_drift() {
    let file =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schemas/holdpoint.cedarschema");
    golden::same_at(&file, &vocabulary());
}

#[test]
fn the_default_policies_are_sound() {
    let read = policies(DEFAULT).unwrap();
    assert_eq!(read.doubts(), []);
    assert_eq!(read.listed().len(), Role::ALL.len() + 1);
}

/// What comes of a command as it would succeed, for a person with one role in a scope, under policies or without.
fn outcome(newcomer: &World, name: &str, role: Role, ruled_by: Option<&str>) -> Decision {
    let mut world = newcomer.clone();
    let asked = command(name, arguments(&mut world, name, role));
    if let Some(text) = ruled_by {
        world.ruled_by(text);
    }
    world.decision(&actor("new"), &asked)
}

fn code(decision: &Decision) -> &str {
    match decision {
        Decision::Accepted(_) => "accepted",
        Decision::Refused(refusal, _) => &refusal.code,
        Decision::Needs(need) => panic!("{need:?}"),
    }
}

/// Each role against each command, and the permission of each with and without a grant where it counts.
#[test]
fn the_default_policies_say_of_every_role_and_command_what_the_roles_say() {
    for scope in [
        "organisation",
        "component/jobs",
        "environment/lab",
        "unit/payments",
    ] {
        for role in Role::ALL {
            let newcomer = newcomer(*role, scope);
            for name in Command::NAMES {
                let without = outcome(&newcomer, name, *role, None);
                let with = outcome(&newcomer, name, *role, Some(DEFAULT));
                assert_eq!(with, without, "{scope} {role} {name}");
            }
        }
    }
}

/// The other direction: where the roles refuse, so would the default policies if they were asked alone.
#[test]
fn the_default_policies_permit_a_role_nothing_else() {
    use holdpoint_authorisation::{Entity, PolicySet as _, Question, Thing};
    let read = policies(DEFAULT).unwrap();
    for role in Role::ALL {
        for permission in Permission::ALL {
            let sam = Thing::new("Person", "sam");
            let question = Question {
                principal: sam.clone(),
                action: permission.group(),
                groups: Vec::new(),
                resource: Thing::new("Organisation", "organisation"),
                entities: vec![Entity::new(sam, vec![Thing::new("Role", role)])],
                context: Default::default(),
            };
            let answer = read.ask(&question).unwrap();
            assert_eq!(
                answer.allowed,
                permits(*role, *permission),
                "{role} {permission}"
            );
        }
    }
}

#[test]
fn what_policies_permit_is_still_refused_and_what_they_forbid_is_forbidden() {
    let everything = r#"@id("all") permit (principal, action, resource);"#;
    for role in Role::ALL {
        let newcomer = newcomer(*role, "organisation");
        for name in Command::NAMES {
            let without = outcome(&newcomer, name, *role, None);
            let permitting = outcome(&newcomer, name, *role, Some(everything));
            assert_eq!(permitting, without, "{role} {name}");
            let nothing = outcome(&newcomer, name, *role, Some(""));
            // Whoever may replace the policies always can.
            if *name == "organisation.apply" || code(&without) == "not-permitted" {
                assert_eq!(nothing, without, "{role} {name}");
            } else {
                assert_eq!(code(&nothing), "policy-forbids", "{role} {name}");
            }
        }
    }
}

#[test]
fn every_command_needs_a_permission_that_the_vocabulary_says() {
    let mut seen = BTreeSet::new();
    for role in Role::ALL {
        let newcomer = newcomer(*role, "organisation");
        for name in Command::NAMES {
            let mut world = newcomer.clone();
            let asked = command(name, arguments(&mut world, name, *role));
            let Ok(required) = asked.required(&world.state) else {
                continue;
            };
            let said = action(name).map(|(_, permissions)| permissions);
            match required.permission {
                _ if required.system => assert_eq!(said, None, "{name}"),
                Some(permission) => assert!(said.unwrap().contains(&permission), "{name}"),
                None => assert!(said.unwrap().is_empty(), "{name}"),
            }
            seen.insert(*name);
        }
    }
    let unseen: Vec<_> = Command::NAMES
        .iter()
        .filter(|name| !seen.contains(*name))
        .collect();
    // What that needs is not in memory.
    assert_eq!(unseen, [&"release.withdraw-import"]);
}

const TEAMS: &str = r#"
@id("as-the-roles-say")
permit (principal, action, resource);

@id("owners-deploy-on-weekends")
@advice("ask the team that owns it, or wait until Monday")
forbid (principal, action in Action::"permission/deployment.request", resource is Component)
when { context.protected && ["saturday", "sunday"].contains(context.now.weekday) }
unless { resource has team && principal in resource.team };

@id("boards-of-their-units")
forbid (principal, action == Action::"approval.decide", resource in Unit::"payments")
unless { principal in Team::"tills" };
"#;

#[test]
fn teams_units_environments_and_weekdays_decide() {
    let mut world = company();
    submitted(&mut world, "march", &["api"]);
    let team = json!({"name": "tills", "unit": "payments", "members": [person("oona")]});
    world.done(
        "ada",
        "organisation.apply",
        json!({"changes": [{"team": team}]}),
    );
    world.ruled_by(TEAMS);
    // The company's own people approve what is theirs.
    approve(&mut world, "oona", "march", "component-owner");
    let sam = json!({"release": "march", "say": "approve", "role": "sre"});
    let refused = world.ask("sam", "approval.decide", sam).unwrap_err();
    assert_eq!(refused.code, "policy-forbids");
    assert_eq!(
        refused.message,
        "the organisation's policies forbid `approval.decide` on component/api: `boards-of-their-units`"
    );
    // That was a Monday; a weekend asks for more.
    let deploy = json!({"release": "march", "environment": "staging"});
    let monday = world.ask("della", "deployment.deploy", deploy.clone());
    assert_ne!(
        monday.err().map(|refusal| refusal.code),
        Some("policy-forbids".to_owned())
    );
    world.hours(5 * 24);
    let facts = world.ledger.len();
    let refused = world.ask("della", "deployment.deploy", deploy).unwrap_err();
    assert!(
        refused.message.ends_with(
            "`owners-deploy-on-weekends` (ask the team that owns it, or wait until Monday)"
        ),
        "{refused:?}"
    );
    // A refused act on a protected environment is kept, with why.
    let (_, kept) = &world.ledger[facts];
    assert_eq!(kept.data().unwrap()["code"], "policy-forbids");
}

#[test]
fn policies_become_the_organisations_by_an_entry_if_they_are_right() {
    let mut world = company();
    let digest = Digest::of(TEAMS.as_bytes());
    let apply = |digest: Digest, vocabulary: u32| {
        let authorisation = json!({"policy": digest, "vocabulary": vocabulary});
        json!({"changes": [{"settings": {"timezone": "Europe/Vienna", "authorisation": authorisation}}]})
    };
    assert_eq!(
        world.refused("ada", "organisation.apply", apply(digest, 1)),
        "policy-wrong"
    );
    let read = std::sync::Arc::new(policies(TEAMS).unwrap());
    world.rules.1.insert(digest, read);
    assert_eq!(
        world.refused("ada", "organisation.apply", apply(digest, 2)),
        "policy-wrong"
    );
    assert_eq!(
        world.refused("rita", "organisation.apply", apply(digest, 1)),
        "not-permitted"
    );
    let facts = world.done("ada", "organisation.apply", apply(digest, 1));
    assert_eq!(facts[0].event_type(), "organisation.configured.v1");
    assert_eq!(facts[0].format(), 2);
    // Policies that are lost forbid all but replacing them.
    world.rules.1.clear();
    let create = json!({"release": "new", "components": ["api"]});
    assert_eq!(
        world.refused("rita", "release.create", create),
        "policy-unusable"
    );
    world.done(
        "ada",
        "organisation.apply",
        json!({"changes": [{"settings": {}}]}),
    );
}

#[test]
fn whoever_configures_may_read_to_replace_them() {
    let mut world = company();
    world.ruled_by("");
    let reads = |world: &World, who: &str| {
        let (actor, mut rules) = (actor(who), RuleAnswers::default());
        let settings = &world.state.organisation.as_ref().unwrap().settings;
        let digest = settings.authorisation.as_ref().unwrap().policy;
        rules.know(rules.policies().load(&world.rules, digest).unwrap());
        let context = Context {
            actor: &actor,
            now: world.now,
            position: 0,
            seed: 0,
            rules: &rules,
        };
        policy::permitted(&world.state, Permission::Read, &context).is_ok()
    };
    assert!(reads(&world, "ada"));
    assert!(!reads(&world, "rita"));
    world.ruled_by(DEFAULT);
    assert!(reads(&world, "rita"));
}

/// The policies of the kept ledger.
fn kept_policies() -> String {
    std::fs::read_to_string(golden::path("ledger-policies.cedar")).unwrap()
}

fn settings(world: &World, authorisation: Option<Digest>) -> Value {
    let mut settings = json!(world.state.organisation.as_ref().unwrap().settings);
    let ruled = |policy: Digest| json!({"policy": policy, "vocabulary": 1});
    settings["authorisation"] = json!(authorisation.map(ruled));
    json!({"changes": [{"settings": settings}]})
}

/// A ledger under policies: what they forbade, what they let pass, and that there are others in the end.
pub fn ruled() -> World {
    let mut world = company();
    let texts = [kept_policies(), DEFAULT.to_owned()];
    let digests = texts.each_ref().map(|text| {
        let digest = Digest::of(text.as_bytes());
        let read = std::sync::Arc::new(policies(text).unwrap());
        world.rules.1.insert(digest, read);
        digest
    });
    let ruled = settings(&world, Some(digests[0]));
    world.done("ada", "organisation.apply", ruled);
    cleared(&mut world, "march", &["api", "web"]);
    let production = json!({"release": "march", "environment": "production"});
    let early = world.refused("della", "deployment.deploy", production);
    assert_eq!(early, "policy-forbids");
    world.hours(24);
    deploy(&mut world, "march", "production");
    finish(&mut world, 0);
    finish(&mut world, 0);
    let none = settings(&world, None);
    world.done("ada", "organisation.apply", none);
    let default = settings(&world, Some(digests[1]));
    world.done("ada", "organisation.apply", default);
    world.check_folds();
    world
}

/// What was refused under the kept ledger's policies is refused again from what is kept, for the same reason.
#[test]
fn what_policies_forbade_in_the_golden_ledger_they_forbid_again() {
    let text = kept_policies();
    let policy = Digest::of(text.as_bytes());
    let ledger = std::fs::read_to_string(golden::path("ledger-policies.jsonl")).unwrap();
    let mut rules = RuleAnswers::default();
    rules.know(
        KnownPolicies::default().with(policy, Ok(std::sync::Arc::new(policies(&text).unwrap()))),
    );
    let mut state = State::default();
    let mut again = 0;
    for (meta, fact) in read(&ledger) {
        if let Fact::Refused(refused) = &fact {
            let deploy = json!({"release": "march", "environment": "production"});
            let context = Context {
                actor: &meta.actor,
                now: meta.time,
                position: meta.position,
                seed: 0,
                rules: &rules,
            };
            let decision = decide(&state, &command("deployment.deploy", deploy), &context);
            assert_eq!(code(&decision), refused.code);
            assert!(matches!(decision, Decision::Refused(_, facts) if facts == [fact.clone()]));
            again += 1;
        }
        evolve(&mut state, &fact, &meta);
    }
    assert_eq!(again, 1);
}
