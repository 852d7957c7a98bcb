//! Who leaves, and erases the account: nothing of what they said is left the week after, in any column of any table, and on SQLite in no
//! byte of its file.
#![allow(clippy::unwrap_used)]

use cases::casework;
use chrono::Duration;
use desk::{LEAVE_FIRST, acts, decide};
use ground::ctx::Ctx;
use ground::error::{AppError, Problem};
use ground::ids::CaseId;
use ground::outbox;
use market::catalogue::{self, Sent};
use market::families::{self, Change, Target};
use people::accounts;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use testing::{on_both, person, photo};
use world::demo_draft;

use super::tests::{OFFICER, number, yes};

/// A word that nothing else in the town says.
const MARK: &str = "علامتناالخفية";
const FAMILY: &str = "0920000003";

/// Tables in which a mark stands.
async fn marked(ctx: &Ctx) -> Vec<String> {
    let backend = ctx.db.backend();
    let ask = async |sql: String| ctx.db.read().query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
    let names = if backend == DbBackend::Postgres {
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' AND name NOT LIKE 'sqlite_%'"
    };
    let mut found = Vec::new();
    for table in ask(names.to_owned()).await {
        let table: String = table.try_get("", "name").unwrap();
        let row = if backend == DbBackend::Postgres {
            "t::text".to_owned()
        } else {
            let columns = ask(format!("SELECT name FROM pragma_table_info('{table}')")).await;
            let columns: Vec<String> =
                columns.iter().map(|row| format!("quote(\"{}\")", row.try_get::<String>("", "name").unwrap())).collect();
            columns.join(" || ")
        };
        if number(ctx, &format!("SELECT COUNT(*) AS n FROM \"{table}\" t WHERE {row} LIKE '%{MARK}%'")).await > 0 {
            found.push(table);
        }
    }
    found.sort();
    found
}

/// Whether the file of SQLite holds the mark anywhere, also where nothing is any more.
async fn in_the_file(ctx: &Ctx) -> bool {
    if ctx.db.backend() == DbBackend::Postgres {
        return false;
    }
    let ask = async |sql: &str| ctx.db.writer().query_one_raw(Statement::from_string(DbBackend::Sqlite, sql)).await.unwrap().unwrap();
    ask("PRAGMA wal_checkpoint(TRUNCATE)").await;
    let file: String = ask("PRAGMA database_list").await.try_get("", "file").unwrap();
    let bytes = std::fs::read(file).unwrap();
    bytes.windows(MARK.len()).any(|some| some == MARK.as_bytes())
}

/// Says the mark wherever a family can say something.
async fn says_it_everywhere(family: &Ctx) {
    let ctx = family;
    let tx = ctx.begin().await.unwrap();
    let values = vec![MARK.into(), format!("{MARK}@example.org").into(), ctx.actor.id().unwrap().into()];
    tx.run("UPDATE person SET name = $1, email = $2, email_confirmed_at = created_at, mail_notices = TRUE WHERE id = $3", values)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let id = demo_draft(ctx, "weaving", 5, Some(photo(777_777))).await.unwrap();
    let tx = ctx.begin().await.unwrap();
    let words = vec![format!("كليم {MARK}").into(), format!("{MARK} منسوج باليد في بيتنا").into(), id.into()];
    tx.run("UPDATE product_version SET title_ar = $1, description_ar = $2, material = $1 WHERE product_id = $3", words).await.unwrap();
    let alt = "UPDATE product_photo SET alt = $1 WHERE version_id IN (SELECT id FROM product_version WHERE product_id = $2)";
    tx.run(alt, vec![MARK.into(), id.into()]).await.unwrap();
    tx.commit().await.unwrap();
    let own = families::own_family(ctx.db.read(), ctx).await.unwrap().unwrap();
    let asked = families::save(ctx, Target::Own, Change::Household { size: 7, registration: MARK.into() }, MARK).await;
    assert!(asked.is_ok(), "{:?}", asked.err());
    assert!(own.slug.is_some());
    let variant = "UPDATE product_variant SET name_ar = $1 WHERE product_id = $2";
    let former = "INSERT INTO product_former_slug (slug, product_id) VALUES ($1, $2)";
    let story = "UPDATE family SET story = $1, quarter = $1, landmark = $1, contact_phone = $1 WHERE id = $2";
    let tx = ctx.begin().await.unwrap();
    for (sql, key) in [(variant, id.0), (former, id.0), (story, own.id.0)] {
        tx.run(sql, vec![MARK.into(), key.into()]).await.unwrap();
    }
    tx.run("UPDATE family_member SET name = $1 WHERE family_id = $2", vec![MARK.into(), own.id.into()]).await.unwrap();
    tx.commit().await.unwrap();
    // It is published, so that its words are in the index, reported, and its case was another officer's to look at.
    let officer = person(ctx, OFFICER).await;
    if let Sent::ForReview(reference) = catalogue::send(ctx, id).await.unwrap() {
        let case = CaseId(number(ctx, &format!("SELECT id AS n FROM casefile WHERE reference = '{reference}'")).await);
        let colleague = person(ctx, "0910000003").await;
        casework::assign(&officer, case, colleague.actor.id().unwrap()).await.unwrap();
        decide(&officer, case, &yes("")).await.unwrap();
    }
    let tx = ctx.begin().await.unwrap();
    let report = "UPDATE casefile SET title = $1 WHERE concerns_id = $2";
    tx.run(report, vec![MARK.into(), ctx.actor.id().unwrap().into()]).await.unwrap();
    tx.commit().await.unwrap();
}

