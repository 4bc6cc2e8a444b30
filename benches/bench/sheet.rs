//! Sheets of customers like those of the sample, as large as wanted.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

/// The names of the columns.
const HEADER: &str = "lead_id,first_name,last_name,mobile,email,culture,tags,destination,street,city,segment,notes,created_at";

/// How their rows become tickets: the key from a column, a number and an address, two fields, tags, a message.
pub(crate) const MAPPING: &str = r#"
[ticket]
unique_argument = "{{ lead_id }}"
field1 = "{{ destination }} vacation"
field2 = "{{ street }}, {{ city }}"
culture = "{{ culture }}"
tags = ["{{ tags | split: \";\" }}"]
message = "{{ notes | trim }}"
reach = "first"

[[ticket.participants]]
name = "{{ first_name }} {{ last_name }}"
protocol_type = "WhatsApp"
identifier = "{{ mobile }}"

[[ticket.participants]]
name = "{{ first_name }} {{ last_name }}"
protocol_type = "Mail"
identifier = "{{ email }}"
"#;

/// Writes a sheet of so many rows, each with a key and a number of its own. Some 180 bytes a row.
pub(crate) fn write(path: &Path, rows: u64) {
    let names = ["Alex", "נועה", "Käthe", "Ömer", "Luke"];
    let mut sheet = BufWriter::new(File::create(path).unwrap());
    writeln!(sheet, "{HEADER}").unwrap();
    for row in 0..rows {
        let name = names[row as usize % names.len()];
        let (area, number) = (200 + row / 10_000_000 % 700, row % 10_000_000);
        writeln!(
            sheet,
            "L-{row:08},{name},Sample,+1 {area:03}-{:03}-{:04},lead{row}@example.com,en-US,VIP,Crete,\"{row} Hill Road, flat {}\",Leeds,Newsletter,what was said on the phone {row},2026-03-14",
            number / 10_000,
            number % 10_000,
            row % 9
        )
        .unwrap();
    }
    sheet.flush().unwrap();
}
