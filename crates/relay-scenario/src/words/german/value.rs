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
        Value::NoTable => Told::new("hier wird eine Tabelle erwartet"),
        Value::NoSuch { what, text, advice: it } => {
            let [what, _] = choice(*what);
            Told::new(format!("es gibt {what} `{text}`")).hint(advice(it))
        }
        Value::NoCode { text, of } => {
            let code = Told::new(match of {
                Code::Reply => format!("{text} ist kein Antwortcode"),
                Code::Pattern | Code::Answer => format!("`{text}` ist kein Antwortcode"),
                Code::Status => format!("`{text}` ist kein erweiterter Statuscode"),
            });
            match of {
                Code::Answer => code,
                Code::Pattern => code.hint(
                    "eine Zahl wie 250 schreiben, oder \"4yz\" für eine Familie, oder \"+OK\" oder \"-ERR\" \
                     von POP3",
                ),
                Code::Reply => code
                    .hint("die Ziffern gehen von 2 bis 5, 0 bis 5 und 0 bis 9 (RFC 5321, Abschnitt 4.2)"),
                Code::Status => code.hint("man schreibt ihn wie 5.1.1 (RFC 3463, Abschnitt 2)"),
            }
        }
    }
}

fn unexpected(it: &Unexpected) -> Told {
    let (expected, found) = (expected(it.expected, it.or), found(&it.found));
    let told = Told::new(format!("erwartet wird {expected}, gefunden wurde {found}"));
    match it.mend {
        Some(it) => told.hint(mend(it)),
        None => told,
    }
}

/// What is expected, behind „erwartet wird“.
fn expected(it: Expected, or: Or) -> String {
    let expected = match it {
        Expected::Address => "eine Adresse wie \"bob@example.net\"",
        Expected::Array => "ein Array",
        Expected::Boolean => "ein Wahrheitswert",
        Expected::Choice(it) => choice(it)[1],
        Expected::Code => "ein Antwortcode wie 250 oder \"4yz\"",
        Expected::Date => "ein Datum wie 2026-03-02T09:00:00Z",
        Expected::Days => "eine Anzahl von Tagen oder \"never\"",
        Expected::Domain => "ein Domainname wie \"example.net\"",
        Expected::Duration => "eine Dauer wie \"30s\"",
        Expected::Envid => "ein Name für den Umschlag",
        Expected::FieldName => "der Name eines Feldes im Kopf",
        Expected::Host => "der Name eines Hosts",
        Expected::HostAndPort => "der Name eines Hosts, mit oder ohne :25 oder :587",
        Expected::Ip => "eine IPv4-Adresse wie \"192.0.2.1\"",
        Expected::Line => "eine Zeile Text",
        Expected::Loss => "ein Prozentsatz wie \"0.5%\"",
        Expected::Mailbox => "ein Postfach wie \"bob\" oder \"bob@example.net\"",
        Expected::Moment => "ein Abstand vom Start wie \"10min\" oder ein Datum",
        Expected::Network => "ein Netz wie \"192.0.2.0/24\", der Name eines Hosts oder \"any\"",
        Expected::Orcpt => "ein ursprünglicher Empfänger wie \"rfc822;bob@example.net\"",
        Expected::Rate => "eine Datenrate wie \"56 kbit/s\"",
        Expected::RetryRule => "eine Wiederholungsregel wie \"F,2h,15m\"",
        Expected::ReversePath => "eine Adresse, oder \"<>\" für den leeren Rückpfad",
        Expected::Size => "eine Größe wie \"10 MB\"",
        Expected::Table => "eine Tabelle",
        Expected::Text => "ein Text",
        Expected::Title => "ein Titel",
        Expected::WholeNumber => "eine ganze Zahl",
    };
    let or = match or {
        Or::Nothing => "",
        Or::Array => " oder ein Array davon",
        Or::Table => " oder eine Tabelle",
    };
    format!("{expected}{or}")
}

