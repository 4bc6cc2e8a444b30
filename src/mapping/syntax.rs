//! How a template is written, and reading it.
//!
//! ```text
//! template    = ( text | "{{{{" | placeholder )*            "{{{{" stands for a literal "{{"
//! placeholder = "{{" column ( "|" filter )* "}}"
//! column      = a name without "|", "{{" and "}}", or a quoted one
//! filter      = name | name ":" arguments | name "(" arguments ")"
//! arguments   = argument ( "," argument )*                   each a quoted text or a whole number
//! quoted      = "…" or '…', with \" \' \\ \n \t inside
//! ```
//!
//! In a run of braces every four are a literal `{{`; of what is left, one is a literal `{`, two open a
//! placeholder, and three are a literal `{` before a placeholder. So every text can be written.

use super::error::TemplateError;

/// A template that was read, not yet held against the columns of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateSource {
    pub(crate) pieces: Vec<SourcePiece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SourcePiece {
    Text(String),
    Placeholder(Placeholder),
}

/// `{{ column | filter … }}`. Places are in characters from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placeholder {
    pub(crate) at: usize,
    pub(crate) column: String,
    pub(crate) filters: Vec<Call>,
}

/// A filter as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) at: usize,
    pub(crate) name: String,
    pub(crate) arguments: Vec<Argument>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Argument {
    Text(String),
    Number(u64),
}

impl TemplateSource {
    /// Reads a template.
    ///
    /// # Errors
    /// A [`TemplateError`] with the place and what was expected there.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut reader = Reader { text, at: 0 };
        let mut pieces = Vec::new();
        let mut literal = String::new();
        while let Some(start) = reader.rest().find("{{") {
            literal.push_str(reader.rest().get(..start).unwrap_or_default());
            reader.at += start;
            let rest = reader.rest();
            let braces = rest.len() - rest.trim_start_matches('{').len();
            reader.at += braces;
            literal.extend(std::iter::repeat_n("{{", braces / 4));
            if braces % 2 == 1 {
                literal.push('{');
            }
            if braces % 4 >= 2 {
                if !literal.is_empty() {
                    pieces.push(SourcePiece::Text(std::mem::take(&mut literal)));
                }
                pieces.push(SourcePiece::Placeholder(reader.placeholder()?));
            }
        }
        literal.push_str(reader.rest());
        if !literal.is_empty() {
            pieces.push(SourcePiece::Text(literal));
        }
        Ok(Self { pieces })
    }
}

/// A template that gives this very text.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace("{{", "{{{{")
}

/// The placeholder of a column, its name quoted where it has to be.
#[must_use]
pub fn placeholder(column: &str) -> String {
    let plain = !column.contains(['|', '\n', '\r', '\t'])
        && !column.contains("{{")
        && !column.contains("}}")
        && !column.starts_with(['"', '\'', '{'])
        && !column.ends_with('}')
        && super::fold::trimmed(column) == column
        && !column.is_empty();
    if plain {
        return format!("{{{{ {column} }}}}");
    }
    let mut quoted = String::with_capacity(column.len() + 8);
    for c in column.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c => quoted.push(c),
        }
    }
    format!("{{{{ \"{quoted}\" }}}}")
}

struct Reader<'a> {
    text: &'a str,
    /// In bytes, always at the border of a character.
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn eat(&mut self, token: &str) -> bool {
        let there = self.rest().starts_with(token);
        if there {
            self.at += token.len();
        }
        there
    }

    fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// The place in characters from 1.
    fn place(&self) -> usize {
        self.text.get(..self.at).unwrap_or_default().chars().count() + 1
    }

    fn expected<T>(&self, what: impl Into<String>) -> Result<T, TemplateError> {
        Err(TemplateError {
            at: self.place(),
            message: format!("expected {}", what.into()),
        })
    }

    /// What stands after the opening braces, the closing ones included.
    fn placeholder(&mut self) -> Result<Placeholder, TemplateError> {
        let at = self.place().saturating_sub(2);
        self.skip_blanks();
        let column = match self.peek() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote)?,
            _ => self.plain_name(at)?,
        };
        let mut filters = Vec::new();
        loop {
            self.skip_blanks();
            if self.eat("}}") {
                return Ok(Placeholder {
                    at,
                    column,
                    filters,
                });
            }
            if !self.eat("|") {
                return self.expected(format!(
                    "| and a filter, or }}}} to close the {{{{ of character {at}"
                ));
            }
            filters.push(self.filter()?);
        }
    }

    fn plain_name(&mut self, opened: usize) -> Result<String, TemplateError> {
        let rest = self.rest();
        let ends = ["|", "}}", "{{"];
        let end = ends.iter().filter_map(|end| rest.find(end)).min();
        let name = super::fold::trimmed(rest.get(..end.unwrap_or(rest.len())).unwrap_or_default());
        let ended = end.and_then(|end| rest.get(end..)).unwrap_or_default();
        if name.is_empty() && (ended.starts_with('|') || ended.starts_with("}}")) {
            return self.expected("the name of a column");
        }
        self.at += end.unwrap_or(rest.len());
        if ended.is_empty() || ended.starts_with("{{") {
            return self.expected(format!("}}}} to close the {{{{ of character {opened}"));
        }
        Ok(name.to_owned())
    }

    fn filter(&mut self) -> Result<Call, TemplateError> {
        self.skip_blanks();
        let at = self.place();
        let rest = self.rest();
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or_default().to_owned();
        if name.is_empty() {
            return self.expected("the name of a filter");
        }
        self.at += end;
        self.skip_blanks();
        let mut arguments = Vec::new();
        if self.eat("(") {
            self.skip_blanks();
            if !self.eat(")") {
                self.arguments(&mut arguments)?;
                if !self.eat(")") {
                    return self.expected(", or ) after the argument");
                }
            }
        } else if self.eat(":") {
            self.arguments(&mut arguments)?;
        }
        Ok(Call {
            at,
            name,
            arguments,
        })
    }

    fn arguments(&mut self, arguments: &mut Vec<Argument>) -> Result<(), TemplateError> {
        loop {
            self.skip_blanks();
            arguments.push(match self.peek() {
                Some(quote @ ('"' | '\'')) => Argument::Text(self.quoted(quote)?),
                Some('0'..='9') => Argument::Number(self.number()?),
                _ => return self.expected("a text in quotes or a whole number"),
            });
            self.skip_blanks();
            if !self.eat(",") {
                return Ok(());
            }
        }
    }

    fn number(&mut self) -> Result<u64, TemplateError> {
        let rest = self.rest();
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        match rest.get(..end).unwrap_or_default().parse() {
            Ok(number) => {
                self.at += end;
                Ok(number)
            }
            Err(_) => self.expected("a smaller number"),
        }
    }

    fn quoted(&mut self, quote: char) -> Result<String, TemplateError> {
        let opened = self.place();
        self.next();
        let mut text = String::new();
        loop {
            match self.next() {
                Some(c) if c == quote => return Ok(text),
                Some('\\') => match self.peek() {
                    Some(c @ ('"' | '\'' | '\\')) => text.push(c),
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    _ => return self.expected(r#"one of " ' \ n t after the \"#),
                },
                Some(c) => {
                    text.push(c);
                    continue;
                }
                None => {
                    return self
                        .expected(format!("{quote} to close the text of character {opened}"));
                }
            }
            self.next();
        }
    }
}

#[cfg(test)]
#[path = "syntax_tests.rs"]
mod tests;
