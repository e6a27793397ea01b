//! One of a few words.

use relay_host::Action;
use relay_mail::language::Language;
use relay_smtp::Ret;
use relay_smtp::sasl::Mechanism;

use super::{Kind, Problem, Raw, shorten};
use crate::model::{
    Condition, ContentFault, DialoguePoint, DnsFailure, DoubleBounce, Event, Extension,
    FullMailbox, MessageKind, Moving, Panel, Pop3Capability, Pop3Login, Profile, Role, Strangers,
    SubmissionAuth, Tool, TypingEnd, UnknownUsers,
};
use crate::similar;

/// The value of the word that is written.
fn choose<K: Kind, V: Copy>(
    raw: &Raw,
    what: &str,
    all: &[(V, &'static str)],
) -> Result<V, Problem> {
    let text = raw.text::<K>()?;
    let found = all.iter().find(|(_, name)| name.eq_ignore_ascii_case(text));
    found.map(|(value, _)| *value).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|(_, name)| *name).collect();
        no_such(what, text, &names)
    })
}

/// The complaint that there is no `text` among the names of `what`.
fn no_such(what: &str, text: &str, names: &[&str]) -> Problem {
    let message = format!("there is no {what} `{}`", shorten(text));
    Problem::new(message).hint(similar::advice(text, names))
}

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident: $value:ty, $what:literal, $expected:literal, $all:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(crate) struct $name;

        impl Kind for $name {
            type Value = $value;
            const EXPECTED: &'static str = $expected;
            fn read(raw: &Raw) -> Result<$value, Problem> {
                choose::<Self, $value>(raw, $what, &$all)
            }
            #[cfg(feature = "schema")]
            fn schema() -> schemars::Schema {
                let names: Vec<&str> = $all.iter().map(|(_, name)| *name).collect();
                schemars::json_schema!({ "type": "string", "enum": names })
            }
        }
    )*};
}

/// The services that a host can listen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    Smtp,
    Submission,
    Pop3,
}

/// The occasions for a report (RFC 3461 §4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Occasion {
    Never,
    Success,
    Failure,
    Delay,
}

/// What a lesson asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AskKind {
    When,
    Where,
    Whether,
    HowMany,
    Reply,
    ReturnPath,
    Recipient,
    Received,
    Fate,
}

/// The types of DNS records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RecordKind {
    A,
    Mx,
    Cname,
    Ptr,
}

choices! {
    /// A profile.
    ProfileName: Profile, "profile", "the name of a profile", Profile::ALL;
    /// How a host deals with mail for a user who is elsewhere.
    MovingName: Moving, "way to treat moved users", "\"forward\" or \"refuse\"", Moving::ALL;
    /// What strangers get who want to send through a host.
    StrangersName: Strangers, "way to treat strangers", "\"refuse\" or \"dismiss\"",
        Strangers::ALL;
    /// What becomes of mail to mailboxes that do not exist.
    UnknownUsersName: UnknownUsers, "way to treat unknown users", "\"refuse\" or \"bounce\"",
        UnknownUsers::ALL;
    /// What becomes of mail to full mailboxes.
    FullMailboxName: FullMailbox, "way to treat full mailboxes", "\"defer\", \"busy\" or \"refuse\"",
        FullMailbox::ALL;
    /// How a mailbox is.
    ConditionName: Condition, "condition of a mailbox", "\"good\", \"disabled\" or \"damaged\"",
        Condition::ALL;
    /// What a message may not hold.
    ContentFaultName: ContentFault, "fault of content", "the name of a fault of content",
        ContentFault::ALL;
    /// A role.
    RoleName: Role, "role", "\"server\" or \"client\"",
        [(Role::Server, "server"), (Role::Client, "client")];
    /// A service.
    ServiceName: Service, "service", "the name of a service",
        [(Service::Smtp, "smtp"), (Service::Submission, "submission"), (Service::Pop3, "pop3")];
    /// Who has to say AUTH.
    SubmissionAuthName: SubmissionAuth, "kind of AUTH", "\"required\", \"optional\" or \"none\"",
        SubmissionAuth::ALL;
    /// A mechanism of AUTH.
    AuthMechanismName: Mechanism, "mechanism of AUTH", "\"plain\" or \"login\"",
        [(Mechanism::Plain, "plain"), (Mechanism::Login, "login")];
    /// A service extension of SMTP.
    ExtensionName: Extension, "SMTP extension", "the name of an SMTP extension", Extension::ALL;
    /// What becomes of a bounce that fails.
    DoubleBounceName: DoubleBounce, "way to treat a bounce that fails",
        "\"discard\", \"postmaster\" or \"freeze\"", DoubleBounce::ALL;
    /// An occasion for a report.
    NotifyName: Occasion, "occasion for a report",
        "\"never\", \"success\", \"failure\" or \"delay\"",
        [(Occasion::Never, "never"), (Occasion::Success, "success"),
         (Occasion::Failure, "failure"), (Occasion::Delay, "delay")];
    /// What a report returns.
    RetName: Ret, "part of a message to return", "\"full\" or \"hdrs\"",
        [(Ret::Full, "full"), (Ret::Hdrs, "hdrs")];
    /// What a report tells.
    ActionName: Action, "kind of report", "the kind of a report",
        Action::ALL.map(|action| (action, action.name()));
    /// A point of an SMTP dialogue.
    DialoguePointName: DialoguePoint, "point of the dialogue", "a point of the dialogue",
        DialoguePoint::ALL;
    /// A capability of POP3.
    Pop3CapabilityName: Pop3Capability, "POP3 capability", "the name of a POP3 capability",
        Pop3Capability::ALL;
    /// A way to log in.
    Pop3LoginName: Pop3Login, "way to log in", "a way to log in", Pop3Login::ALL;
    /// A failure of DNS.
    DnsFailureName: DnsFailure, "DNS failure", "the name of a DNS failure", DnsFailure::ALL;
    /// What a lesson can wait for.
    EventName: Event, "event", "the name of an event", Event::ALL;
    /// A language.
    LanguageName: Language, "language", "the tag of a language",
        Language::ALL.map(|language| (language, language.tag()));
    /// What somebody who typed does at last.
    TypingEndName: TypingEnd, "end", "\"close\", \"reset\" or \"stay\"", TypingEnd::ALL;
    /// A kind of message.
    MessageName: MessageKind, "kind of message", "\"letter\" or \"report\"", MessageKind::ALL;
    /// A part of the page.
    PanelName: Panel, "part of the page", "the name of a part of the page", Panel::ALL;
    /// What a challenge lets its reader use.
    ToolName: Tool, "tool", "the name of a tool", Tool::ALL;
    /// What a lesson asks.
    AskName: AskKind, "kind of question", "a kind of question",
        [(AskKind::When, "when"), (AskKind::Where, "where"), (AskKind::Whether, "whether"),
         (AskKind::HowMany, "how-many"), (AskKind::Reply, "reply"),
         (AskKind::ReturnPath, "return-path"), (AskKind::Recipient, "recipient"),
         (AskKind::Received, "received"), (AskKind::Fate, "fate")];
    /// A type of DNS records.
    RecordType: RecordKind, "record type", "a record type",
        [(RecordKind::A, "A"), (RecordKind::Mx, "MX"), (RecordKind::Cname, "CNAME"),
         (RecordKind::Ptr, "PTR")];
}
