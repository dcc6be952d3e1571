//! Path patterns: `*` and `?` within a name, `**` across names, `[a-z]`, `{a,b}`.

/// Whether a path matches a pattern, both from the same directory.
pub(crate) fn matches(pattern: &str, path: &str) -> bool {
    alternatives(pattern).iter().any(|pattern| {
        let pattern: Vec<&str> = pattern.split('/').collect();
        let path: Vec<&str> = path.split('/').collect();
        parts(&pattern, &path)
    })
}

/// `a{b,c}d` is `abd` and `acd`. Too many are cut: such a pattern is an attack.
fn alternatives(pattern: &str) -> Vec<String> {
    const MOST: usize = 64;
    let mut done = Vec::new();
    let mut open = vec![pattern.to_owned()];
    while let Some(next) = open.pop() {
        let Some((before, choices, after)) = braces(&next) else {
            done.push(next);
            continue;
        };
        if open.len() + done.len() + choices.len() > MOST {
            continue;
        }
        open.extend(
            choices
                .iter()
                .map(|choice| format!("{before}{choice}{after}")),
        );
    }
    done
}

/// The first innermost pair of braces.
fn braces(text: &str) -> Option<(&str, Vec<&str>, &str)> {
    let end = text.find('}')?;
    let start = text.get(..end)?.rfind('{')?;
    let choices = text.get(start + 1..end)?.split(',').collect();
    Some((text.get(..start)?, choices, text.get(end + 1..)?))
}

/// `**` stands for any number of names, none included. Only the last `**` needs to be tried again, as with `*`.
pub(crate) fn parts(pattern: &[&str], path: &[&str]) -> bool {
    let (mut p, mut s) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while s < path.len() {
        match (pattern.get(p), path.get(s)) {
            (Some(&"**"), _) => {
                p += 1;
                retry = Some((p, s));
            }
            (Some(pattern), Some(name)) if part(pattern, name) => {
                p += 1;
                s += 1;
            }
            _ => match retry {
                Some((after, from)) => {
                    p = after;
                    s = from + 1;
                    retry = Some((after, from + 1));
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(p).all(|part| *part == "**")
}

/// One name against one part of a pattern.
fn part(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    let (mut p, mut s) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while let Some(found) = name.get(s) {
        if pattern.get(p) == Some(&'*') {
            p += 1;
            retry = Some((p, s));
            continue;
        }
        if let Some(width) = single(pattern.get(p..).unwrap_or_default(), *found) {
            p += width;
            s += 1;
            continue;
        }
        let Some((after, from)) = retry else {
            return false;
        };
        (p, s) = (after, from + 1);
        retry = Some((after, from + 1));
    }
    pattern.iter().skip(p).all(|c| *c == '*')
}

/// How much of the pattern matches this one character; none if it does not.
fn single(pattern: &[char], found: char) -> Option<usize> {
    match pattern.first()? {
        '?' => Some(1),
        '[' => class(pattern, found),
        '\\' => (*pattern.get(1)? == found).then_some(2),
        expected => (*expected == found).then_some(1),
    }
}

/// `[abc]`, `[a-z]`, `[!a]`; a bracket without end is a bracket.
fn class(pattern: &[char], found: char) -> Option<usize> {
    // A `]` right after the opening belongs to the class.
    let Some(end) = pattern
        .iter()
        .skip(2)
        .position(|c| *c == ']')
        .map(|at| at + 2)
    else {
        return (found == '[').then_some(1);
    };
    let inner = pattern.get(1..end)?;
    let (negated, inner) = match inner.first() {
        Some('!' | '^') => (true, inner.get(1..)?),
        _ => (false, inner),
    };
    (ranges(inner, found) != negated).then_some(end + 1)
}

fn ranges(mut inner: &[char], found: char) -> bool {
    loop {
        match inner {
            [low, '-', high, rest @ ..] => {
                if (*low..=*high).contains(&found) {
                    return true;
                }
                inner = rest;
            }
            [one, rest @ ..] => {
                if *one == found {
                    return true;
                }
                inner = rest;
            }
            [] => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::matches;

    #[test]
    fn patterns_match_what_they_say() {
        let cases = [
            ("crates/*", "crates/a", true),
            ("crates/*", "crates/a/b", false),
            ("crates/**", "crates/a/b", true),
            ("**/core", "core", true),
            ("**/core", "a/b/core", true),
            ("a/**/b/**/c", "a/x/b/y/z/c", true),
            ("a/**/b", "a/b", true),
            ("a/**/b", "a/c", false),
            ("p?c", "pac", true),
            ("p?c", "pc", false),
            ("v[0-9]*", "v1.2", true),
            ("v[!0-9]*", "v1.2", false),
            ("[]a]", "]", true),
            ("[", "[", true),
            ("{a,b{c,d}}/x", "bd/x", true),
            ("{a,b{c,d}}/x", "b/x", false),
            (r"a\*", "a*", true),
            (r"a\*", "ab", false),
            ("*.toml", ".toml", true),
            ("", "", true),
            ("a*b*c", "a-b-b-c", true),
        ];
        for (pattern, path, expected) in cases {
            assert_eq!(matches(pattern, path), expected, "`{pattern}` on `{path}`");
        }
    }

    #[test]
    fn no_pattern_takes_for_ever() {
        let pattern = "*a".repeat(200) + &"{a,b}".repeat(40) + "/**/x".repeat(50).as_str();
        let path = "a".repeat(2000) + &"/a".repeat(500);
        let begin = std::time::Instant::now();
        assert!(!matches(&pattern, &path));
        assert!(begin.elapsed().as_secs() < 5);
    }

    proptest! {
        #[test]
        fn a_plain_path_matches_itself_only(path in "[a-z.]{1,8}(/[a-z.]{1,8}){0,3}", other in "[a-z/]{1,9}") {
            prop_assert!(matches(&path, &path));
            prop_assert_eq!(matches(&path, &other), path == other);
            prop_assert!(matches("**", &path));
        }

        #[test]
        fn any_pattern_is_taken(pattern in "[a-c*?/{},!\\[\\]\\\\-]{0,20}", path in "[a-c/]{0,20}") {
            let _either = matches(&pattern, &path);
        }
    }
}
