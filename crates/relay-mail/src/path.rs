//! Reverse-paths and forward-paths, the two halves of an envelope (RFC 5321 §2.3.1, §4.1.2).

use core::fmt;

use crate::address::Mailbox;
use crate::domain::Domain;
use crate::limit;

/// `Reverse-path = Path / "<>"`: where reports about the message go.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReversePath {
    /// `<>`: nobody is to be told; the path of every notification (§4.5.5).
    Null,
    /// The return path.
    Mailbox(Mailbox),
    /// `<#@[]>`, with which qmail marks a bounce of a bounce. It is no address of RFC 5321, and
    /// [`parse`](Self::parse) refuses it like any server that keeps to the grammar: it is for use
    /// inside one host.
    DoubleBounce,
}

/// A forward-path: for whom the message is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ForwardPath {
    /// `<Postmaster>` without a domain, in any case (§4.5.1).
    Postmaster,
    /// A recipient.
    Mailbox(Mailbox),
}

/// Why a text is no path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathError {
    /// It does not begin with `<` and end with `>`.
    NoBrackets,
    /// It is longer than [`limit::PATH`].
    TooLong,
    /// Its local-part is longer than [`limit::LOCAL_PART`].
    LocalPartTooLong,
    /// What stands between the brackets is no mailbox.
    BadMailbox,
    /// What stands before the mailbox is no source route (`@a,@b:`).
    BadRoute,
}

impl ReversePath {
    /// Reads a reverse-path with its brackets; a source route is dropped (§4.1.1.2, appendix F.2).
    pub fn parse(text: &str) -> Result<Self, PathError> {
        if text == "<>" { Ok(Self::Null) } else { parse_path(text).map(Self::Mailbox) }
    }

    /// The mailbox that reports go to; `None` when nobody is to be told.
    pub fn mailbox(&self) -> Option<&Mailbox> {
        if let Self::Mailbox(mailbox) = self { Some(mailbox) } else { None }
    }

    /// Whether it is `<>`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Appends the path with its angle brackets.
    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend_from_slice(b"<>"),
            Self::Mailbox(mailbox) => write_path(mailbox, out),
            Self::DoubleBounce => out.extend_from_slice(b"<#@[]>"),
        }
    }
}

impl ForwardPath {
    /// Reads a forward-path with its brackets; a source route is dropped (§3.6.1, appendix C).
    pub fn parse(text: &str) -> Result<Self, PathError> {
        if text.eq_ignore_ascii_case("<postmaster>") {
            return Ok(Self::Postmaster);
        }
        parse_path(text).map(Self::Mailbox)
    }

    /// The mailbox, unless it is the bare `<Postmaster>`.
    pub fn mailbox(&self) -> Option<&Mailbox> {
        if let Self::Mailbox(mailbox) = self { Some(mailbox) } else { None }
    }

    /// Appends the path with its angle brackets.
    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Postmaster => out.extend_from_slice(b"<Postmaster>"),
            Self::Mailbox(mailbox) => write_path(mailbox, out),
        }
    }
}

fn write_path(mailbox: &Mailbox, out: &mut Vec<u8>) {
    out.push(b'<');
    mailbox.write(out);
    out.push(b'>');
}

/// `Path = "<" [ A-d-l ":" ] Mailbox ">"`, `A-d-l = At-domain *( "," At-domain )`.
fn parse_path(text: &str) -> Result<Mailbox, PathError> {
    let inner = text
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
        .ok_or(PathError::NoBrackets)?;
    if text.len() > limit::PATH {
        return Err(PathError::TooLong);
    }
    let mailbox = match inner.strip_prefix('@') {
        None => inner,
        Some(route) => {
            let (route, mailbox) = route.split_once(':').ok_or(PathError::BadRoute)?;
            let mut hops = route.split(',').enumerate();
            let ok = hops.all(|(nth, hop)| {
                let name = if nth == 0 { Some(hop) } else { hop.strip_prefix('@') };
                name.is_some_and(|name| Domain::parse(name).is_some())
            });
            if !ok {
                return Err(PathError::BadRoute);
            }
            mailbox
        }
    };
    Mailbox::parse(mailbox).ok_or_else(|| {
        let local = mailbox.rsplit_once('@').map_or(mailbox, |(local, _)| local);
        if local.len() > limit::LOCAL_PART {
            PathError::LocalPartTooLong
        } else {
            PathError::BadMailbox
        }
    })
}

impl fmt::Display for ReversePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("<>"),
            Self::Mailbox(mailbox) => write!(f, "<{mailbox}>"),
            Self::DoubleBounce => f.write_str("<#@[]>"),
        }
    }
}

impl fmt::Display for ForwardPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Postmaster => f.write_str("<Postmaster>"),
            Self::Mailbox(mailbox) => write!(f, "<{mailbox}>"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let reverse = |text| ReversePath::parse(text).map(|path| path.to_string());
        assert_eq!(reverse("<>").as_deref(), Ok("<>"));
        assert_eq!(reverse("<@a.example,@b.example:u@c.example>").as_deref(), Ok("<u@c.example>"));
        assert_eq!(reverse("<@a.example,b.example:u@c.example>"), Err(PathError::BadRoute));
        assert_eq!(reverse("<@a.example>"), Err(PathError::BadRoute));
        assert_eq!(reverse("u@c.example"), Err(PathError::NoBrackets));
        assert_eq!(reverse("<u>"), Err(PathError::BadMailbox));
        assert_eq!(reverse("<#@[]>"), Err(PathError::BadMailbox));
        let mut out = Vec::new();
        ReversePath::DoubleBounce.write(&mut out);
        assert_eq!(out, ReversePath::DoubleBounce.to_string().as_bytes());
        let long = format!("<{}@c.example>", "x".repeat(65));
        assert_eq!(reverse(&long), Err(PathError::LocalPartTooLong));
        let long = format!("<u@{}.example>", "x.".repeat(130));
        assert_eq!(reverse(&long), Err(PathError::TooLong));
        assert_eq!(ForwardPath::parse("<POSTmaster>"), Ok(ForwardPath::Postmaster));
        assert_eq!(ForwardPath::parse("<>"), Err(PathError::BadMailbox));
    }

    #[test]
    fn paths_are_written_as_they_are_displayed() {
        for text in [
            "<>",
            "<u@c.example>",
            "<\"a b\"@c.example>",
            "<u@[192.0.2.1]>",
            "<u@[IPv6:2001:db8::1]>",
            "<u@[tag:x]>",
        ] {
            let path = ReversePath::parse(text).expect("a path");
            let mut out = Vec::new();
            path.write(&mut out);
            assert_eq!((String::from_utf8_lossy(&out).as_ref(), &*path.to_string()), (text, text));
        }
        for text in ["<Postmaster>", "<u@c.example>"] {
            let path = ForwardPath::parse(text).expect("a path");
            let mut out = Vec::new();
            path.write(&mut out);
            assert_eq!((String::from_utf8_lossy(&out).as_ref(), &*path.to_string()), (text, text));
        }
    }
}
