//! A Rust file as tokens that know their line and whether they are test code.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A lexed Rust file.
#[derive(Debug)]
pub(super) struct Source {
    /// Path from the top, with `/`.
    pub(super) path: String,
    /// The tokens in order, groups opened up; comments are gone, documentation too.
    pub(super) tokens: Vec<Token>,
    /// The modules that live in other files.
    pub(super) modules: Vec<Module>,
    /// How many lines the file has.
    pub(super) lines: usize,
    /// How many of its lines belong to test code.
    pub(super) test_lines: usize,
}

/// One token.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: Kind,
    /// As written; a group's bracket for an end of a group.
    pub(super) text: String,
    /// The line, from 1.
    pub(super) line: usize,
    /// It is compiled for tests only.
    pub(super) test: bool,
}

/// Kinds of token that a rule tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or keyword.
    Ident,
    /// A string, character or number, with its quotes.
    Literal,
    /// Everything else.
    Mark,
}

/// A declaration `mod name;`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Module {
    /// Names of the inline modules around it, then its own.
    pub(super) names: Vec<String>,
    /// What `#[path = "…"]` says.
    pub(super) explicit: Option<String>,
    /// It is compiled for tests only.
    pub(super) test: bool,
}

impl Module {
    /// The files that could hold it, seen from the file that declares it.
    pub(super) fn places(&self, declared_in: &str, is_root: bool) -> Vec<String> {
        let (folder, file) = declared_in.rsplit_once('/').unwrap_or(("", declared_in));
        if let Some(explicit) = &self.explicit {
            return vec![format!("{folder}/{explicit}")];
        }
        let stem = file.trim_end_matches(".rs");
        let base =
            if is_root || stem == "mod" { folder.to_owned() } else { format!("{folder}/{stem}") };
        let place = format!("{base}/{}", self.names.join("/"));
        vec![format!("{place}.rs"), format!("{place}/mod.rs")]
    }
}

impl Source {
    /// Lexes a file; none if it is not Rust.
    pub(super) fn lex(path: &str, text: &str) -> Option<Self> {
        let stream: TokenStream = text.parse().ok()?;
        let mut lexer = Lexer::default();
        lexer.stream(stream, false, &mut Vec::new());
        let lines = text.lines().count();
        let test_lines = if lexer.whole_file_is_test { lines } else { lexer.test_lines };
        let mut source = Self {
            path: path.to_owned(),
            tokens: lexer.tokens,
            modules: lexer.modules,
            lines,
            test_lines,
        };
        if lexer.whole_file_is_test {
            source.mark_as_test();
        }
        Some(source)
    }

    /// Everything in this file is for tests only.
    pub(super) fn mark_as_test(&mut self) {
        self.test_lines = self.lines;
        self.tokens.iter_mut().for_each(|token| token.test = true);
        self.modules.iter_mut().for_each(|module| module.test = true);
    }

    /// The tokens that end up in the product.
    pub(super) fn product(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().filter(|token| !token.test)
    }
}

#[derive(Default)]
struct Lexer {
    tokens: Vec<Token>,
    modules: Vec<Module>,
    test_lines: usize,
    whole_file_is_test: bool,
}

/// What the attributes before an item say about it.
#[derive(Default)]
struct Attributes {
    /// The line of the first one.
    line: Option<usize>,
    test: bool,
    path: Option<String>,
}

impl Lexer {
    /// Walks one level of the tree. `around` names the inline modules that enclose it.
    fn stream(&mut self, stream: TokenStream, test: bool, around: &mut Vec<String>) {
        let trees: Vec<TokenTree> = stream.into_iter().collect();
        let mut attributes = Attributes::default();
        let mut at = 0;
        while let Some(tree) = trees.get(at) {
            if let Some((group, length)) = attribute(&trees[at..]) {
                self.attribute(group, length == 3, &mut attributes, test);
                at += length;
                continue;
            }
            let item_is_test = test || attributes.test;
            match tree {
                TokenTree::Group(group) => {
                    let name = declared_module(&trees[..at]);
                    let ends_item = group.delimiter() == Delimiter::Brace;
                    let inline = name.filter(|_| ends_item);
                    around.extend(inline.clone());
                    self.group(group, item_is_test, around);
                    if inline.is_some() {
                        around.pop();
                    }
                    if ends_item {
                        self.item_ended(&attributes, test, group.span_close().end().line);
                        attributes = Attributes::default();
                    }
                }
                TokenTree::Punct(mark) if matches!(mark.as_char(), ';' | ',') => {
                    self.push(Kind::Mark, mark.to_string(), tree, item_is_test);
                    if let Some(name) = declared_module(&trees[..at]) {
                        let names = around.iter().cloned().chain([name]).collect();
                        let explicit = attributes.path.take();
                        self.modules.push(Module { names, explicit, test: item_is_test });
                    }
                    self.item_ended(&attributes, test, tree.span().end().line);
                    attributes = Attributes::default();
                }
                TokenTree::Punct(mark) => {
                    self.push(Kind::Mark, mark.to_string(), tree, item_is_test);
                }
                TokenTree::Ident(name) => {
                    self.push(Kind::Ident, name.to_string(), tree, item_is_test);
                }
                TokenTree::Literal(literal) => {
                    self.push(Kind::Literal, literal.to_string(), tree, item_is_test);
                }
            }
            at += 1;
        }
    }

