//! Names of tiles and bundles, and the paths that they are served under.

use std::fmt;
use std::str::FromStr;

use super::{TILE_WIDTH, level_width, width_at};

/// A tile: its level (0 to 63), its index within the level, and its width (1 to 256 hashes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    /// Level; 0 holds leaf hashes.
    pub level: u8,
    /// Index within the level.
    pub index: u64,
    /// Number of hashes; 256 when full.
    pub width: u16,
}

/// A bundle of entries: its index and its width (1 to 256 entries).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BundleId {
    /// Index; bundle `n` begins with entry `256 * n`.
    pub index: u64,
    /// Number of entries; 256 when full.
    pub width: u16,
}

/// Why text is not the path of a tile or bundle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{path}` is not a tile path: {reason}")]
pub struct PathError {
    /// The path.
    pub path: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl TileId {
    /// The tile at `(level, index)` in a tree of `size`; none when that tree has no such tile.
    #[must_use]
    pub fn at(size: u64, level: u8, index: u64) -> Option<Self> {
        let width = width_at(level_width(size, level), index)?;
        Some(Self {
            level,
            index,
            width,
        })
    }

    /// Whether the tile can still grow.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.width < TILE_WIDTH
    }

    /// The full tile at the same place.
    #[must_use]
    pub fn full(self) -> Self {
        Self {
            width: TILE_WIDTH,
            ..self
        }
    }
}

impl BundleId {
    /// The bundle at `index` in a log of `size`; none when that log has no such bundle.
    #[must_use]
    pub fn at(size: u64, index: u64) -> Option<Self> {
        Some(Self {
            index,
            width: width_at(size, index)?,
        })
    }

    /// Index of its first entry.
    #[must_use]
    pub fn first(&self) -> u64 {
        self.index.saturating_mul(u64::from(TILE_WIDTH))
    }

    /// Whether the bundle can still grow.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.width < TILE_WIDTH
    }

    /// The full bundle at the same place.
    #[must_use]
    pub fn full(self) -> Self {
        Self {
            width: TILE_WIDTH,
            ..self
        }
    }
}

impl fmt::Display for TileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/", self.level)?;
        write_place(f, self.index, self.width)
    }
}

impl fmt::Display for BundleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tile/entries/")?;
        write_place(f, self.index, self.width)
    }
}

fn write_place(f: &mut fmt::Formatter<'_>, index: u64, width: u16) -> fmt::Result {
    write_index(f, index / 1000)?;
    write!(f, "{:03}", index % 1000)?;
    if width < TILE_WIDTH {
        write!(f, ".p/{width}")?;
    }
    Ok(())
}

fn write_index(f: &mut fmt::Formatter<'_>, index: u64) -> fmt::Result {
    if index == 0 {
        return Ok(());
    }
    write_index(f, index / 1000)?;
    write!(f, "x{:03}/", index % 1000)
}

impl FromStr for TileId {
    type Err = PathError;

    fn from_str(path: &str) -> Result<Self, PathError> {
        let wrong = |reason| PathError {
            path: path.to_owned(),
            reason,
        };
        let rest = path
            .strip_prefix("tile/")
            .ok_or_else(|| wrong("it does not begin with `tile/`"))?;
        let (level, place) = rest
            .split_once('/')
            .ok_or_else(|| wrong("it has no index"))?;
        let level = plain_number(level)
            .and_then(|level| u8::try_from(level).ok())
            .filter(|level| *level < 64)
            .ok_or_else(|| wrong("the level is not a number from 0 to 63"))?;
        let (index, width) = parse_place(place).map_err(wrong)?;
        Ok(Self {
            level,
            index,
            width,
        })
    }
}

impl FromStr for BundleId {
    type Err = PathError;

    fn from_str(path: &str) -> Result<Self, PathError> {
        let wrong = |reason| PathError {
            path: path.to_owned(),
            reason,
        };
        let place = path
            .strip_prefix("tile/entries/")
            .ok_or_else(|| wrong("it does not begin with `tile/entries/`"))?;
        let (index, width) = parse_place(place).map_err(wrong)?;
        Ok(Self { index, width })
    }
}

fn parse_place(place: &str) -> Result<(u64, u16), &'static str> {
    let (groups, width) = match place.split_once(".p/") {
        None => (place, TILE_WIDTH),
        Some((groups, width)) => (groups, parse_width(width)?),
    };
    Ok((parse_index(groups)?, width))
}

fn parse_width(text: &str) -> Result<u16, &'static str> {
    plain_number(text)
        .and_then(|width| u16::try_from(width).ok())
        .filter(|width| (1..TILE_WIDTH).contains(width))
        .ok_or("the width is not a number from 1 to 255")
}

/// Groups of three digits; all but the last begin with `x`, and the first is not `x000`.
fn parse_index(groups: &str) -> Result<u64, &'static str> {
    const SHAPE: &str = "the index is not in groups like `x001/x234/067`";
    if groups.starts_with("x000/") {
        return Err("the index has leading zero groups");
    }
    let (upper, last) = match groups.rsplit_once('/') {
        Some((upper, last)) => (Some(upper), last),
        None => (None, groups),
    };
    let mut index = 0u64;
    for group in upper.into_iter().flat_map(|upper| upper.split('/')) {
        let digits = group
            .strip_prefix('x')
            .and_then(three_digits)
            .ok_or(SHAPE)?;
        index = push_group(index, digits)?;
    }
    push_group(index, three_digits(last).ok_or(SHAPE)?)
}

fn push_group(index: u64, digits: u64) -> Result<u64, &'static str> {
    index
        .checked_mul(1000)
        .and_then(|index| index.checked_add(digits))
        .ok_or("the index is too large")
}

fn three_digits(text: &str) -> Option<u64> {
    let digits = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// A decimal number without sign or leading zeros.
pub(crate) fn plain_number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = digits && (text == "0" || !text.starts_with('0'));
    plain.then(|| text.parse().ok()).flatten()
}
