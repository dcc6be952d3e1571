//! Who looks, as every page shows it.

use crate::desk::Desk;

/// Who looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Me {
    pub(crate) name: String,
    pub(crate) handle: String,
    pub(crate) initials: String,
}

pub(super) fn me(desk: &Desk<'_>) -> Option<Me> {
    let profile = desk.reader.names().profile(desk.me()?)?;
    let name = match profile.name.is_empty() {
        true => profile.handle.clone(),
        false => profile.name,
    };
    Some(Me {
        initials: initials(&name),
        handle: profile.handle,
        name,
    })
}

/// The first letters of the first and the last word.
pub(crate) fn initials(name: &str) -> String {
    let words: Vec<_> = name.split_whitespace().collect();
    let ends = [words.first(), words.last().filter(|_| words.len() > 1)];
    let letters = ends
        .into_iter()
        .flatten()
        .filter_map(|word| word.chars().next());
    letters.flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_of_all_sorts_of_names() {
        assert_eq!(initials("Elif Yıldız"), "EY");
        assert_eq!(initials("Ana María de la Cruz"), "AC");
        assert_eq!(initials("admin"), "A");
        assert_eq!(initials(""), "");
    }
}
