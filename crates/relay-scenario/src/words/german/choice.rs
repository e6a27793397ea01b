use crate::mistake::Choice;

/// What there is none of, behind „es gibt“; and what is expected, as a subject.
pub(super) fn choice(it: Choice) -> [&'static str; 2] {
    match it {
        Choice::Profile => ["kein Profil", "der Name eines Profils"],
        Choice::Moving => {
            ["keinen Umgang mit umgezogenen Benutzern", "\"forward\" oder \"refuse\""]
        }
        Choice::Strangers => ["keinen Umgang mit Fremden", "\"refuse\" oder \"dismiss\""],
        Choice::UnknownUsers => {
            ["keinen Umgang mit unbekannten Benutzern", "\"refuse\" oder \"bounce\""]
        }
        Choice::FullMailbox => {
            ["keinen Umgang mit vollen Postfächern", "\"defer\", \"busy\" oder \"refuse\""]
        }
        Choice::Condition => {
            ["keinen Zustand eines Postfachs", "\"good\", \"disabled\" oder \"damaged\""]
        }
        Choice::ContentFault => ["keinen Fehler im Inhalt", "der Name eines Fehlers im Inhalt"],
        Choice::Role => ["keine Rolle", "\"server\" oder \"client\""],
        Choice::Service => ["keinen Dienst", "der Name eines Dienstes"],
        Choice::SubmissionAuth => {
            ["keine Art von AUTH", "\"required\", \"optional\" oder \"none\""]
        }
        Choice::AuthMechanism => ["kein Verfahren für AUTH", "\"plain\" oder \"login\""],
        Choice::Extension => ["keine SMTP-Erweiterung", "der Name einer SMTP-Erweiterung"],
        Choice::DoubleBounce => [
            "keinen Umgang mit unzustellbaren Rückläufern",
            "\"discard\", \"postmaster\" oder \"freeze\"",
        ],
        Choice::Occasion => [
            "keinen Anlass für einen Bericht",
            "\"never\", \"success\", \"failure\" oder \"delay\"",
        ],
        Choice::Ret => ["keinen Teil einer Nachricht zum Zurückgeben", "\"full\" oder \"hdrs\""],
        Choice::Action => ["keine Art von Bericht", "die Art eines Berichts"],
        Choice::DialoguePoint => ["keine Stelle des Dialogs", "eine Stelle des Dialogs"],
        Choice::Pop3Capability => ["keine POP3-Fähigkeit", "der Name einer POP3-Fähigkeit"],
        Choice::Pop3Login => ["keine Art der Anmeldung", "eine Art der Anmeldung"],
        Choice::DnsFailure => ["keine DNS-Störung", "der Name einer DNS-Störung"],
        Choice::Event => ["kein Ereignis", "der Name eines Ereignisses"],
        Choice::Language => ["keine Sprache", "das Kürzel einer Sprache"],
        Choice::TypingEnd => ["kein Ende", "\"close\", \"reset\" oder \"stay\""],
        Choice::MessageKind => ["keine Art von Nachricht", "\"letter\" oder \"report\""],
        Choice::Panel => ["keinen Teil der Seite", "der Name eines Teils der Seite"],
        Choice::Tool => ["kein Werkzeug", "der Name eines Werkzeugs"],
        Choice::Ask => ["keine Art von Frage", "eine Art von Frage"],
        Choice::RecordType => ["keine Art von Eintrag", "die Art eines Eintrags"],
    }
}
