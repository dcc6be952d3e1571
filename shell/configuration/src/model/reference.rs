//! References between items.

use crate::diagnostic::Span;

macro_rules! sections {
    ($($(#[$doc:meta])* $section:ident = $key:literal, $item:literal;)*) => {
        /// A section of items that others refer to.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Section { $($(#[$doc])* $section,)* }

        impl Section {
            /// Its key in the file.
            pub(crate) fn key(self) -> &'static str {
                match self { $(Self::$section => $key,)* }
            }

            /// What one of its items is called.
            pub(crate) fn item(self) -> &'static str {
                match self { $(Self::$section => $item,)* }
            }

            /// What stands before that.
            pub(crate) fn article(self) -> &'static str {
                if self.item().starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" }
            }
        }
    };
}

sections! {
    /// Working calendars.
    Calendars = "calendars", "calendar";
    /// Units.
    Units = "units", "unit";
    /// Teams.
    Teams = "teams", "team";
    /// Environments.
    Environments = "environments", "environment";
    /// Components.
    Components = "components", "component";
}

/// One item named by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) section: Section,
    pub(crate) name: String,
    pub(crate) span: Span,
}
