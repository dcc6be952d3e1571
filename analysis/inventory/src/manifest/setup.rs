//! `setup.cfg` and `setup.py`: as much as stands there in plain words. A script is never run.

use super::python::Project;

/// `[metadata]` and `[options]` of a `setup.cfg`; none if it names no project.
pub(crate) fn configuration(text: &str) -> Option<Project> {
    let mut section = String::new();
    let mut key = String::new();
    let mut project = Project::default();
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = trimmed
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            section = name.trim().to_owned();
            key.clear();
        } else if line.starts_with([' ', '\t']) {
            more(&mut project, &section, &key, trimmed);
        } else if let Some((name, value)) = trimmed.split_once('=') {
            key = name.trim().to_owned();
            set(&mut project, &section, &key, value.trim());
        }
    }
    (!project.name.is_empty()).then_some(project)
}

fn set(project: &mut Project, section: &str, key: &str, value: &str) {
    match (section, key) {
        ("metadata", "name") => project.name = value.to_owned(),
        // `attr: package.__version__` is only known to Python.
        ("metadata", "version") if !value.contains(':') => project.version = Some(value.to_owned()),
        ("options.entry_points", "console_scripts" | "gui_scripts") => {
            project.runs = Some("scripts");
        }
        ("options", "install_requires") if !value.is_empty() => {
            project.requires.push(value.to_owned());
        }
        _ => {}
    }
}

/// A line that goes on with the value above it.
fn more(project: &mut Project, section: &str, key: &str, value: &str) {
    if (section, key) == ("options", "install_requires") {
        project.requires.push(value.to_owned());
    }
}

/// The literal arguments of `setup(…)`.
pub(crate) fn script(text: &str) -> Option<Project> {
    let at = text.find("setup(")?;
    let call = text.get(at..)?;
    let scripts = ["console_scripts", "gui_scripts", "scripts="];
    Some(Project {
        name: literal(call, "name")?,
        version: literal(call, "version"),
        runs: scripts
            .iter()
            .any(|word| call.contains(word))
            .then_some("scripts"),
        requires: literals(call, "install_requires"),
    })
}

/// What follows `name=`, spaces aside.
fn argument<'t>(call: &'t str, name: &str) -> Option<&'t str> {
    call.match_indices(name).find_map(|(at, _)| {
        let before = call.get(..at)?.chars().next_back()?;
        let value = call
            .get(at + name.len()..)?
            .trim_start()
            .strip_prefix('=')?;
        let whole = matches!(before, '(' | ',' | ' ' | '\t' | '\n');
        (whole && !value.starts_with('=')).then(|| value.trim_start())
    })
}

fn literal(call: &str, name: &str) -> Option<String> {
    let value = argument(call, name)?;
    let quote = value.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let (text, _) = value.get(1..)?.split_once(quote)?;
    (!text.is_empty()).then(|| text.to_owned())
}

fn literals(call: &str, name: &str) -> Vec<String> {
    let list = argument(call, name).and_then(|value| value.strip_prefix('['));
    let Some((list, _)) = list.and_then(|list| list.split_once("],").or(list.split_once(']')))
    else {
        return Vec::new();
    };
    let texts = list
        .split(',')
        .map(|item| item.trim().trim_matches(['\'', '"']));
    texts
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{configuration, script};

    #[test]
    fn a_script_is_read_as_far_as_it_is_plain() {
        let text = "from setuptools import setup\nNAME = 'x'\nsetup(\n    name = 'till',\n    version=\"1.2\",\n    install_requires=['shop-core>=1', 'requests'],\n)";
        let project = script(text);
        let project = project.as_ref();
        assert_eq!(project.map(|p| p.name.as_str()), Some("till"));
        assert_eq!(project.and_then(|p| p.version.as_deref()), Some("1.2"));
        assert_eq!(project.map(|p| p.requires.len()), Some(2));
        assert_eq!(script("setup(name=NAME)"), None);
        assert_eq!(script("print('hello')"), None);
    }

    #[test]
    fn a_configuration_without_name_is_none() {
        assert_eq!(configuration("[flake8]\nmax-line-length = 100\n"), None);
        let text = "[metadata]\nname = till\nversion = attr: till.__version__\n[options]\ninstall_requires =\n    shop-core\n    requests>=2\n";
        let project = configuration(text);
        assert_eq!(
            project.as_ref().map(|p| p.requires.clone()),
            Some(vec!["shop-core".into(), "requests>=2".into()])
        );
        assert_eq!(project.and_then(|p| p.version), None);
    }
}
