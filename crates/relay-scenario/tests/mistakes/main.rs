//! Scenario files that are wrong: one clear message for each mistake, at the right place.

mod hosts;
mod language;
mod lesson;
mod outcome;
mod traffic;

use relay_mail::Language;
use relay_scenario::{Diagnostic, Scenario, Severity};

/// Two hosts and an account, to be right beside what is wrong.
const HOSTS: &str = r#"format = 1
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[host]]
name = "desk.example.net"
[[account]]
address = "bob@example.net"
on = "desk.example.net"
"#;

const SEND: &str = "[[send]]\nfrom = \"alice@example.com\"\nto = \"bob@example.net\"\n";

/// All that is said about `source`; every language has words for it.
fn mistakes(source: &str) -> Vec<Diagnostic> {
    let found = match Scenario::parse(source) {
        Ok(scenario) => scenario.warnings,
        Err(found) => found,
    };
    found.iter().for_each(language::check);
    found
}

/// `source` has its mistake between « and »; there is one message, which starts with `message` and
/// whose hint contains `hint`.
#[track_caller]
fn check(source: &str, message: &str, hint: &str) {
    let start = source.find('«').expect("a mark");
    let end = source.find('»').expect("a mark") - '«'.len_utf8();
    let plain = source.replace(['«', '»'], "");
    let found = mistakes(&plain);
    let [one] = &found[..] else { panic!("one message expected: {found:#?}") };
    let told = one.told(Language::English);
    assert!(told.message.starts_with(message), "{told:#?}");
    let given = told.hint.as_deref().unwrap_or_default();
    assert!(given.contains(hint), "{told:#?}");
    assert_eq!(one.span, start..end, "marked: {:?}", plain.get(one.span.clone()));
    let is_warning = Scenario::parse(&plain).is_ok();
    assert_eq!(one.severity == Severity::Warning, is_warning);
}

/// The same for a file that begins with [`HOSTS`].
#[track_caller]
fn check_after_hosts(rest: &str, message: &str, hint: &str) {
    check(&format!("{HOSTS}{rest}"), message, hint);
}

/// The same for one key of a `[[send]]`.
#[track_caller]
fn check_send(keys: &str, message: &str, hint: &str) {
    check_after_hosts(&format!("{SEND}{keys}"), message, hint);
}

/// The same for one key of a host.
#[track_caller]
fn check_host(keys: &str, message: &str, hint: &str) {
    check(&format!("format = 1\n[[host]]\nname = \"a.example.com\"\n{keys}"), message, hint);
}

#[test]
fn what_is_no_toml() {
    check("format = 1\ntitle = «x»\n", "this is not TOML", "quotes");
    check("format = 1\n«format» = 1\n", "this is not TOML: duplicate key", "stands once");
    check("format = 1\n[[host«»\n", "this is not TOML", "its counterpart closes");
    check("format = 1\nseed = [«1 2»]\n", "this is not TOML", "parted by commas");
    check("format = 1\nseed = 1 title «»= \"x\"\n", "this is not TOML", "a line of its own");
    let date = "format = 1\nstart = «2026-13-02T00:00:00Z»\n";
    check(date, "this is not TOML: invalid date", "2026-03-02T09:00:00Z");
    check("format = 1\n<p>title = \"x\"«»</p>\n", "this is not TOML", "this is HTML");
    check("format = 1\ntitle = «&quot;x&quot;»\n", "this is not TOML", "this is HTML");
}

#[test]
fn versions() {
    check("«»[[host]]\nname = \"a.example\"\n", "missing key `format`", "`format = 1`");
    let newer = "format = «2»\nnew_key = true\n[[host]]\nname = 5\n";
    check(newer, "this file is written in version 2", "a newer one");
    check("format = «0»\n[[host]]\nname = \"a.example\"\n", "there is no version 0", "1");
    check("format = «\"1\"»\n[[host]]\nname = \"a.example\"\n", "expected a whole number", "");
}

#[test]
fn unknown_keys() {
    check_after_hosts("[[«hots»]]\nname = \"x\"\n", "unknown key `hots`", "did you mean `host`?");
    check_host("«mailboxs» = []\n", "unknown key `mailboxs`", "did you mean `mailboxes`?");
    check_host("«colour» = 1\n", "unknown key `colour`", "possible are `name`");
    check_host("retry = { «life» = \"1d\" }\n", "unknown key `life`", "`lifetime`");
    let mailbox = "mailboxes = [{ name = \"bob@example.com\", «pasword» = \"x\" }]\n";
    check_host(mailbox, "unknown key `pasword`", "did you mean `password`?");
    check_after_hosts("[[expect]]\n«deliverd» = 1\n", "unknown key", "did you mean `delivered`?");
}

