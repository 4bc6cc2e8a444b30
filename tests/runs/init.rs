//! `init`: a mapping file is written, is never lost, and does what was said of it.

use crate::support::{Desk, Service};

/// The sample under names of which none is known.
fn renamed(desk: &Desk) {
    let sheet = desk.read("samples/leads.csv");
    let (_, rows) = sheet.split_once('\n').unwrap();
    desk.write(
        "strange.csv",
        format!("no.,given,fam,line a,line b,c,t,d,s,where,g,said,on\n{rows}"),
    );
}

#[test]
fn a_mapping_is_written_and_imports_the_sample() {
    let (service, desk) = (Service::start(), Desk::new());
    let end = desk.command(&["init", "samples/leads.csv"]).end();
    assert_eq!((end.status, end.stdout.as_str()), (Some(0), ""), "{end}");
    assert!(
        end.stderr
            .contains("unique_argument ← {{ lead_id }} (by its name; "),
        "{end}"
    );
    assert!(
        end.stderr.contains("not sent: destination, street, city"),
        "{end}"
    );
    assert!(
        end.stderr.ends_with(
            "wrote glassix-import.toml\nnext, to see what would be sent: glassix-import run samples/leads.csv --sandbox --dry-run\n"
        ),
        "{end}"
    );
    let import = desk
        .run(&["samples/leads.csv", "--rate", "none"])
        .to(&service);
    assert_eq!(import.end().summary_of(0).number("created"), 1000);
    for effect in ["greetings", "webhooks", "unread"] {
        assert_eq!(service.total(effect), 0, "{effect}");
    }
}

#[test]
fn the_same_tickets_are_made_with_it_as_by_name() {
    let (service, desk) = (Service::start(), Desk::new());
    let import = |sheet: &str, arguments: &[&str]| {
        let run = desk.run(&[sheet, "--rate", "none"]).args(arguments);
        run.to(&service).end().summary_of(0)
    };
    import("samples/leads.csv", &[]);
    let end = desk
        .command(&["init", "samples/leads.csv", "-o", "m.toml"])
        .end();
    assert_eq!(end.status, Some(0), "{end}");
    let second = import("samples/leads.csv", &["--config", "m.toml"]);
    assert_eq!(
        second.numbers(["already_created", "changed", "remapped"]),
        [1000, 0, 0],
        "every row says the same as it did"
    );
}

#[test]
fn a_file_that_is_there_is_replaced_only_where_that_is_asked_for() {
    let desk = Desk::new();
    desk.write("glassix-import.toml", "# mine\n");
    let end = desk.command(&["init", "samples/leads.csv"]).end();
    assert_eq!(end.status, Some(2), "{end}");
    assert!(
        end.stderr
            .contains("is there already and is not replaced; give --force"),
        "{end}"
    );
    assert_eq!(desk.read("glassix-import.toml"), "# mine\n");
    let end = desk
        .command(&["init", "samples/leads.csv", "--force"])
        .end();
    assert_eq!(end.status, Some(0), "{end}");
    assert!(desk.read("glassix-import.toml").contains("{{ lead_id }}"));
    let names = std::fs::read_dir(desk.folder()).unwrap();
    let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(
        names,
        ["glassix-import.toml", "samples"],
        "nothing is left beside it"
    );
}

#[test]
fn a_dash_writes_to_standard_output_and_reads_standard_input() {
    let desk = Desk::new();
    let sheet = desk.read("samples/leads.csv");
    let end = desk
        .command(&["init", "-q", "-", "-o", "-"])
        .stdin(sheet)
        .end();
    assert_eq!((end.status, end.stderr.as_str()), (Some(0), ""), "{end}");
    assert!(
        end.stdout
            .contains("\nunique_argument = \"{{ lead_id }}\"\n"),
        "{end}"
    );
    desk.write("m.toml", &end.stdout);
    let end = desk
        .run(&[
            "samples/leads.csv",
            "--config",
            "m.toml",
            "--sandbox",
            "--dry-run",
        ])
        .end();
    assert_eq!(end.summary_of(0).number("not_attempted"), 1000);
    assert!(!desk.path("glassix-import.toml").exists());
}

#[test]
fn a_sheet_of_unknown_names_is_mapped_by_what_it_holds() {
    let desk = Desk::new();
    renamed(&desk);
    let end = desk.command(&["init", "strange.csv"]).end();
    assert_eq!(end.status, Some(0), "{end}");
    for said in [
        "unique_argument ← {{ no. }} (by what it holds",
        "{{ line a }} by WhatsApp",
        "{{ line b }} by Mail",
        "not certain: ",
    ] {
        assert!(end.stderr.contains(said), "{said}: {end}");
    }
    let end = desk.run(&["strange.csv", "--sandbox", "--dry-run"]).end();
    assert_eq!(end.summary_of(0).number("not_attempted"), 1000);
}

#[test]
fn what_is_told_stands_in_the_mapping() {
    let desk = Desk::new();
    desk.write("leads.csv", "id;phone\nL-1;050-234-5678\n");
    let told = [
        "--delimiter",
        ";",
        "--default-region",
        "il",
        "--workspace",
        "acme",
    ];
    let end = desk.command(&["init", "leads.csv"]).args(&told).end();
    assert_eq!(end.status, Some(0), "{end}");
    assert!(end.stderr.contains("run leads.csv --dry-run"), "{end}");
    let text = desk.read("glassix-import.toml");
    for line in [
        "delimiter = \";\"",
        "default_region = \"IL\"",
        "workspace = \"acme\"",
    ] {
        assert!(
            text.lines().any(|written| written == line),
            "{line}\n{text}"
        );
    }
    let end = desk.run(&["leads.csv", "--sandbox"]).end();
    assert_eq!(end.summary_of(0).number("created"), 1);
}

#[test]
fn a_country_that_is_not_certain_is_left_open() {
    let desk = Desk::new();
    desk.write(
        "leads.csv",
        "id,phone\nL-1,050-234-5678\nL-7,054-234-5679\n",
    );
    let end = desk.command(&["init", "leads.csv", "--yes"]).end();
    assert!(
        end.stderr
            .contains("Which country are they in?\n  taken: leave it open"),
        "{end}"
    );
    assert!(
        desk.read("glassix-import.toml")
            .contains("\n# default_region = \"IL\" # ")
    );
}

#[test]
fn a_sheet_that_nobody_can_be_reached_by_is_refused() {
    let desk = Desk::new();
    desk.write("cities.csv", "city,size\nHaifa,3\nEilat,1\n");
    let end = desk.command(&["init", "cities.csv"]).end();
    assert_eq!(end.status, Some(2), "{end}");
    assert!(
        end.stderr
            .contains("no column tells how to reach the customers"),
        "{end}"
    );
    for (arguments, said) in [
        (["init", "nowhere.csv", "-q"], "cannot read nowhere.csv"),
        (["init", "cities.csv", "--workspace=a b"], "--workspace: "),
        (
            ["init", "cities.csv", "--default-region=Israel"],
            "--default-region: ",
        ),
    ] {
        let end = desk.command(&arguments).end();
        assert_eq!(end.status, Some(2), "{end}");
        assert!(end.stderr.contains(said), "{said}: {end}");
    }
    assert!(!desk.path("glassix-import.toml").exists());
}