/// Blocks of the index of words that hold a part of the mark, on SQLite.
async fn in_the_index(ctx: &Ctx) -> i64 {
    if ctx.db.backend() == DbBackend::Postgres {
        return number(ctx, "SELECT COUNT(*) AS n FROM product WHERE words::text LIKE '%الخفي%'").await;
    }
    number(ctx, "SELECT COUNT(*) AS n FROM product_words_data WHERE instr(block, CAST('الخفي' AS BLOB)) > 0").await
}

on_both! {
    async fn who_leaves_takes_every_word_along(ctx: &Ctx) {
        let family = person(ctx, FAMILY).await;
        assert!(marked(ctx).await.is_empty());
        says_it_everywhere(&family).await;
        // As whoever bears the new name.
        let family = person(ctx, FAMILY).await;
        assert!(in_the_index(ctx).await > 0);
        let before = marked(ctx).await;
        for table in ["person", "product_version", "product_photo", "case_event", "casefile", "family_correction", "outbox"] {
            assert!(before.iter().any(|found| found == table), "{table} of {before:?}");
        }
        assert!(matches!(acts::erase_account(&family, world::DEMO_PASSWORD).await, Err(AppError::Refused(why)) if why == LEAVE_FIRST));
        let wrong = acts::leave_by_password(&family, "another").await;
        assert!(matches!(wrong, Err(AppError::Invalid(errors)) if errors.of("password").is_some()));
        assert!(families::own_family(ctx.db.read(), &family).await.unwrap().is_some(), "a wrong password changes nothing");
        acts::leave_by_password(&family, world::DEMO_PASSWORD).await.unwrap();
        let wrong = acts::erase_account(&family, "another").await;
        assert!(matches!(wrong, Err(AppError::Invalid(errors)) if errors.of("password").is_some_and(|said| *said != Problem::Required)));
        acts::erase_account(&family, world::DEMO_PASSWORD).await.unwrap();
        assert!(accounts::person_by_phone(ctx.db.read(), FAMILY).await.unwrap().is_none(), "the phone is free again");
        // The mails that waited leave, and what is spent goes.
        for lane in [outbox::Lane::Mail, outbox::Lane::Urgent] {
            for task in outbox::claim(&ctx.db, ctx.now, lane, 100).await.unwrap() {
                outbox::finish(&ctx.db, ctx.now, &task, outbox::Ending::Done).await.unwrap();
            }
        }
        desk::erase_spent(&Ctx { now: ctx.now + Duration::days(8), ..ctx.clone() }).await.unwrap();
        // Who acted stands in the audit trail for good, as its rows are a chain; that an account was erased stands there without a name.
        assert_eq!(marked(ctx).await, ["audit"]);
        let erased = "SELECT COUNT(*) AS n FROM audit WHERE act = 'account.erase' AND actor_name = ''";
        assert_eq!(number(ctx, erased).await, 1);
        catalogue::without_erased_words(&ctx.db).await.unwrap();
        assert_eq!(in_the_index(ctx).await, 0);
    }

    async fn what_was_erased_is_in_no_byte_of_the_file(ctx: &Ctx) {
        let tx = ctx.begin().await.unwrap();
        let rows = "INSERT INTO throttle (subject, failures, window_ends_at) SELECT $1 || id, 1, $2 FROM product";
        tx.run(rows, vec![MARK.into(), ctx.now.into()]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(in_the_file(ctx).await, ctx.db.backend() == DbBackend::Sqlite);
        let tx = ctx.begin().await.unwrap();
        tx.run("DELETE FROM throttle", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!in_the_file(ctx).await);
    }

    async fn a_photo_that_nobody_sees_any_more_goes_from_the_store(ctx: &Ctx) {
        let family = person(ctx, FAMILY).await;
        let id = demo_draft(&family, "weaving", 5, Some(photo(777_001))).await.unwrap();
        let address = photo(777_001).address;
        let known = async || number(ctx, &format!("SELECT COUNT(*) AS n FROM media WHERE address = '{address}'")).await;
        let erased = async || number(ctx, &format!("SELECT COUNT(*) AS n FROM outbox WHERE task LIKE '%{address}%'")).await;
        let on = async |days| catalogue::erase_withdrawn(&Ctx { now: ctx.now + Duration::days(days), ..ctx.clone() }).await.unwrap();
        // What is being worked on is needed, and what is paused too.
        on(catalogue::WITHDRAWN_DAYS + 1).await;
        assert_eq!((known().await, erased().await), (1, 0));
        catalogue::send(&family, id).await.unwrap();
        let tx = ctx.begin().await.unwrap();
        tx.run("UPDATE product SET state = 'retired' WHERE id = $1", vec![id.into()]).await.unwrap();
        tx.commit().await.unwrap();
        let public = "SELECT COUNT(*) AS n FROM media WHERE public_since IS NOT NULL";
        let before = number(ctx, public).await;
        on(catalogue::WITHDRAWN_DAYS - 1).await;
        assert_eq!(known().await, 1, "not before its time");
        assert!(on(catalogue::WITHDRAWN_DAYS + 1).await > 0);
        assert_eq!((known().await, erased().await, number(ctx, public).await), (0, 1, before));
        // Taken out of a draft that nobody has seen, it goes at once.
        let id = demo_draft(&family, "weaving", 6, Some(photo(777_002))).await.unwrap();
        let address = photo(777_002).address;
        catalogue::photos::change_photo(&family, id, 0, &address, catalogue::photos::PhotoChange::Remove).await.unwrap();
        assert_eq!(number(ctx, &format!("SELECT COUNT(*) AS n FROM media WHERE address = '{address}'")).await, 0);
        assert_eq!(number(ctx, &format!("SELECT COUNT(*) AS n FROM outbox WHERE task LIKE '%{address}%'")).await, 1);
    }
}
