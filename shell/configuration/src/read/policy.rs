//! Policies: Rego files, read where they are named, known by their digest.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use holdpoint_cedar::{Mistake, Policies as Cedar, Schema};
use holdpoint_domain::Digest;
use holdpoint_domain::access::policy::vocabulary;

use super::scalar::PlainName;
use super::{Item, Reader, component::inside, keys};
use crate::diagnostic::{Span, policies_wrong, policy_unreadable};
use crate::model::Policy;
use crate::yaml::{Node, Value};

/// Reads a policy by its path from the folder of the file, or says why it cannot be used.
pub(super) type ReadPolicy<'a> = &'a dyn Fn(&str) -> Result<Vec<u8>, String>;

/// Those that were read so far.
pub(super) struct Policies<'a> {
    pub(super) read: ReadPolicy<'a>,
    /// Names of the section `policies`, with path and title.
    pub(super) named: BTreeMap<String, (String, String)>,
    /// By path, or why it cannot be used.
    pub(super) found: BTreeMap<String, Result<Policy, String>>,
}

impl<'a> Policies<'a> {
    pub(super) fn new(read: ReadPolicy<'a>) -> Self {
        Self {
            read,
            named: BTreeMap::new(),
            found: BTreeMap::new(),
        }
    }

    /// All that could be read, by path.
    pub(super) fn all(self) -> Vec<Policy> {
        self.found.into_values().flatten().collect()
    }
}

/// Reads policies on who may do what, in the words that are published.
///
/// # Errors
/// All that is wrong with them.
pub fn read_policies(text: &str) -> Result<Cedar, Vec<Mistake>> {
    Cedar::parse(text, SCHEMA.as_ref().map_err(Clone::clone)?)
}

/// The words, read once.
static SCHEMA: LazyLock<Result<Schema, Vec<Mistake>>> =
    LazyLock::new(|| Schema::parse(&vocabulary()));

impl Reader<'_> {
    /// The section `policies`: `no-friday: policies/no-friday.rego`, or with a title.
    pub(super) fn policies(&mut self, root: &Node) {
        self.section(root, "policies", Self::named_policy);
    }

    fn named_policy(&mut self, item: &Item<'_, PlainName>) -> Option<()> {
        let mut title = String::new();
        let node = match &item.node.value {
            Value::Scalar { .. } => item.node,
            _ => {
                let owner = format!("policy `{}`", item.key);
                let fields = self.fields(owner, item.span, item.node, keys::POLICY)?;
                title = self.title(&fields, "title");
                self.required(&fields, "path", "policies/no-friday.rego")?
            }
        };
        let path = self.text(node, "the path of a Rego file")?;
        self.load(&path, &title, node.span);
        let name = item.name.as_ref()?;
        self.policies.named.insert(name.0.clone(), (path, title));
        Some(())
    }

    /// The policy of that name or path.
    pub(super) fn policy(&mut self, node: &Node) -> Option<(Digest, String)> {
        let text = self.text(node, "the path of a Rego file")?;
        let (path, title) = match self.policies.named.get(&text) {
            Some((path, title)) => (path.clone(), title.clone()),
            None => (text, String::new()),
        };
        let digest = self.load(&path, &title, node.span)?;
        let title = if title.is_empty() { path } else { title };
        Some((digest, title))
    }

    /// The policies on who may do what: a Cedar file, which has to be right, or `roles` for none.
    pub(super) fn authorisation(&mut self, node: &Node) -> Option<Option<Digest>> {
        let path = self.text(node, "the path of a Cedar file, or `roles`")?;
        if path == "roles" {
            return Some(None);
        }
        let digest = self.load(&path, "", node.span)?;
        let policy = self.policies.found.get(&path)?.as_ref().ok()?;
        let text = String::from_utf8_lossy(&policy.text).into_owned();
        let wrong = read_policies(&text).err().unwrap_or_default();
        for mistake in &wrong {
            let at = format!("{path}:{}", mistake.at(&text));
            let mistake = policies_wrong(&path, at).expected("policies in Cedar");
            self.report(node.span, mistake);
        }
        wrong.is_empty().then_some(Some(digest))
    }

    /// The text of a file beside this one.
    pub(super) fn file_text(&mut self, path: &str, span: Span, what: &str) -> Option<String> {
        match self.opened(path, "") {
            Ok(file) => Some(String::from_utf8_lossy(&file.text).into_owned()),
            Err(why) => {
                let mistake = policy_unreadable(path, why).expected(what);
                self.report(span, mistake);
                None
            }
        }
    }

    /// The text of a calendar file beside this one, which is read and not kept.
    pub(super) fn beside(&mut self, path: &str) -> Result<String, String> {
        let file = self.opened(path, "")?;
        let text = String::from_utf8_lossy(&file.text).into_owned();
        if let Some(Ok(file)) = self.policies.found.get_mut(path) {
            file.kept = false;
        }
        Ok(text)
    }

    fn load(&mut self, path: &str, title: &str, span: Span) -> Option<Digest> {
        match self.opened(path, title) {
            Ok(policy) => Some(policy.digest),
            Err(why) => {
                let mistake = policy_unreadable(path, why).expected("the path of a Rego file");
                self.report(span, mistake);
                None
            }
        }
    }

    /// The file, read if that was not done before.
    fn opened(&mut self, path: &str, title: &str) -> Result<&Policy, String> {
        if !self.policies.found.contains_key(path) {
            let read = if inside(path) {
                (self.policies.read)(path)
            } else {
                Err("it lies outside the folder of this file".to_owned())
            };
            let policy = read.map(|text| Policy {
                path: path.to_owned(),
                title: title.to_owned(),
                digest: Digest::of(&text),
                kept: true,
                text,
            });
            self.policies.found.insert(path.to_owned(), policy);
        }
        match self.policies.found.get(path) {
            Some(Ok(policy)) => Ok(policy),
            Some(Err(why)) => Err(why.clone()),
            None => Err("it was not read".to_owned()),
        }
    }
}
