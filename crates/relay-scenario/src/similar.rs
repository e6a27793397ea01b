//! "Did you mean …?"

/// A hint at the name that is most like `text`; where none is, at all of them.
pub(super) fn advice(text: &str, names: &[&str]) -> String {
    hint(text, names).unwrap_or_else(|| list(names))
}

/// The name that was probably meant.
fn hint(text: &str, names: &[&str]) -> Option<String> {
    let text = text.to_ascii_lowercase();
    // Long words may differ in more places; a swap of two letters is one difference.
    let allowed = (text.chars().count() / 3).clamp(1, 4);
    let distance = |name: &str| strsim::damerau_levenshtein(&text, &name.to_ascii_lowercase());
    let names = names.iter().copied();
    let near = names.filter(|name| text.len().abs_diff(name.len()) <= allowed);
    let best = near.map(|name| (distance(name), name)).min_by_key(|(distance, _)| *distance);
    let (_, name) = best.filter(|(distance, _)| *distance <= allowed)?;
    Some(format!("did you mean `{name}`?"))
}

/// All names, as far as anybody reads them.
fn list(names: &[&str]) -> String {
    const SHOWN: usize = 40;
    let hidden = names.len().saturating_sub(SHOWN);
    let names: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let more = if hidden > 0 { format!(" and {hidden} more") } else { String::new() };
    format!("possible are {}{more}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found() {
        let keys = ["mailboxes", "smart_host", "name", "size_max"];
        let found = |text| hint(text, &keys);
        assert_eq!(found("mailboxs").as_deref(), Some("did you mean `mailboxes`?"));
        assert_eq!(found("smarthost").as_deref(), Some("did you mean `smart_host`?"));
        assert_eq!(found("nmae").as_deref(), Some("did you mean `name`?"));
        assert_eq!(found("Name").as_deref(), Some("did you mean `name`?"));
        assert_eq!(found("colour"), None);
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(list(&["a", "b"]), "possible are `a`, `b`");
        assert!(list(&["x"; 43]).ends_with("`x` and 3 more"));
    }
}
