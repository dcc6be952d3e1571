//! As much of CBOR (RFC 8949) as public keys are written in: maps of small integers to integers and byte strings, in the
//! shortest form.

/// The bytes are no such thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken;

/// What stands for an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item<'a> {
    Integer(i64),
    Bytes(&'a [u8]),
}

/// Labels with what stands for them, and what follows the map.
type Map<'a> = (Vec<(i64, Item<'a>)>, &'a [u8]);

/// Reads a map of at most eight entries; what follows it.
pub(super) fn map(bytes: &[u8]) -> Result<Map<'_>, Broken> {
    let (major, count, mut rest) = head(bytes)?;
    if major != 5 || count > 8 {
        return Err(Broken);
    }
    let mut entries = Vec::new();
    for _ in 0..count {
        let (key, after) = item(rest)?;
        let (value, after) = item(after)?;
        let Item::Integer(key) = key else {
            return Err(Broken);
        };
        if entries.iter().any(|(known, _)| *known == key) {
            return Err(Broken);
        }
        entries.push((key, value));
        rest = after;
    }
    Ok((entries, rest))
}

fn item(bytes: &[u8]) -> Result<(Item<'_>, &[u8]), Broken> {
    let (major, number, rest) = head(bytes)?;
    match major {
        0 => Ok((Item::Integer(i64::from(number)), rest)),
        1 => Ok((Item::Integer(-1 - i64::from(number)), rest)),
        2 => {
            let (taken, rest) = rest.split_at_checked(usize::from(number)).ok_or(Broken)?;
            Ok((Item::Bytes(taken), rest))
        }
        _ => Err(Broken),
    }
}

/// The major type, and the number that comes with it, which has to be spelt in the fewest bytes.
fn head(bytes: &[u8]) -> Result<(u8, u16, &[u8]), Broken> {
    let (first, rest) = bytes.split_first().ok_or(Broken)?;
    let (major, short) = (first >> 5, first & 31);
    match (short, rest) {
        (0..=23, _) => Ok((major, u16::from(short), rest)),
        (24, [byte, rest @ ..]) if *byte >= 24 => Ok((major, u16::from(*byte), rest)),
        (25, [high, low, rest @ ..]) if *high > 0 => {
            Ok((major, u16::from_be_bytes([*high, *low]), rest))
        }
        _ => Err(Broken),
    }
}
