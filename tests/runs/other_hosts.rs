//! Credentials and rows go to the host that was named and to no other, whatever that host says.

use crate::support::{Desk, Impostor, Reply, Service};

/// What is asked of nobody else.
fn other() -> Impostor {
    Impostor::answering(|_| Reply::new(200, r#"{"access_token":"t","id":1,"tickets":[]}"#))
}

#[test]
fn a_redirect_is_followed_by_no_call_and_the_other_host_hears_nothing() {
    for calls in ["token", "tags", "create", "list", "any"] {
        for from in [301, 302, 307, 308] {
            let (other, desk) = (other(), Desk::new());
            let location = format!("Location: {}/tickets/create", other.base_url());
            let service = Impostor::answering(move |asked| {
                let call = match asked.what.rsplit('/').next().unwrap_or_default() {
                    "get" => "token",
                    "gettags" => "tags",
                    "create" => "create",
                    _ => "list",
                };
                if call == calls || calls == "any" {
                    return Reply::new(from, "").header(&location);
                }
                match call {
                    "token" => Reply::new(200, r#"{"access_token":"t","expires_in":10800}"#),
                    "tags" => Reply::new(200, "[]"),
                    "list" => Reply::new(200, r#"{"tickets":[],"paging":null}"#),
                    _ => Reply::new(200, r#"{"id":1,"uniqueArgument":"1"}"#),
                }
            });
            desk.write("one.csv", "id,phone\n1,+1 808-555-0101\n");
            let end = desk
                .run(&[
                    "one.csv",
                    "--patience",
                    "1s",
                    "--max-attempts",
                    "2",
                    "--deadline",
                    "4s",
                ])
                .against(&service.base_url())
                .end();
            assert!(end.status.is_some(), "{end}");
            assert!(!service.asked().is_empty(), "{calls} {from}: {end}");
            assert!(
                other.asked().is_empty(),
                "{calls} {from}: {:?}",
                other.asked()
            );
        }
    }
}

#[test]
fn a_page_of_the_list_on_another_host_is_not_asked_for() {
    let (other, desk) = (other(), Desk::new());
    let fault = format!(
        "create:commit_then_close:at=2 list:list_next_elsewhere:url={}/tickets/list?page=x",
        other.base_url()
    );
    let (lost, lying) = fault.split_once(' ').unwrap();
    let service = Service::with(&["--fault", lost, "--fault", lying]);
    let end = desk
        .sample()
        .args(&["--limit", "5", "--deadline", "20s"])
        .to(&service)
        .end();
    assert!(service.requests("list") > 0, "{end}");
    assert!(other.asked().is_empty(), "{:?}", other.asked());
    let verified = desk.command(&["verify", "--base-url", &service.base_url()]);
    let verified = verified
        .env("GLASSIX_API_KEY", "00000000-1111-2222-3333-444444444444")
        .env("GLASSIX_API_SECRET", "not-a-real-secret")
        .env("GLASSIX_USER_NAME", "importer@example.com");
    assert_ne!(verified.end().status, Some(0));
    assert!(other.asked().is_empty(), "{:?}", other.asked());
}

#[test]
fn plain_http_to_another_machine_is_refused_unless_it_is_asked_for_and_then_warned_about() {
    let (service, desk) = (Service::start(), Desk::new());
    // No loopback address by its name, and this machine all the same.
    let base = service.base_url().replace("127.0.0.1", "0.0.0.0");
    let refused = desk.sample().against(&base).end();
    assert_eq!((refused.status, refused.stdout.as_str()), (Some(2), ""));
    assert!(refused.stderr.contains("--insecure-http"), "{refused}");
    assert_eq!(service.total("requests_total"), 0);
    let insecure = ["--insecure-http", "--limit", "1"];
    for created in [1, 1] {
        let end = desk.sample().args(&insecure).against(&base).end();
        assert_eq!(end.summary_of(4).number("created"), created);
        assert!(end.stderr.contains("is plain http"), "{end}");
    }
}
