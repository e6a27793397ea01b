//! What is a command and what is not.

use super::*;

fn wire(line: &str) -> Result<String, CommandError> {
    Command::parse(line.as_bytes()).map(|command| {
        let mut out = Vec::new();
        command.write(&mut out);
        String::from_utf8(out).expect("commands are text")
    })
}

#[test]
fn commands_are_read_in_any_case_and_written_in_one() {
    for (line, plain) in [
        ("ehlo Client.example", "EHLO Client.example\r\n"),
        ("HELO [192.0.2.1]", "HELO [192.0.2.1]\r\n"),
        ("EHLO [IPv6:2001:db8::1] the rest", "EHLO [IPv6:2001:db8::1]\r\n"),
        ("EHLO my_pc", "EHLO my_pc\r\n"),
        ("EHLO _pc.example_.org", "EHLO _pc.example_.org\r\n"),
        ("mail from:<>", "MAIL FROM:<>\r\n"),
        ("MAIL FROM: <a@b.example> size=5", "MAIL FROM:<a@b.example> SIZE=5\r\n"),
        ("MAIL FROM:<@x.example:\"a > b\"@c.example>", "MAIL FROM:<\"a > b\"@c.example>\r\n"),
        ("Rcpt To:<POSTMASTER>", "RCPT TO:<Postmaster>\r\n"),
        ("RCPT TO:<a@b.example> NOTIFY=NEVER", "RCPT TO:<a@b.example> NOTIFY=NEVER\r\n"),
        ("data  ", "DATA\r\n"),
        ("bdat 86 last", "BDAT 86 LAST\r\n"),
        ("NOOP whatever \t", "NOOP\r\n"),
        ("VRFY Smith", "VRFY Smith\r\n"),
        ("HELP", "HELP\r\n"),
        ("help mail", "HELP mail\r\n"),
        ("ETRN @example.org", "ETRN @example.org\r\n"),
        ("auth PLAIN AGEAYg==", "AUTH PLAIN AGEAYg==\r\n"),
        ("quit", "QUIT\r\n"),
    ] {
        assert_eq!(wire(line).as_deref(), Ok(plain), "{line}");
    }
}

#[test]
fn what_is_no_command_says_why() {
    use ArgumentError as A;
    for (line, verb, why) in [
        ("EHLO", Verb::Ehlo, A::Missing),
        ("HELO a..b/c", Verb::Helo, A::Name),
        ("EHLO ...", Verb::Ehlo, A::Name),
        ("EHLO .", Verb::Ehlo, A::Name),
        ("EHLO -a_-.-", Verb::Ehlo, A::Name),
        ("EHLO my_pc.", Verb::Ehlo, A::Name),
        ("EHLO my_pc..example", Verb::Ehlo, A::Name),
        ("EHLO -my_pc", Verb::Ehlo, A::Name),
        ("EHLO [my_pc]", Verb::Ehlo, A::Name),
        ("DATA now", Verb::Data, A::Unwanted),
        ("NOOP a\nb", Verb::Noop, A::Characters),
        ("MAIL", Verb::Mail, A::Missing),
        ("MAIL TO:<a@b.example>", Verb::Mail, A::Keyword),
        ("MAIL F", Verb::Mail, A::Keyword),
        ("MAIL FROM:a@b.example", Verb::Mail, A::Path(PathError::NoBrackets)),
        ("MAIL FROM:<a@b.example>x", Verb::Mail, A::Path(PathError::BadMailbox)),
        ("MAIL FROM:<a\u{0}@b.example>", Verb::Mail, A::Characters),
        ("RCPT TO:<>", Verb::Rcpt, A::Path(PathError::BadMailbox)),
        ("RCPT TO:<a@b.example> X=1", Verb::Rcpt, A::Param(ParamError::Unknown)),
        ("BDAT 1 2", Verb::Bdat, A::Chunk),
        ("BDAT +1", Verb::Bdat, A::Chunk),
        ("BDAT 99999999999999999999", Verb::Bdat, A::Chunk),
        ("VRFY a\nb", Verb::Vrfy, A::Characters),
        ("AUTH PLAIN a b", Verb::Auth, A::Unwanted),
    ] {
        assert_eq!(wire(line), Err(CommandError::Arguments(verb, why)), "{line}");
    }
    for line in [
        "",
        " ",
        "MAILFROM:<a@b.example>",
        "GET / HTTP/1.1",
        "XCLIENT",
        " NOOP",
        "QUIT\r",
        "NOOP\nQUIT",
    ] {
        assert_eq!(wire(line), Err(CommandError::Unknown), "{line}");
    }
    assert_eq!(wire("STARTTLS"), Err(CommandError::NotImplemented(Verb::StartTls)));
    assert_eq!(wire("TURN"), Err(CommandError::NotImplemented(Verb::Turn)));
    let latin = Command::parse(b"MAIL FROM:<\xfc@b.example>");
    assert_eq!(latin, Err(CommandError::Arguments(Verb::Mail, A::Characters)));
}
