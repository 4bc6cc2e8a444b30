//! The textual form of a fault rule: `ROUTES:KIND[:OPTION,OPTION…]`.

use std::{fmt, str::FromStr};

use super::{
    fault::{Body, Fault, FaultError, FaultRule, When},
    millis::Millis,
    retry_after::RetryAfter,
};

/// Where a redirect leads and where a lying `next` points when the rule names no place; the name resolves nowhere.
const ELSEWHERE: &str = "http://elsewhere.invalid/api/v1.2/tickets/list";

/// The options as they are written, before the kind takes what it needs.
#[derive(Default)]
struct Written {
    when: When,
    ms: Option<Millis>,
    url: Option<String>,
    retry_after: Option<RetryAfter>,
    body: Option<Body>,
}

impl FromStr for FaultRule {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).map_err(|problem| FaultError {
            rule: text.to_owned(),
            problem,
        })
    }
}

fn parse(text: &str) -> Result<FaultRule, String> {
    let mut parts = text.splitn(3, ':');
    let routes = parts.next().unwrap_or_default().parse()?;
    let kind = parts
        .next()
        .ok_or("write ROUTES:KIND, for example create:commit_then_500:p=0.05")?;
    let mut written = options(parts.next().unwrap_or_default())?;
    let fault = kind_of(kind, &mut written)?;
    let unused = [
        ("ms", written.ms.is_some()),
        ("url", written.url.is_some()),
        ("retry_after", written.retry_after.is_some()),
        ("body", written.body.is_some()),
    ];
    if let Some((name, _)) = unused.iter().find(|(_, given)| *given) {
        return Err(format!("{kind} does not take {name}"));
    }
    Ok(FaultRule {
        routes,
        fault,
        when: written.when,
    })
}

fn kind_of(kind: &str, written: &mut Written) -> Result<Fault, String> {
    let mut ms = || {
        written.ms.take().ok_or(format!(
            "{kind} needs ms=, for example ms=20, ms=5..50 or ms=120~0.5"
        ))
    };
    Ok(match kind {
        "close_before_reading" | "close" => Fault::Close,
        "commit_then_close" => Fault::CommitThenClose,
        "hang" => Fault::Hang,
        "commit_then_hang" => Fault::CommitThenHang,
        "commit_then_truncated_json" => Fault::CommitThenTruncatedJson,
        "commit_then_cut_body" => Fault::CommitThenCutBody,
        "commit_then_html" => Fault::CommitThenHtml,
        "commit_then_empty_body" => Fault::CommitThenEmptyBody,
        "commit_then_wrong_echo" => Fault::CommitThenWrongEcho,
        "redirect" => Fault::Redirect {
            url: written.url.take().unwrap_or_else(|| ELSEWHERE.to_owned()),
        },
        "delay" => Fault::Delay(ms()?),
        "commit_then_delay" => Fault::CommitThenDelay(ms()?),
        "late_commit" => Fault::LateCommit(ms()?),
        "revoke_tokens" => Fault::RevokeTokens,
        "list_lag" => Fault::ListLag(ms()?),
        "list_repeat" => Fault::ListRepeat,
        "list_drop" => Fault::ListDrop,
        "list_next_elsewhere" => Fault::ListNextElsewhere {
            url: written.url.take().unwrap_or_else(|| ELSEWHERE.to_owned()),
        },
        _ => {
            let (code, commit) = kind
                .strip_prefix("commit_then_")
                .map_or((kind, false), |code| (code, true));
            let code = code.parse().ok().filter(|code| (400..600).contains(code)).ok_or_else(|| {
                format!(
                    "\"{kind}\" is not a fault; use a status from 400 to 599, commit_then_STATUS, close_before_reading, hang, delay, redirect, \
                     late_commit, revoke_tokens, commit_then_close, commit_then_hang, commit_then_delay, \
                     commit_then_truncated_json, commit_then_cut_body, commit_then_html, commit_then_empty_body, commit_then_wrong_echo, \
                     list_lag, list_repeat, list_drop or list_next_elsewhere"
                )
            })?;
            let (retry_after, body) = (
                written.retry_after.take().unwrap_or(RetryAfter::None),
                written.body.take().unwrap_or_default(),
            );
            if commit {
                Fault::CommitThenStatus {
                    code,
                    retry_after,
                    body,
                }
            } else {
                Fault::Status {
                    code,
                    retry_after,
                    body,
                }
            }
        }
    })
}

