//! People, and which teams they are in.

use super::Build;
use super::organisation::{gone, mail, plain, taken, team_of};
use super::record::Record;
use crate::Field;
use crate::model::Person;
use crate::table::Value;

pub(super) fn person(build: &mut Build, record: &Record<'_>) {
    if let Some(why) = gone(record) {
        build.skip(record, &record.any_text(), why);
        return;
    }
    let mail = mail(build, record);
    let Some(name) = full_name(build, record).or_else(|| mail.clone()) else {
        build.skip(
            record,
            &record.any_text(),
            "it has neither a name nor a mail address",
        );
        return;
    };
    // A mail address belongs to one person, whatever else tells two records apart.
    let other = mail
        .as_deref()
        .and_then(|mail| build.people.find(&Value::text(mail)));
    if let Some(other) = other.map(str::to_owned) {
        build.skip(
            record,
            &name,
            format!("its mail address is that of `{other}`"),
        );
        return;
    }
    let short = handle(record, mail.as_deref(), &name);
    // Two people may have one name; a mail address or an identifier tells them apart.
    let id = record.id().map(str::to_owned).or_else(|| mail.clone());
    let added = build.people.add(id.as_deref(), &short);
    if let Some(handle) = taken(build, record, &name, added) {
        let person = Person {
            handle,
            name,
            mail,
            teams: Vec::new(),
            place: record.place(),
        };
        enter(build, record, person);
    }
}

fn enter(build: &mut Build, record: &Record<'_>, person: Person) {
    let at = build.imported.people.len();
    build.people.also(&person.handle, &person.name);
    build
        .people
        .also(&person.handle, person.mail.as_deref().unwrap_or_default());
    build.rows.insert(record.key(), at);
    build.handles.insert(person.handle.clone(), at);
    build.imported.people.push(person);
}

fn full_name(build: &mut Build, record: &Record<'_>) -> Option<String> {
    let whole = plain(build, record, Field::Name);
    let first = plain(build, record, Field::FirstName);
    let last = plain(build, record, Field::LastName);
    let parts: Vec<String> = first.into_iter().chain(last).collect();
    whole.or_else(|| (!parts.is_empty()).then(|| parts.join(" ")))
}

/// As given, else what is before the `@`, else the name.
fn handle(record: &Record<'_>, mail: Option<&str>, name: &str) -> String {
    let given = record.text(Field::Handle);
    let given = given.map(|text| text.split('@').next().unwrap_or_default().to_owned());
    let local = mail
        .and_then(|mail| mail.split('@').next())
        .map(str::to_owned);
    let named = || name.replace(' ', ".");
    let usable = |text: &String| crate::slug(text).is_some();
    given
        .filter(usable)
        .or(local.filter(usable))
        .unwrap_or_else(named)
}

/// The teams that a person's row names.
pub(super) fn teams(build: &mut Build, record: &Record<'_>) {
    let Some(at) = build.rows.get(&record.key()).copied() else {
        return;
    };
    for team in record.list(Field::Teams) {
        if let Some(team) = team_of(build, record, Field::Teams, &team) {
            put(build, at, team);
        }
    }
}

/// The people that a team's row names; the team's place is given.
pub(super) fn members(build: &mut Build, record: &Record<'_>, at: usize) {
    let Some(team) = build.imported.teams.get(at).map(|team| team.name.clone()) else {
        return;
    };
    for member in record.list(Field::Members) {
        add(build, record, Field::Members, &member, &team);
    }
}

/// A row that says who is in which team.
pub(super) fn join(build: &mut Build, record: &Record<'_>) {
    let (Some(member), Some(team)) = (record.value(Field::Member), record.value(Field::Team))
    else {
        build.skip(
            record,
            &record.any_text(),
            "it does not name a person and a team",
        );
        return;
    };
    if let Some(team) = team_of(build, record, Field::Team, team)
        && add(build, record, Field::Member, member, &team)
    {
        build.count(&record.place());
    }
}

fn add(build: &mut Build, record: &Record<'_>, field: Field, member: &Value, team: &str) -> bool {
    let handle = build.people.find(member);
    let at = handle.and_then(|handle| build.handles.get(handle)).copied();
    match at {
        Some(at) => {
            put(build, at, team.to_owned());
            true
        }
        None => {
            let message = format!("`{}` is not among the people", member.text);
            build.problem(record, field, message);
            false
        }
    }
}

fn put(build: &mut Build, at: usize, team: String) {
    if let Some(person) = build.imported.people.get_mut(at)
        && let Err(place) = person.teams.binary_search(&team)
    {
        person.teams.insert(place, team);
    }
}

impl super::Keys {
    /// Another title for a name, unless it stands for something already.
    fn also(&mut self, name: &str, title: &str) {
        let known = self.find(&Value::text(title)).is_some();
        if !known && !title.is_empty() {
            self.alias(title, name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Keys;
    use super::super::keys::Added;
    use crate::table::Value;

    #[test]
    fn an_alias_never_takes_a_name_away() {
        let mut keys = Keys::default();
        assert_eq!(keys.add(None, "ada"), Added::New("ada".into()));
        keys.also("ada", "Ada Lovelace");
        assert_eq!(keys.add(None, "grace"), Added::New("grace".into()));
        keys.also("grace", "Ada Lovelace");
        assert_eq!(keys.find(&Value::text("ada lovelace")), Some("ada"));
    }
}
