//! What a sheet's columns become, with the reason for each, and what is left to ask.

use std::cell::RefCell;

use super::people::{Person, people};
use super::questions::{Answers, Choice, Inquiry, Question, Topic};
use super::region::{Countries, countries};
use super::suggestions::suggestions;
use super::survey::{Facts, Survey};
use crate::mapping::{Columns, MappingError, Template, TicketSection, fold, named, placeholder};
use crate::sheet::Header;
use crate::summary::grouped;
use crate::ticket::{CULTURES, STATES};

/// A proposal for a mapping file.
#[derive(Clone, Debug, Default)]
pub struct Guess {
    /// The parts of the ticket, and suggestions for further ones, in the order of the file.
    pub parts: Vec<Why>,
    /// The participants, in the order in which they are tried.
    pub people: Vec<Person>,
    /// What phone numbers without a country code say of their country.
    pub countries: Countries,
    /// That country, if it is certain enough to be written down.
    pub region: Option<String>,
    /// Columns that no part and no suggestion mentions, as people know them.
    pub others: Vec<String>,
    /// What a person should know, a sentence each.
    pub notices: Vec<String>,
    /// What is not certain.
    pub questions: Vec<Question>,
}

/// A part of the ticket, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// The key under `[ticket]`.
    pub key: String,
    /// Its template.
    pub template: String,
    /// Why, in words.
    pub reason: String,
    /// Whether it is only suggested, as a comment.
    pub suggested: bool,
}

/// A sheet as it is guessed about: names and cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene<'a> {
    pub(super) columns: &'a Columns,
    pub(super) survey: &'a Survey,
}

impl Guess {
    /// The guess for a sheet, given what was answered so far. `told` is the country that was named already.
    ///
    /// # Errors
    /// What keeps any mapping from being made: nothing in the sheet tells how to reach anybody.
    pub fn new(
        header: &Header,
        survey: &Survey,
        answers: &Answers,
        told: Option<&str>,
    ) -> Result<Self, Vec<MappingError>> {
        let columns = Columns::new(header);
        let scene = Scene {
            columns: &columns,
            survey,
        };
        let inquiry = RefCell::new(Inquiry::new(answers));
        let alike = |_: &str, fitting: &[usize]| scene.alike(fitting, &mut inquiry.borrow_mut());
        let (section, errors) = named(&columns, &alike);
        let mut inquiry = inquiry.into_inner();
        let mut guess = Self::default();
        guess.people = people(scene, &section, &mut inquiry, &mut guess.notices);
        if guess.people.is_empty() {
            return Err(errors);
        }
        guess
            .parts
            .extend(scene.key(&section, &mut inquiry, &mut guess.notices));
        guess
            .parts
            .extend(scene.named_parts(&section, &mut guess.notices));
        guess.country(scene, &mut inquiry, told);
        let used = guess.used(&columns);
        let (parts, others) = suggestions(scene, &guess.parts, &used);
        guess.parts.extend(parts);
        guess.parts.sort_by_key(|part| place(&part.key));
        guess.others = others;
        guess.questions = inquiry.open();
        Ok(guess)
    }

    fn country(&mut self, scene: Scene<'_>, inquiry: &mut Inquiry<'_>, told: Option<&str>) {
        if told.is_some() {
            self.region = told.map(str::to_owned);
            return;
        }
        let contacts = self
            .people
            .iter()
            .filter(|person| person.protocol.as_deref() != Some("Mail"));
        let columns: Vec<usize> = contacts
            .flat_map(|person| mentioned(&person.identifier, scene.columns))
            .collect();
        let numbers = columns
            .iter()
            .flat_map(|&column| &scene.facts(column).national);
        self.countries = countries(numbers.map(String::as_str), scene.survey);
        let Some(likeliest) = self.countries.fitting.first() else {
            return;
        };
        if self.countries.sure.is_some() {
            self.region = Some(likeliest.clone());
            return;
        }
        let option = |country: &String| {
            let words = format!("{country}: they could be numbers of that country");
            (Choice::Region(country.clone()), words)
        };
        let open = (
            Choice::Nothing,
            "leave it open: such numbers are rejected until a country is named".to_owned(),
        );
        let mut options = vec![open];
        options.extend(self.countries.fitting.iter().map(option));
        let text = format!(
            "{} phone numbers are written without their country code. Which country are they in?",
            grouped(u64::try_from(self.countries.numbers).unwrap_or(u64::MAX))
        );
        if let Choice::Region(country) = inquiry.settle(Topic::Region, &text, options) {
            self.region = Some(country);
        }
    }

    /// The columns that the parts and the participants mention.
    fn used(&self, columns: &Columns) -> Vec<usize> {
        let people = self.people.iter().flat_map(|person| {
            [
                Some(&person.identifier),
                person.name.as_ref(),
                person.protocol.as_ref(),
            ]
        });
        let parts = self.parts.iter().map(|part| &part.template);
        let templates = people.flatten().chain(parts);
        templates
            .flat_map(|template| mentioned(template, columns))
            .collect()
    }
}

