//! A workbook in a box: the least that Excel would open, packed without compression.

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    };
    !bytes.iter().fold(!0, step)
}

fn little(numbers: &[(u32, usize)]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|(number, width)| number.to_le_bytes()[..*width].to_vec())
        .collect()
}

/// An archive of files; `claimed` is what each says that it unpacks to, if not the truth.
pub(crate) fn archive(files: &[(&str, String)], claimed: Option<u32>) -> Vec<u8> {
    let (mut body, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let at = u32::try_from(body.len()).unwrap();
        let size = u32::try_from(content.len()).unwrap();
        let length = u32::try_from(name.len()).unwrap();
        let common = little(&[
            (20, 2),
            (0, 2),
            (0, 2),
            (0, 4),
            (crc32(content.as_bytes()), 4),
            (size, 4),
            (claimed.unwrap_or(size), 4),
            (length, 2),
            (0, 2),
        ]);
        body.extend(b"PK\x03\x04");
        body.extend(&common);
        body.extend(name.as_bytes());
        body.extend(content.as_bytes());
        directory.extend(b"PK\x01\x02");
        directory.extend(little(&[(20, 2)]));
        directory.extend(&common);
        directory.extend(little(&[(0, 2), (0, 2), (0, 2), (0, 4), (at, 4)]));
        directory.extend(name.as_bytes());
    }
    let (start, size) = (
        u32::try_from(body.len()).unwrap(),
        u32::try_from(directory.len()).unwrap(),
    );
    let count = u32::try_from(files.len()).unwrap();
    body.extend(directory);
    body.extend(b"PK\x05\x06");
    body.extend(little(&[
        (0, 4),
        (count, 2),
        (count, 2),
        (size, 4),
        (start, 4),
        (0, 2),
    ]));
    body
}

fn cell(text: &str) -> String {
    match text.parse::<f64>() {
        Ok(number) => format!("<c><v>{number}</v></c>"),
        Err(_) if text.starts_with('=') => {
            format!("<c t=\"str\"><f>{}</f><v>shown</v></c>", &text[1..])
        }
        Err(_) => format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>"),
    }
}

/// Sheets by name with their rows.
pub(crate) fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let mut list = String::new();
    let mut relations = String::new();
    let mut files = Vec::new();
    for (number, (name, rows)) in (1..).zip(sheets) {
        list += &format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"r{number}\"/>");
        relations += &format!(
            "<Relationship Id=\"r{number}\" Type=\"{relation}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
        let rows: String = (1..)
            .zip(*rows)
            .map(|(row, cells)| {
                let cells: String = cells.iter().map(|text| cell(text)).collect();
                format!("<row r=\"{row}\">{cells}</row>")
            })
            .collect();
        let sheet =
            format!("{head}<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>");
        files.push((format!("xl/worksheets/sheet{number}.xml"), sheet));
    }
    files.push(("xl/workbook.xml".to_owned(), format!("{head}<workbook xmlns=\"{main}\" xmlns:r=\"{relation}\"><sheets>{list}</sheets></workbook>")));
    files.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!(
            "{head}<Relationships xmlns=\"{package}/relationships\">{relations}</Relationships>"
        ),
    ));
    files.push(("_rels/.rels".to_owned(), format!("{head}<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{relation}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")));
    files.push(("[Content_Types].xml".to_owned(), format!("{head}<Types xmlns=\"{package}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>")));
    let files: Vec<(&str, String)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.clone()))
        .collect();
    archive(&files, None)
}
