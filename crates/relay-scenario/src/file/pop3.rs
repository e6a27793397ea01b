//! POP3: the tables `pop3` of a host and `filter` of an account.

use crate::decode::keys;
use crate::limit;
use crate::text::{Duration, ExpireDays, FieldName, Line, OneOrMore, Pop3CapabilityName, Text};

/// How a host's POP3 service differs from the usual one.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Pop3"))]
pub(crate) struct Pop3Table {
    /// What the service offers (RFC 2449): `lang`, `pipelining`, `resp-codes`, `sasl`, `top`,
    /// `uidl`, `user`, `utf8`. Default: all but `lang` and `utf8`.
    pub(crate) capabilities: Option<OneOrMore<Pop3CapabilityName>>,
    /// Whether the greeting offers APOP. Default: false.
    pub(crate) apop: Option<bool>,
    /// The least time between two logins to a mailbox: a duration of at most 3660 days, of which
    /// whole seconds count. A login that comes sooner gets `-ERR [LOGIN-DELAY]`. Default: none.
    pub(crate) login_delay: Option<Text<Duration>>,
    /// The days that messages stay on the server, which it announces: 0 to 36500, or `"never"` when
    /// it never deletes any. They count from delivery; then the server removes the message, or, when
    /// somebody has the mailbox open, as soon as that is over. With 0, QUIT deletes what RETR has
    /// fetched. Default: it announces nothing, and deletes what it is told to.
    pub(crate) expire: Option<Text<ExpireDays>>,
    /// How long a client may say nothing before the connection is closed: a duration of 10min to
    /// 3660 days. Default: 10min.
    pub(crate) autologout: Option<Text<Duration>>,
}

keys!(Pop3Table { capabilities, apop, login_delay, expire, autologout });

/// A look at the header section, by TOP, before a message is fetched.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Filter"))]
pub(crate) struct FilterTable {
    /// The name of a header field, such as `Subject`.
    pub(crate) field: Text<FieldName>,
    /// Text that the field's value contains, in any case; at most 900 characters.
    pub(crate) contains: Text<Line>,
    /// Whether messages that match are the ones that are fetched; else they are the ones that stay
    /// on the server. Default: true.
    pub(crate) fetch: Option<bool>,
}

keys!(FilterTable { field, contains, fetch });

const _: () = assert!(limit::LINE == 900, "the words above name the bound");
