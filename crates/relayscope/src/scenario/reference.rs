//! The reference of the scenario file for people, made from its JSON Schema.

use core::fmt::Write as _;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

const HEAD: &str = "# The scenario file, key by key

Made from [`scenario.schema.json`](../crates/relayscope/scenario.schema.json), which editors read, by the
test that compares the two. A scenario is a TOML file; [the guide of lessons](../web/lessons/README.md)
and the [examples](../web/lessons) show how the tables go together.

";

/// The reference as Markdown: a table of keys for each table of the format.
pub fn reference() -> String {
    let schema: Value = serde_json::from_str(&super::schema()).expect("we write the schema");
    let definitions = schema["$defs"].as_object().expect("tables have definitions");
    let users = users(&schema, definitions);
    let mut text = HEAD.to_owned();
    section(&mut text, "The file", &schema, "");
    for (name, table) in definitions {
        let users = users.get(name).map(|users| users.join(", ")).unwrap_or_default();
        section(&mut text, name, table, &format!("Written as {users}. "));
    }
    // Sections end in an empty line, the file does not.
    text.pop();
    text
}

/// Under which keys each table is written.
fn users(schema: &Value, definitions: &Map<String, Value>) -> BTreeMap<String, Vec<String>> {
    let mut users: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut note = |value: &Value, key: String| {
        let mut named = Vec::new();
        references(value, &mut named);
        for name in named {
            let keys = users.entry(name).or_default();
            if !keys.contains(&key) {
                keys.push(key.clone());
            }
        }
    };
    for (key, value) in properties(schema) {
        let is_list = value["type"] == "array";
        note(value, if is_list { format!("`[[{key}]]`") } else { format!("`[{key}]`") });
    }
    for (name, table) in definitions {
        for (key, value) in properties(table) {
            note(value, format!("`{key}` of [{name}](#{})", anchor(name)));
        }
    }
    users
}

/// The tables that a value refers to.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            found.extend(referred(object).map(str::to_owned));
            object.values().for_each(|inner| references(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| references(inner, found)),
        _ => {}
    }
}

fn referred(object: &Map<String, Value>) -> Option<&str> {
    object.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/"))
}

fn properties(table: &Value) -> impl Iterator<Item = (&String, &Value)> {
    table["properties"].as_object().into_iter().flatten()
}

fn section(text: &mut String, name: &str, table: &Value, written: &str) {
    let about = table["description"].as_str().unwrap_or_default();
    let begun = writeln!(
        text,
        "## {name}\n\n{written}{about}\n\n| key | value | what it says |\n|---|---|---|"
    );
    begun.expect("a String takes everything");
    let required = table["required"].as_array();
    for (key, value) in properties(table) {
        let must = required.is_some_and(|keys| keys.iter().any(|it| it == key));
        let must = if must { " (required)" } else { "" };
        let what = value["description"].as_str().unwrap_or_default().replace('|', "\\|");
        writeln!(text, "| `{key}`{must} | {} | {what} |", shape(value))
            .expect("a String takes everything");
    }
    text.push('\n');
}

/// What may be written, in a few words.
fn shape(value: &Value) -> String {
    let Some(object) = value.as_object() else { return String::new() };
    if let Some(name) = referred(object) {
        return format!("a table, [{name}](#{})", anchor(name));
    }
    if let Some(choices) = object.get("anyOf").and_then(Value::as_array) {
        let mut shapes: Vec<String> = choices.iter().map(shape).collect();
        shapes.dedup();
        return shapes.join(" or ");
    }
    if let Some(words) = object.get("enum").and_then(Value::as_array) {
        return words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    }
    let mut examples = object.get("examples").and_then(Value::as_array).into_iter().flatten();
    let example = examples.next().map(|it| format!(", such as `{it}`")).unwrap_or_default();
    let kind = match object.get("type").and_then(Value::as_str) {
        Some("array") => format!("an array: {}", shape(&value["items"])),
        Some("object") => format!("a table of names and {}", shape(&value["additionalProperties"])),
        Some("integer") => "a number".to_owned(),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("string") if object.get("format").is_some() => "a date".to_owned(),
        Some("string") => "a text".to_owned(),
        _ => String::new(),
    };
    format!("{kind}{example}").replace('|', "\\|")
}

fn anchor(name: &str) -> String {
    name.to_lowercase()
}
