//! The texts of the dialog that shares a view.

use relay_mail::language::{Words, words};
use relay_mail::{Language, say};

use super::language;

pub(crate) const SHARE: Words = words("Share or save", "Teilen oder speichern");
pub(crate) const SHARE_TITLE: Words =
    words("Share or save this view", "Diese Ansicht teilen oder speichern");
pub(crate) const SHARE_TEXT: Words = words(
    "Whoever opens it sees the same run: the scenario, what was done by hand, and this \
     moment. All of it is in the text itself; nothing is stored anywhere.",
    "Wer es öffnet, sieht denselben Lauf: das Szenario, alle Eingriffe und diesen Moment. Alles steht im Text selbst; nirgends wird etwas gespeichert.",
);
pub(crate) const AT_THIS_MOMENT: Words = words("Begin at this moment", "In diesem Moment beginnen");
pub(crate) const LINK: Words = words("Link", "Link");
pub(crate) const TAG: Words = words("Tag for a web page", "Tag für eine Webseite");
pub(crate) const FRAME: Words =
    words("Frame, where a page takes no script", "Rahmen, wo eine Seite kein Skript zulässt");
pub(crate) const COPY: Words = words("Copy", "Kopieren");
pub(crate) const COPY_LINK: Words = words("Copy the link", "Link kopieren");
pub(crate) const COPY_TAG: Words = words("Copy the tag", "Tag kopieren");
pub(crate) const COPY_FRAME: Words = words("Copy the frame", "Rahmen kopieren");
pub(crate) const COPIED: Words = words("Copied.", "Kopiert.");
pub(crate) const MARKED: Words = words(
    "The browser does not let this page copy. The text is marked: copy it with Ctrl+C or ⌘C.",
    "Der Browser lässt diese Seite nicht kopieren. Der Text ist markiert: mit Strg+C oder ⌘C kopieren.",
);

pub(crate) const SAVE: Words = words("Save as a file", "Als Datei speichern");
pub(crate) const SCENARIO: Words = words("Scenario", "Szenario");
pub(crate) const TRACE: Words = words("All that happens", "Alles, was geschieht");
pub(crate) const CAPTURE: Words = words("Capture for Wireshark", "Mitschnitt für Wireshark");
pub(crate) const MESSAGE: Words = words("Message", "Nachricht");
pub(crate) const MAILDROPS: Words = words("Maildrops at this moment", "Maildrops in diesem Moment");
pub(crate) const NO_MESSAGE: Words = words(
    "There is nothing of it at this moment: no message was sent, or none lies there.",
    "In diesem Moment gibt es davon nichts: Keine Nachricht ist gesendet, oder keine liegt da.",
);
pub(crate) const NOT_SAVED: Words = words(
    "The browser does not let this page save.",
    "Der Browser lässt diese Seite nichts speichern.",
);

/// That a file was handed to the browser, which does not say what becomes of it; and that it holds a part
/// of the run, unless it `is_whole`.
pub(crate) fn saved(language: Language, name: &str, is_whole: bool) -> String {
    if is_whole {
        return say!(language, "Handed to the browser: {name}.", "Dem Browser übergeben: {name}.");
    }
    say!(
        language,
        "Handed to the browser: {name}, as far as the run is computed.",
        "Dem Browser übergeben: {name}, so weit der Lauf berechnet ist."
    )
}

/// What a link cannot carry.
pub(crate) fn left_out(file: &str) -> String {
    say!(
        language(),
        "{file} is not in it: whoever opens it sees the scenario's own message.",
        "{file} ist nicht dabei: Wer den Link öffnet, sieht die Nachricht des Szenarios."
    )
}
