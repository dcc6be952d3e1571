//! The file that is written.

use std::fmt::Write as _;

use holdpoint_inventory::{Ecosystem, Found as Component, FoundEnvironment};

use super::found::{Found, team};

const TOP: &str = "\
# What Holdpoint knows of this organisation and repository. `holdpoint init` wrote it from what it found; it is
# yours now. `holdpoint apply --dry-run` shows what applying it would change.

";

const GATE: &str = "    # The gate: every line must be met before a release goes here. `holdpoint gate explain` says what is missing.
    criteria:
      - approvals: component-owner
      - evidence: junit
    # How a release is brought here, step by step; without steps a deployment is only recorded.
    # steps:
    #   - name: deploy
    #     command: [./deploy.sh, \"{release}\", \"{environment}\"]
    #     timeout: 10m
";

/// The text of `holdpoint.yaml`.
pub(super) fn write(found: &Found) -> String {
    let mut text = String::from(TOP);
    // Writing to a string does not fail.
    let _ = file(&mut text, found);
    text
}

fn file(text: &mut String, found: &Found) -> std::fmt::Result {
    let organisation = quoted(&found.organisation);
    writeln!(
        text,
        "organisation:\n  name: {organisation}\n  timezone: UTC\n"
    )?;
    writeln!(
        text,
        "# Units of the organisation; a component belongs to one."
    )?;
    writeln!(text, "units:\n  {organisation}:\n")?;
    teams(text, found)?;
    environments(text, found)?;
    components(text, found)?;
    past(text, found)
}

fn teams(text: &mut String, found: &Found) -> std::fmt::Result {
    let teams = found.teams();
    if teams.is_empty() {
        return writeln!(
            text,
            "# teams:\n#   NAME: {{unit: {}, members: [HANDLE]}}\n",
            found.organisation
        );
    }
    let file = found
        .inventory
        .owners
        .file
        .as_deref()
        .unwrap_or("CODEOWNERS");
    writeln!(
        text,
        "# Teams, from {file}. Members are added with `holdpoint person add`, then listed here."
    )?;
    writeln!(text, "teams:")?;
    for team in teams {
        writeln!(
            text,
            "  {}: {{unit: {}}}",
            quoted(&team),
            quoted(&found.organisation)
        )?;
    }
    writeln!(text)
}

fn environments(text: &mut String, found: &Found) -> std::fmt::Result {
    writeln!(
        text,
        "# Where releases run, in the order in which they pass.\nenvironments:"
    )?;
    let mut before: Option<&str> = None;
    for place in &found.inventory.environments {
        environment(text, place, before)?;
        before = Some(&place.name);
    }
    writeln!(text)
}

fn environment(
    text: &mut String,
    place: &FoundEnvironment,
    before: Option<&str>,
) -> std::fmt::Result {
    writeln!(text, "  {}:", quoted(&place.name))?;
    if let Some(reason) = place
        .reasons
        .first()
        .filter(|reason| !reason.file.is_empty())
    {
        writeln!(
            text,
            "    # {}: {}",
            comment(&reason.file),
            comment(&reason.text)
        )?;
    }
    if let Some(before) = before {
        writeln!(text, "    after: {}", quoted(before))?;
    }
    if !place.protected {
        return writeln!(text, "    level: observe");
    }
    writeln!(
        text,
        "    # Nobody both makes, approves and deploys what goes here.\n    protected: true"
    )?;
    if place.name == "production" {
        writeln!(text, "    production: true")?;
    }
    text.write_str(GATE)
}

fn components(text: &mut String, found: &Found) -> std::fmt::Result {
    if found.components().next().is_none() {
        return writeln!(
            text,
            "# No manifest was found.\n# components:\n#   NAME: {{unit: {}}}",
            found.organisation
        );
    }
    writeln!(
        text,
        "# What is built and deployed on its own.\ncomponents:"
    )?;
    found
        .components()
        .try_for_each(|one| component(text, found, one))
}

fn component(text: &mut String, found: &Found, one: &Component) -> std::fmt::Result {
    writeln!(text, "  {}:", quoted(&one.id))?;
    writeln!(
        text,
        "    # {}: {}",
        comment(&one.manifest),
        comment(&one.reason)
    )?;
    writeln!(text, "    unit: {}", quoted(&found.organisation))?;
    if let Some(team) = team(one) {
        writeln!(text, "    team: {}", quoted(&team))?;
    }
    writeln!(text, "    kind: {}", kind(one.ecosystem))?;
    if !found.repository.is_empty() {
        writeln!(text, "    repository: {}", quoted(&found.repository))?;
    }
    if !one.path.is_empty() {
        writeln!(text, "    path: {}", quoted(&one.path))?;
    }
    let released: Vec<_> = found.components().map(|other| other.id.as_str()).collect();
    let needs = one
        .dependencies
        .iter()
        .filter(|id| released.contains(&id.as_str()));
    let needs: Vec<_> = needs.map(|id| quoted(id)).collect();
    if !needs.is_empty() {
        writeln!(text, "    depends-on: [{}]", needs.join(", "))?;
    }
    Ok(())
}

fn kind(ecosystem: Ecosystem) -> &'static str {
    match ecosystem {
        Ecosystem::Gradle => "maven",
        Ecosystem::Docker => "oci",
        other => other.name(),
    }
}

fn past(text: &mut String, found: &Found) -> std::fmt::Result {
    if found.past.is_empty() {
        return Ok(());
    }
    let shown: Vec<_> = found.past.iter().take(10).map(|tag| comment(tag)).collect();
    let count = found.past.len();
    writeln!(
        text,
        "\n# {count} tags look like past releases, the newest: {}.",
        shown.join(", ")
    )?;
    writeln!(
        text,
        "# A release of what came since: holdpoint release create NAME --commits {}..HEAD",
        shown.first().map_or("TAG", String::as_str)
    )
}

/// Text that cannot end a comment.
fn comment(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// Text that YAML takes for nothing else.
fn quoted(text: &str) -> String {
    const WORDS: &[&str] = &["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let mut bytes = text.bytes();
    let plain = bytes.next().is_some_and(|byte| byte.is_ascii_lowercase())
        && bytes.all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte)
        });
    if plain && !WORDS.contains(&text) {
        return text.to_owned();
    }
    serde_json::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn what_yaml_would_take_for_something_else_is_quoted() {
        assert_eq!(quoted("payments-api"), "payments-api");
        assert_eq!(quoted("no"), "\"no\"");
        assert_eq!(quoted("1.5"), "\"1.5\"");
        assert_eq!(quoted("a: b"), "\"a: b\"");
    }
}
