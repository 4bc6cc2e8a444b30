//! Settings, values of flags and credential files of any text.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::io::Write as _;
use std::time::Duration;

use super::values::{
    MAX_DEADLINE, MAX_SETTLE, deadline, duration, look, max_equal_errors, max_failures,
};
use super::{Environment, Settings, age, credential_file, credentials, parse};
use crate::cli::{PlaceArgs, RunArgs};
use crate::fuzzing::Choices;
use crate::glassix::Endpoint;
use crate::pacer::Rates;
use crate::results::Class;
use crate::schedule::At;
use crate::shard::Shard;
use crate::ticket::Region;

/// Variables that were set to whatever stands in the input.
struct Variables<'a>(&'a [(String, String)]);

impl Environment for Variables<'_> {
    fn get(&self, name: &str) -> Option<String> {
        let found = self.0.iter().find(|(known, _)| known == name);
        let value = found.map(|(_, value)| value.clone());
        value.filter(|value| !value.trim().is_empty())
    }
}

/// A mapping file, values a line each, variables a line each, and a credential file.
pub(crate) fn settings(data: &[u8]) {
    let mut choices = Choices(data);
    let sandbox = choices.below(2) == 0;
    let [file, values, variables, secret] = choices.parts::<4>();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (values, variables) = (text(values), text(variables));
    for value in values.lines() {
        one(value);
    }
    let mut written = tempfile::NamedTempFile::new().unwrap();
    written.write_all(secret).unwrap();
    let environment = Variables(&[]);
    if let Ok(read) = credential_file::read(&environment, "GLASSIX_API_KEY", written.path()) {
        assert_eq!(read, std::str::from_utf8(secret).unwrap().trim());
    }
    let variables: Vec<(String, String)> = variables
        .lines()
        .filter_map(|line| line.split_once('='))
        // Only what names no file: those of this machine are nobody's input.
        .filter(|(name, _)| !name.ends_with("_FILE") && *name != "CREDENTIALS_DIRECTORY")
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let environment = Variables(&variables);
    if let Ok(credentials) = credentials(&environment) {
        let shown = format!("{credentials:?}");
        // A short one stands in what is shown by chance.
        let told = |name: &str| {
            let secret = environment.get(name)?.trim().to_owned();
            (secret.len() > 12).then_some(secret)
        };
        for secret in [told("GLASSIX_API_SECRET"), told("GLASSIX_ACCESS_TOKEN")] {
            assert!(secret.is_none_or(|secret| !shown.contains(&secret)));
        }
    }
    if let Err(fault) = parse(&text(file)) {
        assert!(!fault.is_empty());
        return;
    }
    written.as_file_mut().set_len(0).unwrap();
    let mut mapping = tempfile::NamedTempFile::new().unwrap();
    mapping.write_all(file).unwrap();
    let args = RunArgs {
        place: PlaceArgs {
            config: Some(mapping.path().to_owned()),
            sandbox,
            ..PlaceArgs::default()
        },
        ..RunArgs::default()
    };
    match Settings::new(&args, &environment) {
        Ok(settings) => {
            assert!(settings.settle.value <= MAX_SETTLE);
            assert!(!settings.timeout.value.is_zero());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// One value, as every flag that takes a text would read it. What is read is written and read again.
fn one(text: &str) {
    let now = "2026-03-27T01:00:00+02:00[Asia/Jerusalem]".parse().unwrap();
    for read in [duration(text, MAX_DEADLINE), deadline(text, &now)] {
        assert!(
            read.is_err() || read.is_ok_and(|read| read <= MAX_DEADLINE && read > Duration::ZERO)
        );
    }
    let _ = (
        age(text),
        look(text),
        max_equal_errors(text),
        max_failures(text),
    );
    if let Ok(rates) = Rates::parse(&[text]) {
        let told = rates.to_string();
        assert!(!told.is_empty());
    }
    if let Ok(at) = text.parse::<At>() {
        let again: At = match at.to_string().split_once(" at ") {
            Some(("every day", time)) => time.parse().unwrap(),
            Some((days, time)) => format!("{} {time}", days.replace(", ", ","))
                .parse()
                .unwrap(),
            None => panic!("{at}"),
        };
        assert_eq!(again, at);
    }
    if let Ok(shard) = text.parse::<Shard>() {
        assert!(shard.number() <= shard.of());
        assert_eq!(Ok(shard), shard.to_string().parse());
    }
    if let Ok(region) = text.parse::<Region>() {
        let _ = format!("{region:?}");
    }
    let _ = text.parse::<Class>();
    let _ = (Endpoint::workspace(text), Endpoint::in_the_clear(text));
}
