//! Fields of a form or an address.

/// Fields in order; a name may occur more than once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Fields(pub(crate) Vec<(String, String)>);

impl Fields {
    /// Those of an address.
    pub(crate) fn parse(text: &str) -> Self {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        };
        Self(pairs.map(pair).collect())
    }

    /// The value of a field, unless it is empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut found = self.0.iter().filter(|(field, _)| field == name);
        found
            .next()
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// All values of a field.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let found = self.0.iter().filter(move |(field, _)| field == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The same, with one field set or left out.
    pub(crate) fn with(&self, name: &str, value: Option<&str>) -> Self {
        let others = self.0.iter().filter(|(field, _)| field != name).cloned();
        let own = value.map(|value| (name.to_owned(), value.to_owned()));
        Self(others.chain(own).collect())
    }

    /// As an address of that path.
    pub(crate) fn address(&self, path: &str) -> String {
        let fields: Vec<_> = self
            .0
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        match fields.is_empty() {
            true => path.to_owned(),
            false => format!("{path}?{}", fields.join("&")),
        }
    }
}

/// Percent-encoded for an address.
pub(crate) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut after = rest.clone();
                let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
                match (digit(after.next()), digit(after.next())) {
                    (Some(high), Some(low)) => {
                        bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                        rest = after;
                    }
                    _ => bytes.push(b'%'),
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::Fields;

    #[test]
    fn an_address_says_the_same_after_a_round() {
        let fields = Fields::parse("a=1&b=x+y%2fz&b=%C3%A4&broken=%zz&empty=");
        assert_eq!(fields.get("a"), Some("1"));
        assert_eq!(fields.all("b").collect::<Vec<_>>(), ["x y/z", "ä"]);
        assert_eq!(fields.get("broken"), Some("%zz"));
        assert_eq!(fields.get("empty"), None);
        assert_eq!(
            fields.address("/r"),
            "/r?a=1&b=x%20y/z&b=%C3%A4&broken=%25zz"
        );
        assert_eq!(
            Fields::parse("a=1&b=2").with("a", None).address("/"),
            "/?b=2"
        );
        assert_eq!(
            Fields::parse("a=1").with("a", Some("3")).address("/"),
            "/?a=3"
        );
    }
}
