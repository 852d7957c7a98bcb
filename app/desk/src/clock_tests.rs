//! What does not stand still when the clock of a server is set back.
#![allow(clippy::unwrap_used)]

use chrono::Duration;
use desk::{CheckedFiles, begin_import, confirm_import, start_import};
use ground::ctx::Ctx;
use ground::outbox::{self, Ending, Lane};
use testing::{on_both, person};

use crate::tests::{ADMINISTRATOR, left_alone};

on_both! {
    async fn a_clock_that_is_set_back_stops_nothing(ctx: &Ctx) {
        let (db, now) = (&ctx.db, ctx.now);
        left_alone(ctx).await;
        let before = now - Duration::days(1);
        // A task that a worker of tomorrow had in hand, and one that was left tomorrow.
        assert!(outbox::claim(db, now, Lane::Work, 1).await.unwrap().pop().is_some());
        let task = outbox::claim(db, before, Lane::Work, 1).await.unwrap().pop().unwrap();
        assert!(outbox::claim(db, before, Lane::Work, 1).await.unwrap().is_empty(), "it is somebody's again");
        assert!(outbox::finish(db, before, &task, Ending::Retry("no answer".into())).await.unwrap());
        assert!(outbox::claim(db, before, Lane::Work, 1).await.unwrap().is_empty(), "its attempts are spent at once");
        let task = outbox::claim(db, before + Duration::minutes(1), Lane::Work, 1).await.unwrap().pop().unwrap();
        assert!(outbox::finish(db, before, &task, Ending::Done).await.unwrap());
        // An import that was being written.
        let admin = person(ctx, ADMINISTRATOR).await;
        let files = CheckedFiles { token: "0".repeat(32), all_or_nothing: false, rows: 10, report: "{}".into(), files: String::new() };
        let id = begin_import(&admin, files).await.unwrap();
        confirm_import(&person(ctx, "0910000002").await, id).await.unwrap();
        assert!(start_import(db, now, id).await.unwrap().is_some());
        assert!(start_import(db, before, id).await.unwrap().is_some());
        // Tries of tomorrow are not counted today, and those of today are.
        let at = |now| Ctx { now, address: "tomorrow".into(), ..ctx.clone() };
        let limit = async |now| people::accounts::limit(&at(now), "words", "x", 1).await.is_ok();
        assert_eq!([limit(now).await, limit(now).await, limit(before).await, limit(before).await], [true, false, true, false]);
    }
}
