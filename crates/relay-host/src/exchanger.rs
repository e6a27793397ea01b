//! The mail exchangers of one delivery: looked up level by level, tried best first
//! (RFC 5321 §5.1).

use core::net::Ipv4Addr;
use std::collections::VecDeque;
use std::vec;

use relay_mail::Domain;

use crate::fact::DnsFailure;

/// The servers of a delivery's next hop that are still to be tried. All exchangers of one
/// preference are looked up before one of them is tried: one of them may be this host.
#[derive(Clone, Debug, Default)]
pub(crate) struct Candidates {
    /// The exchanger that is to be looked up next, with its preference.
    next: Option<(u16, Domain)>,
    /// Those behind it, best first.
    unknown: vec::IntoIter<(u16, Domain)>,
    /// Exchangers of one preference that were looked up, in the order in which to try them.
    level: VecDeque<(Domain, Vec<Ipv4Addr>)>,
    /// The preference of the exchanger that was looked up last.
    level_preference: Option<u16>,
    /// The server that is tried, and its addresses still to be tried.
    current: Option<Domain>,
    addrs: vec::IntoIter<Ipv4Addr>,
}

impl Candidates {
    /// The exchangers of a domain, in the order in which to try them.
    pub(crate) fn of_domain(exchangers: Vec<(u16, Domain)>) -> Self {
        let mut unknown = exchangers.into_iter();
        Self { next: unknown.next(), unknown, ..Self::default() }
    }

    /// A host that is named in the settings.
    pub(crate) fn of_host(name: Domain) -> Self {
        Self { next: Some((0, name)), ..Self::default() }
    }

    /// An address that is all there is.
    pub(crate) fn of_literal(addr: Ipv4Addr) -> Self {
        Self { addrs: vec![addr].into_iter(), ..Self::default() }
    }

    /// The server that is tried.
    pub(crate) fn current(&self) -> Option<&Domain> {
        self.current.as_ref()
    }

    /// The next address of the level that was looked up.
    pub(crate) fn next_addr(&mut self) -> Option<Ipv4Addr> {
        loop {
            if let Some(addr) = self.addrs.next() {
                if self.addrs.len() == 0 {
                    // Most have one address. Its memory is at hand now, and will not be later.
                    self.addrs = vec::IntoIter::default();
                }
                return Some(addr);
            }
            let (name, addrs) = self.level.pop_front()?;
            (self.current, self.addrs) = (Some(name), addrs.into_iter());
        }
    }

    /// The exchanger whose addresses are to be looked up next.
    pub(crate) fn to_look_up(&self) -> Option<&Domain> {
        self.next.as_ref().map(|(_, name)| name)
    }

    /// What the domain system said of [`to_look_up`](Self::to_look_up). An exchanger at `own`
    /// address is this host: it and all that are not better are dropped, those of its level too
    /// that were looked up before it (RFC 5321 §5.1). `Err` tells of which name and why nothing
    /// came of it.
    pub(crate) fn looked_up(
        &mut self,
        answer: Result<Vec<Ipv4Addr>, DnsFailure>,
        own: Option<Ipv4Addr>,
    ) -> Result<(), (Domain, DnsFailure)> {
        let Some((preference, name)) = self.next.take() else { return Ok(()) };
        self.next = self.unknown.next();
        self.level_preference = Some(preference);
        match answer {
            Ok(addrs) if own.is_some_and(|own| addrs.contains(&own)) => {
                (self.next, self.unknown) = (None, vec::IntoIter::default());
                self.level.clear();
                Err((name, DnsFailure::OnlySelf))
            }
            // Alone on its level, as most are.
            Ok(addrs) if self.is_level_known() && self.level.is_empty() => {
                (self.current, self.addrs) = (Some(name), addrs.into_iter());
                Ok(())
            }
            Ok(addrs) => {
                self.level.push_back((name, addrs));
                Ok(())
            }
            Err(failure) => Err((name, failure)),
        }
    }

    /// Whether a whole level was looked up, and its servers can be tried.
    pub(crate) fn is_level_known(&self) -> bool {
        self.level_preference.is_none_or(|level| {
            self.next.as_ref().is_none_or(|(preference, _)| *preference != level)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
    const OTHER: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 2);

    fn name(name: &str) -> Domain {
        Domain::parse(name).expect("a domain")
    }

    #[test]
    fn the_whole_level_of_this_host_is_dropped() {
        let exchangers = [(10, "a"), (20, "b"), (20, "c"), (30, "d")];
        let exchangers = exchangers.map(|(preference, it)| (preference, name(it)));
        let mut it = Candidates::of_domain(exchangers.to_vec());
        assert_eq!(it.looked_up(Ok(vec![OTHER]), Some(OWN)), Ok(()));
        assert!(it.is_level_known());
        assert_eq!((it.next_addr(), it.current()), (Some(OTHER), Some(&name("a"))));
        assert_eq!(it.next_addr(), None);
        assert_eq!(it.looked_up(Ok(vec![OTHER]), Some(OWN)), Ok(()));
        assert!(!it.is_level_known(), "c is as good as b");
        let own = it.looked_up(Ok(vec![OTHER, OWN]), Some(OWN));
        assert_eq!(own, Err((name("c"), DnsFailure::OnlySelf)));
        assert!(it.is_level_known());
        assert_eq!((it.next_addr(), it.to_look_up()), (None, None));
    }

    #[test]
    fn an_exchanger_without_address_does_not_hold_up_its_level() {
        let mut it = Candidates::of_domain(vec![(10, name("a")), (10, name("b"))]);
        let dead = it.looked_up(Err(DnsFailure::NoSuchName), Some(OWN));
        assert_eq!(dead, Err((name("a"), DnsFailure::NoSuchName)));
        assert!(!it.is_level_known());
        assert_eq!(it.looked_up(Ok(vec![OTHER]), Some(OWN)), Ok(()));
        assert_eq!((it.next_addr(), it.current()), (Some(OTHER), Some(&name("b"))));
    }
}
