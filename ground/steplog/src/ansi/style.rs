//! How text looks.

use super::Colour;

/// What selects how text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Style {
    /// The colour of the letters, if it is not that of the page.
    pub foreground: Option<Colour>,
    /// The colour behind them, if it is not that of the page.
    pub background: Option<Colour>,
    /// Bold.
    pub bold: bool,
    /// Fainter than others.
    pub faint: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Foreground and background change places.
    pub inverse: bool,
    /// Struck through.
    pub strike: bool,
}

/// Text with one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// How it looks.
    pub style: Style,
    /// What it says; of control characters only tabs.
    pub text: String,
}
