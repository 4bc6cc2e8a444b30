//! What a reader of YAML reads of the manifest.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::Kind;
use super::super::tests::{NASTY, job, job_of, order, word};
use super::*;

fn manifest(job: &Job) -> Vec<Value> {
    let text = paper(job, &order(Kind::Kubernetes)).unwrap().text;
    serde_saphyr::from_multiple(&text).unwrap()
}

/// `$(NAME)` and `$$` as Kubernetes reads them; a name without a value stays.
fn expanded(word: &Value) -> String {
    word.as_str().unwrap().replace("$$", "$")
}

#[test]
fn the_container_gets_the_job_with_the_ledger_in_its_claim() {
    let mapping = "[ticket]\nfield1 = \"{{ a }}: 'x' # no\"\n\n  message = \"\ttab\"\n";
    let job = job_of(
        &[
            NASTY,
            "in/*.csv",
            "--workspace",
            "acme",
            "--quote",
            "$(HOME)",
        ],
        Some(mapping),
    )
    .unwrap();
    let [config, claim, cron] = manifest(&job).try_into().unwrap();
    assert_eq!(config["data"]["glassix-import.toml"], mapping);
    assert_eq!(claim["spec"]["accessModes"], json!(["ReadWriteOncePod"]));
    let pod = &cron["spec"]["jobTemplate"]["spec"]["template"]["spec"];
    let container = &pod["containers"][0];
    let words: Vec<String> = container["args"]
        .as_array()
        .unwrap()
        .iter()
        .map(expanded)
        .collect();
    assert_eq!(
        words,
        job.arguments(
            Some(MAPPING),
            "/var/lib/glassix-import/glassix-import.sqlite"
        )
    );
    let mounts = container["volumeMounts"].as_array().unwrap();
    let mounted: Vec<&str> = mounts
        .iter()
        .map(|mount| mount["mountPath"].as_str().unwrap())
        .collect();
    assert_eq!(
        mounted,
        [
            LEDGER_FOLDER,
            "/srv/leads",
            "/srv/leads/in",
            "/etc/glassix-import",
            SECRETS,
            "/tmp"
        ]
    );
    assert_eq!(pod["volumes"].as_array().unwrap().len(), mounts.len());
}

#[test]
fn statuses_that_wait_for_somebody_end_the_job_and_a_drained_node_does_not_count() {
    let manifest = manifest(&job(&["a.csv"]));
    let spec = &manifest[2]["spec"];
    assert_eq!(spec["timeZone"], "Asia/Jerusalem");
    assert_eq!(spec["schedule"], "30 2 * * 0,1,2,3,4");
    assert_eq!(spec["concurrencyPolicy"], "Forbid");
    let job = &spec["jobTemplate"]["spec"];
    let rules = &job["podFailurePolicy"]["rules"];
    assert_eq!(rules[0]["action"], "Ignore");
    assert_eq!(rules[1]["action"], "FailJob");
    assert_eq!(rules[1]["onExitCodes"]["values"], json!(exit::NOT_AGAIN));
    let pod = &job["template"]["spec"];
    assert_eq!(pod["restartPolicy"], "Never", "which such a policy needs");
    assert_eq!(
        rules[1]["onExitCodes"]["containerName"],
        pod["containers"][0]["name"]
    );
    assert_eq!(pod["terminationGracePeriodSeconds"], 150);
}

#[test]
fn a_sandbox_needs_no_secret_and_a_job_without_a_mapping_no_map() {
    let job = job_of(&["a.csv", "--sandbox"], None).unwrap();
    let manifest = manifest(&job);
    assert_eq!(manifest.len(), 2);
    let pod = &manifest[1]["spec"]["jobTemplate"]["spec"]["template"]["spec"];
    assert_eq!(pod["containers"][0].get("env"), None);
}

#[test]
fn what_cannot_be_mounted_or_is_too_large_is_refused() {
    let order = order(Kind::Kubernetes);
    assert!(paper(&job(&["/a.csv"]), &order).is_err());
    assert!(paper(&job(&["/a:b/c.csv"]), &order).is_err());
    let large = "#".repeat(MAX_MAPPING + 1);
    let error = paper(&job_of(&["a.csv"], Some(&large)).unwrap(), &order).unwrap_err();
    assert_eq!(error, ScheduleError::Mapping);
}

proptest! {
    #[test]
    fn any_text_is_read_as_it_was(
        text in prop_oneof![word(), "[ #a\"'\\\\|>\n\t\r\u{85}-]{0,20}", ".{0,20}"]
    ) {
        let read: Value = serde_saphyr::from_str(&format!("a: {}\n", quoted(&text))).unwrap();
        prop_assert_eq!(&read["a"], &text);
        let read: Value = serde_saphyr::from_str(&format!("a:\n  b: {}c: 1\n", block(&text, 4))).unwrap();
        prop_assert_eq!(&read["a"]["b"], &text);
        prop_assert_eq!(&read["c"], 1);
    }
}
