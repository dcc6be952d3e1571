//! Which agent was chosen for a step: a line each, `KEY AGENT`, or `KEY` when the step has ended and is settled. A line is on
//! the disk before the agent is told, so that after a crash nobody else gets the step.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use holdpoint_durable::{replace, touch};

pub(super) struct Placed {
    agents: BTreeMap<u64, String>,
    file: File,
}

impl Placed {
    /// What the file says; it is written anew, without what is settled.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        touch(path)?;
        let text = std::fs::read_to_string(path)?;
        let mut agents = BTreeMap::new();
        for line in text.lines() {
            let (key, agent) = line.split_once(' ').unwrap_or((line, ""));
            // The last line of a crash may be half a line: then nobody was told.
            let Ok(key) = key.parse() else { continue };
            match agent {
                "" => drop(agents.remove(&key)),
                agent => drop(agents.insert(key, agent.to_owned())),
            }
        }
        replace(path, lines(&agents).as_bytes())?;
        let file = OpenOptions::new().append(true).open(path)?;
        Ok(Self { agents, file })
    }

    /// Writes down who was chosen, for all of these at once.
    pub(super) fn note(&mut self, chosen: &[(u64, String)]) -> io::Result<()> {
        let chosen: BTreeMap<_, _> = chosen.iter().cloned().collect();
        self.file.write_all(lines(&chosen).as_bytes())?;
        self.file.sync_data()?;
        self.agents.extend(chosen);
        Ok(())
    }

    pub(super) fn of(&self, key: u64) -> Option<&str> {
        self.agents.get(&key).map(String::as_str)
    }

    /// The step is settled. A line that is lost is written again some day: the step is not asked for any more.
    pub(super) fn forget(&mut self, key: u64) {
        if self.agents.remove(&key).is_some() {
            let _ = self.file.write_all(format!("{key}\n").as_bytes());
        }
    }
}

fn lines(agents: &BTreeMap<u64, String>) -> String {
    let mut text = String::new();
    for (key, agent) in agents {
        // Writing into a text does not fail.
        let _ = writeln!(text, "{key} {agent}");
    }
    text
}
