//! What AUTH carries (RFC 4954): PLAIN (RFC 4616) and LOGIN.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A mechanism.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mechanism {
    /// PLAIN.
    Plain,
    /// LOGIN.
    Login,
}

impl Mechanism {
    /// The mechanism that `name` is, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Plain, Self::Login]
            .into_iter()
            .find(|mechanism| name.eq_ignore_ascii_case(mechanism.as_str()))
    }

    /// The name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
        }
    }
}

/// `Username:` in base64: the first challenge of LOGIN.
pub(crate) const LOGIN_USER: &str = "VXNlcm5hbWU6";
/// `Password:` in base64: the second challenge of LOGIN.
pub(crate) const LOGIN_PASSWORD: &str = "UGFzc3dvcmQ6";

/// Who somebody says to be, with the proof.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credentials {
    /// As whom to act; empty for the user itself.
    pub authorization: String,
    /// The user.
    pub user: String,
    /// The password.
    pub password: String,
}

impl Credentials {
    /// A user that acts as itself.
    pub fn new(user: impl Into<String>, password: impl Into<String>) -> Self {
        let authorization = String::new();
        Self { authorization, user: user.into(), password: password.into() }
    }

    /// Reads the response of PLAIN: `[authzid] NUL authcid NUL passwd` (RFC 4616 §2).
    pub fn from_plain(message: &str) -> Option<Self> {
        let mut parts = message.split('\0').map(str::to_owned);
        let (authorization, user, password) = (parts.next()?, parts.next()?, parts.next()?);
        let ok = parts.next().is_none() && !user.is_empty();
        ok.then_some(Self { authorization, user, password })
    }

    /// The response of PLAIN in base64.
    pub fn to_plain(&self) -> String {
        encode(&format!("{}\0{}\0{}", self.authorization, self.user, self.password))
    }
}

/// Base64 of `text`.
pub fn encode(text: &str) -> String {
    STANDARD.encode(text)
}

/// The text of a response in base64; `None` when it is no base64 of UTF-8. A lone `=` is an empty
/// initial response (RFC 4954 §4).
pub fn decode(base64: &[u8]) -> Option<String> {
    if base64 == b"=" {
        return Some(String::new());
    }
    String::from_utf8(STANDARD.decode(base64).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_is_read_and_written() {
        let credentials = Credentials::new("tim", "tanstaaftanstaaf");
        let base64 = credentials.to_plain();
        assert_eq!(base64, "AHRpbQB0YW5zdGFhZnRhbnN0YWFm", "RFC 4616 §4");
        let message = decode(base64.as_bytes()).expect("base64");
        assert_eq!(Credentials::from_plain(&message), Some(credentials));
        for bad in ["", "a", "a\0b", "\0\0x", "a\0b\0c\0d"] {
            assert_eq!(Credentials::from_plain(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn challenges_say_what_they_ask() {
        assert_eq!(encode("Username:"), LOGIN_USER);
        assert_eq!(encode("Password:"), LOGIN_PASSWORD);
        assert_eq!(decode(b"="), Some(String::new()));
        assert_eq!(decode(b"not base64"), None);
        assert_eq!(decode(b"//8="), None);
        assert_eq!(Mechanism::parse("plain"), Some(Mechanism::Plain));
        assert_eq!(Mechanism::parse("CRAM-MD5"), None);
    }
}
