//! One of each mistake.

use relay_kernel::SimDuration;

#[allow(clippy::wildcard_imports)]
use crate::mistake::*;

const MINUTE: SimDuration = SimDuration::from_mins(1);

fn x() -> String {
    "x".to_owned()
}

fn meant() -> Advice {
    Advice::Meant(x())
}

fn of_the_file() -> Vec<Mistake> {
    vec![
        File::TooLong { octets: 7 }.into(),
        File::NotToml { said: x(), mend: Syntax::Usual }.into(),
        File::NoFormat.into(),
        File::NoVersionZero.into(),
        File::Newer { version: 7 }.into(),
        File::NoHosts.into(),
        File::NoTables { key: "key" }.into(),
        File::TooMany { count: 7, max: 7, what: Many::Hosts }.into(),
        File::UnknownKey { name: x(), advice: meant() }.into(),
        File::MissingKey { key: "key" }.into(),
        Attached::NotHere { name: x() }.into(),
        Attached::NotNamed { name: x() }.into(),
        Attached::NoSend { name: x(), sends: 7 }.into(),
        Attached::Empty { name: x() }.into(),
        Attached::TooLarge { name: x(), octets: 7 }.into(),
        Attached::CollectedTooOften.into(),
        Attached::RunTooOften.into(),
        Attached::OnlineTooOften.into(),
        Link::NoSuchHost { name: x(), advice: meant() }.into(),
        Link::NotTwoHosts { count: 7 }.into(),
        Link::ToItself.into(),
        Link::Twice { line: 7 }.into(),
        Link::TooSlow { latency: MINUTE }.into(),
        Dns::Twice.into(),
        Dns::AliasBeside { name: x() }.into(),
        Dns::NoPreference.into(),
        Run::NoTime.into(),
        Run::TooLate.into(),
        Run::BeforeStart.into(),
        Run::AfterEnd.into(),
        Fault::NotOne.into(),
        Fault::PartsNobody.into(),
        Fault::LinkAsItWas.into(),
        Fault::NoMailbox { address: x() }.into(),
        Fault::NotSlow { by: MINUTE }.into(),
        Fault::NoSkew.into(),
        Fault::StopsNothing.into(),
    ]
}

fn of_hosts() -> Vec<Mistake> {
    vec![
        Server::NameTwice { name: x(), line: 7 }.into(),
        Server::AddressTwice { address: x(), line: 7 }.into(),
        Server::ClientServes { name: x() }.into(),
        Server::FreezesNothing.into(),
        Server::TwoSkews.into(),
        Server::TooShort { span: MINUTE, min: MINUTE }.into(),
        Server::OwnSmartHost.into(),
        Server::ServersSayNoAuth.into(),
        Mailboxes::Twice { address: x() }.into(),
        Mailboxes::UserTwice { user: x() }.into(),
        Mailboxes::NeedsDomain { local: x() }.into(),
        Mailboxes::NotFinalFor { domain: x() }.into(),
        Mailboxes::TakenAlready { address: x() }.into(),
        Mailboxes::AliasForNobody { name: x() }.into(),
        Mailboxes::ListWithoutMembers { name: x() }.into(),
        Mailboxes::ListOwnsItself { name: x() }.into(),
        Mailboxes::NoCatchAll { name: x() }.into(),
        Policy::DomainTwice { domain: x() }.into(),
        Policy::FinalAndNoBackup { domain: x() }.into(),
        Policy::FinalItself { domain: x() }.into(),
        Policy::OwnNextHop.into(),
        Retry::NotInProfile { profile: "key", key: "key" }.into(),
        Retry::MinBeyondMax.into(),
        Retry::NoGap { key: "key" }.into(),
        Retry::NoRules.into(),
        Retry::NeverHolds.into(),
        Login::NotListening { name: x(), port: 25 }.into(),
        Login::NoMailbox { host: x(), address: x() }.into(),
        Login::NoPop3 { host: x() }.into(),
        Login::NoPassword { host: x() }.into(),
    ]
}

