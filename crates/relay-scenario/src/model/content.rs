//! What a message may hold.

/// Something in a message that no standard of today allows, and that a server may refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentFault {
    /// A CR or a LF without the other (RFC 5321 §2.3.8).
    BareLineEnd,
    /// A NUL.
    Nul,
    /// A line beyond 1000 octets (§4.5.3.1.6).
    LongLine,
    /// An octet above 127 without BODY=8BITMIME (RFC 6152 §3).
    EightBit,
}

impl ContentFault {
    /// All of them with their names in the file.
    pub const ALL: [(Self, &str); 4] = [
        (Self::BareLineEnd, "bare-line-end"),
        (Self::Nul, "nul"),
        (Self::LongLine, "long-line"),
        (Self::EightBit, "eight-bit"),
    ];
}

/// What a host refuses in messages; the rest it takes as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefusedContent(u8);

impl RefusedContent {
    /// These.
    pub fn of(faults: impl IntoIterator<Item = ContentFault>) -> Self {
        Self(faults.into_iter().fold(0, |bits, fault| bits | 1 << fault as u8))
    }

    /// Whether it refuses messages with this.
    pub const fn has(self, fault: ContentFault) -> bool {
        self.0 >> fault as u8 & 1 == 1
    }
}

/// Bare line ends, behind which another server might see the end of the message.
impl Default for RefusedContent {
    fn default() -> Self {
        Self::of([ContentFault::BareLineEnd])
    }
}
