use super::super::Told;
use super::advice;
use super::choice::choice;
use crate::limit;
use crate::mistake::{
    Address, BadDomain, BadMailbox, Code, Expected, Found, Mend, Number, Or, Text, Unexpected,
    Value,
};

pub(super) fn value(it: &Value) -> Told {
    match it {
        Value::Unexpected(it) => unexpected(it),
        Value::NoTable => Told::new("expected a table"),
        Value::NoSuch { what, text, advice: it } => {
            let [what, _] = choice(*what);
            Told::new(format!("there is no {what} `{text}`")).hint(advice(it))
        }
        Value::NoCode { text, of } => {
            let code = Told::new(match of {
                Code::Reply => format!("{text} is not a reply code"),
                Code::Pattern | Code::Answer => format!("`{text}` is not a reply code"),
                Code::Status => format!("`{text}` is not an enhanced status code"),
            });
            match of {
                Code::Answer => code,
                Code::Pattern => code.hint(
                    "write a number such as 250, or \"4yz\" for a family, or \"+OK\" or \"-ERR\" of POP3",
                ),
                Code::Reply => {
                    code.hint("the digits are 2 to 5, 0 to 5, 0 to 9 (RFC 5321 section 4.2)")
                }
                Code::Status => code.hint("it is written like 5.1.1 (RFC 3463 section 2)"),
            }
        }
    }
}

fn unexpected(it: &Unexpected) -> Told {
    let told =
        Told::new(format!("expected {}, found {}", expected(it.expected, it.or), found(&it.found)));
    match it.mend {
        Some(it) => told.hint(mend(it)),
        None => told,
    }
}

/// What is expected, behind "expected".
pub(crate) fn expected(it: Expected, or: Or) -> String {
    let expected = match it {
        Expected::Address => "an address such as \"bob@example.net\"",
        Expected::Array => "an array",
        Expected::Boolean => "a boolean",
        Expected::Choice(it) => choice(it)[1],
        Expected::Code => "a reply code such as 250 or \"4yz\"",
        Expected::Date => "a date such as 2026-03-02T09:00:00Z",
        Expected::Days => "a number of days or \"never\"",
        Expected::Domain => "a domain name such as \"example.net\"",
        Expected::Duration => "a duration such as \"30s\"",
        Expected::Envid => "a name for the envelope",
        Expected::FieldName => "the name of a header field",
        Expected::Host => "the name of a host",
        Expected::HostAndPort => "the name of a host, with or without :25 or :587",
        Expected::Ip => "an IPv4 address such as \"192.0.2.1\"",
        Expected::Line => "a line of text",
        Expected::Loss => "a percentage such as \"0.5%\"",
        Expected::Mailbox => "a mailbox such as \"bob\" or \"bob@example.net\"",
        Expected::Moment => "an offset from the start such as \"10min\", or a date",
        Expected::Network => "a network such as \"192.0.2.0/24\", the name of a host, or \"any\"",
        Expected::Orcpt => "an original recipient such as \"rfc822;bob@example.net\"",
        Expected::Rate => "a rate such as \"56 kbit/s\"",
        Expected::RetryRule => "a retry rule such as \"F,2h,15m\"",
        Expected::ReversePath => "an address, or \"<>\" for the null path",
        Expected::Size => "a size such as \"10 MB\"",
        Expected::Table => "a table",
        Expected::Text => "a text",
        Expected::Title => "a title",
        Expected::WholeNumber => "a whole number",
    };
    let or = match or {
        Or::Nothing => "",
        Or::Array => " or an array of such",
        Or::Table => " or a table",
    };
    format!("{expected}{or}")
}

fn found(it: &Found) -> String {
    match it {
        Found::Text(text) => format!("the text \"{text}\""),
        Found::Number(number) => format!("the number {number}"),
        Found::Date(date) => format!("the date {date}"),
        Found::String(text) => format!("the string \"{text}\""),
        Found::Integer(number) => format!("the integer `{number}`"),
        Found::Float(number) => format!("the floating point `{number}`"),
        Found::Boolean(truth) => format!("the boolean `{truth}`"),
        Found::Datetime(date) => format!("the date `{date}`"),
        Found::Array => "an array".to_owned(),
        Found::Table => "a table".to_owned(),
    }
}

fn mend(it: Mend) -> &'static str {
    match it {
        Mend::Bare => "dates stand without quotes in TOML",
        Mend::Braces => "a table stands in braces: { key = value }",
        Mend::Brackets => "an array stands in brackets: [first, second]",
        Mend::Digits => "write digits alone: no point and no exponent",
        Mend::NoBraces => "write one value, without braces",
        Mend::NoBrackets => "write one value, without brackets",
        Mend::NoQuotes => "numbers stand without quotes",
        Mend::Loss => {
            "write a percentage with at most four digits behind the point, such as \"0.5%\""
        }
        Mend::Quotes => "texts stand in quotes",
        Mend::Rate => "write a number with bit/s, kbit/s, Mbit/s or Gbit/s; 0 is no limit",
        Mend::Size => {
            "write octets as a number, or text with a unit: B, kB, MB, GB, TB, KiB, MiB, GiB, TiB"
        }
        Mend::TrueOrFalse => "write true or false, without quotes",
        Mend::Unit => "write a number with a unit in quotes; the units are us, ms, s, min, h, d, w",
    }
}

