//! Directories whose manifests describe nothing of this repository's own, and those that only support it.

/// Other people's code, test data, output of builds, and templates for projects to come.
const IGNORED: [&str; 17] = [
    ".git",
    ".yarn",
    "__fixtures__",
    "__snapshots__",
    "bower_components",
    "cookiecutter",
    "dist",
    "fixture",
    "fixtures",
    "node_modules",
    "site-packages",
    "skeleton",
    "target",
    "test-fixtures",
    "testdata",
    "third_party",
    "vendor",
];

/// Parts of a repository that are not released.
const SUPPORT: [&str; 24] = [
    ".clusterfuzzlite",
    ".devcontainer",
    ".github",
    "__tests__",
    "bench",
    "benches",
    "benchmark",
    "benchmarks",
    "demo",
    "demos",
    "e2e",
    "example",
    "examples",
    "fuzz",
    "hack",
    "integration-tests",
    "internal-tools",
    "playground",
    "sample",
    "samples",
    "test",
    "tests",
    "tools",
    "xtask",
];

/// Whether manifests at that path are to be passed over.
pub(crate) fn is_ignored(path: &str) -> bool {
    let template = |part: &str| part.contains("{{") || part.contains("${");
    path.split('/')
        .any(|part| IGNORED.contains(&part) || template(part))
}

/// Whether a component in that directory supports the repository rather than being released from it.
pub(crate) fn is_support(directory: &str) -> bool {
    let tests = |part: &str| part.starts_with("test-") || part.ends_with("-tests");
    directory
        .split('/')
        .any(|part| SUPPORT.contains(&part) || tests(part))
}
