use super::super::Told;
use super::advice;
use crate::limit;
use crate::mistake::{Dns, Fault, Link, Run};

pub(super) fn link(it: &Link) -> Told {
    match it {
        Link::NoSuchHost { name, advice: it } => {
            Told::new(format!("there is no host `{name}` in this file"))
                .label("no such host")
                .hint(advice(it))
        }
        Link::NotTwoHosts { count } => Told::new(format!("expected two hosts, found {count}"))
            .hint("write two names: [\"a.example.com\", \"b.example.net\"]"),
        Link::ToItself => Told::new("a host has no link to itself"),
        Link::Twice { line } => Told::new("there are two links between these hosts")
            .hint(format!("the first is in line {line}")),
        Link::TooSlow { latency } => {
            Told::new(format!("a packet that takes {latency} is too slow"))
                .hint(format!("at most {} is allowed", limit::LATENCY))
        }
    }
}

pub(super) fn dns(it: &Dns) -> Told {
    match it {
        Dns::Twice => Told::new("this record stands in the file twice"),
        Dns::AliasBeside { name } => {
            Told::new(format!("`{name}` is an alias (CNAME) and has other records"))
                .hint("a name with a CNAME record has no other one (RFC 1034 section 3.6.2)")
        }
        Dns::NoPreference => Told::new("only MX records have a preference"),
    }
}

pub(super) fn run(it: &Run) -> Told {
    match it {
        Run::NoTime => Told::new("a run of no time at all shows nothing"),
        Run::TooLate => Told::new("that is too late")
            .hint(format!("at most {} after the start", limit::DURATION)),
        Run::BeforeStart => Told::new("that is before the start").hint("see the key `start`"),
        Run::AfterEnd => Told::new("the run ends before this moment")
            .hint("set `until` at the top of the file to a later moment"),
    }
}

pub(super) fn fault(it: &Fault) -> Told {
    match it {
        Fault::NotOne => Told::new("a fault says one thing that goes wrong").hint(
            "write one of `host_down`, `service_stopped`, `shutdown`, `slow`, `link_cut`, `link_changed`, \
             `partition`, `offline`, `connection_reset`, `dns`, `disk_full`, `mailbox_full`, \
             `directory_down` and `clock`",
        ),
        Fault::PartsNobody => Told::new("an empty list parts nobody from anybody"),
        Fault::LinkAsItWas => Told::new("this link is as it was")
            .hint("write `latency`, `jitter`, `rate` or `loss`"),
        Fault::NoMailbox { address } => Told::new(format!("no host has a mailbox for `{address}`"))
            .hint("name an address in the `mailboxes` of a host"),
        Fault::NotSlow { by } => Told::new(format!("a server cannot be slow by {by}"))
            .hint(format!("write a duration of more than 0s, and at most {}", limit::LATENCY)),
        Fault::NoSkew => Told::new("a wrong clock is either ahead or behind")
            .hint("write `ahead = \"1h\"` or `behind = \"1h\"`"),
        Fault::StopsNothing => Told::new("an empty list stops nothing")
            .hint("name a service, or leave `service` out to stop all"),
    }
}
