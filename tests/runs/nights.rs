//! Nights as a scheduler starts them, by the very command that `schedule` has written: files arrive, one of them
//! bad, one known from the night before, one half-written.

use std::path::Path;

use serde_json::Value;

use super::inbox::{desk, names, sheet};
use super::schedule::{CREDENTIALS, text, value};
use crate::support::{Desk, Listener, Service, binary};

/// A mapping of the columns of these sheets.
const MAPPING: &str = "[ticket]\nunique_argument = \"{{ id }}\"\nfield2 = \"{{ subject }}\"\n[[ticket.participants]]\nname = \"{{ name }}\"\nprotocol_type = \"WhatsApp\"\nidentifier = \"{{ whatsapp }}\"\n";

/// What Kubernetes does to a job of which a pod has ended otherwise than well and no rule is about that: it starts
/// another one, up to the limit.
const AGAIN: &str = "Count";

/// What a scheduler starts.
pub(super) struct Start {
    words: Vec<String>,
    environment: Vec<(String, String)>,
}

impl Start {
    /// What a service of systemd starts, with its state and its credentials in this folder.
    pub(super) fn of_service(unit: &str, desk: &Desk) -> Self {
        let folder = desk.folder().display().to_string();
        std::fs::create_dir_all(desk.path("state/glassix-import")).unwrap();
        let expand = |text: &str| {
            text.replace("%S", &format!("{folder}/state"))
                .replace("%d", &folder)
        };
        let command = value(unit, "ExecStart").remove(0);
        let words = expand(command.strip_prefix(':').unwrap());
        let mut words = words.split_whitespace().map(str::to_owned);
        let program = words.next().unwrap();
        assert_eq!(
            Path::new(&program),
            Path::new(binary().get_program()).canonicalize().unwrap()
        );
        let environment = value(unit, "Environment").into_iter().map(|setting| {
            let (name, value) = setting.split_once('=').unwrap();
            (name.to_owned(), expand(value))
        });
        Self {
            words: words.collect(),
            environment: environment.collect(),
        }
    }

    /// What the container of a `CronJob` starts. What would be mounted there lies in a folder of the desk; folders of
    /// sheets are where they are.
    fn of_container(container: &Value, desk: &Desk) -> Self {
        let mounts = container["volumeMounts"].as_array().unwrap().iter();
        let mut mounts: Vec<(&str, String)> = mounts
            .map(|mount| {
                let path = mount["mountPath"].as_str().unwrap();
                let name = mount["name"].as_str().unwrap();
                let here = if name.starts_with("folder-") {
                    path.to_owned()
                } else {
                    let here = desk.path(&format!("mounts/{name}"));
                    std::fs::create_dir_all(&here).unwrap();
                    here.display().to_string()
                };
                (path, here)
            })
            .collect();
        // A folder that is mounted within another one hides what that has there.
        mounts.sort_by_key(|(path, _)| std::cmp::Reverse(path.len()));
        let here = |text: &str| {
            let text = text.replace("$$", "$");
            let mounted = mounts.iter().find_map(|(path, here)| {
                let rest = text.strip_prefix(path)?;
                (rest.is_empty() || rest.starts_with('/')).then(|| format!("{here}{rest}"))
            });
            assert!(
                mounted.is_some() || !text.starts_with('/'),
                "{text} is on no volume"
            );
            mounted.unwrap_or(text)
        };
        assert_eq!(container["command"], serde_json::json!(["glassix-import"]));
        let words = container["args"].as_array().unwrap().iter();
        let variables = container["env"].as_array().unwrap().iter();
        let mut environment: Vec<(String, String)> = variables
            .map(|variable| {
                let [name, value] = ["name", "value"].map(|key| variable[key].as_str().unwrap());
                (name.to_owned(), here(value))
            })
            .collect();
        environment.push(("TMPDIR".to_owned(), here("/tmp")));
        Self {
            words: words.map(|word| here(word.as_str().unwrap())).collect(),
            environment,
        }
    }

    /// One night: its status and its summary.
    pub(super) fn night(&self) -> (Option<i32>, Value) {
        let mut command = binary();
        // The root, as a service has it: nothing may hang on the folder.
        command.args(&self.words).current_dir("/");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        let output = command.output().unwrap();
        let summary = serde_json::from_slice(&output.stdout);
        let summary = summary.unwrap_or_else(|_| panic!("{}", text(&output.stderr)));
        (output.status.code(), summary)
    }
}

/// What `schedule` prints for the job of these nights.
fn schedule(scheduler: &str, desk: &Desk, service: &Service, listener: &Listener) -> String {
    desk.write("map.toml", MAPPING);
    let end = desk
        .command(&["schedule", "--for", scheduler, "--", "in/*.csv"])
        .args(&["--base-url", &service.base_url(), "--rate", "none"])
        .args(&["--config", "map.toml", "--format", "json"])
        .args(&["--notify-url", &listener.url(), "--archive", "done"])
        .end();
    assert_eq!(end.status, Some(0), "{end}");
    end.stdout
}

