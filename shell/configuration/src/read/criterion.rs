//! Criteria: one line of a gate each.

use holdpoint_domain::access::Role;
use holdpoint_domain::gate::{self, Ask, Criterion, Requirement};

use super::scalar::{PlainName, plain};
use super::{Fields, Reader, keys};
use crate::diagnostic::{criterion_shape, listed, twin, wrong_value};
use crate::model::Section;
use crate::yaml::{Node, Value};

impl Reader<'_> {
    /// The list under `criteria`.
    pub(super) fn criteria(&mut self, fields: &Fields<'_>) -> Vec<Criterion> {
        let Some(node) = fields.get("criteria") else {
            return Vec::new();
        };
        if !matches!(node.value, Value::List(_)) {
            let expected = "a list, each item one criterion";
            let help = "write such as `- approvals: {role: change-manager, quorum: 2}`";
            self.wrong(node, expected, Some(help.to_owned()));
            return Vec::new();
        }
        let mut all: Vec<Criterion> = Vec::new();
        for item in node.items() {
            let Some(criterion) = self.criterion(item) else {
                continue;
            };
            if all.iter().any(|other| other.name == criterion.name) {
                let mistake = twin("criterion", &criterion.name).expected("a `name` of its own");
                self.report(item.span, mistake);
            }
            all.push(criterion);
        }
        all
    }

    fn criterion(&mut self, node: &Node) -> Option<Criterion> {
        let fields = self.fields("the criterion", node.span, node, keys::CRITERION)?;
        let ask = self.ask(&fields);
        let waivable = self.flag(&fields, "waivable", true);
        let name = match fields.get("name") {
            Some(node) => {
                let text = self.text(node, "the name of the criterion");
                let known = text.and_then(|text| self.parse_name::<PlainName>(&text, node.span));
                known.map(|name| name.0)
            }
            None => ask.as_ref().map(named),
        };
        Some(Criterion {
            name: name?,
            ask: ask?,
            waivable,
        })
    }

    fn ask(&mut self, fields: &Fields<'_>) -> Option<Ask> {
        let given: Vec<_> = keys::ASKS
            .iter()
            .filter_map(|key| fields.get(key).map(|node| (*key, node)))
            .collect();
        let expected = || format!("one of {}", listed(keys::ASKS.iter().copied()));
        match given.as_slice() {
            [(key, node)] => self.asked(key, node),
            [] => {
                self.report(
                    fields.span,
                    criterion_shape("asks for nothing").expected(expected()),
                );
                None
            }
            [_, (second, node), ..] => {
                let mistake = criterion_shape("asks for more than one thing")
                    .expected("one thing only")
                    .help(format!("make `{second}` an item of its own, after a `-`"));
                self.report(node.span, mistake);
                None
            }
        }
    }

    fn asked(&mut self, key: &str, node: &Node) -> Option<Ask> {
        match key {
            "approvals" => self.approvals(node),
            "evidence" => self.evidence(node),
            "readiness" => self
                .text(node, "a readiness item")
                .map(|item| Ask::Readiness { item }),
            "scheme" => self.scheme(node),
            "witnessed" => self.witnessed(node),
            "contracts" => self.contracts(node),
            "ran" => self
                .reference(node, Section::Environments)
                .map(|environment| Ask::Ran { environment }),
            _ => self
                .policy(node)
                .map(|(policy, title)| Ask::Rego { policy, title }),
        }
    }

    /// `approvals: change-manager`, or with a quorum.
    fn approvals(&mut self, node: &Node) -> Option<Ask> {
        if let Value::Scalar { .. } = node.value {
            let role = self.role(node)?;
            return Some(Ask::Approvals {
                role,
                quorum: 1,
                signed: false,
                active: false,
            });
        }
        let fields = self.fields("`approvals`", node.span, node, keys::APPROVALS)?;
        let role = self
            .required(&fields, "role", "change-manager")
            .and_then(|node| self.role(node));
        let quorum = match fields.get("quorum") {
            Some(node) => self.count(node),
            None => Some(1),
        };
        Some(Ask::Approvals {
            role: role?,
            quorum: quorum?,
            signed: self.flag(&fields, "signed", false),
            active: self.flag(&fields, "active", false),
        })
    }

    pub(super) fn role(&mut self, node: &Node) -> Option<Role> {
        let roles: Vec<_> = Role::ALL
            .iter()
            .map(|role| (role.as_str(), *role))
            .collect();
        self.choice(node, &roles)
    }

    /// `evidence: junit`, or with what must be true of it.
    fn evidence(&mut self, node: &Node) -> Option<Ask> {
        if let Value::Scalar { text, .. } = &node.value {
            return Some(Ask::Evidence {
                predicate: text.clone(),
                require: Requirement::Passed,
            });
        }
        let fields = self.fields("`evidence`", node.span, node, keys::EVIDENCE)?;
        let predicate = self
            .required(&fields, "predicate", "junit")
            .and_then(|node| self.text(node, "a predicate type, or a short name such as `junit`"));
        let require = self.requirement(&fields);
        Some(Ask::Evidence {
            predicate: predicate?,
            require: require?,
        })
    }

    fn requirement(&mut self, fields: &Fields<'_>) -> Option<Requirement> {
        let words = [("present", false), ("passed", true)];
        let passed = match fields.get("require") {
            Some(node) => self.choice(node, &words)?,
            None => true,
        };
        match fields.get("fresh") {
            Some(node) if !passed => {
                let help = "remove `require: present`, or `fresh`";
                self.wrong(
                    node,
                    "no `fresh` beside `require: present`",
                    Some(help.to_owned()),
                );
                None
            }
            Some(node) => {
                let max_age_hours = self.hours_of(node)?;
                Some(Requirement::Fresh { max_age_hours })
            }
            None if passed => Some(Requirement::Passed),
            None => Some(Requirement::Present),
        }
    }

    fn hours_of(&mut self, node: &Node) -> Option<u32> {
        let seconds = self.duration(node)?;
        if seconds.is_multiple_of(3_600) {
            return Some(seconds / 3_600);
        }
        self.wrong(node, "whole hours, such as `24h` or `7d`", None);
        None
    }

    fn scheme(&mut self, node: &Node) -> Option<Ask> {
        self.told(node, "scheme").then_some(Ask::ArtifactScheme {})
    }

    fn witnessed(&mut self, node: &Node) -> Option<Ask> {
        self.told(node, "witnessed").then_some(Ask::Witnessed {})
    }

    fn contracts(&mut self, node: &Node) -> Option<Ask> {
        self.told(node, "contracts").then_some(Ask::Contracts {})
    }

    /// Whether it is `true`: what else it could be would be no criterion.
    fn told(&mut self, node: &Node, key: &str) -> bool {
        let told = node.text() == Some("true");
        if !told {
            let mistake = wrong_value(node.described().trim_matches('`'))
                .expected("`true`")
                .help(format!("write `{key}: true`, or remove the criterion"));
            self.report(node.span, mistake);
        }
        told
    }
}

