//! What a person may be asked, as data.

use std::collections::BTreeMap;

/// What a question is about. Later ones may depend on the answers to earlier ones.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Which of several columns of one name fills this part.
    Alike(String),
    /// Which column holds the customers' phone numbers.
    Phone,
    /// Which column holds the customers' e-mail addresses.
    Email,
    /// Which column holds the customers' names.
    Name,
    /// Which column is the key.
    Key,
    /// Which country numbers without a country code belong to.
    Region,
}

/// A possible answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The column with this index.
    Column(usize),
    /// The country with these two letters.
    Region(String),
    /// None of them.
    Nothing,
}

/// A question with its possible answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What it is about.
    pub topic: Topic,
    /// The question in words.
    pub text: String,
    /// The answers, each with its words. The first is the likeliest, and is taken where nobody answers.
    pub options: Vec<(Choice, String)>,
}

impl Question {
    /// What is taken where nobody answers, in words.
    #[must_use]
    pub fn likeliest(&self) -> &str {
        self.options.first().map_or("", |(_, words)| words)
    }
}

/// What was answered so far.
#[derive(Clone, Debug, Default)]
pub struct Answers(BTreeMap<Topic, Choice>);

impl Answers {
    /// Writes an answer down.
    pub fn give(&mut self, topic: Topic, choice: Choice) {
        self.0.insert(topic, choice);
    }

    /// What was answered to this question; `None` where it was not asked.
    #[must_use]
    pub fn to(&self, topic: &Topic) -> Option<&Choice> {
        self.0.get(topic)
    }
}

/// Questions with what was answered: settles each of them, and remembers the open ones.
#[derive(Debug)]
pub(super) struct Inquiry<'a> {
    answers: &'a Answers,
    open: Vec<Question>,
}

impl<'a> Inquiry<'a> {
    pub(super) fn new(answers: &'a Answers) -> Self {
        Self {
            answers,
            open: Vec::new(),
        }
    }

    /// The answer to a question, or the likeliest until there is one. A question with one answer is none.
    pub(super) fn settle(
        &mut self,
        topic: Topic,
        text: &str,
        options: Vec<(Choice, String)>,
    ) -> Choice {
        let likeliest = options
            .first()
            .map_or(Choice::Nothing, |(choice, _)| choice.clone());
        if let Some(answer) = self.answers.to(&topic) {
            return answer.clone();
        }
        if options.len() > 1 {
            self.open.push(Question {
                topic,
                text: text.to_owned(),
                options,
            });
        }
        likeliest
    }

    pub(super) fn open(self) -> Vec<Question> {
        self.open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_answers_is_taken_as_it_is_likeliest_and_stays_open() {
        let options = || {
            vec![
                (Choice::Column(3), "phone".to_owned()),
                (Choice::Nothing, "none".to_owned()),
            ]
        };
        let mut answers = Answers::default();
        let mut inquiry = Inquiry::new(&answers);
        let choice = inquiry.settle(Topic::Phone, "which?", options());
        assert_eq!(choice, Choice::Column(3));
        let open = inquiry.open();
        assert_eq!(
            open.iter().map(Question::likeliest).collect::<Vec<_>>(),
            ["phone"]
        );
        answers.give(Topic::Phone, Choice::Nothing);
        let mut inquiry = Inquiry::new(&answers);
        let choice = inquiry.settle(Topic::Phone, "which?", options());
        assert_eq!(choice, Choice::Nothing);
        assert!(inquiry.open().is_empty());
    }

    #[test]
    fn one_answer_is_no_question() {
        let answers = Answers::default();
        let mut inquiry = Inquiry::new(&answers);
        let only = vec![(Choice::Column(1), "x".to_owned())];
        assert_eq!(
            inquiry.settle(Topic::Email, "which?", only),
            Choice::Column(1)
        );
        assert_eq!(
            inquiry.settle(Topic::Name, "which?", Vec::new()),
            Choice::Nothing
        );
        assert!(inquiry.open().is_empty());
    }
}