#[test]
fn wrong_types() {
    check_host("domains = «5»\n", "expected a domain name such as", "stand in quotes");
    check_host("domains = «true»\n", "expected a domain name such as", "stand in quotes");
    check_host("domains = [«5»]\n", "expected a domain name such as", "stand in quotes");
    check_host("size_max = «\"big\"»\n", "expected a size such as", "with a unit");
    check_host("recipients_max = «\"many\"»\n", "expected a whole number, found the text", "");
    check_host("recipients_max = «\"5\"»\n", "expected a whole number", "without quotes");
    check_host("recipients_max = «1e400»\n", "expected a whole number", "no exponent");
    check_host("position = «5»\n", "expected a table, found", "");
    check_host("mailboxes = «\"bob\"»\n", "expected", "");
    check_host("mailboxes = [«5.5»]\n", "expected a mailbox such as", "");
    check(
        "format = 1\n«host» = 5\n".replace("«host» = 5", "host = «5»").as_str(),
        "expected tables",
        "[[host]]",
    );
    check_after_hosts(
        "[[send]]\nfrom = «{ x = 1 }»\nto = \"bob@example.net\"\n",
        "expected an address",
        "",
    );
    check_send("at = «5»\n", "expected an offset from the start", "unit");
    check_after_hosts(
        "[[account]]\naddress = \"eve@example.net\"\non = \"desk.example.net\"\nleave_on_server = «\"no\"»\n",
        "expected a boolean",
        "true or false",
    );
}

#[test]
fn missing_keys() {
    check("format = 1\n«[[host]]»\naddress = \"192.0.2.1\"\n", "missing key `name`", "");
    check_after_hosts("«[[send]]»\nto = \"bob@example.net\"\n", "missing key `from`", "");
    check_after_hosts(
        "«[[send]]»\nfrom = \"alice@example.com\"\n",
        "this message has no recipient",
        "to =",
    );
    check("«»format = 1\n", "this file has no hosts", "[[host]]");
}

#[test]
fn durations_and_quantities() {
    for bad in ["\"5\"", "\"5M\"", "\"5 parsecs\"", "\"-5s\"", "\"\"", "\"1y\""] {
        check_host(
            &format!("retry = {{ lifetime = «{bad}» }}\n"),
            "expected a duration",
            "min, h, d",
        );
    }
    check(
        "format = 1\nuntil = «\"6000d\"»\n[[host]]\nname = \"a.example\"\n",
        "a duration of 6000d is too long",
        "at most",
    );
    check("format = 1\nuntil = «\"0s\"»\n[[host]]\nname = \"a.example\"\n", "a run of no time", "");
    check(
        "format = 1\nstart = «2026-03-02»\n[[host]]\nname = \"a.example\"\n",
        "the date 2026-03-02 is not complete",
        "zone",
    );
    check(
        "format = 1\nstart = «\"2026-03-02T09:00:00Z\"»\n[[host]]\nname = \"a.example\"\n",
        "expected a date",
        "without quotes",
    );
    check("format = 1\nstart = «2026-02-30T09:00:00Z»\n[[host]]\nname = \"a.example\"\n", "", "");
    check_send("at = «2026-03-02T08:00:00Z»\n", "that is before the start", "`start`");
    check_send("at = «\"20d\"»\n", "the run ends before this moment", "`until`");
    check(
        "format = 1\n[network]\nloss = «\"5\"»\n[[host]]\nname = \"a.example\"\n",
        "expected a percentage",
        "",
    );
    check(
        "format = 1\n[network]\nloss = «\"95%\"»\n[[host]]\nname = \"a.example\"\n",
        "a loss of 95% is too much",
        "link_cut",
    );
    check(
        "format = 1\n[network]\nrate = «56000»\n[[host]]\nname = \"a.example\"\n",
        "expected a rate",
        "bit/s",
    );
    check(
        "format = 1\n[network]\nlatency = «\"2h\"»\n[[host]]\nname = \"a.example\"\n",
        "a packet that takes 2 h is too slow",
        "1 h",
    );
}

