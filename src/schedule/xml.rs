//! Texts in XML.

/// A text as the content of an element. Texts of a job hold no character that XML cannot.
pub(super) fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            c => written.push(c),
        }
    }
    written
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use quick_xml::Reader;
    use quick_xml::events::Event;

    /// The texts of all elements of this name.
    pub(in crate::schedule) fn texts(document: &str, name: &str) -> Vec<String> {
        let mut reader = Reader::from_str(document);
        let mut texts = Vec::new();
        let mut inside = None;
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) if start.name().as_ref() == name => {
                    inside = Some(String::new());
                }
                Event::Text(text) => {
                    if let Some(inside) = &mut inside {
                        inside.push_str(&text);
                    }
                }
                Event::GeneralRef(entity) => {
                    if let Some(inside) = &mut inside {
                        inside.push_str(quick_xml::escape::resolve_xml_entity(&entity).unwrap());
                    }
                }
                Event::End(_) => texts.extend(inside.take()),
                Event::Eof => return texts,
                _ => {}
            }
        }
    }
}
