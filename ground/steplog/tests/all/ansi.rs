//! Escape sequences: what they look like, and that nothing gets through.

use holdpoint_steplog::ansi::{Colour, Span, Style, html, plain, spans, stylesheet};
use proptest::prelude::*;

fn line(text: &str) -> Vec<Span> {
    spans(text.as_bytes(), &mut Style::default())
}

fn shown(text: &str) -> String {
    html(&line(text))
}

#[test]
fn selections_are_classes() {
    let cases = [
        ("plain", "plain"),
        (
            "\x1b[31mred\x1b[0m.",
            "<span class=\"ansi-fg-1\">red</span>.",
        ),
        (
            "\x1b[1;97;41mx\x1b[22;39;49my",
            "<span class=\"ansi-bold ansi-fg-15 ansi-bg-1\">x</span>y",
        ),
        (
            "\x1b[3;4;9;7mx\x1b[23;24;29;27my",
            "<span class=\"ansi-italic ansi-underline ansi-inverse ansi-strike\">x</span>y",
        ),
        (
            "\x1b[38;5;208mx\x1b[mY",
            "<span class=\"ansi-fg-208\">x</span>Y",
        ),
        ("\x1b[38:5:208mx", "<span class=\"ansi-fg-208\">x</span>"),
        (
            "\x1b[48;2;255;0;0mx",
            "<span class=\"ansi-bg-196\">x</span>",
        ),
        ("\x1b[38:2::0:0:0mx", "<span class=\"ansi-fg-16\">x</span>"),
        (
            "\x1b[38:2:8:8:8;1mx",
            "<span class=\"ansi-bold ansi-fg-232\">x</span>",
        ),
        (
            "\x1b[4:3mx\x1b[4:0my",
            "<span class=\"ansi-underline\">x</span>y",
        ),
        ("\x1b[58;5;1;1mx", "<span class=\"ansi-bold\">x</span>"),
        ("\x1b[38;5;999mx", "x"),
        ("\x1b[38;9;1mx", "x"),
        (
            "\x1b[2;104mx",
            "<span class=\"ansi-faint ansi-bg-12\">x</span>",
        ),
        ("\x1b[5;8;10;53mx", "x"),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(text), expected, "{text:?}");
    }
}

#[test]
fn other_sequences_are_dropped() {
    let cases = [
        ("a\x1b[2Jb\x1b[10;20Hc", "abc"),
        ("\x1b[?25lhidden\x1b[?25h", "hidden"),
        ("\x1b]0;title\x07text", "text"),
        (
            "\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\",
            "link",
        ),
        ("\x1bPq#0;2;0\x1b\\sixel", "sixel"),
        ("\x1b(Bset", "set"),
        ("\x1b[>4;1mnot a selection", "not a selection"),
        ("bell\x07 and \x08backspace\x00", "bell and backspace"),
        ("tab\tstays", "tab\tstays"),
        ("cut \x1b[3", "cut "),
        ("\u{9b}31mc1", "31mc1"),
    ];
    for (text, expected) in cases {
        assert_eq!(plain(text.as_bytes()), expected, "{text:?}");
    }
    assert_eq!(
        plain(b"caf\xC3\xA9 \xFF \xE2\x82"),
        "café \u{FFFD} \u{FFFD}"
    );
    assert_eq!(plain(b"\xC3\x1b[31mred"), "\u{FFFD}red");
}

#[test]
fn progress_collapses() {
    assert_eq!(plain(b" 10%\r 50%\r100%\r"), "100%");
    assert_eq!(plain(b"windows\r"), "windows");
    assert_eq!(plain(b"a\r\x1b[K\x1b[32mdone"), "done");
    assert_eq!(
        shown("a\r\x1b[32mdone"),
        "<span class=\"ansi-fg-2\">done</span>"
    );
    assert_eq!(plain(b"\r\r"), "");
}

#[test]
fn colours_go_on_if_that_is_wanted() {
    let mut style = Style::default();
    let first = spans(b"\x1b[31mone", &mut style);
    let second = spans(b"two", &mut style);
    assert_eq!(first[0].style, second[0].style);
    assert_eq!(style.foreground, Some(Colour::Palette(1)));
}

#[test]
fn every_class_has_a_look() {
    let sheet = stylesheet();
    for class in [
        "fg-0",
        "fg-255",
        "bg-16",
        "bold",
        "faint",
        "italic",
        "underline",
        "inverse",
        "strike",
    ] {
        assert!(sheet.contains(&format!(".ansi-{class}")), "{class}");
    }
    assert!(sheet.contains(".ansi-fg-196{--f:#ff0000}"));
    assert!(sheet.contains(".ansi-fg-244{--f:#808080}"));
    assert!(sheet.contains(".ansi-bg-110{--b:#87afd7}"));
}

/// Text with sequences in it that may be whole or not.
fn wild() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..8),
        "\x1b\\[[0-9;:?]{0,12}[mKHJ]".prop_map(String::into_bytes),
        "[<>&\"'a\r\t ]{0,6}".prop_map(String::into_bytes),
        "\x1b[\\]P_^X][a-z;]{0,5}(\x07|\x1b\\\\)?".prop_map(String::into_bytes),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Takes a page apart again: text, without the elements that `html` makes.
fn unescaped(html: &str) -> String {
    let mut text = html.replace("</span>", "");
    while let Some(begins) = text.find("<span class=\"") {
        let length = text[begins..].find("\">").unwrap() + 2;
        let classes = &text[begins + 13..begins + length - 2];
        assert!(
            classes
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || " -".contains(c))
        );
        text.replace_range(begins..begins + length, "");
    }
    assert!(!text.contains(['<', '>', '"', '\'']), "{text}");
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    text.replace("&#39;", "'").replace("&amp;", "&")
}

proptest! {
    #[test]
    fn nothing_gets_through(text in wild()) {
        let spans = spans(&text, &mut Style::default());
        let plain = plain(&text);
        prop_assert!(plain.chars().all(|c| c == '\t' || !c.is_control()));
        prop_assert_eq!(unescaped(&html(&spans)), plain);
        prop_assert!(spans.iter().all(|span| !span.text.is_empty()));
        prop_assert!(spans.windows(2).all(|pair| pair[0].style != pair[1].style));
    }

    #[test]
    fn text_without_sequences_is_itself(text in "[^\\p{Cc}]{0,40}") {
        prop_assert_eq!(plain(text.as_bytes()), text);
    }

    /// Against the definition: the smallest distance there is.
    #[test]
    fn the_nearest_colour_is_the_nearest(red: u8, green: u8, blue: u8) {
        let sheet = stylesheet();
        let level = |number: u8| {
            let entry = sheet.split(&format!(".ansi-fg-{number}{{--f:#")).nth(1).unwrap();
            let hex = |at: usize| i32::from_str_radix(&entry[at..at + 2], 16).unwrap();
            [hex(0), hex(2), hex(4)]
        };
        let wanted = [red, green, blue].map(i32::from);
        let far = |number: u8| level(number).iter().zip(wanted).map(|(a, b)| (a - b).pow(2)).sum::<i32>();
        let nearest = Colour::True(red, green, blue).nearest();
        prop_assert!(nearest >= 16);
        prop_assert_eq!(far(nearest), (16..=255).map(far).min().unwrap());
    }
}
