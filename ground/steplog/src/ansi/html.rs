//! Spans as HTML, with classes instead of styles, so that pages whose policy forbids these in elements can show them.

use super::colour::levels;
use super::{Span, Style};

/// The usual sixteen colours, readable on dark and on light; a page may set its own.
const USUAL: [&str; 16] = [
    "#24292f", "#cf222e", "#116329", "#7d4e00", "#0969da", "#8250df", "#1b7c83", "#6e7781",
    "#57606a", "#a40e26", "#1a7f37", "#633c01", "#218bff", "#a475f9", "#3192aa", "#8c959f",
];

/// Spans as HTML: text is escaped, a span with a style is `<span class="…">`. True colours are the nearest of the palette.
///
/// The classes are `ansi-fg-N` and `ansi-bg-N` (0 to 255), `ansi-bold`, `ansi-faint`, `ansi-italic`, `ansi-underline`,
/// `ansi-inverse`, `ansi-strike`; [`stylesheet`] says how they look.
#[must_use]
pub fn html(spans: &[Span]) -> String {
    let mut text = String::new();
    for span in spans {
        let classes = classes(&span.style);
        match classes.is_empty() {
            true => escape(&span.text, &mut text),
            false => {
                text.push_str(&format!("<span class=\"{}\">", classes.join(" ")));
                escape(&span.text, &mut text);
                text.push_str("</span>");
            }
        }
    }
    text
}

fn classes(style: &Style) -> Vec<String> {
    let flags = [
        (style.bold, "ansi-bold"),
        (style.faint, "ansi-faint"),
        (style.italic, "ansi-italic"),
        (style.underline, "ansi-underline"),
        (style.inverse, "ansi-inverse"),
        (style.strike, "ansi-strike"),
    ];
    let flags = flags
        .into_iter()
        .filter(|(set, _)| *set)
        .map(|(_, class)| class.to_owned());
    let foreground = style
        .foreground
        .map(|colour| format!("ansi-fg-{}", colour.nearest()));
    let background = style
        .background
        .map(|colour| format!("ansi-bg-{}", colour.nearest()));
    flags.chain(foreground).chain(background).collect()
}

fn escape(text: &str, into: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\'' => into.push_str("&#39;"),
            letter => into.push(letter),
        }
    }
}

/// How the classes of [`html`] look. Inverse text without colours of its own has those of the page, `--ansi-page` and
/// `--ansi-text`, the other way about.
#[must_use]
pub fn stylesheet() -> String {
    let mut text = String::from(
        ".ansi-bold{font-weight:bold}.ansi-faint{opacity:.7}.ansi-italic{font-style:italic}\n\
         .ansi-underline{text-decoration:underline}.ansi-strike{text-decoration:line-through}\n\
         .ansi-underline.ansi-strike{text-decoration:underline line-through}\n\
         .ansi-inverse{color:var(--b,var(--ansi-page,Canvas));background:var(--f,var(--ansi-text,CanvasText))}\n",
    );
    for number in 0..=255 {
        let colour = shown(number);
        text.push_str(&format!(
            ".ansi-fg-{number}{{--f:{colour}}}.ansi-bg-{number}{{--b:{colour}}}\n"
        ));
    }
    text.push_str("[class*=ansi-fg-]:not(.ansi-inverse){color:var(--f)}\n");
    text.push_str("[class*=ansi-bg-]:not(.ansi-inverse){background:var(--b)}\n");
    text
}

fn shown(number: u8) -> String {
    if let Some(usual) = USUAL.get(usize::from(number)) {
        return (*usual).to_owned();
    }
    let [red, green, blue] = levels(number);
    format!("#{red:02x}{green:02x}{blue:02x}")
}
