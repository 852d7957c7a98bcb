//! The program as it is started: several at once, with wrong settings, with other tools around it.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};

fn souq(data: &Path) -> Command {
    let mut souq = Command::new(env!("CARGO_BIN_EXE_souq"));
    souq.current_dir(data).env_clear().env("SOUQ_DATA", data).env("RUST_LOG", "error").stdin(Stdio::null());
    souq
}

fn output(souq: &mut Command) -> Output {
    souq.output().unwrap()
}

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Five at once on an empty database: migrations run once, and all five start.
fn five_migrate(mut one: impl FnMut() -> Command) {
    let running: Vec<_> = (0..5).map(|_| one().arg("migrate").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()).collect();
    for child in running {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", words(&output));
    }
}

#[test]
fn five_processes_migrate_an_empty_file_once() {
    let data = tempfile::tempdir().unwrap();
    five_migrate(|| souq(data.path()));
}

#[tokio::test(flavor = "multi_thread")]
async fn five_processes_migrate_an_empty_postgresql_database_once() {
    let base = std::env::var("SOUQ_TEST_POSTGRES").expect("SOUQ_TEST_POSTGRES is not set: run the tests with `make test`");
    let admin = Database::connect(format!("{base}/postgres")).await.unwrap();
    let name = format!("souq_start_{:016x}", rand::random::<u64>());
    admin.execute_raw(Statement::from_string(DbBackend::Postgres, format!("CREATE DATABASE {name}"))).await.unwrap();
    let (data, url) = (tempfile::tempdir().unwrap(), format!("{base}/{name}"));
    let with = |data: &Path| {
        let mut one = souq(data);
        one.env("DATABASE_URL", &url);
        one
    };
    five_migrate(|| with(data.path()));
    // PostgreSQL's own tool makes the copy.
    let mut backup = with(data.path());
    backup.env("PATH", std::env::var("PATH").unwrap()).args(["backup", "copy"]);
    let done = output(&mut backup);
    assert!(done.status.success(), "{}", words(&done));
    assert!(data.path().join("copy/souq.dump").metadata().unwrap().len() > 10_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_leaves_the_schema_as_it_stands_and_a_newer_one_is_refused() {
    let data = tempfile::tempdir().unwrap();
    assert!(output(souq(data.path()).arg("migrate")).status.success());
    let at = |file: &str| format!("sqlite://{}", data.path().join(file).display());
    let applied = async |file: &str| {
        let db = Database::connect(at(file)).await.unwrap();
        let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT version FROM seaql_migrations")).await.unwrap();
        db.close().await.unwrap();
        rows.len()
    };
    let change = async |sql: &str| {
        let db = Database::connect(at("souq.sqlite")).await.unwrap();
        db.execute_unprepared(sql).await.unwrap();
        db.close().await.unwrap();
    };
    let all = applied("souq.sqlite").await;
    // As if the last migration came with this version.
    change("DELETE FROM seaql_migrations WHERE version = (SELECT MAX(version) FROM seaql_migrations)").await;
    let done = output(souq(data.path()).args(["backup", "before"]));
    assert!(done.status.success(), "{}", words(&done));
    assert_eq!((applied("souq.sqlite").await, applied("before/souq.sqlite").await), (all - 1, all - 1));
    // As if a later version had been here.
    change("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 0)").await;
    let refused = output(souq(data.path()).arg("migrate"));
    assert_eq!(refused.status.code(), Some(1));
    assert!(words(&refused).contains("a newer version of souq has used this database"), "{}", words(&refused));
    assert!(output(souq(data.path()).args(["backup", "after"])).status.success());
}

#[test]
fn wrong_settings_stop_the_start_by_name() {
    let data = tempfile::tempdir().unwrap();
    for (name, value, code) in [
        ("SOUQ_ADDR", "3000", 2),
        ("DATABASE_URL", "mysql://souq:secret@host/souq", 2),
        ("SOUQ_PUBLIC_URL", "souq.example", 2),
        ("SOUQ_BLOBS", "ftp://store", 2),
        ("SOUQ_DEV", "perhaps", 2),
        ("DATABASE_URL", "postgres://souq:secret@127.0.0.1:1/souq", 1),
        ("SOUQ_DATA", "/proc/nowhere", 1),
        ("SOUQ_DATA", "/proc", 1),
    ] {
        let done = output(souq(data.path()).env(name, value).arg("serve"));
        let said = words(&done);
        assert_eq!(done.status.code(), Some(code), "{name}={value}: {said}");
        assert!(said.contains(name), "{name}={value}: {said}");
        assert!(!said.contains("secret"), "{said}");
    }
}

/// Names of all files and folders below one that others than their owner may open.
fn open_to_others(folder: &Path, found: &mut Vec<String>) {
    use std::os::unix::fs::PermissionsExt;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.metadata().unwrap().permissions().mode() & 0o077 != 0 {
            found.push(path.display().to_string());
        }
        if path.is_dir() {
            open_to_others(&path, found);
        }
    }
}

#[test]
fn files_are_their_owners_alone() {
    let data = tempfile::tempdir().unwrap();
    // The shell gives its own mask on, which is as open as it can be.
    let shell = |args: &str| {
        let mut bash = Command::new("bash");
        let program = env!("CARGO_BIN_EXE_souq");
        bash.args(["-c", &format!("umask 000; exec {program} {args}")]);
        bash.current_dir(data.path()).env_clear().env("SOUQ_DATA", data.path().join("own")).env("RUST_LOG", "error").stdin(Stdio::null());
        output(&mut bash)
    };
    for args in ["migrate", "backup copy"] {
        let done = shell(args);
        assert!(done.status.success(), "{args}: {}", words(&done));
    }
    for made in ["own/souq.sqlite", "own/blobs", "own/mail", "copy/souq.sqlite", "copy/blobs"] {
        assert!(data.path().join(made).exists(), "{made}");
    }
    let mut found = Vec::new();
    open_to_others(data.path(), &mut found);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_command_line_makes_an_administrator_and_verifies_the_trail() {
    use std::io::Write;
    let data = tempfile::tempdir().unwrap();
    let create = |password: &str| {
        let mut child = souq(data.path())
            .args(["admin", "create", "+218 91 234 5678", "رقية"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    assert!(!create("12345678\n").status.success(), "a weak password");
    assert!(create("جملة طويلة لا تُخمَّن\n").status.success());
    assert!(!create("جملة طويلة لا تُخمَّن\n").status.success(), "one account for a phone");
    for (args, right) in [
        (&["admin", "grant", "0912345678", "king"][..], false),
        (&["admin", "grant", "0919999999", "administrator"], false),
        (&["admin", "grant", "0912345678", "administrator"], true),
        (&["admin", "revoke", "0912345678", "administrator"], false),
        (&["admin", "audit", "verify"], true),
        (&["routes"], true),
        (&["seed"], false),
    ] {
        let done = output(souq(data.path()).args(args));
        assert_eq!(done.status.success(), right, "{args:?}: {}", words(&done));
    }
    let said = words(&output(souq(data.path()).arg("routes")));
    for line in ["/desk/import", "/me/products/{product}/photos", "/desk/cases/{case}/documents"] {
        assert!(said.contains(line), "{line}");
    }
}

#[test]
fn a_database_is_opened_with_its_own_keys_only() {
    let data = tempfile::tempdir().unwrap();
    let with = |keys: &[&str]| {
        let keys = keys.iter().map(|byte| byte.repeat(32)).collect::<Vec<_>>().join(",");
        output(souq(data.path()).env("SOUQ_KEY", keys).arg("migrate"))
    };
    let refused = |output: Output, why: &str| {
        assert!(!output.status.success());
        assert!(words(&output).contains(why), "{}", words(&output));
    };
    assert!(with(&["0a"]).status.success());
    refused(with(&["0b"]), "sealed with another key");
    assert!(with(&["0a", "0b"]).status.success(), "a new key is added behind the others");
    refused(with(&["0a"]), "sealed with more keys");
    refused(with(&["0b", "0a"]), "sealed with another key");
    refused(output(souq(data.path()).arg("migrate")), "sealed with another key");
    refused(output(souq(data.path()).env("SOUQ_KEY", "secret").arg("migrate")), "64 hexadecimal digits");
    // Without the setting one is made, once, for nobody else to read.
    let other = tempfile::tempdir().unwrap();
    five_migrate(|| souq(other.path()));
    let key = other.path().join("souq.key");
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&key.metadata().unwrap().permissions()) & 0o777, 0o600);
    assert_eq!(
        std::fs::read_dir(other.path())
            .unwrap()
            .filter(|file| file.as_ref().unwrap().file_name().to_string_lossy().starts_with("souq.key"))
            .count(),
        1
    );
}
