use super::super::Told;
use super::{advice, toml};
use crate::mistake::{Attached, File, Many, Syntax};
use crate::{FORMAT, limit};

pub(super) fn file(it: &File) -> Told {
    match it {
        File::TooLong { octets } => {
            Told::new(format!("eine Szenariodatei von {octets} Oktetten ist zu lang"))
                .hint(format!("höchstens {} Oktette sind erlaubt", limit::SOURCE))
        }
        File::NotToml { said, mend } => Told::new(toml::not_toml(said)).hint(syntax(*mend)),
        File::NoFormat => Told::new("es fehlt der Schlüssel `format`")
            .hint(format!("in die erste Zeile `format = {FORMAT}` schreiben")),
        File::NoVersionZero => Told::new("es gibt keine Version 0 des Formats")
            .hint(format!("die erste Version ist {FORMAT}")),
        File::Newer { version } => {
            Told::new(format!("diese Datei ist in Version {version} des Formats geschrieben"))
                .hint(format!("dieses Programm liest Version {FORMAT}; ein neueres verwenden"))
        }
        File::NoHosts => Told::new("diese Datei hat keine Hosts")
            .hint("mindestens ein [[host]] mit seinem Namen schreiben"),
        File::NoTables { key } => Told::new(format!("unter `[[{key}]]` werden Tabellen erwartet"))
            .hint(format!("`[[{key}]]` in doppelten Klammern schreiben, einmal für jede Tabelle")),
        File::TooMany { count, max, what } => {
            Told::new(format!("{count} {} sind zu viele", many(*what)))
                .hint(format!("die Grenze liegt bei {max}"))
        }
        File::UnknownKey { name, advice: it } => {
            Told::new(format!("unbekannter Schlüssel `{name}`")).label("unbekannt").hint(advice(it))
        }
        File::MissingKey { key } => Told::new(format!("es fehlt der Schlüssel `{key}`"))
            .label(format!("diese Tabelle braucht `{key}`")),
    }
}

fn syntax(it: Syntax) -> &'static str {
    match it {
        Syntax::Markup => {
            "das ist HTML: Markdown hat den Text auf dem Weg hierher verändert; vor dem `<script>` und \
             dahinter eine leere Zeile schreiben und davor keine Leerzeichen, oder das Szenario in einer Datei \
             ablegen und diese in `src` nennen"
        }
        Syntax::Commas => "zwischen Werten in Klammern stehen Kommas",
        Syntax::KeyTwice => {
            "jeder Schlüssel steht in einer Tabelle einmal; Tabellen, die sich wiederholen, schreibt man [[…]]"
        }
        Syntax::KeysInLines => "jeder Schlüssel hat eine eigene Zeile: schlüssel = wert",
        Syntax::KeyWithoutValue => {
            "schlüssel = wert schreiben; Tabellen beginnen mit [name] oder [[name]]"
        }
        Syntax::EmptyKey => "vor das `=` einen Schlüssel schreiben",
        Syntax::Unclosed => "was eine Klammer öffnet, schließt ihr Gegenstück",
        Syntax::Date => "ein Datum schreibt man wie 2026-03-02T09:00:00Z, ohne Anführungszeichen",
        Syntax::Time => {
            "ein Datum schreibt man wie 2026-03-02T09:00:00Z; Zeitspannen sind Texte: \"20s\""
        }
        Syntax::Backslash => {
            "einen umgekehrten Schrägstrich doppelt schreiben, oder den Text in einfachen Anführungszeichen"
        }
        Syntax::TextEnds => {
            "ein Text endet in seiner Zeile, mit denselben Anführungszeichen wie am Anfang"
        }
        Syntax::LinesEnd => {
            "ein Text über mehrere Zeilen endet mit denselben drei Anführungszeichen wie am Anfang"
        }
        Syntax::LineEnds => "Zeilen enden mit LF oder mit CR und LF",
        Syntax::Nesting => "kein Szenario braucht so viele Klammern in Klammern",
        Syntax::Boolean => "true oder false schreiben, ohne Anführungszeichen",
        Syntax::Usual => {
            "Texte stehen in Anführungszeichen: schlüssel = \"text\"; Tabellen beginnen mit [name] oder [[name]]"
        }
    }
}

fn many(it: Many) -> String {
    let many = match it {
        Many::Tables(key) => return format!("Tabellen unter `[[{key}]]`"),
        Many::Addresses => "Adressen auf allen Hosts",
        Many::Aliases => "Aliase",
        Many::BehindAlias => "Adressen hinter einem Alias",
        Many::Capabilities => "Fähigkeiten",
        Many::Choices => "Antworten zur Auswahl",
        Many::ContentFaults => "Fehler im Inhalt",
        Many::Domains => "Domains",
        Many::Expectations => "Erwartungen",
        Many::Extensions => "Erweiterungen",
        Many::Hosts => "Hosts",
        Many::Lines => "Zeilen",
        Many::Links => "Leitungen",
        Many::Lists => "Listen",
        Many::Mailboxes => "Postfächer",
        Many::Mechanisms => "Verfahren",
        Many::Members => "Mitglieder einer Liste",
        Many::Messages => "Nachrichten",
        Many::MovedUsers => "umgezogene Benutzer",
        Many::Moves => "Züge",
        Many::Occasions => "Anlässe",
        Many::OriginalRecipients => "ursprüngliche Empfänger",
        Many::Panels => "Teile der Seite",
        Many::Recipients => "Empfänger",
        Many::RelayFor => "Einträge in `relay_for`",
        Many::RetryRules => "Wiederholungsregeln",
        Many::Routes => "Routen",
        Many::Services => "Dienste",
        Many::Sources => "Quellen",
        Many::Steps => "Schritte",
        Many::Tools => "Werkzeuge",
    };
    many.to_owned()
}

pub(super) fn attached(it: &Attached) -> Told {
    match it {
        Attached::NotHere { name } => Told::new(format!(
            "die Nachrichtendatei `{name}` ist nicht da"
        ))
        .hint(
            "die Datei mitgeben, oder die Nachricht in das Szenario schreiben: message = '''…'''",
        ),
        Attached::NotNamed { name } => Told::new(format!("kein [[send]] nennt die Datei `{name}`")),
        Attached::NoSend { name, sends } => Told::new(format!(
            "es gibt kein [[send]] für die Nachrichtendatei `{name}`"
        ))
        .hint(if *sends == 1 {
            "das Szenario sendet 1 Nachricht, nach [[send]] gezählt".to_owned()
        } else {
            format!("das Szenario sendet {sends} Nachrichten, nach [[send]] gezählt")
        }),
        Attached::Empty { name } => Told::new(format!("die Nachrichtendatei `{name}` ist leer")),
        Attached::TooLarge { name, octets } => {
            Told::new(format!("die Nachrichtendatei `{name}` hat {octets} Oktette"))
                .hint(format!("höchstens {} sind erlaubt", limit::MESSAGE))
        }
        Attached::CollectedTooOften => {
            Told::new("in einem so langen Lauf würde zu oft Mail abgeholt")
                .hint(format!("höchstens {}-mal", limit::COLLECT_ROUNDS))
        }
        Attached::RunTooOften => {
            Told::new("in einem so langen Lauf würden Warteschlangen zu oft abgearbeitet")
                .hint(format!("höchstens {}-mal", limit::QUEUE_RUN_ROUNDS))
        }
        Attached::OnlineTooOften => {
            Told::new("in einem so langen Lauf würden sich Rechner zu oft einwählen")
                .hint(format!("höchstens {}-mal", limit::DIAL_UP_WINDOWS))
        }
    }
}
