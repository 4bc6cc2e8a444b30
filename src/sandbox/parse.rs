//! Bodies and query strings become calls. Needs no lock.

use std::sync::Arc;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::{
    core::Call,
    draft::Draft,
    query::{ListQuery, StateQuery},
    refusal::{Code, Refusal},
    request::{CreateBody, StateBody},
    route::Route,
    rules::Rules,
};

/// The call as it was sent, and the uniqueArgument of a create.
pub(crate) fn parse(
    route: Route,
    query: &str,
    body: &Bytes,
    rules: &Rules,
) -> (Call, Option<Arc<str>>) {
    let call = match route {
        Route::Token => Call::Token(json(body)),
        Route::Create => {
            let nulls = if rules.options.strict_nulls {
                refuse_nulls(body)
            } else {
                Ok(())
            };
            let body = nulls.and_then(|()| json::<CreateBody>(body));
            let key = body
                .as_ref()
                .ok()
                .and_then(|body| body.unique_argument.clone());
            return (
                Call::Create(body.and_then(|body| Draft::judge(body, rules))),
                key,
            );
        }
        Route::List => Call::List(ListQuery::parse(query)),
        Route::Get => Call::Get,
        Route::Tags => Call::Tags,
        Route::Users => Call::Users,
        Route::Online => Call::Online,
        Route::SetFields => Call::SetFields(json(body)),
        Route::SetState => {
            let tags = if body.is_empty() {
                Ok(StateBody::default())
            } else {
                json::<StateBody>(body)
            };
            let query = StateQuery::parse(query);
            Call::SetState(query.and_then(|query| Ok((query, tags?.tags.unwrap_or_default()))))
        }
        Route::AddNote => Call::AddNote(json(body)),
        Route::AddTags => Call::AddTags(json(body)),
    };
    (call, None)
}

fn json<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| Refusal::new(Code::Json, error.to_string()))
}

/// Refuses a create with a `null` at its top.
fn refuse_nulls(body: &Bytes) -> Result<(), Refusal> {
    let map: serde_json::Map<String, serde_json::Value> = json(body)?;
    match map.iter().find(|(_, value)| value.is_null()) {
        Some((key, _)) => Err(Refusal::invalid(format!("{key} must not be null"))),
        None => Ok(()),
    }
}
