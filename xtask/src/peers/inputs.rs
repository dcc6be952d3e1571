//! What checks are given.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;

/// Files of a long history.
pub const MIGRATIONS: usize = 1_000;

/// Writes all into a folder.
pub fn write(folder: &Path) -> Result<()> {
    std::fs::write(folder.join("old.yaml"), openapi(false)?)?;
    std::fs::write(folder.join("new.yaml"), openapi(true)?)?;
    for (name, new) in [("old", false), ("new", true)] {
        for number in 0..100 {
            let place = folder.join(format!("proto/{name}/shop/v{number}"));
            std::fs::create_dir_all(&place)?;
            std::fs::write(place.join("order.proto"), proto(number, new)?)?;
        }
    }
    for (name, files) in [("one", 1), ("many", MIGRATIONS)] {
        let place = folder.join(name);
        std::fs::create_dir_all(&place)?;
        for number in 1..=files {
            std::fs::write(
                place.join(format!("{number}_orders.sql")),
                migration(number),
            )?;
        }
    }
    Ok(())
}

/// Two operations for each of 500 resources; what is new has a limit that is narrower, and properties that come and go.
fn openapi(new: bool) -> Result<String> {
    let mut text = "openapi: 3.0.3\ninfo: {title: shop, version: 1.0.0}\npaths:\n".to_owned();
    for n in 0..500 {
        let most = if new && n % 50 == 0 { 20 } else { 40 };
        write!(
            text,
            "  /resources{n}/{{id}}:
    parameters: [{{name: id, in: path, required: true, schema: {{type: string, maxLength: {most}}}}}]
    get:
      operationId: get{n}
      summary: One resource
      parameters:
        - {{name: expand, in: query, schema: {{type: array, items: {{type: string, enum: [a, b, c]}}}}}}
        - {{name: X-Trace, in: header, schema: {{type: string, format: uuid}}}}
      responses:
        '200': {{description: It, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Resource{n}'}}}}}}}}
        '404': {{description: Nothing, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Error'}}}}}}}}
    put:
      operationId: put{n}
      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Resource{n}'}}}}}}}}
      responses:
        '204': {{description: Done}}
        '409': {{description: Conflict, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Error'}}}}}}}}
"
        )?;
    }
    text.push_str("components:\n  schemas:\n    Error: {type: object, required: [code], properties: {code: {type: integer}}}\n");
    for n in 0..500 {
        let changed = match (new, n % 25) {
            (true, 0) => "        born: {type: string, format: date}\n",
            (false, 1) => "        died: {type: string, format: date}\n",
            _ => "",
        };
        let up = n / 2;
        write!(
            text,
            "    Resource{n}:
      type: object
      required: [id, name]
      properties:
        id: {{type: string, format: uuid, readOnly: true}}
        name: {{type: string, minLength: 1, maxLength: 80}}
        kind: {{type: string, enum: [plain, fine, finest]}}
        weight: {{type: number, minimum: 0}}
        tags: {{type: array, items: {{type: string}}, maxItems: 20}}
        parent: {{$ref: '#/components/schemas/Resource{up}'}}
{changed}"
        )?;
    }
    Ok(text)
}

/// Twenty messages; a tenth of what is new has another type in it.
fn proto(number: usize, new: bool) -> Result<String> {
    let mut text = format!(
        "syntax = \"proto3\";\npackage shop.v{number};\nimport \"google/protobuf/timestamp.proto\";\n"
    );
    for n in 0..20 {
        let kind = if new && n % 10 == 0 { "int64" } else { "int32" };
        write!(
            text,
            "message Order{n} {{\n  string id = 1;\n  {kind} count = 2;\n  repeated string notes = 3;\n  map<string, string> labels = 4;\n  google.protobuf.Timestamp at = 5;\n  oneof customer {{\n    string name = 7;\n    int64 number = 8;\n  }}\n}}\nenum Status{n} {{\n  STATUS{n}_UNKNOWN = 0;\n  STATUS{n}_OPEN = 1;\n}}\n"
        )?;
    }
    Ok(text)
}

fn migration(number: usize) -> String {
    format!(
        "SET lock_timeout = '5s';
CREATE TABLE orders_{number} (id bigint PRIMARY KEY, customer bigint NOT NULL, note text);
CREATE INDEX CONCURRENTLY orders_{number}_customer ON orders_{number} (customer);
ALTER TABLE customers ADD COLUMN mark_{number} text;
ALTER TABLE customers ADD CONSTRAINT mark_{number} CHECK (mark_{number} <> '') NOT VALID;
ALTER TABLE customers DROP COLUMN old_{number};
"
    )
}
