//! The rules, as rows.

use holdpoint_findings::{Level, Rule};

use crate::mistakes;

macro_rules! rules {
    ($($name:ident = $level:ident $id:literal [$($alias:literal)*], $message:literal, $help:literal, $example:literal;)*) => {
        $(pub(crate) static $name: Rule = Rule {
            id: $id,
            level: Level::$level,
            message: concat!("{who}: ", $message),
            why: "A document that was right when it was written is refused when it is read: a consumer stops at it, or a message is lost.",
            help: $help,
            example: $example,
            aliases: &[$(concat!("confluent:", $alias)),*],
        };)*

        static ROWS: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    TYPE = Error "json-schema-type-narrowed" ["TYPE_NARROWED" "TYPE_CHANGED"],
        "`{subject}` may be {to}, and was {from}",
        "go on taking the types that were taken; add a property of the other type",
        "- \"type\": [\"string\", \"null\"]\n+ \"type\": \"string\"";
    ENUM = Error "json-schema-enum-narrowed" ["ENUM_ARRAY_NARROWED" "ENUM_ARRAY_CHANGED"],
        "`{subject}` may only be {to}",
        "go on taking the values that were taken, until no document has them any more",
        "- \"enum\": [\"cat\", \"dog\"]\n+ \"enum\": [\"cat\"]";
    NOTHING = Error "json-schema-nothing-accepted" [],
        "`{subject}` may not be there at all",
        "go on taking what was taken, until no document has it any more",
        "- \"note\": true\n+ \"note\": false";
    MINIMUM_ADDED = Error "json-schema-minimum-added" ["MINIMUM_ADDED" "EXCLUSIVE_MINIMUM_ADDED"],
        "`{subject}` has to be {to}, and might be any number",
        "leave the limit out, or give one that no document goes below",
        "- \"type\": \"number\"\n+ \"type\": \"number\", \"minimum\": 0";
    MINIMUM = Error "json-schema-minimum-increased" ["MINIMUM_INCREASED" "EXCLUSIVE_MINIMUM_INCREASED"],
        "`{subject}` has to be {to}, and might be {from}",
        "keep the limit, or make it wider",
        "- \"minimum\": 0\n+ \"minimum\": 1";
    MAXIMUM_ADDED = Error "json-schema-maximum-added" ["MAXIMUM_ADDED" "EXCLUSIVE_MAXIMUM_ADDED"],
        "`{subject}` has to be {to}, and might be any number",
        "leave the limit out, or give one that no document exceeds",
        "- \"type\": \"number\"\n+ \"type\": \"number\", \"maximum\": 10";
    MAXIMUM = Error "json-schema-maximum-decreased" ["MAXIMUM_DECREASED" "EXCLUSIVE_MAXIMUM_DECREASED"],
        "`{subject}` has to be {to}, and might be {from}",
        "keep the limit, or make it wider",
        "- \"maximum\": 10\n+ \"maximum\": 9";
    MULTIPLE_ADDED = Error "json-schema-multiple-of-added" ["MULTIPLE_OF_ADDED"],
        "`{subject}` has to be a multiple of {to}",
        "leave `multipleOf` out",
        "- \"type\": \"number\"\n+ \"type\": \"number\", \"multipleOf\": 2";
    MULTIPLE = Error "json-schema-multiple-of-changed" ["MULTIPLE_OF_CHANGED" "MULTIPLE_OF_EXPANDED"],
        "`{subject}` has to be a multiple of {to} instead of {from}",
        "keep the number, or give one that divides it",
        "- \"multipleOf\": 2\n+ \"multipleOf\": 4";
    MIN_LENGTH_ADDED = Error "json-schema-min-length-added" ["MIN_LENGTH_ADDED"],
        "`{subject}` has to have {to} letters or more",
        "leave the limit out, or give one that no document goes below",
        "- \"type\": \"string\"\n+ \"type\": \"string\", \"minLength\": 1";
    MIN_LENGTH = Error "json-schema-min-length-increased" ["MIN_LENGTH_INCREASED"],
        "`{subject}` has to have {to} letters or more, instead of {from}",
        "keep the limit, or make it wider",
        "- \"minLength\": 1\n+ \"minLength\": 2";
    MAX_LENGTH_ADDED = Error "json-schema-max-length-added" ["MAX_LENGTH_ADDED"],
        "`{subject}` may have {to} letters at most",
        "leave the limit out, or give one that no document exceeds",
        "- \"type\": \"string\"\n+ \"type\": \"string\", \"maxLength\": 10";
    MAX_LENGTH = Error "json-schema-max-length-decreased" ["MAX_LENGTH_DECREASED"],
        "`{subject}` may have {to} letters at most, instead of {from}",
        "keep the limit, or make it wider",
        "- \"maxLength\": 20\n+ \"maxLength\": 10";
    PATTERN_ADDED = Error "json-schema-pattern-added" ["PATTERN_ADDED"],
        "`{subject}` has to match `{to}`",
        "leave the pattern out",
        "- \"type\": \"string\"\n+ \"type\": \"string\", \"pattern\": \"^[a-z]+$\"";
    PATTERN = Error "json-schema-pattern-changed" ["PATTERN_CHANGED"],
        "`{subject}` has to match `{to}`, instead of {from}",
        "keep the pattern; whether another one takes all that this one takes is not decided",
        "- \"pattern\": \"^[a-z]+$\"\n+ \"pattern\": \"^[a-y]+$\"";
    FORMAT = Warning "json-schema-format-changed" [],
        "`{subject}` has to be of the format `{to}` where formats are checked, and was {from}",
        "leave the format out, or make sure that all documents have it; whether a format is checked depends on the reader",
        "- \"type\": \"string\"\n+ \"type\": \"string\", \"format\": \"email\"";
    ITEM_ADDED = Error "json-schema-item-not-covered" ["ITEM_ADDED_TO_OPEN_CONTENT_MODEL" "ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"],
        "`{subject}` is described, and might be anything else in a longer list",
        "describe only items that no document has yet: say with `items: false` first that there are no more",
        "- \"prefixItems\": [{\"type\": \"string\"}]\n+ \"prefixItems\": [{\"type\": \"string\"}, {\"type\": \"integer\"}]";
    ITEM_REMOVED = Error "json-schema-item-removed" ["ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL" "ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"],
        "`{subject}` is not described any more, and the other items may not be so",
        "keep the item",
        "- \"prefixItems\": [{}, {}], \"items\": false\n+ \"prefixItems\": [{}], \"items\": false";
    ITEMS = Error "json-schema-items-narrowed" ["ADDITIONAL_ITEMS_REMOVED" "ADDITIONAL_ITEMS_NARROWED" "UNEVALUATED_ITEMS_REMOVED" "UNEVALUATED_ITEMS_NARROWED" "SCHEMA_ADDED"],
        "the items of `{subject}` may not be all that they might",
        "go on taking the items that were taken",
        "- \"type\": \"array\"\n+ \"type\": \"array\", \"items\": {\"type\": \"string\"}";
    MIN_ITEMS_ADDED = Error "json-schema-min-items-added" ["MIN_ITEMS_ADDED"],
        "`{subject}` has to have {to} items or more",
        "leave the limit out, or give one that no document goes below",
        "- \"type\": \"array\"\n+ \"type\": \"array\", \"minItems\": 1";
    MIN_ITEMS = Error "json-schema-min-items-increased" ["MIN_ITEMS_INCREASED"],
        "`{subject}` has to have {to} items or more, instead of {from}",
        "keep the limit, or make it wider",
        "- \"minItems\": 1\n+ \"minItems\": 2";
    MAX_ITEMS_ADDED = Error "json-schema-max-items-added" ["MAX_ITEMS_ADDED"],
        "`{subject}` may have {to} items at most",
        "leave the limit out, or give one that no document exceeds",
        "- \"type\": \"array\"\n+ \"type\": \"array\", \"maxItems\": 10";
    MAX_ITEMS = Error "json-schema-max-items-decreased" ["MAX_ITEMS_DECREASED"],
        "`{subject}` may have {to} items at most, instead of {from}",
        "keep the limit, or make it wider",
        "- \"maxItems\": 10\n+ \"maxItems\": 9";
    UNIQUE = Error "json-schema-unique-items-added" ["UNIQUE_ITEMS_ADDED"],
        "the items of `{subject}` have to differ",
        "leave `uniqueItems` out",
        "- \"type\": \"array\"\n+ \"type\": \"array\", \"uniqueItems\": true";
    CONTAINS = Error "json-schema-contains-narrowed" ["MIN_CONTAINS_ADDED" "MIN_CONTAINS_INCREASED" "MAX_CONTAINS_ADDED" "MAX_CONTAINS_DECREASED"],
        "`{subject}` has to have another number of certain items than it might",
        "leave `contains` as it was, or widen how many there may be",
        "- \"type\": \"array\"\n+ \"type\": \"array\", \"contains\": {\"type\": \"string\"}";
    REQUIRED = Error "json-schema-required-added" ["REQUIRED_ATTRIBUTE_ADDED" "REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED" "REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL" "REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL"],
        "`{subject}` has to be there, and might be missing",
        "make it optional; a `default` does not put it into documents that lack it",
        "- \"properties\": {\"age\": {}}\n+ \"properties\": {\"age\": {}}, \"required\": [\"age\"]";
    PROPERTY_OPEN = Error "json-schema-property-added-to-open-content" ["OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL" "REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL" "REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL" "PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL"],
        "`{subject}` is described, and might be anything: properties that are not described are taken",
        "close the object first with `additionalProperties: false`, or say by `--content-model closed` that nobody writes what is not described",
        "- \"properties\": {}\n+ \"properties\": {\"age\": {\"type\": \"integer\"}}";
    PROPERTY_ADDED = Error "json-schema-property-added-not-covered" ["PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"],
        "`{subject}` is described otherwise than properties that were not described",
        "describe it so that it takes what `additionalProperties` or `patternProperties` took",
        "- \"additionalProperties\": {\"type\": \"string\"}\n+ \"properties\": {\"age\": {\"type\": \"integer\"}}, \"additionalProperties\": {\"type\": \"string\"}";
    PROPERTY_REMOVED = Error "json-schema-property-removed-from-closed-content" ["PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL"],
        "`{subject}` is not described any more, and what is not described is refused",
        "keep the property, or open the object",
        "- \"properties\": {\"age\": {}}, \"additionalProperties\": false\n+ \"properties\": {}, \"additionalProperties\": false";
    PROPERTY_UNCOVERED = Error "json-schema-property-removed-not-covered" ["PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"],
        "`{subject}` is not described any more, and what is not described may not be so",
        "keep the property, or have `additionalProperties` take what it took",
        "- \"properties\": {\"age\": {\"type\": \"integer\"}}\n+ \"additionalProperties\": {\"type\": \"string\"}";
    ADDITIONAL = Error "json-schema-additional-properties-narrowed" ["ADDITIONAL_PROPERTIES_REMOVED" "ADDITIONAL_PROPERTIES_NARROWED" "UNEVALUATED_PROPERTIES_REMOVED" "UNEVALUATED_PROPERTIES_NARROWED"],
        "properties of `{subject}` that are not described may not be all that they might",
        "leave the object as open as it was",
        "- \"additionalProperties\": true\n+ \"additionalProperties\": false";
    NAMES = Error "json-schema-property-names-narrowed" [],
        "properties of `{subject}` may not have all names that they might",
        "go on taking the names that were taken",
        "- \"type\": \"object\"\n+ \"type\": \"object\", \"propertyNames\": {\"maxLength\": 8}";
    MIN_PROPERTIES_ADDED = Error "json-schema-min-properties-added" ["MIN_PROPERTIES_ADDED"],
        "`{subject}` has to have {to} properties or more",
        "leave the limit out, or give one that no document goes below",
        "- \"type\": \"object\"\n+ \"type\": \"object\", \"minProperties\": 1";
    MIN_PROPERTIES = Error "json-schema-min-properties-increased" ["MIN_PROPERTIES_INCREASED"],
        "`{subject}` has to have {to} properties or more, instead of {from}",
        "keep the limit, or make it wider",
        "- \"minProperties\": 1\n+ \"minProperties\": 2";
    MAX_PROPERTIES_ADDED = Error "json-schema-max-properties-added" ["MAX_PROPERTIES_ADDED"],
        "`{subject}` may have {to} properties at most",
        "leave the limit out, or give one that no document exceeds",
        "- \"type\": \"object\"\n+ \"type\": \"object\", \"maxProperties\": 10";
    MAX_PROPERTIES = Error "json-schema-max-properties-decreased" ["MAX_PROPERTIES_DECREASED"],
        "`{subject}` may have {to} properties at most, instead of {from}",
        "keep the limit, or make it wider",
        "- \"maxProperties\": 10\n+ \"maxProperties\": 9";
    DEPENDENCY = Error "json-schema-dependency-added" ["DEPENDENCY_ARRAY_ADDED" "DEPENDENCY_ARRAY_EXTENDED" "DEPENDENCY_ARRAY_CHANGED" "DEPENDENCY_SCHEMA_ADDED"],
        "where `{subject}` is there, more is asked for",
        "leave the dependency out",
        "- \"properties\": {\"card\": {}}\n+ \"properties\": {\"card\": {}}, \"dependentRequired\": {\"card\": [\"address\"]}";
    ALTERNATIVES = Error "json-schema-alternatives-narrowed" ["SUM_TYPE_NARROWED" "COMBINED_TYPE_CHANGED" "COMBINED_TYPE_SUBSCHEMAS_CHANGED"],
        "`{subject}` might be what none of the alternatives takes as a whole",
        "keep the alternatives, and add others",
        "- \"anyOf\": [{\"type\": \"string\"}, {\"type\": \"integer\"}]\n+ \"anyOf\": [{\"type\": \"string\"}]";
    OVERLAP = Error "json-schema-alternatives-overlap" [],
        "`{subject}` might be what two alternatives take, of which just one may",
        "use `anyOf`, or tell the alternatives apart by a type or a `const`",
        "- \"oneOf\": [{\"type\": \"integer\"}]\n+ \"oneOf\": [{\"type\": \"integer\"}, {\"type\": \"number\"}]";
    NOT = Error "json-schema-not-extended" ["NOT_TYPE_EXTENDED"],
        "`{subject}` might be what is excluded",
        "exclude no more than was excluded",
        "- \"not\": {\"const\": 1}\n+ \"not\": {\"type\": \"integer\"}";
    REMOVED = Error "json-schema-removed" [],
        "there is no schema `{subject}` any more",
        "keep the file until nothing that was written for it is read any more",
        "- order.schema.json";
    UNDECIDED = Info "json-schema-undecided" [],
        "whether `{subject}` takes what it took cannot be decided: {to}",
        "write it in a simpler way, or compare it by hand",
        "\"$dynamicRef\": \"#node\", where several schemas have `\"$dynamicAnchor\": \"node\"`";
}

/// All rules.
pub fn rules() -> impl Iterator<Item = &'static Rule> + Clone {
    ROWS.iter().chain(mistakes::RULES).copied()
}
