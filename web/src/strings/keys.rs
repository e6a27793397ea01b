//! The keys of the page, for the help dialog.

use relay_mail::language::{Words, words};

/// Whether letters are keys of the page.
pub(crate) const LETTERS: Words = words(
    "Letters, digits and signs are keys of this page",
    "Buchstaben, Ziffern und Zeichen sind Tasten dieser Seite",
);

/// The keys, for the help dialog.
pub(crate) const KEYS: &[(Words, Words)] = &[
    (words("Space, K", "Leertaste, K"), words("play or pause", "abspielen oder anhalten")),
    (words("→, .", "→, ."), words("step forward", "Schritt vor")),
    (words("←, ,", "←, ,"), words("step back", "Schritt zurück")),
    (
        words("N", "N"),
        words(
            "size of a step: line, session, hop, moment",
            "Schrittweite: Zeile, Sitzung, Hop, Moment",
        ),
    ),
    (words("]", "]"), words("next notable moment", "nächster markanter Moment")),
    (words("[", "["), words("previous notable moment", "voriger markanter Moment")),
    (
        words("M", "M"),
        words("which moments: all, or one kind", "welche Momente: alle, oder eine Art"),
    ),
    (words("Home, End", "Pos1, Ende"), words("to the start, to the end", "zum Anfang, zum Ende")),
    (words("0 – 9", "0 – 9"), words("to 0 %, 10 % … 90 %", "zu 0 %, 10 % … 90 %")),
    (words("<, >", "<, >"), words("slower, faster", "langsamer, schneller")),
    (words("L", "L"), words("map or ladder", "Karte oder Ablauf")),
    (
        words("↑, ↓, ←, →", "↑, ↓, ←, →"),
        words(
            "on the map: to the next host in that direction",
            "auf der Karte: zum nächsten Host in dieser Richtung",
        ),
    ),
    (
        words("Enter", "Enter"),
        words(
            "on the map: show a host in full; in the ladder: go to that moment",
            "auf der Karte: einen Host ganz zeigen; im Ablauf: zu diesem Moment gehen",
        ),
    ),
    (
        words("↑, ↓", "↑, ↓"),
        words("in the ladder: from row to row", "im Ablauf: von Zeile zu Zeile"),
    ),
    (
        words("Home, End, Page\u{a0}↑, Page\u{a0}↓", "Pos1, Ende, Bild\u{a0}↑, Bild\u{a0}↓"),
        words(
            "in the ladder: to its first and last row, a page up and down",
            "im Ablauf: zur ersten und letzten Zeile, eine Seite auf und ab",
        ),
    ),
    (
        words("→, ←", "→, ←"),
        words(
            "in the ladder: show or hide the lines of a session",
            "im Ablauf: die Zeilen einer Sitzung zeigen oder verbergen",
        ),
    ),
    (words("+, −", "+, −"), words("zoom the map in, out", "Karte vergrößern, verkleinern")),
    (words("Z", "Z"), words("show all of the map", "ganze Karte zeigen")),
    (
        words("G", "G"),
        words(
            "move hosts with the arrow keys, or stop that",
            "Hosts mit den Pfeiltasten bewegen, oder damit aufhören",
        ),
    ),
    (words("T", "T"), words("the map as a table", "die Karte als Tabelle")),
    (words("C", "C"), words("write a message", "eine Nachricht schreiben")),
    (
        words("P", "P"),
        words("presentation size, or the usual", "Größe für Vorträge, oder die übliche"),
    ),
    (words("F", "F"), words("full screen, or back", "ganzer Bildschirm, oder zurück")),
    (
        words("Shift + →, Shift + ←", "Umschalt + →, Umschalt + ←"),
        words("a tenth on, a tenth back", "ein Zehntel vor, ein Zehntel zurück"),
    ),
    (words("S", "S"), words("share this view", "diese Ansicht teilen")),
    (
        words("R", "R"),
        words(
            "undo all that was done by hand, and go to the start",
            "alle Eingriffe rückgängig machen und zum Anfang gehen",
        ),
    ),
    (words("?", "?"), words("this list", "diese Liste")),
    (words("Esc", "Esc"), words("close", "schließen")),
];
pub(crate) const KEYS_TITLE: Words = words("Keys", "Tasten");