pub(super) fn number(it: &Number) -> Told {
    match it {
        Number::TooSmall { number, range: [min, max] } => {
            Told::new(format!("{number} is too small"))
                .hint(format!("write a number from {min} to {max}"))
        }
        Number::TooLarge { number, range: [min, max] } => {
            Told::new(format!("{number} is too large"))
                .hint(format!("write a number from {min} to {max}"))
        }
        Number::TooManyOctets { octets } => Told::new(format!("{octets} octets are too many"))
            .hint(format!("at most {} octets are allowed here", limit::SIZE)),
        Number::TooSlow => Told::new("less than 8 bit/s is too slow").hint("0 is no limit"),
        Number::TooFast => Told::new("such a fast link is not possible here")
            .hint("at most 1000 Gbit/s; 0 is no limit"),
        Number::TooMuchLoss { loss } => Told::new(format!("a loss of {loss} is too much"))
            .hint("at most 90%; to stop everything, write a [[fault]] with `link_cut`"),
        Number::TooLongSpan { span } => Told::new(format!("a duration of {span} is too long"))
            .hint(format!("at most {} are allowed", limit::DURATION)),
        Number::OutOfRange { date } => Told::new(format!("{date} is out of range"))
            .hint("the clock starts in one of the years 1970 to 2199"),
        Number::PartOfSecond => Told::new("the clock starts at a whole second"),
        Number::NotComplete { date } => Told::new(format!("the date {date} is not complete"))
            .hint("write day, time and zone, such as 2026-03-02T09:00:00Z"),
        Number::NoSuchDate { date } => Told::new(format!("there is no such date as {date}")),
    }
}

pub(super) fn text(it: &Text) -> Told {
    match it {
        Text::TooLong { characters, max } => {
            Told::new(format!("a text of {characters} characters is too long"))
                .hint(format!("at most {max} characters are allowed here"))
        }
        Text::LineBreak => Told::new("a line break is not allowed here"),
        Text::ControlCharacter => Told::new("a control character is not allowed here"),
        Text::FieldName { text } => Told::new(format!("`{text}` is no name of a header field"))
            .hint("write it without the colon, such as \"Subject\""),
        Text::RetryRule { text } => Told::new(format!("`{text}` is not a retry rule")).hint(
            "write F,cutoff,gap or G,cutoff,gap,factor with times such as 2h or 1d12h of 1s to 3660d, \
             and a factor of 1 to 10: \"G,16h,1h,1.5\"",
        ),
        Text::NoXtext { text } => Told::new(format!("`{text}` cannot be sent"))
            .hint("use letters, digits, punctuation and spaces of US-ASCII"),
        Text::TooMuchXtext { characters, max } => {
            Told::new(format!("a text of {characters} characters as xtext is too long"))
                .hint(format!("at most {max} are allowed (RFC 3461 section 5.4)"))
        }
        Text::AddressType { text } => Told::new(format!("`{text}` is not a type of addresses"))
            .hint("for Internet mail it is `rfc822`"),
    }
}

pub(super) fn address(it: &Address) -> Told {
    const EXAMPLES: &str =
        "addresses for examples are 192.0.2.1-254, 198.51.100.1-254 and 203.0.113.1-254";
    match it {
        Address::NoDomain { text, why } => Told::new(format!("`{text}` is not a domain name"))
            .hint(match why {
                BadDomain::At => "only the part behind the @ belongs here",
                BadDomain::LastDot => "leave out the dot at the end",
                BadDomain::TooLong => "a name has at most 253 octets (RFC 1035 section 2.3.4)",
                BadDomain::Labels => "labels of letters, digits and inner hyphens, joined by dots",
            }),
        Address::Port { port } => Told::new(format!("mail is not handed in at port `{port}`"))
            .hint("the port is 25 or 587"),
        Address::Malformed { text, why } => {
            Told::new(format!("`{text}` is not an address")).hint(mailbox(*why))
        }
        Address::NoMailboxName { text, why } => {
            Told::new(format!("`{text}` is not the name of a mailbox")).hint(mailbox(*why))
        }
        Address::EmptyPath => {
            Told::new("an empty text is not an address").hint("the null path is \"<>\"")
        }
        Address::NoIp { text } => {
            Told::new(format!("`{text}` is not an IPv4 address")).hint(EXAMPLES)
        }
        Address::NoHostIp { address } => {
            Told::new(format!("no host on a network can have the address {address}")).hint(EXAMPLES)
        }
        Address::NoNetwork { text } => Told::new(format!("`{text}` is not a network"))
            .hint("a network is written as address/bits, such as 192.0.2.0/24"),
        Address::BitsBehindPrefix { text, network } => {
            Told::new(format!("{text} has bits behind its prefix")).hint(format!("write {network}"))
        }
    }
}

fn mailbox(why: BadMailbox) -> &'static str {
    match why {
        BadMailbox::Brackets => "leave out the angle brackets, and a name before them",
        BadMailbox::NoAt => "an address is written local-part@domain",
        BadMailbox::Dots => "two dots do not follow each other",
        BadMailbox::Syntax => {
            "an address is written local-part@domain, without spaces (RFC 5321 section 4.1.2)"
        }
    }
}
