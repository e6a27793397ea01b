//! The reference of the scenario file for people, made from its JSON Schema.

use core::fmt::Write as _;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

const HEAD: &str = "# The scenario file, key by key

Made from [`scenario.schema.json`](../crates/relay-scenario/scenario.schema.json), which editors read, by the
test that compares the two. A scenario is a TOML file; [the guide of lessons](lessons.md)
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
        let uses = users.get(name).map_or(&[][..], Vec::as_slice);
        let ways: Vec<String> = uses.iter().map(|it| it.words(&users)).collect();
        section(&mut text, name, table, &format!("Written as {}. ", ways.join(", ")));
    }
    // Sections end in an empty line, the file does not.
    text.pop();
    text
}

/// A key under which a table is written.
#[derive(PartialEq, Eq)]
struct Use {
    /// The table that has the key; `None` for the file itself.
    parent: Option<String>,
    key: String,
    /// How it is written: in brackets, in double ones, or as one of several values.
    way: Way,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    One,
    Many,
    Among,
}

impl Use {
    /// How it is written: with its whole header where it has one.
    fn words(&self, users: &BTreeMap<String, Vec<Self>>) -> String {
        match (self.way, &self.parent) {
            (Way::Among, Some(parent)) => {
                format!("`{}` of [{parent}](#{})", self.key, anchor(parent))
            }
            (Way::Many, _) => format!("`[[{}]]`", self.path(users)),
            (Way::One | Way::Among, _) => format!("`[{}]`", self.path(users)),
        }
    }

    /// The names of all tables from the file down to it.
    fn path(&self, users: &BTreeMap<String, Vec<Self>>) -> String {
        let parent = self.parent.as_ref().and_then(|name| users.get(name)?.first());
        match parent {
            Some(parent) => format!("{}.{}", parent.path(users), self.key),
            None => self.key.clone(),
        }
    }
}

/// Under which keys each table is written.
fn users(schema: &Value, definitions: &Map<String, Value>) -> BTreeMap<String, Vec<Use>> {
    let mut users: BTreeMap<String, Vec<Use>> = BTreeMap::new();
    let mut note = |value: &Value, parent: Option<&str>, key: &str| {
        let mut named = Vec::new();
        references(value, &mut named);
        let is_one = value.as_object().is_some_and(|it| referred(it).is_some());
        let is_many = value["items"].as_object().is_some_and(|it| referred(it).is_some());
        let way = match (is_one, is_many) {
            (true, _) => Way::One,
            (_, true) => Way::Many,
            _ => Way::Among,
        };
        for name in named {
            let found = Use { parent: parent.map(str::to_owned), key: key.to_owned(), way };
            let keys = users.entry(name).or_default();
            if !keys.contains(&found) {
                keys.push(found);
            }
        }
    };
    properties(schema).for_each(|(key, value)| note(value, None, key));
    for (name, table) in definitions {
        properties(table).for_each(|(key, value)| note(value, Some(name), key));
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
