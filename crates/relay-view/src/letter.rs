//! A message that a person writes on the page, as a command.

mod named;
mod wish;

use relay_kernel::SimTime;
use relay_mail::{ForwardPath, Language, Mailbox, ReversePath, say};
use relay_smtp::{MailParams, Notify, RcptParams};
use relayscope::JournalEntry;
use relayscope::command::Command;
use relayscope::scenario::{
    AccountNo, Composed, Diagnostic, HostNo, MessageSource, Origin, Role, Scenario,
};

use crate::plain;
use crate::show::MessageFile;

pub use wish::{WISHES, wish};

use named::Named;

/// Recipients of one message at most; RFC 5321 §4.5.3.1.8 has servers take at least as many.
pub const RECIPIENTS_MAX: usize = 100;

/// What a person wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// From whom: one of [`senders`].
    pub from: String,
    /// For whom: addresses, with commas between them; `Bob <bob@example.net>` is one too: the envelope has
    /// what stands in the brackets, and the header all of it.
    pub to: String,
    /// For whom besides, named in the field Cc; in the same form.
    pub cc: String,
    /// For whom besides, named in no field (RFC 5322 §3.6.3).
    pub bcc: String,
    /// The reverse-path of the envelope, to which bounces go: an address, `<>`, or nothing for the one it
    /// is from.
    pub envelope_from: String,
    /// When its sender wants to be told what became of it; `None` asks for nothing.
    pub notify: Option<Notify>,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
}

/// Who can write: every account that submits, everybody else who has a mailbox, at the server that has
/// it, and a postmaster at every server.
pub fn senders(scenario: &Scenario) -> Vec<String> {
    let accounts = scenario.accounts.iter().filter(|account| account.submit.is_some());
    let mut all: Vec<String> = accounts.map(|account| account.address.to_string()).collect();
    let servers = || scenario.hosts.iter().filter(|host| host.role == Role::Server);
    let mailboxes = servers().flat_map(|host| &host.mailboxes);
    for address in mailboxes.filter_map(|mailbox| mailbox.addresses.first()) {
        let address = address.to_string();
        if !all.contains(&address) {
            all.push(address);
        }
    }
    all.extend(servers().map(|host| format!("postmaster@{}", host.name)));
    all
}

/// The command that sends the message of a file as the scenario sends its first one: from the same
/// sender, by the same way and to the same recipients. Otherwise what is wrong with the file, or that the
/// scenario sends nothing.
pub fn like_the_first(scenario: &Scenario, file: &MessageFile) -> Result<Command, Diagnostic> {
    let mut scenario = scenario.clone();
    scenario.replace_message(0, &file.name, &file.octets)?;
    let send = scenario.sends.swap_remove(0);
    let MessageSource::Octets(octets) = send.message else {
        unreachable!("the message was replaced by octets just now")
    };
    let recipients = send.dsn.recipients(&send.recipients);
    Ok(Command::Send {
        origin: send.origin,
        reverse_path: send.reverse_path.clone(),
        params: send.dsn.mail(),
        recipients: recipients
            .map(|(mailbox, params)| (ForwardPath::Mailbox(mailbox), params))
            .collect(),
        octets,
    })
}

impl Letter {
    /// Whether it says something about its envelope beside its sender and whom it is to.
    pub fn has_envelope(&self) -> bool {
        let fields = [&self.cc, &self.bcc, &self.envelope_from];
        self.notify.is_some() || fields.iter().any(|field| !field.trim().is_empty())
    }

    /// Forgets that: the next letter has another one.
    pub fn forget_envelope(&mut self) {
        for field in [&mut self.cc, &mut self.bcc, &mut self.envelope_from] {
            field.clear();
        }
        self.notify = None;
    }

    /// The command that sends it at `now`, behind what the `journal` holds; otherwise what is wrong with
    /// it, and how to mend it.
    pub fn command(
        &self,
        language: Language,
        scenario: &Scenario,
        (now, journal): (SimTime, &[JournalEntry]),
    ) -> Result<Command, String> {
        let from = self.from(language)?;
        let origin = origin(scenario, &from).ok_or_else(|| {
            say!(
                language,
                "nobody in this world writes as {from}",
                "in dieser Welt schreibt niemand als {from}"
            )
        })?;
        self.command_from(language, origin, scenario, (now, journal))
    }

