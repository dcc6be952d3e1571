//! What our own comments are recognised by: a comment of HTML at their beginning, which nobody sees.

use holdpoint_findings::Fingerprint;

/// What the comments of one check on one request begin with.
pub(super) struct Marker(String);

impl Marker {
    /// Of a check that is called so.
    pub(super) fn of(name: &str) -> Self {
        let harmless = |c: char| match c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/') {
            true => c,
            false => '-',
        };
        let name: String = name.chars().map(harmless).collect();
        // Two hyphens would end the comment.
        let parts: Vec<_> = name.split('-').filter(|part| !part.is_empty()).collect();
        Self(parts.join("-"))
    }

    /// The one comment, with its marker.
    pub(super) fn summary(&self, text: &str) -> String {
        format!("{}\n{text}", self.line("summary"))
    }

    /// Whether that is the one comment.
    pub(super) fn is_summary(&self, body: &str) -> bool {
        first(body) == self.line("summary")
    }

    /// A remark on a finding, with its marker.
    pub(super) fn finding(&self, fingerprint: Fingerprint, text: &str) -> String {
        format!("{}\n{text}", self.line(&format!("finding {fingerprint}")))
    }

    /// The fingerprint of the finding that a remark is about, if it is one of ours that is not settled.
    pub(super) fn of_finding<'b>(&self, body: &'b str) -> Option<&'b str> {
        let start = format!("<!-- holdpoint {} finding ", self.0);
        first(body)
            .strip_prefix(start.as_str())?
            .strip_suffix(" -->")
    }

    /// What a remark says once what it was about is gone.
    pub(super) fn settled(&self, body: &str) -> String {
        let said = body.lines().skip(1).find(|line| !line.trim().is_empty());
        let said = said.unwrap_or_default().trim();
        format!("{}\n✅ settled: ~~{said}~~\n", self.line("settled"))
    }

    fn line(&self, what: &str) -> String {
        format!("<!-- holdpoint {} {what} -->", self.0)
    }
}

fn first(body: &str) -> &str {
    body.trim_start()
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end()
}

/// Whether two texts are the same but for what forges do to the ends of lines.
pub(super) fn same(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    plain(a) == plain(b)
}

#[cfg(test)]
mod tests {
    use super::{Marker, same};

    #[test]
    fn a_name_does_not_end_the_marker() {
        let marker = Marker::of("api --> <script>--");
        let text = marker.summary("hello");
        assert_eq!(text, "<!-- holdpoint api-script summary -->\nhello");
        assert!(marker.is_summary(&text) && !Marker::of("api").is_summary(&text));
        assert!(marker.is_summary("\n<!-- holdpoint api-script summary -->\r\nother"));
        assert!(!marker.is_summary("quoted: <!-- holdpoint api-script summary -->"));
    }

    #[test]
    fn forges_may_change_the_ends_of_lines() {
        assert!(same("a\r\nb\r\n", "a\nb"));
        assert!(!same("a\nb", "a b"));
    }

    #[test]
    fn what_is_settled_is_no_finding_any_more() {
        let marker = Marker::of("api");
        let body = "<!-- holdpoint api finding 0a -->\n❌ error `a`: b\n\nmore\n";
        assert_eq!(marker.of_finding(body), Some("0a"));
        let settled = marker.settled(body);
        assert_eq!(
            settled,
            "<!-- holdpoint api settled -->\n✅ settled: ~~❌ error `a`: b~~\n"
        );
        assert_eq!(marker.of_finding(&settled), None);
    }
}
