//! The README taken apart: its fenced blocks and its tables.

/// The page.
pub(crate) const README: &str = include_str!("../../README.md");

/// A fenced block.
#[derive(Debug)]
pub(crate) struct Block {
    /// The first word behind the fence.
    pub(crate) language: String,
    /// The second, which names a file.
    pub(crate) file: Option<String>,
    pub(crate) text: String,
}

/// Every block that is fenced at the beginning of a line.
pub(crate) fn blocks() -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = README.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let mut words = info.split_whitespace().map(str::to_owned);
        let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        blocks.push(Block {
            language: words.next().unwrap_or_default(),
            file: words.next(),
            text: text.join("\n") + "\n",
        });
    }
    blocks
}

/// The rows of the first table below a heading, as cells.
pub(crate) fn table(heading: &str) -> Vec<Vec<String>> {
    let (_, below) = README
        .split_once(&format!("\n{heading}\n"))
        .unwrap_or_else(|| panic!("there is no {heading:?}"));
    below
        .lines()
        .skip_while(|line| !line.starts_with("| "))
        .take_while(|line| line.starts_with("| "))
        .skip(2)
        .map(|line| {
            let line = line.trim_matches(|c| c == '|' || c == ' ');
            line.split(" | ")
                .map(|cell| cell.trim().to_owned())
                .collect()
        })
        .collect()
}

/// The code in a cell.
pub(crate) fn code(cell: &str) -> Vec<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}
