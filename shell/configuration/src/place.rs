//! Where in a file the item of a change stands, and what of it a refusal speaks of.

use holdpoint_domain::Refusal;
use holdpoint_domain::declaration::Change;
use holdpoint_domain::gate::Criterion;
use holdpoint_domain::window::WindowKind;

/// Section and name of the item; the section alone if it is to go, since then the file does not have it.
pub(crate) fn of(change: &Change) -> Vec<String> {
    let (section, name) = match change {
        Change::Settings(_) => return vec!["organisation".to_owned()],
        Change::Calendar(item) => ("calendars", item.name.as_str()),
        Change::Unit(item) => ("units", item.name.as_str()),
        Change::Team(item) => ("teams", item.name.as_str()),
        Change::Component(item) => ("components", item.name.as_str()),
        Change::Environment(item) => ("environments", item.name.as_str()),
        Change::Template(item) => ("templates", item.name.as_str()),
        Change::Window(item) => (section(item.kind), item.name.as_str()),
        Change::Pipeline(item) => ("pipelines", item.name.as_str()),
        Change::RetireCalendar(name) => ("calendars", name.as_str()),
        Change::RetireUnit(name) => ("units", name.as_str()),
        Change::RetireTeam(name) => ("teams", name.as_str()),
        Change::RetireComponent(name) => ("components", name.as_str()),
        Change::RetireEnvironment(name) => ("environments", name.as_str()),
        Change::RetireTemplate(name) => ("templates", name.as_str()),
        Change::RetireWindow(name) => ("windows", name.as_str()),
        Change::RetirePipeline(name) => ("pipelines", name.as_str()),
    };
    vec![section.to_owned(), name.to_owned()]
}

/// The section of such windows.
pub(crate) fn section(kind: WindowKind) -> &'static str {
    match kind {
        WindowKind::Blackout => "blackouts",
        WindowKind::Maintenance => "windows",
        WindowKind::Train => "trains",
    }
}

/// The criteria that the item adds to gates.
pub(crate) fn criteria(change: &Change) -> &[Criterion] {
    match change {
        Change::Component(item) => &item.criteria,
        Change::Environment(item) => &item.criteria,
        _ => &[],
    }
}

/// What of the item the refusal speaks of.
pub(crate) fn of_refusal(change: &Change, refusal: &Refusal) -> Vec<String> {
    let mut path = of(change);
    let field = match refusal.code.as_str() {
        "timezone-unknown" => "timezone",
        "channel-wrong" => "channels",
        "fiscal-wrong" => "fiscal",
        "window-wrong" => "when",
        "forge-wrong" => "forges",
        "unit-circular" => "parent",
        "component-circular" => "depends-on",
        "component-owner-elsewhere" => "team",
        "environment-circular" => "after",
        "environment-unguarded" => "protected",
        "template-wrong" => "components",
        "criterion-wrong" => "criteria",
        "step-wrong" => "steps",
        _ => return path,
    };
    path.push(field.to_owned());
    path.extend(index(change, refusal).map(|index| index.to_string()));
    path
}

/// The criterion that the refusal is about.
pub(crate) fn criterion<'c>(change: &'c Change, refusal: &Refusal) -> Option<&'c Criterion> {
    let wrong = refusal.code == "criterion-wrong";
    index(change, refusal)
        .filter(|_| wrong)
        .and_then(|index| criteria(change).get(index))
}

/// Which item of the list: the refusal names it first.
fn index(change: &Change, refusal: &Refusal) -> Option<usize> {
    let name = refusal.message.split('`').nth(1)?;
    match (refusal.code.as_str(), change) {
        ("criterion-wrong", _) => last(criteria(change).iter().map(|one| one.name.as_str()), name),
        ("step-wrong", Change::Environment(item)) => {
            last(item.steps.iter().map(|one| one.name.as_str()), name)
        }
        _ => None,
    }
}

/// The last of that name: of twins the second is the one too many.
fn last<'a>(
    names: impl DoubleEndedIterator<Item = &'a str> + ExactSizeIterator,
    name: &str,
) -> Option<usize> {
    names
        .enumerate()
        .filter(|(_, known)| *known == name)
        .map(|(at, _)| at)
        .next_back()
}

/// A path as what finds it wants it.
pub(crate) fn steps(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}
