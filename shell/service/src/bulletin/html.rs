//! A bulletin as HTML: one page without pictures, scripts or styles that anything has to be fetched for.

use std::fmt::Write as _;

/// The page: its language, its title, each line with where it leads (or nowhere), how much more there is, and how to be
/// told otherwise.
pub(super) fn page(
    language: &str,
    title: &str,
    lines: &[(String, String)],
    more: Option<&str>,
    foot: &(String, String),
) -> String {
    let title = escaped(title);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\n\
         <body style=\"font-family: sans-serif; line-height: 1.5\">\n<h1 style=\"font-size: 1.2em\">{title}</h1>\n<ul>\n"
    );
    for (line, link) in lines {
        let _ = writeln!(page, "<li>{}</li>", linked(line, link));
    }
    page.push_str("</ul>\n");
    if let Some(more) = more {
        let _ = writeln!(page, "<p>{}</p>", escaped(more));
    }
    let (how, link) = foot;
    let how = escaped(how);
    let _ = writeln!(page, "<p><small>{how} {}</small></p>", linked(link, link));
    page.push_str("</body></html>\n");
    page
}

fn linked(text: &str, link: &str) -> String {
    match link {
        "" => escaped(text),
        link => format!("<a href=\"{}\">{}</a>", escaped(link), escaped(text)),
    }
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn nothing_that_somebody_wrote_is_markup() {
        let lines = [
            (
                "<b>\"&".to_owned(),
                "https://h.example/a?b=\"<&c".to_owned(),
            ),
            ("plain".to_owned(), String::new()),
        ];
        let foot = ("as <you> like".to_owned(), String::new());
        let said = page("en", "1 < 2", &lines, Some("… 3 more"), &foot);
        for part in [
            "<title>1 &lt; 2</title>",
            "<li><a href=\"https://h.example/a?b=&quot;&lt;&amp;c\">&lt;b&gt;&quot;&amp;</a></li>",
            "<li>plain</li>",
            "<p>… 3 more</p>",
            "as &lt;you&gt; like",
        ] {
            assert!(said.contains(part), "{part} in {said}");
        }
    }
}