    /// The same for a letter that enters the queue of a server, whoever it says it is from: the
    /// name of the server is given.
    pub fn command_via(
        &self,
        language: Language,
        via: &str,
        scenario: &Scenario,
        (now, journal): (SimTime, &[JournalEntry]),
    ) -> Result<Command, String> {
        let servers = || scenario.hosts.iter().filter(|host| host.role == Role::Server);
        let named = |host: &&relayscope::scenario::Host| {
            host.name.to_string().eq_ignore_ascii_case(via.trim())
        };
        let host = servers().find(named).ok_or_else(|| {
            let names: Vec<_> = servers().map(|host| host.name.to_string()).collect();
            let via = plain::short(via, 60);
            say!(
                language,
                "“{via}” is no server in this world; choose from {}",
                "„{via}“ ist kein Server dieser Welt; zur Wahl stehen {}",
                names.join(", ")
            )
        })?;
        let at = scenario.hosts.iter().position(|it| it.name == host.name).unwrap_or_default();
        self.command_from(language, Origin::Host(HostNo::from_index(at)), scenario, (now, journal))
    }

    fn from(&self, language: Language) -> Result<Mailbox, String> {
        address(language, self.from.trim())
    }

    fn command_from(
        &self,
        language: Language,
        origin: Origin,
        scenario: &Scenario,
        (now, journal): (SimTime, &[JournalEntry]),
    ) -> Result<Command, String> {
        let from = self.from(language)?;
        let to = addresses(language, &self.to)?;
        let cc = addresses(language, &self.cc).map_err(|what| format!("Cc: {what}"))?;
        let bcc = addresses(language, &self.bcc).map_err(|what| format!("Bcc: {what}"))?;
        let named =
            |all: &[Named]| all.iter().map(|it| it.header.as_str()).collect::<Vec<_>>().join(", ");
        let composed = Composed {
            from: from.to_string(),
            to: named(&to),
            cc: named(&cc),
            subject: one_line(&self.subject),
            body: self.body.clone(),
            size: None,
        };
        let date = scenario.start.calendar().rfc5322(now);
        // One that nobody else has (RFC 5322 §3.6.4): several may be written at one moment.
        let is_before = |entry: &&JournalEntry| {
            entry.at == now && matches!(entry.command, Command::Send { .. })
        };
        let nth = journal.iter().filter(is_before).count();
        let id = format!("<{}.{nth}.page@{}>", now.as_micros(), from.host);
        let recipients = all_of(language, [to, cc, bcc])?;
        let params = RcptParams { notify: self.notify, orcpt: None };
        Ok(Command::Send {
            origin,
            reverse_path: self.reverse_path(language, from)?,
            params: MailParams::default(),
            recipients: recipients
                .into_iter()
                .map(|mailbox| (ForwardPath::Mailbox(mailbox), params.clone()))
                .collect(),
            octets: relayscope::compose(&composed, &date, &id),
        })
    }

    fn reverse_path(&self, language: Language, from: Mailbox) -> Result<ReversePath, String> {
        match self.envelope_from.trim() {
            "" => Ok(ReversePath::Mailbox(from)),
            "<>" => Ok(ReversePath::Null),
            text => match address(language, text) {
                Ok(mailbox) => Ok(ReversePath::Mailbox(mailbox)),
                Err(what) => Err(format!("MAIL FROM: {what}")),
            },
        }
    }
}

/// Those whom a field names, each once.
fn addresses(language: Language, text: &str) -> Result<Vec<Named>, String> {
    let mut all: Vec<Named> = Vec::new();
    for text in listed(text) {
        let mailbox = address(language, text)?;
        if all.iter().all(|it| it.mailbox != mailbox) {
            all.push(Named::new(text, mailbox));
        }
    }
    Ok(all)
}

