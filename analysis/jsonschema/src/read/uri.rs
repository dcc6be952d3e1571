//! Names of files and schemas, as far as references need them.

/// What a reference names, seen from where it stands, without its fragment.
pub(super) fn join(base: &str, reference: &str) -> String {
    let name = reference.split('#').next().unwrap_or_default();
    if name.is_empty() {
        return base.to_owned();
    }
    if is_absolute(name) {
        return name.to_owned();
    }
    let (host, path) = match base.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            (format!("{scheme}://{host}/"), path)
        }
        None => (String::new(), base),
    };
    match name.strip_prefix('/') {
        Some(rooted) if host.is_empty() => format!("/{rooted}"),
        Some(rooted) => host + rooted,
        None => host + &beside(path, name),
    }
}

/// A name that is looked for beside a path.
fn beside(path: &str, name: &str) -> String {
    let folder = path.rsplit_once('/').map(|(folder, _)| folder);
    let folders = folder.into_iter().flat_map(|folder| folder.split('/'));
    let mut steps: Vec<&str> = folders.collect();
    for step in name.split('/') {
        let above = steps.last().is_some_and(|last| !matches!(*last, ".." | ""));
        match step {
            "." => {}
            ".." if above => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

pub(super) fn is_absolute(name: &str) -> bool {
    let scheme = name.split_once(':').map_or("", |(scheme, _)| scheme);
    // A letter before a colon is a drive.
    scheme.len() > 1
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// The fragment of a reference, with escapes of the web undone.
pub(super) fn fragment(reference: &str) -> Option<String> {
    let (_, fragment) = reference.split_once('#').unwrap_or(("", ""));
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let value = digit()? * 16 + digit()?;
        bytes.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{fragment, is_absolute, join};

    #[test]
    fn references_are_seen_from_where_they_stand() {
        assert_eq!(join("a/b.json", "c.json#/x"), "a/c.json");
        assert_eq!(join("a/b.json", "../c/./d.json"), "c/d.json");
        assert_eq!(join("/srv/b.json", "c.json"), "/srv/c.json");
        assert_eq!(join("b.json", "#x"), "b.json");
        assert_eq!(join("https://x.org/a/b", "../c"), "https://x.org/c");
        assert_eq!(join("https://x.org", "c"), "https://x.org/c");
        assert_eq!(join("https://x.org/a", "/c"), "https://x.org/c");
        assert_eq!(join("a.json", "urn:uuid:1"), "urn:uuid:1");
        assert!(is_absolute("https://x.org") && !is_absolute("c:x") && !is_absolute("a/b:c"));
        assert_eq!(fragment("a#/x%20y"), Some("/x y".to_owned()));
        assert_eq!(fragment("a#%zz"), None);
    }
}
