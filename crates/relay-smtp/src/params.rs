//! The parameters of MAIL and RCPT (RFC 5321 §4.1.2 `esmtp-param`), typed.
//!
//! Here they are read and written; whether a server offered them is for the session to say.

use core::fmt;

use relay_mail::Mailbox;
use smol_str::SmolStr;

pub mod xtext;

/// `BODY=` (RFC 6152 §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// `7BIT`: no octet above 127.
    SevenBit,
    /// `8BITMIME`: MIME content with any octets in lines.
    EightBitMime,
}

/// `RET=` (RFC 3461 §4.3): what a failure report gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ret {
    /// `FULL`: the whole message.
    Full,
    /// `HDRS`: its header section.
    Hdrs,
}

/// `AUTH=` (RFC 4954 §5): who submitted the message, as far as the sender of the command knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submitter {
    /// `<>`: unknown, or not to be told.
    Unknown,
    /// The submitter.
    Mailbox(Mailbox),
}

/// The parameters of MAIL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailParams {
    /// `SIZE=`: the octets of the content as the client counts them: CRLFs counted, stuffed dots
    /// and the final dot not (RFC 1870 §3).
    pub size: Option<u64>,
    /// `BODY=`.
    pub body: Option<Body>,
    /// `RET=`.
    pub ret: Option<Ret>,
    /// `ENVID=`, decoded; at most [`ENVID_MAX`] characters as xtext (RFC 3461 §4.4).
    pub envid: Option<SmolStr>,
    /// `AUTH=`.
    pub submitter: Option<Submitter>,
    /// `SMTPUTF8` (RFC 6531 §3.4): paths or header fields may hold UTF-8.
    pub smtp_utf8: bool,
}

/// When `NOTIFY=` asks for a report (RFC 3461 §4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notify {
    /// `NEVER`, which stands alone.
    Never,
    /// A list of at least one occasion.
    On(NotifyOn),
}

/// Occasions for a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NotifyOn {
    /// `SUCCESS`: the message was delivered.
    pub success: bool,
    /// `FAILURE`: it was not.
    pub failure: bool,
    /// `DELAY`: it takes longer than usual.
    pub delay: bool,
}

/// `ORCPT=` (RFC 3461 §4.2): the recipient as the sender wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orcpt {
    /// The type of the address, `rfc822` for Internet mail.
    pub addr_type: SmolStr,
    /// The address, decoded.
    pub address: SmolStr,
}

/// The parameters of RCPT.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RcptParams {
    /// `NOTIFY=`.
    pub notify: Option<Notify>,
    /// `ORCPT=`.
    pub orcpt: Option<Orcpt>,
}

/// Characters of an ENVID as xtext (RFC 3461 §4.4).
pub const ENVID_MAX: usize = 100;
/// Characters of an ORCPT value (RFC 3461 §4.2).
pub const ORCPT_MAX: usize = 500;
/// Digits of a SIZE value (RFC 1870 §3).
pub const SIZE_DIGITS_MAX: usize = 20;

/// The parameters that are known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is named like its keyword")]
pub enum Keyword {
    Size,
    Body,
    Ret,
    Envid,
    Auth,
    SmtpUtf8,
    Notify,
    Orcpt,
}

impl Keyword {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Size,
        Self::Body,
        Self::Ret,
        Self::Envid,
        Self::Auth,
        Self::SmtpUtf8,
        Self::Notify,
        Self::Orcpt,
    ];

    /// The keyword as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Size => "SIZE",
            Self::Body => "BODY",
            Self::Ret => "RET",
            Self::Envid => "ENVID",
            Self::Auth => "AUTH",
            Self::SmtpUtf8 => "SMTPUTF8",
            Self::Notify => "NOTIFY",
            Self::Orcpt => "ORCPT",
        }
    }

    const MAIL: [Self; 6] =
        [Self::Size, Self::Body, Self::Ret, Self::Envid, Self::Auth, Self::SmtpUtf8];
    const RCPT: [Self; 2] = [Self::Notify, Self::Orcpt];
}

