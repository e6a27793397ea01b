//! Failure reports in the plain form of qmail (QSBMF): paragraphs that a program can read as well.

use core::fmt::Write as _;

use relay_mail::ReversePath;

use crate::dsn::QSBMF_START;
use crate::fact::Why;

/// The subject of a report about a failure.
pub(crate) const SUBJECT: &str = "failure notice";

/// The paragraphs before the original, lines ended by LF: one that begins in the fixed way, one
/// for each recipient with its address on the first line, and one that begins with `-`. A status
/// code stands in parentheses behind `#` at the end of a recipient's paragraph.
pub(crate) fn paragraphs<'a>(
    host: &str,
    failures: impl Iterator<Item = (String, &'a Why)>,
    (is_double, return_path): (bool, &ReversePath),
) -> String {
    let mut text = format!("{QSBMF_START} mail program at {host}.\n");
    text.push_str(if is_double {
        "A report about a message could not be delivered to these addresses, either.\n"
    } else {
        "Your message could not be delivered to these addresses, and is not tried any more.\n"
    });
    for (address, why) in failures {
        let (status, why) = (why.status(), why.to_string());
        // The status stands at the end, and there alone.
        let why = why.strip_prefix(&format!("{status} ")).unwrap_or(&why);
        write!(text, "\n<{address}>:\n{why}. (#{status})\n").expect("a string takes text");
    }
    let follows = if is_double { "The report that bounced" } else { "A copy of the message" };
    write!(text, "\n--- {follows} follows.\n\nReturn-Path: {return_path}\n")
        .expect("a string takes text");
    text
}
