//! Where a script is played: a world, its people, and the numbers of ids that were met.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use holdpoint_buckets::Storage;
use holdpoint_cluster::Cluster;
use regex_lite::{Captures, Regex};

use super::registry::Registry;
use crate::world::{Person, World, scrub_times};

pub(super) struct Stage {
    world: World,
    people: BTreeMap<String, Person>,
    registry: Registry,
    /// A database, once a command asks for one.
    database: OnceCell<String>,
    /// A bucket, the same.
    bucket: OnceCell<String>,
    numbers: Numbers,
}

impl Stage {
    pub(super) fn new() -> Self {
        let world = World::new();
        Self {
            registry: Registry::serve(&world.path("registry")),
            people: BTreeMap::new(),
            database: OnceCell::new(),
            bucket: OnceCell::new(),
            numbers: Numbers::default(),
            world,
        }
    }

    pub(super) fn file(&self, name: &str, content: &str) {
        self.world.write(&format!("repo/{name}"), content);
    }

    /// `HANDLE ROLE…`.
    pub(super) fn hire(&mut self, line: &str) {
        let words: Vec<_> = line.split_whitespace().collect();
        let (handle, roles) = words.split_first().unwrap();
        let person = self.world.hire(handle, roles);
        self.people.insert((*handle).to_owned(), person);
    }

    /// What the command prints, without what differs from run to run.
    pub(super) fn run(&mut self, who: &str, command: &str) -> String {
        let person = match who {
            "" => Person::default(),
            who => self.people[who].clone(),
        };
        let mut also = vec![("REGISTRY", self.registry.address())];
        if command.contains("$DATABASE") {
            let url = self.database.get_or_init(|| Cluster::shared().database());
            also.push(("DATABASE", url));
        }
        let storage = command.contains("$BUCKET").then(Storage::s3);
        let variables = storage.map(Storage::variables).unwrap_or_default();
        if let Some(storage) = storage {
            also.push(("BUCKET", self.bucket.get_or_init(|| storage.bucket())));
        }
        let variables = variables
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        also.extend(variables);
        let ran = self
            .world
            .shell(&person, &self.numbers.real(command), &also);
        let mut text = ran.out + &ran.err;
        if ran.code != 0 {
            text.push_str(&format!("[exit {}]\n", ran.code));
        }
        let text = text.replace(self.registry.address(), "REGISTRY");
        let text = match self.database.get() {
            Some(url) => text.replace(url, "DATABASE"),
            None => text,
        };
        let text = match self.bucket.get() {
            Some(url) => text.replace(url, "BUCKET"),
            None => text,
        };
        let text = scrub_times(&text, self.world.root());
        self.numbers.numbered(&text)
    }
}

/// Ids and digests by the order in which they were met.
#[derive(Default)]
struct Numbers {
    of: BTreeMap<String, String>,
    real: BTreeMap<String, String>,
    count: BTreeMap<String, usize>,
}

impl Numbers {
    /// The text with numbers for what is random.
    fn numbered(&mut self, text: &str) -> String {
        let random = [
            r"([a-z]{3}_)[0-9A-HJKMNP-TV-Z]{26}",
            r"(sha256:)[0-9a-f]{64}",
            r"(SHA256:)[A-Za-z0-9+/]{43}",
            r"(\b)[0-9a-f]{40}\b",
        ];
        random.iter().fold(text.to_owned(), |text, rule| {
            let rule = Regex::new(rule).unwrap();
            rule.replace_all(&text, |found: &Captures<'_>| {
                self.number(&found[0], &found[1])
            })
            .into_owned()
        })
    }

    fn number(&mut self, real: &str, kind: &str) -> String {
        if let Some(known) = self.of.get(real) {
            return known.clone();
        }
        let kind = if kind.is_empty() { "commit-" } else { kind };
        let count = self.count.entry(kind.to_owned()).or_default();
        *count += 1;
        let number = format!("{kind}{count}");
        self.of.insert(real.to_owned(), number.clone());
        self.real.insert(number.clone(), real.to_owned());
        number
    }

    /// The command with the things themselves for their numbers.
    fn real(&self, command: &str) -> String {
        let number = Regex::new(r"([a-z]{3}_|sha256:|SHA256:|commit-)[0-9]{1,3}\b").unwrap();
        let found = |found: &Captures<'_>| {
            let known = self.real.get(&found[0]);
            known.map_or_else(|| found[0].to_owned(), Clone::clone)
        };
        number.replace_all(command, found).into_owned()
    }
}