/// The recipients of an envelope: nobody is in it twice, whatever fields name them.
fn all_of(language: Language, fields: [Vec<Named>; 3]) -> Result<Vec<Mailbox>, String> {
    let mut all: Vec<Mailbox> = Vec::new();
    for Named { mailbox, .. } in fields.into_iter().flatten() {
        if !all.contains(&mailbox) {
            all.push(mailbox);
        }
    }
    match all.len() {
        0 => Err(say!(
            language,
            "write at least one recipient, such as bob@example.net",
            "mindestens einen Empfänger angeben, zum Beispiel bob@example.net"
        )),
        1..=RECIPIENTS_MAX => Ok(all),
        many => Err(say!(
            language,
            "{many} recipients are too many: at most {RECIPIENTS_MAX}",
            "{many} Empfänger sind zu viele: höchstens {RECIPIENTS_MAX}"
        )),
    }
}

/// What stands between commas or semicolons that are neither in quotes nor in angle brackets.
fn listed(text: &str) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped, mut inside) = (false, false, false);
    let parts = text.split(move |c| {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '<' | '>' if !quoted => inside = c == '<',
            _ => return !quoted && !inside && matches!(c, ',' | ';'),
        }
        false
    });
    parts.map(str::trim).filter(|text| !text.is_empty())
}

/// The mailbox that is meant by `bob@example.net` or `Bob <bob@example.net>` (RFC 5322 §3.4).
fn address(language: Language, text: &str) -> Result<Mailbox, String> {
    let inner = text.strip_suffix('>').and_then(|text| text.rsplit_once('<'));
    let inner = inner.map_or(text, |(_, inner)| inner.trim());
    Mailbox::parse(inner).ok_or_else(|| {
        let text = plain::short(text, 60);
        if inner.contains('@') {
            return say!(
                language,
                "“{text}” is no address: name@domain",
                "„{text}“ ist keine Adresse: name@domain"
            );
        }
        say!(
            language,
            "“{text}” is no address: the @ and the domain are missing, as in name@example.net",
            "„{text}“ ist keine Adresse: Es fehlen das @ und die Domain, wie in name@example.net"
        )
    })
}

/// A field is one line, whatever was pasted into it.
fn one_line(text: &str) -> String {
    text.split(['\r', '\n']).collect::<Vec<_>>().join(" ").trim().to_owned()
}

fn origin(scenario: &Scenario, from: &Mailbox) -> Option<Origin> {
    let account = |it: &relayscope::scenario::Account| it.submit.is_some() && it.address == *from;
    if let Some(at) = scenario.accounts.iter().position(account) {
        return Some(Origin::Account(AccountNo::from_index(at)));
    }
    let has_it = |host: &relayscope::scenario::Host| {
        host.mailboxes.iter().any(|mailbox| mailbox.addresses.contains(from))
    };
    let is_it = |host: &relayscope::scenario::Host| {
        host.role == Role::Server && (has_it(host) || from.host.domain() == Some(&host.name))
    };
    let at = scenario.hosts.iter().position(is_it)?;
    Some(Origin::Host(HostNo::from_index(at)))
}

#[cfg(test)]
mod tests {
    use relay_smtp::NotifyOn;

    use super::*;

    const NOW: (SimTime, &[JournalEntry]) = (SimTime::START, &[]);

    fn scenario() -> Scenario {
        let source = r#"
format = 1
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
"#;
        Scenario::parse(source).expect("a good scenario")
    }

    fn letter(from: &str, to: &str) -> Letter {
        Letter {
            from: from.into(),
            to: to.into(),
            subject: "Hi\r\nBcc: x".into(),
            body: "x".into(),
            ..Letter::default()
        }
    }