    fn push(&mut self, kind: Kind, text: String, tree: &TokenTree, test: bool) {
        self.tokens.push(Token { kind, text, line: tree.span().start().line, test });
    }

    fn group(&mut self, group: &Group, test: bool, around: &mut Vec<String>) {
        let (open, close) = match group.delimiter() {
            Delimiter::Brace => ("{", "}"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Parenthesis | Delimiter::None => ("(", ")"),
        };
        let bracket = |lexer: &mut Self, text: &str, line| {
            lexer.tokens.push(Token { kind: Kind::Mark, text: text.to_owned(), line, test });
        };
        bracket(self, open, group.span_open().start().line);
        self.stream(group.stream(), test, around);
        bracket(self, close, group.span_close().start().line);
    }

    /// Notes what an attribute says. Documentation is dropped: the rules are about code.
    fn attribute(&mut self, group: &Group, inner: bool, to: &mut Attributes, test: bool) {
        let inside: Vec<TokenTree> = group.stream().into_iter().collect();
        let is = |name: &str| matches!(inside.first(), Some(TokenTree::Ident(it)) if it == name);
        if is("doc") {
            return;
        }
        let for_tests = is("test") || is("cfg") && group.to_string().contains("test");
        let for_tests = for_tests && !group.to_string().contains("not");
        if inner {
            self.whole_file_is_test |= for_tests;
        } else {
            to.line.get_or_insert(group.span_open().start().line);
            to.test |= for_tests;
            if let (true, Some(TokenTree::Literal(path))) = (is("path"), inside.get(2)) {
                to.path = Some(path.to_string().trim_matches('"').to_owned());
            }
        }
        self.group(group, test || to.test, &mut Vec::new());
    }

    /// Counts the lines of an item that only tests compile, outermost items only.
    fn item_ended(&mut self, attributes: &Attributes, inside_test: bool, line: usize) {
        if let (true, false, Some(first)) = (attributes.test, inside_test, attributes.line) {
            self.test_lines += line + 1 - first;
        }
    }
}

/// The attribute that begins here: its group, and its length in trees (3 for `#![…]`).
fn attribute(trees: &[TokenTree]) -> Option<(&Group, usize)> {
    let is = |at: usize, mark: char| matches!(trees.get(at), Some(TokenTree::Punct(it)) if it.as_char() == mark);
    let at = if is(0, '#') { if is(1, '!') { 2 } else { 1 } } else { return None };
    match trees.get(at) {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
            Some((group, at + 1))
        }
        _ => None,
    }
}

/// The name, if what was just read is `mod name`.
fn declared_module(before: &[TokenTree]) -> Option<String> {
    match before {
        [.., TokenTree::Ident(keyword), TokenTree::Ident(name)] if keyword == "mod" => {
            Some(name.to_string().trim_start_matches("r#").to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    fn lex(text: &str) -> Source {
        Source::lex("crates/a/src/lib.rs", text).expect("it is Rust")
    }

    #[test]
    fn tells_product_from_test_code() {
        let source =
            lex("/// doc\nfn a() { one }\n#[cfg(test)]\nmod tests {\n fn b() { two }\n}\n");
        let product: Vec<&str> = source.product().map(|token| token.text.as_str()).collect();
        assert_eq!(product, ["fn", "a", "(", ")", "{", "one", "}"]);
        assert_eq!((source.lines, source.test_lines), (6, 4));
    }

    #[test]
    fn what_is_not_for_tests_is_product() {
        let source = lex("#[cfg(not(test))]\nfn a() {}\n#[test]\nfn b() {}\nfn c() {}\n");
        assert_eq!(source.test_lines, 2);
        assert!(source.product().any(|token| token.text == "c"));
        assert!(source.product().any(|token| token.text == "a"));
        assert!(!source.product().any(|token| token.text == "b"));
    }

    #[test]
    fn a_whole_file_can_be_test_code() {
        let source = lex("#![cfg(test)]\nfn a() {}\n");
        assert_eq!(source.test_lines, 2);
        assert_eq!(source.product().count(), 0);
    }

    #[test]
    fn finds_modules_in_other_files() {
        let source = lex("mod a; pub mod b { mod c; } #[path = \"x.rs\"] mod d; mod e {}");
        let places: Vec<Vec<String>> = source
            .modules
            .iter()
            .map(|module| module.places("crates/a/src/lib.rs", true))
            .collect();
        assert_eq!(places[0], ["crates/a/src/a.rs", "crates/a/src/a/mod.rs"]);
        assert_eq!(places[1], ["crates/a/src/b/c.rs", "crates/a/src/b/c/mod.rs"]);
        assert_eq!(places[2], ["crates/a/src/x.rs"]);
        assert_eq!(places.len(), 3);
        assert_eq!(source.modules[0].places("crates/a/src/q.rs", false)[0], "crates/a/src/q/a.rs");
    }
}
