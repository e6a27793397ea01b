//! Lessons, and what is expected.

/// A lesson, its steps and its challenges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lesson {
    NoSources,
    NoSteps,
    NoHeading,
    NoWords,
    PointsAtNothing,
    NothingExpected,
    NoSolution,
    ToolForbidden { tool: &'static str },
    NotOneMove,
    MoveWithFile,
    TypedAt,
    FaultAt,
    KeyNeverFits { key: &'static str, event: &'static str },
    ContentOfPop3,
}

/// What a lesson asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Predict {
    AboutNothing,
    LineWithoutEffect,
    SameAnswers,
    NoAnswer { event: &'static str, mend: Answered },
    NthWithoutEffect,
    AnswerTwice,
    NoNumber { text: String },
    NoAddress { text: String },
}

/// Which events have an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answered {
    Reply,
    Mail,
    AtHost,
}

/// A translation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Translated {
    Twice { language: &'static str },
    NoLesson,
    OtherSteps { steps: usize, translated: usize },
    MissingKey { key: &'static str },
    NothingToTranslate { key: &'static str },
}

/// What may not stand in a text in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Markdown {
    Html,
    Rule,
    Other,
    TooDeep,
    Image,
    Heading,
    Link,
}

/// What must be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expect {
    SaysNothing,
    NoMailbox { address: String },
    NoResponse { text: String },
    ResponseWithCode,
    AllOrNothing,
}
