//! How the octets of somebody outside are shown: command by command, and content in blocks.
//!
//! This decides nothing but the shape of records. Whoever speaks may break every rule, and then a
//! record may hold a part of a line or a block of commands.

/// What ends content (RFC 5321 §4.1.1.4).
const END: [u8; 5] = [b'\r', b'\n', b'.', b'\r', b'\n'];

/// What a record shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A command, whole or in parts.
    Line,
    /// Content.
    Content,
}

/// What is being said.
#[derive(Clone, Copy, Debug)]
enum Mode {
    Commands,
    /// Content up to its end, of which so many octets were said.
    Text(usize),
    /// So many octets more (BDAT, RFC 3030 §2).
    Chunk(u64),
}

/// Follows both sides of a connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Speech {
    mode: Mode,
    /// Whether there is content at all.
    content: bool,
    /// Whether the other end is at the start of a line.
    hears_start: bool,
    /// After a DATA that was not answered yet: how many octets of the end of its content were said,
    /// if what came since is content. Who types does not always wait for 354.
    unasked: Option<usize>,
    /// So many contents before that one, all of them said, whose DATA was not answered yet either.
    unasked_before: u8,
}

impl Default for Speech {
    fn default() -> Self {
        Self {
            mode: Mode::Commands,
            content: true,
            hears_start: true,
            unasked: None,
            unasked_before: 0,
        }
    }
}

impl Speech {
    /// For a protocol in which the client says commands only.
    pub(super) fn without_content() -> Self {
        Self { content: false, ..Self::default() }
    }

    /// The other end says something: 354 asks for content.
    pub(super) fn hear(&mut self, octets: &[u8]) {
        let asks = self.hears_start && octets.starts_with(b"354");
        if asks && self.content && matches!(self.mode, Mode::Commands) {
            // The end of the DATA line counts (RFC 5321 §4.1.1.4).
            if let Some(before) = self.unasked_before.checked_sub(1) {
                self.unasked_before = before;
            } else {
                self.mode = match self.unasked.take().unwrap_or(2) {
                    said if said == END.len() => Mode::Commands,
                    said => Mode::Text(said),
                };
            }
        }
        self.hears_start = octets.last() == Some(&b'\n');
    }

    /// What to show next of `octets`, which are not empty, and how many of them.
    pub(super) fn next(&mut self, octets: &[u8]) -> (Shape, usize) {
        match self.mode {
            Mode::Commands => {
                let end = memchr::memchr(b'\n', octets).map_or(octets.len(), |at| at + 1);
                self.command(&octets[..end]);
                (Shape::Line, end)
            }
            Mode::Text(said) => {
                let (len, said) = text(octets, said);
                self.mode = if said == END.len() { Mode::Commands } else { Mode::Text(said) };
                (Shape::Content, len)
            }
            Mode::Chunk(left) => {
                let len = usize::try_from(left).unwrap_or(usize::MAX).min(octets.len());
                let left = left - len as u64;
                self.mode = if left == 0 { Mode::Commands } else { Mode::Chunk(left) };
                (Shape::Content, len)
            }
        }
    }

    /// A line is said that may be a command, or content that was not asked for yet.
    fn command(&mut self, line: &[u8]) {
        match self.unasked {
            Some(said) if said < END.len() => self.unasked = Some(text(line, said).1),
            said if is_data(line) => {
                self.unasked_before = self.unasked_before.saturating_add(u8::from(said.is_some()));
                self.unasked = Some(2);
            }
            _ => {
                if let Some(size) = chunk_size(line).filter(|size| self.content && *size > 0) {
                    self.mode = Mode::Chunk(size);
                }
            }
        }
    }
}

fn is_data(line: &[u8]) -> bool {
    line.trim_ascii().eq_ignore_ascii_case(b"DATA")
}

/// How many octets belong to a text of whose end `said` octets were said before, and how many of
/// its end are said then.
fn text(octets: &[u8], mut said: usize) -> (usize, usize) {
    let mut at = 0;
    while at < octets.len() {
        if said == 0 {
            match memchr::memchr(b'\r', &octets[at..]) {
                None => return (octets.len(), 0),
                Some(skip) => at += skip,
            }
        }
        said = match octets[at] {
            octet if octet == END[said] => said + 1,
            // A CR begins the end anew.
            b'\r' => 1,
            _ => 0,
        };
        at += 1;
        if said == END.len() {
            break;
        }
    }
    (at, said)
}

