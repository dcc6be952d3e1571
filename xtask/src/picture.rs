//! The README's picture: what the program really prints, drawn as a terminal.

use std::fmt::Write as _;
use std::fs;

use anyhow::Result;

use crate::{program, shell};

/// Width of a character and height of a line, in pixels, at the font size below.
const CHARACTER: usize = 8;
const LINE: usize = 18;

/// Runs the script of the picture and draws what it prints.
pub fn draw() -> Result<()> {
    program::build()?;
    let text = shell::output("bash", &["docs/picture.sh"])?;
    let place = shell::root().join("docs/picture.svg");
    fs::write(&place, svg(&text))?;
    eprintln!("{}", place.display());
    Ok(())
}

fn svg(text: &str) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    let columns = lines
        .iter()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0)
        .max(60);
    let (width, height) = (columns * CHARACTER + 40, lines.len() * LINE + 60);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>Holdpoint in a terminal</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#16191d\"/>\n\
         <g fill=\"#454b54\"><circle cx=\"20\" cy=\"18\" r=\"5\"/><circle cx=\"38\" cy=\"18\" r=\"5\"/>\
         <circle cx=\"56\" cy=\"18\" r=\"5\"/></g>\n<g font-family=\"ui-monospace,SFMono-Regular,\
         Menlo,Consolas,'DejaVu Sans Mono',monospace\" font-size=\"13\" xml:space=\"preserve\">\n"
    );
    for (row, line) in lines.iter().enumerate() {
        let y = 50 + row * LINE;
        let length = line.chars().count() * CHARACTER;
        // A write to a String cannot fail.
        let _ = writeln!(
            svg,
            "<text x=\"20\" y=\"{y}\" fill=\"{}\" textLength=\"{length}\">{}</text>",
            colour(line),
            escape(line)
        );
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// Commands stand out, verdicts have their colour, comments stand back.
fn colour(line: &str) -> &'static str {
    let verdict = line.trim_start();
    match () {
        () if line.starts_with("$ ") => "#ffffff",
        () if line.starts_with('#') => "#8b949e",
        () if verdict.starts_with("go") || verdict.starts_with('✓') => "#4ac26b",
        () if verdict.starts_with("hold") || verdict.starts_with('…') => "#d4a72c",
        () if verdict.starts_with("no-go") || verdict.starts_with('✗') => "#ff7b72",
        () => "#c9d1d9",
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
