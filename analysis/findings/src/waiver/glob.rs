//! Patterns in which `*` stands for anything.

/// Whether the whole text fits. Takes time in proportion to both lengths at most.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    // The last star, and how far of the text it stands for.
    let mut star: Option<(usize, usize)> = None;
    while let Some(letter) = text.get(t) {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(wanted) if wanted == letter => {
                p += 1;
                t += 1;
            }
            _ => match &mut star {
                Some((at, upto)) => {
                    *upto += 1;
                    (p, t) = (*at + 1, *upto);
                }
                None => return false,
            },
        }
    }
    pattern
        .get(p..)
        .unwrap_or_default()
        .iter()
        .all(|rest| *rest == b'*')
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, text) in [
            ("", ""),
            ("*", ""),
            ("GET /*", "GET /pets"),
            ("*a*b", "xaab"),
            ("a", "a"),
            ("**", "ab"),
        ] {
            assert!(fits(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("", "a"),
            ("a", ""),
            ("GET /*", "POST /pets"),
            ("*a*b", "xaabc"),
            ("a*a", "a"),
        ] {
            assert!(!fits(pattern, text), "{pattern} {text}");
        }
    }
}
