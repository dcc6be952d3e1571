//! Blackouts and maintenance windows.

mod feed;
mod freeze;
mod time;

use std::collections::BTreeSet;

use holdpoint_domain::window::{CloseOf, Lasts, When, Window, WindowKind, WindowName};

use super::{Fields, Item, Reader, keys};
use crate::diagnostic::{Span, wrong_value};
use crate::model::Section;
use crate::place::section;
use crate::yaml::Node;

const CLOSES: &[(&str, CloseOf)] = &[
    ("month", CloseOf::Month),
    ("quarter", CloseOf::Quarter),
    ("year", CloseOf::Year),
];

/// What says of which sort a time is.
const SORTS: [&str; 4] = ["from", "rule", "close", "feed"];

/// The sections, as far as there are.
type Closings = (
    Option<Vec<Window>>,
    Option<Vec<Window>>,
    Option<Vec<Window>>,
);

impl Reader<'_> {
    /// The sections `blackouts`, `windows` and `trains`, whose names are of one kind; `zone` counts where nothing else is said.
    pub(super) fn closings(&mut self, root: &Node, zone: &str) -> Closings {
        let mut taken = BTreeSet::new();
        let mut read = |kind| {
            let section = section(kind);
            let all = self.section(root, section, |reader, item| {
                reader.window(item, kind, zone)
            });
            for one in all.iter().flatten() {
                if !taken.insert(one.name.to_string()) {
                    let span = root.locate(&[section, one.name.as_str()]);
                    let mistake = wrong_value(&one.name)
                        .expected("a name that no other blackout, maintenance window or train has")
                        .help("give one of them another name");
                    self.report(span, mistake);
                }
            }
            all
        };
        (
            read(WindowKind::Blackout),
            read(WindowKind::Maintenance),
            read(WindowKind::Train),
        )
    }

    fn window(
        &mut self,
        item: &Item<'_, WindowName>,
        kind: WindowKind,
        zone: &str,
    ) -> Option<Window> {
        let owner = format!("{kind} `{}`", item.key);
        let known = match kind {
            WindowKind::Train => keys::TRAIN,
            WindowKind::Blackout | WindowKind::Maintenance => keys::WINDOW,
        };
        let fields = self.fields(owner, item.span, item.node, known)?;
        let title = self.title(&fields, "title");
        let environments = self.references(fields.get("environments"), Section::Environments);
        let components = self.references(fields.get("components"), Section::Components);
        let units = self.references(fields.get("units"), Section::Units);
        let timezone = match fields.get("timezone") {
            Some(node) => self.timezone(node),
            None => Some(zone.to_owned()),
        };
        let scope_freeze = { fields.get("scope-freeze") }.and_then(|node| self.scope_freeze(node));
        let when = self.required(&fields, "when", "{from: 2026-12-20, until: 2027-01-06}");
        let nodes = when.map(Node::items).unwrap_or_default();
        let times: Vec<_> = nodes.iter().map(|node| self.when(node)).collect();
        let sound = when.is_some() && times.iter().all(Option::is_some);
        let window = Window {
            name: item.name.clone()?,
            title,
            kind,
            environments,
            components,
            units,
            timezone: timezone?,
            when: times.into_iter().flatten().collect(),
            scope_freeze,
        };
        if sound {
            let freeze = fields.get("scope-freeze").map(|node| node.span);
            let span = when.map_or(item.span, |node| node.span);
            self.placed(&window, span, freeze, &nodes);
        }
        sound.then_some(window)
    }

    /// Reports what is wrong with the times, each where it stands.
    fn placed(&mut self, window: &Window, span: Span, freeze: Option<Span>, nodes: &[&Node]) {
        for wrong in window.mistakes() {
            let node = wrong.when.and_then(|at| nodes.get(at));
            let place = node.map(|node| node.get(wrong.field).map_or(node.span, |one| one.span));
            let freeze = freeze.filter(|_| wrong.field == "scope-freeze");
            let place = place.or(freeze);
            let mistake = crate::diagnostic::window_wrong(wrong.why);
            let mistake = match freeze {
                Some(_) => {
                    mistake.help("say how many `working-days` before the day of a departure")
                }
                None => mistake,
            };
            self.report(place.unwrap_or(span), mistake);
        }
    }

    /// One time of a window.
    fn when(&mut self, node: &Node) -> Option<When> {
        let fields = self.fields("a time of the window", node.span, node, keys::WHEN)?;
        let given: Vec<_> = { SORTS.into_iter() }
            .filter(|sort| fields.get(sort).is_some())
            .collect();
        let [sort] = given[..] else {
            let expected = "one of `from` with `until`, `rule`, `close` and `feed`";
            self.wrong(node, expected, None);
            return None;
        };
        self.alien(&fields, sort);
        match sort {
            "from" => self.span(&fields),
            "rule" => self.again(&fields),
            "close" => self.close(&fields),
            _ => self.feed(&fields),
        }
    }

    /// Reports keys of another sort of time.
    fn alien(&mut self, fields: &Fields<'_>, sort: &str) {
        let own: &[&str] = match sort {
            "from" => &["from", "until"],
            "rule" => &["rule", "start", "lasts", "except"],
            "close" => &["close", "before", "after", "calendar"],
            _ => &["feed"],
        };
        for key in keys::WHEN.iter().filter(|key| !own.contains(key)) {
            if let Some(node) = fields.get(key) {
                let mistake = crate::diagnostic::window_wrong(format!(
                    "`{key}` means nothing beside `{sort}`"
                ));
                self.report(node.span, mistake.expected("no such key here"));
            }
        }
    }

    fn span(&mut self, fields: &Fields<'_>) -> Option<When> {
        let from = fields.get("from").and_then(|node| self.clock(node, false));
        let until = self
            .required(fields, "until", "2027-01-06")
            .and_then(|node| self.clock(node, true));
        Some(When::Span {
            from: from?,
            until: until?,
        })
    }

    fn again(&mut self, fields: &Fields<'_>) -> Option<When> {
        let rule = fields
            .get("rule")
            .and_then(|node| self.text(node, "a rule such as `FREQ=WEEKLY;BYDAY=FR`"));
        let start = self
            .required(fields, "start", "2026-01-02T22:00")
            .and_then(|node| self.clock(node, false));
        let lasts = self
            .required(fields, "lasts", "6h")
            .and_then(|node| self.lasts(node));
        let except = fields.get("except").map(Node::items).unwrap_or_default();
        let except: Vec<_> = { except.into_iter() }
            .filter_map(|node| self.one_date(node))
            .collect();
        Some(When::Again {
            rule: rule?,
            start: start?,
            lasts: lasts?,
            except,
        })
    }

    fn lasts(&mut self, node: &Node) -> Option<Lasts> {
        let found = node.text().and_then(|text| text.parse().ok());
        if found.is_none() {
            let expected = "a time such as `6h`, `90m` or `1d12h`, of at most 367 days";
            self.wrong(node, expected, None);
        }
        found
    }

    fn close(&mut self, fields: &Fields<'_>) -> Option<When> {
        let of = fields
            .get("close")
            .and_then(|node| self.choice(node, CLOSES));
        let before = self.working_days(fields, "before");
        let after = self.working_days(fields, "after");
        let calendar = self.calendar_name(fields);
        Some(When::Close {
            of: of?,
            before: before?,
            after: after?,
            calendar,
        })
    }

    /// How many working days; none if nothing is said.
    fn working_days(&mut self, fields: &Fields<'_>, key: &str) -> Option<u32> {
        let Some(node) = fields.get(key) else {
            return Some(0);
        };
        let found = node.text().and_then(|text| text.parse().ok());
        if found.is_none() {
            self.wrong(node, "how many working days, such as `3`", None);
        }
        found
    }
}
