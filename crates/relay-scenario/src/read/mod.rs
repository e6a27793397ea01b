//! From the file as it is written to what it means, collecting every mistake on the way.

mod account;
mod bounce;
mod challenge;
mod collect;
mod decode;
mod dial_up;
mod expect;
mod fault;
mod host;
mod lesson;
mod mailbox;
mod network;
mod pattern;
mod policy;
mod pop3;
mod predict;
mod queue_run;
mod relay;
mod retry;
mod send;
mod translation;
mod typing;
mod zone;

use core::ops::Range;
use std::collections::BTreeMap;

use relay_kernel::{SimDuration, SimTime};
use relay_mail::Mailbox;
use toml::de::DeTable;

use super::file::ScenarioFile;
use super::limit;
use super::mistake::{File, Link, Many, Mistake, Run};
use super::model::{Account, AccountNo, Host, HostNo, LinkSetup, Network, Scenario, Start};
use super::text::{Instant, Kind, Moment, OneOrMore, ServerName, Text};
use super::{Diagnostic, FORMAT, Severity, similar};

/// Where a run ends when nobody says so.
const UNTIL: SimDuration = SimDuration::from_days(10);

/// Reads a whole file.
pub(super) fn scenario(source: &str) -> Result<Scenario, Vec<Diagnostic>> {
    if source.len() > limit::SOURCE {
        let too_long = File::TooLong { octets: source.len() };
        return Err(vec![Diagnostic::error(0..0, too_long)]);
    }
    let (table, errors) = DeTable::parse_recoverable(source);
    if !errors.is_empty() {
        // After the first slip a TOML parser often sees more that are none.
        return Err(errors.iter().take(1).map(|error| decode::syntax(error, source)).collect());
    }
    let mut reader = Reader::new(source);
    let file = decode::file(table, &mut reader);
    let scenario = if reader.version_is_right(&file) { reader.scenario(&file) } else { None };
    let mut found = reader.found;
    found.sort_by_key(|diagnostic| diagnostic.span.start);
    match scenario {
        Some(scenario) if !has_error(&found) => Ok(Scenario { warnings: found, ..scenario }),
        _ => Err(found),
    }
}

fn has_error(found: &[Diagnostic]) -> bool {
    found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// An address as a host compares it: without regard to case.
fn address_key(address: &Mailbox) -> String {
    format!("{}@{}", address.local, address.host).to_ascii_lowercase()
}

/// The parts of a scenario that a lesson refers to.
struct Names<'a> {
    hosts: &'a [Host],
    accounts: &'a [Account],
    network: &'a Network,
    links: &'a [LinkSetup],
}

