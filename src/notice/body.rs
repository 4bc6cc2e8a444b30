//! What is told by POST.

use serde_json::{Map, Value, json};

use super::Ending;

/// Keys of a summary that tell of rows: keys of rows and words of the service may name a customer.
const OF_ROWS: [&str; 2] = ["rows", "reasons"];

/// One JSON object: the summary without what it tells of single rows, or, where there is none, `exit_status` and
/// `stop_reason` alone.
#[must_use]
pub fn body(ending: &Ending<'_>) -> Vec<u8> {
    let summary = ending
        .summary
        .and_then(|summary| serde_json::to_value(summary).ok());
    let mut object = match summary {
        Some(Value::Object(object)) => object,
        _ => Map::new(),
    };
    object.retain(|key, _| !OF_ROWS.contains(&key.as_str()));
    object.insert("exit_status".into(), json!(ending.status));
    if let Some(error) = &ending.error {
        object.insert("stop_reason".into(), json!(error));
    }
    Value::Object(object).to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::super::metrics::tests::{ending, summary};
    use super::*;

    #[test]
    fn nothing_of_a_row_is_told() {
        let summary = summary(3);
        let text = String::from_utf8(body(&ending(3, Some(&summary)))).unwrap();
        assert!(!text.contains("Secret Customer"), "{text}");
        let object: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(object["rejected"], 1);
        assert_eq!(object["exit_status"], 3);
        assert!(object.get("rows").is_none() && object.get("reasons").is_none());
        assert!(!text.contains('\n'), "one line, as logs want it");
    }

    #[test]
    fn without_a_summary_the_reason_is_told() {
        let mut ending = ending(2, None);
        ending.error = Some("rate: \"fast\" is not a rate".into());
        let object: Value = serde_json::from_slice(&body(&ending)).unwrap();
        assert_eq!(
            object,
            json!({"exit_status": 2, "stop_reason": "rate: \"fast\" is not a rate"})
        );
    }
}
