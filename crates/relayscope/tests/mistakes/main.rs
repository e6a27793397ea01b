//! Scenario files that are wrong: one clear message for each mistake, at the right place.

mod lesson;

use relayscope::scenario::{Diagnostic, Place, Scenario, Severity};

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

fn mistakes(source: &str) -> Vec<Diagnostic> {
    match Scenario::parse(source) {
        Ok(scenario) => scenario.warnings,
        Err(found) => found,
    }
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
    assert!(one.message.starts_with(message), "{one:#?}");
    let given = one.hint.as_deref().unwrap_or_default();
    assert!(given.contains(hint), "{one:#?}");
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
    check("format = 1\n[[host«»\n", "this is not TOML", "");
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
    check_host("domains = «5»\n", "expected a domain name such as", "");
    check_host("domains = «true»\n", "expected a domain name such as", "");
    check_host("size_max = «\"big\"»\n", "expected a size such as", "with a unit");
    check_host("recipients_max = «\"many\"»\n", "expected a whole number, found the text", "");
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
        "",
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
fn hosts_twice() {
    check_after_hosts(
        "[[host]]\nname = «\"MX.example.net\"»\n",
        "there are two hosts with the name",
        "line 6",
    );
    let source = "format = 1\n[[host]]\nname = \"a.example\"\naddress = \"192.0.2.1\"\n\
                  [[host]]\nname = \"b.example\"\naddress = «\"192.0.2.1\"»\n";
    check(source, "there are two hosts with the address 192.0.2.1", "line 4");
}

#[test]
fn hosts_that_do_not_exist() {
    let rest = "[[fault]]\nhost_down = «\"mx.exmaple.net\"»\n";
    check_after_hosts(rest, "there is no host `mx.exmaple.net`", "did you mean `mx.example.net`?");
    check_host(
        "smart_host = «\"b.example.com\"»\n",
        "there is no host",
        "did you mean `a.example.com`?",
    );
    check_host("relay_for = [«\"nobody.invalid\"»]\n", "there is no host", "possible are");
    check_send("on = «\"nowhere\"»\n", "there is no host `nowhere`", "possible are");
    let link = "[[link]]\nbetween = [\"mx.example.net\", «\"mx.example.net\"»]\n";
    check_after_hosts(link, "a host has no link to itself", "");
    check_after_hosts(
        "[[link]]\nbetween = «[\"mx.example.net\"]»\n",
        "expected two hosts",
        "two names",
    );
}

#[test]
fn names_and_addresses() {
    let twice = "mailboxes = [\"b@x.example\", «\"B@x.example\"»]\n";
    check_host(twice, "there are two mailboxes for `B@x.example`", "");
    let users = "mailboxes = [\"b@x.example\", «\"b@y.example\"»]\n";
    check_host(users, "there are two mailboxes with the user `b`", "another `user`");
    let alias = "mailboxes = [\"b@x.example\"]\naliases = { b = «\"c@x.example\"» }\n";
    check_host(alias, "`b@x.example` is a mailbox or another alias", "leave one");
    check_host(
        "domains = \"x.example\"\naliases = { b = «[]» }\n",
        "the alias `b` stands for nobody",
        "",
    );
    check(
        "format = 1\n[[host]]\nname = «\"a_b.example\"»\n",
        "`a_b.example` is not a domain name",
        "hyphens",
    );
    check(
        "format = 1\n[[host]]\nname = «\"a.example.\"»\n",
        "`a.example.` is not",
        "dot at the end",
    );
    check_host("address = «\"192.0.2\"»\n", "`192.0.2` is not an IPv4 address", "192.0.2.1-254");
    check_host("address = «\"127.0.0.1\"»\n", "no host on a network can have", "");
    check_host("mailboxes = [«\"bob\"»]\n", "`bob` needs a domain", "domains =");
    check_host("mailboxes = [«\"b ob@example.com\"»]\n", "`b ob@example.com` is not the name", "");
    check_host(
        "domains = [\"x.example\"]\nmailboxes = [«\"b@y.example\"»]\n",
        "this host is not final for",
        "",
    );
    check_host("relay_for = «\"192.0.2.7/24\"»\n", "192.0.2.7/24 has bits", "192.0.2.0/24");
    check_host("relay_for = «\"192.0.2.0/33\"»\n", "`192.0.2.0/33` is not a network", "");
    check_after_hosts(
        "[[send]]\nfrom = \"alice@example.com\"\nto = [«\"bob\"»]\n",
        "`bob` is not an address",
        "local-part@domain",
    );
    check_send(
        "bcc = «\"Bob <bob@example.net>\"»\n",
        "`Bob <bob@example.net>` is not",
        "angle brackets",
    );
    check_send("envelope_from = «\"\"»\n", "an empty text", "<>");
    check_send(
        "file = «\"../letter.eml\"»\n",
        "`../letter.eml` is not a file beside",
        "relative name",
    );
    check_after_hosts(
        "[[dns]]\nname = \"example.net\"\ntype = \"A\"\nvalue = «\"mx.example.net\"»\n",
        "`mx.example.net` is not an IPv4",
        "",
    );
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
fn pop3() {
    let check_pop3 = |keys: &str, message: &str, hint: &str| {
        check_host(&format!("pop3 = {{ {keys} }}\n"), message, hint);
    };
    check_pop3("capabilities = [\"top\", «\"uidls\"»]", "there is no POP3 capability", "uidl");
    check_pop3("expire = «40000»", "40000 is too large", "from 0 to 36500");
    check_pop3("expire = «\"soon\"»", "expected a number of days or \"never\"", "");
    check_pop3("login_delay = «\"10ms\"»", "a duration of 10 ms is too short", "at least 1 s");
    check_pop3("autologout = «\"5min\"»", "a duration of 5 min is too short", "10 min");
    check_pop3("«expires» = 5", "unknown key `expires`", "expire");
    let check_account = |keys: &str, message: &str, hint: &str| {
        check_after_hosts(keys, message, hint);
    };
    check_account("login = «\"cram-md5\"»\n", "there is no way to log in", "apop");
    let filter = "filter = { field = «\"Subject:\"», contains = \"x\" }\n";
    check_account(filter, "`Subject:` is no name of a header field", "without the colon");
    let both = "leave_on_server = true\ndelete_after = «\"2d\"»\n";
    check_account(both, "`delete_after` and `leave_on_server`", "leave one of them out");
}

#[test]
fn bounds() {
    let size = "count = 100000\nsize = «\"64 kB\"»\n";
    check_send(size, "6400000000 octets are too much for one run", "at most 1073741824");
    let name = format!("domains = «\"{}\"»\n", "abcdefg.".repeat(32).trim_end_matches('.'));
    check_host(&name, "`abcdefg.", "at most 253 octets");
    check_host("recipients_max = «0»\n", "0 is too small", "from 1 to 10000");
    check_host("position = { x = 0, y = «1001» }\n", "1001 is too large", "from 0 to 1000");
    check_host("size_max = «\"2000 GB\"»\n", "2000000000000 octets are too many", "at most");
    check_send("count = «100001»\n", "100001 is too large", "100000");
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
    assert!(found[0].message.contains("too long"), "{found:#?}");
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
fn parts_that_do_not_fit() {
    check_host(
        "role = «\"client\"»\ndomains = [\"example.com\"]\n",
        "`a.example.com` is a client",
        "leave out",
    );
    check_host("smart_host = «\"a.example.com\"»\n", "a host cannot be its own smart host", "");
    let account = "[[account]]\naddress = \"bob@example.net\"\non = \"desk.example.net\"\n";
    check_after_hosts(
        &account.replace("\"bob@example.net\"", "«\"bob@example.net\"»"),
        "there are two accounts",
        "",
    );
    let nowhere = "[[account]]\naddress = «\"eve@example.org\"»\non = \"desk.example.net\"\n";
    check_after_hosts(nowhere, "this account can neither send nor collect", "`submit`");
    let submit = "[[account]]\naddress = \"eve@example.org\"\non = \"desk.example.net\"\nsubmit = «\"desk.example.net\"»\n";
    check_after_hosts(submit, "`desk.example.net` does not listen on port 25", "server");
    let collect = "[[account]]\naddress = \"eve@example.org\"\non = \"desk.example.net\"\ncollect = «\"mx.example.net\"»\n";
    check_after_hosts(collect, "`mx.example.net` has no mailbox for", "`user`");
    check_after_hosts(
        "[[send]]\nfrom = «\"eve@example.org\"»\nto = \"bob@example.net\"\n",
        "nobody here can send as",
        "[[account]]",
    );
    check_after_hosts(
        "[[collect]]\naccount = «\"alice@example.com\"»\n",
        "there is no account",
        "possible are `bob@example.net`",
    );
    check_send(
        "message = \"x\"\nsubject = «\"y\"»\n",
        "`subject` has no effect beside `message`",
        "leave one",
    );
    check_send("message = \"x\"\nfile = «\"y.eml\"»\n", "`message` and `file`", "leave one");
    check_after_hosts("«[[fault]]»\nat = \"1h\"\n", "a fault says one thing", "host_down");
    let dns = "[[dns]]\nname = \"a.example\"\ntype = \"A\"\nvalue = \"192.0.2.9\"\n\
               [[dns]]\nname = «\"a.example\"»\ntype = \"CNAME\"\nvalue = \"b.example\"\n";
    check_after_hosts(dns, "`a.example` is an alias (CNAME)", "RFC 1034");
}

#[test]
fn requests_for_reports() {
    check_send("notify = «\"sucess\"»\n", "there is no occasion for a report `sucess`", "success");
    let both = "`never` cannot stand with others";
    check_send("notify = «[\"never\", \"delay\"]»\n", both, "RFC 3461");
    check_send("notify = «[]»\n", "this names no occasion", "never");
    check_send("ret = «\"half\"»\n", "there is no part of a message to return `half`", "full");
    check_send("envid = «\"\"»\n", "`` cannot be sent", "US-ASCII");
    check_send("envid = «\"caf\u{e9}\"»\n", "`caf\u{e9}` cannot be sent", "US-ASCII");
    let long = format!("envid = «\"{}\"»\n", "=".repeat(34));
    check_send(&long, "a text of 102 characters as xtext is too long", "at most 100");
    check_send("orcpt = «\"bob\"»\n", "expected an original recipient", "");
    check_send("orcpt = «\"x y;bob\"»\n", "`x y` is not a type of addresses", "rfc822");
    let long = format!("orcpt = «\"rfc822;{}\"»\n", "+".repeat(165));
    check_send(&long, "a text of 502 characters as xtext is too long", "at most 500");
    let two = "orcpt = «[\"a@example.net\", \"b@example.net\"]»\n";
    check_send(two, "2 original recipients are too many", "at most 1");
    let few = "cc = \"carol@example.net\"\norcpt = «\"bob@example.net\"»\n";
    check_send(few, "1 for 2 recipients", "one for each recipient");
}

#[test]
fn bounces_and_clocks() {
    let double = "there is no way to treat a bounce that fails `drop`";
    check_host("bounces = { double = «\"drop\"» }\n", double, "discard");
    let frozen = "`frozen_for` has no effect";
    check_host("bounces = { frozen_for = «\"1d\"» }\n", frozen, "freeze");
    let both = "profile = \"exim\"\nbounces = { double = \"discard\", frozen_for = «\"1d\"» }\n";
    check_host(both, frozen, "freeze");
    check_host("bounces = { return_max = «\"2 TiB\"» }\n", "expected a size such as", "octets");
    let clocks = "clock_ahead = \"1h\"\nclock_behind = «\"1h\"»\n";
    check_host(clocks, "a clock cannot be ahead and behind", "leave out");
    let bounced = "[[expect]]\nbounced = { to = \"bob@example.net\", kind = «\"lost\"» }\n";
    check_after_hosts(bounced, "there is no kind of report `lost`", "failed");
}

#[test]
fn expectations() {
    check_after_hosts("«[[expect]]»\nat = \"1h\"\n", "this says nothing", "`delivered`");
    check_after_hosts(
        "[[expect]]\ndelivered = «\"eve@example.net\"»\n",
        "no host has a mailbox for",
        "mailboxes",
    );
    check_after_hosts("[[expect]]\ndelivered = «5»\n", "expected an address", "");
    check_after_hosts("[[expect]]\nqueued = «-1»\n", "-1 is too small", "");
    check_after_hosts(
        "[[expect]]\nqueued = { messages = «{ min = 3, max = 1 }» }\n",
        "these bounds admit nothing",
        "",
    );
    check_after_hosts(
        "[[expect]]\nreplies = { from = \"mx.example.net\", code = «269» }\n",
        "269 is not a reply code",
        "5321",
    );
    check_after_hosts(
        "[[expect]]\nreplies = { from = \"mx.example.net\", pop3 = «\"+OKAY\"» }\n",
        "no POP3 response begins with `+OKAY`",
        "-ERR [IN-USE]",
    );
    check_after_hosts(
        "[[expect]]\nreplies = { from = \"mx.example.net\", code = 250, pop3 = «\"+OK\"» }\n",
        "a POP3 response has no reply code",
        "leave out",
    );
    check_after_hosts(
        "[[expect]]\nreplies = { from = \"mx.example.net\", enhanced = «\"5.1\"» }\n",
        "`5.1` is not an enhanced",
        "5.1.1",
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
    assert_eq!(found[0].message, "unknown key `profil`");
}

#[test]
fn a_file_that_nobody_attached() {
    let source = format!("{HOSTS}{SEND}file = \"letter.eml\"\n");
    let scenario = Scenario::parse(&source).expect("the reference itself is right");
    let found = scenario.missing_file_diagnostics();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "the message file `letter.eml` is not here");
    let Place { line, column, text, caret } = found[0].place(&source);
    assert_eq!((line, column, &*text, caret), (16, 8, "file = \"letter.eml\"", 7..19));
}

#[test]
fn who_cannot_say_auth_is_told_so() {
    let isp = "format = 1\n[[host]]\nname = \"desk.example.com\"\n[[host]]\n\
               name = \"mail.example.com\"\nmailboxes = [\"alice@example.com\"]\n";
    let account = |address: &str, port: &str, more: &str| {
        format!(
            "[[account]]\naddress = \"{address}\"\non = \"desk.example.com\"\n\
             submit = {port}\n{more}"
        )
    };
    let submission = "«\"mail.example.com:587\"»";
    check(
        &format!("{isp}{}", account("carol@example.com", submission, "")),
        "`mail.example.com` takes mail only after AUTH",
        "add the mailbox there",
    );
    let plain = submission.replace(['«', '»'], "");
    let knows = account("carol@example.com", &plain, "user = \"alice\"\npassword = \"secret\"\n");
    assert!(mistakes(&format!("{isp}{knows}")).is_empty());
    let alice = account("alice@example.com", &plain, "");
    assert!(mistakes(&format!("{isp}{alice}")).is_empty());
    let relay = |key: &str, mark: &str| {
        format!(
            "{isp}{key}\n[[host]]\nname = \"relay.example.org\"\n\
             mailboxes = [\"bob@example.org\"]\nsmart_host = {mark}\n"
        )
    };
    assert!(mistakes(&relay("", &plain)).is_empty(), "a relay is known by its address");
    check(
        &relay("submission_auth = \"required\"", submission),
        "that port takes mail only after AUTH",
        "optional",
    );
    check_host("submission_auth = «\"requried\"»\n", "there is no kind of AUTH", "required");
}

#[test]
fn ways_of_mail() {
    let with = |keys: &str| format!("mailboxes = [\"alice@example.com\"]\n{keys}\n");
    let check_host = |keys: &str, message, hint| check_host(&with(keys), message, hint);
    let lists = |keys: &str| format!("[host.lists]\n{keys}");
    check_host(
        &lists("a = { members = «[]», owner = \"alice@example.com\" }"),
        "the list `a` has no members",
        "",
    );
    check_host(
        &lists("a = { members = \"x@example.org\", owner = «\"a@example.com\"» }"),
        "the list `a` is its own owner",
        "name a person",
    );
    check_host(
        &lists("alice = «{ members = \"x@example.org\", owner = \"x@example.org\" }»"),
        "`alice@example.com` is a mailbox or another alias already",
        "leave one of them out",
    );
    check_host(
        "moved = { \"x@example.org\" = «\"y@example.org\"» }\n",
        "this host is not final",
        "",
    );
    check_host(
        "moved = { x = { to = \"y@example.org\", how = «\"tell\"» } }\n",
        "there is no way to treat moved users `tell`",
        "`forward`",
    );
    check_host("catch_all = «\"nobody\"»\n", "this host has no mailbox `nobody`", "`mailboxes`");
    check_host(
        "relay_to = [«\"example.com\"»]\n",
        "this host is final for `example.com`",
        "leave it",
    );
    check_host(
        "relay_to = [\"example.org\", «\"Example.org\"»]\n",
        "the domain `Example.org` stands here twice",
        "",
    );
    check_host(
        "routes = { \"example.com\" = «\"b.example.com\"» }\n[[host]]\nname = \"b.example.com\"",
        "this host is final for `example.com` itself",
        "",
    );
    check_host(
        "routes = { \"example.org\" = «\"a.example.com\"» }\n",
        "a host cannot be its own next hop",
        "",
    );
    check_host("routes = { \"a b\" = «\"a.example.com\"» }\n", "`a b` is not a domain name", "");
    check_host("policy = { strangers = «\"kill\"» }\n", "there is no way to treat strangers", "");
    check_host("policy = { «greylist» = true }\n", "unknown key `greylist`", "");
    check_host("policy = { connections_max = «0» }\n", "0 is too small", "1 to 1000000");
}

#[test]
fn queue_runs() {
    check_after_hosts(
        "[[queue_run]]\non = \"mail.example.com\"\ndomain = «\"example.com\"»\n",
        "`domain` has no effect without `asked_by`",
        "all of it",
    );
    check_after_hosts(
        "[[queue_run]]\non = \"mail.example.com\"\nasked_by = «\"mail.example.com\"»\n",
        "a host does not ask itself for mail",
        "",
    );
    check_after_hosts(
        "[[queue_run]]\non = «\"mail.example.org\"»\n",
        "there is no host `mail.example.org`",
        "",
    );
    let every = |key: &str, message: &str, hint: &str| {
        let text = format!("[[queue_run]]\non = \"mail.example.com\"\n{key}\n");
        check_after_hosts(&text, message, hint);
    };
    every("every = «\"100ms\"»", "a queue is not run so often", "1 s");
    every("until = \"3000d\"\nevery = «\"1s\"»", "queues would be run too many times", "100000");
    check_after_hosts(
        "«[[queue_run]]»\non = \"mail.example.com\"\nuntil = \"1h\"\n",
        "`until` has no effect without `every`",
        "",
    );
}

#[test]
fn expected_setbacks() {
    check_after_hosts(
        "[[expect]]\nfailed = { status = «\"5.1\"» }\n",
        "`5.1` is not an enhanced status code",
        "5.1.1",
    );
    check_after_hosts(
        "[[expect]]\nconnections = { to = «\"nowhere.example.org\"» }\n",
        "there is no host `nowhere.example.org`",
        "",
    );
}

#[test]
fn faults() {
    let fault = |keys: &str, message: &str, hint: &str| {
        check_after_hosts(&format!("[[fault]]\n{keys}\n"), message, hint);
    };
    let link = "between = [\"mail.example.com\", \"mx.example.net\"]";
    fault(&format!("link_changed = «{{ {link} }}»"), "this link is as it was", "loss");
    let usual = format!("link_changed = «{{ {link}, latency = \"20ms\" }}»");
    fault(&usual, "this link is as it was", "loss");
    fault("partition = «[]»", "an empty list parts nobody", "");
    fault(
        "partition = [«\"mx.example.nte\"»]",
        "there is no host `mx.example.nte`",
        "mx.example.net",
    );
    let hint = "leave `service` out";
    fault("shutdown = { host = \"mx.example.net\", service = «[]» }", "an empty list stops", hint);
    fault("mailbox_full = «\"eve@example.net\"»", "no host has a mailbox", "mailboxes");
    let slow = |by: &str| format!("slow = {{ host = \"mx.example.net\", by = «\"{by}\"» }}");
    fault(&slow("0s"), "a server cannot be slow by 0", "more than 0s");
    fault(&slow("2h"), "a server cannot be slow by 2 h", "at most");
    fault("clock = «{ host = \"mx.example.net\" }»", "a wrong clock is either", "behind");
    let both = "clock = «{ host = \"mx.example.net\", ahead = \"1h\", behind = \"1h\" }»";
    fault(both, "a wrong clock is either", "ahead");
    let reset =
        |keys: &str| format!("connection_reset = {{ server = \"mx.example.net\", {keys} }}");
    let point = "there is no point of the dialogue `dta`";
    fault(&reset("at = «\"dta\"»"), point, "`data`");
    fault(&reset("times = «0»"), "0 is too small", "1");
    fault(&reset("client = «\"desk.example.nte\"»"), "there is no host", "desk.example.net");
}

#[test]
fn windows_of_dial_up_hosts() {
    let window = |keys: &str, message: &str, hint: &str| {
        let host = "[[dial_up]]\nhost = \"mx.example.net\"\n";
        check_after_hosts(&format!("{host}{keys}\n"), message, hint);
    };
    window("lasts = «\"0s\"»", "that is no time at all", "at least");
    window("lasts = \"1h\"\nevery = «\"1h\"»", "the host would never be offline", "longer");
    window("lasts = \"1h\"\ndomain = «\"example.net\"»", "`domain` has no effect", "asks");
    window("lasts = \"1h\"\nasks = «\"mx.example.net\"»", "a host does not ask itself", "");
    let again = "lasts = \"1h\"\n[[dial_up]]\nhost = «\"mx.example.net\"»\nlasts = \"1h\"";
    window(again, "this host has windows already", "line");
    let often = "lasts = \"1s\"\nevery = «\"2s\"»";
    window(often, "hosts would go online too many", "100000");
    let desk =
        "[[dial_up]]\nhost = \"desk.example.net\"\nlasts = \"1h\"\nasks = «\"mx.example.net\"»\n";
    check_after_hosts(desk, "this host is final for no domain", "add `domain`");
}

#[test]
fn mail_clients_that_deliver_themselves() {
    let account = |keys: &str, message: &str, hint: &str| {
        let head = "[[account]]\naddress = \"alice@example.com\"\non = \"desk.example.net\"\n";
        check_after_hosts(&format!("{head}{keys}\n"), message, hint);
    };
    let submit = "direct = true\nsubmit = «\"mail.example.com\"»";
    account(submit, "a mail client that delivers itself", "leave out");
}

#[test]
fn what_is_typed() {
    let typed = |keys: &str, message: &str, hint: &str| {
        let head = "[[type]]\nfrom = \"desk.example.net\"\nto = \"mx.example.net\"\n";
        check_after_hosts(&format!("{head}{keys}\n"), message, hint);
    };
    typed("lines = «[]»", "nothing is typed here", "QUIT");
    typed("lines = [«\"a\\nb\"»]", "a line break is not allowed here", "");
    typed("lines = \"QUIT\"\nevery = «\"0s\"»", "nobody types a line in no time", "2s");
    typed("lines = \"QUIT\"\nservice = «\"imap\"»", "there is no service `imap`", "`smtp`");
    typed("lines = \"QUIT\"\nend = «\"stop\"»", "there is no end `stop`", "`stay`");
    let nowhere = "[[type]]\nfrom = «\"desk\"»\nto = \"mx.example.net\"\nlines = \"QUIT\"\n";
    check_after_hosts(nowhere, "there is no host `desk`", "possible are");
}