impl Scene<'_> {
    pub(super) fn facts(&self, column: usize) -> &Facts {
        static NOTHING: std::sync::LazyLock<Facts> = std::sync::LazyLock::new(Facts::default);
        self.survey.columns.get(column).unwrap_or(&NOTHING)
    }

    /// A column as people know it: its name and its place.
    pub(super) fn told(&self, column: usize) -> String {
        let (name, place) = (self.columns.name(column), self.columns.position(column));
        match fold(name).is_empty() {
            true => format!("column {place}"),
            false => format!("{name}, column {place}"),
        }
    }

    /// The placeholder of a column; `None` where no template can name it.
    pub(super) fn written(&self, column: usize) -> Option<String> {
        self.columns
            .reference(column)
            .map(|name| placeholder(&name))
    }

    /// So many of so many cells.
    pub(super) fn filled(&self, column: usize) -> String {
        match (self.facts(column).filled, self.survey.rows) {
            (_, 0) => "there are no rows to look at".into(),
            (filled, rows) if filled == rows => {
                format!("filled in all {} rows looked at", grouped(rows))
            }
            (filled, rows) => format!(
                "filled in {} of {} rows looked at",
                grouped(filled),
                grouped(rows)
            ),
        }
    }

    /// Which of several columns of the same name is meant: the one with the most cells, until somebody says so.
    fn alike(&self, fitting: &[usize], inquiry: &mut Inquiry<'_>) -> Option<usize> {
        let mut ranked = fitting.to_vec();
        ranked.sort_by_key(|&column| std::cmp::Reverse(self.facts(column).filled));
        if ranked.iter().any(|&column| self.facts(column).filled > 0) {
            ranked.retain(|&column| self.facts(column).filled > 0);
        }
        let options = ranked.iter().map(|&column| {
            (
                Choice::Column(column),
                format!("{}: {}", self.told(column), self.filled(column)),
            )
        });
        let name = self.columns.name(*fitting.first()?).to_owned();
        let text = format!("Several columns are called {name}. Which of them is it?");
        match inquiry.settle(Topic::Alike(fold(&name)), &text, options.collect()) {
            Choice::Column(column) => Some(column),
            _ => ranked.first().copied(),
        }
    }

    /// The parts that columns are named after. A column whose cells cannot be that part is left out, and said.
    fn named_parts(&self, section: &TicketSection, notices: &mut Vec<String>) -> Vec<Why> {
        let mut parts: Vec<(String, String)> = Vec::new();
        for (index, field) in section.fields().into_iter().enumerate() {
            parts
                .extend(field.map(|template| (format!("field{}", index + 1), template.to_owned())));
        }
        for (key, template) in [
            ("culture", &section.culture),
            ("message", &section.message),
            ("state", &section.state),
            ("open", &section.open),
            ("close", &section.close),
        ] {
            parts.extend(template.clone().map(|template| (key.to_owned(), template)));
        }
        parts.extend(
            section
                .tags
                .iter()
                .map(|tags| ("tags".to_owned(), tags.clone())),
        );
        let mut whys = Vec::new();
        for (key, template) in parts {
            let column = mentioned(&template, self.columns).first().copied();
            let column = column.unwrap_or(usize::MAX);
            let allowed: &[&str] = match key.as_str() {
                "culture" => &CULTURES,
                "state" => &STATES,
                _ => &[],
            };
            if !allowed.is_empty() && !self.holds_words(column, allowed) {
                notices.push(format!(
                    "{} is named like the ticket's {key} and is not used: it does not hold {}",
                    self.told(column),
                    allowed.join(", ")
                ));
                continue;
            }
            let reason = format!("by its name; {}", self.filled(column));
            whys.push(Why {
                key,
                template,
                reason,
                suggested: false,
            });
        }
        whys
    }

    /// Whether most of the filled cells are one of these words, or none is filled.
    fn holds_words(&self, column: usize, allowed: &[&str]) -> bool {
        let facts = self.facts(column);
        let Some(values) = &facts.values else {
            return false;
        };
        let known = values
            .iter()
            .filter(|(value, _)| allowed.iter().any(|word| word.eq_ignore_ascii_case(value)));
        facts.filled == 0 || facts.mostly(known.map(|(_, count)| count).sum())
    }
}

/// The columns that a template mentions.
pub(super) fn mentioned(template: &str, columns: &Columns) -> Vec<usize> {
    Template::bind(template, "", "", columns)
        .map_or_else(|_| Vec::new(), |bound| bound.columns().to_vec())
}

/// Where a part stands in the file.
fn place(key: &str) -> usize {
    TicketSection::KEYS
        .iter()
        .position(|known| *known == key)
        .unwrap_or(usize::MAX)
}

#[cfg(test)]
#[path = "guess_tests.rs"]
mod tests;
