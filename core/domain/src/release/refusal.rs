//! Why a release stays as it is.

use crate::kernel::refusals;

refusals! {
    fn template_wrong(name, why) = "template-wrong": "template `{name}` {why}",
        help "list its components",
        why "A release made from it would carry nothing.";
}
