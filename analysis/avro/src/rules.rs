//! The rules, as rows.

use holdpoint_findings::{Level, Rule};

use crate::mistakes;

macro_rules! rules {
    ($($name:ident = $level:ident $id:literal $aliases:expr, $message:literal, $why:literal, $help:literal, $example:literal;)*) => {
        $(pub(crate) static $name: Rule = Rule {
            id: $id,
            level: Level::$level,
            message: $message,
            why: $why,
            help: $help,
            example: $example,
            aliases: $aliases,
        };)*

        static ROWS: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    TYPE = Error "avro-type-mismatch" &["avro:TYPE_MISMATCH", "confluent:TYPE_MISMATCH"],
        "{who}: `{subject}` is read as `{reader}`, but written as `{writer}`",
        "Whoever reads stops at the first value: a value of the one type cannot be resolved to the other.",
        "keep the type; add a field of the other type with a default, write both, and drop the old one when nobody reads it. `int` may become `long`, `float` or `double`, `long` may become `float` or `double`, `float` may become `double`, and `string` and `bytes` each other, once the readers have the wider type",
        "- {\"name\": \"age\", \"type\": \"string\"}\n+ {\"name\": \"age\", \"type\": \"int\"}";
    NAME = Error "avro-name-mismatch" &["avro:NAME_MISMATCH", "confluent:NAME_MISMATCH"],
        "{who}: `{subject}` is read as `{reader}`, but written as `{writer}`, which is none of its names",
        "Records, enums and fixed types are resolved by their names; one of another name is another type, even if all else is the same.",
        "keep the name, or give the type that reads the full name that was written as one of its `aliases`",
        "- {\"type\": \"record\", \"name\": \"Pet\", …}\n+ {\"type\": \"record\", \"name\": \"Animal\", …}";
    SIZE = Error "avro-fixed-size-mismatch" &["avro:FIXED_SIZE_MISMATCH", "confluent:FIXED_SIZE_MISMATCH"],
        "{who}: `{subject}` is read as {reader} bytes, but written as {writer}",
        "Readers refuse a fixed type of another size.",
        "add a fixed type of another name and a field for it with a default",
        "- {\"type\": \"fixed\", \"name\": \"Id\", \"size\": 8}\n+ {\"type\": \"fixed\", \"name\": \"Id\", \"size\": 16}";
    SYMBOLS = Error "avro-enum-symbols-missing" &["avro:MISSING_ENUM_SYMBOLS", "confluent:MISSING_ENUM_SYMBOLS"],
        "{who}: the enum `{subject}` may be written with {symbols}, of which the reader knows nothing",
        "A reader that meets a symbol that its enum does not have, and that has no default, refuses the record.",
        "give the enum a `default` that the readers have before a symbol is written that they do not know; remove a symbol only when nothing written with it is read any more",
        "- \"symbols\": [\"CAT\", \"DOG\"]\n+ \"symbols\": [\"CAT\"]";
    DEFAULT = Error "avro-field-default-missing" &["avro:READER_FIELD_MISSING_DEFAULT_VALUE", "confluent:READER_FIELD_MISSING_DEFAULT_VALUE"],
        "{who}: the field `{subject}` is read, but not written, and has no default",
        "A reader does not know what to put into a field that was not written, and refuses the record.",
        "give the field a default, or an alias of what is written; remove a field only once all who read have a default for it",
        "- \"fields\": []\n+ \"fields\": [{\"name\": \"age\", \"type\": \"int\"}]";
    BRANCH = Error "avro-union-branch-missing" &["avro:MISSING_UNION_BRANCH", "confluent:MISSING_UNION_BRANCH"],
        "{who}: `{subject}` may be written as `{writer}`, which no branch of `{reader}` takes{why}",
        "A reader that meets a value for which its union has no branch refuses the record.",
        "add the branch to the union of those who read first; remove one only when nothing written with it is read any more",
        "- \"type\": [\"null\", \"string\"]\n+ \"type\": [\"null\"]";
    AMBIGUOUS = Error "avro-field-ambiguous" &[],
        "{who}: the field `{subject}` may stand for each of {fields}, which are written",
        "By its name and its aliases a field that is read stands for several that are written; readers refuse that.",
        "remove the alias of the field that still exists",
        "- \"fields\": [{\"name\": \"a\", …}, {\"name\": \"b\", …}]\n+ \"fields\": [{\"name\": \"a\", \"aliases\": [\"b\"], …}]";
    REMOVED = Error "avro-schema-removed" &[],
        "{who}: there is no `{subject}` any more",
        "What was written with a schema that is gone cannot be read.",
        "keep the schema until nothing that was written with it is read any more",
        "the file that declares the record";
    SCALE = Error "avro-decimal-scale-changed" &[],
        "{who}: `{subject}` is read as `{reader}`, but written as `{writer}`: the point is at another place",
        "Two decimals match only if their scales do. Most readers do not look, and take an amount for ten or a hundred times what it is, or refuse it.",
        "keep the scale; add a field of the other scale with a default",
        "- \"logicalType\": \"decimal\", \"precision\": 9, \"scale\": 2\n+ \"logicalType\": \"decimal\", \"precision\": 9, \"scale\": 3";
    PRECISION = Warning "avro-decimal-precision-changed" &[],
        "{who}: `{subject}` is read as `{reader}`, but written as `{writer}`",
        "Two decimals match only if their precisions do: some readers refuse it, others a number that has too many digits.",
        "keep the precision; add a field of the other precision with a default",
        "- \"logicalType\": \"decimal\", \"precision\": 9, \"scale\": 2\n+ \"logicalType\": \"decimal\", \"precision\": 7, \"scale\": 2";
    LOGICAL = Error "avro-logical-type-changed" &[],
        "{who}: `{subject}` is read as `{reader}`, but written as `{writer}`",
        "Nobody refuses it, and everybody reads something else than what was written, such as seconds for milliseconds.",
        "keep what the value stands for; add a field for the other one with a default",
        "- {\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}\n+ {\"type\": \"long\", \"logicalType\": \"timestamp-micros\"}";
    LOGICAL_ONE_SIDED = Warning "avro-logical-type-one-sided" &[],
        "{who}: `{subject}` is read as `{reader}`, but written as `{writer}`",
        "The bytes are the same. Programs get a value of another type, and generated code does not compile as it was; whether the values mean the same nobody checks.",
        "make sure that what is written means that already; if it does not, add a field with a default",
        "- \"type\": \"long\"\n+ \"type\": {\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}";
    NAMESPACE = Info "avro-namespace-changed" &[],
        "{who}: `{subject}` is read as `{reader}`, but written as `{writer}`: only the last part of the name is the same",
        "By the specification the last part counts, and Apache Avro reads it; there are readers that look at the whole name and refuse what was written.",
        "keep the namespace, or give the type that reads the full name that was written as one of its `aliases`",
        "- \"name\": \"shop.Kind\"\n+ \"name\": \"pets.Kind\"";
    INEXACT = Info "avro-promotion-inexact" &[],
        "{who}: `{subject}` is read as `{reader}`, but written as `{writer}`: numbers of many digits are rounded",
        "The nearest number is read, which is not always the one that was written.",
        "nothing to do unless digits count: an amount, a number of an order",
        "- \"type\": \"long\"\n+ \"type\": \"double\"";
    DEFAULTED = Info "avro-enum-symbols-defaulted" &[],
        "{who}: {symbols} of the enum `{subject}` are read as its default `{default}`",
        "Nobody refuses the record, but what was written is not what is read.",
        "nothing to do if readers treat the default as what they do not know",
        "- \"symbols\": [\"OTHER\", \"CAT\", \"DOG\"], \"default\": \"OTHER\"\n+ \"symbols\": [\"OTHER\", \"CAT\"], \"default\": \"OTHER\"";
}

/// All rules.
pub fn rules() -> impl Iterator<Item = &'static Rule> + Clone {
    ROWS.iter().chain(mistakes::RULES).copied()
}
