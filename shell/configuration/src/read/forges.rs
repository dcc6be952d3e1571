//! Which forges show what gates say.

use holdpoint_domain::environment::EnvironmentName;
use holdpoint_domain::status::{Forge, ForgeKind, ForgeMistake, wrong_forges};

use super::{Reader, keys};
use crate::diagnostic::{Span, forge_wrong};
use crate::model::Section;
use crate::yaml::{Entry, Node, Value};

const KINDS: &[(&str, ForgeKind)] = &[
    ("github", ForgeKind::GitHub),
    ("gitlab", ForgeKind::GitLab),
    ("gitea", ForgeKind::Gitea),
];

impl Reader<'_> {
    /// Forges by name; an empty section is of none.
    pub(super) fn forges(&mut self, root: &Node, node: &Node) -> Option<Vec<Forge>> {
        if matches!(node.value, Value::Null) {
            return Some(Vec::new());
        }
        let (spans, forges): (Vec<Span>, Vec<Forge>) =
            self.each(node, Self::forge)?.into_iter().unzip();
        for mistake in wrong_forges(&forges) {
            let (span, said) = match mistake {
                ForgeMistake::One(name, why) => {
                    let at = forges.iter().rposition(|one| one.name == name);
                    let span = at.and_then(|at| spans.get(at).copied());
                    (span, format!("forge `{name}`: {why}"))
                }
                ForgeMistake::Together(why) => (None, why),
            };
            let span = span.unwrap_or_else(|| root.locate(&["forges"]));
            self.report(span, forge_wrong(said));
        }
        Some(forges)
    }

    fn forge(&mut self, entry: &Entry) -> Option<Forge> {
        let owner = format!("forge `{}`", entry.key);
        let fields = self.fields(owner, entry.span, &entry.value, keys::FORGE)?;
        let kind = self.required(&fields, "kind", "github");
        let kind = kind.and_then(|node| self.choice(node, KINDS));
        let url = self.required(&fields, "url", "https://github.com");
        let url = url.and_then(|node| self.text(node, "the address that people see it at"));
        let token = self.secret(&fields, "token");
        let repositories = self.texts(fields.get("repositories"), "a path such as `acme/shop`");
        let environments: Vec<EnvironmentName> =
            self.references(fields.get("environments"), Section::Environments);
        Some(Forge {
            name: entry.key.clone(),
            kind: kind?,
            url: url?,
            api: self.title(&fields, "api"),
            token: token?,
            repositories,
            environments,
        })
    }
}
