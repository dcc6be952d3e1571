//! Which programs are let in, by tokens of whom.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_domain::access::Scope;
use holdpoint_domain::workload::{Issuer, Rule, WorkloadMistake, WorkloadName, Workloads};

use super::{Reader, keys};
use crate::diagnostic::{Span, workload_wrong, wrong_value};
use crate::model::{Reference, Section};
use crate::yaml::{Entry, Node, Value};

/// What was read, with where it stands, by name.
pub(super) type Placed<T> = Vec<(Span, T)>;

impl Reader<'_> {
    /// Issuers and rules by name; an empty section lets nobody in.
    pub(super) fn workloads(&mut self, root: &Node, node: &Node) -> Option<Box<Workloads>> {
        if matches!(&node.value, Value::Map(entries) if entries.is_empty()) {
            return None;
        }
        let span = root.locate(&["workloads"]);
        let fields = self.fields("the workloads", span, node, keys::WORKLOADS)?;
        let issuers = self.required(&fields, "issuers", "a map of names to issuers")?;
        let allow = self.required(&fields, "allow", "a map of names to rules")?;
        let issuers: Placed<Issuer> = self.each(issuers, Self::issuer)?;
        let allow: Placed<Rule> = self.each(allow, Self::workload)?;
        let (issuer_spans, issuers): (Vec<_>, Vec<_>) = issuers.into_iter().unzip();
        let (rule_spans, allow): (Vec<_>, Vec<_>) = allow.into_iter().unzip();
        let workloads = Workloads { issuers, allow };
        for mistake in workloads.wrong() {
            let (found, said) = match mistake {
                WorkloadMistake::Issuer(name, why) => {
                    let at = workloads.issuers.iter().position(|one| one.name == name);
                    (
                        at.and_then(|at| issuer_spans.get(at)),
                        format!("issuer `{name}`: {why}"),
                    )
                }
                WorkloadMistake::Rule(name, why) => {
                    let at = workloads
                        .allow
                        .iter()
                        .position(|one| one.name.as_str() == name);
                    (
                        at.and_then(|at| rule_spans.get(at)),
                        format!("workload `{name}`: {why}"),
                    )
                }
                WorkloadMistake::Together(why) => (None, why),
            };
            self.report(found.copied().unwrap_or(span), workload_wrong(said));
        }
        Some(Box::new(workloads))
    }

    /// The items of a map; none if one of them could not be read, which is said already.
    pub(super) fn each<T>(
        &mut self,
        node: &Node,
        read: impl Fn(&mut Self, &Entry) -> Option<T>,
    ) -> Option<Placed<T>> {
        if !matches!(node.value, Value::Map(_)) {
            self.wrong(node, "a map of names", None);
            return None;
        }
        let all = node.entries().iter();
        let read: Vec<_> = all
            .map(|entry| Some((entry.span, read(self, entry)?)))
            .collect();
        read.into_iter().collect()
    }

    fn issuer(&mut self, entry: &Entry) -> Option<Issuer> {
        let owner = format!("issuer `{}`", entry.key);
        let fields = self.fields(owner, entry.span, &entry.value, keys::ISSUER)?;
        let url = self.required(
            &fields,
            "url",
            "https://token.actions.githubusercontent.com",
        );
        let url = url.and_then(|node| self.text(node, "what its tokens say in `iss`"));
        let audience = self.required(&fields, "audience", "https://holdpoint.example.org");
        let audience = audience.and_then(|node| self.text(node, "what its tokens say in `aud`"));
        let keys = match fields.get("keys") {
            None => None,
            Some(node) => Some(self.keys_of_issuer(node)?),
        };
        Some(Issuer {
            name: entry.key.clone(),
            url: url?,
            audience: audience?,
            keys,
        })
    }

    /// A file with keys, without what is blank in it.
    fn keys_of_issuer(&mut self, node: &Node) -> Option<String> {
        let path = self.text(node, "the path of a file with keys")?;
        let text = self.file_text(&path, node.span, "the path of a file with keys (RFC 7517)")?;
        match serde_json::from_str::<serde_json::Value>(&text) {
            Ok(keys) => Some(keys.to_string()),
            Err(why) => {
                let mistake = workload_wrong(format!("`{path}` is no JSON: {why}"));
                self.report(node.span, mistake);
                None
            }
        }
    }

    fn workload(&mut self, entry: &Entry) -> Option<Rule> {
        let owner = format!("workload `{}`", entry.key);
        let name: Option<WorkloadName> = self.parse_name(&entry.key, entry.span);
        let fields = self.fields(owner, entry.span, &entry.value, keys::WORKLOAD)?;
        let issuer = self.required(&fields, "issuer", "the name of one of `issuers`");
        let issuer = issuer.and_then(|node| self.text(node, "the name of an issuer"));
        let claims = self.required(&fields, "claims", "{repository: acme/payments}");
        let claims = claims.and_then(|node| self.claims(node));
        let role = self.required(&fields, "role", "developer");
        let role = role.and_then(|node| self.role(node));
        let scope = self.required(&fields, "scope", "unit/payments");
        let scope = scope.and_then(|node| self.scope(node));
        let commands = self.texts(fields.get("commands"), "a command such as `evidence.add`");
        Some(Rule {
            name: name?,
            issuer: issuer?,
            claims: claims?,
            role: role?,
            scope: scope?,
            commands: commands.into_iter().collect(),
        })
    }

    fn claims(&mut self, node: &Node) -> Option<BTreeMap<String, BTreeSet<String>>> {
        if !matches!(node.value, Value::Map(_)) {
            self.wrong(node, "a map of claims to what they have to be", None);
            return None;
        }
        let texts = node.entries().iter().map(|entry| {
            let found = self.texts(Some(&entry.value), "what the claim has to be");
            (entry.key.clone(), found.into_iter().collect())
        });
        Some(texts.collect())
    }

    /// Where a role holds, and that there is such a place.
    pub(super) fn scope(&mut self, node: &Node) -> Option<Scope> {
        let text = self.text(node, "a scope such as `unit/payments`")?;
        let scope: Scope = match text.parse() {
            Ok(scope) => scope,
            Err(why) => {
                let mistake = wrong_value(&text).expected("a scope").help(why);
                self.report(node.span, mistake);
                return None;
            }
        };
        let section = match &scope {
            Scope::Organisation => return Some(scope),
            Scope::Unit(_) => Section::Units,
            Scope::Component(_) => Section::Components,
            Scope::Environment(_) => Section::Environments,
        };
        let (_, name) = text.split_once('/').unwrap_or_default();
        self.references.push(Reference {
            section,
            name: name.to_owned(),
            span: node.span,
        });
        Some(scope)
    }
}