#[test]
fn bounds() {
    let size = "count = 100000\nsize = «\"64 kB\"»\n";
    check_send(size, "6400000000 octets are too much for one run", "at most 1073741824");
    let name = format!("domains = «\"{}\"»\n", "abcdefg.".repeat(32).trim_end_matches('.'));
    check_host(&name, "`abcdefg.", "at most 253 octets");
    check_host("recipients_max = «0»\n", "0 is too small", "from 1 to 10000");
    check_host("position = { x = 0, y = «1001» }\n", "1001 is too large", "from 0 to 1000");
    check_host("size_max = «\"2 TB\"»\n", "2000000000000 octets are too many", "at most");
    check_host("size_max = «\"2000 GB\"»\n", "2000000000000 octets are too many", "at most");
    check_send("count = «100001»\n", "100001 is too large", "100000");
    check_send("size = «\"2 GiB\"»\n", "a message of 2147483648 octets is too large", "at most");
    check_send(
        "at = «\"3000000000000000d\"»\n",
        "a duration of 3000000000000000d is too",
        "at most",
    );
    check_send("size = «\"65 MiB\"»\n", "a message of 68157440 octets is too large", "at most");
    let title =
        format!("format = 1\ntitle = «\"{}\"»\n[[host]]\nname = \"a.example\"\n", "x".repeat(201));
    check(&title, "a text of 201 characters is too long", "at most 200");
    let two = format!("count = 60000\n{SEND}count = «60000»\n");
    check_send(&two, "120000 messages are too many", "at most 100000");
    let host = |nth| {
        let header = if nth == 200 { "«[[host]]»" } else { "[[host]]" };
        format!("{header}\nname = \"h{nth}.example\"\n")
    };
    let hosts = format!("format = 1\n{}", (0..=200).map(host).collect::<String>());
    check(&hosts, "201 `[[host]]` tables are too many", "at most 200");
    let recipients: Vec<String> = (0..=1000).map(|nth| format!("\"u{nth}@example.net\"")).collect();
    let to =
        format!("[[send]]\nfrom = \"alice@example.com\"\nto = «[{}]»\n", recipients.join(", "));
    check_after_hosts(&to, "1001 recipients are too many", "at most 1000");
    check_after_hosts(
        "[[collect]]\naccount = \"bob@example.net\"\nevery = «\"1s\"»\n",
        "mail would be collected too many times",
        "",
    );
    let found = mistakes(&" ".repeat(5_000_000));
    assert!(found[0].told(Language::English).message.contains("too long"), "{found:#?}");
}

#[test]
fn choices() {
    check_host(
        "profile = «\"sendmail\"»\n",
        "there is no profile `sendmail`",
        "possible are `postfix`",
    );
    check_host("profile = «\"postfx\"»\n", "there is no profile", "did you mean `postfix`?");
    check_host("role = «\"router\"»\n", "there is no role `router`", "`server`");
    check_host("services = [«\"imap\"»]\n", "there is no service `imap`", "`pop3`");
    check_host("extensions = [«\"starttls\"»]\n", "there is no SMTP extension", "");
    check_host(
        "profile = \"qmail\"\nretry = { delay_min = «\"60s\"» }\n",
        "the profile qmail has no `delay_min`",
        "profile",
    );
    check_host("retry = { queue_run = «\"0s\"» }\n", "`queue_run` is too short", "1s");
    check_host(
        "retry = { rules = «[\"F,2h,15m\"]» }\n",
        "the profile postfix has no `rules`",
        "profile",
    );
    let exim = |retry: &str| format!("profile = \"exim\"\nretry = {{ {retry} }}\n");
    check_host(
        &exim("rules = [«\"F,2h\"»]"),
        "`F,2h` is not a retry rule",
        "F,cutoff,gap or G,cutoff,gap,factor",
    );
    check_host(
        &exim("rules = [\"F,4d,6h\", «\"F,2h,15m\"»]"),
        "this rule never holds",
        "order the rules by their cutoffs",
    );
    check_host(&exim("rules = «[]»"), "a host without retry rules", "write one or more");
    check_host(&exim("unreachable_after = «1»"), "the profile exim has no", "leave it out");
    check_after_hosts(
        "[[dns]]\nname = \"example.net\"\ntype = «\"TXT\"»\nvalue = \"x\"\n",
        "there is no record type `TXT`",
        "`MX`",
    );
}

#[test]
fn independent_mistakes_are_told_together_in_order() {
    let source = "format = 1\ntitel = 1\n[network]\nlatency = \"x\"\n[[host]]\nname = \"a.example\"\n\
                  profile = \"x\"\nsize_max = -1\n[[send]]\nfrom = \"nobody\"\nto = \"b\"\n[[fault]]\nlink_cut = 1\n";
    let found = mistakes(source);
    let lines: Vec<usize> = found.iter().map(|one| one.place(source).line).collect();
    assert_eq!(lines, [2, 4, 7, 8, 10, 11, 13], "{found:#?}");
}

#[test]
fn a_broken_host_is_not_called_missing() {
    let source = format!("{HOSTS}{SEND}")
        .replace("name = \"mx.example.net\"", "name = \"mx.example.net\"\nprofil = 1");
    let found = mistakes(&source);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].told(Language::English).message, "unknown key `profil`");
}
