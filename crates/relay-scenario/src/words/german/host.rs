use super::super::Told;
use crate::mistake::{Login, Mailboxes, Policy, Retry, Server};

pub(super) fn server(it: &Server) -> Told {
    match it {
        Server::NameTwice { name, line } => {
            Told::new(format!("es gibt zwei Hosts mit dem Namen `{name}`"))
                .hint(format!("der erste steht in Zeile {line}"))
        }
        Server::AddressTwice { address, line } => {
            Told::new(format!("es gibt zwei Hosts mit der Adresse {address}"))
                .hint(format!("der erste steht in Zeile {line}"))
        }
        Server::ClientServes { name } => {
            Told::new(format!("`{name}` ist ein Client, hat aber, was nur ein Server haben kann"))
                .hint("`role` weglassen, oder domains, mailboxes, services und smart_host")
        }
        Server::FreezesNothing => {
            Told::new("`frozen_for` ist wirkungslos: Dieser Host friert nichts ein")
                .hint("es weglassen, oder `double = \"freeze\"` ergänzen")
        }
        Server::TwoSkews => Told::new("eine Uhr kann nicht zugleich vor- und nachgehen")
            .hint("`clock_ahead` oder `clock_behind` weglassen"),
        Server::TooShort { span, min } => Told::new(format!("eine Dauer von {span} ist zu kurz"))
            .hint(format!("sie beträgt mindestens {min}")),
        Server::OwnSmartHost => Told::new("ein Host kann nicht sein eigener Smarthost sein"),
        Server::ServersSayNoAuth => Told::new(
            "dieser Port nimmt Mail nur nach AUTH an, und Server melden sich hier nicht an",
        )
        .hint("dort `submission_auth = \"optional\"` setzen, oder Port 25 nehmen"),
    }
}

pub(super) fn mailboxes(it: &Mailboxes) -> Told {
    match it {
        Mailboxes::Twice { address } => {
            Told::new(format!("es gibt zwei Postfächer für `{address}`"))
        }
        Mailboxes::UserTwice { user } => {
            Told::new(format!("es gibt zwei Postfächer mit dem Benutzer `{user}`"))
                .hint("einem davon einen anderen `user` für die POP3-Anmeldung geben")
        }
        Mailboxes::NeedsDomain { local } => Told::new(format!(
            "`{local}` braucht eine Domain, und dieser Host ist Ziel für keine"
        ))
        .hint("dem Host `domains = [\"example.net\"]` geben, oder eine ganze Adresse schreiben"),
        Mailboxes::NotFinalFor { domain } => {
            Told::new(format!("dieser Host ist nicht Ziel für `{domain}`"))
                .hint("die Domain in `domains` ergänzen, oder `domains` weglassen")
        }
        Mailboxes::TakenAlready { address } => {
            Told::new(format!("`{address}` ist schon ein Postfach oder ein anderer Alias"))
                .hint("eines von beiden weglassen")
        }
        Mailboxes::AliasForNobody { name } => {
            Told::new(format!("der Alias `{name}` steht für niemanden"))
        }
        Mailboxes::ListWithoutMembers { name } => {
            Told::new(format!("die Liste `{name}` hat keine Mitglieder"))
        }
        Mailboxes::ListOwnsItself { name } => {
            Told::new(format!("die Liste `{name}` gehört sich selbst"))
                .hint("ihre Berichte gingen an alle Mitglieder: eine Person nennen")
        }
        Mailboxes::NoCatchAll { name } => {
            Told::new(format!("dieser Host hat kein Postfach `{name}`"))
                .hint("es in den `mailboxes` des Hosts ergänzen")
        }
    }
}

pub(super) fn policy(it: &Policy) -> Told {
    match it {
        Policy::DomainTwice { domain } => {
            Told::new(format!("die Domain `{domain}` steht hier zweimal"))
        }
        Policy::FinalAndNoBackup { domain } => {
            Told::new(format!("dieser Host ist Ziel für `{domain}` und kein Ersatz"))
                .hint("sie hier weglassen, oder in `domains`")
        }
        Policy::FinalItself { domain } => {
            Told::new(format!("dieser Host ist selbst Ziel für `{domain}`"))
        }
        Policy::OwnNextHop => Told::new("ein Host kann nicht selbst seine nächste Station sein"),
    }
}

pub(super) fn retry(it: &Retry) -> Told {
    match it {
        Retry::NotInProfile { profile, key } => {
            Told::new(format!("das Profil {profile} hat kein `{key}`"))
                .hint("es weglassen, oder ein anderes `profile` wählen")
        }
        Retry::MinBeyondMax => Told::new("`delay_min` ist länger als `delay_max`"),
        Retry::NoGap { key } => {
            Told::new(format!("`{key}` ist zu kurz")).hint("es beträgt mindestens 1s")
        }
        Retry::NoRules => Told::new(
            "ein Host ohne Wiederholungsregeln würde es nie wieder versuchen",
        )
        .hint("eine oder mehrere schreiben, etwa [\"F,2h,15m\", \"F,4d,6h\"], oder sie weglassen"),
        Retry::NeverHolds => Told::new("diese Regel gilt nie: Die davor gilt ebenso lange")
            .hint("die Regeln nach ihrem Ende ordnen, die kürzeste zuerst"),
    }
}

pub(super) fn login(it: &Login) -> Told {
    match it {
        Login::NotListening { name, port } => {
            Told::new(format!("`{name}` nimmt an Port {port} keine Verbindungen an")).hint(
                "einen Server nennen, und den Dienst in dessen `services` ergänzen, falls sie dort aufgezählt sind",
            )
        }
        Login::NoMailbox { host, address } => {
            Told::new(format!("`{host}` hat kein Postfach für `{address}`"))
                .hint("das Postfach dort ergänzen, oder `user` und `password` schreiben")
        }
        Login::NoPop3 { host } => Told::new(format!("`{host}` hat keinen POP3-Dienst"))
            .hint("ihm Postfächer geben, oder \"pop3\" in seinen `services` ergänzen"),
        Login::NoPassword { host } => Told::new(format!(
            "`{host}` nimmt Mail nur nach AUTH an, und dieses Konto hat dort kein Passwort"
        ))
        .hint("das Postfach dort ergänzen, oder `user` und `password` schreiben"),
    }
}