    #[test]
    fn a_file_goes_where_the_first_message_goes() {
        let none = MessageFile { name: "x.eml".into(), octets: b"Subject: x\n\ny".to_vec() };
        let found = like_the_first(&scenario(), &none).expect_err("nothing is sent here");
        assert!(found.told(Language::English).message.contains("no [[send]]"), "{found:?}");
        let source = r#"
format = 1
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[send]]
from = "alice@example.com"
to = "bob@example.net"
notify = "success"
ret = "full"
"#;
        let scenario = Scenario::parse(source).expect("a good scenario");
        let command = like_the_first(&scenario, &none).expect("a message");
        let Command::Send { reverse_path, params, recipients, octets, .. } = command else {
            panic!()
        };
        assert_eq!(reverse_path.to_string(), "<alice@example.com>");
        assert_eq!(recipients[0].0.to_string(), "<bob@example.net>");
        assert!(params.ret.is_some() && recipients[0].1.notify.is_some(), "what is asked stays");
        assert_eq!(&octets[..], b"Subject: x\r\n\r\ny\r\n");
        let empty = MessageFile { octets: Vec::new(), ..none };
        assert!(like_the_first(&scenario, &empty).is_err());
    }

    #[test]
    fn a_letter_becomes_a_command() {
        let scenario = scenario();
        let from = &senders(&scenario)[0];
        let letter = letter(from, "bob@example.net, bob@example.net; carol@example.net");
        let command = letter.command(Language::English, &scenario, NOW).expect("a good letter");
        let Command::Send { recipients, octets, .. } = command else { panic!("it is sent") };
        assert_eq!(recipients.len(), 2, "nobody gets it twice");
        let text = String::from_utf8_lossy(&octets).into_owned();
        assert!(text.contains("Subject: Hi  Bcc: x\r\n"), "one field stays one: {text}");
    }

    #[test]
    fn the_envelope_holds_what_the_header_does_not() {
        let scenario = scenario();
        let written = Letter {
            cc: "Carol <carol@example.net>, bob@example.net".into(),
            bcc: "dave@example.net; carol@example.net".into(),
            envelope_from: "<>".into(),
            notify: WISHES[1],
            ..letter("alice@example.com", "bob@example.net")
        };
        let sent = |letter: &Letter| {
            let command = letter.command(Language::English, &scenario, NOW).expect("a good letter");
            let Command::Send { reverse_path, recipients, octets, .. } = command else {
                panic!("it is sent")
            };
            (reverse_path, recipients, octets)
        };
        let (reverse_path, recipients, octets) = sent(&written);
        assert_eq!(reverse_path, ReversePath::Null);
        let to: Vec<String> = recipients.iter().map(|(path, _)| path.to_string()).collect();
        assert_eq!(to, ["<bob@example.net>", "<carol@example.net>", "<dave@example.net>"]);
        assert!(recipients.iter().all(|(_, params)| {
            params.notify
                == Some(Notify::On(NotifyOn { success: true, failure: true, delay: true }))
        }));
        let field = |name| {
            relay_mail::header::field(&octets, name)
                .map(|it| String::from_utf8_lossy(it).trim().to_owned())
        };
        assert_eq!(field("To").as_deref(), Some("bob@example.net"));
        assert_eq!(field("Cc").as_deref(), Some("Carol <carol@example.net>, bob@example.net"));
        assert_eq!(field("Bcc"), None, "nobody learns of them");
        assert!(!String::from_utf8_lossy(&octets).contains("dave@"));

        // One of the three is enough, and a field that names nobody is not written.
        let hidden = Letter { to: String::new(), bcc: "bob@example.net".into(), ..written.clone() };
        let (_, recipients, octets) = sent(&Letter { cc: String::new(), ..hidden });
        assert_eq!(recipients.len(), 1);
        for name in ["To", "Cc", "Bcc"] {
            assert_eq!(relay_mail::header::field(&octets, name), None, "{name}");
        }
        let other = Letter { envelope_from: "list@example.org".into(), ..written.clone() };
        assert_eq!(sent(&other).0.to_string(), "<list@example.org>");
        let plain = Letter { envelope_from: " ".into(), notify: None, ..written.clone() };
        let (reverse_path, recipients, _) = sent(&plain);
        assert_eq!(reverse_path.to_string(), "<alice@example.com>");
        assert_eq!(recipients[0].1, RcptParams::default());
        for wrong in [
            Letter { cc: "carol".into(), ..plain.clone() },
            Letter { bcc: "carol".into(), ..plain.clone() },
            Letter { envelope_from: "carol".into(), ..plain },
        ] {
            let said = wrong.command(Language::English, &scenario, NOW).expect_err("a bad letter");
            assert!(said.contains("“carol” is no address"), "{said}");
        }
    }

    #[test]
    fn two_letters_of_one_moment_have_two_ids() {
        let scenario = scenario();
        let letter = letter("alice@example.com", "bob@example.net");
        let mut journal: Vec<JournalEntry> = Vec::new();
        let mut write = |at: SimTime| {
            let command = letter.command(Language::English, &scenario, (at, &journal));
            let command = command.expect("a good letter");
            let Command::Send { octets, .. } = &command else { panic!("it is sent") };
            let id = relay_mail::header::field(octets, "Message-ID").expect("it has one");
            let id = String::from_utf8_lossy(id).trim().to_owned();
            journal.push(JournalEntry { after: 0, at, command });
            id
        };
        let now = SimTime::from_micros(270_000);
        let ids = [write(now), write(now), write(now + relay_kernel::SimDuration::from_secs(1))];
        assert_eq!(
            ids,
            [
                "<270000.0.page@example.com>",
                "<270000.1.page@example.com>",
                "<1270000.0.page@example.com>"
            ]
        );
    }

    #[test]
    fn a_name_may_stand_before_the_address() {
        let scenario = scenario();
        let to =
            "Bob <bob@example.net>, \"Roe, \\\"C\\\" <x@y>\" <carol@example.net>;dave@example.net";
        let letter = letter("Alice <alice@example.com>", to);
        let command = letter.command(Language::English, &scenario, NOW);
        let Ok(Command::Send { recipients, reverse_path, .. }) = command else {
            panic!("it is sent: {command:?}")
        };
        let to: Vec<String> = recipients
            .iter()
            .filter_map(|(path, _)| path.mailbox().map(ToString::to_string))
            .collect();
        assert_eq!(to, ["bob@example.net", "carol@example.net", "dave@example.net"]);
        let from = reverse_path.mailbox().map(ToString::to_string);
        assert_eq!(from.as_deref(), Some("alice@example.com"));
    }

    #[test]
    fn whoever_has_a_mailbox_can_write_from_its_server() {
        let scenario = scenario();
        let all = senders(&scenario);
        let people = ["alice@example.com", "bob@example.net"];
        let postmasters = ["postmaster@mail.example.com", "postmaster@mx.example.net"];
        assert_eq!(all, [people, postmasters].concat());
        for (from, host) in all.iter().zip([0, 1, 0, 1]) {
            let letter = letter(from, "bob@example.net");
            let command = letter.command(Language::English, &scenario, NOW);
            let Ok(Command::Send { origin, .. }) = command else { panic!("{from} can write") };
            assert_eq!(origin, Origin::Host(HostNo(host)), "{from}");
        }
        let nobody = letter("carol@example.net", "bob@example.net");
        assert!(nobody.command(Language::English, &scenario, NOW).is_err());
    }

    #[test]
    fn a_letter_enters_where_it_is_told_to() {
        let scenario = scenario();
        let letter = letter("eve@example.org", "bob@example.net");
        let command = letter.command_via(Language::English, "MX.example.net", &scenario, NOW);
        let Ok(Command::Send { origin, reverse_path, .. }) = command else { panic!("it is sent") };
        assert_eq!(origin, Origin::Host(HostNo(1)));
        assert_eq!(
            reverse_path.mailbox().map(ToString::to_string).as_deref(),
            Some("eve@example.org")
        );
        let wrong = letter.command_via(Language::English, "nowhere", &scenario, NOW);
        assert!(wrong.is_err_and(|what| what.contains("choose from mail.example.com, mx.")));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let scenario = scenario();
        let from = &senders(&scenario)[0];
        let wrong = |from: &str, to: &str| {
            letter(from, to).command(Language::English, &scenario, NOW).expect_err("a bad letter")
        };
        assert!(wrong("nobody", "bob@example.net").contains("“nobody” is no address"));
        assert!(wrong(from, "postmaster").contains("the @ and the domain are missing"));
        assert!(wrong(from, "bob@-").contains("“bob@-” is no address: name@domain"));
        assert!(wrong(from, " , ").contains("at least one recipient"));
        assert!(wrong(from, "bob").contains("“bob” is no address"));
        assert!(wrong("eve@example.org", "bob@example.net").contains("nobody in this world"));
        let many = (0..101).map(|n| format!("u{n}@example.net")).collect::<Vec<_>>().join(",");
        assert!(wrong(from, &many).contains("too many"));
    }
}
