//! Unified differences: which lines they show.

use std::collections::BTreeMap;

use holdpoint_ports::ChangedFile;

/// The lines that the hunks of one file show, as they will be, each with its number before if it was there.
pub(crate) fn shown(hunks: &str) -> BTreeMap<usize, Option<usize>> {
    let mut reading = Reading::default();
    hunks.lines().for_each(|line| reading.line(line));
    reading.lines
}

/// All files of a difference as `git diff` writes it.
pub(crate) fn files(difference: &str) -> Vec<ChangedFile> {
    let mut files = Vec::new();
    let mut reading = Reading::default();
    let mut current: Option<ChangedFile> = None;
    for line in difference.lines() {
        if reading.within() {
            reading.line(line);
        } else if line.starts_with("diff --git ") {
            files.extend(done(&mut current, &mut reading));
            current = Some(ChangedFile::default());
        } else if let Some(file) = &mut current {
            named(file, line);
            reading.line(line);
        }
    }
    files.extend(done(&mut current, &mut reading));
    files
}

/// The file that ends here; one that is gone has no path to be.
fn done(current: &mut Option<ChangedFile>, reading: &mut Reading) -> Option<ChangedFile> {
    let lines = std::mem::take(reading).lines;
    let file = current.take().filter(|file| !file.path.is_empty())?;
    let old_path = match file.old_path.is_empty() {
        true => file.path.clone(),
        false => file.old_path,
    };
    Some(ChangedFile {
        lines,
        old_path,
        path: file.path,
    })
}

fn named(file: &mut ChangedFile, line: &str) {
    if let Some(old) = line.strip_prefix("--- ") {
        file.old_path = unquoted(old)
            .strip_prefix("a/")
            .map(str::to_owned)
            .unwrap_or_default();
    } else if let Some(new) = line.strip_prefix("+++ ") {
        file.path = unquoted(new)
            .strip_prefix("b/")
            .map(str::to_owned)
            .unwrap_or_default();
    }
}

/// A path as git writes it: one with strange letters stands in quotes, and these as octal bytes.
fn unquoted(path: &str) -> String {
    let path = path.trim_end_matches('\t');
    let Some(inner) = path
        .strip_prefix('"')
        .and_then(|path| path.strip_suffix('"'))
    else {
        return path.to_owned();
    };
    let mut bytes = Vec::new();
    let mut rest = inner.bytes();
    while let Some(byte) = rest.next() {
        match (byte, byte == b'\\') {
            (_, true) => bytes.extend(escaped(&mut rest)),
            (byte, false) => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn escaped(rest: &mut std::str::Bytes<'_>) -> Option<u8> {
    match rest.next()? {
        first @ b'0'..=b'3' => {
            let digit = |byte: u8| byte.wrapping_sub(b'0') & 7;
            let (second, third) = (rest.next()?, rest.next()?);
            Some(digit(first) << 6 | digit(second) << 3 | digit(third))
        }
        b'n' => Some(b'\n'),
        b't' => Some(b'\t'),
        other => Some(other),
    }
}

/// Where in a difference the reader is.
#[derive(Default)]
struct Reading {
    lines: BTreeMap<usize, Option<usize>>,
    old: usize,
    new: usize,
    old_left: usize,
    new_left: usize,
}

impl Reading {
    /// Whether a hunk goes on: a line in it may look like anything.
    fn within(&self) -> bool {
        self.old_left > 0 || self.new_left > 0
    }

    fn line(&mut self, line: &str) {
        if !self.within() {
            if let Some((old, new)) = hunk(line) {
                (self.old, self.old_left) = old;
                (self.new, self.new_left) = new;
            }
            return;
        }
        match line.bytes().next() {
            Some(b'+') => self.added(None),
            Some(b'-') => self.removed(),
            Some(b'\\') => {}
            _ => {
                self.added(Some(self.old));
                self.removed();
            }
        }
    }

    fn added(&mut self, old: Option<usize>) {
        self.lines.insert(self.new, old);
        self.new += 1;
        self.new_left = self.new_left.saturating_sub(1);
    }

    fn removed(&mut self) {
        self.old += 1;
        self.old_left = self.old_left.saturating_sub(1);
    }
}

/// `@@ -3,4 +3,5 @@`: where the hunk begins before and after, and how many lines it has.
fn hunk(line: &str) -> Option<((usize, usize), (usize, usize))> {
    let (old, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let range = |text: &str| match text.split_once(',') {
        Some((start, count)) => Some((start.parse().ok()?, count.parse().ok()?)),
        None => Some((text.parse().ok()?, 1)),
    };
    Some((range(old)?, range(new)?))
}

#[cfg(test)]
mod tests {
    use super::{files, shown};

    #[test]
    fn lines_have_their_numbers_before_and_after() {
        let hunks = "@@ -2,3 +2,4 @@ paths:\n a\n-b\n+c\n+d\n e\n@@ -40 +41 @@\n-x\n+y\n\\ No newline at end of file";
        let lines: Vec<_> = shown(hunks).into_iter().collect();
        let expected = [(2, Some(2)), (3, None), (4, None), (5, Some(4)), (41, None)];
        assert_eq!(lines, expected);
        assert!(shown("Binary files differ").is_empty());
    }

    #[test]
    fn files_are_told_apart_whatever_their_lines_look_like() {
        let difference = "diff --git a/old.yaml b/new.yaml\nsimilarity index 90%\nrename from old.yaml\nrename to new.yaml\n--- a/old.yaml\n+++ b/new.yaml\n@@ -1,2 +1,2 @@\n a\n--- b/looks like a header\n+++ b/so does this\ndiff --git a/gone b/gone\ndeleted file mode 100644\n--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\ndiff --git \"a/\\303\\274.sql\" \"b/\\303\\274.sql\"\nnew file mode 100644\n--- /dev/null\n+++ \"b/\\303\\274.sql\"\n@@ -0,0 +1 @@\n+a\n";
        let files = files(difference);
        let named: Vec<_> = files
            .iter()
            .map(|file| (file.old_path.as_str(), file.path.as_str()))
            .collect();
        assert_eq!(named, [("old.yaml", "new.yaml"), ("ü.sql", "ü.sql")]);
        let lines: Vec<_> = files[0].lines.clone().into_iter().collect();
        assert_eq!(lines, [(1, Some(1)), (2, None)]);
    }
}
