//! Maildrops in full: what lies in them under which unique-id, who has them locked, what is marked
//! as deleted, and what each client that collects there remembers to have.

use relay_host::{Account, ContentId, NameId};
use relay_kernel::{RecordId, SimTime};
use relay_mail::language::words;
use relay_mail::{Language, say};
use relay_pop3::server::transmitted_size;
use relayscope::World;
use relayscope::scenario::Collection;
use relayscope::trace::{HostId, Trace};

use crate::cast::Cast;
use crate::holdings::{Drop, Guise, Holdings, Inbox};
use crate::{clock, number, plain};

/// Messages of one maildrop, and unique-ids of one client, that are shown at most: the newest.
pub const ROWS_MAX: usize = 200;

/// A maildrop at one position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maildrop {
    /// On which host.
    pub host: HostId,
    /// The host's name.
    pub host_name: String,
    /// Its name: what its user says in USER.
    pub name: String,
    /// How many messages lie in it.
    pub count: usize,
    /// How many octets they have.
    pub octets: u64,
    /// How much room there is, in a sentence; empty where nothing limits it.
    pub room: String,
    /// Who has it open; `None` while nobody has.
    pub lock: Option<Lock>,
    /// The newest of its messages, the newest first, at most [`ROWS_MAX`].
    pub letters: Vec<Letter>,
    /// The clients that collect from it.
    pub collectors: Vec<Collector>,
}

/// The exclusive use of a maildrop (RFC 1939 §4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Who has it and since when, in a sentence.
    pub text: String,
    /// The record that says that it was opened.
    pub because: RecordId,
}

/// A message in a maildrop.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Letter {
    /// Its place, from 1 up: its number in a session that begins now.
    pub number: usize,
    /// Its unique-id (RFC 1939 §7).
    pub uidl: String,
    /// What its From field says.
    pub from: String,
    /// What its Subject field says; may be empty.
    pub subject: String,
    /// Octets as LIST tells them.
    pub size: u64,
    /// When it was delivered.
    pub at: String,
    /// What it looks like.
    pub guise: Guise,
    /// Whether the session that is open has marked it as deleted.
    pub marked: bool,
    /// The addresses of the clients that have it already.
    pub had_by: Vec<String>,
    /// Its octets.
    pub content: ContentId,
    /// The record that says that it was delivered.
    pub because: Option<RecordId>,
}

/// A mail client that collects from a maildrop.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Collector {
    /// The address of its account.
    pub address: String,
    /// The host that it runs on.
    pub host_name: String,
    /// What it does with messages that it has, in a sentence.
    pub habit: String,
    /// How many messages it has collected.
    pub collected: usize,
    /// The unique-ids that it remembers, the newest first, at most [`ROWS_MAX`].
    pub known: Vec<Known>,
}

/// A unique-id that a client remembers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Known {
    /// The unique-id.
    pub uidl: String,
    /// When the client collected its message.
    pub at: String,
    /// Whether the message lies in the maildrop still.
    pub there: bool,
    /// The record that says that it was collected.
    pub because: Option<RecordId>,
}

/// Every maildrop of `world`, which is at the same place as `holdings`, in the order of the hosts.
pub fn maildrops(
    cast: &Cast,
    trace: &Trace,
    world: &World,
    holdings: &Holdings,
    now: SimTime,
) -> Vec<Maildrop> {
    let view = View { cast, trace, world, holdings, now };
    let hosts = world.hosts();
    hosts
        .flat_map(|(id, host)| (0..host.maildrops().len()).map(move |at| (id, at)))
        .map(|(id, at)| view.maildrop(id, at))
        .collect()
}

struct View<'a> {
    cast: &'a Cast,
    trace: &'a Trace,
    world: &'a World,
    holdings: &'a Holdings,
    now: SimTime,
}

