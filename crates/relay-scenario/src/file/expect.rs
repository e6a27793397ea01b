//! `[[expect]]`

use crate::decode::keys;
use crate::limit;
use crate::text::{ActionName, Address, Item, Line, Moment, Number, ServerName, ShortOr, Text};

/// What must be true; each entry says one thing or several. What is counted is counted from the
/// start.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Expect"))]
pub(crate) struct ExpectTable {
    /// When: an offset from the start or a date. Default: at the end of the run.
    pub(crate) at: Option<Text<Moment>>,
    /// An address in whose mailbox a message was put; a table says how many. Notifications (see
    /// `bounced`) are not counted.
    pub(crate) delivered: Option<ShortOr<Address, DeliveredTable>>,
    /// The address of an account whose mail client fetched a message; a table says how many.
    pub(crate) collected: Option<ShortOr<Address, CollectedTable>>,
    /// An address in whose mailbox a notification was put: mail with the null reverse-path, or a
    /// report. A table says how many, and what they tell.
    pub(crate) bounced: Option<ShortOr<Address, BouncedTable>>,
    /// How many messages are in all queues together: 0 to 1000000000; a table says whose queue.
    pub(crate) queued: Option<ShortOr<CountNumber, QueuedTable>>,
    /// How often a host tried to deliver, as its mail log would have it: one attempt for each time
    /// that it took a message out of the queue for a recipient and tried. However many exchangers
    /// and addresses were connected to in that time, it is one attempt (`connections` counts those).
    /// It counts for each recipient that it was for, and it counts when it is over. Final delivery
    /// to a mailbox or a list is an attempt too, and so is one that ends before a connection: names
    /// that cannot be looked up, no such mailbox, a loop. No attempt is counted when nothing was
    /// tried, as all servers of the next hop are left alone for a while; for one that is under way;
    /// and for one that was under way when its host went down.
    pub(crate) attempts: Option<Item<AttemptsTable>>,
    /// How often a host tried to connect to another.
    pub(crate) connections: Option<Item<ConnectionsTable>>,
    /// How often a recipient was put off until later.
    pub(crate) deferred: Option<Item<SetbackTable>>,
    /// How often a recipient was given up.
    pub(crate) failed: Option<Item<SetbackTable>>,
    /// Replies that a server gave.
    pub(crate) replies: Option<Item<RepliesTable>>,
    /// For how many recipients a message was given up without telling anybody: 0 to 1000000000; a
    /// table says by which host.
    pub(crate) discarded: Option<ShortOr<CountNumber, DiscardedTable>>,
}

keys!(ExpectTable {
    at,
    delivered,
    collected,
    bounced,
    queued,
    attempts,
    connections,
    deferred,
    failed,
    replies,
    discarded,
});

/// A count.
pub(crate) type CountNumber = Number<0, { limit::COUNT }>;

/// A count, or a table with its bounds.
pub(crate) type CountOrRange = ShortOr<CountNumber, RangeTable>;

/// How many there must be.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Range"))]
pub(crate) struct RangeTable {
    /// At least so many: 0 to 1000000000. Default: 0.
    pub(crate) min: Option<Text<CountNumber>>,
    /// At most so many: 0 to 1000000000. Default: no limit.
    pub(crate) max: Option<Text<CountNumber>>,
}

keys!(RangeTable { min, max });

/// Messages in a mailbox.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Delivered"))]
pub(crate) struct DeliveredTable {
    /// The address of the mailbox.
    pub(crate) to: Text<Address>,
    /// The name of the host, where several have such a mailbox. Default: all hosts together.
    pub(crate) on: Option<Text<ServerName>>,
    /// How many: a number or `{ min, max }`. Default: 1.
    pub(crate) copies: Option<CountOrRange>,
}

keys!(DeliveredTable { to, on, copies });

/// Messages that were fetched.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Collected"))]
pub(crate) struct CollectedTable {
    /// The address of the account.
    pub(crate) by: Text<Address>,
    /// How many: a number or `{ min, max }`. Default: 1.
    pub(crate) messages: Option<CountOrRange>,
}

keys!(CollectedTable { by, messages });

