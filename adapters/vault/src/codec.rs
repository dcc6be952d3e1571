//! A profile as bytes: each field with its length before it; the mail address is left out if there is none.

use holdpoint_ports::Profile;
use zeroize::Zeroizing;

pub(crate) fn encode(profile: &Profile) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::new());
    let fields = [
        Some(&profile.handle),
        Some(&profile.name),
        profile.mail.as_ref(),
    ];
    for field in fields.into_iter().flatten() {
        bytes.extend_from_slice(&(field.len() as u64).to_be_bytes());
        bytes.extend_from_slice(field.as_bytes());
    }
    bytes
}

pub(crate) fn decode(bytes: &[u8]) -> Option<Profile> {
    let (handle, rest) = field(bytes)?;
    let (name, rest) = field(rest)?;
    if rest.is_empty() {
        return Some(Profile {
            handle,
            name,
            mail: None,
        });
    }
    let (mail, rest) = field(rest)?;
    rest.is_empty().then_some(Profile {
        handle,
        name,
        mail: Some(mail),
    })
}

fn field(bytes: &[u8]) -> Option<(String, &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    let length = usize::try_from(u64::from_be_bytes(*length)).ok()?;
    let (text, rest) = rest.split_at_checked(length)?;
    Some((String::from_utf8(text.to_vec()).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back_as_it_was() {
        for mail in [
            None,
            Some(String::new()),
            Some("anna@example.org".to_owned()),
        ] {
            let profile = Profile {
                handle: "anna".to_owned(),
                name: "Anna Ågren".to_owned(),
                mail,
            };
            let bytes = encode(&profile);
            assert!(decode(&bytes) == Some(profile));
            assert!(decode(&bytes[1..]).is_none());
            assert!(decode(&bytes[..bytes.len() - 1]).is_none());
        }
    }
}
