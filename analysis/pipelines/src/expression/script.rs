//! Scripts, into which nothing is pasted.

use holdpoint_findings::{Span, Value};

use super::fault::{At, Origin};
use super::node::Variable;
use crate::mistakes::INJECTION;
use crate::shape::Reader;

/// Reports expressions of ours in a script. Other things in such brackets are the script's own.
pub(crate) fn refuse_in_script(reader: &mut Reader<'_>, value: Value<'_>, text: &str) {
    let origin = Origin::of(reader.source().text(), value.span(), text);
    for (start, _) in text.match_indices("{{") {
        let inner = text.get(start + 2..).unwrap_or_default();
        let word = word(inner.split("}}").next().unwrap_or_default().trim());
        if let Some(variable) = Variable::named(&word) {
            let length = inner.find(&word).unwrap_or(0) + 2 + word.len();
            let piece = text.get(start..start + length).unwrap_or_default();
            let origin = origin.piece(reader.source().text(), piece, start);
            let at = At {
                start: 0,
                end: length,
            };
            report(reader, origin.span(at), &word, &variable);
        }
    }
}

fn word(text: &str) -> String {
    let part = |c: &char| c.is_ascii_alphanumeric() || "._-".contains(*c);
    text.chars().take_while(part).collect()
}

fn report(reader: &mut Reader<'_>, span: Span, word: &str, variable: &Variable) {
    let shown = format!("{{{{ {word} }}}}");
    let finding = reader.finding(&INJECTION, span, &[("name", &shown)]);
    reader.report(match given(variable) {
        Some(name) => finding.help(format!(
            "write `\"${name}\"`: every step is given this variable"
        )),
        None => finding.help("use `when` on a step of its own"),
    });
}

/// The variable in which a script finds the same.
fn given(variable: &Variable) -> Option<String> {
    let upper = |name: &str| name.to_uppercase().replace('-', "_");
    Some(match variable {
        Variable::Input(name) => format!("INPUT_{}", upper(name)),
        Variable::Matrix(name) => format!("MATRIX_{}", upper(name)),
        Variable::Branch => "PIPELINE_BRANCH".to_owned(),
        Variable::Tag => "PIPELINE_TAG".to_owned(),
        Variable::Commit => "PIPELINE_COMMIT".to_owned(),
        Variable::Event => "PIPELINE_EVENT".to_owned(),
        _ => return None,
    })
}
