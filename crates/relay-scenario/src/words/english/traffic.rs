use super::super::Told;
use super::advice;
use crate::limit;
use crate::mistake::{Account, Content, Repeated, Report, Typed};

pub(super) fn account(it: &Account) -> Told {
    match it {
        Account::Twice { address } => {
            Told::new(format!("there are two accounts with the address `{address}`"))
        }
        Account::NoUse => Told::new("this account can neither send nor collect")
            .hint("write where it hands mail in (`submit`) or fetches it (`collect`)"),
        Account::HandsInNowhere => {
            Told::new("a mail client that delivers itself hands mail in nowhere")
                .hint("leave out `submit` or `direct`")
        }
        Account::NoSuch { address, advice: it } => {
            let told = Told::new(format!("there is no account with the address `{address}`"));
            match it {
                Some(it) => told.hint(advice(it)),
                None => told.hint("add an [[account]] with this address"),
            }
        }
        Account::StaysAndGoes => {
            Told::new("`delete_after` and `leave_on_server` say different things")
                .hint("leave one of them out: with `delete_after` messages stay until then")
        }
        Account::CannotSend => Told::new("the account with this address cannot send")
            .hint("add `submit` with the name of a server to the account"),
        Account::CannotCollect { advised } => {
            let told = Told::new("the account with this address cannot collect");
            if *advised {
                return told.hint("add `collect` with the name of a POP3 server to the account");
            }
            told
        }
        Account::NobodySends { address } => Told::new(format!(
            "nobody here can send as `{address}`"
        ))
        .hint("add an [[account]] with this address, a mailbox on a host, or `on = \"host\"`"),
        Account::ClientWithout { host, address } => {
            Told::new(format!("`{host}` is a client without an account for `{address}`"))
                .hint("add an [[account]] with this address on that host")
        }
    }
}

pub(super) fn content(it: &Content) -> Told {
    match it {
        Content::NoRecipient => {
            Told::new("this message has no recipient").hint("add `to = \"bob@example.net\"`")
        }
        Content::TooManyOctets { octets } => {
            Told::new(format!("{octets} octets are too much for one run"))
                .hint(format!("all `size` together: at most {}", limit::SIZED_OCTETS))
        }
        Content::TooLarge { octets } => {
            Told::new(format!("a message of {octets} octets is too large"))
                .hint(format!("at most {} octets are allowed", limit::MESSAGE))
        }
        Content::TwoContents => {
            Told::new("`message` and `file` both say what is sent").hint("leave one of them out")
        }
        Content::WholeMessage { key, whole } => {
            Told::new(format!("`{key}` has no effect beside `{whole}`, which is a whole message"))
                .hint("leave one of them out")
        }
        Content::NoFileBeside { name } => {
            Told::new(format!("`{name}` is not a file beside this one"))
                .hint("write a relative name such as \"letter.eml\" or \"mail/letter.eml\"")
        }
    }
}

pub(super) fn report(it: &Report) -> Told {
    match it {
        Report::NoOccasion => Told::new("this names no occasion")
            .hint("write `notify = \"never\"` to hear nothing at all"),
        Report::NeverAlone => Told::new("`never` cannot stand with others")
            .hint("leave out `never`, or all others (RFC 3461 section 4.1)"),
        Report::TooFewRecipients { count, recipients } => {
            Told::new(format!("{count} for {recipients} recipients"))
                .hint("write one for each recipient, in the order of `to`, `cc` and `bcc`")
        }
    }
}

pub(super) fn repeated(it: &Repeated) -> Told {
    match it {
        Repeated::TooManyCollects => Told::new("mail would be collected too many times")
            .hint(format!("at most {} times in the whole run", limit::COLLECT_ROUNDS)),
        Repeated::CollectsTooOften { pause } => Told::new("mail is not collected so often")
            .hint(format!("the pause is at least {pause}")),
        Repeated::TooManyQueueRuns => Told::new("queues would be run too many times")
            .hint(format!("at most {} times in the whole run", limit::QUEUE_RUN_ROUNDS)),
        Repeated::QueueRunsTooOften { pause } => {
            Told::new("a queue is not run so often").hint(format!("the pause is at least {pause}"))
        }
        Repeated::UntilWithoutEvery => Told::new("`until` has no effect without `every`"),
        Repeated::DomainWithoutAsker => Told::new("`domain` has no effect without `asked_by`")
            .hint("somebody who runs a queue by hand runs all of it"),
        Repeated::DomainWithoutAsked => Told::new("`domain` has no effect without `asks`")
            .hint("name the host that keeps the mail with `asks`"),
        Repeated::AsksItself => Told::new("a host does not ask itself for mail"),
        Repeated::FinalForNothing => {
            Told::new("this host is final for no domain whose mail it could ask for")
                .hint("add `domain`, or `domains` to the host")
        }
        Repeated::WindowsTwice { line } => Told::new("this host has windows already")
            .hint(format!("the others are in line {line}")),
        Repeated::TooManyWindows => Told::new("hosts would go online too many times")
            .hint(format!("at most {} times in the whole run", limit::DIAL_UP_WINDOWS)),
        Repeated::NoWindow { min } => {
            Told::new("that is no time at all").hint(format!("a window lasts at least {min}"))
        }
        Repeated::NeverOffline { lasts } => Told::new("the host would never be offline")
            .hint(format!("write a pause that is longer than `lasts`, {lasts}")),
    }
}

pub(super) fn typed(it: &Typed) -> Told {
    match it {
        Typed::Nothing => Told::new("nothing is typed here")
            .hint("write lines such as [\"EHLO me.example.org\", \"QUIT\"]"),
        Typed::NoTime => Told::new("nobody types a line in no time at all")
            .hint("write a duration such as \"2s\""),
    }
}
