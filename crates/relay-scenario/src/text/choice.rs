//! One of a few words.

use relay_host::Action;
use relay_mail::language::Language;
use relay_smtp::Ret;
use relay_smtp::sasl::Mechanism;

use super::{Kind, Raw, shorten};
use crate::mistake::{Choice, Expected, Mistake, Value};
use crate::model::{
    Condition, ContentFault, DialoguePoint, DnsFailure, DoubleBounce, Event, Extension,
    FullMailbox, MessageKind, Moving, Panel, Pop3Capability, Pop3Login, Profile, Role, Strangers,
    SubmissionAuth, Tool, TypingEnd, UnknownUsers,
};
use crate::similar;

/// The value of the word that is written.
fn choose<V: Copy>(raw: &Raw, what: Choice, all: &[(V, &'static str)]) -> Result<V, Mistake> {
    let text = match raw {
        Raw::Text(text) => text,
        other => return Err(other.unexpected(Expected::Choice(what)).into()),
    };
    let found = all.iter().find(|(_, name)| name.eq_ignore_ascii_case(text));
    found.map(|(value, _)| *value).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|(_, name)| *name).collect();
        let advice = similar::advice(text, &names);
        Value::NoSuch { what, text: shorten(text), advice }.into()
    })
}

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident: $value:ty, $what:ident, $all:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(crate) struct $name;

        impl Kind for $name {
            type Value = $value;
            const EXPECTED: Expected = Expected::Choice(Choice::$what);
            fn read(raw: &Raw) -> Result<$value, Mistake> {
                choose::<$value>(raw, Choice::$what, &$all)
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
    ProfileName: Profile, Profile, Profile::ALL;
    /// How a host deals with mail for a user who is elsewhere.
    MovingName: Moving, Moving, Moving::ALL;
    /// What strangers get who want to send through a host.
    StrangersName: Strangers, Strangers, Strangers::ALL;
    /// What becomes of mail to mailboxes that do not exist.
    UnknownUsersName: UnknownUsers, UnknownUsers, UnknownUsers::ALL;
    /// What becomes of mail to full mailboxes.
    FullMailboxName: FullMailbox, FullMailbox, FullMailbox::ALL;
    /// How a mailbox is.
    ConditionName: Condition, Condition, Condition::ALL;
    /// What a message may not hold.
    ContentFaultName: ContentFault, ContentFault, ContentFault::ALL;
    /// A role.
    RoleName: Role, Role,
        [(Role::Server, "server"), (Role::Client, "client")];
    /// A service.
    ServiceName: Service, Service,
        [(Service::Smtp, "smtp"), (Service::Submission, "submission"), (Service::Pop3, "pop3")];
    /// Who has to say AUTH.
    SubmissionAuthName: SubmissionAuth, SubmissionAuth, SubmissionAuth::ALL;
    /// A mechanism of AUTH.
    AuthMechanismName: Mechanism, AuthMechanism,
        [(Mechanism::Plain, "plain"), (Mechanism::Login, "login")];
    /// A service extension of SMTP.
    ExtensionName: Extension, Extension, Extension::ALL;
    /// What becomes of a bounce that fails.
    DoubleBounceName: DoubleBounce, DoubleBounce, DoubleBounce::ALL;
    /// An occasion for a report.
    NotifyName: Occasion, Occasion,
        [(Occasion::Never, "never"), (Occasion::Success, "success"),
         (Occasion::Failure, "failure"), (Occasion::Delay, "delay")];
    /// What a report returns.
    RetName: Ret, Ret,
        [(Ret::Full, "full"), (Ret::Hdrs, "hdrs")];
    /// What a report tells.
    ActionName: Action, Action,
        Action::ALL.map(|action| (action, action.name()));
    /// A point of an SMTP dialogue.
    DialoguePointName: DialoguePoint, DialoguePoint, DialoguePoint::ALL;
    /// A capability of POP3.
    Pop3CapabilityName: Pop3Capability, Pop3Capability, Pop3Capability::ALL;
    /// A way to log in.
    Pop3LoginName: Pop3Login, Pop3Login, Pop3Login::ALL;
    /// A failure of DNS.
    DnsFailureName: DnsFailure, DnsFailure, DnsFailure::ALL;
    /// What a lesson can wait for.
    EventName: Event, Event, Event::ALL;
    /// A language.
    LanguageName: Language, Language,
        Language::ALL.map(|language| (language, language.tag()));
    /// What somebody who typed does at last.
    TypingEndName: TypingEnd, TypingEnd, TypingEnd::ALL;
    /// A kind of message.
    MessageName: MessageKind, MessageKind, MessageKind::ALL;
    /// A part of the page.
    PanelName: Panel, Panel, Panel::ALL;
    /// What a challenge lets its reader use.
    ToolName: Tool, Tool, Tool::ALL;
    /// What a lesson asks.
    AskName: AskKind, Ask,
        [(AskKind::When, "when"), (AskKind::Where, "where"), (AskKind::Whether, "whether"),
         (AskKind::HowMany, "how-many"), (AskKind::Reply, "reply"),
         (AskKind::ReturnPath, "return-path"), (AskKind::Recipient, "recipient"),
         (AskKind::Received, "received"), (AskKind::Fate, "fate")];
    /// A type of DNS records.
    RecordType: RecordKind, RecordType,
        [(RecordKind::A, "A"), (RecordKind::Mx, "MX"), (RecordKind::Cname, "CNAME"),
         (RecordKind::Ptr, "PTR")];
}
