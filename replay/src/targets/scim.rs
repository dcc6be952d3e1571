//! What directories send by SCIM: filters and paths are read or refused, what is read is written so that it reads the same, and
//! a change leaves a sound resource or none.

use holdpoint_scim::{Filter, Patch, Path, USER};
use serde_json::{Value, json};

pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let resource = json!({"userName": "anna", "emails": [{"value": "a@b.example", "type": "work"}], "active": true});
    if let Ok(filter) = Filter::parse(text) {
        let again = Filter::parse(&filter.to_string()).unwrap();
        assert_eq!(
            filter.matches(USER, &resource),
            again.matches(USER, &resource)
        );
        let _ = filter.check(USER);
    }
    if let Ok(path) = Path::parse(text) {
        assert_eq!(Path::parse(&path.to_string()).unwrap(), path);
    }
    let Ok(sent) = serde_json::from_str::<Value>(text) else {
        return;
    };
    if let Ok(sound) = USER.accept(&sent) {
        assert_eq!(USER.accept(&sound).unwrap(), sound);
    }
    let Ok(patch) = Patch::parse(&sent) else {
        return;
    };
    if let Ok(changed) = patch.apply(USER, &resource) {
        assert_eq!(USER.accept(&changed).unwrap(), changed);
    }
}