impl fmt::Display for Keyword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why parameters are not good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamError {
    /// It is not of the form `keyword["="value]` (RFC 5321 §4.1.2): 501.
    Syntax,
    /// Nobody here knows the keyword: 555.
    Unknown,
    /// It is there twice (RFC 3461 §4.5): 501.
    Duplicate(Keyword),
    /// Its value is missing, too much or not of its form: 501.
    Value(Keyword),
    /// Its value is of its form, but nobody here can do it: 555.
    Unsupported(Keyword),
}

impl MailParams {
    /// Reads what follows the path of MAIL.
    pub fn parse(text: &str) -> Result<Self, ParamError> {
        // Most clients say the size and no more.
        let size = text.as_bytes().strip_prefix(b"SIZE=").and_then(plain_number);
        let mut params = Self { size, ..Self::default() };
        if size.is_some() {
            return Ok(params);
        }
        each(text, &Keyword::MAIL, |keyword, value| params.set(keyword, value))?;
        Ok(params)
    }

    fn set(&mut self, keyword: Keyword, value: Option<&str>) -> Result<(), ParamError> {
        let bad = ParamError::Value(keyword);
        let text = || value.ok_or(bad);
        match keyword {
            Keyword::Size => {
                let digits = text()?;
                let ok = digits.len() <= SIZE_DIGITS_MAX
                    && digits.bytes().all(|byte| byte.is_ascii_digit());
                // Twenty digits can say more than 64 bits hold; that is too much for anybody.
                let size = ok.then(|| digits.parse().unwrap_or(u64::MAX)).ok_or(bad)?;
                put(&mut self.size, size, keyword)
            }
            Keyword::Body => put(&mut self.body, body(text()?)?, keyword),
            Keyword::Ret => put(&mut self.ret, ret(text()?).ok_or(bad)?, keyword),
            Keyword::Envid => {
                let xtext = Some(text()?).filter(|xtext| xtext.len() <= ENVID_MAX).ok_or(bad)?;
                put(&mut self.envid, xtext::decode(xtext).ok_or(bad)?.into(), keyword)
            }
            Keyword::Auth => put(&mut self.submitter, submitter(text()?).ok_or(bad)?, keyword),
            _ if value.is_some() => Err(bad),
            _ if self.smtp_utf8 => Err(ParamError::Duplicate(keyword)),
            _ => {
                self.smtp_utf8 = true;
                Ok(())
            }
        }
    }

    /// Appends the parameters to `out`, each with a space before it.
    pub fn write(&self, out: &mut Vec<u8>) {
        if let Some(size) = self.size {
            out.extend_from_slice(b" SIZE=");
            write_number(size, out);
        }
        if let Some(body) = self.body {
            out.extend_from_slice(match body {
                Body::SevenBit => b" BODY=7BIT".as_slice(),
                Body::EightBitMime => b" BODY=8BITMIME",
            });
        }
        if let Some(ret) = self.ret {
            out.extend_from_slice(match ret {
                Ret::Full => b" RET=FULL",
                Ret::Hdrs => b" RET=HDRS",
            });
        }
        if let Some(envid) = &self.envid {
            out.extend_from_slice(b" ENVID=");
            xtext::encode(envid, out);
        }
        if let Some(submitter) = &self.submitter {
            out.extend_from_slice(b" AUTH=");
            match submitter {
                Submitter::Unknown => out.extend_from_slice(b"<>"),
                Submitter::Mailbox(mailbox) => xtext::encode(&mailbox.to_string(), out),
            }
        }
        if self.smtp_utf8 {
            out.extend_from_slice(b" SMTPUTF8");
        }
    }
}

impl RcptParams {
    /// Reads what follows the path of RCPT.
    pub fn parse(text: &str) -> Result<Self, ParamError> {
        let mut params = Self::default();
        each(text, &Keyword::RCPT, |keyword, value| {
            let bad = ParamError::Value(keyword);
            let value = value.ok_or(bad)?;
            if keyword == Keyword::Notify {
                put(&mut params.notify, Notify::parse(value).ok_or(bad)?, keyword)
            } else {
                put(&mut params.orcpt, Orcpt::parse(value).ok_or(bad)?, keyword)
            }
        })?;
        Ok(params)
    }

