//! Classes of configuration items: which are components, and what to call them.

/// Words of classes that others run on rather than being released.
const HARDWARE: [&str; 20] = [
    "chassis",
    "cluster",
    "computer",
    "desktop",
    "disk",
    "esx",
    "firewall",
    "hardware",
    "interface",
    "laptop",
    "lb",
    "mainframe",
    "netgear",
    "network",
    "printer",
    "rack",
    "router",
    "storage",
    "switch",
    "vm",
];

/// Servers of this kind are programs.
const PROGRAMS: [&str; 5] = ["app", "application", "web", "db", "database"];

/// `cmdb_ci_app_server_tomcat` is an `app server tomcat`, `cmdb_ci_appl` an `application`.
pub(super) fn kind(class: &str) -> String {
    let bare = class.strip_prefix("cmdb_ci_").unwrap_or(class);
    match (bare, bare == class) {
        ("appl", _) => "application".to_owned(),
        ("cmdb_ci", _) => "configuration item".to_owned(),
        (bare, true) => bare.to_owned(),
        (bare, false) => bare.replace('_', " "),
    }
}

/// Whether things of that kind are machines and the like, which no release contains.
pub(super) fn is_hardware(kind: &str) -> bool {
    let kind = kind.to_lowercase().replace('_', " ");
    let words: Vec<&str> = kind.split_whitespace().collect();
    let server = words.contains(&"server") && !words.iter().any(|word| PROGRAMS.contains(word));
    let address = words.contains(&"ip") && words.contains(&"address");
    server || address || words.iter().any(|word| HARDWARE.contains(word))
}

/// Whether a column is the class of a configuration item rather than any type.
pub(super) fn is_class(heading: &str) -> bool {
    let heading = heading.to_lowercase().replace(['_', '-'], " ");
    matches!(heading.as_str(), "sys class name" | "class" | "ci class")
}