impl View<'_> {
    fn maildrop(&self, id: HostId, at: usize) -> Maildrop {
        let host = self.world.host(id);
        let drop = &host.maildrops()[at];
        let name = drop.config().name.as_str();
        let book = self
            .holdings
            .host(id)
            .and_then(|book| book.drops().iter().find(|book| self.is_named(book.mailbox, name)));
        let open = host.open_maildrops().find(|open| open.maildrop.config().name == name);
        let accounts = self.accounts(id, at);
        let letters = drop.items().iter().enumerate().rev().take(ROWS_MAX).map(|(nth, item)| {
            let known = book.and_then(|book| kept(book, item));
            let head = item.content.head();
            let has = |account: &&Account| {
                let mut inbox = account.inbox().iter();
                account.known().any(|(uidl, _)| *uidl == item.uidl)
                    || inbox.any(|it| it.uidl.as_ref() == Some(&item.uidl))
            };
            let had_by = accounts.iter().map(|(_, account, _)| *account).filter(has);
            Letter {
                number: nth + 1,
                uidl: item.uidl.to_string(),
                from: plain::field(head, "From"),
                subject: plain::subject(head),
                size: transmitted_size(&item.content) as u64,
                at: self.appointment(item.at),
                guise: known.map_or(Guise::Mail, |it| Guise::stored(self.trace, it)),
                marked: open.as_ref().is_some_and(|open| open.marked.contains(&&item.uidl)),
                had_by: had_by.map(|account| account.config().address.to_string()).collect(),
                content: item.content_id,
                because: known.map(|it| it.because),
            }
        });
        Maildrop {
            host: id,
            host_name: self.cast.name(id).to_owned(),
            name: plain::line(name.as_bytes()),
            count: drop.items().len(),
            octets: drop.octets(),
            room: room(self.cast.language, drop),
            lock: book.and_then(|book| book.lock).map(|because| self.lock(because, open.as_ref())),
            letters: letters.collect(),
            collectors: accounts.iter().map(|it| self.collector(it, drop)).collect(),
        }
    }

    fn is_named(&self, mailbox: NameId, name: &str) -> bool {
        self.trace.name(mailbox).eq_ignore_ascii_case(name)
    }

    fn lock(&self, because: RecordId, open: Option<&relay_host::OpenMaildrop<'_>>) -> Lock {
        let since = self.appointment(self.trace.record(because).at);
        let by = open.map(|open| self.cast.name(self.trace.conn(open.conn).client));
        let by = by.unwrap_or(words("a session", "einer Sitzung").in_(self.cast.language));
        let marked = match open.map_or(0, |open| open.marked.len()) {
            0 => String::new(),
            1 => say!(
                self.cast.language,
                "; one message is marked as deleted, and goes at QUIT",
                "; eine Nachricht ist als gelöscht markiert und geht mit QUIT"
            ),
            many => say!(
                self.cast.language,
                "; {many} messages are marked as deleted, and go at QUIT",
                "; {many} Nachrichten sind als gelöscht markiert und gehen mit QUIT"
            ),
        };
        Lock {
            text: say!(
                self.cast.language,
                "Locked by {by} since {since}{marked}.",
                "Gesperrt von {by} seit {since}{marked}."
            ),
            because,
        }
    }

    /// The accounts that collect from a maildrop: with the host of each, and how it collects.
    fn accounts(&self, server: HostId, at: usize) -> Vec<(HostId, &Account, &Collection)> {
        let scenario = self.world.scenario();
        let accounts = scenario.accounts.iter().enumerate().filter_map(|(nth, account)| {
            let collection = account.collection.as_ref()?;
            let here = HostId(collection.host.0) == server
                && self.world.host(server).maildrop_of(&collection.user) == Some(at);
            // A host numbers its own accounts in the order of the scenario.
            let before = scenario.accounts[..nth].iter().filter(|it| it.on == account.on).count();
            let on = HostId(account.on.0);
            let own = self.world.host(on).accounts().get(before)?;
            here.then_some((on, own, collection))
        });
        accounts.collect()
    }

    fn collector(
        &self,
        (on, account, collection): &(HostId, &Account, &Collection),
        drop: &relay_host::Maildrop,
    ) -> Collector {
        let address = account.config().address.to_string();
        let book = self.holdings.host(*on);
        let inbox = book.and_then(|book| {
            book.inboxes().iter().find(|inbox| self.is_named(inbox.account, &address))
        });
        let mut known: Vec<_> = account.known().collect();
        known.sort_by_key(|(uidl, at)| (core::cmp::Reverse(*at), core::cmp::Reverse(*uidl)));
        let known = known.into_iter().take(ROWS_MAX).map(|(uidl, at)| {
            let collected = account.inbox().iter().find(|it| it.uidl.as_ref() == Some(uidl));
            Known {
                uidl: uidl.to_string(),
                at: self.appointment(at),
                there: drop.items().iter().any(|item| item.uidl == *uidl),
                because: collected.and_then(|it| record_of(inbox?, it.content_id)),
            }
        });
        Collector {
            address,
            host_name: self.cast.name(*on).to_owned(),
            habit: habit(self.cast.language, collection),
            collected: account.inbox().len(),
            known: known.collect(),
        }
    }

    fn appointment(&self, at: SimTime) -> String {
        clock::appointment(self.cast.clock(), at, self.now)
    }
}

/// The same message in the book of its host.
fn kept<'a>(drop: &'a Drop, item: &relay_host::mailbox::Item) -> Option<&'a crate::holdings::Item> {
    drop.items.iter().find(|it| it.mail == Some((item.mail, item.recipient)))
}

/// The record that says that a content was collected.
fn record_of(inbox: &Inbox, content: ContentId) -> Option<RecordId> {
    inbox.items.iter().find(|it| it.content == content).map(|it| it.because)
}

fn room(language: Language, drop: &relay_host::Maildrop) -> String {
    match (drop.is_stuffed(), drop.config().quota) {
        (true, _) => say!(
            language,
            "It is full of something that is no mail.",
            "Es ist voll mit etwas, das keine Mail ist."
        ),
        (false, Some(quota)) => {
            let left = number::grouped(quota.saturating_sub(drop.octets()));
            let quota = number::grouped(quota);
            say!(
                language,
                "{left} of {quota} octets are free.",
                "{left} von {quota} Oktetten sind frei."
            )
        }
        (false, None) => String::new(),
    }
}

fn habit(language: Language, collection: &Collection) -> String {
    let stays = match (collection.leave_on_server, collection.delete_after) {
        (_, Some(span)) => {
            let span = clock::span(language, span);
            say!(
                language,
                "deletes each message on the server {span} after it fetched it",
                "löscht jede Nachricht auf dem Server {span} nach dem Abholen"
            )
        }
        (true, None) => say!(
            language,
            "leaves messages on the server, and knows them by their ids",
            "lässt Nachrichten auf dem Server und erkennt sie an ihren Kennungen"
        ),
        (false, None) => say!(
            language,
            "deletes each message on the server as soon as it has it",
            "löscht jede Nachricht auf dem Server, sobald sie geholt ist"
        ),
    };
    match collection.size_max {
        Some(max) => say!(
            language,
            "It {stays}, and fetches none with more than {} octets.",
            "Dieses Programm {stays}. Mehr als {} Oktette holt es nie.",
            number::grouped(max)
        ),
        None => say!(language, "It {stays}.", "Dieses Programm {stays}."),
    }
}
