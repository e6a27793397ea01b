use super::super::Told;
use crate::mistake::{Answered, Expect, Lesson, Markdown, Predict, Translated};

pub(super) fn lesson(it: &Lesson) -> Told {
    match it {
        Lesson::NoSources => Told::new("eine Lektion sagt, woher ihr Wissen stammt")
            .hint("zum Beispiel `sources = \"RFC 5321 section 3.3\"` schreiben"),
        Lesson::NoSteps => Told::new("diese Lektion hat keine Schritte")
            .hint("mit `[[lesson.step]]` einen beginnen"),
        Lesson::NoHeading => Told::new("ein Schritt braucht eine Überschrift"),
        Lesson::NoWords => Told::new("hier stehen keine Wörter"),
        Lesson::PointsAtNothing => Told::new("das zeigt auf nichts")
            .hint("eines von `hosts`, `links`, `panels` und `lines` schreiben"),
        Lesson::NothingExpected => {
            Told::new("diese Aufgabe ist nicht zu erfüllen: Nichts wird erwartet")
                .hint("unter `[[lesson.step.challenge.expect]]` sagen, was am Ende zutreffen muss")
        }
        Lesson::NoSolution => Told::new("diese Aufgabe hat keine Lösung")
            .hint("unter `[[lesson.step.challenge.solution]]` einen Weg zeigen, sie zu erfüllen"),
        Lesson::ToolForbidden { tool } => {
            Told::new(format!("wer das liest, darf `{tool}` dafür nicht verwenden"))
                .hint("es in `tools` ergänzen, oder die Aufgabe anders lösen")
        }
        Lesson::NotOneMove => Told::new("ein Zug sagt genau eines, was getan wird")
            .hint("eines von `send`, `collect`, `run_queue`, `type`, `break` und `mend` schreiben"),
        Lesson::MoveWithFile => Told::new("ein Zug sendet keine Nachrichtendatei")
            .hint("die ganze Nachricht unter `message` schreiben"),
        Lesson::TypedAt => Told::new("was in einem Zug getippt wird, hat keine eigene Zeit")
            .hint("`at` daneben schreiben"),
        Lesson::FaultAt => Told::new("die Störung eines Zuges hat keine eigenen Zeiten")
            .hint("`at` daneben schreiben, und einen weiteren Zug, der sie beendet"),
        Lesson::KeyNeverFits { key, event } => {
            Told::new(format!("`{key}` passt nie zum Ereignis `{event}`"))
                .hint("es weglassen, oder ein anderes Ereignis nennen")
        }
        Lesson::ContentOfPop3 => Told::new("POP3 kennt keine Antwort auf einen Inhalt")
            .hint("den Befehl nennen, etwa `RETR`"),
    }
}

pub(super) fn predict(it: &Predict) -> Told {
    match it {
        Predict::AboutNothing => Told::new("diese Frage sagt nicht, wovon sie handelt")
            .hint("`fate` braucht `to`, alle anderen Fragen brauchen `of`, und keine braucht beides"),
        Predict::LineWithoutEffect => {
            Told::new("`line` ist hier wirkungslos").hint("es gehört zu `ask = \"received\"`")
        }
        Predict::SameAnswers => Told::new("die Antworten auf diese Frage sind immer dieselben")
            .hint("`choices` weglassen"),
        Predict::NoAnswer { event, mend } => {
            Told::new(format!("das Ereignis `{event}` hat darauf keine Antwort")).hint(match mend {
                Answered::Reply => "`event = \"reply\"` schreiben",
                Answered::Mail => {
                    "ein Ereignis nennen, das von einer Nachricht handelt, etwa `accepted`, `bounced` oder \
                     `delivered`"
                }
                Answered::AtHost => "ein Ereignis nennen, das an einem Host geschieht",
            })
        }
        Predict::NthWithoutEffect => {
            Told::new("`nth` ist wirkungslos, wo alle gezählt werden").hint("es weglassen")
        }
        Predict::AnswerTwice => {
            Told::new("diese Antwort steht hier zweimal").hint("eine von beiden weglassen")
        }
        Predict::NoNumber { text } => Told::new(format!("`{text}` ist keine Zahl")),
        Predict::NoAddress { text } => Told::new(format!("`{text}` ist keine Adresse"))
            .hint("sie ohne spitze Klammern schreiben; der leere Rückpfad ist `<>`"),
    }
}

