//! *Select graphic rendition*: what its numbers do to a style.

use anstyle_parse::Params;

use super::{Colour, Style};

/// Applies the numbers of one sequence, in their order. Those that mean nothing here are passed over.
pub(super) fn select(style: &mut Style, params: &Params) {
    let groups: Vec<&[u16]> = params.iter().collect();
    let mut rest = groups.as_slice();
    if rest.is_empty() {
        *style = Style::default();
    }
    while let Some((group, behind)) = rest.split_first() {
        rest = match group {
            [kind @ (38 | 48 | 58)] => {
                let (colour, taken) = spread(behind);
                set(style, *kind, colour);
                behind.get(taken..).unwrap_or_default()
            }
            [kind @ (38 | 48 | 58), colour @ ..] => {
                set(style, *kind, joined(colour));
                behind
            }
            [4, 0] => {
                style.underline = false;
                behind
            }
            [number, ..] => {
                one(style, *number);
                behind
            }
            [] => behind,
        };
    }
}

/// A colour in the numbers that follow, `5;N` or `2;R;G;B`, and how many these are.
fn spread(rest: &[&[u16]]) -> (Option<Colour>, usize) {
    match rest {
        [[5], [number], ..] => (palette(*number), 2),
        [[2], [red], [green], [blue], ..] => (exact(*red, *green, *blue), 4),
        // It names no colour that is known: what follows cannot be told apart from it.
        _ => (None, rest.len()),
    }
}

/// A colour in the same group, `5:N`, `2:R:G:B` or `2:SPACE:R:G:B` (ITU-T T.416, section 13.1.8).
fn joined(group: &[u16]) -> Option<Colour> {
    match group {
        [5, number] => palette(*number),
        [2, red, green, blue] | [2, _, red, green, blue, ..] => exact(*red, *green, *blue),
        _ => None,
    }
}

fn palette(number: u16) -> Option<Colour> {
    u8::try_from(number).ok().map(Colour::Palette)
}

fn exact(red: u16, green: u16, blue: u16) -> Option<Colour> {
    let level = |value: u16| u8::try_from(value).ok();
    Some(Colour::True(level(red)?, level(green)?, level(blue)?))
}

/// Sets a colour; that of underlines (58) is not shown.
fn set(style: &mut Style, kind: u16, colour: Option<Colour>) {
    match (kind, colour) {
        (38, Some(_)) => style.foreground = colour,
        (48, Some(_)) => style.background = colour,
        _ => {}
    }
}

fn one(style: &mut Style, number: u16) {
    match number {
        0 => *style = Style::default(),
        1 => style.bold = true,
        2 => style.faint = true,
        3 => style.italic = true,
        4 | 21 => style.underline = true,
        7 => style.inverse = true,
        9 => style.strike = true,
        22 => (style.bold, style.faint) = (false, false),
        23 => style.italic = false,
        24 => style.underline = false,
        27 => style.inverse = false,
        29 => style.strike = false,
        39 => style.foreground = None,
        49 => style.background = None,
        _ => usual(style, number),
    }
}

/// The sixteen usual colours.
fn usual(style: &mut Style, number: u16) {
    let of = |first: u16, bright: u16| palette(number - first + bright);
    match number {
        30..=37 => style.foreground = of(30, 0),
        40..=47 => style.background = of(40, 0),
        90..=97 => style.foreground = of(90, 8),
        100..=107 => style.background = of(100, 8),
        _ => {}
    }
}
