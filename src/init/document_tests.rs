//! What is written is read back as it was meant, whatever the sheet.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::path::Path;

use proptest::prelude::*;

use super::super::{Answers, Survey};
use super::*;
use crate::mapping::Mapping;
use crate::settings::{MappingFile, parse};
use crate::sheet::{Header, Hints, Record, Sheet};

/// Header and survey of a sample.
fn sample(name: &str) -> (Header, Survey) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("samples")
        .join(name);
    let mut sheet = Sheet::open(&path, &Hints::default()).unwrap();
    let mut survey = Survey::new(sheet.header().len());
    while let Some(record) = sheet.next_record().unwrap() {
        if let Record::Row(row) = record
            && !survey.is_full()
        {
            survey.add(&row);
        }
    }
    (sheet.header().clone(), survey)
}

fn written(header: &Header, survey: &Survey) -> String {
    let guess = Guess::new(header, survey, &Answers::default(), None).unwrap();
    let frame = Frame {
        sheet: "x\n[ticket]\n",
        rows: survey.rows,
        ..Frame::default()
    };
    document(&guess, &frame)
}

/// The file with every suggestion in force.
fn uncommented(text: &str) -> String {
    let is_key = |line: &str| {
        let key = line.split(" = ").next().unwrap_or_default();
        line.contains(" = ") && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let lines = text.lines().map(|line| match line.strip_prefix("# ") {
        Some(key) if is_key(key) => key,
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn bound(text: &str, header: &Header) -> (MappingFile, Mapping) {
    let mut file = parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let section = file.ticket.take().unwrap();
    let mapping = Mapping::from_config(&section, header)
        .unwrap_or_else(|errors| panic!("{errors:?}\n{text}"));
    (file, mapping)
}

#[test]
fn every_sample_gets_a_mapping_that_means_what_its_names_mean() {
    for name in ["leads.csv", "mistakes.csv"] {
        let (header, survey) = sample(name);
        let text = written(&header, &survey);
        let (_, mapping) = bound(&text, &header);
        let by_name = Mapping::by_name(&header).unwrap();
        assert_eq!(mapping.fingerprint(), by_name.fingerprint(), "{text}");
        assert_eq!(mapping.unused(), by_name.unused());
        let (_, all) = bound(&uncommented(&text), &header);
        assert!(all.unused().is_empty(), "{:?}\n{text}", all.unused());
    }
}

#[test]
fn what_was_told_stands_in_the_file() {
    let header = Header::new(vec!["phone".into()]);
    let guess = Guess::new(&header, &Survey::new(1), &Answers::default(), Some("IL")).unwrap();
    let input = InputArgs {
        delimiter: Some("\\t".into()),
        quote: Some("'".into()),
        encoding: Some("windows-1255".into()),
        sheet: Some("Leads \"1\"".into()),
        header: Some("none".into()),
        hidden_rows: Some(HiddenRows::Skip),
        default_region: Some("il".into()),
    };
    let frame = Frame {
        sheet: "-",
        input: Some(&input),
        workspace: Some("acme".into()),
        ..Frame::default()
    };
    let (file, _) = bound(&document(&guess, &frame), &header);
    assert_eq!(file.target.workspace.as_deref(), Some("acme"));
    let read = file.input;
    assert_eq!(read.delimiter.as_deref(), Some("\\t"));
    assert_eq!(read.quote.as_deref(), Some("'"));
    assert_eq!(read.encoding.as_deref(), Some("windows-1255"));
    assert_eq!(read.sheet.as_deref(), Some("Leads \"1\""));
    assert_eq!(read.hidden_rows, Some(HiddenRows::Skip));
    assert_eq!(read.default_region.as_deref(), Some("IL"));
}

#[test]
fn the_limits_in_comments_are_the_defaults() {
    let header = Header::new(vec!["phone".into()]);
    let text = written(&header, &Survey::new(1));
    let limits = bound(&uncommented(&text), &header).0.limits;
    assert_eq!(limits.rate.unwrap().texts(), [DEFAULT_RATE]);
    assert_eq!(limits.concurrency, None);
    assert_eq!(limits.timeout.as_deref(), Some(DEFAULT_TIMEOUT));
    assert_eq!(limits.settle.as_deref(), Some(DEFAULT_SETTLE));
    assert_eq!(limits.max_attempts, Some(DEFAULT_ATTEMPTS));
    assert_eq!(limits.on_doubt, Some(crate::cli::OnDoubt::default()));
}

#[test]
fn nobody_is_touched_who_was_not_asked() {
    let header = Header::new(vec!["phone".into()]);
    let text = written(&header, &Survey::new(1));
    assert_eq!(
        bound(&text, &header).1.switches(),
        crate::ticket::Switches::default()
    );
    for switch in [
        "add_introduction_message = false",
        "get_available_user = false",
        "enable_webhook = false",
        "mark_as_read = true",
    ] {
        assert!(text.contains(&format!("\n{switch} # ")), "{switch}");
    }
}

/// Names that a header may hold and that mean something in a template or in TOML.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "",
            "a|b",
            "}}",
            "{{ x }}",
            "{",
            "\"",
            "'",
            "\"'",
            "'''",
            "\"\"\"",
            "a\nb",
            "a\r\nb",
            "a\rb",
            "a\tb",
            "#",
            "x = 1",
            "[ticket]",
            "\\",
            "\\u0000",
            "a\u{0}b",
            "\u{7f}",
            "\u{2028}",
            "column 1",
            "column 2",
            "Column 3",
            "column_3",
            "phone",
            "Phone",
            "name",
            "id",
            "tags",
            "culture",
            "state",
            "דוא\"ל",
            "\u{202E}abc",
            "=",
            "key",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
        "[a-c\"'{}|#=\\\\\n\r ]{0,8}",
    ]
}

proptest! {
    #[test]
    fn hostile_headers_make_files_that_are_valid(
        names in prop::collection::vec(hostile(), 1..8),
        cells in prop::collection::vec("[a-z0-9 @.,:\"'{}|=\n-]{0,12}", 8),
        place in 0..8usize,
    ) {
        let mut names: Vec<String> = names
            .iter()
            .map(|name| name.trim_matches(|c: char| c.is_whitespace() || crate::sheet::is_invisible(c)).to_owned())
            .collect();
        let place = place.min(names.len());
        names.insert(place, "Line".into());
        let header = Header::new(names);
        let mut survey = Survey::new(header.len());
        for row in 0..12 {
            let phone = format!("+972 50 123 45{row:02}");
            let cell = |column: usize| match column == place {
                true => phone.as_str(),
                false => cells[(column + row) % cells.len()].as_str(),
            };
            survey.add_cells((0..header.len()).map(cell));
        }
        let text = written(&header, &survey);
        bound(&text, &header);
        bound(&uncommented(&text), &header);
    }
}
