//! The JSON Schema of the format, from the structs that read it.

use std::borrow::Cow;

use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::file::ScenarioFile;
use super::mistake::Or;
use super::text::{Item, Kind, OneOrMore, ShortOr, Text};

/// The JSON Schema of a scenario file, as a JSON document that ends in a line feed.
pub fn schema() -> String {
    let mut schema = schemars::schema_for!(ScenarioFile);
    RecursiveTransform(without_null).transform(&mut schema);
    RecursiveTransform(on_one_line).transform(&mut schema);
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema has only text keys");
    text.push('\n');
    text
}

/// TOML has no null: a key that may be missing is one that is not required.
fn without_null(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|name| name != "null");
        if let [one] = &types[..] {
            let one = one.clone();
            object.insert("type".to_owned(), one);
        }
    }
    if let Some(Value::Array(words)) = object.get_mut("enum") {
        words.retain(|word| !word.is_null());
    }
    let Some(Value::Array(choices)) = object.get_mut("anyOf") else { return };
    choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
    let [Value::Object(one)] = &choices[..] else { return };
    let one = one.clone();
    object.shift_remove("anyOf");
    object.extend(one);
}

/// The line breaks of our doc comments are not the readers'.
fn on_one_line(schema: &mut Schema) {
    if let Some(Value::String(words)) = schema.get_mut("description") {
        *words = words.replace('\n', " ");
    }
}

impl<K: Kind> JsonSchema for Text<K> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        crate::words::expected_in_english(K::EXPECTED, Or::Nothing).into()
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
        crate::words::expected_in_english(K::EXPECTED, Or::Array).into()
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
        crate::words::expected_in_english(K::EXPECTED, Or::Table).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (short, full) = (K::schema(), generator.subschema_for::<T>());
        json_schema!({ "anyOf": [short, full] })
    }
}
