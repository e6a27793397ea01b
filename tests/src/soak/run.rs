//! One world, run until it is quiet, with everything checked that a world promises.

use core::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use relay_mail::Language;
use relayscope::check::{self, Fate, Watch};
use relayscope::scenario::Scenario;
use relayscope::trace::Trace;
use relayscope::{World, expect};

use super::audit;

/// Events after which a world is taken to go on for ever.
const EVENTS: u64 = 5_000_000;

/// What the ledger and the hosts break when they do not agree.
const CONSERVATION: &str = "nothing is lost or doubled";
/// What a panic breaks.
const NO_PANIC: &str = "nothing panics";

/// One more thing that a world must keep to, looked at when it is quiet. The worlds themselves
/// promise nothing more: [`nothing_else`].
pub type Promise<'a> = &'a dyn Fn(&World, &Trace) -> Result<(), String>;

/// No further promise.
///
/// # Errors
/// None.
pub fn nothing_else(_: &World, _: &Trace) -> Result<(), String> {
    Ok(())
}

/// A broken promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which one.
    pub promise: &'static str,
    /// What happened.
    pub what: String,
}

impl Violation {
    /// Whether it is the same trouble; two panics are, when they say the same.
    pub fn is_like(&self, other: &Self) -> bool {
        self.promise == other.promise && (self.promise != NO_PANIC || self.what == other.what)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.promise, self.what)
    }
}

/// What happened in worlds that kept their promises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many worlds.
    pub worlds: u64,
    /// Their hosts.
    pub hosts: u64,
    /// Their events.
    pub events: u64,
    /// Copies for which a host took responsibility.
    pub copies: u64,
    /// Their recipients by fate: delivered or deleted, passed on, reported, discarded, sent on by a
    /// list, shown to a user, kept as long as EXPIRE promised.
    pub fates: [u64; 7],
    /// Copies whose 250 never arrived, so that the message was sent once more.
    pub lost_replies: u64,
}

impl core::ops::AddAssign for Summary {
    fn add_assign(&mut self, other: Self) {
        self.worlds += other.worlds;
        self.hosts += other.hosts;
        self.events += other.events;
        self.copies += other.copies;
        self.lost_replies += other.lost_replies;
        for (sum, more) in self.fates.iter_mut().zip(other.fates) {
            *sum += more;
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [delivered, relayed, reported, discarded, distributed, shown, expired] = self.fates;
        write!(
            f,
            "{} worlds, {} hosts, {} events, {} copies; recipients: {delivered} delivered, \
             {relayed} passed on, {reported} reported, {discarded} discarded, {distributed} lists, \
             {shown} shown to users, {expired} expired; {} lost replies",
            self.worlds, self.hosts, self.events, self.copies, self.lost_replies
        )
    }
}

/// Runs a scenario, and `promise` with it.
///
/// # Errors
/// The first promise that is broken. A panic is one.
pub fn run(source: &str, promise: Promise<'_>) -> Result<Summary, Violation> {
    let scenario = match Scenario::parse(source) {
        Ok(scenario) => scenario,
        Err(mistakes) => {
            let mistake = mistakes.first().map(|it| {
                let line = source[..it.span.start].lines().count();
                format!("line {line}: {}", it.told(Language::English).message)
            });
            return Err(broken("it can be read", mistake.unwrap_or_default()));
        }
    };
    catch_unwind(AssertUnwindSafe(|| go(scenario, promise))).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        Err(broken(NO_PANIC, text.unwrap_or("a panic without words")))
    })
}

fn broken(promise: &'static str, what: impl Into<String>) -> Violation {
    Violation { promise, what: what.into() }
}

fn go(scenario: Scenario, promise: Promise<'_>) -> Result<Summary, Violation> {
    let mut trace = Trace::new();
    let mut world = World::new(Arc::new(scenario), &mut trace);
    let until = world.scenario().until;
    let conserved = |steps, what| broken(CONSERVATION, format!("after event {steps}: {what}"));
    let mut watch = Watch::new(&mut world).map_err(|what| conserved(0, what))?;
    while world.next_at().is_some_and(|at| at <= until) {
        world.step(&mut trace);
        let steps = world.steps();
        watch.check(&mut world).map_err(|what| conserved(steps, what))?;
        if steps > EVENTS {
            let what = format!("{steps} events, and no end");
            return Err(broken("every world gets quiet", what));
        }
    }
    watch.finish(&mut world).map_err(|what| conserved(world.steps(), what))?;
    if let Some(at) = world.next_at() {
        let what = format!("something is still to happen at {at:?}");
        return Err(broken("every world gets quiet", what));
    }
    check::trace(&trace).map_err(|what| broken("the trace is sound", what))?;
    let fates = fates(&world, &trace)?;
    let book = audit::Book::of(&trace, world.scenario());
    let lost_replies = book.audit().map_err(|what| broken("every hand-over is clean", what))?;
    if let Some(unmet) = expect::unmet(&trace, world.scenario()).first() {
        return Err(broken("every expectation is met", &unmet.message));
    }
    promise(&world, &trace).map_err(|what| broken("the promise made besides", what))?;
    Ok(Summary {
        worlds: 1,
        hosts: world.scenario().hosts.len() as u64,
        events: world.steps(),
        copies: trace.mail_count() as u64,
        fates,
        lost_replies,
    })
}

/// How many recipients of a quiet world came to which end; nobody waits for ever.
///
/// # Errors
/// Who waits, or which session is open, though nothing more will happen.
pub fn fates(world: &World, trace: &Trace) -> Result<[u64; 7], Violation> {
    const PROMISE: &str = "every queue drains or expires";
    for (id, host) in world.hosts() {
        let name = &world.scenario().hosts[id.index()].name;
        if !host.queue().is_empty() && world.is_up(id) {
            let what = format!("{} entries are left at {name}", host.queue().len());
            return Err(broken(PROMISE, what));
        }
        if host.session_count() > 0 {
            let what = format!("{} sessions are left at {name}", host.session_count());
            return Err(broken("every session ends", what));
        }
    }
    let mut fates = [0; 7];
    for n in 0..trace.mail_count() {
        let mail = relay_host::MailId::from_index(n);
        for fate in world.ledger().fates(mail) {
            let place = match fate {
                Fate::Delivered | Fate::Deleted => 0,
                Fate::Relayed => 1,
                Fate::Reported => 2,
                Fate::Discarded => 3,
                Fate::Distributed => 4,
                Fate::ShownToUser => 5,
                Fate::Expired => 6,
                // A host that is switched off for good keeps what it has.
                Fate::Queued | Fate::Failed if !world.is_up(trace.mail(mail).0) => continue,
                Fate::Queued | Fate::Failed => {
                    return Err(broken(PROMISE, format!("a recipient of copy {mail} is {fate:?}")));
                }
            };
            fates[place] += 1;
        }
    }
    Ok(fates)
}