    /// Appends the parameters to `out`, each with a space before it.
    pub fn write(&self, out: &mut Vec<u8>) {
        if let Some(notify) = self.notify {
            out.extend_from_slice(b" NOTIFY=");
            notify.write(out);
        }
        if let Some(orcpt) = &self.orcpt {
            out.extend_from_slice(b" ORCPT=");
            out.extend_from_slice(orcpt.addr_type.as_bytes());
            out.push(b';');
            xtext::encode(&orcpt.address, out);
        }
    }
}

impl Notify {
    fn parse(value: &str) -> Option<Self> {
        if value.eq_ignore_ascii_case("NEVER") {
            return Some(Self::Never);
        }
        let mut on = NotifyOn::default();
        for word in value.split(',') {
            let flag = match word {
                _ if word.eq_ignore_ascii_case("SUCCESS") => &mut on.success,
                _ if word.eq_ignore_ascii_case("FAILURE") => &mut on.failure,
                _ if word.eq_ignore_ascii_case("DELAY") => &mut on.delay,
                _ => return None,
            };
            *flag = true;
        }
        Some(Self::On(on))
    }

    fn write(self, out: &mut Vec<u8>) {
        let Self::On(on) = self else {
            out.extend_from_slice(b"NEVER");
            return;
        };
        let words = [(on.success, "SUCCESS,"), (on.failure, "FAILURE,"), (on.delay, "DELAY,")];
        for (_, word) in words.into_iter().filter(|(asked, _)| *asked) {
            out.extend_from_slice(word.as_bytes());
        }
        out.pop();
    }
}

impl Orcpt {
    fn parse(value: &str) -> Option<Self> {
        let (addr_type, address) = value.split_once(';').filter(|_| value.len() <= ORCPT_MAX)?;
        let atom = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let ok = !addr_type.is_empty() && addr_type.bytes().all(atom);
        let address = xtext::decode(address).filter(|address| ok && !address.is_empty())?;
        Some(Self { addr_type: addr_type.into(), address: address.into() })
    }
}

/// Calls `set` with each `esmtp-param` of `text`.
fn each(
    text: &str,
    known: &[Keyword],
    mut set: impl FnMut(Keyword, Option<&str>) -> Result<(), ParamError>,
) -> Result<(), ParamError> {
    if text.is_empty() {
        return Ok(());
    }
    for param in text.split_ascii_whitespace() {
        let equals = param.bytes().position(|byte| byte == b'=');
        let (name, value) = match equals {
            Some(at) => (&param[..at], Some(&param[at + 1..])),
            None => (param, None),
        };
        let octet = |byte: u8| byte > 32 && byte != 127 && byte != b'=';
        if !value.is_none_or(|value| !value.is_empty() && value.bytes().all(octet)) {
            return Err(ParamError::Syntax);
        }
        match known.iter().find(|keyword| name.eq_ignore_ascii_case(keyword.as_str())) {
            Some(keyword) => set(*keyword, value)?,
            None if is_keyword(name) => return Err(ParamError::Unknown),
            None => return Err(ParamError::Syntax),
        }
    }
    Ok(())
}

