//! `sandbox`: a Glassix look-alike on this machine.

use std::process::ExitCode;

use anyhow::Context as _;

use super::{Failure, Signals, runtime};
use crate::cli::SandboxArgs;
use crate::pacer::Rate;
use crate::sandbox::{FaultPlan, RateLimit, Sandbox, SandboxOptions, Window};
use crate::terminal::{init_logging, write_stdout};

/// Serves until a signal comes.
pub(super) fn serve(args: &SandboxArgs) -> anyhow::Result<ExitCode> {
    init_logging(&args.log);
    let options = options(args).map_err(|error| Failure::usage(format!("{error:#}")))?;
    runtime()?.block_on(async {
        let mut signals = Signals::listen()?;
        let sandbox = Sandbox::start(options).await.map_err(Failure::usage)?;
        write_stdout(&format!(
            "sandbox: a Glassix look-alike, nothing in it is real\n\
             base URL   {}\n\
             page       http://{}/\n\
             any apiKey, apiSecret and userName are taken; a secret with the word wrong in it is refused",
            sandbox.base_url(),
            sandbox.addr()
        ))?;
        signals.next().await;
        sandbox.shutdown().await;
        Ok(ExitCode::SUCCESS)
    })
}

fn options(args: &SandboxArgs) -> anyhow::Result<SandboxOptions> {
    let mut options = match &args.config {
        None => SandboxOptions::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            toml::from_str(&text)
                .with_context(|| format!("the sandbox options {} cannot be used", path.display()))?
        }
    };
    if let Some(listen) = args.listen {
        options.listen = listen;
    }
    if let Some(state) = &args.state {
        options.state_file = Some(state.clone());
    }
    for text in &args.rate {
        options.limits.push(limit(text)?);
    }
    for text in &args.fault {
        let plan: FaultPlan = text.parse()?;
        options.faults.append(plan);
    }
    if let Some(seed) = args.seed {
        options.faults.seed = seed;
    }
    Ok(options)
}

/// A limit as it is typed: so many requests in any second, minute or hour.
fn limit(text: &str) -> anyhow::Result<RateLimit> {
    let rate: Rate = text.parse().map_err(anyhow::Error::msg)?;
    let (count, window) = rate
        .whole()
        .with_context(|| format!("{text:?}: a limit that is enforced counts whole requests"))?;
    Ok(RateLimit {
        count,
        per_seconds: window.as_secs_f64(),
        window: Window::Sliding,
        routes: None,
    })
}
