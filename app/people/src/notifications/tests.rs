//! The inbox on real databases.
#![allow(clippy::unwrap_used)]

use chrono::Duration;
use ground::ctx::Ctx;
use ground::texts::Locale;
use people::accounts::{self, Notice};
use people::notifications::{ReadNotice, open_inbox, read, tell};
use testing::{on_both, person};

const AREAS: &[&[ReadNotice]] = &[&[read::<Notice>]];

on_both! {
    async fn new_notices_stand_first_and_each_by_its_day(ctx: &Ctx) {
        let family = person(ctx, "0920000001").await;
        let own = accounts::person_by_phone(ctx.db.read(), "0920000001").await.unwrap().unwrap();
        open_inbox(&family, AREAS).await.unwrap();
        // Not in the order in which they are stored: what a worker writes late may be of an earlier hour.
        for (left, hours) in [(7, 2), (6, 4), (5, 3)] {
            let then = Ctx { now: ctx.now + Duration::hours(hours), ..ctx.clone() };
            let tx = then.begin().await.unwrap();
            tell(&tx, &then, own, &Notice::RecoveryCodeUsed { left }, "/me/account").await.unwrap();
            tx.commit().await.unwrap();
        }
        let told = |rows: &[people::notifications::InboxRow]| -> Vec<(bool, chrono::DateTime<chrono::Utc>)> {
            rows.iter().map(|row| (row.read, row.at)).collect()
        };
        let rows = open_inbox(&family, AREAS).await.unwrap();
        let hours: Vec<i64> = rows.iter().take(3).map(|row| (row.at - ctx.now).num_hours()).collect();
        assert_eq!(hours, [4, 3, 2]);
        assert!(rows.iter().take(3).all(|row| !row.read), "they were new when the page was opened");
        assert!(rows[0].notice.text(Locale::Ar).contains('6'), "{}", rows[0].notice.text(Locale::Ar));
        assert_eq!(rows[0].notice.verb(Locale::Ar), None, "nothing to do");
        let again = told(&open_inbox(&family, AREAS).await.unwrap());
        let mut sorted = again.clone();
        sorted.sort_by_key(|(read, at)| (*read, std::cmp::Reverse(*at)));
        assert_eq!(again, sorted);
    }
}
