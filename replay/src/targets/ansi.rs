//! Whatever a step says: nothing that moves a cursor gets through, and HTML has no elements but ours.

use holdpoint_steplog::ansi::{Style, html, plain, spans};

pub(crate) fn run(bytes: &[u8]) {
    for line in bytes.split(|byte| *byte == b'\n') {
        let spans = spans(line, &mut Style::default());
        let plain = plain(line);
        assert!(
            plain
                .chars()
                .all(|letter| letter == '\t' || !letter.is_control())
        );
        let joined: String = spans.iter().map(|span| span.text.as_str()).collect();
        assert_eq!(joined, plain);
        let page = html(&spans)
            .replace("<span class=\"ansi-", "")
            .replace("</span>", "");
        assert!(!page.contains('<'), "an element of its own");
    }
}
