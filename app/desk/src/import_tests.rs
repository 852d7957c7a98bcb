//! Imports at the desk, on real databases.
#![allow(clippy::unwrap_used)]

use chrono::Duration;
use desk::{CheckedFiles, JobMove, JobState, begin_import, confirm_import, end_import, import_job, start_import};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::outbox;
use testing::{on_both, person};

use super::tests::{ADMINISTRATOR, HEAD, OFFICER, refused};

on_both! {
    async fn an_import_is_confirmed_once(ctx: &Ctx) {
        let files = |rows| CheckedFiles { token: "0".repeat(32), all_or_nothing: false, rows, report: "{}".into(), files: "f.csv".into() };
        let admin = person(ctx, ADMINISTRATOR).await;
        assert!(matches!(begin_import(&person(ctx, OFFICER).await, files(1)).await, Err(AppError::NotFound)));
        let id = begin_import(&admin, files(10)).await.unwrap();
        assert!(start_import(&ctx.db, ctx.now, id).await.unwrap().is_none(), "not before a yes");
        let before = outbox::waiting(&ctx.db).await.unwrap();
        assert_eq!(refused(confirm_import(&admin, id).await), desk::OWN_IMPORT);
        assert!(matches!(confirm_import(&person(ctx, "0910000004").await, id).await, Err(AppError::NotFound)));
        let head = person(ctx, HEAD).await;
        let (one, two) = tokio::join!(confirm_import(&head, id), confirm_import(&head, id));
        one.unwrap();
        two.unwrap();
        assert_eq!(outbox::waiting(&ctx.db).await.unwrap(), before + 1);
        // One that broke off is taken up again; one that ended is not.
        assert!(start_import(&ctx.db, ctx.now, id).await.unwrap().is_some());
        assert!(matches!(start_import(&ctx.db, ctx.now, id).await, Err(AppError::Busy)), "another worker is at it");
        let later = ctx.now + Duration::minutes(11);
        assert!(start_import(&ctx.db, later, id).await.unwrap().is_some());
        end_import(&ctx.db, ctx.now, id, JobMove::End, "{}".into()).await.unwrap();
        assert!(start_import(&ctx.db, ctx.now, id).await.unwrap().is_none());
        let job = import_job(&admin, id).await.unwrap();
        assert_eq!((job.state, job.begun_by, job.released_by), (JobState::Done, admin.actor.id(), head.actor.id()));
        assert!(desk::import_jobs(&admin).await.unwrap()[0].names.iter().all(Option::is_some));
    }
}
