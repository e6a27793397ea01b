//! What breaks, and what is expected.

use super::{check_after_hosts, check_host};

#[test]
fn bounces_and_clocks() {
    let double = "there is no way to treat a bounce that fails `drop`";
    check_host("bounces = { double = «\"drop\"» }\n", double, "discard");
    let frozen = "`frozen_for` has no effect";
    check_host("bounces = { frozen_for = «\"1d\"» }\n", frozen, "freeze");
    let both = "profile = \"exim\"\nbounces = { double = \"discard\", frozen_for = «\"1d\"» }\n";
    check_host(both, frozen, "freeze");
    check_host("bounces = { return_max = «\"2 EB\"» }\n", "expected a size such as", "octets");
    let large = "bounces = { return_max = «\"2 TiB\"» }\n";
    check_host(large, "2199023255552 octets are too many", "at most");
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
