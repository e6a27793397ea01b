//! `[[account]]`, `[[send]]`, `[[collect]]`, `[[queue_run]]`

use super::FilterTable;
use crate::decode::keys;
use crate::limit;
use crate::text::{
    Address, DomainName, Duration, Envid, Item, Line, Moment, NotifyName, Number, OneOrMore,
    OrcptName, Pop3LoginName, RetName, ReversePathName, ServerName, ServerPort, ServiceName, Size,
    Text, TypingEndName, Words,
};

/// Somebody's account in a mail client.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Account"))]
pub(crate) struct AccountTable {
    /// The owner's address; no other account has it.
    pub(crate) address: Text<Address>,
    /// The name of the host on which the mail client runs.
    pub(crate) on: Text<ServerName>,
    /// The host where the mail client hands mail in, with `:25` or `:587`. Default: the first host
    /// that is final for the address's domain; port 587 if that host has the service, else 25.
    pub(crate) submit: Option<Text<ServerPort>>,
    /// Whether the mail client does without such a host: it finds the MX hosts of each recipient
    /// and delivers to them itself, as a server does. Default: false.
    pub(crate) direct: Option<bool>,
    /// The host where the mail client fetches mail. Default: the first host that has the mailbox
    /// and the service POP3; without one, the account cannot collect.
    pub(crate) collect: Option<Text<ServerName>>,
    /// What the mail client says after USER, and in AUTH where the server that it hands mail in to
    /// offers it, at most 900 characters. Default: the mailbox's user.
    pub(crate) user: Option<Text<Line>>,
    /// What the mail client says after PASS, and in AUTH, at most 900 characters. Default: the
    /// mailbox's password; without one, it does not say AUTH.
    pub(crate) password: Option<Text<Line>>,
    /// How the mail client logs in to fetch: `password` (USER and PASS), `apop`, `plain` (AUTH
    /// PLAIN), or `best` for the best of them that the server offers. Default: `best`.
    pub(crate) login: Option<Text<Pop3LoginName>>,
    /// Whether messages stay on the server when they are fetched. Default: false.
    pub(crate) leave_on_server: Option<bool>,
    /// How long after it was first fetched a message is deleted on the server, by the first
    /// collection that comes so late: a duration of at most 3660 days; not beside
    /// `leave_on_server`. Default: it is deleted when it is fetched.
    pub(crate) delete_after: Option<Text<Duration>>,
    /// What the mail client looks at, by TOP, before it fetches a message. Default: nothing; all
    /// messages are fetched.
    pub(crate) filter: Option<Item<FilterTable>>,
    /// Larger messages are not fetched; in octets or with a unit, at most 1 TiB. Default: no limit.
    pub(crate) size_max: Option<Text<Size>>,
}

keys!(AccountTable {
    address,
    on,
    submit,
    direct,
    collect,
    user,
    password,
    login,
    leave_on_server,
    delete_after,
    filter,
    size_max,
});

/// A message, or several alike.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Send"))]
pub(crate) struct SendTable {
    /// When it is sent: an offset from the start or a date. Default: 0s.
    pub(crate) at: Option<Text<Moment>>,
    /// How many messages are sent: 1 to 100000. Default: 1.
    pub(crate) count: Option<Text<Number<1, { limit::SENDS as u64 }>>>,
    /// The pause from one of them to the next: a duration of at most 3660 days. Default: 1s.
    pub(crate) every: Option<Text<Duration>>,
    /// Who sends it. An account with this address submits it from its mail client.
    pub(crate) from: Text<Address>,
    /// The host on which it is written. A server puts it into its own queue. Default: the host of
    /// the account with the address `from`, else the server that has this mailbox.
    pub(crate) on: Option<Text<ServerName>>,
    /// For whom it is: one address or an array. At most 1000 recipients with `cc` and `bcc`.
    pub(crate) to: Option<OneOrMore<Address>>,
    /// More recipients, named in the field Cc. Default: none.
    pub(crate) cc: Option<OneOrMore<Address>>,
    /// More recipients, named in no header field. Default: none.
    pub(crate) bcc: Option<OneOrMore<Address>>,
    /// The envelope's reverse-path, to which bounces go; `<>` is the null path. Default: `from`.
    pub(crate) envelope_from: Option<Text<ReversePathName>>,
    /// When the sender wants to be told what became of it (RFC 3461 section 4.1): `never`, or one or
    /// several of `success`, `failure` and `delay`. Default: nothing is asked for, which means
    /// failures, and delays where a host tells of them.
    pub(crate) notify: Option<OneOrMore<NotifyName>>,
    /// What a failure report returns (RFC 3461 section 4.3): `full`, the whole message, or `hdrs`,
    /// its header. Default: nothing is asked for.
    pub(crate) ret: Option<Text<RetName>>,
    /// A name for the envelope, which reports give back (RFC 3461 section 4.4): printable US-ASCII,
    /// at most 100 characters as xtext. Default: none.
    pub(crate) envid: Option<Text<Envid>>,
    /// The original recipient, which reports give back (RFC 3461 section 4.2): an address, or
    /// `type;address`, at most 500 characters as xtext; with several recipients one for each, in the
    /// order of `to`, `cc` and `bcc`. Default: none.
    pub(crate) orcpt: Option<OneOrMore<OrcptName>>,
    /// The value of the field From, which nobody checks; at most 900 characters. Default: `from`.
    pub(crate) header_from: Option<Text<Line>>,
    /// The value of the field Subject, at most 900 characters. Default: empty.
    pub(crate) subject: Option<Text<Line>>,
    /// The text, at most 1 MiB. Default: one short line.
    pub(crate) body: Option<Text<Words>>,
    /// The text is filled up until the whole message has this size, in octets or with a unit; at
    /// most 64 MiB, and 1 GiB for all messages together. Default: it is not filled up.
    pub(crate) size: Option<Text<Size>>,
    /// The whole message with its header (RFC 5322), at most 1 MiB, in place of `subject`, `body`,
    /// `size` and `header_from`. Default: none.
    pub(crate) message: Option<Text<Words>>,
    /// The name of a file with the whole message (`.eml`), at most 64 MiB, beside the scenario
    /// file. Default: none.
    pub(crate) file: Option<Text<Line>>,
}

