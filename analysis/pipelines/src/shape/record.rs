//! Maps with known keys.

use holdpoint_findings::Value;

/// A map with known keys, those that it needs and those that it may have: its type, how it is read, its schema.
macro_rules! record {
    (
        $(#[$doc:meta])* $name:ident is $owner:literal
        needs { $($(#[$need_doc:meta])* $need:ident: $need_type:ty = $example:literal,)* }
        may { $($(#[$may_doc:meta])* $may:ident: $may_type:ty,)* }
        $(checked by $check:path)?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        #[schemars(deny_unknown_fields)]
        pub struct $name {
            $($(#[$need_doc])* pub $need: $need_type,)*
            $(
                $(#[$may_doc])*
                #[serde(skip_serializing_if = "crate::shape::is_default")]
                #[schemars(default)]
                pub $may: $may_type,
            )*
        }

        impl $name {
            const KEYS: &[&str] = &[$(stringify!($need),)* $(stringify!($may),)*];
        }

        impl $crate::shape::Shape for $name {
            fn read(
                reader: &mut $crate::shape::Reader<'_>,
                value: holdpoint_findings::Value<'_>,
            ) -> Option<Self> {
                let keys: Vec<String> = Self::KEYS.iter().map(|key| $crate::shape::value_of(key)).collect();
                let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
                if !reader.map($owner, value, &keys) {
                    return None;
                }
                $(
                    let key = $crate::shape::value_of(stringify!($need));
                    let $need: Option<$need_type> = match value.get(&key) {
                        Some(found) => $crate::shape::Shape::read(reader, found),
                        None => {
                            reader.missing($owner, &key, $example, value.span());
                            None
                        }
                    };
                )*
                $(
                    let $may: Option<$may_type> = match value.get(&$crate::shape::value_of(stringify!($may))) {
                        Some(found) => $crate::shape::Shape::read(reader, found),
                        None => Some(Default::default()),
                    };
                )*
                let made = Self { $($need: $need?,)* $($may: $may?,)* };
                $($check(&made, reader, value);)?
                Some(made)
            }

            fn templates(&mut self, _visit: &mut dyn FnMut(&mut $crate::expression::Template)) {
                $($crate::shape::Shape::templates(&mut self.$need, _visit);)*
                $($crate::shape::Shape::templates(&mut self.$may, _visit);)*
            }
        }
    };
}

pub(crate) use record;

/// How a field is written in the file: raw identifiers without their mark, hyphens between words.
pub(crate) fn value_of(field: &str) -> String {
    field.trim_start_matches("r#").replace('_', "-")
}

impl<T: super::Shape> super::Shape for Option<T> {
    fn read(reader: &mut super::Reader<'_>, value: Value<'_>) -> Option<Self> {
        T::read(reader, value).map(Some)
    }

    fn templates(&mut self, visit: &mut dyn FnMut(&mut crate::expression::Template)) {
        self.iter_mut().for_each(|one| one.templates(visit));
    }
}

impl<T: super::Shape> super::Shape for Box<T> {
    fn read(reader: &mut super::Reader<'_>, value: Value<'_>) -> Option<Self> {
        T::read(reader, value).map(Box::new)
    }

    fn templates(&mut self, visit: &mut dyn FnMut(&mut crate::expression::Template)) {
        (**self).templates(visit);
    }
}
