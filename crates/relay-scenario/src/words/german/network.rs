use super::super::Told;
use super::advice;
use crate::limit;
use crate::mistake::{Dns, Fault, Link, Run};

pub(super) fn link(it: &Link) -> Told {
    match it {
        Link::NoSuchHost { name, advice: it } => {
            Told::new(format!("in dieser Datei gibt es keinen Host `{name}`"))
                .label("kein solcher Host")
                .hint(advice(it))
        }
        Link::NotTwoHosts { count } => {
            Told::new(format!("zwei Hosts werden erwartet, gefunden: {count}"))
                .hint("zwei Namen schreiben: [\"a.example.com\", \"b.example.net\"]")
        }
        Link::ToItself => Told::new("ein Host hat keine Leitung zu sich selbst"),
        Link::Twice { line } => Told::new("zwischen diesen Hosts gibt es zwei Leitungen")
            .hint(format!("die erste steht in Zeile {line}")),
        Link::TooSlow { latency } => {
            Told::new(format!("ein Paket, das {latency} braucht, ist zu langsam"))
                .hint(format!("höchstens {} ist erlaubt", limit::LATENCY))
        }
    }
}

pub(super) fn dns(it: &Dns) -> Told {
    match it {
        Dns::Twice => Told::new("dieser Eintrag steht zweimal in der Datei"),
        Dns::AliasBeside { name } => Told::new(format!(
            "`{name}` ist ein Alias (CNAME) und hat andere Einträge"
        ))
        .hint("ein Name mit einem CNAME-Eintrag hat keinen anderen (RFC 1034, Abschnitt 3.6.2)"),
        Dns::NoPreference => Told::new("nur MX-Einträge haben einen Vorrang (preference)"),
    }
}

pub(super) fn run(it: &Run) -> Told {
    match it {
        Run::NoTime => Told::new("ein Lauf, der gar keine Zeit dauert, zeigt nichts"),
        Run::TooLate => Told::new("das ist zu spät")
            .hint(format!("höchstens {} nach dem Start", limit::DURATION)),
        Run::BeforeStart => Told::new("das ist vor dem Start").hint("siehe den Schlüssel `start`"),
        Run::AfterEnd => Told::new("der Lauf endet vor diesem Moment")
            .hint("`until` am Anfang der Datei auf einen späteren Moment setzen"),
    }
}

pub(super) fn fault(it: &Fault) -> Told {
    match it {
        Fault::NotOne => Told::new("eine Störung sagt genau eines, was schiefgeht").hint(
            "eines von `host_down`, `service_stopped`, `shutdown`, `slow`, `link_cut`, \
             `link_changed`, `partition`, `offline`, `connection_reset`, `dns`, `disk_full`, \
             `mailbox_full`, `directory_down` und `clock` schreiben",
        ),
        Fault::PartsNobody => Told::new("eine leere Liste trennt niemanden von irgendwem"),
        Fault::LinkAsItWas => Told::new("diese Leitung ist, wie sie war")
            .hint("`latency`, `jitter`, `rate` oder `loss` schreiben"),
        Fault::NoMailbox { address } => {
            Told::new(format!("kein Host hat ein Postfach für `{address}`"))
                .hint("eine Adresse aus den `mailboxes` eines Hosts nennen")
        }
        Fault::NotSlow { by } => Told::new(format!("ein Server kann nicht um {by} langsamer sein"))
            .hint(format!("eine Dauer von mehr als 0s und höchstens {} schreiben", limit::LATENCY)),
        Fault::NoSkew => Told::new("eine falsche Uhr geht entweder vor oder nach")
            .hint("`ahead = \"1h\"` oder `behind = \"1h\"` schreiben"),
        Fault::StopsNothing => Told::new("eine leere Liste hält nichts an")
            .hint("einen Dienst nennen, oder `service` weglassen, um alle anzuhalten"),
    }
}
