//! Names of files, as references write them.

use super::Missing;

/// The file that a reference names, seen from the file that it stands in; nothing if it is that file.
pub(super) fn join(from: &str, reference: &str) -> Option<String> {
    let name = reference.split('#').next().unwrap_or_default();
    if name.is_empty() {
        return None;
    }
    if name.contains("://") || name.starts_with('/') {
        return Some(name.to_owned());
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let absolute = folder.is_empty() && from.starts_with('/');
    let mut steps: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(name.split('/')) {
        match step {
            "." => {}
            "" if !steps.is_empty() => {}
            ".." if steps
                .last()
                .is_some_and(|last| *last != ".." && !last.is_empty()) =>
            {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    if steps.first() == Some(&"") && !from.starts_with('/') {
        steps.remove(0);
    }
    let joined = steps.join("/");
    Some(if absolute && !joined.starts_with('/') {
        format!("/{joined}")
    } else {
        joined
    })
}

/// The pointer of a reference, with escapes of the web undone.
pub(super) fn fragment(reference: &str) -> Option<String> {
    let (_, fragment) = reference.split_once('#').unwrap_or(("", ""));
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let [first, more @ ..] = rest {
        rest = more;
        match (first, more) {
            (b'%', [high, low, after @ ..]) => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                let byte = digit(*high)? * 16 + digit(*low)?;
                bytes.push(u8::try_from(byte).ok()?);
                rest = after;
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).ok()
}

/// Whether a file may be read that is called so.
pub(super) fn check(name: &str) -> Result<(), Missing> {
    match name.contains("://") {
        true => Err(Missing::Absent("checks do not use the network".to_owned())),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{fragment, join};

    #[test]
    fn a_file_is_looked_for_beside_the_one_that_names_it() {
        let joined = |from, to| join(from, to).unwrap_or_default();
        assert_eq!(joined("api.yaml", "pets.yaml#/Pet"), "pets.yaml");
        assert_eq!(joined("a/b/api.yaml", "../c/./pets.yaml"), "a/c/pets.yaml");
        assert_eq!(joined("../api.yaml", "../pets.yaml"), "../../pets.yaml");
        assert_eq!(joined("/srv/api.yaml", "pets.yaml"), "/srv/pets.yaml");
        assert_eq!(joined("/api.yaml", "pets.yaml"), "/pets.yaml");
        assert_eq!(join("api.yaml", "#/components"), None);
    }

    #[test]
    fn escapes_are_undone() {
        assert_eq!(fragment("a#/x%20y/~1"), Some("/x y/~1".to_owned()));
        assert_eq!(fragment("a#/%zz"), None);
    }
}
