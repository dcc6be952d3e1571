//! What mail addresses look like, and what looks like one and is none.

/// Whether the text holds a mail address.
pub(super) fn holds_address(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        let (before, rest) = text.split_at_checked(at).unwrap_or_default();
        let after = rest.get(1..).unwrap_or_default();
        address(before, after)
    })
}

fn address(before: &str, after: &str) -> bool {
    let local_byte = |c: char| c.is_alphanumeric() || "!#$&'*+-/=?^_`{|}~.%".contains(c);
    let local = before.rsplit(|c| !local_byte(c)).next().unwrap_or_default();
    let domain_char = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    let end = after.find(|c| !domain_char(c)).unwrap_or(after.len());
    let (domain, rest) = after.split_at_checked(end).unwrap_or_default();
    let domain = domain.trim_end_matches('.');
    !local.is_empty() && domain_like(domain) && !reference(before, local, domain, rest)
}

/// Labels with a dot between them, the last of letters.
fn domain_like(domain: &str) -> bool {
    let Some((labels, last)) = domain.rsplit_once('.') else {
        return false;
    };
    let letters = last.chars().count() >= 2 && last.chars().all(char::is_alphabetic);
    let international = last.starts_with("xn--");
    (letters || international) && labels.split('.').all(|label| !label.is_empty())
}

/// The user of an address, a package URL, a remote such as `git@host:path`, or a version such as
/// `1.0.RELEASE` behind the `@`.
fn reference(before: &str, local: &str, domain: &str, rest: &str) -> bool {
    let word = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    let user = word
        .rsplit_once("://")
        .is_some_and(|(_, user)| !user.contains(['/', '?', '#']));
    let remote = local.ends_with("git") && rest.starts_with(':');
    let digit = |label: &str| label.starts_with(|c: char| c.is_ascii_digit());
    let version = domain.split('.').take(2).all(digit);
    user || remote || version || word.starts_with("pkg:")
}

#[cfg(test)]
mod tests {
    use super::holds_address;

    #[test]
    fn addresses_are_found() {
        for text in [
            "anna@example.org",
            "write to Anna.Meier+x@mail.example.co.uk, please",
            "<a@163.com>",
            "müller@bücher.de",
            "x@xn--bcher-kva.xn--p1ai",
            "git-admin@example.org",
            "git@example.org.",
            "https://example.org/?to=anna@example.org",
        ] {
            assert!(holds_address(text), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_passes() {
        for text in [
            "",
            "@anna",
            "lodash@latest",
            "spring@1.0.RELEASE",
            "pkg:npm/%40scope/name@next.beta",
            "git@github.com:acme/shop.git",
            "ssh://git@host.example.org/acme/shop",
            "image@sha256:00",
            "5 @ 3.50",
            "https://ci@git.example.org/x",
            "a@b",
        ] {
            assert!(!holds_address(text), "{text}");
        }
    }
}
