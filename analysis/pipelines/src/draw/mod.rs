//! Drawing a graph before it runs: text, Mermaid, SVG.

mod card;
mod layers;
mod lines;
mod mermaid;
mod said;
mod scene;
mod style;
mod svg;
mod sweep;
mod text;

pub use mermaid::mermaid;
pub use svg::svg;
pub use text::text;

/// Matrices with so many combinations at most are drawn combination by combination, larger ones as one.
const UNFOLDED: usize = 6;
