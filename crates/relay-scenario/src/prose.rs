//! The Markdown of lessons as a small typed tree.
//!
//! Only text and a fixed set of elements can stand in it, so whoever shows a lesson cannot be made
//! to show anything else: there is no raw HTML, no image, and no link but to `https:` and `http:`.

use core::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use relay_mail::Language;

use crate::mistake::Markdown;
use crate::words::{self, Told};

/// How deep elements may lie in each other.
pub const DEPTH_MAX: usize = 12;

/// A text for people: blocks one below the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose(Vec<Block>);

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list; `first` is the number of the first item, `None` is a list of bullets.
    List {
        /// The number of the first item.
        first: Option<u64>,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// Lines of code, each ended by LF.
    Code(String),
    /// A table; every row has as many cells as the head.
    Table {
        /// The column titles.
        head: Vec<Vec<Inline>>,
        /// The rows.
        rows: Vec<Vec<Vec<Inline>>>,
    },
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Text.
    Text(String),
    /// Code, such as a command.
    Code(String),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// A link.
    Link {
        /// Where to: a URL that begins with `https://` or `http://`.
        to: String,
        /// Its words.
        words: Vec<Inline>,
    },
    /// A line break.
    Break,
}

/// What may not stand in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Where, in bytes of the text.
    pub span: Range<usize>,
    pub(crate) mistake: Markdown,
}

impl Slip {
    /// What is wrong and how to mend it, in a language.
    pub fn told(&self, language: Language) -> Told {
        words::told(&self.mistake.into(), language)
    }
}

impl Prose {
    /// Reads Markdown, or gives everything in it that is not allowed.
    pub fn parse(text: &str) -> Result<Self, Vec<Slip>> {
        let mut builder = Builder::default();
        for (event, span) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
            builder.take(event, span);
        }
        if builder.slips.is_empty() { Ok(Self(builder.finish())) } else { Err(builder.slips) }
    }

    /// The blocks.
    pub fn blocks(&self) -> &[Block] {
        &self.0
    }

    /// The words alone, in lines that each end in LF: blocks are parted by an empty line, items begin
    /// with a dash or a number.
    pub fn plain(&self) -> String {
        let mut out = String::new();
        write_blocks(&self.0, "", &mut out);
        out
    }
}

