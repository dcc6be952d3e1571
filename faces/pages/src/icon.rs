//! Icons, drawn on a grid of 16 by 16 with one stroke width.

use std::fmt;

use askama::filters::HtmlSafe;

macro_rules! icons {
    ($($(#[$doc:meta])* $icon:ident = $drawing:literal,)*) => {
        /// An icon: decoration beside words, and hidden from whoever hears the page.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(dead_code, reason = "pages take those that they need")]
        pub(crate) enum Icon { $($(#[$doc])* $icon,)* }

        impl Icon {
            fn drawing(self) -> &'static str {
                match self { $(Self::$icon => $drawing,)* }
            }
        }
    };
}

icons! {
    /// Home.
    Home = r#"<path d="M2.5 7 8 2.5 13.5 7v6a.5.5 0 0 1-.5.5H9.8v-4H6.2v4H3a.5.5 0 0 1-.5-.5z"/>"#,
    /// A release.
    Release = r#"<path d="m8 1.8 5.7 3.1v6.2L8 14.2l-5.7-3.1V4.9z"/><path d="m2.5 5 5.5 3 5.5-3M8 8v6"/>"#,
    /// An environment.
    Environment = r#"<rect x="2" y="2.5" width="12" height="4.5" rx="1"/><rect x="2" y="9" width="12" height="4.5" rx="1"/><path d="M4.5 4.8h.01M4.5 11.3h.01"/>"#,
    /// The calendar.
    Calendar = r#"<rect x="2.2" y="3.2" width="11.6" height="10.6" rx="1.2"/><path d="M2.2 6.4h11.6M5.2 1.8v2.6M10.8 1.8v2.6M5 9h.01M8 9h.01M11 9h.01M5 11.4h.01M8 11.4h.01"/>"#,
    /// The catalogue.
    Catalogue = r#"<circle cx="8" cy="3.5" r="1.8"/><circle cx="3.5" cy="12" r="1.8"/><circle cx="12.5" cy="12" r="1.8"/><path d="M7.2 5.2 4.4 10.4M8.8 5.2l2.8 5.2M5.4 12h5.2"/>"#,
    /// The ledger.
    Ledger = r#"<path d="M8 2v3M4.5 8V6.2C4.5 5.5 5 5 5.7 5h4.6c.7 0 1.2.5 1.2 1.2V8"/><rect x="2.5" y="8" width="4" height="3.4" rx=".8"/><rect x="9.5" y="8" width="4" height="3.4" rx=".8"/><path d="M4.5 11.4V14M11.5 11.4V14"/>"#,
    /// The inbox.
    Inbox = r#"<path d="M2 9.2 4 3.4c.1-.3.4-.5.7-.5h6.6c.3 0 .6.2.7.5l2 5.8v3.3a.8.8 0 0 1-.8.8H2.8a.8.8 0 0 1-.8-.8z"/><path d="M2 9.2h3.4l1 1.8h3.2l1-1.8H14"/>"#,
    /// Settings.
    Settings = r#"<path d="M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6"/><circle cx="10" cy="4.5" r="1.8"/><circle cx="6" cy="11.5" r="1.8"/>"#,
    /// To search.
    Search = r#"<circle cx="7" cy="7" r="4.3"/><path d="m10.3 10.3 3.4 3.4"/>"#,
    /// A clock.
    Clock = r#"<circle cx="8" cy="8" r="5.8"/><path d="M8 4.8V8l2.2 1.6"/>"#,
    /// Done.
    Check = r#"<path d="m3.2 8.4 3.2 3.2 6.4-7"/>"#,
    /// Not so.
    Cross = r#"<path d="m4 4 8 8M12 4l-8 8"/>"#,
    /// It stands.
    Pause = r#"<path d="M5.5 3.5v9M10.5 3.5v9"/>"#,
    /// It moves.
    Play = r#"<path d="M5 3.2v9.6L12.5 8z"/>"#,
    /// Back.
    Undo = r#"<path d="M5.5 3 2.5 6l3 3"/><path d="M2.8 6h6.4a4 4 0 0 1 0 8H6"/>"#,
    /// A menu.
    Menu = r#"<path d="M2.5 4h11M2.5 8h11M2.5 12h11"/>"#,
    /// People.
    People = r#"<circle cx="6" cy="5" r="2.4"/><path d="M1.8 13.2c0-2.5 1.8-4 4.2-4s4.2 1.5 4.2 4M10.6 2.9a2.4 2.4 0 0 1 0 4.2M12 9.6c1.4.5 2.3 1.8 2.3 3.6"/>"#,
    /// A document.
    Document = r#"<path d="M4 1.8h5.2L12.6 5v8.7a.5.5 0 0 1-.5.5H4a.5.5 0 0 1-.5-.5V2.3a.5.5 0 0 1 .5-.5z"/><path d="M9 2v3.2h3.4M5.8 8.5h4.4M5.8 11h4.4"/>"#,
    /// A shield.
    Shield = r#"<path d="M8 1.8 13 3.6v4c0 3.2-2.1 5.5-5 6.6-2.9-1.1-5-3.4-5-6.6v-4z"/><path d="m5.8 7.8 1.7 1.7 2.8-3.1"/>"#,
    /// Beware.
    Alert = r#"<path d="M8 2.2 14.2 13H1.8z"/><path d="M8 6.4v3M8 11.3h.01"/>"#,
    /// To know.
    Info = r#"<circle cx="8" cy="8" r="5.8"/><path d="M8 7.4v3.4M8 5.2h.01"/>"#,
    /// On to the right.
    Right = r#"<path d="m6 3.5 4.5 4.5L6 12.5"/>"#,
    /// To take along.
    Download = r#"<path d="M8 2.2v7.6M4.8 6.8 8 10l3.2-3.2M2.8 13.3h10.4"/>"#,
    /// Out.
    Leave = r#"<path d="M6.5 2.5H3.2a.7.7 0 0 0-.7.7v9.6c0 .4.3.7.7.7h3.3M10.2 5 13.3 8l-3.1 3M13 8H6.4"/>"#,
    /// Light and dark.
    Contrast = r#"<circle cx="8" cy="8" r="5.8"/><path d="M8 2.2a5.8 5.8 0 0 1 0 11.6z" fill="currentColor"/>"#,
    /// Languages, and zones.
    Globe = r#"<circle cx="8" cy="8" r="5.8"/><path d="M2.4 8h11.2M8 2.2c3.4 3.6 3.4 8 0 11.6-3.4-3.6-3.4-8 0-11.6z"/>"#,
    /// More of it.
    Plus = r#"<path d="M8 3v10M3 8h10"/>"#,
    /// Kept at hand.
    Bookmark = r#"<path d="M4 2.3h8a.5.5 0 0 1 .5.5v11L8 10.6l-4.5 3.2v-11a.5.5 0 0 1 .5-.5z"/>"#,
    /// A way with stops.
    Journey = r#"<circle cx="3.4" cy="8" r="1.7"/><circle cx="12.6" cy="8" r="1.7"/><path d="M5.1 8h5.8"/>"#,
}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let drawing = self.drawing();
        write!(
            f,
            r#"<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{drawing}</svg>"#
        )
    }
}

// What is drawn here is constant.
impl HtmlSafe for Icon {}
