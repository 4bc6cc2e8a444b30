//! The bytes of a ticket: JSON under the API's own names, in the order of its page. It is written by hand, twice:
//! the first time to learn how long it is, so that a body takes one piece of memory of just its size.

use std::fmt::{self, Write};

use super::request::{FIELD_NAMES, Participant, TicketRequest};

/// Counts what is written.
struct Length(usize);

impl Write for Length {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}

impl TicketRequest<'_> {
    /// The body with this key, if it has one yet.
    ///
    /// # Errors
    /// What a value of `details` that is no JSON says; there is none.
    pub(super) fn encode(&self, key: Option<&str>) -> Result<String, fmt::Error> {
        let mut length = Length(0);
        self.write(&mut length, key)?;
        let mut body = String::with_capacity(length.0);
        self.write(&mut body, key)?;
        Ok(body)
    }

    fn write(&self, out: &mut impl Write, key: Option<&str>) -> fmt::Result {
        out.write_str("{")?;
        for (name, text) in FIELD_NAMES.iter().zip(&self.fields) {
            if !text.is_empty() {
                out.write_str("\"")?;
                out.write_str(name)?;
                out.write_str("\":")?;
                string(out, text)?;
                out.write_str(",")?;
            }
        }
        out.write_str("\"culture\":\"")?;
        out.write_str(self.culture)?;
        out.write_str("\",\"participants\":[")?;
        for (index, participant) in self.participants.iter().enumerate() {
            out.write_str(if index == 0 { "" } else { "," })?;
            participant.write(out)?;
        }
        out.write_str("]")?;
        for (index, tag) in self.tags.iter().enumerate() {
            out.write_str(if index == 0 { ",\"tags\":[" } else { "," })?;
            string(out, tag)?;
        }
        out.write_str(if self.tags.is_empty() { "" } else { "]" })?;
        optional(out, ",\"uniqueArgument\":", key)?;
        optional(out, ",\"state\":", self.state)?;
        optional(out, ",\"open\":", self.open.as_deref())?;
        optional(out, ",\"close\":", self.close.as_deref())?;
        let switches = self.switches;
        for (name, is_on) in [
            (",\"getAvailableUser\":", switches.get_available_user),
            (
                ",\"addIntroductionMessage\":",
                switches.add_introduction_message,
            ),
            (",\"enableWebhook\":", switches.enable_webhook),
            (",\"markAsRead\":", switches.mark_as_read),
        ] {
            out.write_str(name)?;
            out.write_str(if is_on { "true" } else { "false" })?;
        }
        if !self.details.is_empty() {
            out.write_str(",\"details\":")?;
            let details = serde_json::to_string(&self.details).map_err(|_| fmt::Error)?;
            out.write_str(&details)?;
        }
        self.write_message(out)?;
        out.write_str("}")
    }

    /// The message as the customer's own, which is what the guide's example shows.
    fn write_message(&self, out: &mut impl Write) -> fmt::Result {
        let Some(author) = self.participants.first() else {
            return Ok(());
        };
        if self.message.is_empty() {
            return Ok(());
        }
        out.write_str(",\"transactions\":[{\"fromParticipant\":{\"identifier\":")?;
        string(out, &author.identifier)?;
        out.write_str(",\"type\":\"")?;
        out.write_str(author.r#type)?;
        out.write_str("\"},\"text\":")?;
        string(out, &self.message)?;
        out.write_str(",\"type\":\"Message\"}]")
    }
}

impl Participant<'_> {
    fn write(&self, out: &mut impl Write) -> fmt::Result {
        out.write_str("{\"type\":\"")?;
        out.write_str(self.r#type)?;
        out.write_str("\",\"protocolType\":\"")?;
        out.write_str(self.protocol_type)?;
        out.write_str("\"")?;
        optional(out, ",\"subProtocolType\":", self.sub_protocol_type)?;
        optional(out, ",\"name\":", Some(&*self.name).filter(filled))?;
        out.write_str(",\"identifier\":")?;
        string(out, &self.identifier)?;
        let department = Some(&*self.department_identifier).filter(filled);
        optional(out, ",\"departmentIdentifier\":", department)?;
        out.write_str("}")
    }
}

fn filled(text: &&str) -> bool {
    !text.is_empty()
}

fn optional(out: &mut impl Write, name: &str, text: Option<&str>) -> fmt::Result {
    let Some(text) = text else {
        return Ok(());
    };
    out.write_str(name)?;
    string(out, text)
}

/// A JSON string. Most texts hold nothing that has to be escaped, which is seen at many bytes at once.
fn string(out: &mut impl Write, text: &str) -> fmt::Result {
    let has_to_be = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    let escapes = text
        .bytes()
        .fold(false, |before, byte| before | has_to_be(byte));
    if escapes {
        let escaped = serde_json::to_string(text).map_err(|_| fmt::Error)?;
        return out.write_str(&escaped);
    }
    out.write_str("\"")?;
    out.write_str(text)?;
    out.write_str("\"")
}

#[cfg(test)]
#[path = "body_tests.rs"]
mod tests;
