//! What is guessed of a sheet, what is asked, and what an answer changes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use super::*;

/// A header and its survey.
fn scene(names: &[&str], rows: &[&[&str]]) -> (Header, Survey) {
    let header = Header::new(names.iter().map(ToString::to_string).collect());
    let mut survey = Survey::new(names.len());
    for row in rows {
        survey.add_cells(row.iter().copied());
    }
    (header, survey)
}

fn guess(names: &[&str], rows: &[&[&str]]) -> Guess {
    answered(names, rows, &Answers::default())
}

fn answered(names: &[&str], rows: &[&[&str]], answers: &Answers) -> Guess {
    let (header, survey) = scene(names, rows);
    Guess::new(&header, &survey, answers, None).unwrap()
}

fn key(guess: &Guess) -> Option<&str> {
    let mut keys = guess
        .parts
        .iter()
        .filter(|part| part.key == "unique_argument");
    keys.next().map(|part| part.template.as_str())
}

fn contacts(guess: &Guess) -> Vec<&str> {
    guess
        .people
        .iter()
        .map(|person| person.identifier.as_str())
        .collect()
}

fn topics(guess: &Guess) -> Vec<&Topic> {
    guess
        .questions
        .iter()
        .map(|question| &question.topic)
        .collect()
}

/// Ten rows of a header without one name that is known.
const STRANGE: [&str; 5] = ["Who", "Line A", "Where to write", "Order number", "Level"];

fn strange() -> Vec<[String; 5]> {
    let row = |n: u32| {
        let level = if n.is_multiple_of(2) {
            "Gold"
        } else {
            "Silver"
        };
        [
            format!(
                "Dana {}",
                ["Levi", "Cohen", "Katz", "Mizrahi", "Peretz"][n as usize % 5]
                    .repeat(1 + n as usize / 5)
            ),
            format!("+972 50 123 45{n:02}"),
            format!("c{n}@example.com"),
            format!("A-{}", 900 + n * 3),
            level.to_owned(),
        ]
    };
    (0..10).map(row).collect()
}

fn of_strange(names: &[&str], answers: &Answers) -> Guess {
    let rows = strange();
    let rows: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| row.iter().map(String::as_str).collect())
        .collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    answered(names, &rows, answers)
}

#[test]
fn columns_without_a_known_name_are_told_by_what_they_hold() {
    let guess = of_strange(&STRANGE, &Answers::default());
    assert_eq!(contacts(&guess), ["{{ Line A }}", "{{ Where to write }}"]);
    assert_eq!(key(&guess), Some("{{ Order number }}"));
    assert!(
        guess
            .people
            .iter()
            .all(|person| person.name.as_deref() == Some("{{ Who }}"))
    );
    let tags = guess.parts.iter().find(|part| part.key == "tags").unwrap();
    assert!(
        tags.suggested && tags.template.starts_with("{{ Level | split: "),
        "{tags:?}"
    );
    assert_eq!(topics(&guess), [&Topic::Name, &Topic::Key]);
}

#[test]
fn a_sheet_without_a_header_is_mapped_by_place() {
    let guess = of_strange(&["", "", "", "", ""], &Answers::default());
    assert_eq!(contacts(&guess), ["{{ column 2 }}", "{{ column 3 }}"]);
    assert_eq!(guess.people[0].name.as_deref(), Some("{{ column 1 }}"));
    assert_eq!(key(&guess), None, "nothing says that the codes are ids");
    assert_eq!(
        guess.questions[1].options[1].0,
        Choice::Column(3),
        "but they are offered"
    );
}

#[test]
fn an_answer_changes_the_guess_and_closes_the_question() {
    let mut answers = Answers::default();
    answers.give(Topic::Key, Choice::Nothing);
    answers.give(Topic::Name, Choice::Nothing);
    let guess = of_strange(&STRANGE, &answers);
    assert_eq!(key(&guess), None);
    assert_eq!(guess.people[0].name, None);
    assert!(guess.questions.is_empty());
}

#[test]
fn of_two_columns_of_phones_the_fuller_one_is_likelier() {
    let rows: [&[&str]; 3] = [
        &["+972 50 123 4567", "+972 50 123 4577", "7"],
        &["", "+972 50 123 4578", "7"],
        &["+972 50 123 4569", "+972 50 123 4579", "8"],
    ];
    let names = ["Line A", "Line B", "Size"];
    let found = guess(&names, &rows);
    assert_eq!(contacts(&found), ["{{ Line B }}"]);
    assert_eq!(topics(&found), [&Topic::Phone]);
    let mut answers = Answers::default();
    answers.give(Topic::Phone, Choice::Column(0));
    assert_eq!(
        contacts(&answered(&names, &rows, &answers)),
        ["{{ Line A }}"]
    );
}

#[test]
fn columns_of_one_name_are_told_apart_by_what_they_hold_and_written_by_place() {
    let rows: [&[&str]; 3] = [
        &["", "+1 808-555-0101", "7"],
        &["", "+1 808-555-0102", "9"],
        &["+1 808-555-0109", "+1 808-555-0103", "8"],
    ];
    let guess = guess(&["Phone", "Phone", "id"], &rows);
    assert_eq!(contacts(&guess), ["{{ column 2 }}"]);
    assert_eq!(topics(&guess), [&Topic::Alike("phone".into())]);
    assert_eq!(
        guess.questions[0].likeliest(),
        "Phone, column 2 (B): filled in all 3 rows looked at"
    );
}

