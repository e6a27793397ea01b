//! `[lesson]`

use crate::decode::keys;
use crate::limit;
use crate::text::{
    Address, AskName, CodeName, EventName, Item, Line, Markdown, MessageName, Moment, Number,
    OneOrMore, PanelName, ServerName, Text, Title, ToolName,
};

use super::{ExpectTable, FaultTable, SendTable, TypeTable};

/// A lesson: what a reader is told, where the run pauses for it, and what the reader is asked.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Lesson"))]
pub(crate) struct LessonTable {
    /// Where to read more: RFC sections such as `RFC 5321 section 4.2.1`, or other works; at most
    /// 20.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = limit::SOURCES)))]
    pub(crate) sources: OneOrMore<Line>,
    /// How long a reader needs, in minutes: 1 to 60.
    pub(crate) minutes: Text<Number<1, 60>>,
    /// The steps in their order: 1 to 100.
    #[cfg_attr(feature = "schema", schemars(required, length(min = 1, max = limit::STEPS)))]
    pub(crate) step: Vec<Item<StepTable>>,
}

keys!(LessonTable { sources, minutes, step });

/// One step of a lesson.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Step"))]
pub(crate) struct StepTable {
    /// A heading, at most 200 characters.
    pub(crate) title: Text<Title>,
    /// What the reader is told, in Markdown: paragraphs, lists, quotes, code, tables, emphasis and
    /// links to https or http; at most 10000 characters.
    pub(crate) text: Text<Markdown>,
    /// The run goes on until this happens, and pauses for the step. Default: it stays where it is.
    pub(crate) pause: Option<Item<PatternTable>>,
    /// What is pointed at. Default: nothing.
    pub(crate) highlight: Option<Item<HighlightTable>>,
    /// A question whose answer the simulation finds. Default: none.
    pub(crate) predict: Option<Item<PredictTable>>,
    /// A task for the reader. Default: none.
    pub(crate) challenge: Option<Item<ChallengeTable>>,
}

keys!(StepTable { title, text, pause, highlight, predict, challenge });

/// Something that happens. All that is said must hold; what is left out may be anything.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Pattern"))]
pub(crate) struct PatternTable {
    /// What happens.
    pub(crate) event: Text<EventName>,
    /// The name of the host at which it happens: who says a command or a reply, who takes, puts off
    /// or delivers a message.
    pub(crate) host: Option<Text<ServerName>>,
    /// The name of the host at the other end of the connection.
    pub(crate) peer: Option<Text<ServerName>>,
    /// A recipient in the envelope of the message.
    pub(crate) to: Option<Text<Address>>,
    /// The code of a reply: 250, or `4yz` for all that begin with 4; for POP3 `+OK` or `-ERR`.
    pub(crate) code: Option<Text<CodeName>>,
    /// The status of a failure (RFC 3463), such as `4.4.1`.
    pub(crate) status: Option<Text<Line>>,
    /// The verb of a command, such as `RCPT`; with `reply`, of the command that is answered, or
    /// `greeting` for the first reply and `content` for the reply to the message itself.
    pub(crate) command: Option<Text<Line>>,
    /// Which messages: `letter` for those of people, `report` for those with the null
    /// reverse-path or the form of a report.
    pub(crate) message: Option<Text<MessageName>>,
    /// A part of the Subject field, in any case; at most 900 characters.
    pub(crate) subject: Option<Text<Line>>,
    /// A part of the line in the trace that tells of it, in any case; at most 900 characters.
    pub(crate) containing: Option<Text<Line>>,
    /// Which of several, counted from the pause before: 1 to 1000000. Default: 1.
    pub(crate) nth: Option<Text<Number<1, { limit::ALLOWED }>>>,
}

keys!(PatternTable {
    event,
    host,
    peer,
    to,
    code,
    status,
    command,
    message,
    subject,
    containing,
    nth,
});

