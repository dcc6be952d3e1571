//! A workbook is read or refused. The first byte chooses between the bytes of the archive and the parts in it, which
//! are separated by NUL: sheet, shared texts, styles, list of sheets.

use holdpoint_import::{Limits, read};
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const LIMITS: Limits = Limits {
    bytes: 65_536,
    unpacked_bytes: 1 << 20,
    tables: 16,
    rows: 2_000,
    columns: 64,
    cell_bytes: 4_096,
};

const SHEETS: &[u8] = br#"<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

fn packed(parts: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |path: &str, content: &[u8]| {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(path, stored).expect("a file in memory");
        zip.write_all(content).expect("a file in memory");
    };
    let mut given = parts.split(|byte| *byte == 0);
    part("xl/worksheets/sheet1.xml", given.next().unwrap_or_default());
    for path in ["xl/sharedStrings.xml", "xl/styles.xml"] {
        if let Some(content) = given.next() {
            part(path, content);
        }
    }
    part("xl/workbook.xml", given.next().unwrap_or(SHEETS));
    part(
        "xl/_rels/workbook.xml.rels",
        given.next().unwrap_or(RELATIONS),
    );
    zip.finish().expect("a file in memory").into_inner()
}

pub(crate) fn run(bytes: &[u8]) {
    let Some((way, bytes)) = bytes.split_first() else {
        return;
    };
    let packed = if way % 4 == 0 {
        bytes.to_vec()
    } else {
        packed(bytes)
    };
    let limits = Limits {
        bytes: 1 << 20,
        ..LIMITS
    };
    let Ok(source) = read("a.xlsx", &packed, &limits) else {
        return;
    };
    let rows = source
        .preview(&source.guess().mapping)
        .expect("what is guessed names what is there");
    assert!(!rows.to_string().is_empty());
}
