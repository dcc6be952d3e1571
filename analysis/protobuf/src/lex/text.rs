//! What numbers and strings stand for.

/// A whole number: decimal, hexadecimal or octal.
pub(crate) fn number(written: &str) -> Option<u64> {
    let (digits, radix) = match written.as_bytes() {
        [b'0', b'x' | b'X', ..] => (written.get(2..)?, 16),
        [b'0', _, ..] => (written.get(1..)?, 8),
        _ => (written, 10),
    };
    let signed = digits.starts_with(['+', '-']);
    u64::from_str_radix(digits, radix).ok().filter(|_| !signed)
}

/// The bytes between quotes, with escapes taken out; none if an escape means nothing.
pub(crate) fn text(inner: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'\\' {
            bytes.push(*first);
            continue;
        }
        let (escape, after) = rest.split_first()?;
        rest = after;
        match escape {
            b'a' => bytes.push(7),
            b'b' => bytes.push(8),
            b'f' => bytes.push(12),
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'v' => bytes.push(11),
            b'\\' | b'\'' | b'"' | b'?' => bytes.push(*escape),
            b'x' | b'X' => bytes.push(u8::try_from(digits(&mut rest, 16, 2, 1)?).ok()?),
            b'u' => letter(&mut bytes, digits(&mut rest, 16, 4, 4)?)?,
            b'U' => letter(&mut bytes, digits(&mut rest, 16, 8, 8)?)?,
            b'0'..=b'7' => {
                let first = u32::from(escape - b'0');
                let (more, length) = some_digits(&mut rest, 8, 2);
                let value = first * 8u32.pow(length) + more;
                // Three octal digits may say more than a byte; the rest is cut off.
                bytes.push(u8::try_from(value & 0xff).ok()?);
            }
            _ => return None,
        }
    }
    Some(bytes)
}

fn letter(bytes: &mut Vec<u8>, code: u32) -> Option<()> {
    let letter = char::from_u32(code)?;
    bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
    Some(())
}

fn digits(rest: &mut &[u8], radix: u32, most: u32, least: u32) -> Option<u32> {
    let (value, length) = some_digits(rest, radix, most);
    (length >= least).then_some(value)
}

fn some_digits(rest: &mut &[u8], radix: u32, most: u32) -> (u32, u32) {
    let (mut value, mut length) = (0_u32, 0);
    while length < most {
        let Some((first, after)) = rest.split_first() else {
            break;
        };
        let Some(digit) = char::from(*first).to_digit(radix) else {
            break;
        };
        value = value.wrapping_mul(radix).wrapping_add(digit);
        *rest = after;
        length += 1;
    }
    (value, length)
}