/// What is pointed at.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Highlight"))]
pub(crate) struct HighlightTable {
    /// The names of hosts on the map. Default: none.
    pub(crate) hosts: Option<OneOrMore<ServerName>>,
    /// Pairs of host names: links on the map. Default: none.
    pub(crate) links: Option<Vec<OneOrMore<ServerName>>>,
    /// Parts of the page. Default: none.
    pub(crate) panels: Option<OneOrMore<PanelName>>,
    /// What happened already: lines of the ladder and of the transcript. Default: none.
    pub(crate) lines: Option<Item<PatternTable>>,
}

keys!(HighlightTable { hosts, links, panels, lines });

/// A question about what comes next. The simulation runs ahead to find the answer.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Predict"))]
pub(crate) struct PredictTable {
    /// The question, at most 900 characters.
    pub(crate) question: Text<Line>,
    /// What is asked: `when` it happens next, `where`, `whether` at all, `how-many` times until the
    /// end of the run, which `reply` comes, which `return-path` the message has, which `recipient`
    /// it goes to, which host wrote its `received` line, or, without `of`, the `fate` of a recipient.
    pub(crate) ask: Text<AskName>,
    /// What the question is about. Required for everything but `fate`.
    pub(crate) of: Option<Item<PatternTable>>,
    /// The recipient whose `fate` is asked for.
    pub(crate) to: Option<Text<Address>>,
    /// Which Received line, counted from the top: 1 to 100. Default: 1.
    pub(crate) line: Option<Text<Number<1, 100>>>,
    /// Other answers to choose from, at most 8; the right one is added where it is missing. Not for
    /// `whether` and `fate`. Default: some that are near the right one.
    #[cfg_attr(feature = "schema", schemars(length(max = limit::CHOICES)))]
    pub(crate) choices: Option<OneOrMore<Line>>,
    /// What the reader is told behind the answer, in Markdown. Default: nothing.
    pub(crate) explain: Option<Text<Markdown>>,
}

keys!(PredictTable { question, ask, of, to, line, choices, explain });

/// A task. It is fulfilled when all that is expected is so at the end of the run.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Challenge"))]
pub(crate) struct ChallengeTable {
    /// What the reader shall bring about, at most 900 characters.
    pub(crate) goal: Text<Line>,
    /// What the reader may use. Default: everything.
    pub(crate) tools: Option<OneOrMore<ToolName>>,
    /// Help for those who ask for it, in Markdown. Default: none.
    pub(crate) hint: Option<Text<Markdown>>,
    /// What must be true: 1 to 20. It must not be true without the reader's doing.
    #[cfg_attr(feature = "schema", schemars(required, length(min = 1, max = limit::GOALS)))]
    pub(crate) expect: Vec<Item<ExpectTable>>,
    /// One way to do it, by which `relayscope run` proves that it can be done: 1 to 20 moves.
    #[cfg_attr(feature = "schema", schemars(required, length(min = 1, max = limit::MOVES)))]
    pub(crate) solution: Vec<Item<MoveTable>>,
}

keys!(ChallengeTable { goal, tools, hint, expect, solution });

/// Something that a reader does; each entry says one thing.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Move"))]
pub(crate) struct MoveTable {
    /// When: an offset from the start of the run or a date, but not before the step's pause.
    /// Default: at the pause.
    pub(crate) at: Option<Text<Moment>>,
    /// Sends a message, at the moment of the move.
    pub(crate) send: Option<Item<SendTable>>,
    /// The address of the account whose mail is collected.
    pub(crate) collect: Option<Text<Address>>,
    /// The name of the host whose queue is tried now.
    pub(crate) run_queue: Option<Text<ServerName>>,
    /// Types lines to a server, beginning at the moment of the move.
    #[cfg_attr(feature = "schema", schemars(rename = "type"))]
    pub(crate) typing: Option<Item<TypeTable>>,
    /// Lets a fault begin.
    #[cfg_attr(feature = "schema", schemars(rename = "break"))]
    pub(crate) begin: Option<Item<FaultTable>>,
    /// Lets a fault end, such as `{ host_down = "mx.example.net" }`: the host is switched on.
    pub(crate) mend: Option<Item<FaultTable>>,
}

keys!(MoveTable { at, send, collect, run_queue, typing = "type", begin = "break", mend });
