//! Addresses, paths and the commands that carry them: `relay_mail::address`, `domain`, `path`, and
//! both protocols' `command`.

use relay_mail::{Domain, ForwardPath, HostPart, LocalPart, Mailbox, ReversePath, limit};
use relay_smtp::Command;

use super::{check_line, show};

pub(super) fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    domain(&text);
    mailbox(&text);
    paths(&text);
    smtp_command(input);
    pop3_command(input);
    // Nearly right lines are found sooner when their beginning is given.
    smtp_command(&[b"MAIL FROM:<", input].concat());
    smtp_command(&[b"RCPT TO:<a@b> ", input].concat());
    smtp_command(&[b"MAIL FROM:<> ", input].concat());
}

/// Writes and reads again: nothing is lost, and nothing is written that could end a line.
fn round<T: core::fmt::Debug + PartialEq>(
    value: &T,
    written: &str,
    max: usize,
    parse: impl Fn(&str) -> Option<T>,
) {
    assert!(!written.chars().any(|c| c.is_ascii_control()), "{written:?} has controls");
    // An escape of a quoted local-part may have been written shorter than we do.
    if written.len() <= max {
        assert_eq!(parse(written).as_ref(), Some(value), "{written:?}");
    }
}

fn domain(text: &str) {
    if let Some(domain) = Domain::parse(text) {
        assert!(text.len() <= limit::DOMAIN);
        assert_eq!(domain.to_string(), text, "kept as it was written");
        assert_eq!(Domain::parse(&text.to_ascii_uppercase()), Some(domain.clone()));
        round(&domain, &domain.to_lower(), limit::DOMAIN, Domain::parse);
        assert_eq!(HostPart::parse(text), Some(HostPart::Domain(domain)));
    }
    if let Some(host) = HostPart::parse(text) {
        round(&host, &host.to_string(), limit::DOMAIN, HostPart::parse);
    }
}

fn mailbox(text: &str) {
    if let Some(local) = LocalPart::parse(text) {
        assert!(text.len() <= limit::LOCAL_PART);
        round(&local, &local.to_string(), limit::LOCAL_PART, LocalPart::parse);
    }
    let Some(mailbox) = Mailbox::parse(text) else { return };
    let mut out = Vec::new();
    mailbox.write(&mut out);
    assert_eq!(String::from_utf8_lossy(&out), mailbox.to_string());
    if mailbox.local.to_string().len() <= limit::LOCAL_PART {
        round(&mailbox, &mailbox.to_string(), usize::MAX, Mailbox::parse);
    }
    if text.len() + 2 <= limit::PATH {
        let path = ReversePath::parse(&format!("<{text}>"));
        assert_eq!(path, Ok(ReversePath::Mailbox(mailbox.clone())));
        // A source route means nothing any more (RFC 5321 appendix C).
        if text.len() + 18 <= limit::PATH {
            let path = ForwardPath::parse(&format!("<@a.example,@b.c:{text}>"));
            assert_eq!(path, Ok(ForwardPath::Mailbox(mailbox)));
        }
    }
}

fn paths(text: &str) {
    let fits = |path: Option<&Mailbox>| {
        path.is_none_or(|path| path.local.to_string().len() <= limit::LOCAL_PART)
    };
    if let Ok(path) = ReversePath::parse(text) {
        assert!(text.len() <= limit::PATH);
        if fits(path.mailbox()) {
            round(&path, &path.to_string(), limit::PATH, |text| ReversePath::parse(text).ok());
        }
    }
    if let Ok(path) = ForwardPath::parse(text) {
        assert!(text.len() <= limit::PATH);
        if fits(path.mailbox()) {
            round(&path, &path.to_string(), limit::PATH, |text| ForwardPath::parse(text).ok());
        }
    }
}

/// A line that is a command is written as one line, which is the same command.
fn smtp_command(line: &[u8]) {
    let Ok(command) = Command::parse(line) else { return };
    let mut written = Vec::new();
    command.write(&mut written);
    check_line(&written, usize::MAX);
    let mailbox = match &command {
        Command::Mail { path, .. } => path.mailbox(),
        Command::Recipient { path, .. } => path.mailbox(),
        _ => None,
    };
    let fits = mailbox.is_none_or(|mailbox| {
        mailbox.local.to_string().len() <= limit::LOCAL_PART
            && mailbox.to_string().len() + 2 <= limit::PATH
    });
    if fits {
        let again = Command::parse(&written[..written.len() - 2]);
        assert_eq!(again.as_ref(), Ok(&command), "{} and {}", show(line), show(&written));
    }
}

fn pop3_command(line: &[u8]) {
    use relay_pop3::command::Command;
    for utf8 in [false, true] {
        let Ok(command) = Command::parse(line, utf8).command else { continue };
        let mut written = Vec::new();
        command.write(&mut written);
        check_line(&written, usize::MAX);
        let again = Command::parse(&written[..written.len() - 2], utf8);
        assert_eq!(again.command, Ok(command), "{} and {}", show(line), show(&written));
        assert!(!again.spacing, "{}", show(&written));
    }
}
