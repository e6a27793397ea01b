//! Accounts, and what happens by itself.

use relay_kernel::SimDuration;

/// The account of a mail client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Account {
    Twice { address: String },
    NoUse,
    HandsInNowhere,
    NoSuch { address: String, advice: Option<super::Advice> },
    StaysAndGoes,
    CannotSend,
    CannotCollect { advised: bool },
    NobodySends { address: String },
    ClientWithout { host: String, address: String },
}

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    NoRecipient,
    TooManyOctets { octets: u64 },
    TooLarge { octets: u64 },
    TwoContents,
    WholeMessage { key: &'static str, whole: &'static str },
    NoFileBeside { name: String },
}

/// What senders ask reports for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Report {
    NoOccasion,
    NeverAlone,
    TooFewRecipients { count: usize, recipients: usize },
}

/// What happens again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Repeated {
    TooManyCollects,
    CollectsTooOften { pause: SimDuration },
    TooManyQueueRuns,
    QueueRunsTooOften { pause: SimDuration },
    UntilWithoutEvery,
    DomainWithoutAsker,
    DomainWithoutAsked,
    AsksItself,
    FinalForNothing,
    WindowsTwice { line: usize },
    TooManyWindows,
    NoWindow { min: SimDuration },
    NeverOffline { lasts: SimDuration },
}

/// What is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    Nothing,
    NoTime,
}
