//! What the TOML parser says in English, in German.

/// That something is no TOML; `said` is why, in the words of the parser. Words that are not known here
/// are quoted.
pub(super) fn not_toml(said: &str) -> String {
    let (what, expected) = said.split_once(", expected ").unwrap_or((said, ""));
    let what = match known(&COMPLAINTS, what) {
        Some(what) => what,
        None if what.starts_with("cannot extend value of type ") => {
            "ein Schlüssel mit Punkt kann diesen Wert nicht erweitern"
        }
        None => return quoted(said),
    };
    if expected.is_empty() {
        return format!("das ist kein TOML: {what}");
    }
    let parts: Option<Vec<String>> = expected.split(", ").map(part).collect();
    match parts {
        Some(parts) => format!("das ist kein TOML: {what}, erwartet: {}", parts.join(", ")),
        None => quoted(said),
    }
}

fn quoted(said: &str) -> String {
    format!("das ist kein TOML; auf Englisch sagt der TOML-Parser: „{said}“")
}

/// Something that is expected. What stands in backticks is TOML.
fn part(part: &str) -> Option<String> {
    let is_toml = part.len() > 1 && part.starts_with('`') && part.ends_with('`');
    if (is_toml && part.matches('`').count() == 2) || part.starts_with(['+', '-']) {
        return Some(part.to_owned());
    }
    if let Some((what, bounds)) = part.split_once(" between ")
        && let Some((from, to)) = bounds.split_once(" and ")
        && from.bytes().all(|octet| octet.is_ascii_digit())
    {
        return Some(format!("{} von {from} bis {to}", known(&PARTS, what)?));
    }
    known(&PARTS, part).map(ToOwned::to_owned)
}

