//! Files and answers that are too large or never end: an error that says so, in memory that is bounded.

use std::io::Write as _;

use crate::support::{Desk, End, Impostor, Process, Reply};

/// Address space of a command, in KiB: room for its libraries and threads, and for no file of these tests.
const MEMORY: &str = "393216";

/// Runs `check` of a file within that memory.
fn check(desk: &Desk, file: &str) -> End {
    let mut command = std::process::Command::new("sh");
    let script = r#"ulimit -v "$1" && shift && exec "$@""#;
    let binary = env!("CARGO_BIN_EXE_glassix-import");
    command
        .args([
            "-c",
            script,
            "sh",
            MEMORY,
            binary,
            "check",
            file,
            "--delimiter",
            ",",
        ])
        .env("MALLOC_ARENA_MAX", "1")
        .env("RUST_BACKTRACE", "0")
        .current_dir(desk.folder());
    Process::start(&mut command, None).end()
}

fn assert_refused(end: &End, word: &str) {
    assert!(matches!(end.status, Some(2 | 3)), "{end}");
    let said = format!("{}{}", end.stdout, end.stderr);
    assert!(
        !said.contains("panicked") && said.len() < 64 * 1024,
        "{} bytes",
        said.len()
    );
    assert!(said.contains(word), "{word:?} is missing: {said}");
}

/// A file of the same piece over and over.
fn fill(mut file: impl std::io::Write, piece: &[u8], times: usize) {
    for _ in 0..times {
        file.write_all(piece).unwrap();
    }
    file.flush().unwrap();
}

#[test]
fn a_line_of_a_hundred_megabytes_is_refused() {
    let desk = Desk::new();
    for (name, start) in [
        ("cell.csv", "id,phone\n1,"),
        ("quoted.csv", "id,phone\n1,\""),
        ("header.csv", "id,phone,"),
    ] {
        let mut file = std::fs::File::create(desk.path(name)).unwrap();
        file.write_all(start.as_bytes()).unwrap();
        fill(file, &[b'x'; 1 << 20], 100);
        assert_refused(&check(&desk, name), "4194304 bytes");
    }
}

#[test]
fn a_hundred_thousand_columns_are_refused() {
    let desk = Desk::new();
    let names: Vec<String> = (0..100_000).map(|n| format!("c{n}")).collect();
    desk.write(
        "wide.csv",
        format!("{}\n{}\n", names.join(","), "x,".repeat(99_999)),
    );
    assert_refused(&check(&desk, "wide.csv"), "16384");
    desk.write(
        "long.csv",
        format!("id,phone\n1,+1 808-555-0101\n2{}\n", ",x".repeat(99_999)),
    );
    assert_refused(&check(&desk, "long.csv"), "");
}

#[test]
fn a_packed_file_that_unpacks_without_end_is_refused() {
    let desk = Desk::new();
    let file = std::fs::File::create(desk.path("line.csv.gz")).unwrap();
    let mut gzip = flate2::write::GzEncoder::new(file, flate2::Compression::best());
    fill(&mut gzip, &[b'x'; 1 << 20], 64);
    gzip.finish().unwrap();
    assert_refused(&check(&desk, "line.csv.gz"), "");
}

#[test]
fn a_workbook_that_is_a_bomb_or_an_archive_in_archives_is_refused() {
    let desk = Desk::new();
    let stored = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    for bomb in [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "[Content_Types].xml",
        "xl/workbook.xml",
    ] {
        let file = std::fs::File::create(desk.path("bomb.xlsx")).unwrap();
        let mut archive = zip::ZipWriter::new(file);
        let sample = std::fs::read(desk.path("plain.xlsx")).unwrap_or_else(|_| workbook(&desk));
        let mut sound = zip::ZipArchive::new(std::io::Cursor::new(sample)).unwrap();
        for number in 0..sound.len() {
            let part = sound.by_index(number).unwrap();
            if part.name().unwrap() != bomb {
                archive.raw_copy_file(part).unwrap();
            }
        }
        archive.start_file(bomb, stored).unwrap();
        fill(&mut archive, &[b' '; 1 << 20], 160);
        archive.finish().unwrap();
        let end = check(&desk, "bomb.xlsx");
        assert_refused(&end, "bomb.xlsx");
    }
    let mut inner = workbook(&desk);
    for depth in 0..20 {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        archive.start_file(format!("{depth}.zip"), stored).unwrap();
        archive.write_all(&inner).unwrap();
        inner = archive.finish().unwrap().into_inner();
    }
    desk.write("deep.xlsx", inner);
    assert_refused(&check(&desk, "deep.xlsx"), "deep.xlsx");
}

/// A sound workbook.
fn workbook(desk: &Desk) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in (0..).zip(["id", "phone"]) {
        sheet.write_string(0, column, text).unwrap();
        sheet.write_string(1, column, "1").unwrap();
    }
    book.save(desk.path("plain.xlsx")).unwrap();
    std::fs::read(desk.path("plain.xlsx")).unwrap()
}

#[test]
fn an_answer_that_is_too_large_is_no_answer_and_is_not_kept() {
    for large in ["token", "tags", "create", "list"] {
        let desk = Desk::new();
        let service = Impostor::answering(move |asked| {
            let what = asked.what.split('?').next().unwrap_or_default();
            let (call, body) = match what.rsplit('/').next().unwrap_or_default() {
                "get" => ("token", r#"{"access_token":"t","expires_in":10800}"#),
                "gettags" => ("tags", r#"[{"name":"VIP"}]"#),
                "create" => ("create", r#"{"id":1,"uniqueArgument":"1"}"#),
                _ => ("list", r#"{"tickets":[],"paging":null}"#),
            };
            let date = format!("Date: {}", now());
            if call == large {
                // Sound JSON, but for its size.
                return Reply::new(200, format!("{}{body}", " ".repeat(17 * 1024 * 1024)))
                    .header(&date);
            }
            Reply::new(200, body).header(&date)
        });
        desk.write("one.csv", "id,phone,tags\n1,+1 808-555-0101,VIP\n");
        let mut run = desk.run(&["one.csv", "--patience", "1s", "--on-doubt", "hold"]);
        if large == "list" {
            run = run.args(&["--preflight", "1d"]);
        }
        let end = run.against(&service.base_url()).end();
        // Rows can go without the tags, and a look back that fails ends the run.
        let created = u64::from(large == "tags");
        assert_eq!(end.summary().number("created"), created, "{large}: {end}");
        assert_eq!(end.status == Some(0), created == 1, "{large}: {end}");
        assert!(!end.stderr.contains("panicked"), "{end}");
        assert!(end.stderr.len() < 64 * 1024, "{large}");
        let most = if matches!(large, "tags" | "list") {
            "16777216"
        } else {
            "1048576"
        };
        assert!(
            format!("{end}").contains(&format!("more than {most} bytes")),
            "{large}: {end}"
        );
    }
}

/// The time as a server tells it.
fn now() -> String {
    jiff::fmt::rfc2822::DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&jiff::Timestamp::now())
        .unwrap()
}
