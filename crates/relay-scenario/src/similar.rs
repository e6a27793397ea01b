//! "Did you mean …?"

use super::mistake::Advice;

/// The name that is most like `text`; where none is, all of them.
pub(super) fn advice(text: &str, names: &[&str]) -> Advice {
    hint(text, names).map_or_else(|| list(names), |name| Advice::Meant(name.to_owned()))
}

/// The name that was probably meant.
fn hint<'n>(text: &str, names: &[&'n str]) -> Option<&'n str> {
    let text = text.to_ascii_lowercase();
    // Long words may differ in more places; a swap of two letters is one difference.
    let allowed = (text.chars().count() / 3).clamp(1, 4);
    let distance = |name: &str| strsim::damerau_levenshtein(&text, &name.to_ascii_lowercase());
    let names = names.iter().copied();
    let near = names.filter(|name| text.len().abs_diff(name.len()) <= allowed);
    let best = near.map(|name| (distance(name), name)).min_by_key(|(distance, _)| *distance);
    best.filter(|(distance, _)| *distance <= allowed).map(|(_, name)| name)
}

/// All names, as far as anybody reads them.
fn list(names: &[&str]) -> Advice {
    const SHOWN: usize = 40;
    let more = names.len().saturating_sub(SHOWN);
    let shown = names.iter().take(SHOWN);
    Advice::OneOf { names: shown.map(|name| (*name).to_owned()).collect(), more }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found() {
        let keys = ["mailboxes", "smart_host", "name", "size_max"];
        let found = |text| hint(text, &keys);
        assert_eq!(found("mailboxs"), Some("mailboxes"));
        assert_eq!(found("smarthost"), Some("smart_host"));
        assert_eq!(found("nmae"), Some("name"));
        assert_eq!(found("Name"), Some("name"));
        assert_eq!(found("colour"), None);
    }

    #[test]
    fn long_lists_are_cut() {
        let names = |count| vec!["x".to_owned(); count];
        assert_eq!(list(&["x"; 2]), Advice::OneOf { names: names(2), more: 0 });
        assert_eq!(list(&["x"; 43]), Advice::OneOf { names: names(40), more: 3 });
    }
}
