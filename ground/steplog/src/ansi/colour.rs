//! Colours of terminals.

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Colour {
    /// One of a palette of 256: 0 to 7 are the usual ones, 8 to 15 the bright ones, 16 to 231 a cube of six levels of red, green and blue,
    /// 232 to 255 greys.
    Palette(u8),
    /// Red, green and blue.
    True(u8, u8, u8),
}

/// Levels of the cube.
const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

impl Colour {
    /// The nearest colour of the palette that looks the same everywhere: 16 to 255. Distance is that of the three
    /// levels, squared; of equals the first.
    #[must_use]
    pub fn nearest(self) -> u8 {
        match self {
            Self::Palette(number) => number,
            Self::True(red, green, blue) => (16..=255)
                .min_by_key(|number| distance(levels(*number), [red, green, blue]))
                .unwrap_or(16),
        }
    }
}

/// Red, green and blue of one of the palette, from 16 on.
pub(super) fn levels(number: u8) -> [u8; 3] {
    match number.checked_sub(232) {
        Some(grey) => [8 + 10 * grey; 3],
        None => {
            let place = number.saturating_sub(16);
            [place / 36, place / 6 % 6, place % 6].map(level)
        }
    }
}

fn level(step: u8) -> u8 {
    LEVELS.get(usize::from(step)).copied().unwrap_or_default()
}

fn distance(one: [u8; 3], other: [u8; 3]) -> u32 {
    let pairs = one.into_iter().zip(other);
    pairs.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}