keys!(SendTable {
    at,
    count,
    every,
    from,
    on,
    to,
    cc,
    bcc,
    envelope_from,
    notify,
    ret,
    envid,
    orcpt,
    header_from,
    subject,
    body,
    size,
    message,
    file,
});

/// When a mail client collects.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Collect"))]
pub(crate) struct CollectTable {
    /// When, or when first: an offset from the start or a date. Default: 0s.
    pub(crate) at: Option<Text<Moment>>,
    /// The address of the account.
    pub(crate) account: Text<Address>,
    /// The pause from one time to the next: a duration of 1s to 3660 days. Default: it is done once.
    pub(crate) every: Option<Text<Duration>>,
    /// The last moment at which it is done: an offset from the start or a date. Default: the end of the run.
    /// At most 100000 times up to the file's `until`, by all `[[collect]]` together; behind it, where
    /// somebody acts in the page, only where there is something new.
    pub(crate) until: Option<Text<Moment>>,
}

keys!(CollectTable { at, account, every, until });

/// A host that is online only in windows. When one begins, it sends what waits in its queue.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "DialUp"))]
pub(crate) struct DialUpTable {
    /// The name of the host.
    pub(crate) host: Text<ServerName>,
    /// When it goes online first: an offset from the start or a date. Default: 0s.
    pub(crate) at: Option<Text<Moment>>,
    /// How long it stays online: a duration of 1s to 3660 days.
    pub(crate) lasts: Text<Duration>,
    /// From the beginning of one window to that of the next, a duration longer than `lasts`.
    /// Default: there is one window.
    pub(crate) every: Option<Text<Duration>>,
    /// The last moment at which a window begins: an offset from the start or a date. Default: the end of the
    /// run. At most 100000 windows of all hosts together up to the file's `until`, and 5000 behind it, where
    /// somebody acts in the page.
    pub(crate) until: Option<Text<Moment>>,
    /// The name of a host that it asks with ETRN for the mail that waits there (RFC 1985), in each
    /// window. Default: none.
    pub(crate) asks: Option<Text<ServerName>>,
    /// The domain whose mail it asks for. Default: the first that it is final for.
    pub(crate) domain: Option<Text<DomainName>>,
}

keys!(DialUpTable { host, at, lasts, every, until, asks, domain });

/// Somebody types SMTP or POP3 to a server, line by line.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Type"))]
pub(crate) struct TypeTable {
    /// When the connection is asked for: an offset from the start or a date. Default: 0s.
    pub(crate) at: Option<Text<Moment>>,
    /// The name of the host at which somebody types.
    pub(crate) from: Text<ServerName>,
    /// The name of the server.
    pub(crate) to: Text<ServerName>,
    /// The service: `smtp`, `submission` or `pop3`. Default: `smtp`.
    pub(crate) service: Option<Text<ServiceName>>,
    /// The lines: 1 to 1000, of at most 900 characters each.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limit::TYPED_LINES)))]
    pub(crate) lines: OneOrMore<Line>,
    /// The pause before each line: a duration of more than 0s. Default: 2s.
    pub(crate) every: Option<Text<Duration>>,
    /// What is done after the last pause: `close` the connection in good order, `reset` it, as when
    /// a program dies, or `stay`. Default: `close`.
    pub(crate) end: Option<Text<TypingEndName>>,
}

keys!(TypeTable { at, from, to, service, lines, every, end });

/// A queue is run outside its schedule, once or at an interval: everything that waits is tried at
/// once, due or not, as `sendmail -q`, `postqueue -f` and `exim -qff` do it; with `every`, as
/// `sendmail -q30m` does it. An interval at which a host looks for what is due is `queue_run` in its
/// `retry`.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "QueueRun"))]
pub(crate) struct QueueRunTable {
    /// When, or when first: an offset from the start or a date. Default: 0s.
    pub(crate) at: Option<Text<Moment>>,
    /// The pause from one run to the next: a duration of 1s to 3660 days. Default: it is run once.
    pub(crate) every: Option<Text<Duration>>,
    /// The last moment at which it is run: an offset from the start or a date. Default: the file's
    /// `until`. At most 100000 times, by all `[[queue_run]]` together.
    pub(crate) until: Option<Text<Moment>>,
    /// The name of the host whose queue it is.
    pub(crate) on: Text<ServerName>,
    /// The name of another host that asks for it over the network with ETRN (RFC 1985). Default:
    /// none; somebody does it by hand.
    pub(crate) asked_by: Option<Text<ServerName>>,
    /// The domain whose mail that host asks for. Default: the first that it is final for.
    pub(crate) domain: Option<Text<DomainName>>,
}

keys!(QueueRunTable { at, every, until, on, asked_by, domain });
