//! Photos and documents on real databases.
#![allow(clippy::unwrap_used)]

use ground::ctx::Ctx;
use people::accounts;
use people::media::{self, Access, PHOTO};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use testing::{on_both, person, photo};

/// How the database finds the rows of a statement.
async fn way(ctx: &Ctx, sql: &str) -> String {
    let tx = ctx.begin().await.unwrap();
    let explain = match ctx.db.backend() {
        DbBackend::Postgres => {
            // So few rows are read faster one after the other; the question is whether there is another way.
            tx.run("SET LOCAL enable_seqscan = off", vec![]).await.unwrap();
            "EXPLAIN"
        }
        _ => "EXPLAIN QUERY PLAN",
    };
    let column = if ctx.db.backend() == DbBackend::Postgres { "QUERY PLAN" } else { "detail" };
    let statement = Statement::from_string(ctx.db.backend(), format!("{explain} {sql}"));
    let rows = tx.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get::<String>("", column).unwrap() + "\n").collect()
}

on_both! {
    async fn a_photo_is_found_by_its_address(ctx: &Ctx) {
        let way = way(ctx, "SELECT * FROM media WHERE address = 'ab' AND kind = 'photo'").await;
        assert!(way.contains("media_address"), "{way}");
    }

    // Whoever keeps public photos in memory hears of each that is taken back, and of nothing else.
    async fn it_is_told_when_a_public_photo_is_taken_back(ctx: &Ctx) {
        let visitor = Ctx { actor: ground::actor::Actor::Visitor, ..ctx.clone() };
        let owner = accounts::person_by_phone(ctx.db.read(), "0920000001").await.unwrap().unwrap();
        let mut keys = Vec::new();
        for seed in [71, 72, 73] {
            let tx = ctx.begin().await.unwrap();
            keys.push(media::add(&tx, ctx, Some(owner), photo(seed)).await.unwrap());
            tx.commit().await.unwrap();
        }
        let tx = ctx.begin().await.unwrap();
        media::make_public(&tx, ctx, keys[1..].to_vec()).await.unwrap();
        tx.commit().await.unwrap();
        let told = |seen: u64| ctx.db.changes().since(seen, &[PHOTO]).unwrap();
        let before = ctx.db.changes().now();
        let tx = ctx.begin().await.unwrap();
        media::discard(&tx, ctx, keys[0]).await.unwrap();
        tx.commit().await.unwrap();
        assert!(told(before).is_empty(), "nobody but its owner saw it");

        let tx = ctx.begin().await.unwrap();
        media::discard(&tx, ctx, keys[1]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(told(before), [PHOTO.of(keys[1].0)]);
        assert!(media::access(&visitor, &photo(72).address).await.is_err());

        let before = ctx.db.changes().now();
        let address = photo(73).address;
        assert_eq!(media::access(&visitor, &address).await.unwrap(), Access::Public);
        let tx = ctx.begin().await.unwrap();
        media::take_back(&tx, owner).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(told(before), [PHOTO.all()]);
        assert_eq!(media::access(&visitor, &address).await.unwrap(), Access::Others);
        assert_eq!(media::access(&person(ctx, "0920000001").await, &address).await.unwrap(), Access::Own);
    }
}
