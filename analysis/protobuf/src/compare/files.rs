//! What is said about files as such.

use super::{Pair, sides};
use crate::model::{File, Spot};
use crate::reporter::Sides;

/// Options by their rules, with what holds if nothing is said.
const OPTIONS: [(&str, &str, &str); 16] = [
    ("FILE_SAME_CC_ENABLE_ARENAS", "cc_enable_arenas", "true"),
    (
        "FILE_SAME_CC_GENERIC_SERVICES",
        "cc_generic_services",
        "false",
    ),
    ("FILE_SAME_CSHARP_NAMESPACE", "csharp_namespace", ""),
    ("FILE_SAME_GO_PACKAGE", "go_package", ""),
    (
        "FILE_SAME_JAVA_GENERIC_SERVICES",
        "java_generic_services",
        "false",
    ),
    (
        "FILE_SAME_JAVA_MULTIPLE_FILES",
        "java_multiple_files",
        "false",
    ),
    ("FILE_SAME_JAVA_OUTER_CLASSNAME", "java_outer_classname", ""),
    ("FILE_SAME_JAVA_PACKAGE", "java_package", ""),
    ("FILE_SAME_OBJC_CLASS_PREFIX", "objc_class_prefix", ""),
    ("FILE_SAME_OPTIMIZE_FOR", "optimize_for", "SPEED"),
    ("FILE_SAME_PHP_CLASS_PREFIX", "php_class_prefix", ""),
    (
        "FILE_SAME_PHP_METADATA_NAMESPACE",
        "php_metadata_namespace",
        "",
    ),
    ("FILE_SAME_PHP_NAMESPACE", "php_namespace", ""),
    (
        "FILE_SAME_PY_GENERIC_SERVICES",
        "py_generic_services",
        "false",
    ),
    ("FILE_SAME_RUBY_PACKAGE", "ruby_package", ""),
    ("FILE_SAME_SWIFT_PREFIX", "swift_prefix", ""),
];

/// What a file says for an option, and where.
pub(super) fn option<'a>(file: &'a File, name: &str, default: &'a str) -> (&'a str, Spot) {
    match file.options.get(name) {
        Some((value, at)) => (value, *at),
        None => (default, Spot::NONE),
    }
}

impl Pair<'_, '_> {
    pub(super) fn files(&mut self) {
        let (before, after) = (&self.old.files, &self.new.files);
        for (path, old) in before {
            let Some(new) = after.get(path) else {
                let gone = Sides {
                    new: None,
                    old: Some((old, Spot::NONE)),
                };
                let words = [("name", *path)];
                self.reporter.say("FILE_NO_DELETE", path, gone, &words);
                continue;
            };
            for (rule, name, default) in OPTIONS {
                let (from, to) = (option(old, name, default), option(new, name, default));
                self.same(rule, old, new, from, to);
            }
            let version = |file: &File| (file.syntax.word(), file.syntax_at);
            let ((from, old_at), (to, new_at)) = (version(old), version(new));
            self.same("FILE_SAME_SYNTAX", old, new, (from, old_at), (to, new_at));
            let from = (old.package.as_str(), old.package_at);
            let to = (new.package.as_str(), new.package_at);
            self.same("FILE_SAME_PACKAGE", old, new, from, to);
        }
    }

    fn same(&mut self, rule: &str, old: &File, new: &File, from: (&str, Spot), to: (&str, Spot)) {
        if from.0 != to.0 {
            let words = [("from", from.0), ("to", to.0)];
            let sides = sides((new, to.1), (old, from.1));
            self.reporter.say(rule, &new.path, sides, &words);
        }
    }
}
