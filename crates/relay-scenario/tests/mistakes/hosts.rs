//! Hosts, their names, services and settings.

use super::{check, check_after_hosts, check_host, check_send, mistakes};

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