fn of_traffic() -> Vec<Mistake> {
    vec![
        Account::Twice { address: x() }.into(),
        Account::NoUse.into(),
        Account::HandsInNowhere.into(),
        Account::NoSuch { address: x(), advice: None }.into(),
        Account::StaysAndGoes.into(),
        Account::CannotSend.into(),
        Account::CannotCollect { advised: true }.into(),
        Account::NobodySends { address: x() }.into(),
        Account::ClientWithout { host: x(), address: x() }.into(),
        Content::NoRecipient.into(),
        Content::TooManyOctets { octets: 7 }.into(),
        Content::TooLarge { octets: 7 }.into(),
        Content::TwoContents.into(),
        Content::WholeMessage { key: "key", whole: "key" }.into(),
        Content::NoFileBeside { name: x() }.into(),
        Report::NoOccasion.into(),
        Report::NeverAlone.into(),
        Report::TooFewRecipients { count: 7, recipients: 7 }.into(),
        Repeated::TooManyCollects.into(),
        Repeated::CollectsTooOften { pause: MINUTE }.into(),
        Repeated::TooManyQueueRuns.into(),
        Repeated::QueueRunsTooOften { pause: MINUTE }.into(),
        Repeated::UntilWithoutEvery.into(),
        Repeated::DomainWithoutAsker.into(),
        Repeated::DomainWithoutAsked.into(),
        Repeated::AsksItself.into(),
        Repeated::FinalForNothing.into(),
        Repeated::WindowsTwice { line: 7 }.into(),
        Repeated::TooManyWindows.into(),
        Repeated::NoWindow { min: MINUTE }.into(),
        Repeated::NeverOffline { lasts: MINUTE }.into(),
        Typed::Nothing.into(),
        Typed::NoTime.into(),
    ]
}

fn of_lessons() -> Vec<Mistake> {
    vec![
        Lesson::NoSources.into(),
        Lesson::NoSteps.into(),
        Lesson::NoHeading.into(),
        Lesson::NoWords.into(),
        Lesson::PointsAtNothing.into(),
        Lesson::NothingExpected.into(),
        Lesson::NoSolution.into(),
        Lesson::ToolForbidden { tool: "key" }.into(),
        Lesson::NotOneMove.into(),
        Lesson::MoveWithFile.into(),
        Lesson::TypedAt.into(),
        Lesson::FaultAt.into(),
        Lesson::KeyNeverFits { key: "key", event: "key" }.into(),
        Lesson::ContentOfPop3.into(),
        Predict::AboutNothing.into(),
        Predict::LineWithoutEffect.into(),
        Predict::SameAnswers.into(),
        Predict::NoAnswer { event: "key", mend: Answered::Reply }.into(),
        Predict::NthWithoutEffect.into(),
        Predict::AnswerTwice.into(),
        Predict::NoNumber { text: x() }.into(),
        Predict::NoAddress { text: x() }.into(),
        Translated::Twice { language: "key" }.into(),
        Translated::NoLesson.into(),
        Translated::OtherSteps { steps: 7, translated: 7 }.into(),
        Translated::MissingKey { key: "key" }.into(),
        Translated::NothingToTranslate { key: "key" }.into(),
        Markdown::Html.into(),
        Markdown::Rule.into(),
        Markdown::Other.into(),
        Markdown::TooDeep.into(),
        Markdown::Image.into(),
        Markdown::Heading.into(),
        Markdown::Link.into(),
        Expect::SaysNothing.into(),
        Expect::NoMailbox { address: x() }.into(),
        Expect::NoResponse { text: x() }.into(),
        Expect::ResponseWithCode.into(),
        Expect::AllOrNothing.into(),
    ]
}