fn found(it: &Found) -> String {
    match it {
        Found::Text(text) => format!("der Text \"{text}\""),
        Found::Number(number) => format!("die Zahl {number}"),
        Found::Date(date) => format!("das Datum {date}"),
        Found::String(text) => format!("die Zeichenkette \"{text}\""),
        Found::Integer(number) => format!("die ganze Zahl `{number}`"),
        Found::Float(number) => format!("die Gleitkommazahl `{number}`"),
        Found::Boolean(truth) => format!("der Wahrheitswert `{truth}`"),
        Found::Datetime(date) => format!("das Datum `{date}`"),
        Found::Array => "ein Array".to_owned(),
        Found::Table => "eine Tabelle".to_owned(),
    }
}

fn mend(it: Mend) -> &'static str {
    match it {
        Mend::Bare => "ein Datum steht in TOML ohne Anführungszeichen",
        Mend::Braces => "eine Tabelle steht in geschweiften Klammern: { schlüssel = wert }",
        Mend::Brackets => "ein Array steht in eckigen Klammern: [erstes, zweites]",
        Mend::Digits => "nur Ziffern schreiben: kein Komma, kein Punkt und kein Exponent",
        Mend::NoBraces => "einen einzigen Wert schreiben, ohne geschweifte Klammern",
        Mend::NoBrackets => "einen einzigen Wert schreiben, ohne eckige Klammern",
        Mend::NoQuotes => "Zahlen stehen ohne Anführungszeichen",
        Mend::Loss => {
            "einen Prozentsatz mit höchstens vier Ziffern hinter dem Punkt schreiben, etwa \"0.5%\""
        }
        Mend::Quotes => "Texte stehen in Anführungszeichen",
        Mend::Rate => {
            "eine Zahl mit bit/s, kbit/s, Mbit/s oder Gbit/s schreiben; 0 heißt unbegrenzt"
        }
        Mend::Size => {
            "Oktette als Zahl schreiben, oder einen Text mit einer Einheit: B, kB, MB, GB, TB, KiB, MiB, GiB, TiB"
        }
        Mend::TrueOrFalse => "true oder false schreiben, ohne Anführungszeichen",
        Mend::Unit => {
            "eine Zahl mit Einheit in Anführungszeichen schreiben; die Einheiten sind us, ms, s, min, h, d, w"
        }
    }
}

pub(super) fn number(it: &Number) -> Told {
    match it {
        Number::TooSmall { number, range: [min, max] } => {
            Told::new(format!("{number} ist zu klein"))
                .hint(format!("eine Zahl von {min} bis {max} schreiben"))
        }
        Number::TooLarge { number, range: [min, max] } => {
            Told::new(format!("{number} ist zu groß"))
                .hint(format!("eine Zahl von {min} bis {max} schreiben"))
        }
        Number::TooManyOctets { octets } => Told::new(format!("{octets} Oktette sind zu viele"))
            .hint(format!("höchstens {} Oktette sind hier erlaubt", limit::SIZE)),
        Number::TooSlow => {
            Told::new("weniger als 8 bit/s ist zu langsam").hint("0 heißt unbegrenzt")
        }
        Number::TooFast => Told::new("eine so schnelle Leitung ist hier nicht möglich")
            .hint("höchstens 1000 Gbit/s; 0 heißt unbegrenzt"),
        Number::TooMuchLoss { loss } => Told::new(format!("ein Verlust von {loss} ist zu viel"))
            .hint("höchstens 90%; um alles anzuhalten, ein [[fault]] mit `link_cut` schreiben"),
        Number::TooLongSpan { span } => Told::new(format!("eine Dauer von {span} ist zu lang"))
            .hint(format!("höchstens {} sind erlaubt", limit::DURATION)),
        Number::OutOfRange { date } => {
            Told::new(format!("{date} liegt außerhalb des erlaubten Bereichs"))
                .hint("die Uhr startet in einem der Jahre 1970 bis 2199")
        }
        Number::PartOfSecond => Told::new("die Uhr startet zu einer vollen Sekunde"),
        Number::NotComplete { date } => {
            Told::new(format!("das Datum {date} ist nicht vollständig"))
                .hint("Tag, Uhrzeit und Zone schreiben, etwa 2026-03-02T09:00:00Z")
        }
        Number::NoSuchDate { date } => Told::new(format!("das Datum {date} gibt es nicht")),
    }
}

