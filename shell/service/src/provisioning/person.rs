//! A person as the directory knows them: what the vault has, and what stands in the ledger.

use holdpoint_domain::Time;
use holdpoint_domain::organisation::{PersonId, is_handle};
use holdpoint_ports::{PersonalKind, PersonalThing, Profile};
use holdpoint_scim::USER_SCHEMA;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::text;

/// Under which name the vault keeps it.
pub(super) const KEPT: &str = "scim";
pub(super) const KIND: PersonalKind = PersonalKind::Directory;

/// What the directory has said of somebody.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    /// The resource, without what this side says of it.
    pub(super) said: Value,
    /// When that was.
    pub(super) changed: i64,
    /// Whether it has taken them back since.
    #[serde(default)]
    pub(super) withdrawn: bool,
}

impl Kept {
    pub(super) fn read(thing: &str) -> Option<Self> {
        serde_json::from_str(thing).ok()
    }

    pub(super) fn thing(&self) -> PersonalThing {
        PersonalThing {
            name: KEPT.to_owned(),
            // All of it is JSON.
            text: serde_json::to_string(self).unwrap_or_default(),
        }
    }
}

/// What stands in the ledger of somebody.
pub(super) struct Standing {
    pub(super) person: PersonId,
    pub(super) added: Time,
    pub(super) active: bool,
    /// Groups, by id and name.
    pub(super) groups: Vec<(String, String)>,
}

/// Somebody whom the directory has said nothing of: what is known here.
pub(super) fn unsaid(profile: &Profile) -> Value {
    let user_name = profile.mail.as_deref().unwrap_or(&profile.handle);
    let mut said = json!({ "userName": user_name });
    let Some(more) = said.as_object_mut() else {
        return said;
    };
    if !profile.name.is_empty() {
        more.insert("displayName".to_owned(), profile.name.clone().into());
        more.insert("name".to_owned(), json!({ "formatted": profile.name }));
    }
    if let Some(mail) = &profile.mail {
        let mail = json!([{ "value": mail, "type": "work", "primary": true }]);
        more.insert("emails".to_owned(), mail);
    }
    said
}

/// The resource.
pub(super) fn shown(said: Value, standing: &Standing, base: &str) -> Value {
    let mut resource = said;
    let extended = resource.get(holdpoint_scim::ENTERPRISE.id).is_some();
    let Some(more) = resource.as_object_mut() else {
        return resource;
    };
    let mut schemas = vec![USER_SCHEMA];
    schemas.extend(extended.then_some(holdpoint_scim::ENTERPRISE.id));
    more.insert("schemas".to_owned(), schemas.into());
    more.insert("id".to_owned(), standing.person.as_str().into());
    more.insert("active".to_owned(), standing.active.into());
    let groups = standing.groups.iter().map(|(id, name)| {
        json!({ "value": id, "$ref": format!("{base}/Groups/{id}"), "display": name, "type": "direct" })
    });
    let groups: Vec<_> = groups.collect();
    if !groups.is_empty() {
        more.insert("groups".to_owned(), groups.into());
    }
    resource
}

/// What people are called by, from what the directory says; the handle stays as it was if there was one.
pub(super) fn profile(said: &Value, handle: Option<String>) -> Profile {
    let user_name = text(said, "userName").unwrap_or_default();
    let part = |name: &str| said.get("name").and_then(|whole| text(whole, name));
    let both = || {
        let parts = [part("givenName"), part("familyName")];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    };
    let name = text(said, "displayName").or_else(|| part("formatted"));
    let name = name.map(str::to_owned).or_else(both);
    let mail = mail(said).or_else(|| Some(user_name).filter(|name| name.contains('@')));
    Profile {
        handle: handle.unwrap_or_else(|| handle_of(user_name)),
        name: name.unwrap_or_else(|| user_name.to_owned()),
        mail: mail.map(str::to_lowercase),
    }
}

/// The primary mail address, or the first.
fn mail(said: &Value) -> Option<&str> {
    let all = said.get("emails")?.as_array()?;
    let primary = |one: &&Value| one.get("primary") == Some(&Value::Bool(true));
    let found = all.iter().find(primary).or_else(|| all.first())?;
    text(found, "value").filter(|mail| mail.contains('@'))
}

/// What stands before the `@`, without blanks.
fn handle_of(user_name: &str) -> String {
    let local = user_name
        .split('@')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let plain = |c: char| match c {
        _ if c.is_alphanumeric() => c,
        '.' | '_' | '-' => c,
        _ => '-',
    };
    let handle: String = local.chars().map(plain).take(40).collect();
    let handle = handle.trim_matches(|c: char| !c.is_alphanumeric());
    match is_handle(handle) {
        true => handle.to_owned(),
        false => "somebody".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::profile;

    #[test]
    fn people_are_called_by_what_the_directory_says() {
        let said = json!({ "userName": "Anna.Meier@Example.org", "name": { "givenName": "Anna", "familyName": "Meier" } });
        let one = profile(&said, None);
        assert_eq!((&*one.handle, &*one.name), ("anna.meier", "Anna Meier"));
        assert_eq!(one.mail.as_deref(), Some("anna.meier@example.org"));
        let said = json!({ "userName": "ACME\\anna", "displayName": "A", "emails": [{ "value": "x@a.example" }, { "value": "y@a.example", "primary": true }] });
        let one = profile(&said, None);
        assert_eq!((&*one.handle, &*one.name), ("acme-anna", "A"));
        assert_eq!(one.mail.as_deref(), Some("y@a.example"));
        let said = json!({ "userName": "?" });
        let one = profile(&said, Some("ann".to_owned()));
        assert_eq!((&*one.handle, &*one.name, one.mail), ("ann", "?", None));
        assert_eq!(profile(&said, None).handle, "somebody");
    }
}
