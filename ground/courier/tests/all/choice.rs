//! Who is chosen: against a plain search, evenly, and nobody waits for ever.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_courier::AgentId;
use proptest::prelude::*;

use crate::office::{Office, profile, work};
use crate::world::Dice;

const NAMES: [&str; 4] = ["arm", "gpu", "linux", "web"];

fn named(mask: usize) -> Vec<&'static str> {
    let names = NAMES.iter().enumerate();
    names
        .filter(|(bit, _)| mask >> bit & 1 == 1)
        .map(|(_, name)| *name)
        .collect()
}

/// What is known of agents, without any index.
#[derive(Default)]
struct Plain {
    agents: BTreeMap<String, (usize, u32, bool)>,
    /// Which agent, and how much room.
    works: BTreeMap<u64, (String, u32)>,
}

impl Plain {
    fn free(&self, name: &str) -> u32 {
        let used: u32 = self
            .works
            .values()
            .filter(|(agent, _)| agent == name)
            .map(|(_, slots)| slots)
            .sum();
        self.agents[name].1 - used
    }

    /// The most room that any agent has which could be chosen.
    fn best(&self, mask: usize) -> u32 {
        let connected = self
            .agents
            .iter()
            .filter(|(_, (labels, _, there))| *there && labels & mask == mask);
        connected
            .map(|(name, _)| self.free(name))
            .max()
            .unwrap_or(0)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn the_choice_is_that_of_a_plain_search(seed in any::<u64>(), acts in 10_usize..80) {
        let (mut office, mut plain, mut dice) = (Office::new(), Plain::default(), Dice::new(seed));
        for act in 0..acts {
            match dice.below(8) {
                0 => {
                    let (mask, capacity) = (dice.below(16), 1 + dice.below(4));
                    let (name, capacity) = (format!("agent-{act}"), u32::try_from(capacity).unwrap());
                    office.agent(&name, profile(&named(mask), capacity));
                    plain.agents.insert(name, (mask, capacity, true));
                }
                1 => {
                    let chosen = plain.agents.iter_mut().nth(dice.below(act));
                    if let Some((name, (_, _, there))) = chosen {
                        if *there { office.cut(name) } else { office.connect(name) }
                        *there = !*there;
                        office.run();
                    }
                }
                2 | 3 => {
                    let chosen = plain.works.iter().nth(dice.below(act)).map(|(key, (name, _))| (*key, name.clone()));
                    if let Some((key, name)) = chosen.filter(|(_, name)| plain.agents[name].2) {
                        office.end(&name, key);
                        plain.works.remove(&key);
                    }
                }
                _ => {
                    let (mask, slots) = (dice.below(16) & dice.below(16), 1 + u32::try_from(dice.below(3)).unwrap());
                    let labels: BTreeSet<String> = named(mask).into_iter().map(str::to_owned).collect();
                    let chosen = office.core.choose(&labels, slots);
                    let best = plain.best(mask);
                    prop_assert_eq!(chosen.is_some(), best >= slots);
                    if let Some(chosen) = chosen {
                        let name = chosen.as_str();
                        let (has, _, there) = plain.agents[name];
                        prop_assert!(there && has & mask == mask && plain.free(name) == best);
                        let key = act as u64;
                        office.core.offer(work(key, &named(mask), slots)).unwrap();
                        prop_assert_eq!(office.whose(key), Some(name));
                        office.run();
                        plain.works.insert(key, (name.to_owned(), slots));
                    }
                }
            }
        }
    }
}

#[test]
fn work_is_spread_and_takes_turns() {
    let mut office = Office::new();
    for number in 0..5 {
        office.agent(&format!("agent-{number}"), profile(&["linux"], 2));
    }
    let mut got: BTreeMap<String, u32> = BTreeMap::new();
    for key in 1..=100 {
        office.core.offer(work(key, &["linux"], 1)).unwrap();
        let name = office.whose(key).unwrap().to_owned();
        office.run();
        office.end(&name, key);
        *got.entry(name).or_default() += 1;
    }
    assert!(got.values().all(|count| *count == 20), "{got:?}");
    let ten: BTreeSet<String> = (200..205)
        .map(|key| {
            office.core.offer(work(key, &["linux"], 1)).unwrap();
            office.whose(key).unwrap().to_owned()
        })
        .collect();
    assert_eq!(ten.len(), 5, "nobody has two while somebody has none");
}

#[test]
fn those_who_wait_are_served_in_their_order() {
    let mut office = Office::new();
    for key in 1..=6 {
        let label = if key % 2 == 0 { "arm" } else { "linux" };
        office.core.offer(work(key, &[label], 1)).unwrap();
    }
    office.agent("a", profile(&["arm", "linux"], 1));
    for key in 1..=6 {
        assert_eq!(office.whose(key), Some("a"));
        assert_eq!(office.whose(key + 1), None);
        office.end("a", key);
    }
}

#[test]
fn big_work_does_not_wait_for_ever() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 4));
    let mut running = Vec::new();
    for key in 1..=4 {
        office.core.offer(work(key, &[], 1)).unwrap();
        running.push(key);
    }
    office.run();
    office.core.offer(work(100, &[], 4)).unwrap();
    let mut small = 200;
    while office.whose(100).is_none() {
        assert!(small < 230, "it was overtaken {} times", small - 200);
        office.core.offer(work(small, &[], 1)).unwrap();
        small += 1;
        // Of what runs the oldest ends, so there is never much room.
        let oldest = running.remove(0);
        office.end("a", oldest);
        running.extend(
            (200..small)
                .filter(|key| office.whose(*key).is_some() && !running.contains(key))
                .collect::<Vec<_>>(),
        );
        running.retain(|key| office.whose(*key).is_some());
        if running.is_empty() {
            office.run();
        }
    }
    office.end("a", 100);
    let waiting = (200..small)
        .filter(|key| office.whose(*key).is_none())
        .count();
    assert!(
        waiting < 20,
        "the agent is free for others again: {waiting}"
    );
    assert!((200..small).any(|key| office.whose(key).is_some()));
}