fn of_values() -> Vec<Mistake> {
    vec![
        Value::NoTable.into(),
        Value::NoSuch { what: Choice::Profile, text: x(), advice: meant() }.into(),
        Value::NoCode { text: x(), of: Code::Reply }.into(),
        Number::TooSmall { number: 7, range: [1, 9] }.into(),
        Number::TooLarge { number: 7, range: [1, 9] }.into(),
        Number::TooManyOctets { octets: 7 }.into(),
        Number::TooSlow.into(),
        Number::TooFast.into(),
        Number::TooMuchLoss { loss: x() }.into(),
        Number::TooLongSpan { span: x() }.into(),
        Number::OutOfRange { date: x() }.into(),
        Number::PartOfSecond.into(),
        Number::NotComplete { date: x() }.into(),
        Number::NoSuchDate { date: x() }.into(),
        Text::TooLong { characters: 7, max: 7 }.into(),
        Text::LineBreak.into(),
        Text::ControlCharacter.into(),
        Text::FieldName { text: x() }.into(),
        Text::RetryRule { text: x() }.into(),
        Text::NoXtext { text: x() }.into(),
        Text::TooMuchXtext { characters: 7, max: 7 }.into(),
        Text::AddressType { text: x() }.into(),
        Address::NoDomain { text: x(), why: BadDomain::At }.into(),
        Address::Port { port: x() }.into(),
        Address::Malformed { text: x(), why: BadMailbox::Brackets }.into(),
        Address::NoMailboxName { text: x(), why: BadMailbox::Brackets }.into(),
        Address::EmptyPath.into(),
        Address::NoIp { text: x() }.into(),
        Address::NoHostIp { address: x() }.into(),
        Address::NoNetwork { text: x() }.into(),
        Address::BitsBehindPrefix { text: x(), network: x() }.into(),
    ]
}

/// What stands in other mistakes, in each of its forms.
fn of_parts() -> Vec<Mistake> {
    use BadDomain as D;
    use BadMailbox as M;
    let advice = Advice::OneOf { names: vec![x(), x()], more: 3 };
    let mut all: Vec<Mistake> = vec![
        File::UnknownKey { name: x(), advice: Advice::OneOf { names: vec![x()], more: 0 } }.into(),
        Account::NoSuch { address: x(), advice: Some(advice) }.into(),
        Account::CannotCollect { advised: false }.into(),
        Attached::NoSend { name: x(), sends: 1 }.into(),
        Translated::OtherSteps { steps: 1, translated: 2 }.into(),
    ];
    all.extend(SYNTAX.map(|mend| File::NotToml { said: "missing value".to_owned(), mend }.into()));
    all.extend(MANY.map(|what| File::TooMany { count: 9, max: 8, what }.into()));
    all.extend(CHOICES.map(|what| Value::NoSuch { what, text: x(), advice: meant() }.into()));
    let codes = [Code::Pattern, Code::Answer, Code::Status];
    all.extend(codes.map(|of| Value::NoCode { text: x(), of }.into()));
    all.extend(
        [D::LastDot, D::TooLong, D::Labels].map(|why| Address::NoDomain { text: x(), why }.into()),
    );
    all.extend(
        [M::NoAt, M::Dots, M::Syntax].map(|why| Address::Malformed { text: x(), why }.into()),
    );
    let answered = [Answered::Mail, Answered::AtHost];
    all.extend(answered.map(|mend| Predict::NoAnswer { event: "key", mend }.into()));
    let usual = Unexpected {
        expected: Expected::Table,
        or: Or::Nothing,
        found: Found::Array,
        mend: Some(Mend::Quotes),
    };
    all.extend(EXPECTED.map(|expected| Unexpected { expected, ..usual.clone() }.into()));
    let choices = CHOICES.map(Expected::Choice);
    all.extend(choices.map(|expected| Unexpected { expected, ..usual.clone() }.into()));
    all.extend([Or::Array, Or::Table].map(|or| Unexpected { or, ..usual.clone() }.into()));
    all.extend(found().map(|found| Unexpected { found, ..usual.clone() }.into()));
    all.extend(MENDS.map(|mend| usual.clone().mend(mend).into()));
    all
}

