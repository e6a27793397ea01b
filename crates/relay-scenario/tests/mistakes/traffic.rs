//! What is sent, collected, typed and run.

use relay_mail::Language;
use relay_scenario::{Place, Scenario};

use super::{HOSTS, SEND, check_after_hosts, check_send};

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
fn a_file_that_nobody_attached() {
    let source = format!("{HOSTS}{SEND}file = \"letter.eml\"\n");
    let scenario = Scenario::parse(&source).expect("the reference itself is right");
    let found = scenario.missing_file_diagnostics();
    assert_eq!(found.len(), 1);
    let told = found[0].told(Language::English);
    assert_eq!(told.message, "the message file `letter.eml` is not here");
    let Place { line, column, text, caret } = found[0].place(&source);
    assert_eq!((line, column, &*text, caret), (16, 8, "file = \"letter.eml\"", 7..19));
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