#[test]
fn an_agent_that_is_kept_free_and_gone_is_kept_no_more() {
    let mut office = Office::new();
    office.agent("a", profile(&[], 2));
    office.core.offer(work(1, &[], 1)).unwrap();
    office.core.offer(work(2, &[], 1)).unwrap();
    office.run();
    office.core.offer(work(100, &[], 2)).unwrap();
    let mut last = 2;
    for key in 3..30 {
        office.core.offer(work(key, &[], 1)).unwrap();
        office.end("a", last);
        last = key;
        if office.whose(key).is_none() {
            break;
        }
    }
    assert_eq!(
        office.core.choose(&BTreeSet::new(), 1),
        None,
        "it is kept free"
    );
    // What it is kept free for is not wanted any more.
    office.core.forget(100);
    assert_eq!(office.whose(last), Some("a"));
    office.run();
    assert_eq!(office.core.agents().next().unwrap().1.free, 0);
}

#[test]
fn a_choice_among_many_is_that_of_a_few_steps() {
    let mut office = Office::new();
    for number in 0..300 {
        office.agent(
            &format!("agent-{number:03}"),
            profile(&["linux", if number == 250 { "gpu" } else { "cpu" }], 1),
        );
    }
    let gpu = BTreeSet::from(["gpu".to_owned()]);
    assert_eq!(office.core.choose(&gpu, 1), Some(AgentId::new("agent-250")));
    // More sets of labels than are remembered.
    for number in 0..600 {
        let none = BTreeSet::from([format!("label-{number}")]);
        assert_eq!(office.core.choose(&none, 1), None);
    }
    assert_eq!(office.core.choose(&gpu, 1), Some(AgentId::new("agent-250")));
    office.core.offer(work(1, &["gpu"], 1)).unwrap();
    assert_eq!(office.core.choose(&gpu, 1), None);
}
