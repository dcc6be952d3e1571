//! Why windows stay as they are.

use crate::kernel::refusals;

refusals! {
    fn window_wrong(name, why) = "window-wrong": "window `{name}`: {why}",
        help "correct it in the configuration and apply it again",
        why "A window that nobody can place in time would close too much, or nothing.";
}
