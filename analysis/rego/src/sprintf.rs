//! What is put right in a format before the engine's own `sprintf` sees it.

use regorus::Value;

/// No directive is wider: the budget cannot stop a function that is writing a billion blanks.
const MAX_WIDTH: usize = 1_000;

/// The format with `%v` for a `%d` that is given a negative integer, which the engine writes with two signs.
///
/// # Errors
/// When a directive is too wide, or its width is not written in plain digits.
pub(crate) fn prepared<'a>(
    format: &str,
    arguments: impl IntoIterator<Item = &'a Value>,
) -> Result<String, String> {
    let mut out = String::with_capacity(format.len());
    let mut arguments = arguments.into_iter();
    let mut rest = format;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        if let Some(after) = after.strip_prefix('%') {
            out.push_str("%%");
            rest = after;
            continue;
        }
        let end = after
            .find(|c: char| !c.is_numeric() && !matches!(c, '.' | '*'))
            .unwrap_or(after.len());
        let (width, after) = after.split_at(end);
        check_width(width)?;
        let negative = arguments.next().is_some_and(is_negative_integer);
        match after.strip_prefix('d') {
            Some(after) if negative => {
                out.push_str("%v");
                rest = after;
            }
            _ => {
                out.push('%');
                out.push_str(width);
                // The verb is copied with it: it could be a percent sign that begins nothing.
                let verb = after.chars().next().map_or(0, char::len_utf8);
                let (verb, after) = after.split_at(verb);
                out.push_str(verb);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Ok(out)
}

fn check_width(width: &str) -> Result<(), String> {
    let numbers = width.split('.').filter(|number| !number.is_empty());
    for number in numbers {
        // Digits of other scripts, too, which the engine takes for digits and cannot read.
        if !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(format!("`{number}` is no width: write it in digits"));
        }
        if number.len() > 4 || number.parse::<usize>().is_ok_and(|n| n > MAX_WIDTH) {
            return Err(format!("a directive is wider than {MAX_WIDTH}"));
        }
    }
    Ok(())
}

fn is_negative_integer(value: &Value) -> bool {
    value.as_i64().is_ok_and(|number| number < 0)
}
