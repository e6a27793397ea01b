use crate::mistake::Choice;

/// What there is none of, and what is expected.
pub(super) fn choice(it: Choice) -> [&'static str; 2] {
    match it {
        Choice::Profile => ["profile", "the name of a profile"],
        Choice::Moving => ["way to treat moved users", "\"forward\" or \"refuse\""],
        Choice::Strangers => ["way to treat strangers", "\"refuse\" or \"dismiss\""],
        Choice::UnknownUsers => ["way to treat unknown users", "\"refuse\" or \"bounce\""],
        Choice::FullMailbox => ["way to treat full mailboxes", "\"defer\", \"busy\" or \"refuse\""],
        Choice::Condition => ["condition of a mailbox", "\"good\", \"disabled\" or \"damaged\""],
        Choice::ContentFault => ["fault of content", "the name of a fault of content"],
        Choice::Role => ["role", "\"server\" or \"client\""],
        Choice::Service => ["service", "the name of a service"],
        Choice::SubmissionAuth => ["kind of AUTH", "\"required\", \"optional\" or \"none\""],
        Choice::AuthMechanism => ["mechanism of AUTH", "\"plain\" or \"login\""],
        Choice::Extension => ["SMTP extension", "the name of an SMTP extension"],
        Choice::DoubleBounce => {
            ["way to treat a bounce that fails", "\"discard\", \"postmaster\" or \"freeze\""]
        }
        Choice::Occasion => {
            ["occasion for a report", "\"never\", \"success\", \"failure\" or \"delay\""]
        }
        Choice::Ret => ["part of a message to return", "\"full\" or \"hdrs\""],
        Choice::Action => ["kind of report", "the kind of a report"],
        Choice::DialoguePoint => ["point of the dialogue", "a point of the dialogue"],
        Choice::Pop3Capability => ["POP3 capability", "the name of a POP3 capability"],
        Choice::Pop3Login => ["way to log in", "a way to log in"],
        Choice::DnsFailure => ["DNS failure", "the name of a DNS failure"],
        Choice::Event => ["event", "the name of an event"],
        Choice::Language => ["language", "the tag of a language"],
        Choice::TypingEnd => ["end", "\"close\", \"reset\" or \"stay\""],
        Choice::MessageKind => ["kind of message", "\"letter\" or \"report\""],
        Choice::Panel => ["part of the page", "the name of a part of the page"],
        Choice::Tool => ["tool", "the name of a tool"],
        Choice::Ask => ["kind of question", "a kind of question"],
        Choice::RecordType => ["record type", "a record type"],
    }
}
