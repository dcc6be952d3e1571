//! Components: what stands between `BEGIN` and `END`.

use super::Mistake;
use super::line::{Line, short};

/// How deep components may lie within each other.
const DEPTH: usize = 8;

/// A component, its lines and what is in it.
#[derive(Debug, Default)]
pub(super) struct Component {
    /// In upper case; empty for the file itself.
    pub(super) name: String,
    /// The number of its first line.
    pub(super) number: usize,
    pub(super) lines: Vec<Line>,
    pub(super) parts: Vec<Component>,
}

impl Component {
    /// The first line of that name.
    pub(super) fn line(&self, name: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.name == name)
    }

    /// All lines of that name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| line.name == name)
    }

    /// All components in it of that name.
    pub(super) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Component> {
        self.parts.iter().filter(move |part| part.name == name)
    }
}

/// The file as a tree. What is not ended where it should be is a mistake.
pub(super) fn tree(lines: Vec<Line>, mistakes: &mut Vec<Mistake>) -> Component {
    let mut open = vec![Component::default()];
    for line in lines {
        match line.name.as_str() {
            "BEGIN" if open.len() > DEPTH => {
                mistakes.push(line.wrong(
                    0,
                    format!("components lie more than {DEPTH} deep within each other"),
                ));
                break;
            }
            "BEGIN" => open.push(Component {
                name: line.value.trim().to_ascii_uppercase(),
                number: line.number,
                ..Component::default()
            }),
            "END" => end(&line, &mut open, mistakes),
            _ => {
                if let Some(last) = open.last_mut() {
                    last.lines.push(line);
                }
            }
        }
    }
    close(open, mistakes)
}

/// What is still open at the end of the file.
fn close(mut open: Vec<Component>, mistakes: &mut Vec<Mistake>) -> Component {
    while let Some(last) = open.pop() {
        let Some(above) = open.last_mut() else {
            return last;
        };
        mistakes.push(Mistake {
            line: last.number,
            column: 1,
            message: format!("`{}` begins here and does not end", short(&last.name)),
        });
        above.parts.push(last);
    }
    Component::default()
}

fn end(line: &Line, open: &mut Vec<Component>, mistakes: &mut Vec<Mistake>) {
    let name = line.value.trim().to_ascii_uppercase();
    let inner = open.last().filter(|_| open.len() > 1);
    match inner {
        Some(inner) if inner.name == name => {
            let ended = open.pop();
            if let (Some(ended), Some(above)) = (ended, open.last_mut()) {
                above.parts.push(ended);
            }
        }
        Some(inner) => {
            let message = format!(
                "`{}` ends here, but it is `{}` that is open",
                short(&name),
                short(&inner.name)
            );
            mistakes.push(line.wrong(0, message));
        }
        None => {
            mistakes.push(line.wrong(0, format!("`{}` ends here and has not begun", short(&name))))
        }
    }
}
