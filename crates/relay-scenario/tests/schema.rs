//! The published schema is the one that the code has.

#![allow(clippy::disallowed_methods, reason = "this test compares with a file")]

use std::path::Path;

#[test]
fn the_schema_file_is_current() {
    is_current("scenario.schema.json", &relay_scenario::schema());
}

#[test]
fn the_reference_is_current() {
    is_current("../../docs/scenario.md", &relay_scenario::reference());
}

/// With `RELAYSCOPE_BLESS=1` the file is written anew.
fn is_current(path: &str, current: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var("RELAYSCOPE_BLESS").is_ok() {
        std::fs::write(&path, current).expect("the folder can be written");
    }
    let committed = std::fs::read_to_string(&path).expect("the file is there");
    let path = path.display();
    assert!(committed == current, "run this test with RELAYSCOPE_BLESS=1 to write {path} anew");
}

/// A key without words is one that no author understands.
#[test]
fn every_key_is_explained() {
    let schema: serde_json::Value =
        serde_json::from_str(&relay_scenario::schema()).expect("the schema is JSON");
    let mut tables = vec![("the file", &schema)];
    let definitions = schema["$defs"].as_object().expect("tables have definitions");
    tables.extend(definitions.iter().map(|(name, table)| (name.as_str(), table)));
    let mut keys = 0;
    for (name, table) in tables {
        assert_eq!(table["additionalProperties"], false, "{name} takes unknown keys");
        for (key, value) in table["properties"].as_object().expect("a table has keys") {
            let text = value["description"].as_str().unwrap_or_default();
            assert!(text.len() > 10, "`{key}` of {name} has no words");
            keys += 1;
        }
    }
    assert!(keys > 80, "only {keys} keys");
}