#[test]
fn addresses_of_agents_are_not_those_of_customers() {
    let rows: [&[&str]; 4] = [
        &["a@example.com", "+1 808-555-0101"],
        &["a@example.com", "+1 808-555-0102"],
        &["a@example.com", "+1 808-555-0103"],
        &["b@example.com", "+1 808-555-0104"],
    ];
    let found = guess(&["Owner", "Line"], &rows);
    assert_eq!(contacts(&found), ["{{ Line }}"]);
    let nobody = scene(
        &["Owner", "City"],
        &[&["a@example.com", "Haifa"], &["a@example.com", "Eilat"]],
    );
    let errors = Guess::new(&nobody.0, &nobody.1, &Answers::default(), None).unwrap_err();
    assert!(
        errors[0]
            .to_string()
            .starts_with("no column tells how to reach")
    );
}

#[test]
fn contacts_beside_those_that_are_named_are_said_and_not_used() {
    let rows: [&[&str]; 2] = [
        &["+1 808-555-0101", "a@example.com"],
        &["+1 808-555-0102", "b@example.com"],
    ];
    let guess = guess(&["phone", "Web login"], &rows);
    assert_eq!(contacts(&guess), ["{{ phone }}"]);
    assert!(
        guess.notices[0]
            .starts_with("Web login, column 2 (B) holds e-mail addresses and is not used")
    );
}

#[test]
fn a_fuller_column_of_phones_than_the_named_one_is_asked_about() {
    let rows: [&[&str]; 2] = [&["", "+1 808-555-0101"], &["", "+1 808-555-0102"]];
    let names = ["phone", "Line"];
    let found = guess(&names, &rows);
    assert_eq!(
        contacts(&found),
        ["{{ phone }}"],
        "the name is believed until somebody says otherwise"
    );
    let mut answers = Answers::default();
    answers.give(Topic::Phone, Choice::Column(1));
    assert_eq!(
        contacts(&answered(&names, &rows, &answers)),
        ["{{ Line }}", "{{ phone }}"]
    );
}

#[test]
fn a_key_that_numbers_the_rows_or_repeats_is_asked_about_and_said() {
    let counted: [&[&str]; 3] = [
        &["1", "+1 808-555-0101"],
        &["2", "+1 808-555-0102"],
        &["3", "+1 808-555-0103"],
    ];
    let found = guess(&["id", "phone"], &counted);
    assert_eq!(key(&found), Some("{{ id }}"), "as matching by name has it");
    assert_eq!(topics(&found), [&Topic::Key]);
    assert!(found.notices[0].contains("counts the rows 1, 2, 3"));
    let blank: [&[&str]; 2] = [&["L-1", "+1 808-555-0101"], &["", "+1 808-555-0102"]];
    let found = guess(&["id", "phone"], &blank);
    assert!(found.notices[0].contains("is blank in 1 of 2 rows"));
    assert_eq!(
        topics(&guess(&["#", "phone"], &counted)),
        [] as [&Topic; 0],
        "no key at all"
    );
}

#[test]
fn parts_whose_cells_cannot_be_that_part_are_left_out() {
    let rows: [&[&str]; 2] = [
        &["CA", "he-IL", "+1 808-555-0101"],
        &["NY", "en-US", "+1 808-555-0102"],
    ];
    let guess = guess(&["State", "Locale", "phone"], &rows);
    let keys: Vec<(&str, bool)> = guess
        .parts
        .iter()
        .map(|part| (part.key.as_str(), part.suggested))
        .collect();
    assert_eq!(keys, [("field1", true), ("culture", false)]);
    assert!(
        guess.notices[0]
            .starts_with("State, column 1 (A) is named like the ticket's state and is not used")
    );
}

#[test]
fn the_country_is_asked_for_where_it_is_not_sure() {
    let rows: [&[&str]; 2] = [&["050-123-4567"], &["054-123-4567"]];
    let found = guess(&["phone"], &rows);
    assert_eq!(
        (found.region.as_deref(), topics(&found)),
        (None, vec![&Topic::Region])
    );
    assert_eq!(found.questions[0].options[1].0, Choice::Region("IL".into()));
    let mut answers = Answers::default();
    answers.give(Topic::Region, Choice::Region("IL".into()));
    assert_eq!(
        answered(&["phone"], &rows, &answers).region.as_deref(),
        Some("IL")
    );
    let (header, survey) = scene(&["phone"], &rows);
    let told = Guess::new(&header, &survey, &Answers::default(), Some("SA")).unwrap();
    assert_eq!(
        (told.region.as_deref(), told.questions.len()),
        (Some("SA"), 0)
    );
    let hebrew: [&[&str]; 3] = [
        &["050-123-4567", "דנה"],
        &["054-123-4567", "נועה"],
        &["", "דוד"],
    ];
    assert_eq!(
        guess(&["phone", "שם"], &hebrew).region.as_deref(),
        Some("IL")
    );
}

#[test]
fn every_column_stands_somewhere_and_no_key_twice() {
    let names: Vec<String> = (0..15).map(|n| format!("Extra {n}")).collect();
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.push("phone");
    let row: Vec<&str> = std::iter::repeat_n("Some value, 1", 15)
        .chain(["+1 808-555-0101"])
        .collect();
    let guess = guess(&names, &[&row]);
    let mut keys: Vec<&str> = guess.parts.iter().map(|part| part.key.as_str()).collect();
    assert_eq!(keys.len() + guess.others.len(), 15);
    keys.dedup();
    assert_eq!(keys.len(), 10, "ten fields and no more: {keys:?}");
}