fn options(text: &str) -> Result<Written, String> {
    let mut written = Written::default();
    let mut rest = text;
    while !rest.is_empty() {
        // A URL may hold commas, so it is the last option and takes all that follows.
        let (option, tail) = if rest.starts_with("url=") {
            (rest, "")
        } else {
            rest.split_once(',').unwrap_or((rest, ""))
        };
        rest = tail;
        let (name, value) = option
            .split_once('=')
            .ok_or_else(|| format!("\"{option}\" should be NAME=VALUE"))?;
        let bad = |wanted: &str| format!("{name}={value}: should be {wanted}");
        let count = || {
            value
                .parse::<u64>()
                .ok()
                .filter(|n| *n > 0)
                .ok_or_else(|| bad("a whole number above 0"))
        };
        let seconds = || {
            value
                .parse::<f64>()
                .ok()
                .filter(|s| s.is_finite() && *s >= 0.0)
                .ok_or_else(|| bad("seconds since the start"))
        };
        let when = &mut written.when;
        match name {
            "p" => {
                let p = value.parse().ok().filter(|p| (0.0..=1.0).contains(p));
                when.p = Some(p.ok_or_else(|| bad("a probability from 0 to 1"))?);
            }
            "every" => when.every = Some(count()?),
            "at" => {
                let numbers: Option<Vec<u64>> = value
                    .split('/')
                    .map(|n| n.parse().ok().filter(|n| *n > 0))
                    .collect();
                when.at = numbers.ok_or_else(|| bad("numbers of requests such as 2/5/9"))?;
            }
            "from" => when.from = Some(seconds()?),
            "to" => when.to = Some(seconds()?),
            "max" => when.max = Some(count()?),
            "ms" | "after_ms" => {
                written.ms = Some(
                    value
                        .parse()
                        .map_err(|_| bad("20, 5..50 or 120~0.5, at most 600000"))?,
                )
            }
            "url" if value.is_empty() || value.contains(char::is_whitespace) => {
                return Err(bad("a URL without blanks"));
            }
            "url" => written.url = Some(value.to_owned()),
            "retry_after" => {
                written.retry_after = Some(value.parse().map_err(|problem: String| bad(&problem))?)
            }
            "body" => {
                written.body = Some(
                    value
                        .parse()
                        .map_err(|()| bad("usual, plain, html or empty"))?,
                )
            }
            _ => {
                return Err(format!(
                    "\"{name}\" is not an option; use p, every, at, from, to, max, ms, retry_after, body or url"
                ));
            }
        }
    }
    Ok(written)
}

impl FromStr for Body {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Usual, Self::Plain, Self::Html, Self::Empty]
            .into_iter()
            .find(|b| b.name() == text)
            .ok_or(())
    }
}

impl Body {
    const fn name(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Plain => "plain",
            Self::Html => "html",
            Self::Empty => "empty",
        }
    }
}

impl fmt::Display for FaultRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.routes, self.fault.name())?;
        let mut options = Vec::new();
        let When {
            p,
            every,
            at,
            from,
            to,
            max,
        } = &self.when;
        options.extend(p.map(|p| format!("p={p}")));
        options.extend(every.map(|n| format!("every={n}")));
        if !at.is_empty() {
            options.push(format!(
                "at={}",
                at.iter().map(u64::to_string).collect::<Vec<_>>().join("/")
            ));
        }
        options.extend(from.map(|s| format!("from={s}")));
        options.extend(to.map(|s| format!("to={s}")));
        options.extend(max.map(|n| format!("max={n}")));
        match &self.fault {
            Fault::Status {
                retry_after, body, ..
            }
            | Fault::CommitThenStatus {
                retry_after, body, ..
            } => {
                if *retry_after != RetryAfter::None {
                    options.push(format!("retry_after={retry_after}"));
                }
                if *body != Body::Usual {
                    options.push(format!("body={}", body.name()));
                }
            }
            Fault::Delay(ms)
            | Fault::CommitThenDelay(ms)
            | Fault::LateCommit(ms)
            | Fault::ListLag(ms) => {
                options.push(format!("ms={ms}"));
            }
            Fault::Redirect { url } | Fault::ListNextElsewhere { url } => {
                options.push(format!("url={url}"))
            }
            _ => {}
        }
        if options.is_empty() {
            Ok(())
        } else {
            write!(f, ":{}", options.join(","))
        }
    }
}

impl<'de> serde::Deserialize<'de> for FaultRule {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
