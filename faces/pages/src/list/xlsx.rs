//! A list as a workbook (ECMA-376, Office Open XML): one sheet, texts written in line, never a formula.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use super::cell::Plain;
use super::{ColumnSpec, Row};

/// The media type of a workbook.
pub(super) const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// The longest text that a cell may have, by the format.
const LONGEST: usize = 32_767;

/// The workbook.
pub(super) fn write(name: &str, columns: &[ColumnSpec], rows: &[Row]) -> Result<Vec<u8>, ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in [
        ("[Content_Types].xml", types()),
        (
            "_rels/.rels",
            relations("officeDocument", "xl/workbook.xml"),
        ),
        ("xl/workbook.xml", workbook(name)),
        (
            "xl/_rels/workbook.xml.rels",
            relations("worksheet", "worksheets/sheet1.xml"),
        ),
        ("xl/worksheets/sheet1.xml", sheet(columns, rows)),
    ] {
        zip.start_file(path, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn types() -> String {
    let part = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    format!(
        r#"{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{part}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{part}.worksheet+xml"/></Types>"#
    )
}

fn relations(kind: &str, target: &str) -> String {
    format!(
        r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELATIONS}/{kind}" Target="{target}"/></Relationships>"#
    )
}

fn workbook(name: &str) -> String {
    // A sheet's name has at most 31 letters.
    let name: String = name.chars().take(31).collect();
    let name = escaped(&name);
    format!(
        r#"{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    )
}

fn sheet(columns: &[ColumnSpec], rows: &[Row]) -> String {
    let mut xml = format!(r#"{HEAD}<worksheet xmlns="{MAIN}"><sheetData>"#);
    let head = columns
        .iter()
        .map(|column| Plain::Text(column.label.to_owned()));
    push(&mut xml, head);
    for row in rows {
        push(&mut xml, row.cells.iter().map(super::Cell::plain));
    }
    xml.push_str("</sheetData></worksheet>");
    xml
}

fn push(xml: &mut String, cells: impl Iterator<Item = Plain>) {
    xml.push_str("<row>");
    for cell in cells {
        match cell {
            Plain::Number(number) => xml.push_str(&format!("<c><v>{number}</v></c>")),
            Plain::Text(text) => {
                let text: String = text.chars().take(LONGEST).collect();
                let text = escaped(&text);
                xml.push_str(&format!(
                    r#"<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#
                ));
            }
        }
    }
    xml.push_str("</row>");
}

/// For XML, without the control characters that it cannot hold.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(letter),
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::{ColumnSpec, Row, write};
    use crate::list::Cell;

    #[test]
    fn what_looks_like_a_formula_stays_text() {
        let cells = vec![
            Cell::Text("=SUM(A1) & <b>\u{1}".to_owned()),
            Cell::Number(7),
        ];
        let row = Row {
            id: String::new(),
            pick: false,
            fresh: false,
            cells,
        };
        let columns = [ColumnSpec::new("a", "Name"), ColumnSpec::new("b", "Count")];
        let bytes = write("things", &columns, &[row]).unwrap();
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut sheet = String::new();
        zip.by_name("xl/worksheets/sheet1.xml")
            .unwrap()
            .read_to_string(&mut sheet)
            .unwrap();
        assert!(
            sheet.contains(r#"<t xml:space="preserve">=SUM(A1) &amp; &lt;b&gt;</t>"#),
            "{sheet}"
        );
        assert!(sheet.contains("<c><v>7</v></c>"));
        assert!(!sheet.contains("<f>"));
        assert_eq!(zip.len(), 5);
    }
}
