//! The keywords of a schema.

macro_rules! keys {
    ($($kind:ident { $($name:ident $text:literal)* })*) => {
        /// A keyword of a schema.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Key { $($($name,)*)* }

        /// What a keyword is, as far as comparing goes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Sort { $($kind,)* }

        impl Key {
            pub(crate) fn of(text: &str) -> Option<Self> {
                Some(match text {
                    $($($text => Self::$name,)*)*
                    _ => return None,
                })
            }

            pub(crate) fn sort(self) -> Sort {
                match self { $($(Self::$name)|* => Sort::$kind,)* }
            }
        }
    };
}

keys! {
    // Says nothing about what is right.
    Remark {
        Title "title" Description "description" Default "default" Example "example" Examples "examples"
        ExternalDocs "externalDocs" Comment "$comment"
    }
    // True or false; false if nothing is said.
    Flag {
        UniqueItems "uniqueItems" Nullable "nullable" ReadOnly "readOnly" WriteOnly "writeOnly"
        AllowEmptyValue "allowEmptyValue" Deprecated "deprecated"
    }
    // A number, zero if nothing is said.
    Count { MinLength "minLength" MinItems "minItems" MinProperties "minProperties" }
    // Text, empty if nothing is said.
    Text {
        Format "format" Pattern "pattern" ContentMediaType "contentMediaType" ContentEncoding "contentEncoding"
        Id "$id" Anchor "$anchor" DynamicRef "$dynamicRef" DynamicAnchor "$dynamicAnchor" Dialect "$schema"
    }
    // Several, whatever their order.
    Several { Type "type" Required "required" Enum "enum" }
    // Any other value.
    Plain {
        Xml "xml" Minimum "minimum" Maximum "maximum" ExclusiveMinimum "exclusiveMinimum"
        ExclusiveMaximum "exclusiveMaximum" MultipleOf "multipleOf" MaxLength "maxLength" MaxItems "maxItems"
        MaxProperties "maxProperties" Const "const" MinContains "minContains" MaxContains "maxContains"
        DependentRequired "dependentRequired" Discriminator "discriminator"
    }
    // One schema.
    One {
        Not "not" Items "items" Contains "contains" PropertyNames "propertyNames" If "if" Then "then" Else "else"
        ContentSchema "contentSchema"
    }
    // One schema, or whether there may be any.
    OneOrFlag {
        AdditionalProperties "additionalProperties" UnevaluatedItems "unevaluatedItems"
        UnevaluatedProperties "unevaluatedProperties"
    }
    // Schemas by names.
    Members {
        Properties "properties" PatternProperties "patternProperties" DependentSchemas "dependentSchemas"
        Definitions "$defs"
    }
    // Schemas in a list.
    Branches { OneOf "oneOf" AnyOf "anyOf" AllOf "allOf" PrefixItems "prefixItems" }
}
