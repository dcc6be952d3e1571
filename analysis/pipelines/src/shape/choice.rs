//! One of a few words.

/// One of a few words: its type, how it is read, its schema. The first is what is meant if nothing is said.
macro_rules! choice {
    (
        $(#[$doc:meta])* $name:ident is $what:literal
        { $(#[$first_doc:meta])* $first:ident = $first_key:literal, $($(#[$one_doc:meta])* $one:ident = $key:literal,)* }
    ) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, schemars::JsonSchema,
        )]
        pub enum $name {
            $(#[$first_doc])* #[default] #[serde(rename = $first_key)] $first,
            $($(#[$one_doc])* #[serde(rename = $key)] $one,)*
        }

        impl $name {
            /// As it is written.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { Self::$first => $first_key, $(Self::$one => $key,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl $crate::shape::Shape for $name {
            fn read(
                reader: &mut $crate::shape::Reader<'_>,
                value: holdpoint_findings::Value<'_>,
            ) -> Option<Self> {
                let all = [Self::$first, $(Self::$one,)*];
                let text = value.written().unwrap_or_default();
                if let Some(found) = all.into_iter().find(|one| one.word() == text) {
                    return Some(found);
                }
                let words = $crate::shape::listed(all.iter().map(|one| one.word()));
                let expected = format!("{}: one of {words}", $what);
                reader.expected(value, &expected)
            }
        }
    };
}

pub(crate) use choice;
