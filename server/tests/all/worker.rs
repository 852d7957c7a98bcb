//! The worker: what hangs or breaks in one place holds up nothing else, and is seen.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use sea_orm::DbBackend;
use server::config::MailTo;
use server::health;
use server::mailer::Mailer;
use server::state::State;
use server::worker;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower::ServiceExt;

use crate::mail::leave;
use crate::on_each;
use crate::place::{Place, body};

/// Waits until a query counts so many.
pub async fn until(place: &Place, sql: &str, many: i64) {
    for _ in 0..200_000 {
        if place.number(sql).await == many {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("{sql} is {}, not {many}", place.number(sql).await);
}

on_each! {
    async fn a_mail_server_that_says_nothing_holds_up_no_other_work(place: &Place) {
        place.run("DELETE FROM outbox").await;
        // It takes connections, and never says a word.
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let silent = tokio::spawn(async move {
            let mut taken = Vec::new();
            while let Ok((socket, _)) = listener.accept().await {
                taken.push(socket);
            }
        });
        let mailer = Mailer::open(&MailTo::Smtp(format!("smtp://127.0.0.1:{port}")), "Souq <souq@localhost>").unwrap();
        let state = State { mailer, ..place.state.clone() };
        for n in 0..6 {
            leave(&state.db, n).await;
        }
        let (tell, stop) = watch::channel(false);
        let working = tokio::spawn(worker::work(state.clone(), stop));
        until(place, "SELECT COUNT(*) FROM outbox WHERE claimed_by IS NOT NULL", 4).await;
        let tx = state.db.begin().await.unwrap();
        tx.later(server::clock::now(), &people::Reindex { craft: Some("palm".into()), municipality: None }).await.unwrap();
        tx.commit().await.unwrap();
        until(place, "SELECT COUNT(*) FROM outbox WHERE lane = 'work' AND state = 'done'", 1).await;
        assert_eq!(place.number("SELECT COUNT(*) FROM outbox WHERE lane = 'mail' AND state = 'waiting'").await, 6);
        assert_eq!(place.get("/readyz").await.status(), StatusCode::OK, "its loops live");
        working.abort();
        silent.abort();
        drop(tell);
    }
}

on_each! {
    async fn what_cannot_be_read_is_given_up_and_shown_and_holds_up_nothing(place: &Place) {
        place.run("DELETE FROM outbox").await;
        for _ in 0..20 {
            place.run("INSERT INTO outbox (task, state, lane, attempts, due_at, created_at) VALUES ('no task', 'waiting', 'mail', 0, '2026-11-24 08:00:00+00:00', '2026-11-24 08:00:00+00:00')").await;
        }
        leave(&place.state.db, 1).await;
        while worker::drain(&place.state).await.unwrap() > 0 {}
        assert_eq!(place.number("SELECT COUNT(*) FROM outbox WHERE state = 'dead' AND attempts = 1").await, 20);
        assert_eq!(place.number("SELECT COUNT(*) FROM outbox WHERE state = 'done'").await, 1);
        let administrator = place.sign_in("0910000011").await;
        let page = body(place.get_as(&administrator, "/ar/desk/mails").await).await;
        assert!(page.contains("no task that can be read"));
        // What another version left waits for it, and is seen meanwhile.
        let later = r#"{"task":"of_a_later_version"}"#;
        place.run(&format!("INSERT INTO outbox (task, state, lane, attempts, due_at, created_at) VALUES ('{later}', 'waiting', 'work', 0, '2026-11-24 08:00:00+00:00', '2026-11-24 08:00:00+00:00')")).await;
        worker::drain(&place.state).await.unwrap();
        let page = body(place.get_as(&administrator, "/ar/desk/mails").await).await;
        assert!(page.contains("of_a_later_version"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loop_that_is_not_heard_of_is_seen() {
    let place = Place::open().await;
    assert_eq!(place.get("/readyz").await.status(), StatusCode::OK);
    place.state.pulse.beat("mail 1", std::time::Duration::ZERO);
    let response = place.get("/readyz").await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(body(response).await, "worker");
    place.state.pulse.beat("mail 1", std::time::Duration::from_secs(60));
    assert_eq!(place.get("/readyz").await.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_have_an_address_of_their_own() {
    let place = Place::open().await;
    assert_eq!(place.get("/metrics").await.status(), StatusCode::NOT_FOUND);
    let request = Request::builder().uri("/metrics").body(Body::empty()).unwrap();
    let response = health::router(&place.state).oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let request = Request::builder().uri("/ar/products").body(Body::empty()).unwrap();
    assert_eq!(health::router(&place.state).oneshot(request).await.unwrap().status(), StatusCode::NOT_FOUND);
}

on_each! {
    async fn a_task_that_panics_is_tried_again_and_holds_up_nothing(place: &Place) {
        place.run("DELETE FROM outbox").await;
        leave(&place.state.db, 1).await;
        let state = State { mailer: Mailer::that_panics(), ..place.state.clone() };
        worker::drain(&state).await.unwrap();
        let task = "SELECT state || ' ' || attempts || ' ' || substr(last_error, 1, 8) FROM outbox";
        assert_eq!(place.text(task).await, "waiting 1 incident");
        place.run("UPDATE outbox SET due_at = created_at").await;
        worker::drain(&place.state).await.unwrap();
        assert_eq!(place.number("SELECT COUNT(*) FROM outbox WHERE state = 'done'").await, 1);
    }
}

on_each! {
    async fn what_stands_in_the_way_of_one_part_of_the_calendar_holds_up_no_other(place: &Place) {
        let ended = "family WHERE state = 'approved' AND licence_expires_on < '2026-01-01'";
        place.run("UPDATE family SET licence_expires_on = '2025-12-31' WHERE id IN (SELECT id FROM family WHERE state = 'approved' ORDER BY id LIMIT 3)").await;
        let broken = place.number(&format!("SELECT MIN(id) FROM {ended}")).await;
        let when = format!("NEW.state = 'expired' AND NEW.id = {broken}");
        let postgres = place.state.db.backend() == DbBackend::Postgres;
        if postgres {
            place.run("CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$").await;
            place.run(&format!("CREATE TRIGGER broken BEFORE UPDATE ON family FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION broken()")).await;
        } else {
            place.run(&format!("CREATE TRIGGER broken BEFORE UPDATE ON family WHEN {when} BEGIN SELECT RAISE(ABORT, 'broken'); END")).await;
        }
        place.run("INSERT INTO throttle (subject, failures, window_ends_at) VALUES ('long ago', 1, '2025-01-01 00:00:00+00:00')").await;
        assert!(!worker::calendar(&place.state).await, "it is looked at again soon");
        assert_eq!(place.number(&format!("SELECT COUNT(*) FROM {ended}")).await, 1, "the other two are over");
        assert_eq!(place.number("SELECT COUNT(*) FROM throttle WHERE subject = 'long ago'").await, 0, "what is spent goes all the same");
        place.run(if postgres { "DROP TRIGGER broken ON family" } else { "DROP TRIGGER broken" }).await;
        assert!(worker::calendar(&place.state).await);
        assert_eq!(place.number(&format!("SELECT COUNT(*) FROM {ended}")).await, 0);
    }
}
