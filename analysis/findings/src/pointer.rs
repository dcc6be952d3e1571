//! JSON pointers (RFC 6901).

/// The pointer with one more step.
#[must_use]
pub fn join(pointer: &str, step: &str) -> String {
    let mut joined = String::with_capacity(pointer.len() + step.len() + 1);
    joined.push_str(pointer);
    push(&mut joined, step);
    joined
}

/// Adds a step to a pointer.
pub fn push(pointer: &mut String, step: &str) {
    pointer.push('/');
    for character in step.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// The steps of a pointer; none if it is not a pointer.
#[must_use]
pub fn steps(pointer: &str) -> Option<Vec<String>> {
    if pointer.is_empty() {
        return Some(Vec::new());
    }
    let steps = pointer.strip_prefix('/')?.split('/');
    Some(steps.map(unescaped).collect())
}

fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::{join, steps};

    #[test]
    fn a_step_survives_whatever_is_in_it() {
        let pointer = join(&join("", "/pets/{id}"), "a~1b");
        assert_eq!(pointer, "/~1pets~1{id}/a~01b");
        let found = steps(&pointer);
        assert_eq!(
            found,
            Some(vec!["/pets/{id}".to_owned(), "a~1b".to_owned()])
        );
    }

    #[test]
    fn the_whole_document_has_no_steps() {
        assert_eq!(steps(""), Some(Vec::new()));
        assert_eq!(steps("pets"), None);
    }
}
