//! The way to the service: proxies of the environment, and certificates that nobody here trusts.

use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};

use super::schedule::checker;
use crate::support::{Desk, Impostor, Process, Reply, Service, until};

/// A host that nobody has; only a proxy is asked for it.
const ELSEWHERE: &str = "https://acme.invalid/api/v1.2";

/// What a proxy's password must never be seen in.
const PASSWORD: &str = "s3cr3t-of-the-proxy";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("one.csv", "id,phone\n1,+1 808-555-0101\n");
    desk
}

fn proxy() -> (Impostor, String) {
    let proxy = Impostor::answering(|_| Reply::new(502, ""));
    let url = format!("http://ann:{PASSWORD}@{}", proxy.address());
    (proxy, url)
}

#[test]
fn a_proxy_of_the_environment_is_used_and_told_without_its_password() {
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let (desk, (proxy, url)) = (desk(), proxy());
        let run = desk.run(&["one.csv", "--patience", "1s", "-vv", "--report", "r.html"]);
        let end = run.against(ELSEWHERE).env(variable, &url).end();
        end.summary_of(1);
        let told = format!("via      the proxy {}\n", proxy.address());
        assert!(end.stderr.contains(&told), "{end}");
        let asked = proxy.asked();
        assert!(!asked.is_empty(), "{variable}: {end}");
        for asked in asked {
            assert_eq!(asked.what, "CONNECT acme.invalid:443");
            let head = asked.head.join("\n");
            assert!(head.contains("proxy-authorization: basic "), "{head}");
            assert!(
                asked.body.is_empty(),
                "nothing is said outside of the tunnel"
            );
        }
        let pages = [desk.read("r.html"), end.stderr, end.stdout];
        assert!(!pages.concat().contains(PASSWORD), "{variable}");
        let ledger = std::fs::read(desk.path("glassix-import.sqlite")).unwrap();
        assert!(memchr::memmem::find(&ledger, PASSWORD.as_bytes()).is_none());
    }
}

#[test]
fn this_machine_and_what_no_proxy_names_are_asked_directly() {
    let (service, desk, (proxy, url)) = (Service::start(), desk(), proxy());
    let all = |name| desk.run(&["one.csv", "--ledger", name, "--patience", "1s"]);
    let end = all("a.sqlite")
        .to(&service)
        .env("ALL_PROXY", &url)
        .env("HTTP_PROXY", &url)
        .end();
    assert_eq!(end.summary_of(0).number("created"), 1);
    // An address of this machine that is not the loopback's, and that nobody answers by TLS.
    let nobody = TcpListener::bind("0.0.0.0:0").unwrap();
    let base = format!(
        "https://0.0.0.0:{}/api",
        nobody.local_addr().unwrap().port()
    );
    drop(nobody);
    let end = all("b.sqlite")
        .against(&base)
        .env("HTTPS_PROXY", &url)
        .env("NO_PROXY", "0.0.0.0")
        .end();
    end.summary_of(1);
    assert!(!end.stderr.contains("via "), "{end}");
    assert!(proxy.asked().is_empty(), "{:?}", proxy.asked());
}

#[test]
fn a_proxy_of_a_kind_that_is_not_spoken_is_refused_before_anything_is_sent() {
    let (desk, (proxy, url)) = (desk(), proxy());
    let url = url.replace("http://", "socks5h://");
    let end = desk
        .run(&["one.csv"])
        .against(ELSEWHERE)
        .env("ALL_PROXY", &url)
        .end();
    assert_eq!(end.status, Some(2), "{end}");
    assert!(end.stderr.contains("is of the kind socks5h"), "{end}");
    assert!(!end.stderr.contains(PASSWORD), "{end}");
    assert!(proxy.asked().is_empty());
}

/// A server of TLS with a certificate that it signed itself, which lies in `cert.pem`; `None` where there is no openssl.
fn tls(desk: &Desk) -> Option<(Process, String)> {
    let made = desk.path("cert.pem");
    let key = desk.path("key.pem").display().to_string();
    let cert = made.display().to_string();
    let output = checker(
        "openssl",
        &[
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-keyout",
            &key,
            "-out",
            &cert,
            "-days",
            "2",
            "-subj",
            "/CN=here",
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-addext",
            "basicConstraints=critical,CA:FALSE",
        ],
    )?;
    assert!(output.status.success(), "{output:?}");
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let address = format!("127.0.0.1:{port}");
    let mut server = Command::new("openssl");
    server.args([
        "s_server", "-quiet", "-www", "-accept", &address, "-key", &key, "-cert", &cert,
    ]);
    let server = Process::start(server.stderr(Stdio::null()), None);
    until("the server is there", || TcpStream::connect(&address).ok());
    Some((server, format!("https://{address}/api/v1.2")))
}

#[test]
fn a_certificate_that_is_not_trusted_ends_the_run_before_any_ticket_and_says_what_to_do() {
    let desk = desk();
    let Some((_server, base)) = tls(&desk) else {
        return;
    };
    let end = desk.run(&["one.csv"]).against(&base).end();
    let summary = end.summary_of(1);
    assert_eq!(
        summary.numbers(["created", "not_attempted", "in_doubt"]),
        [0, 1, 0]
    );
    let why = summary.text("stop_reason");
    assert!(
        why.starts_with("the certificate of the service is not trusted here ("),
        "{why}"
    );
    assert!(why.contains("SSL_CERT_FILE"), "{why}");
    // A ready token goes the same way.
    let end = desk
        .run(&["one.csv"])
        .against(&base)
        .env("GLASSIX_ACCESS_TOKEN", "a-token")
        .end();
    assert_eq!(end.summary_of(1).text("stop_reason"), why);
}

#[test]
fn a_certificate_that_is_named_is_trusted() {
    let desk = desk();
    let Some((_server, base)) = tls(&desk) else {
        return;
    };
    let cert = desk.path("cert.pem").display().to_string();
    let run = desk.run(&["one.csv", "--patience", "1s", "--timeout", "2s"]);
    let end = run.against(&base).env("SSL_CERT_FILE", &cert).end();
    // It answers, though not as the service does.
    let why = end.summary_of(1).text("stop_reason").to_owned();
    assert!(!why.contains("certificate"), "{why}");
    assert!(why.contains("no access token is to be had"), "{why}");
}
