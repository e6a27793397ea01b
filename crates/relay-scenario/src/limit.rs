//! Every bound of a scenario file, in one table.
//!
//! They keep a run inside the memory of a browser tab; a file that needs more gets a clear message.

use relay_kernel::SimDuration;

/// Octets of the file itself.
pub const SOURCE: usize = 4 * 1024 * 1024;
/// Octets of one message that is given as a file (what a simulated host takes at most).
pub const MESSAGE: usize = relay_mail::limit::CONTENT_CEILING;
/// Characters of a title.
pub const TITLE: usize = 200;
/// Characters of a description.
pub const ABOUT: usize = 10_000;
/// Characters of a subject, of a display name, of a password and of anything else on one line.
pub const LINE: usize = 900;
/// Characters of the name of a header field.
pub const FIELD_NAME: usize = 76;
/// Days in EXPIRE.
pub const EXPIRE_DAYS: u32 = 36_500;
/// Translations of one file: one for each language.
pub const TRANSLATIONS: usize = relay_mail::language::Language::ALL.len();
/// Octets of a message body or a whole message that is written in the file.
pub const TEXT: usize = 1024 * 1024;
/// Hosts.
pub const HOSTS: usize = 200;
/// Domains that one host is final for.
pub const DOMAINS: usize = 100;
/// Mailboxes on one host.
pub const MAILBOXES: usize = 1_000;
/// Addresses of all mailboxes and aliases of all hosts.
pub const ADDRESSES: usize = 100_000;
/// Aliases on one host, and addresses behind one alias.
pub const ALIASES: usize = 1_000;
/// Entries in the list of those whom a host relays for.
pub const RELAY_FOR: usize = 1_000;
/// Accounts of mail clients.
pub const ACCOUNTS: usize = 1_000;
/// Links with values of their own.
pub const LINKS: usize = 10_000;
/// DNS records that are written in the file.
pub const RECORDS: usize = 10_000;
/// Messages that are sent, repetitions counted.
pub const SENDS: usize = 100_000;
/// Recipients of one message.
pub const RECIPIENTS: usize = 1_000;
/// Octets of all messages whose `size` is given, repetitions counted.
pub const SIZED_OCTETS: u64 = 1 << 30;
/// Entries of `[[collect]]`.
pub const COLLECTS: usize = 10_000;
/// Times that mail is collected, by all `[[collect]]` together.
pub const COLLECT_ROUNDS: u64 = 100_000;
/// Hops at which a host may be told to see a loop.
pub const HOPS: u64 = 1_000;
/// Times that queues are run, by all `[[queue_run]]` together.
pub const QUEUE_RUN_ROUNDS: u64 = 100_000;
/// Entries of `[[queue_run]]`.
pub const QUEUE_RUNS: usize = 10_000;
/// Entries of `[[type]]`.
pub const TYPINGS: usize = 1_000;
/// Lines of one of them.
pub const TYPED_LINES: usize = 1_000;
/// Static routes of one host.
pub const ROUTES: usize = 1_000;
/// Connections or messages that a policy may be told to allow.
pub const ALLOWED: u64 = 1_000_000;
/// Windows in which dial-up hosts are online, of all of them together.
pub const DIAL_UP_WINDOWS: u64 = 100_000;
/// Entries of `[[fault]]`.
pub const FAULTS: usize = 1_000;
/// Entries of `[[expect]]`.
pub const EXPECTATIONS: usize = 1_000;
/// Any duration and any offset from the start.
pub const DURATION: SimDuration = SimDuration::from_days(3_660);
/// How long one packet may take.
pub const LATENCY: SimDuration = SimDuration::from_hours(1);
/// Packets in a million that a link may lose: with more, nothing would ever get through.
pub const LOSS_PER_MILLION: u32 = 900_000;
/// Bytes per second that a link may carry.
pub const RATE_BYTES_PER_SECOND: u64 = 125_000_000_000;
/// Octets of a size limit or a quota.
pub const SIZE: u64 = 1 << 40;
/// Sessions that a host may be told to have with one next hop at once.
pub const CONCURRENCY: u32 = 10_000;
/// A coordinate on the map: thousandths of its width or height.
pub const POSITION: u32 = 1_000;
/// Mistakes that are told at once.
pub const DIAGNOSTICS: usize = 100;
/// Octets of a name in the DNS (RFC 1035 §2.3.4: 255 on the wire).
pub const NAME: usize = 253;
/// What an expectation may count up to.
pub const COUNT: u64 = 1_000_000_000;
/// Addresses that one attempt may be told to try.
pub const ADDRESSES_TRIED: u64 = 1_000;
/// Retry rules of one host.
pub const RETRY_RULES: usize = 20;
/// Failures after which a host may be told to leave another alone.
pub const FAILURES: u64 = 1_000;
/// What may be added to the square root of a message's age in seconds.
pub const SKIP: u64 = 1_000;
/// Messages that a session may be told to carry.
pub const MESSAGES_PER_SESSION: u64 = 100_000;
/// Works that a lesson names as its sources.
pub const SOURCES: usize = 20;
/// Steps of a lesson.
pub const STEPS: usize = 100;
/// Answers to choose from that an author gives.
pub const CHOICES: usize = 8;
/// Expectations of a challenge.
pub const GOALS: usize = 20;
/// Moves of the solution of a challenge.
pub const MOVES: usize = 20;
/// Hosts, links or parts of the page that a step points at.
pub const HIGHLIGHTS: usize = 50;
