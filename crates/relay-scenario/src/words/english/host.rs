use super::super::Told;
use crate::mistake::{Login, Mailboxes, Policy, Retry, Server};

pub(super) fn server(it: &Server) -> Told {
    match it {
        Server::NameTwice { name, line } => {
            Told::new(format!("there are two hosts with the name `{name}`"))
                .hint(format!("the first is in line {line}"))
        }
        Server::AddressTwice { address, line } => {
            Told::new(format!("there are two hosts with the address {address}"))
                .hint(format!("the first is in line {line}"))
        }
        Server::ClientServes { name } => {
            Told::new(format!("`{name}` is a client, but it has what only a server can have"))
                .hint("leave out `role`, or domains, mailboxes, services and smart_host")
        }
        Server::FreezesNothing => {
            Told::new("`frozen_for` has no effect: this host freezes nothing")
                .hint("leave it out, or add `double = \"freeze\"`")
        }
        Server::TwoSkews => Told::new("a clock cannot be ahead and behind at once")
            .hint("leave out `clock_ahead` or `clock_behind`"),
        Server::TooShort { span, min } => Told::new(format!("a duration of {span} is too short"))
            .hint(format!("it is at least {min}")),
        Server::OwnSmartHost => Told::new("a host cannot be its own smart host"),
        Server::ServersSayNoAuth => {
            Told::new("that port takes mail only after AUTH, which servers do not say here")
                .hint("set `submission_auth = \"optional\"` there, or take port 25")
        }
    }
}

pub(super) fn mailboxes(it: &Mailboxes) -> Told {
    match it {
        Mailboxes::Twice { address } => {
            Told::new(format!("there are two mailboxes for `{address}`"))
        }
        Mailboxes::UserTwice { user } => {
            Told::new(format!("there are two mailboxes with the user `{user}`"))
                .hint("give one of them another `user` for its POP3 login")
        }
        Mailboxes::NeedsDomain { local } => {
            Told::new(format!("`{local}` needs a domain, and this host is final for none"))
                .hint("add `domains = [\"example.net\"]` to the host, or write a whole address")
        }
        Mailboxes::NotFinalFor { domain } => {
            Told::new(format!("this host is not final for `{domain}`"))
                .hint("add the domain to `domains`, or leave `domains` out")
        }
        Mailboxes::TakenAlready { address } => {
            Told::new(format!("`{address}` is a mailbox or another alias already"))
                .hint("leave one of them out")
        }
        Mailboxes::AliasForNobody { name } => {
            Told::new(format!("the alias `{name}` stands for nobody"))
        }
        Mailboxes::ListWithoutMembers { name } => {
            Told::new(format!("the list `{name}` has no members"))
        }
        Mailboxes::ListOwnsItself { name } => {
            Told::new(format!("the list `{name}` is its own owner"))
                .hint("its reports would go to all members: name a person")
        }
        Mailboxes::NoCatchAll { name } => Told::new(format!("this host has no mailbox `{name}`"))
            .hint("add it to the `mailboxes` of the host"),
    }
}

pub(super) fn policy(it: &Policy) -> Told {
    match it {
        Policy::DomainTwice { domain } => {
            Told::new(format!("the domain `{domain}` stands here twice"))
        }
        Policy::FinalAndNoBackup { domain } => {
            Told::new(format!("this host is final for `{domain}`, and no backup"))
                .hint("leave it out here, or in `domains`")
        }
        Policy::FinalItself { domain } => {
            Told::new(format!("this host is final for `{domain}` itself"))
        }
        Policy::OwnNextHop => Told::new("a host cannot be its own next hop"),
    }
}

pub(super) fn retry(it: &Retry) -> Told {
    match it {
        Retry::NotInProfile { profile, key } => {
            Told::new(format!("the profile {profile} has no `{key}`"))
                .hint("leave it out, or choose another `profile`")
        }
        Retry::MinBeyondMax => Told::new("`delay_min` is longer than `delay_max`"),
        Retry::NoGap { key } => {
            Told::new(format!("`{key}` is too short")).hint("it is at least 1s")
        }
        Retry::NoRules => Told::new("a host without retry rules would never try again")
            .hint("write one or more, such as [\"F,2h,15m\", \"F,4d,6h\"], or leave it out"),
        Retry::NeverHolds => {
            Told::new("this rule never holds: the one before it goes on for as long")
                .hint("order the rules by their cutoffs, the shortest first")
        }
    }
}

pub(super) fn login(it: &Login) -> Told {
    match it {
        Login::NotListening { name, port } => {
            Told::new(format!("`{name}` does not listen on port {port}"))
                .hint("name a server, and add the service to its `services` if it lists them")
        }
        Login::NoMailbox { host, address } => {
            Told::new(format!("`{host}` has no mailbox for `{address}`"))
                .hint("add the mailbox there, or write `user` and `password`")
        }
        Login::NoPop3 { host } => Told::new(format!("`{host}` has no POP3 service"))
            .hint("give it mailboxes, or add \"pop3\" to its `services`"),
        Login::NoPassword { host } => Told::new(format!(
            "`{host}` takes mail only after AUTH, and this account has no password there"
        ))
        .hint("add the mailbox there, or write `user` and `password`"),
    }
}
