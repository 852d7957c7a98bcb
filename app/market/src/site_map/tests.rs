//! What the site map lists, on real databases.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use ground::ctx::Ctx;
use market::site_map::{KEYS, Listed, addresses, extent, extents};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use testing::on_both;

async fn run(ctx: &Ctx, sql: &str) {
    let tx = ctx.begin().await.unwrap();
    tx.run(sql, vec![]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn slugs(ctx: &Ctx, sql: &str) -> BTreeSet<String> {
    let rows = ctx.db.read().query_all_raw(Statement::from_string(ctx.db.backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

on_both! {
    async fn each_address_stands_in_the_file_of_its_key(ctx: &Ctx) {
        let last = "SELECT slug FROM product WHERE state = 'published' AND NOT withheld ORDER BY id DESC LIMIT 1";
        let moved = slugs(ctx, last).await.pop_first().unwrap();
        // Its rows elsewhere name it by its key: one that has none is enough to stand far behind the others.
        let far = KEYS * 2 + 1;
        run(ctx, &format!("INSERT INTO product (id, family_id, state, slug, price_from, availability, stock, lead_days, search_title, \
            search_text, sampled, created_at, changed_at) SELECT {far}, family_id, state, 'far-away', price_from, availability, stock, \
            lead_days, search_title, search_text, sampled, created_at, changed_at FROM product WHERE slug = '{moved}'")).await;
        let files = extents(ctx, Listed::Products).await.unwrap();
        assert_eq!(files.iter().map(|file| file.part).collect::<Vec<_>>(), [1, 3]);
        let mut listed = BTreeSet::new();
        for file in &files {
            let found = addresses(ctx, Listed::Products, file.part).await.unwrap();
            assert_eq!(found.len() as i64, file.rows);
            assert_eq!(found.iter().filter_map(|row| row.changed).max(), file.newest);
            assert_eq!(extent(ctx, Listed::Products, file.part).await.unwrap().as_ref(), Some(file));
            listed.extend(found.into_iter().map(|row| row.slug));
        }
        assert_eq!(listed, slugs(ctx, "SELECT slug FROM product WHERE state = 'published' AND NOT withheld").await);
        for empty in [0, 2, 4, i64::from(u32::MAX)] {
            assert_eq!(extent(ctx, Listed::Products, empty).await.unwrap(), None, "{empty}");
        }
        let families = addresses(ctx, Listed::Families, 1).await.unwrap();
        let families: BTreeSet<String> = families.into_iter().map(|row| row.slug).collect();
        assert_eq!(families, slugs(ctx, "SELECT slug FROM family WHERE state = 'approved'").await);
        assert_eq!(extents(ctx, Listed::Families).await.unwrap().len(), 1);
    }

    async fn figures_change_with_what_they_are_of(ctx: &Ctx) {
        let before = extent(ctx, Listed::Products, 1).await.unwrap().unwrap();
        assert_eq!(extent(ctx, Listed::Products, 1).await.unwrap().unwrap(), before);
        // One goes, and one comes: as many as before, and nothing says when.
        let key = "SELECT MIN(id) FROM product WHERE state = 'published' AND NOT withheld";
        run(ctx, &format!("UPDATE product SET withheld = TRUE WHERE id = ({key})")).await;
        let fewer = extent(ctx, Listed::Products, 1).await.unwrap().unwrap();
        assert_eq!(fewer.rows, before.rows - 1);
        run(ctx, "UPDATE product SET withheld = FALSE WHERE id = (SELECT MAX(id) FROM product WHERE state = 'published' AND withheld)").await;
        let other = extent(ctx, Listed::Products, 1).await.unwrap().unwrap();
        assert_eq!((other.rows, other.newest), (before.rows, before.newest));
        assert_ne!(other, before);
        let families = extent(ctx, Listed::Families, 1).await.unwrap().unwrap();
        run(ctx, "UPDATE family SET state = 'suspended' WHERE id = (SELECT MIN(id) FROM family WHERE state = 'approved')").await;
        assert_ne!(extent(ctx, Listed::Families, 1).await.unwrap().unwrap(), families);
    }

    async fn the_figures_of_products_come_from_an_index(ctx: &Ctx) {
        let sql = "SELECT COUNT(*), SUM(id), MAX(changed_at) FROM product WHERE state = 'published' AND NOT withheld AND id >= 1 AND id < 10001";
        if ctx.db.backend() == DbBackend::Postgres {
            // As autovacuum leaves it: until then no row is known to be visible to all, and the plan is a matter of luck.
            ctx.db.read().execute_unprepared("VACUUM ANALYZE product").await.unwrap();
        }
        let tx = ctx.begin().await.unwrap();
        let (explain, column) = match ctx.db.backend() {
            DbBackend::Postgres => {
                tx.run("SET LOCAL enable_seqscan = off", vec![]).await.unwrap();
                tx.run("SET LOCAL enable_bitmapscan = off", vec![]).await.unwrap();
                ("EXPLAIN", "QUERY PLAN")
            }
            _ => ("EXPLAIN QUERY PLAN", "detail"),
        };
        let rows = tx.query_all_raw(Statement::from_string(ctx.db.backend(), format!("{explain} {sql}"))).await.unwrap();
        let way: String = rows.iter().map(|row| row.try_get::<String>("", column).unwrap() + "\n").collect();
        assert!(way.contains("product_site_map"), "{way}");
    }
}
