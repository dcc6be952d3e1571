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

/// Fields and files of a body; none if it is no such form. A file field in which nothing was chosen is left out.
pub(super) fn parse(content_type: &str, body: &[u8]) -> Option<(Fields, Vec<Upload>)> {
    let boundary = parameter(content_type, "boundary")?;
    let limit = format!("\r\n--{boundary}");
    let first = limit.as_bytes().get(2..)?;
    let mut rest = body.get(find(body, first)? + first.len()..)?;
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    // Behind the last one stand two dashes.
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let end = find(part, limit.as_bytes())?;
        let (head, content) = split(part.get(..end)?)?;
        rest = part.get(end + limit.len()..)?;
        let disposition = header(&head, "content-disposition")?;
        let field = parameter(&disposition, "name")?;
        match parameter(&disposition, "filename") {
            None => fields.push((field, String::from_utf8_lossy(content).into_owned())),
            Some(name) if name.is_empty() && content.is_empty() => {}
            Some(name) => files.push(Upload {
                field,
                name: plain(&name),
                kind: header(&head, "content-type").unwrap_or_default(),
                content: content.to_vec(),
            }),
        }
    }
    rest.starts_with(b"--").then_some((Fields(fields), files))
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
    use super::{Upload, parse};
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
}
