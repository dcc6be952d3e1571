//! Paths with placeholders.

/// A path without the names of its placeholders, and those names.
pub(super) fn normal(path: &str) -> (String, Vec<&str>) {
    let (mut plain, mut names) = (String::with_capacity(path.len()), Vec::new());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        plain.push_str(before);
        plain.push_str("{}");
        names.push(name);
        rest = after;
    }
    plain.push_str(rest);
    (plain, names)
}

/// Which placeholder is which in the other version.
pub(super) struct Renamed(Vec<(String, String)>);

impl Renamed {
    pub(super) fn between(base: &str, revision: &str) -> Self {
        if base == revision {
            return Self(Vec::new());
        }
        let (before, after) = (normal(base).1, normal(revision).1);
        let both = before.into_iter().zip(after);
        Self(both.map(|(a, b)| (a.to_owned(), b.to_owned())).collect())
    }

    pub(super) fn are(&self, base: &str, revision: &str) -> bool {
        match self.0.is_empty() {
            true => base == revision,
            false => self.0.iter().any(|(a, b)| a == base && b == revision),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn names_of_placeholders_do_not_count() {
        let (plain, names) = normal("/shops/{shop}/pets/{id}.json");
        assert_eq!(plain, "/shops/{}/pets/{}.json");
        assert_eq!(names, ["shop", "id"]);
        assert_eq!(normal("/a{b").0, "/a{b");
    }
}
