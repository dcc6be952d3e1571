//! The organisation, its units and teams.

use holdpoint_domain::organisation::{TeamName, Unit, UnitName, is_handle};

use super::{Item, Reader, keys};
use crate::diagnostic::{nearest, wrong_value};
use crate::model::{DeclaredOrganisation, DeclaredTeam, Section};
use crate::yaml::Node;

impl Reader<'_> {
    pub(super) fn organisation(&mut self, root: &Node) -> Option<DeclaredOrganisation> {
        let node = root.get("organisation")?;
        let span = root.locate(&["organisation"]);
        let fields = self.fields("the organisation", span, node, keys::ORGANISATION)?;
        let name = self
            .required(&fields, "name", "acme")
            .and_then(|node| Some((self.text(node, "the organisation's name")?, node.span)))
            .and_then(|(text, span)| self.parse_name(&text, span));
        let timezone = fields.get("timezone").and_then(|node| self.timezone(node));
        let channels = fields.get("channels").and_then(|node| {
            let span = root.locate(&["organisation", "channels"]);
            self.channels(span, node)
        });
        let fiscal = fields.get("fiscal").and_then(|node| {
            let span = root.locate(&["organisation", "fiscal"]);
            self.fiscal(span, node)
        });
        Some(DeclaredOrganisation {
            name: name?,
            timezone: timezone.unwrap_or_default(),
            channels,
            fiscal,
            authorisation: fields
                .get("authorisation")
                .and_then(|node| self.authorisation(node)),
        })
    }

    /// An IANA time zone.
    pub(super) fn timezone(&mut self, node: &Node) -> Option<String> {
        let text = self.text(node, "an IANA time zone")?;
        if jiff::tz::db().get(&text).is_ok() {
            return Some(text);
        }
        let meant = if self.found.full() {
            None
        } else {
            meant_zone(&text)
        };
        let mistake = wrong_value(&text)
            .expected("an IANA time zone, such as `Europe/Vienna`")
            .help("use a name of the IANA time zone database")
            .maybe_help(meant.map(|zone| format!("did you mean `{zone}`?")));
        self.report(node.span, mistake);
        None
    }

    pub(super) fn unit(&mut self, item: &Item<'_, UnitName>) -> Option<Unit> {
        let owner = format!("unit `{}`", item.key);
        let fields = self.fields(owner, item.span, item.node, keys::UNIT)?;
        let title = self.title(&fields, "title");
        let parent = fields
            .get("parent")
            .and_then(|node| self.reference(node, Section::Units));
        let calendar = self.calendar_name(&fields);
        Some(Unit {
            name: item.name.clone()?,
            title,
            parent,
            calendar,
        })
    }

    pub(super) fn team(&mut self, item: &Item<'_, TeamName>) -> Option<DeclaredTeam> {
        let owner = format!("team `{}`", item.key);
        let fields = self.fields(owner, item.span, item.node, keys::TEAM)?;
        let title = self.title(&fields, "title");
        let unit = self
            .required(&fields, "unit", "payments")
            .and_then(|node| self.reference(node, Section::Units));
        let members = fields.get("members").map(Node::items).unwrap_or_default();
        let members = members
            .into_iter()
            .filter_map(|node| self.handle(node))
            .collect();
        Some(DeclaredTeam {
            name: item.name.clone()?,
            title,
            unit: unit?,
            members,
        })
    }

    /// A person's handle; the `@` that forges put before it is dropped.
    fn handle(&mut self, node: &Node) -> Option<String> {
        let text = self.text(node, "a person's handle")?;
        let handle = text.strip_prefix('@').unwrap_or(&text);
        if is_handle(handle) {
            return Some(handle.to_owned());
        }
        self.wrong(node, "a handle without blanks, such as `anna`", None);
        None
    }
}

/// The zone that the text is the city of, or a misspelling of.
fn meant_zone(text: &str) -> Option<String> {
    let known: Vec<String> = jiff::tz::db()
        .available()
        .map(|zone| zone.to_string())
        .collect();
    let lower: Vec<String> = known.iter().map(|zone| zone.to_lowercase()).collect();
    let city = |name: &&String| {
        let last = name.rsplit('/').next().unwrap_or(name);
        name.eq_ignore_ascii_case(text) || last.eq_ignore_ascii_case(text)
    };
    let found = known.iter().find(city).cloned();
    found.or_else(|| {
        let near = nearest(text, lower.iter().map(String::as_str))?;
        let index = lower.iter().position(|zone| zone == near)?;
        known.get(index).cloned()
    })
}