/// The size that a BDAT command announces.
fn chunk_size(line: &[u8]) -> Option<u64> {
    let line = core::str::from_utf8(line).ok()?;
    let mut words = line.split_ascii_whitespace();
    words.next().filter(|verb| verb.eq_ignore_ascii_case("BDAT"))?;
    words.next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shapes and lengths in which `said` is shown when it comes in pieces of `size` octets.
    fn shown(speech: &mut Speech, said: &[u8], size: usize) -> Vec<(Shape, usize)> {
        let mut all = Vec::new();
        for mut piece in said.chunks(size) {
            while !piece.is_empty() {
                let (shape, len) = speech.next(piece);
                all.push((shape, len));
                piece = &piece[len..];
            }
        }
        all
    }

    fn octets_of(shown: &[(Shape, usize)], wanted: Shape) -> usize {
        shown.iter().filter(|(shape, _)| *shape == wanted).map(|(_, len)| len).sum()
    }

    #[test]
    fn commands_are_shown_line_by_line() {
        let said = b"EHLO a\r\nMAIL FROM:<>\r\nRC";
        let all = shown(&mut Speech::default(), said, said.len());
        assert_eq!(all, [(Shape::Line, 8), (Shape::Line, 14), (Shape::Line, 2)]);
    }

    #[test]
    fn content_ends_with_a_dot_on_a_line_of_its_own_and_nowhere_else() {
        let said = b"a\r\n..\r\n.b\r\n\r\r\n.\n\r\n.\rx\r\n.\r\nQUIT\r\n";
        for size in 1..said.len() {
            let mut speech = Speech::default();
            speech.hear(b"354 go on\r\n");
            let all = shown(&mut speech, said, size);
            assert_eq!(octets_of(&all, Shape::Line), 6, "pieces of {size}");
        }
    }

    #[test]
    fn content_may_be_empty() {
        let mut speech = Speech::default();
        speech.hear(b"250 ok\r\n");
        speech.hear(b"354 go on\r\n");
        let all = shown(&mut speech, b".\r\nNOOP\r\n", 100);
        assert_eq!(all, [(Shape::Content, 3), (Shape::Line, 6)]);
    }

    #[test]
    fn content_may_be_said_before_it_is_asked_for() {
        let mut speech = Speech::default();
        shown(&mut speech, b"data\r\nSubject: x\r\n\r\nx\r\n.\r\n", 100);
        speech.hear(b"354 go on\r\n");
        let all = shown(&mut speech, b"QUIT\r\n", 100);
        assert_eq!(all, [(Shape::Line, 6)], "the content was over");
        let mut speech = Speech::default();
        shown(&mut speech, b"DATA\r\nBDAT 9\r\n.\r\nRSET\r\nDATA\r\nx\r\n.\r\n", 100);
        speech.hear(b"354 go on\r\n");
        speech.hear(b"250 ok\r\n");
        speech.hear(b"354 go on\r\n");
        let all = shown(&mut speech, b"QUIT\r\n", 100);
        assert_eq!(all, [(Shape::Line, 6)], "both were over");
        let mut speech = Speech::default();
        shown(&mut speech, b"DATA\r\nx\r\n.", 100);
        speech.hear(b"354 go on\r\n");
        let all = shown(&mut speech, b"\r\nQUIT\r\n", 100);
        assert_eq!(all, [(Shape::Content, 2), (Shape::Line, 6)], "its end was under way");
        let mut speech = Speech::default();
        shown(&mut speech, b"DATA\r\n", 100);
        speech.hear(b"503 no\r\n");
        shown(&mut speech, b"NOOP\r\nDATA\r\n", 100);
        speech.hear(b"354 go on\r\n");
        let all = shown(&mut speech, b".\r\nNOOP\r\n", 100);
        assert_eq!(all, [(Shape::Content, 3), (Shape::Line, 6)], "the second was taken");
    }

    #[test]
    fn chunks_are_counted() {
        let all = shown(&mut Speech::default(), b"bdat 5 LAST\r\n.\r\n.\nQUIT\r\n", 100);
        assert_eq!(all, [(Shape::Line, 13), (Shape::Content, 5), (Shape::Line, 6)]);
    }

    #[test]
    fn pop3_has_no_content_of_the_client() {
        let mut speech = Speech::without_content();
        speech.hear(b"354 go on\r\n");
        let all = shown(&mut speech, b"BDAT 2\r\nNOOP\r\n", 100);
        assert_eq!(octets_of(&all, Shape::Content), 0);
    }
}