/// `esmtp-keyword` (RFC 5321 §4.1.2).
fn is_keyword(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn put<T>(slot: &mut Option<T>, value: T, keyword: Keyword) -> Result<(), ParamError> {
    if slot.is_some() {
        return Err(ParamError::Duplicate(keyword));
    }
    *slot = Some(value);
    Ok(())
}

fn body(value: &str) -> Result<Body, ParamError> {
    match value {
        _ if value.eq_ignore_ascii_case("7BIT") => Ok(Body::SevenBit),
        _ if value.eq_ignore_ascii_case("8BITMIME") => Ok(Body::EightBitMime),
        _ => Err(ParamError::Unsupported(Keyword::Body)),
    }
}

fn ret(value: &str) -> Option<Ret> {
    match value {
        _ if value.eq_ignore_ascii_case("FULL") => Some(Ret::Full),
        _ if value.eq_ignore_ascii_case("HDRS") => Some(Ret::Hdrs),
        _ => None,
    }
}

fn submitter(value: &str) -> Option<Submitter> {
    match xtext::decode(value)?.as_str() {
        "<>" => Some(Submitter::Unknown),
        text => Mailbox::parse(text).map(Submitter::Mailbox),
    }
}

/// The number that these octets are, when they are nothing but its digits, and few enough for every
/// such number to be one.
pub(crate) fn plain_number(octets: &[u8]) -> Option<u64> {
    if !matches!(octets.len(), 1..DIGITS_MAX) {
        return None;
    }
    octets.iter().try_fold(0, |number, octet| {
        let digit = octet.wrapping_sub(b'0');
        (digit < 10).then_some(number * 10 + u64::from(digit))
    })
}

/// Appends a decimal number.
pub(crate) fn write_number(number: u64, out: &mut Vec<u8>) {
    out.extend_from_slice(digits(number, &mut [0; DIGITS_MAX]));
}

/// As many digits as a number may have.
pub(crate) const DIGITS_MAX: usize = 20;

/// The digits of a number, written at the end of `room`.
pub(crate) fn digits(mut number: u64, room: &mut [u8; DIGITS_MAX]) -> &[u8] {
    let mut at = room.len();
    loop {
        at -= 1;
        room[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            return &room[at..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(text: &str) -> Result<String, ParamError> {
        MailParams::parse(text).map(|params| {
            let mut out = Vec::new();
            params.write(&mut out);
            String::from_utf8(out).expect("parameters are text")
        })
    }

    fn rcpt(text: &str) -> Result<String, ParamError> {
        RcptParams::parse(text).map(|params| {
            let mut out = Vec::new();
            params.write(&mut out);
            String::from_utf8(out).expect("parameters are text")
        })
    }

    #[test]
    fn parameters_are_read_and_written() {
        let all = " SIZE=1000 BODY=8BITMIME RET=HDRS ENVID=QQ+2B1 AUTH=a+2Bb@c.example SMTPUTF8";
        assert_eq!(mail(all).as_deref(), Ok(all));
        assert_eq!(
            mail("body=7bit  ret=full auth=<>").as_deref(),
            Ok(" BODY=7BIT RET=FULL AUTH=<>")
        );
        assert_eq!(mail("").as_deref(), Ok(""));
        assert_eq!(
            mail(&format!("SIZE={}", u64::MAX)).as_deref(),
            Ok(" SIZE=18446744073709551615")
        );
        let all = " NOTIFY=SUCCESS,DELAY ORCPT=rfc822;bob@example.org";
        assert_eq!(rcpt(all).as_deref(), Ok(all));
        assert_eq!(rcpt("notify=never").as_deref(), Ok(" NOTIFY=NEVER"));
    }

    #[test]
    fn bad_parameters_are_told_apart() {
        use Keyword as K;
        use ParamError as E;
        for (text, error) in [
            ("SIZE", E::Value(K::Size)),
            ("SIZE=x", E::Value(K::Size)),
            ("SIZE=123456789012345678901", E::Value(K::Size)),
            ("SIZE=1 SIZE=1", E::Duplicate(K::Size)),
            ("BODY=BINARYMIME", E::Unsupported(K::Body)),
            ("RET=SOME", E::Value(K::Ret)),
            ("ENVID=a=b", E::Syntax),
            ("ENVID=+0A", E::Value(K::Envid)),
            ("SMTPUTF8=1", E::Value(K::SmtpUtf8)),
            ("SMTPUTF8 SMTPUTF8", E::Duplicate(K::SmtpUtf8)),
            ("X-NEW=1", E::Unknown),
            ("NOTIFY=NEVER", E::Unknown),
            ("-X", E::Syntax),
            ("X=", E::Syntax),
            ("=1", E::Syntax),
        ] {
            assert_eq!(MailParams::parse(text), Err(error), "{text}");
        }
        for (text, error) in [
            ("NOTIFY=NEVER,SUCCESS", E::Value(K::Notify)),
            ("NOTIFY=SUCCESS,", E::Value(K::Notify)),
            ("ORCPT=rfc822", E::Value(K::Orcpt)),
            ("ORCPT=;x", E::Value(K::Orcpt)),
            ("SIZE=1", E::Unknown),
        ] {
            assert_eq!(RcptParams::parse(text), Err(error), "{text}");
        }
        let long = format!("ENVID={}", "x".repeat(101));
        assert_eq!(MailParams::parse(&long), Err(E::Value(K::Envid)));
    }
}
