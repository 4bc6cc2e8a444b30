//! What is no sheet of text, whatever its name says.

use super::draft::{Draft, file};

fn named(name: &'static str, text: &str) -> Draft {
    file("foreign", name, text).refused()
}

/// All of them.
pub(crate) fn all() -> Vec<Draft> {
    vec![
        named(
            "a login page",
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>Sign in</title></head>\n<body>\n<p>Your session has ended, please sign in.</p>\n</body>\n</html>\n",
        ),
        named(
            "a table that a web program calls Excel",
            "\n<table border=\"1\">\n<tr><th>id</th><th>name</th></tr>\n<tr><td>1</td><td>Dana</td></tr>\n<tr><td>2</td><td>Omri</td></tr>\n</table>\n",
        ),
        named(
            "a workbook in XML",
            "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">\n<Worksheet ss:Name=\"Leads\"><Table><Row><Cell><Data ss:Type=\"String\">id</Data></Cell></Row></Table></Worksheet>\n</Workbook>\n",
        ),
        named(
            "JSON",
            "[\n  {\"id\": 1, \"name\": \"Dana\", \"city\": \"Haifa\"},\n  {\"id\": 2, \"name\": \"Omri\", \"city\": \"Lod\"}\n]\n",
        ),
        named(
            "JSON of an error",
            "{\"error\":\"unauthorized\",\"message\":\"token expired\",\"status\":401}",
        ),
        named(
            "contacts of a phone",
            "BEGIN:VCARD\nVERSION:3.0\nN:Levi;Dana;;;\nFN:Dana Levi\nTEL;TYPE=CELL:050-1234567\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nN:Cohen;Omri;;;\nFN:Omri Cohen\nTEL;TYPE=CELL:052-7654321\nEND:VCARD\n",
        ),
        named(
            "rich text",
            "{\\rtf1\\ansi\\deff0 {\\fonttbl {\\f0 Arial;}}\n\\f0\\fs24 id, name, city\\par\n1, Dana, Haifa\\par\n}\n",
        ),
        named(
            "a letter",
            "Dear Dana,\n\nas promised, here is what we talked about on Monday. The list\nwill follow next week, when Omri is back from his holiday.\n\nBest wishes,\nNoa\n",
        ),
        named("a PDF", "").encoded(|_| {
            b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n".to_vec()
        }),
        named("a zip that ends early", "").encoded(|_| {
            b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00id,name\n1,Dana\n".to_vec()
        }),
        named("a picture", "").encoded(|_| {
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01".to_vec()
        }),
        named("bytes without meaning", "").encoded(|_| noise()),
    ]
}

/// Always the same bytes, of all values.
fn noise() -> Vec<u8> {
    let mut state = 0x2545_F491_u32;
    let mut byte = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..2_048).map(|_| byte()).collect()
}