/// An element that is open.
#[derive(Debug)]
enum Open {
    Root(Vec<Block>),
    Paragraph(Vec<Inline>),
    List {
        first: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Item(Vec<Block>, Vec<Inline>),
    Quote(Vec<Block>),
    Code(String),
    Table {
        head: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    Row(Vec<Vec<Inline>>),
    Cell(Vec<Inline>),
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    Link {
        to: String,
        words: Vec<Inline>,
    },
    /// An address between angle brackets: no link.
    Address(String),
    /// What is not allowed; its contents are left out.
    Nothing,
}

#[derive(Debug)]
struct Builder {
    stack: Vec<Open>,
    slips: Vec<Slip>,
}

impl Default for Builder {
    fn default() -> Self {
        Self { stack: vec![Open::Root(Vec::new())], slips: Vec::new() }
    }
}

impl Builder {
    fn slip(&mut self, span: Range<usize>, mistake: Markdown) {
        // One element can come as several events.
        if self.slips.last().is_none_or(|last| last.span.end < span.start) {
            self.slips.push(Slip { span, mistake });
        }
    }

    fn take(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(tag, span),
            Event::End(tag) => self.close(tag),
            Event::Text(text) => match self.stack.last_mut() {
                Some(Open::Code(code) | Open::Address(code)) => code.push_str(&text),
                _ => self.inline(Inline::Text(text.into_string())),
            },
            Event::Code(text) => self.inline(Inline::Code(text.into_string())),
            Event::SoftBreak => self.inline(Inline::Text(" ".to_owned())),
            Event::HardBreak => self.inline(Inline::Break),
            Event::Html(_) | Event::InlineHtml(_) => self.slip(span, Markdown::Html),
            Event::Rule => self.slip(span, Markdown::Rule),
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => self.slip(span, Markdown::Other),
        }
    }

    fn open(&mut self, tag: Tag<'_>, span: Range<usize>) {
        if self.stack.len() > DEPTH_MAX {
            self.slip(span, Markdown::TooDeep);
            return self.stack.push(Open::Nothing);
        }
        let open = match tag {
            Tag::Paragraph => Open::Paragraph(Vec::new()),
            Tag::List(first) => Open::List { first, items: Vec::new() },
            Tag::Item => Open::Item(Vec::new(), Vec::new()),
            Tag::BlockQuote(_) => Open::Quote(Vec::new()),
            Tag::CodeBlock(_) => Open::Code(String::new()),
            Tag::Table(_) => Open::Table { head: Vec::new(), rows: Vec::new() },
            Tag::TableHead | Tag::TableRow => Open::Row(Vec::new()),
            Tag::TableCell => Open::Cell(Vec::new()),
            Tag::Emphasis => Open::Emphasis(Vec::new()),
            Tag::Strong => Open::Strong(Vec::new()),
            Tag::Link { link_type: LinkType::Email, .. } => Open::Address(String::new()),
            Tag::Link { dest_url, .. } => self.link(dest_url.into_string(), span),
            Tag::Image { .. } => {
                self.slip(span, Markdown::Image);
                Open::Nothing
            }
            Tag::Heading { .. } => {
                self.slip(span, Markdown::Heading);
                Open::Nothing
            }
            // Its contents come as events of their own.
            Tag::HtmlBlock => Open::Nothing,
            _ => {
                self.slip(span, Markdown::Other);
                Open::Nothing
            }
        };
        self.stack.push(open);
    }

    fn link(&mut self, to: String, span: Range<usize>) -> Open {
        if is_web_address(&to) {
            return Open::Link { to, words: Vec::new() };
        }
        self.slip(span, Markdown::Link);
        Open::Nothing
    }

    fn close(&mut self, _: TagEnd) {
        // The root is never closed: the parser's events are balanced.
        let Some(open) = self.stack.pop() else { return };
        match open {
            Open::Root(blocks) => self.stack.push(Open::Root(blocks)),
            Open::Paragraph(parts) => self.block(Block::Paragraph(parts)),
            Open::List { first, items } => self.block(Block::List { first, items }),
            Open::Quote(blocks) => self.block(Block::Quote(blocks)),
            Open::Code(code) => self.block(Block::Code(code)),
            Open::Table { head, rows } => self.block(Block::Table { head, rows }),
            Open::Item(mut blocks, parts) => {
                flush(&mut blocks, parts);
                if let Some(Open::List { items, .. }) = self.stack.last_mut() {
                    items.push(blocks);
                }
            }
            Open::Row(cells) => {
                if let Some(Open::Table { head, rows }) = self.stack.last_mut() {
                    if head.is_empty() { *head = cells } else { rows.push(cells) }
                }
            }
            Open::Cell(parts) => {
                if let Some(Open::Row(cells)) = self.stack.last_mut() {
                    cells.push(parts);
                }
            }
            Open::Emphasis(parts) => self.inline(Inline::Emphasis(parts)),
            Open::Strong(parts) => self.inline(Inline::Strong(parts)),
            Open::Link { to, words } => self.inline(Inline::Link { to, words }),
            Open::Address(address) => self.inline(Inline::Text(format!("<{address}>"))),
            Open::Nothing => {}
        }
    }

    fn block(&mut self, block: Block) {
        match self.stack.last_mut() {
            Some(Open::Root(blocks) | Open::Quote(blocks)) => blocks.push(block),
            Some(Open::Item(blocks, parts)) => {
                flush(blocks, core::mem::take(parts));
                blocks.push(block);
            }
            _ => {}
        }
    }

    fn inline(&mut self, part: Inline) {
        let Some(
            Open::Paragraph(parts)
            | Open::Item(_, parts)
            | Open::Cell(parts)
            | Open::Emphasis(parts)
            | Open::Strong(parts)
            | Open::Link { words: parts, .. },
        ) = self.stack.last_mut()
        else {
            return;
        };
        match (parts.last_mut(), part) {
            (Some(Inline::Text(text)), Inline::Text(more)) => text.push_str(&more),
            (_, part) => parts.push(part),
        }
    }

    fn finish(self) -> Vec<Block> {
        match self.stack.into_iter().next() {
            Some(Open::Root(blocks)) => blocks,
            _ => Vec::new(),
        }
    }
}

/// The text of an item stands in no paragraph where the list is a tight one.
fn flush(blocks: &mut Vec<Block>, parts: Vec<Inline>) {
    if !parts.is_empty() {
        blocks.push(Block::Paragraph(parts));
    }
}

/// Whether a text is a URL of the web, without what browsers leave out before they look.
fn is_web_address(to: &str) -> bool {
    let begins = |scheme: &str| {
        to.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && to.len() > scheme.len()
    };
    (begins("https://") || begins("http://"))
        && !to.contains(|c: char| c.is_control() || c.is_whitespace())
}

fn write_blocks(blocks: &[Block], indent: &str, out: &mut String) {
    for (nth, block) in blocks.iter().enumerate() {
        if nth > 0 {
            out.push_str(indent.trim_end());
            out.push('\n');
        }
        match block {
            Block::Paragraph(parts) => {
                let mut text = String::new();
                write_parts(parts, &mut text);
                push_lines(&text, indent, out);
            }
            Block::List { first, items } => {
                for (nth, item) in (0..).zip(items) {
                    let mark = first.map_or("- ".to_owned(), |first| {
                        format!("{}. ", first.saturating_add(nth))
                    });
                    let mut text = String::new();
                    write_blocks(item, "", &mut text);
                    let inner = format!("{indent}{:width$}", "", width = mark.len());
                    let outer = format!("{indent}{mark}");
                    for (nth, line) in text.lines().enumerate() {
                        let start = if nth == 0 { &outer } else { &inner };
                        push_line(line, if line.is_empty() { "" } else { start }, out);
                    }
                }
            }
            Block::Quote(blocks) => write_blocks(blocks, &format!("{indent}> "), out),
            Block::Code(code) => push_lines(code.trim_end(), &format!("{indent}    "), out),
            Block::Table { head, rows } => {
                for row in core::iter::once(head).chain(rows) {
                    let cells = row.iter().map(|cell| {
                        let mut text = String::new();
                        write_parts(cell, &mut text);
                        text
                    });
                    push_lines(&cells.collect::<Vec<_>>().join(" | "), indent, out);
                }
            }
        }
    }
}

fn push_lines(text: &str, indent: &str, out: &mut String) {
    text.lines().for_each(|line| push_line(line, indent, out));
}

fn push_line(line: &str, indent: &str, out: &mut String) {
    out.push_str(indent);
    out.push_str(line);
    out.push('\n');
}

fn write_parts(parts: &[Inline], out: &mut String) {
    for part in parts {
        match part {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Emphasis(parts) | Inline::Strong(parts) => write_parts(parts, out),
            Inline::Link { to, words } => {
                write_parts(words, out);
                if !matches!(&words[..], [Inline::Text(text)] if text == to) {
                    out.push_str(" <");
                    out.push_str(to);
                    out.push('>');
                }
            }
            Inline::Break => out.push('\n'),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn slips(text: &str) -> Vec<(String, &str)> {
        let found = Prose::parse(text).expect_err("this has a slip");
        let told = |slip: &Slip| slip.told(Language::English).message;
        found.into_iter().map(|slip| (told(&slip), &text[slip.span])).collect()
    }

    /// Every link in a tree.
    fn links<'a>(blocks: &'a [Block], out: &mut Vec<&'a str>) {
        fn parts<'a>(inlines: &'a [Inline], out: &mut Vec<&'a str>) {
            for part in inlines {
                match part {
                    Inline::Emphasis(inner) | Inline::Strong(inner) => parts(inner, out),
                    Inline::Link { to, words } => {
                        out.push(to);
                        parts(words, out);
                    }
                    _ => {}
                }
            }
        }
        for block in blocks {
            match block {
                Block::Paragraph(inner) => parts(inner, out),
                Block::List { items, .. } => items.iter().for_each(|item| links(item, out)),
                Block::Quote(inner) => links(inner, out),
                Block::Code(_) => {}
                Block::Table { head, rows } => {
                    head.iter().chain(rows.iter().flatten()).for_each(|cell| parts(cell, out));
                }
            }
        }
    }

    #[test]
    fn a_text_becomes_a_tree() {
        let text = "A *b* **c** `<d>` [e](https://example.org/)  \nf <a@example.org>\n\n- g\n- h\n";
        let inline = |text: &str| vec![Inline::Text(text.to_owned())];
        let expected = [
            Block::Paragraph(vec![
                Inline::Text("A ".into()),
                Inline::Emphasis(inline("b")),
                Inline::Text(" ".into()),
                Inline::Strong(inline("c")),
                Inline::Text(" ".into()),
                Inline::Code("<d>".into()),
                Inline::Text(" ".into()),
                Inline::Link { to: "https://example.org/".into(), words: inline("e") },
                Inline::Break,
                Inline::Text("f <a@example.org>".into()),
            ]),
            Block::List {
                first: None,
                items: ["g", "h"].map(|t| vec![Block::Paragraph(inline(t))]).to_vec(),
            },
        ];
        assert_eq!(Prose::parse(text).expect("nothing is wrong").blocks(), expected);
    }

    #[test]
    fn the_null_path_is_text() {
        let prose = Prose::parse("MAIL FROM:<> is good").expect("nothing is wrong");
        assert_eq!(prose.plain(), "MAIL FROM:<> is good\n");
    }

    #[test]
    fn what_could_run_never_gets_through() {
        let link = "this link is not allowed here";
        for bad in [
            "[x](javascript:alert(1))",
            "[x](&#106;avascript:alert(1))",
            "[x](java&Tab;script:alert(1))",
            "[x](vbscript:x)",
            "[x](data:text/html,x)",
            "[x](//example.org)",
            "[x](HTTP:example.org)",
            "[x](https://)",
            "<javascript:alert(1)>",
            "<mailto:a@example.org>",
            "[x][1]\n\n[1]: javascript:x",
        ] {
            assert_eq!(slips(bad)[0].0, link, "{bad}");
        }
        assert_eq!(slips("<script>x</script>")[0].0, "HTML is not allowed here");
        assert_eq!(
            slips("a <img src=x onerror=y> b"),
            [("HTML is not allowed here".to_owned(), "<img src=x onerror=y>")]
        );
        assert_eq!(slips("<!-- x -->")[0].0, "HTML is not allowed here");
        assert_eq!(slips("![x](https://example.org/)")[0].0, "images are not allowed here");
    }

    #[test]
    fn depth_is_bounded() {
        let deep = ">".repeat(10_000) + " x";
        assert_eq!(slips(&deep)[0].0, "elements lie too deep in each other");
        assert!(Prose::parse("> > > - x").is_ok());
    }

    #[test]
    fn a_tree_as_plain_text() {
        let text = "1. a\n2. b\n\n   c\n\n> d\n> e\n\n    f\n\n|g|h|\n|-|-|\n|i|j|\n";
        let plain = Prose::parse(text).expect("nothing is wrong").plain();
        assert_eq!(plain, "1. a\n2. b\n\n   c\n\n> d e\n\n    f\n\ng | h\ni | j\n");
    }

    proptest! {
        /// Whatever is written, only links to the web come out, and nothing panics.
        #[test]
        fn only_links_to_the_web(text in r#"([a-z<>()\[\]!:/&;#*_`~|\\"' \n\t-]|javascript:|https://a|<img |<script>|\[x\]\(|&#58;|&colon;|data:|\u{0}|\u{202e}){0,60}"#) {
            if let Ok(prose) = Prose::parse(&text) {
                let mut found = Vec::new();
                links(prose.blocks(), &mut found);
                for to in found {
                    let to = to.to_ascii_lowercase();
                    prop_assert!(to.starts_with("https://") || to.starts_with("http://"), "{to}");
                }
                let _ = prose.plain();
            }
        }

        /// A slip lies inside the text, and at its characters.
        #[test]
        fn slips_have_places(text in r"([a-zä<>()\[\]!:#*` \n-]|<b>|\[x\]\(y\)){0,40}") {
            for slip in Prose::parse(&text).err().into_iter().flatten() {
                prop_assert!(text.get(slip.span).is_some());
            }
        }
    }
}
