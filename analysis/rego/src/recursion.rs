//! Which rules need which: none may need itself, and no chain may be long.
//!
//! The engine evaluates a rule inside the rule that needs it, so that recursion would end the process.

use crate::calls::problem;
use crate::error::Problem;
use crate::package::{self, Aliases};
use crate::walk::{Found, walk};
use regorus::unstable::{Expr, Module, Ref, Rule, Span};
use std::collections::{BTreeMap, BTreeSet};

/// No rule needs others through more steps.
const MAX_CHAIN: usize = 50;

/// A rule's path: package and head, without `data`.
type Path = Vec<String>;

/// Refuses rules that need themselves, or others through too many steps.
pub(crate) fn check(modules: &[Ref<Module>]) -> Result<(), Vec<Problem>> {
    let mut graph = Graph::default();
    for module in modules {
        for rule in &module.policy {
            graph.define(module, rule);
        }
    }
    for module in modules {
        let aliases = package::aliases(module);
        for rule in &module.policy {
            graph.connect(module, rule, &aliases);
        }
    }
    graph.measure()
}

#[derive(Default)]
struct Graph<'a> {
    nodes: BTreeMap<Path, usize>,
    places: Vec<&'a Span>,
    names: Vec<String>,
    edges: Vec<BTreeSet<usize>>,
}

impl<'a> Graph<'a> {
    fn define(&mut self, module: &Module, rule: &'a Rule) {
        let path = path_of(module, rule);
        let next = self.places.len();
        if *self.nodes.entry(path.clone()).or_insert(next) == next {
            self.places.push(package::start(package::head(rule)));
            self.names.push(path.join("."));
            self.edges.push(BTreeSet::new());
        }
    }

    fn connect(&mut self, module: &Module, rule: &Rule, aliases: &Aliases) {
        let Some(from) = self.nodes.get(&path_of(module, rule)).copied() else {
            return;
        };
        let mut declared = BTreeSet::new();
        let mut needed: Vec<Path> = Vec::new();
        let home = package::package(module);
        walk(rule, &mut |found| match found {
            Found::Declared(span) => drop(declared.insert(span.text().to_owned())),
            Found::Path(path) | Found::Call(path) | Found::Replacement(path) => {
                needed.extend(words(path));
            }
            Found::Unknown(_) => {}
        });
        for words in needed {
            let Some((root, rest)) = words.split_first() else {
                continue;
            };
            let absolute: Path = match aliases.get(root) {
                _ if root == "data" => rest.to_vec(),
                Some(path) => path.iter().chain(rest).cloned().collect(),
                None if declared.contains(root) => continue,
                None => home.iter().chain(&words).cloned().collect(),
            };
            let targets = self.targets(&absolute);
            if let Some(edges) = self.edges.get_mut(from) {
                edges.extend(targets);
            }
        }
    }

    /// The rules that a path reaches: the rule it leads into, and all that lie below it.
    fn targets(&self, path: &Path) -> Vec<usize> {
        let above = (1..path.len()).filter_map(|end| self.nodes.get(path.get(..end)?));
        let below = self
            .nodes
            .range(path.clone()..)
            .take_while(|(other, _)| other.starts_with(path));
        above.copied().chain(below.map(|(_, node)| *node)).collect()
    }

    /// The length of the longest chain from each rule; a rule met while its own chain is measured needs
    /// itself.
    fn measure(&self) -> Result<(), Vec<Problem>> {
        let mut lengths: Vec<Option<usize>> = vec![None; self.edges.len()];
        for start in 0..self.edges.len() {
            let mut open: Vec<(usize, Vec<usize>)> = vec![(start, self.needs(start))];
            while let Some((node, needs)) = open.last_mut() {
                let node = *node;
                match needs.pop() {
                    Some(next) if open.iter().any(|(node, _)| *node == next) => {
                        return Err(vec![self.recursion(next)]);
                    }
                    Some(next) if lengths.get(next).copied().flatten().is_none() => {
                        open.push((next, self.needs(next)));
                    }
                    Some(_) => {}
                    None => {
                        let longest = self
                            .needs(node)
                            .into_iter()
                            .filter_map(|n| *lengths.get(n)?)
                            .max();
                        let length = longest.map_or(0, |length| length + 1);
                        if length > MAX_CHAIN {
                            return Err(vec![self.chain(node)]);
                        }
                        if let Some(slot) = lengths.get_mut(node) {
                            *slot = Some(length);
                        }
                        open.pop();
                    }
                }
            }
        }
        Ok(())
    }

    fn needs(&self, node: usize) -> Vec<usize> {
        self.edges
            .get(node)
            .into_iter()
            .flatten()
            .copied()
            .collect()
    }

    fn recursion(&self, node: usize) -> Problem {
        self.at(
            node,
            |name| format!("the rule `{name}` needs itself"),
            "break the circle",
        )
    }

    fn chain(&self, node: usize) -> Problem {
        let message = |name: &str| {
            format!("the rule `{name}` needs others through more than {MAX_CHAIN} steps")
        };
        self.at(node, message, "put some of the rules together")
    }

    fn at(&self, node: usize, message: impl Fn(&str) -> String, help: &str) -> Problem {
        let name = self.names.get(node).map(String::as_str).unwrap_or_default();
        match self.places.get(node) {
            Some(span) => problem(span, message(name), help.to_owned()),
            None => Problem {
                file: "policy".to_owned(),
                line: 0,
                column: 0,
                message: message(name),
                help: Some(help.to_owned()),
            },
        }
    }
}

fn path_of(module: &Module, rule: &Rule) -> Path {
    let mut path = package::package(module);
    path.extend(words(package::head(rule)).unwrap_or_default());
    path
}

/// The words of a path up to the first that is not written out.
fn words(path: &Expr) -> Option<Path> {
    let mut rest = path;
    loop {
        match rest {
            Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } => match package::path(rest) {
                Some(words) => return Some(words),
                None => rest = refr,
            },
            _ => return package::path(rest),
        }
    }
}
