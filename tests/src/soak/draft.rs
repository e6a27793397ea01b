//! A scenario text in parts that can be taken away.

/// One table of a scenario file: its heading and its keys, a line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The lines, the heading first where there is one.
    pub lines: Vec<String>,
}

impl Block {
    /// A table of the array `name`: `host` for `[[host]]`.
    pub fn entry(name: &str) -> Self {
        Self { lines: vec![format!("[[{name}]]")] }
    }

    /// The same with one more line.
    pub fn with(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    /// The name of the host that the block describes, with its quotes.
    pub fn host(&self) -> Option<&str> {
        let is_host = self.lines.first().is_some_and(|line| line == "[[host]]");
        self.lines.get(1).filter(|_| is_host)?.strip_prefix("name = ")
    }
}

/// A scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its tables, in the order of the file.
    pub blocks: Vec<Block>,
}

impl Draft {
    /// The scenario file.
    pub fn text(&self) -> String {
        let blocks = self.blocks.iter().map(|block| block.lines.join("\n") + "\n");
        blocks.collect::<Vec<_>>().join("\n")
    }

    /// The same without a host and everything that names it.
    pub fn without_host(&self, name: &str) -> Self {
        let mut rest = self.clone();
        rest.blocks.retain(|block| block.host() != Some(name));
        for block in &mut rest.blocks {
            let is_host = block.host().is_some();
            if !is_host && block.lines.iter().any(|line| line.contains(name)) {
                block.lines.clear();
            }
            block.lines.retain(|line| !line.contains(name));
        }
        rest.blocks.retain(|block| !block.lines.is_empty());
        rest
    }
}
