//! The scenario that the tests of what a show does are about: one message, sent at once.

use super::Show;

pub(super) const SOURCE: &str = r#"
format = 1
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[send]]
from = "alice@example.com"
to = "bob@example.net"
"#;

/// Its trace, record by record.
pub(super) fn text(show: &Show) -> Vec<String> {
    show.trace().records().iter().map(|record| format!("{record:?}")).collect()
}