/// Notifications in a mailbox.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Bounced"))]
pub(crate) struct BouncedTable {
    /// The address of the mailbox.
    pub(crate) to: Text<Address>,
    /// What they tell: `failed`, `delayed`, `delivered`, `relayed` or `expanded` (RFC 3464 section
    /// 2.3.3). Default: anything.
    pub(crate) kind: Option<Text<ActionName>>,
    /// How many: a number or `{ min, max }`. Default: 1.
    pub(crate) notifications: Option<CountOrRange>,
}

keys!(BouncedTable { to, kind, notifications });

/// Messages in a queue.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Queued"))]
pub(crate) struct QueuedTable {
    /// The name of the host. Default: all hosts together.
    pub(crate) on: Option<Text<ServerName>>,
    /// The address of a recipient for whom they wait. Default: all recipients together.
    pub(crate) to: Option<Text<Address>>,
    /// How many: a number or `{ min, max }`.
    pub(crate) messages: CountOrRange,
}

keys!(QueuedTable { on, to, messages });

/// Attempts to deliver, as a mail log has them.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Attempts"))]
pub(crate) struct AttemptsTable {
    /// The name of the host that tries.
    pub(crate) on: Text<ServerName>,
    /// The address of the recipient. Default: all recipients together.
    pub(crate) to: Option<Text<Address>>,
    /// How many: a number or `{ min, max }`.
    pub(crate) count: CountOrRange,
}

keys!(AttemptsTable { on, to, count });

/// Connections, whether they came about or not.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Connections"))]
pub(crate) struct ConnectionsTable {
    /// The name of the host that connects. Default: all hosts together.
    pub(crate) from: Option<Text<ServerName>>,
    /// The name of the host that it connects to.
    pub(crate) to: Text<ServerName>,
    /// How many: a number or `{ min, max }`. Default: 1.
    pub(crate) count: Option<CountOrRange>,
}

keys!(ConnectionsTable { from, to, count });

/// Recipients that were put off or given up. What is left out may be anything.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Setback"))]
pub(crate) struct SetbackTable {
    /// The name of the host in whose queue the message is. Default: all hosts together.
    pub(crate) on: Option<Text<ServerName>>,
    /// The address of the recipient. Default: all recipients together.
    pub(crate) to: Option<Text<Address>>,
    /// The status of the failure (RFC 3463), such as `4.4.1`.
    pub(crate) status: Option<Text<Line>>,
    /// A part of the reason in the trace, in any case; at most 900 characters.
    pub(crate) containing: Option<Text<Line>>,
    /// How many: a number or `{ min, max }`. Default: 1.
    pub(crate) count: Option<CountOrRange>,
}

keys!(SetbackTable { on, to, status, containing, count });

/// Replies of an SMTP or POP3 server. What is left out may be anything.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Replies"))]
pub(crate) struct RepliesTable {
    /// The name of the server.
    pub(crate) from: Text<ServerName>,
    /// The reply code: 200 to 559.
    pub(crate) code: Option<Text<Number<200, 559>>>,
    /// The enhanced status code, such as `5.1.1`.
    pub(crate) enhanced: Option<Text<Line>>,
    /// How a POP3 response begins: `+OK` or `-ERR`, perhaps with its response code, such as
    /// `-ERR [IN-USE]` (RFC 2449 section 8); instead of `code` and `enhanced`. Default: replies of
    /// SMTP are meant.
    pub(crate) pop3: Option<Text<Line>>,
    /// A part of the reply's text, in any case; at most 900 characters.
    pub(crate) containing: Option<Text<Line>>,
    /// How many: a number or `{ min, max }`. Default: at least 1.
    pub(crate) count: Option<CountOrRange>,
}

keys!(RepliesTable { from, code, enhanced, pop3, containing, count });

/// Recipients for whom a message was given up without telling anybody.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Discarded"))]
pub(crate) struct DiscardedTable {
    /// The name of the host. Default: all hosts together.
    pub(crate) on: Option<Text<ServerName>>,
    /// How many: a number or `{ min, max }`. Default: 1.
    pub(crate) messages: Option<CountOrRange>,
}

keys!(DiscardedTable { on, messages });