fn known(texts: &[(&str, &'static str)], said: &str) -> Option<&'static str> {
    texts.iter().find(|(english, _)| *english == said).map(|(_, german)| *german)
}

const COMPLAINTS: [(&str, &str); 67] = [
    ("`_` may only go between digits", "`_` darf nur zwischen Ziffern stehen"),
    ("cannot recurse further; max recursion depth met", "Klammern liegen zu tief ineinander"),
    ("carriage return must be followed by newline", "auf CR muss LF folgen"),
    ("duplicate key", "doppelter Schlüssel"),
    ("extra `=`", "ein `=` zu viel"),
    ("extra assignment between key-value pairs", "ein Gleichheitszeichen zu viel"),
    ("extra comma in array", "ein Komma zu viel im Array"),
    ("extra comma in inline table", "ein Komma zu viel in der Tabelle"),
    ("integers with a radix cannot be signed", "Zahlen mit Basis haben kein Vorzeichen"),
    ("invalid basic string", "ungültige Zeichenkette"),
    ("invalid binary number", "ungültige Binärzahl"),
    ("invalid boolean", "ungültiger Wahrheitswert"),
    ("invalid comment character", "ungültiges Zeichen im Kommentar"),
    ("invalid date", "ungültiges Datum"),
    ("invalid date-time", "ungültiges Datum"),
    ("invalid datetime", "ungültiges Datum"),
    ("invalid exponent", "ungültiger Exponent"),
    ("invalid float", "ungültige Gleitkommazahl"),
    ("invalid fraction", "ungültige Nachkommastellen"),
    ("invalid hexadecimal number", "ungültige Hexadezimalzahl"),
    ("invalid inline table element", "ungültiger Teil einer Tabelle"),
    ("invalid integer number", "ungültige ganze Zahl"),
    ("invalid key", "ungültiger Schlüssel"),
    ("invalid key-value pair", "ungültiges Paar aus Schlüssel und Wert"),
    ("invalid literal string", "ungültige Zeichenkette in einfachen Anführungszeichen"),
    ("invalid mantissa", "ungültige Mantisse"),
    ("invalid multi-line basic string", "ungültige Zeichenkette über mehrere Zeilen"),
    ("invalid multi-line literal string", "ungültige Zeichenkette über mehrere Zeilen"),
    ("invalid octal number", "ungültige Oktalzahl"),
    ("invalid offset", "ungültige Zeitzone"),
    ("invalid string", "ungültige Zeichenkette"),
    ("invalid table", "ungültige Tabelle"),
    ("invalid time", "ungültige Uhrzeit"),
    ("invalid unquoted key", "ungültiger Schlüssel ohne Anführungszeichen"),
    ("invalid value", "ungültiger Wert"),
    ("key with no value", "Schlüssel ohne Wert"),
    ("keys cannot be multi-line basic strings", "Schlüssel gehen nicht über mehrere Zeilen"),
    ("keys cannot be multi-line literal strings", "Schlüssel gehen nicht über mehrere Zeilen"),
    ("missing array opening", "die öffnende Klammer des Arrays fehlt"),
    (
        "missing assignment between key-value pairs",
        "zwischen Schlüssel und Wert fehlt das Gleichheitszeichen",
    ),
    ("missing comma between array elements", "zwischen den Werten des Arrays fehlt ein Komma"),
    ("missing comma between key-value pairs", "zwischen den Paaren fehlt ein Komma"),
    ("missing comment start", "der Anfang des Kommentars fehlt"),
    ("missing escaped value", "hinter dem umgekehrten Schrägstrich fehlt etwas"),
    ("missing inline table opening", "die öffnende Klammer der Tabelle fehlt"),
    ("missing key for inline table element", "in der Tabelle fehlt ein Schlüssel"),
    ("missing opening quote", "das öffnende Anführungszeichen fehlt"),
    ("missing table open", "die öffnende Klammer der Tabelle fehlt"),
    ("missing value", "ein Wert fehlt"),
    ("missing value for key", "zum Schlüssel fehlt der Wert"),
    ("radix must be lowercase", "die Basis einer Zahl wird klein geschrieben"),
    ("recursion limit", "Klammern liegen zu tief ineinander"),
    ("redundant integer number prefix", "ein Präfix der Zahl zu viel"),
    ("redundant numeric sign", "ein Vorzeichen zu viel"),
    ("string values must be quoted", "Texte müssen in Anführungszeichen stehen"),
    ("too few unicode value digits", "zu wenige Ziffern des Unicode-Zeichens"),
    ("unclosed array", "ein Array ist nicht geschlossen"),
    ("unclosed array table", "die Klammern um den Namen der Tabelle sind nicht geschlossen"),
    ("unclosed inline table", "eine Tabelle ist nicht geschlossen"),
    ("unclosed table", "die Klammer um den Namen der Tabelle ist nicht geschlossen"),
    ("unexpected `=` in array", "ein `=` im Array"),
    ("unexpected content", "unerwarteter Inhalt"),
    (
        "unexpected content between comment and newline",
        "unerwarteter Inhalt zwischen Kommentar und Zeilenende",
    ),
    ("unexpected key or value", "unerwarteter Schlüssel oder Wert"),
    ("unexpected leading zero", "eine Null am Anfang der Zahl"),
    ("unexpected sign", "ein Vorzeichen, wo keines stehen darf"),
    ("unquoted keys cannot be empty", "ohne Anführungszeichen kann ein Schlüssel nicht leer sein"),
];

const PARTS: [(&str, &str); 38] = [
    ("`-` (MM-DD)", "`-` (MM-TT)"),
    ("`-` (YYYY-MM) or `:` (HH:MM)", "`-` (JJJJ-MM) oder `:` (HH:MM)"),
    ("`:` (HH:MM)", "`:` (HH:MM)"),
    ("`T` between date and time", "`T` zwischen Datum und Uhrzeit"),
    ("'`'", "'`'"),
    ("a four-digit year (YYYY)", "ein Jahr mit vier Ziffern (JJJJ)"),
    ("a two-digit day (DD)", "ein Tag mit zwei Ziffern (TT)"),
    ("a two-digit hour (HH)", "eine Stunde mit zwei Ziffern (HH)"),
    ("a two-digit minute (MM)", "eine Minute mit zwei Ziffern (MM)"),
    ("a two-digit month (MM)", "ein Monat mit zwei Ziffern (MM)"),
    ("a two-digit second (SS)", "eine Sekunde mit zwei Ziffern (SS)"),
    ("basic string", "Zeichenkette"),
    ("characters", "Zeichen"),
    ("day", "Tag"),
    ("digits", "Ziffern"),
    ("hour", "Stunde"),
    ("hours", "Stunden"),
    ("key", "Schlüssel"),
    ("letters", "Buchstaben"),
    ("literal string", "Zeichenkette in einfachen Anführungszeichen"),
    ("minute", "Minute"),
    ("minutes", "Minuten"),
    ("month", "Monat"),
    ("multi-line basic string", "Zeichenkette über mehrere Zeilen"),
    ("nanosecond", "Nanosekunde"),
    ("nanoseconds overflowed", "weniger Stellen hinter der Sekunde"),
    ("newline", "Zeilenende"),
    ("non-double-quote visible characters", "sichtbare Zeichen ohne Anführungszeichen"),
    ("non-single-quote characters", "Zeichen ohne einfaches Anführungszeichen"),
    ("non-single-quote visible characters", "sichtbare Zeichen ohne einfaches Anführungszeichen"),
    ("nothing", "nichts"),
    ("numbers", "Zahlen"),
    ("printable characters", "druckbare Zeichen"),
    ("second", "Sekunde"),
    ("unicode hexadecimal value", "Hexadezimalzahl eines Unicode-Zeichens"),
    ("unquoted string", "Zeichenkette ohne Anführungszeichen"),
    ("value", "Wert"),
    ("year or hour", "Jahr oder Stunde"),
];