/// Two nights, and the status of the second.
fn two_nights(start: &Start, desk: &Desk, service: &Service, listener: &Listener) -> u64 {
    let night = || {
        let (status, summary) = start.night();
        let files = summary["files"].as_array().unwrap().iter();
        let files = files.map(|file| file["status"].as_str().unwrap().to_owned());
        (status, files.collect::<Vec<_>>())
    };
    desk.write("in/a.csv", sheet(1..=3));
    assert_eq!(night(), (Some(0), vec!["imported".to_owned()]));
    // The same file once more, a bad one, and one that is still being written.
    desk.write("in/a.csv", sheet(1..=3));
    desk.write("in/b.csv", "%PDF-1.7 no sheet at all\n");
    desk.write("in/c.csv", "id,name,whatsapp,subject\nK-9,Da");
    let expected = ["already_imported", "unusable", "being_written"];
    assert_eq!(night(), (Some(3), expected.map(str::to_owned).to_vec()));
    assert_eq!(names(desk, "in"), ["b.csv", "c.csv"]);
    assert_eq!(names(desk, "done").len(), 2);
    assert_eq!(service.total("tickets"), 3);
    service.assert_no_key_has_two_tickets();
    let told = listener.calls().into_iter();
    let told: Vec<Value> = told
        .map(|call| serde_json::from_str(&call.body).unwrap())
        .collect();
    let of = |key: &str| -> Vec<u64> {
        told.iter()
            .map(|body| body[key].as_u64().unwrap())
            .collect()
    };
    assert_eq!(of("exit_status"), [0, 3]);
    assert_eq!(of("files_failed"), [0, 1]);
    assert_eq!(of("created"), [3, 0]);
    3
}

#[test]
fn a_night_that_systemd_starts_ends_as_documented_and_is_told() {
    let (service, desk) = (Service::start(), desk());
    let listener = Listener::answering(&[]);
    let unit = schedule("systemd", &desk, &service, &listener);
    let writes = value(&unit, "ReadWritePaths").join(" ");
    assert!(
        writes.contains("/in") && writes.contains("/done"),
        "{writes}"
    );
    for (name, content) in CREDENTIALS {
        desk.write(name, content);
    }
    desk.write("notify-url", listener.url());
    let start = Start::of_service(&unit, &desk);
    let status = two_nights(&start, &desk, &service, &listener);
    let left = value(&unit, "RestartPreventExitStatus").join(" ");
    assert!(left.split(' ').any(|left| left == status.to_string()));
}

#[test]
fn a_night_that_kubernetes_starts_ends_as_documented_and_is_told() {
    let (service, desk) = (Service::start(), desk());
    let listener = Listener::answering(&[]);
    let manifest = schedule("kubernetes", &desk, &service, &listener);
    let documents: Vec<Value> = serde_saphyr::from_multiple(&manifest).unwrap();
    let of_kind = |kind: &str| -> &Value {
        let mut of_kind = documents.iter().filter(|document| document["kind"] == kind);
        let found = of_kind.next().unwrap_or_else(|| panic!("a {kind}"));
        assert!(of_kind.next().is_none());
        found
    };
    let job = &of_kind("CronJob")["spec"]["jobTemplate"]["spec"];
    let pod = &job["template"]["spec"];
    let container = &pod["containers"][0];
    let start = Start::of_container(container, &desk);

    // The mapping is the one in the manifest: the file beside the sheets is gone.
    std::fs::remove_file(desk.path("map.toml")).unwrap();
    let mapping = of_kind("ConfigMap")["data"]["glassix-import.toml"].as_str();
    assert_eq!(mapping, Some(MAPPING));
    desk.write("mounts/mapping/glassix-import.toml", MAPPING);
    for (name, content) in CREDENTIALS {
        desk.write(&format!("mounts/credentials/{name}"), content);
    }
    desk.write("mounts/credentials/notify-url", listener.url());

    // What is written to may be written to, and every volume has a source.
    let mounts = container["volumeMounts"].as_array().unwrap();
    for folder in ["in", "done"] {
        let path = desk.path(folder);
        let of_path = |mount: &&Value| Path::new(mount["mountPath"].as_str().unwrap()) == path;
        let mount = mounts.iter().find(of_path);
        let mount = mount.unwrap_or_else(|| panic!("{} is mounted", path.display()));
        assert!(mount["readOnly"] != true, "{mount}");
    }
    let claim = &of_kind("PersistentVolumeClaim")["metadata"]["name"];
    let volumes = pod["volumes"].as_array().unwrap();
    let named =
        |list: &[Value]| -> Vec<Value> { list.iter().map(|one| one["name"].clone()).collect() };
    assert_eq!(named(mounts), named(volumes));
    assert_eq!(volumes[0]["persistentVolumeClaim"]["claimName"], *claim);

    let status = two_nights(&start, &desk, &service, &listener);
    assert!(names(&desk, "mounts/ledger").contains(&"glassix-import.sqlite".to_owned()));

    // Somebody has to look at a bad file, so no further pod is started for it; an outage may pass.
    let rules = job["podFailurePolicy"]["rules"].as_array().unwrap();
    let after = |status: u64| {
        let fits = |rule: &&Value| {
            let codes = &rule["onExitCodes"];
            let listed = codes["values"].as_array();
            let is_listed = listed.is_some_and(|list| list.contains(&status.into()));
            assert!(codes.is_null() || codes["containerName"] == container["name"]);
            codes["operator"] == "In" && is_listed
        };
        let rule = rules.iter().find(fits);
        rule.map_or(AGAIN, |rule| rule["action"].as_str().unwrap())
    };
    assert_eq!(after(status), "FailJob");
    assert_eq!([2, 4, 7].map(after), ["FailJob"; 3]);
    assert_eq!([1, 5, 6, 130, 143].map(after), [AGAIN; 5]);
    assert_eq!(pod["restartPolicy"], "Never", "which these rules need");
}