pub(super) fn translated(it: &Translated) -> Told {
    match it {
        Translated::Twice { language } => {
            Told::new(format!("eine zweite Übersetzung, Sprache `{language}`"))
                .hint("alle Wörter einer Sprache in eine einzige `[[translation]]` schreiben")
        }
        Translated::NoLesson => Told::new("es gibt keine Lektion zu übersetzen")
            .hint("die Schritte entfernen, oder eine `[lesson]` schreiben"),
        Translated::OtherSteps { steps, translated } => {
            let steps =
                if *steps == 1 { "1 Schritt".to_owned() } else { format!("{steps} Schritte") };
            Told::new(format!("die Lektion hat {steps}, ihre Übersetzung {translated}")).hint(
                "für jeden `[[lesson.step]]` einen `[[translation.step]]` schreiben, in derselben Reihenfolge",
            )
        }
        Translated::MissingKey { key } => Told::new(format!("es fehlt der Schlüssel `{key}`"))
            .hint(format!("der Schritt hat Wörter für `{key}`: auch sie übersetzen")),
        Translated::NothingToTranslate { key } => Told::new(format!(
            "der Schritt sagt nichts für `{key}`"
        ))
        .hint("das entfernen, oder nachsehen, ob die Schritte in derselben Reihenfolge stehen"),
    }
}

pub(super) fn markdown(it: Markdown) -> Told {
    match it {
        Markdown::Html => Told::new("HTML ist hier nicht erlaubt")
            .hint("was in spitzen Klammern steht, als Code zwischen Backticks schreiben"),
        Markdown::Rule => Told::new("eine Trennlinie ist hier nicht erlaubt")
            .hint("einen neuen Schritt beginnen, oder sie weglassen"),
        Markdown::Other => {
            Told::new("das ist hier nicht erlaubt").hint("es in einfachen Worten schreiben")
        }
        Markdown::TooDeep => {
            Told::new("Elemente liegen zu tief ineinander").hint("es flacher schreiben")
        }
        Markdown::Image => Told::new("Bilder sind hier nicht erlaubt")
            .hint("die Seite zeigt die Karte; was dort nicht zu sehen ist, in Worten beschreiben"),
        Markdown::Heading => Told::new("Überschriften sind hier nicht erlaubt").hint(
            "ein Schritt hat seinen `title`; für eine weitere Überschrift einen neuen Schritt beginnen",
        ),
        Markdown::Link => Told::new("dieser Link ist hier nicht erlaubt")
            .hint("ein Link führt zu https:// oder http://"),
    }
}

pub(super) fn expect(it: &Expect) -> Told {
    match it {
        Expect::SaysNothing => Told::new("das sagt nichts, was wahr oder falsch sein könnte").hint(
            "eines von `delivered`, `collected`, `bounced`, `queued`, `attempts`, \
             `connections`, `deferred`, `failed`, `replies` und `discarded` schreiben",
        ),
        Expect::NoMailbox { address } => {
            Told::new(format!("kein Host hat ein Postfach für `{address}`"))
                .hint("es in den `mailboxes` eines Hosts ergänzen, der Ziel für die Domain ist")
        }
        Expect::NoResponse { text } => {
            Told::new(format!("keine POP3-Antwort beginnt mit `{text}`"))
                .hint("`+OK`, `-ERR` oder `-ERR [IN-USE]` schreiben")
        }
        Expect::ResponseWithCode => Told::new("eine POP3-Antwort hat keinen Antwortcode")
            .hint("`code` und `enhanced` weglassen, oder `pop3`"),
        Expect::AllOrNothing => Told::new("diese Grenzen lassen nichts oder alles zu")
            .hint("eine Zahl schreiben, oder { min = 1 }, oder { min = 1, max = 3 }"),
    }
}
