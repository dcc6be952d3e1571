//! Forms with files (RFC 7578), as browsers send them.

use super::Fields;

/// A file that came with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Upload {
    /// The field that it was chosen in.
    pub(crate) field: String,
    /// What it is called.
    pub(crate) name: String,
    /// What kind of content, as the browser says.
    pub(crate) kind: String,
    pub(crate) content: Vec<u8>,
}

/// What a body says, as far as it goes.
#[derive(Debug, PartialEq, Eq, Default)]
pub(super) struct Parts {
    pub(super) fields: Fields,
    /// A file field in which nothing was chosen is left out. The last one may be cut off.
    pub(super) files: Vec<Upload>,
    /// Whether the end was reached.
    pub(super) whole: bool,
}

/// Fields and files of a body; none if it is no such form.
pub(super) fn parse(content_type: &str, body: &[u8]) -> Option<(Fields, Vec<Upload>)> {
    let parts = parse_some(content_type, body);
    parts.whole.then_some((parts.fields, parts.files))
}

/// Those of a body that may break off.
pub(super) fn parse_some(content_type: &str, body: &[u8]) -> Parts {
    let mut parts = Parts::default();
    parts.whole = read(content_type, body, &mut parts).is_some();
    parts
}

fn read(content_type: &str, body: &[u8], into: &mut Parts) -> Option<()> {
    let boundary = parameter(content_type, "boundary")?;
    let limit = format!("\r\n--{boundary}");
    let first = limit.as_bytes().get(2..)?;
    let mut rest = body.get(find(body, first)? + first.len()..)?;
    // Behind the last one stand two dashes.
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let end = find(part, limit.as_bytes());
        take(part.get(..end.unwrap_or(part.len()))?, end.is_some(), into)?;
        rest = part.get(end? + limit.len()..)?;
    }
    rest.starts_with(b"--").then_some(())
}

fn take(part: &[u8], whole: bool, into: &mut Parts) -> Option<()> {
    let (head, content) = split(part)?;
    let disposition = header(&head, "content-disposition")?;
    let field = parameter(&disposition, "name")?;
    match parameter(&disposition, "filename") {
        // Half of what was typed is not what was typed.
        None if !whole => {}
        None => {
            let text = String::from_utf8_lossy(content).into_owned();
            into.fields.0.push((field, text));
        }
        Some(name) if name.is_empty() && content.is_empty() => {}
        Some(name) => into.files.push(Upload {
            field,
            name: plain(&name),
            kind: header(&head, "content-type").unwrap_or_default(),
            content: content.to_vec(),
        }),
    }
    Some(())
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|some| some == wanted)
}

/// Head and content of a part.
fn split(part: &[u8]) -> Option<(String, &[u8])> {
    const GAP: &[u8] = b"\r\n\r\n";
    let gap = find(part, GAP)?;
    let head = String::from_utf8_lossy(part.get(..gap)?).into_owned();
    Some((head, part.get(gap + GAP.len()..)?))
}

fn header(head: &str, wanted: &str) -> Option<String> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    let found = lines.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
    found.map(|(_, value)| value.trim().to_owned())
}

/// A parameter of a header. Browsers write quotes and line breaks in it as `%22`, `%0D` and `%0A`.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut rest = header;
    while let Some((_, after)) = rest.split_once(';') {
        let (name, value) = after.trim_start().split_once('=')?;
        let (value, left) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => value.split_at(value.find(';').unwrap_or(value.len())),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value.replace("%22", "\"").trim().to_owned());
        }
        rest = left;
    }
    None
}

/// The name of a file without the directories before it, which some browsers send.
fn plain(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.replace(['\0', '\n', '\r'], "")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{Upload, parse, parse_some};
    use crate::visit::Fields;

    const KIND: &str = "multipart/form-data; boundary=\"--x\"";

    #[test]
    fn fields_and_files_are_told_apart() {
        let body = b"----x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nl\xc3\xa4nger\r\n--x\r\n\
            \r\n----x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\a;%22b.png\"\r\n\
            Content-Type: image/png\r\n\r\n\x00\r\n\xff\r\n----x\r\ncontent-disposition: form-data; name=file; \
            filename=\"\"\r\n\r\n\r\n----x--\r\n";
        let (fields, files) = parse(KIND, body).unwrap();
        assert_eq!(
            fields,
            Fields(vec![("text".to_owned(), "länger\r\n--x\r\n".to_owned())])
        );
        let file = Upload {
            field: "file".to_owned(),
            name: "a;\"b.png".to_owned(),
            kind: "image/png".to_owned(),
            content: b"\x00\r\n\xff".to_vec(),
        };
        assert_eq!(files, [file]);
    }

    #[test]
    fn what_is_cut_off_is_no_form() {
        let whole = b"----x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n----x--\r\n";
        assert!(parse(KIND, whole).is_some());
        for end in 0..whole.len() - 4 {
            assert_eq!(parse(KIND, &whole[..end]), None, "{end}");
        }
        assert_eq!(parse("multipart/form-data", whole), None);
    }
    #[test]
    fn of_what_is_cut_off_whole_fields_and_the_names_of_files_are_known() {
        let body = b"----x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n----x\r\n\
            Content-Disposition: form-data; name=\"f\"; filename=\"big.bin\"\r\n\r\n0123";
        let parts = parse_some(KIND, body);
        assert!(!parts.whole);
        assert_eq!(parts.fields.0, [("a".to_owned(), "b".to_owned())]);
        assert_eq!(parts.files[0].name, "big.bin");
        let within = parse_some(KIND, &body[..50]);
        assert!(within.fields.0.is_empty(), "{within:?}");
    }
}