/// The name of a criterion that was given none.
fn named(ask: &Ask) -> String {
    let (kind, rest) = match ask {
        Ask::Approvals { role, .. } => ("approvals", role.to_string()),
        Ask::Evidence { predicate, .. } => match predicate.strip_prefix("check/") {
            Some(check) => ("check", check.to_owned()),
            None => ("evidence", short(predicate)),
        },
        Ask::ArtifactScheme {} => ("scheme", String::new()),
        Ask::Witnessed {} => ("witnessed", String::new()),
        Ask::Contracts {} => ("contracts", String::new()),
        Ask::Readiness { item } => ("", item.clone()),
        Ask::Ran { environment } => ("ran", environment.to_string()),
        Ask::Rego { title, .. } => ("", short(title.trim_end_matches(".rego"))),
        // No key of the file asks for these.
        Ask::Calendar {} => (gate::CALENDAR, String::new()),
        Ask::Planned {} => (gate::PLANNED, String::new()),
    };
    let text = format!("{kind}-{rest}");
    plain(&text).unwrap_or_else(|| "criterion".to_owned())
}

/// The last part of an address or path that is not only a version.
fn short(text: &str) -> String {
    let version = |part: &&str| {
        part.trim_start_matches('v')
            .chars()
            .all(|c| c.is_ascii_digit() || c == '.')
    };
    let mut parts = text.split('/').rev().filter(|part| !part.is_empty());
    parts.find(|part| !version(part)).unwrap_or(text).to_owned()
}
