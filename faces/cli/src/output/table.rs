//! Tables of text, their columns as wide as what is in them.

/// The table's lines: headings, then rows; columns two spaces apart.
pub(super) fn lines(headings: &[&str], rows: &[Vec<String>]) -> Vec<String> {
    let widths: Vec<usize> = (0..headings.len())
        .map(|at| {
            let cells = rows
                .iter()
                .filter_map(|row| row.get(at))
                .map(|cell| width(cell));
            let heading = headings.get(at).map_or(0, |heading| width(heading));
            cells.max().unwrap_or(0).max(heading)
        })
        .collect();
    let headings: Vec<_> = headings
        .iter()
        .map(|heading| (*heading).to_owned())
        .collect();
    std::iter::once(&headings)
        .chain(rows)
        .map(|row| line(row, &widths))
        .collect()
}

fn line(row: &[String], widths: &[usize]) -> String {
    let cells = row.iter().zip(widths).map(|(cell, wide)| {
        let space = wide.saturating_sub(width(cell));
        format!("{cell}{:space$}", "")
    });
    cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
}

fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn columns_are_as_wide_as_what_is_in_them() {
        let rows = [
            vec!["payments".to_owned(), "2.1".to_owned()],
            vec!["ui".to_owned(), "über".to_owned()],
        ];
        let shown = lines(&["component", "version"], &rows);
        assert_eq!(
            shown,
            ["component  version", "payments   2.1", "ui         über"]
        );
    }
}
