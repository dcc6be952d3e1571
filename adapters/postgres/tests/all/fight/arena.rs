//! The processes, and what is done to them.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use holdpoint_cluster::Cluster;

use super::fighter;

/// How long anything may take when the server is up.
const PATIENCE: Duration = Duration::from_secs(60);

/// What was acknowledged, and at which position.
pub(super) type Acknowledged = BTreeMap<String, u64>;

pub(super) struct Arena<'a> {
    cluster: &'a Cluster,
    url: String,
    fighters: BTreeMap<String, Child>,
    begun: u32,
    telling: Sender<String>,
    told: Receiver<String>,
    acknowledged: Acknowledged,
    /// Who acknowledged last.
    holder: String,
}

impl<'a> Arena<'a> {
    pub(super) fn open(cluster: &'a Cluster, fighters: usize) -> Self {
        let (telling, told) = channel();
        let mut arena = Self {
            cluster,
            url: cluster.database(),
            fighters: BTreeMap::new(),
            begun: 0,
            telling,
            told,
            acknowledged: Acknowledged::new(),
            holder: String::new(),
        };
        (0..fighters).for_each(|_| arena.begin());
        arena
    }

    fn begin(&mut self) {
        self.begun += 1;
        let name = format!("fighter{}", self.begun);
        let mut child = fighter::command(&self.url, &name).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let telling = self.telling.clone();
        std::thread::spawn(move || {
            let lines = lines.map_while(Result::ok);
            lines.for_each(|line| telling.send(line).unwrap_or_default());
        });
        self.fighters.insert(name, child);
    }

    /// Takes a line; says who acknowledged something.
    fn take(&mut self, line: &str) -> Option<String> {
        let words: Vec<_> = line.split(' ').collect();
        match words[..] {
            ["acknowledged", key, position] => {
                let before = self
                    .acknowledged
                    .insert(key.to_owned(), position.parse().unwrap());
                assert_eq!(before, None, "`{key}` was acknowledged twice");
                Some(key.split('-').next().unwrap().to_owned())
            }
            ["sits", _] => None,
            _ => panic!("a fighter says: {line}"),
        }
    }

    /// Waits until somebody other than `gone` acknowledges something.
    fn wait_for_another(&mut self, gone: &str, patience: Duration) {
        let begun = Instant::now();
        loop {
            let left = patience.checked_sub(begun.elapsed());
            let line = left.and_then(|left| self.told.recv_timeout(left).ok());
            let line = line.unwrap_or_else(|| panic!("nobody followed within {patience:?}"));
            if let Some(who) = self.take(&line).filter(|who| who != gone) {
                self.holder = who;
                return;
            }
        }
    }

    /// Waits until appends go on, and hears all that was said so far.
    pub(super) fn settle(&mut self) {
        while let Ok(line) = self.told.try_recv() {
            self.take(&line);
        }
        for _ in 0..5 {
            self.wait_for_another("", PATIENCE);
        }
    }

    pub(super) fn kill_the_holder(&mut self, takeover: Duration) {
        let holder = self.holder.clone();
        let mut child = self.fighters.remove(&holder).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        self.wait_for_another(&holder, takeover);
        self.begin();
    }

    /// It finds that it was deposed when it goes on.
    pub(super) fn halt_the_holder(&mut self, takeover: Duration) {
        let holder = self.holder.clone();
        self.signal(&holder, "-STOP");
        self.wait_for_another(&holder, takeover);
        self.signal(&holder, "-CONT");
    }

    pub(super) fn kill_anybody(&mut self, random: u64) {
        let at = usize::try_from(random).unwrap() % self.fighters.len();
        let name = self.fighters.keys().nth(at).unwrap().clone();
        let mut child = self.fighters.remove(&name).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        self.begin();
    }

    /// The server ends every connection.
    pub(super) fn cut_connections(&self) {
        let end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                   WHERE application_name = 'holdpoint'";
        self.cluster.sql("postgres", end);
    }

    fn signal(&self, name: &str, signal: &str) {
        let id = self.fighters[name].id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status();
        assert!(sent.unwrap().success());
    }

    /// Ends all of them; gives the URL, and what was acknowledged.
    pub(super) fn close(mut self) -> (String, Acknowledged) {
        for child in self.fighters.values_mut() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        self.fighters.clear();
        // What the pipes still hold was acknowledged too; the last of them ends with its thread.
        while let Ok(line) = self.told.recv_timeout(Duration::from_millis(500)) {
            self.take(&line);
        }
        (self.url.clone(), std::mem::take(&mut self.acknowledged))
    }
}

impl Drop for Arena<'_> {
    fn drop(&mut self) {
        for child in self.fighters.values_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