const SYNTAX: [Syntax; 16] = [
    Syntax::Markup,
    Syntax::Commas,
    Syntax::KeyTwice,
    Syntax::KeysInLines,
    Syntax::KeyWithoutValue,
    Syntax::EmptyKey,
    Syntax::Unclosed,
    Syntax::Date,
    Syntax::Time,
    Syntax::Backslash,
    Syntax::TextEnds,
    Syntax::LinesEnd,
    Syntax::LineEnds,
    Syntax::Nesting,
    Syntax::Boolean,
    Syntax::Usual,
];

const MANY: [Many; 31] = [
    Many::Tables("host"),
    Many::Addresses,
    Many::Aliases,
    Many::BehindAlias,
    Many::Capabilities,
    Many::Choices,
    Many::ContentFaults,
    Many::Domains,
    Many::Expectations,
    Many::Extensions,
    Many::Hosts,
    Many::Lines,
    Many::Links,
    Many::Lists,
    Many::Mailboxes,
    Many::Mechanisms,
    Many::Members,
    Many::Messages,
    Many::MovedUsers,
    Many::Moves,
    Many::Occasions,
    Many::OriginalRecipients,
    Many::Panels,
    Many::Recipients,
    Many::RelayFor,
    Many::RetryRules,
    Many::Routes,
    Many::Services,
    Many::Sources,
    Many::Steps,
    Many::Tools,
];

const CHOICES: [Choice; 28] = [
    Choice::Profile,
    Choice::Moving,
    Choice::Strangers,
    Choice::UnknownUsers,
    Choice::FullMailbox,
    Choice::Condition,
    Choice::ContentFault,
    Choice::Role,
    Choice::Service,
    Choice::SubmissionAuth,
    Choice::AuthMechanism,
    Choice::Extension,
    Choice::DoubleBounce,
    Choice::Occasion,
    Choice::Ret,
    Choice::Action,
    Choice::DialoguePoint,
    Choice::Pop3Capability,
    Choice::Pop3Login,
    Choice::DnsFailure,
    Choice::Event,
    Choice::Language,
    Choice::TypingEnd,
    Choice::MessageKind,
    Choice::Panel,
    Choice::Tool,
    Choice::Ask,
    Choice::RecordType,
];

const EXPECTED: [Expected; 27] = [
    Expected::Address,
    Expected::Array,
    Expected::Boolean,
    Expected::Code,
    Expected::Date,
    Expected::Days,
    Expected::Domain,
    Expected::Duration,
    Expected::Envid,
    Expected::FieldName,
    Expected::Host,
    Expected::HostAndPort,
    Expected::Ip,
    Expected::Line,
    Expected::Loss,
    Expected::Mailbox,
    Expected::Moment,
    Expected::Network,
    Expected::Orcpt,
    Expected::Rate,
    Expected::RetryRule,
    Expected::ReversePath,
    Expected::Size,
    Expected::Table,
    Expected::Text,
    Expected::Title,
    Expected::WholeNumber,
];

const MENDS: [Mend; 13] = [
    Mend::Bare,
    Mend::Braces,
    Mend::Brackets,
    Mend::Digits,
    Mend::NoBraces,
    Mend::NoBrackets,
    Mend::NoQuotes,
    Mend::Loss,
    Mend::Quotes,
    Mend::Rate,
    Mend::Size,
    Mend::TrueOrFalse,
    Mend::Unit,
];

fn found() -> [Found; 10] {
    [
        Found::Text(x()),
        Found::Number(5),
        Found::Date(x()),
        Found::String(x()),
        Found::Integer(x()),
        Found::Float(x()),
        Found::Boolean(true),
        Found::Datetime(x()),
        Found::Array,
        Found::Table,
    ]
}

/// Every mistake, and every part of one.
pub(super) fn all() -> Vec<Mistake> {
    [of_the_file(), of_hosts(), of_traffic(), of_lessons(), of_values(), of_parts()].concat()
}
