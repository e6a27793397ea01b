use super::super::Told;
use super::advice;
use crate::mistake::{Attached, File, Many, Syntax};
use crate::{FORMAT, limit};

pub(super) fn file(it: &File) -> Told {
    match it {
        File::TooLong { octets } => {
            Told::new(format!("a scenario file of {octets} octets is too long"))
                .hint(format!("at most {} octets are allowed", limit::SOURCE))
        }
        File::NotToml { said, mend } => {
            Told::new(format!("this is not TOML: {said}")).hint(syntax(*mend))
        }
        File::NoFormat => Told::new("missing key `format`")
            .hint(format!("write `format = {FORMAT}` into the first line")),
        File::NoVersionZero => Told::new("there is no version 0 of the format")
            .hint(format!("the first version is {FORMAT}")),
        File::Newer { version } => {
            Told::new(format!("this file is written in version {version} of the format"))
                .hint(format!("this program reads version {FORMAT}; use a newer one"))
        }
        File::NoHosts => {
            Told::new("this file has no hosts").hint("write at least one [[host]] with its name")
        }
        File::NoTables { key } => Told::new(format!("expected tables under `[[{key}]]`"))
            .hint(format!("write `[[{key}]]` in double brackets, once for each")),
        File::TooMany { count, max, what } => {
            Told::new(format!("{count} {} are too many", many(*what)))
                .hint(format!("at most {max} are allowed"))
        }
        File::UnknownKey { name, advice: it } => {
            Told::new(format!("unknown key `{name}`")).label("unknown").hint(advice(it))
        }
        File::MissingKey { key } => {
            Told::new(format!("missing key `{key}`")).label(format!("this table needs `{key}`"))
        }
    }
}

fn syntax(it: Syntax) -> &'static str {
    match it {
        Syntax::Markup => {
            "this is HTML: Markdown has changed the text on its way here; write an empty line before the \
             `<script>` and behind it, and no spaces before it, or keep it in a file and name that in `src`"
        }
        Syntax::Commas => "values in brackets are parted by commas",
        Syntax::KeyTwice => "each key stands once in a table; tables that repeat are written [[…]]",
        Syntax::KeysInLines => "each key has a line of its own: key = value",
        Syntax::KeyWithoutValue => "write key = value; tables begin with [name] or [[name]]",
        Syntax::EmptyKey => "write a key before the `=`",
        Syntax::Unclosed => "what a bracket or a brace opens, its counterpart closes",
        Syntax::Date => "dates are written as 2026-03-02T09:00:00Z, without quotes",
        Syntax::Time => {
            "dates are written as 2026-03-02T09:00:00Z; spans of time are texts: \"20s\""
        }
        Syntax::Backslash => "write a backslash twice, or the text in single quotes",
        Syntax::TextEnds => "a text ends on its line, with the quotes that it began with",
        Syntax::LinesEnd => "a text of several lines ends with the three quotes it began with",
        Syntax::LineEnds => "lines end in a line feed, or in a carriage return and a line feed",
        Syntax::Nesting => "no scenario needs so many brackets within brackets",
        Syntax::Boolean => "write true or false, without quotes",
        Syntax::Usual => {
            "texts stand in quotes: key = \"text\"; tables begin with [name] or [[name]]"
        }
    }
}

fn many(it: Many) -> String {
    let many = match it {
        Many::Tables(key) => return format!("`[[{key}]]` tables"),
        Many::Addresses => "addresses on all hosts",
        Many::Aliases => "aliases",
        Many::BehindAlias => "addresses behind one alias",
        Many::Capabilities => "capabilities",
        Many::Choices => "choices",
        Many::ContentFaults => "faults of content",
        Many::Domains => "domains",
        Many::Expectations => "expectations",
        Many::Extensions => "extensions",
        Many::Hosts => "hosts",
        Many::Lines => "lines",
        Many::Links => "links",
        Many::Lists => "lists",
        Many::Mailboxes => "mailboxes",
        Many::Mechanisms => "mechanisms",
        Many::Members => "members of one list",
        Many::Messages => "messages",
        Many::MovedUsers => "moved users",
        Many::Moves => "moves",
        Many::Occasions => "occasions",
        Many::OriginalRecipients => "original recipients",
        Many::Panels => "parts of the page",
        Many::Recipients => "recipients",
        Many::RelayFor => "entries of `relay_for`",
        Many::RetryRules => "retry rules",
        Many::Routes => "routes",
        Many::Services => "services",
        Many::Sources => "sources",
        Many::Steps => "steps",
        Many::Tools => "tools",
    };
    many.to_owned()
}

pub(super) fn attached(it: &Attached) -> Told {
    match it {
        Attached::NotHere { name } => Told::new(format!("the message file `{name}` is not here"))
            .hint("give the file along, or write the message into the scenario: message = '''…'''"),
        Attached::NotNamed { name } => Told::new(format!("no [[send]] names the file `{name}`")),
        Attached::NoSend { name, sends } => {
            Told::new(format!("there is no [[send]] for the message file `{name}`"))
                .hint(format!("the scenario sends {sends} messages, counted by [[send]]"))
        }
        Attached::Empty { name } => Told::new(format!("the message file `{name}` is empty")),
        Attached::TooLarge { name, octets } => {
            Told::new(format!("the message file `{name}` has {octets} octets"))
                .hint(format!("at most {} are allowed", limit::MESSAGE))
        }
        Attached::CollectedTooOften => {
            Told::new("mail would be collected too many times in such a long run")
                .hint(format!("at most {} times", limit::COLLECT_ROUNDS))
        }
        Attached::RunTooOften => Told::new("queues would be run too many times in such a long run")
            .hint(format!("at most {} times", limit::QUEUE_RUN_ROUNDS)),
        Attached::OnlineTooOften => {
            Told::new("hosts would go online too many times in such a long run")
                .hint(format!("at most {} times", limit::DIAL_UP_WINDOWS))
        }
    }
}
