//! The JSON Schema of the format, from the structs that read it.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::file::ScenarioFile;
use super::text::{Item, Kind, OneOrMore, ShortOr, Text};

/// The JSON Schema of a scenario file, as a JSON document that ends in a line feed.
pub fn schema() -> String {
    let schema = schemars::schema_for!(ScenarioFile);
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema has only text keys");
    text.push('\n');
    text
}

impl<K: Kind> JsonSchema for Text<K> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        K::EXPECTED.into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        K::schema()
    }
}

impl<T: JsonSchema> JsonSchema for Item<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl<K: Kind> JsonSchema for OneOrMore<K> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("{} or an array of such", K::EXPECTED).into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let (one, items) = (K::schema(), K::schema());
        json_schema!({ "anyOf": [one, { "type": "array", "items": items }] })
    }
}

impl<K: Kind, T: JsonSchema> JsonSchema for ShortOr<K, T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("{} or a table", K::EXPECTED).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (short, full) = (K::schema(), generator.subschema_for::<T>());
        json_schema!({ "anyOf": [short, full] })
    }
}
