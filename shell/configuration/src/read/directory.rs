//! Where people of the organisation log in, and what their groups are here.

use holdpoint_domain::directory::{Directory, DirectoryMistake, FirstLogin, GroupRole, Provider};

use super::{Reader, keys};
use crate::diagnostic::{Span, directory_wrong};
use crate::yaml::{Entry, Node, Value};

const FIRST: &[(&str, FirstLogin)] = &[
    ("refuse", FirstLogin::Refuse),
    ("add", FirstLogin::Add),
    ("add-members", FirstLogin::AddMembers),
];

/// Claims that most providers have these in.
const SUBJECT: &str = "sub";
const GROUPS: &str = "groups";
/// What is asked for if nothing is said: name and mail address.
const SCOPES: &[&str] = &["profile", "email"];

impl Reader<'_> {
    /// Providers and groups by their names; an empty section is of no directory.
    pub(super) fn directory(&mut self, root: &Node, node: &Node) -> Option<Box<Directory>> {
        if matches!(&node.value, Value::Map(entries) if entries.is_empty()) {
            return None;
        }
        let span = root.locate(&["directory"]);
        let fields = self.fields("the directory", span, node, keys::DIRECTORY)?;
        let mut providers = Vec::new();
        if let Some(node) = fields.get("providers") {
            providers = self.each(node, Self::provider)?;
        }
        let mut groups: Vec<(Span, GroupRole)> = Vec::new();
        if let Some(node) = fields.get("groups") {
            let all = self.each(node, Self::group)?;
            groups = all.into_iter().flat_map(|(_, lines)| lines).collect();
        }
        let (provider_spans, providers): (Vec<_>, Vec<_>) = providers.into_iter().unzip();
        let (group_spans, groups): (Vec<_>, Vec<_>) = groups.into_iter().unzip();
        let directory = Directory { providers, groups };
        for mistake in directory.wrong() {
            let (found, said) = match mistake {
                DirectoryMistake::Provider(name, why) => {
                    let at = directory.providers.iter().rposition(|one| one.name == name);
                    let found = at.and_then(|at| provider_spans.get(at));
                    (found, format!("provider `{name}`: {why}"))
                }
                DirectoryMistake::Group(name, why) => {
                    let at = directory.groups.iter().rposition(|one| one.group == name);
                    let found = at.and_then(|at| group_spans.get(at));
                    (found, format!("group `{name}`: {why}"))
                }
                DirectoryMistake::Together(why) => (None, why),
            };
            self.report(found.copied().unwrap_or(span), directory_wrong(said));
        }
        Some(Box::new(directory))
    }

    fn provider(&mut self, entry: &Entry) -> Option<Provider> {
        let owner = format!("provider `{}`", entry.key);
        let fields = self.fields(owner, entry.span, &entry.value, keys::PROVIDER)?;
        let issuer = self.required(&fields, "issuer", "https://login.example.org/realms/acme");
        let issuer = issuer.and_then(|node| self.text(node, "what its tokens say in `iss`"));
        let client = self.required(&fields, "client", "holdpoint");
        let client = client.and_then(|node| self.text(node, "our id there"));
        let secret = match fields.get("secret") {
            None => None,
            Some(_) => Some(self.secret(&fields, "secret")?),
        };
        let scopes = match fields.get("scopes") {
            None => SCOPES.iter().map(|scope| (*scope).to_owned()).collect(),
            node => self.texts(node, "a scope such as `groups`"),
        };
        let first = fields.get("first-login");
        let first_login = match first.map(|node| self.choice(node, FIRST)) {
            None => FirstLogin::default(),
            Some(chosen) => chosen?,
        };
        let mut claim = |key: &str, usual: &str| match fields.get(key) {
            None => Some(usual.to_owned()),
            Some(node) => self.text(node, "the name of a claim"),
        };
        let (subject, groups) = (claim("subject", SUBJECT), claim("groups", GROUPS));
        Some(Provider {
            name: entry.key.clone(),
            title: self.title(&fields, "title"),
            issuer: issuer?,
            client: client?,
            secret,
            scopes: scopes
                .into_iter()
                .filter(|scope| scope != "openid")
                .collect(),
            subject: subject?,
            groups: groups?,
            first_login,
        })
    }

    /// A group with its role, or with a list of them.
    fn group(&mut self, entry: &Entry) -> Option<Vec<(Span, GroupRole)>> {
        let mut found = Vec::new();
        for item in entry.value.items() {
            let owner = format!("group `{}`", entry.key);
            let fields = self.fields(owner, entry.span, item, keys::GROUP)?;
            let role = self.required(&fields, "role", "developer");
            let role = role.and_then(|node| self.role(node));
            let scope = self.required(&fields, "scope", "unit/payments");
            let scope = scope.and_then(|node| self.scope(node));
            let provider = fields.get("provider");
            let provider = provider.and_then(|node| self.text(node, "the name of a provider"));
            let line = GroupRole {
                group: entry.key.clone(),
                provider,
                role: role?,
                scope: scope?,
            };
            found.push((entry.span, line));
        }
        Some(found)
    }
}
