//! What is chosen by a name.

/// What is one of a few words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    Profile,
    Moving,
    Strangers,
    UnknownUsers,
    FullMailbox,
    Condition,
    ContentFault,
    Role,
    Service,
    SubmissionAuth,
    AuthMechanism,
    Extension,
    DoubleBounce,
    Occasion,
    Ret,
    Action,
    DialoguePoint,
    Pop3Capability,
    Pop3Login,
    DnsFailure,
    Event,
    Language,
    TypingEnd,
    MessageKind,
    Panel,
    Tool,
    Ask,
    RecordType,
}
