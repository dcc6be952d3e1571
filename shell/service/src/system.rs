//! Users of the operating system.

/// The name of the user with that number, as `/etc/passwd` has it; `uid-N` if it has none.
#[must_use]
pub fn system_user(uid: u32) -> String {
    let text = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let found = text.lines().find_map(|line| name(line, uid));
    found.map_or_else(|| format!("uid-{uid}"), str::to_owned)
}

fn name(line: &str, uid: u32) -> Option<&str> {
    let mut fields = line.split(':');
    let name = fields.next()?;
    let number: u32 = fields.nth(1)?.parse().ok()?;
    (number == uid && !name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::{name, system_user};

    #[test]
    fn names_stand_before_their_numbers() {
        assert_eq!(name("root:x:0:0:root:/root:/bin/sh", 0), Some("root"));
        assert_eq!(name("anna:x:1000:1000::/home/anna:/bin/sh", 0), None);
        assert_eq!(name("broken", 0), None);
        assert_eq!(system_user(4_294_967_000), "uid-4294967000");
    }
}