pub(super) fn text(it: &Text) -> Told {
    match it {
        Text::TooLong { characters, max } => {
            Told::new(format!("ein Text von {characters} Zeichen ist zu lang"))
                .hint(format!("höchstens {max} Zeichen sind hier erlaubt"))
        }
        Text::LineBreak => Told::new("ein Zeilenumbruch ist hier nicht erlaubt"),
        Text::ControlCharacter => Told::new("ein Steuerzeichen ist hier nicht erlaubt"),
        Text::FieldName { text } => Told::new(format!("`{text}` ist kein Name eines Feldes im Kopf"))
            .hint("ohne den Doppelpunkt schreiben, etwa \"Subject\""),
        Text::RetryRule { text } => Told::new(format!("`{text}` ist keine Wiederholungsregel")).hint(
            "F,bis,Abstand oder G,bis,Abstand,Faktor schreiben, mit Zeiten wie 2h oder 1d12h von 1s bis 3660d \
             und einem Faktor von 1 bis 10: \"G,16h,1h,1.5\"",
        ),
        Text::NoXtext { text } => Told::new(format!("`{text}` kann nicht gesendet werden"))
            .hint("Buchstaben, Ziffern, Satzzeichen und Leerzeichen aus US-ASCII verwenden"),
        Text::TooMuchXtext { characters, max } => {
            Told::new(format!("ein Text, der als xtext {characters} Zeichen hat, ist zu lang"))
                .hint(format!("höchstens {max} sind erlaubt (RFC 3461, Abschnitt 5.4)"))
        }
        Text::AddressType { text } => Told::new(format!("`{text}` ist keine Art von Adressen"))
            .hint("für Internet-Mail ist es `rfc822`"),
    }
}

pub(super) fn address(it: &Address) -> Told {
    const EXAMPLES: &str =
        "Adressen für Beispiele sind 192.0.2.1-254, 198.51.100.1-254 und 203.0.113.1-254";
    match it {
        Address::NoDomain { text, why } => {
            Told::new(format!("`{text}` ist kein Domainname")).hint(match why {
                BadDomain::At => "hierher gehört nur der Teil hinter dem @",
                BadDomain::LastDot => "den Punkt am Ende weglassen",
                BadDomain::TooLong => {
                    "ein Name hat höchstens 253 Oktette (RFC 1035, Abschnitt 2.3.4)"
                }
                BadDomain::Labels => {
                    "Teile aus Buchstaben, Ziffern und Bindestrichen im Inneren, mit Punkten verbunden"
                }
            })
        }
        Address::Port { port } => Told::new(format!("an Port `{port}` wird keine Mail eingeliefert"))
            .hint("der Port ist 25 oder 587"),
        Address::Malformed { text, why } => {
            Told::new(format!("`{text}` ist keine Adresse")).hint(mailbox(*why))
        }
        Address::NoMailboxName { text, why } => {
            Told::new(format!("`{text}` ist kein Name eines Postfachs")).hint(mailbox(*why))
        }
        Address::EmptyPath => {
            Told::new("ein leerer Text ist keine Adresse").hint("der leere Rückpfad ist \"<>\"")
        }
        Address::NoIp { text } => {
            Told::new(format!("`{text}` ist keine IPv4-Adresse")).hint(EXAMPLES)
        }
        Address::NoHostIp { address } => {
            Told::new(format!("kein Host in einem Netz kann die Adresse {address} haben"))
                .hint(EXAMPLES)
        }
        Address::NoNetwork { text } => Told::new(format!("`{text}` ist kein Netz"))
            .hint("ein Netz schreibt man als Adresse/Bits, etwa 192.0.2.0/24"),
        Address::BitsBehindPrefix { text, network } => {
            Told::new(format!("{text} hat Bits hinter seinem Präfix"))
                .hint(format!("{network} schreiben"))
        }
    }
}

fn mailbox(why: BadMailbox) -> &'static str {
    match why {
        BadMailbox::Brackets => "die spitzen Klammern weglassen, und einen Namen davor",
        BadMailbox::NoAt => "eine Adresse schreibt man als lokaler-Teil@Domain",
        BadMailbox::Dots => "zwei Punkte folgen nicht aufeinander",
        BadMailbox::Syntax => {
            "eine Adresse schreibt man als lokaler-Teil@Domain, ohne Leerzeichen (RFC 5321, Abschnitt 4.1.2)"
        }
    }
}
