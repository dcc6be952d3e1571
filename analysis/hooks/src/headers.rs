//! Headers of a request.

/// Headers of a request, found by their names whatever the case.
#[derive(Debug, Clone, Default)]
pub struct Headers<'a>(Vec<(&'a str, &'a [u8])>);

/// What is wrong with a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It stands there more than once: which of them counts, readers do not agree on.
    Twice,
    /// It is no text.
    NotText,
}

impl<'a> FromIterator<(&'a str, &'a [u8])> for Headers<'a> {
    fn from_iter<T: IntoIterator<Item = (&'a str, &'a [u8])>>(all: T) -> Self {
        Self(all.into_iter().collect())
    }
}

impl<'a> Headers<'a> {
    /// The headers that these texts are.
    #[must_use]
    pub fn of(all: &[(&'a str, &'a str)]) -> Self {
        all.iter()
            .map(|(name, value)| (*name, value.as_bytes()))
            .collect()
    }

    /// The one of that name, without white space around it.
    pub(crate) fn one(&self, name: &str) -> Result<Option<&'a str>, Fault> {
        let mut found = { self.0.iter() }.filter(|(one, _)| one.eq_ignore_ascii_case(name));
        let Some((_, value)) = found.next() else {
            return Ok(None);
        };
        if found.next().is_some() {
            return Err(Fault::Twice);
        }
        let text = std::str::from_utf8(value).map_err(|_| Fault::NotText)?;
        Ok(Some(text.trim()))
    }
}
