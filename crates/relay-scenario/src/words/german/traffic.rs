use super::super::Told;
use super::advice;
use crate::limit;
use crate::mistake::{Account, Content, Repeated, Report, Typed};

pub(super) fn account(it: &Account) -> Told {
    match it {
        Account::Twice { address } => {
            Told::new(format!("es gibt zwei Konten mit der Adresse `{address}`"))
        }
        Account::NoUse => Told::new("dieses Konto kann weder senden noch abholen")
            .hint("schreiben, wo es Mail einliefert (`submit`) oder abholt (`collect`)"),
        Account::HandsInNowhere => {
            Told::new("ein Mailprogramm, das selbst zustellt, liefert nirgends ein")
                .hint("`submit` oder `direct` weglassen")
        }
        Account::NoSuch { address, advice: it } => {
            let told = Told::new(format!("es gibt kein Konto mit der Adresse `{address}`"));
            match it {
                Some(it) => told.hint(advice(it)),
                None => told.hint("ein [[account]] mit dieser Adresse ergänzen"),
            }
        }
        Account::StaysAndGoes => Told::new(
            "`delete_after` und `leave_on_server` widersprechen sich",
        )
        .hint(
            "eines von beiden weglassen: Mit `delete_after` bleiben Nachrichten bis dahin liegen",
        ),
        Account::CannotSend => Told::new("das Konto mit dieser Adresse kann nicht senden")
            .hint("dem Konto `submit` mit dem Namen eines Servers geben"),
        Account::CannotCollect { advised } => {
            let told = Told::new("das Konto mit dieser Adresse kann nicht abholen");
            if *advised {
                return told.hint("dem Konto `collect` mit dem Namen eines POP3-Servers geben");
            }
            told
        }
        Account::NobodySends { address } => {
            Told::new(format!("niemand kann hier als `{address}` senden")).hint(
                "ein [[account]] mit dieser Adresse ergänzen, ein Postfach auf einem Host, oder \
                 `on = \"host\"`",
            )
        }
        Account::ClientWithout { host, address } => {
            Told::new(format!("`{host}` ist ein Client ohne Konto für `{address}`"))
                .hint("auf diesem Host ein [[account]] mit dieser Adresse ergänzen")
        }
    }
}

pub(super) fn content(it: &Content) -> Told {
    match it {
        Content::NoRecipient => Told::new("diese Nachricht hat keinen Empfänger")
            .hint("`to = \"bob@example.net\"` ergänzen"),
        Content::TooManyOctets { octets } => {
            Told::new(format!("{octets} Oktette sind zu viel für einen Lauf"))
                .hint(format!("alle `size` zusammen: höchstens {}", limit::SIZED_OCTETS))
        }
        Content::TooLarge { octets } => {
            Told::new(format!("eine Nachricht von {octets} Oktetten ist zu groß"))
                .hint(format!("höchstens {} Oktette sind erlaubt", limit::MESSAGE))
        }
        Content::TwoContents => Told::new("`message` und `file` sagen beide, was gesendet wird")
            .hint("eines von beiden weglassen"),
        Content::WholeMessage { key, whole } => Told::new(format!(
            "`{key}` ist wirkungslos neben `{whole}`, das schon eine ganze Nachricht ist"
        ))
        .hint("eines von beiden weglassen"),
        Content::NoFileBeside { name } => Told::new(format!(
            "`{name}` ist keine Datei neben dieser hier"
        ))
        .hint("einen relativen Namen schreiben, etwa \"letter.eml\" oder \"mail/letter.eml\""),
    }
}

pub(super) fn report(it: &Report) -> Told {
    match it {
        Report::NoOccasion => Told::new("hier ist kein Anlass genannt")
            .hint("`notify = \"never\"` schreiben, um gar nichts zu hören"),
        Report::NeverAlone => Told::new("`never` kann nicht neben anderen stehen")
            .hint("`never` weglassen, oder alle anderen (RFC 3461, Abschnitt 4.1)"),
        Report::TooFewRecipients { count, recipients } => Told::new(format!(
            "{count} für {recipients} Empfänger"
        ))
        .hint("einen für jeden Empfänger schreiben, in der Reihenfolge von `to`, `cc` und `bcc`"),
    }
}

pub(super) fn repeated(it: &Repeated) -> Told {
    match it {
        Repeated::TooManyCollects => Told::new("es würde zu oft Mail abgeholt")
            .hint(format!("höchstens {}-mal im ganzen Lauf", limit::COLLECT_ROUNDS)),
        Repeated::CollectsTooOften { pause } => Told::new("so oft wird keine Mail abgeholt")
            .hint(format!("die Pause beträgt mindestens {pause}")),
        Repeated::TooManyQueueRuns => Told::new("Warteschlangen würden zu oft abgearbeitet")
            .hint(format!("höchstens {}-mal im ganzen Lauf", limit::QUEUE_RUN_ROUNDS)),
        Repeated::QueueRunsTooOften { pause } => {
            Told::new("so oft wird keine Warteschlange abgearbeitet")
                .hint(format!("die Pause beträgt mindestens {pause}"))
        }
        Repeated::UntilWithoutEvery => Told::new("`until` ist ohne `every` wirkungslos"),
        Repeated::DomainWithoutAsker => Told::new("`domain` ist ohne `asked_by` wirkungslos")
            .hint("wer eine Warteschlange von Hand abarbeiten lässt, lässt sie ganz abarbeiten"),
        Repeated::DomainWithoutAsked => Told::new("`domain` ist ohne `asks` wirkungslos")
            .hint("den Host, der die Mail aufbewahrt, mit `asks` nennen"),
        Repeated::AsksItself => Told::new("ein Host fragt nicht sich selbst nach Mail"),
        Repeated::FinalForNothing => {
            Told::new("dieser Host ist Ziel für keine Domain, nach deren Mail er fragen könnte")
                .hint("`domain` ergänzen, oder `domains` beim Host")
        }
        Repeated::WindowsTwice { line } => Told::new("dieser Host hat schon Zeitfenster")
            .hint(format!("die anderen stehen in Zeile {line}")),
        Repeated::TooManyWindows => Told::new("Hosts gingen zu oft online")
            .hint(format!("höchstens {}-mal im ganzen Lauf", limit::DIAL_UP_WINDOWS)),
        Repeated::NoWindow { min } => Told::new("das ist gar keine Zeit")
            .hint(format!("ein Zeitfenster dauert mindestens {min}")),
        Repeated::NeverOffline { lasts } => Told::new("der Host wäre nie offline")
            .hint(format!("eine Pause schreiben, die länger ist als `lasts`, {lasts}")),
    }
}

pub(super) fn typed(it: &Typed) -> Told {
    match it {
        Typed::Nothing => Told::new("hier wird nichts getippt")
            .hint("Zeilen schreiben wie [\"EHLO me.example.org\", \"QUIT\"]"),
        Typed::NoTime => Told::new("niemand tippt eine Zeile in gar keiner Zeit")
            .hint("eine Dauer schreiben, etwa \"2s\""),
    }
}
