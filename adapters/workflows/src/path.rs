//! Names in addresses.

/// A text as a part of a path or a query.
pub(crate) fn part(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match keep(byte) {
            true => out.push(char::from(byte)),
            false => out.push_str(&format!("%{byte:02X}")),
        }
    }
    // Whoever reads an address takes these for a way up, encoded or not.
    match out.as_str() {
        "." | ".." => out.replace('.', "%252E"),
        _ => out,
    }
}

/// The last part of what a job is called here, behind a sign, and what stands before it.
pub(crate) fn split(id: &str, sign: char) -> Option<(&str, u64)> {
    let (before, number) = id.rsplit_once(sign)?;
    let number = number.parse().ok()?;
    (!before.is_empty()).then_some((before, number))
}