/// What is known while a file is read.
struct Reader<'a> {
    source: &'a str,
    found: Vec<Diagnostic>,
    /// Hosts by their names in lower case.
    hosts: BTreeMap<String, HostNo>,
    /// Accounts by their addresses.
    accounts: BTreeMap<String, AccountNo>,
    /// Hosts by the addresses of their mailboxes, as [`address_key`] writes them; of several, the
    /// first.
    mailboxes: BTreeMap<String, HostNo>,
    /// Addresses of mailboxes and aliases so far.
    addresses: usize,
    /// Errors in `found`.
    errors: usize,
    /// Whether no mistake was found in hosts and accounts.
    names_are_known: bool,
    /// Whether the file has a lesson that could not be decoded.
    lesson_is_broken: bool,
    start: Start,
    until: SimTime,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            found: Vec::new(),
            hosts: BTreeMap::new(),
            accounts: BTreeMap::new(),
            mailboxes: BTreeMap::new(),
            addresses: 0,
            errors: 0,
            names_are_known: true,
            lesson_is_broken: false,
            start: Start::DEFAULT,
            until: SimTime::START + UNTIL,
        }
    }

    /// Reports that a part of the file does not fit another. When hosts or accounts are broken
    /// themselves, that is what must be mended first.
    fn report_reference(&mut self, diagnostic: Diagnostic) {
        if self.names_are_known {
            self.report(diagnostic);
        }
    }

    fn error_count(&self) -> usize {
        self.errors
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        if !self.is_full() {
            self.errors += usize::from(diagnostic.severity == Severity::Error);
            self.found.push(diagnostic);
        }
    }

    /// Whether so many mistakes were found that more would help nobody.
    fn is_full(&self) -> bool {
        self.error_count() >= limit::DIAGNOSTICS
    }

    /// The number of the line in which `span` begins, for hints.
    fn line_of(&self, span: &Range<usize>) -> usize {
        super::Place::of(span, self.source).line
    }

    /// The value of `text`, or nothing and a report.
    fn read<K: Kind>(&mut self, text: &Text<K>) -> Option<K::Value> {
        self.good(text.read(), &text.span)
    }

    /// What was read from the text at `span`, or nothing and a report.
    fn good<T>(&mut self, read: Result<T, Mistake>, span: &Range<usize>) -> Option<T> {
        read.map_err(|mistake| self.report(Diagnostic::error(span.clone(), mistake))).ok()
    }

    /// The value of `text`, if there is one.
    fn maybe<K: Kind>(&mut self, text: Option<&Text<K>>) -> Option<K::Value> {
        text.and_then(|text| self.read(text))
    }

    /// All values that can be read, each with the place where it stands.
    fn all<K: Kind>(
        &mut self,
        list: Option<&OneOrMore<K>>,
        max: usize,
        what: Many,
    ) -> Vec<(K::Value, Range<usize>)> {
        let Some(list) = list else { return Vec::new() };
        self.bounded(list.items.len(), max, what, &list.span);
        let items = list.items.iter().take(max);
        items.filter_map(|text| Some((self.read(text)?, text.span.clone()))).collect()
    }

    /// Reports when there are more than `max` of something.
    fn bounded(&mut self, count: usize, max: usize, what: Many, span: &Range<usize>) {
        if count > max {
            let too_many = File::TooMany { count, max, what };
            self.report(Diagnostic::error(span.clone(), too_many));
        }
    }

    /// The host of that name, or nothing and a report.
    fn host_named(&mut self, name: &str, span: &Range<usize>) -> Option<HostNo> {
        if let Some(no) = self.hosts.get(name) {
            return Some(*no);
        }
        if self.is_full() {
            return None;
        }
        let names: Vec<&str> = self.hosts.keys().map(String::as_str).collect();
        let advice = similar::advice(name, &names);
        let none = Link::NoSuchHost { name: name.to_owned(), advice };
        self.report_reference(Diagnostic::error(span.clone(), none));
        None
    }

    /// The host that `text` names.
    fn host(&mut self, text: &Text<ServerName>) -> Option<HostNo> {
        let name = self.read(text)?;
        self.host_named(&name, &text.span)
    }

    /// The first host that has a mailbox for `address`.
    fn mailbox_host(&self, address: &Mailbox) -> Option<HostNo> {
        self.mailboxes.get(&address_key(address)).copied()
    }

    /// The two different hosts that a list names.
    fn two_hosts(&mut self, list: &OneOrMore<ServerName>) -> Option<[HostNo; 2]> {
        let [first, second] = &list.items[..] else {
            let other = Link::NotTwoHosts { count: list.items.len() };
            self.report(Diagnostic::error(list.span.clone(), other));
            return None;
        };
        let (first, second_no) = (self.host(first), self.host(second));
        let (first, second_no) = (first?, second_no?);
        if first == second_no {
            self.report(Diagnostic::error(second.span.clone(), Link::ToItself));
            return None;
        }
        Some([first, second_no])
    }

    /// The moment that `text` says.
    fn moment(&mut self, text: &Text<Moment>) -> Option<SimTime> {
        let micros = match self.read(text)? {
            Instant::Offset(span) => return Some(SimTime::START + span),
            Instant::UnixMicros(micros) => micros,
        };
        let since = micros - i128::from(self.start.unix_secs) * 1_000_000;
        let mistake = match u64::try_from(since).map(SimDuration::from_micros) {
            Ok(span) if span <= limit::DURATION => return Some(SimTime::START + span),
            Ok(_) => Run::TooLate,
            Err(_) => Run::BeforeStart,
        };
        self.report(Diagnostic::error(text.span.clone(), mistake));
        None
    }

    /// The moment that `text` says, and a warning when the run is over by then.
    fn moment_in_run(&mut self, text: Option<&Text<Moment>>) -> Option<SimTime> {
        let text = text?;
        let moment = self.moment(text)?;
        if moment > self.until && self.found.len() < limit::DIAGNOSTICS {
            self.report(Diagnostic::warning(text.span.clone(), Run::AfterEnd));
        }
        Some(moment)
    }

    /// Whether this program reads that version of the format.
    fn version_is_right(&mut self, file: &ScenarioFile) -> bool {
        let Some(format) = &file.format else {
            self.report(Diagnostic::error(0..0, File::NoFormat));
            return true;
        };
        match self.read(format) {
            Some(FORMAT) | None => true,
            Some(0) => {
                self.report(Diagnostic::error(format.span.clone(), File::NoVersionZero));
                true
            }
            Some(version) => {
                // Everything else that seems wrong may be right in that version.
                let newer = File::Newer { version };
                self.found = vec![Diagnostic::error(format.span.clone(), newer)];
                false
            }
        }
    }

    /// Everything, in the order in which one part needs the other.
    fn scenario(&mut self, file: &ScenarioFile) -> Option<Scenario> {
        let title = self.maybe(file.title.as_ref()).unwrap_or_default();
        let about = self.maybe(file.about.as_ref()).unwrap_or_default().trim().to_owned();
        let seed = self.maybe(file.seed.as_ref()).unwrap_or(1);
        self.start = self.maybe(file.start.as_ref()).unwrap_or(Start::DEFAULT);
        let until = file.until.as_ref().and_then(|text| self.moment(text));
        self.until = until.unwrap_or(self.until);
        if self.until == SimTime::START {
            let span = file.until.as_ref().map_or(0..0, |text| text.span.clone());
            self.report(Diagnostic::error(span, Run::NoTime));
        }
        let network = self.network(file.network.as_ref());
        let mut hosts = self.hosts(file);
        let accounts = self.accounts(file, &hosts);
        self.relaying(file, &mut hosts, &accounts);
        self.routes(file, &mut hosts);
        let links = self.links(&file.link, &network.link);
        let records = self.zone(&file.dns, &hosts);
        let sends = self.sends(&file.send, &hosts, &accounts);
        let collects = self.collects(&file.collect, &accounts);
        let queue_runs = self.queue_runs(&file.queue_run, &hosts);
        let typings = file.typing.iter().filter_map(|table| self.typing(table)).collect();
        let dial_ups = self.dial_ups(&file.dial_up, &hosts);
        let faults = self.faults(&file.fault, &network, &links);
        let expectations = self.expectations(&file.expect, &accounts);
        let names = Names { hosts: &hosts, accounts: &accounts, network: &network, links: &links };
        let lesson = file.lesson.as_ref().map(|table| self.lesson(table, &names));
        let translations = self.translations(file, &title, &about);
        let (start, until) = (self.start, self.until);
        (!has_error(&self.found)).then(|| Scenario {
            title,
            about,
            seed,
            start,
            until,
            network,
            hosts,
            accounts,
            links,
            records,
            sends,
            collects,
            queue_runs,
            typings,
            dial_ups,
            faults,
            expectations,
            lesson,
            translations,
            warnings: Vec::new(),
        })
    }
}
