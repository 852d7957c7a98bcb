//! Getting ready, counting, saying how it was, and what is kept of a fair, on real databases.
#![allow(clippy::unwrap_used)]

use super::booths::confirmed;
use super::days::{held, wrong};
use super::tests::{HEAD, OFFICER, day, form, later, phone, refused, rows};
use fairs::applications::confirmation;
use fairs::days::rules::Count;
use fairs::days::{goods, presence};
use fairs::entity;
use fairs::entity::fair;
use fairs::plan::types::FairForm;
use fairs::preparation::rules::{Item, RideKind};
use fairs::preparation::{checklist, journeys, packing};
use fairs::record::rules::{FEW, Side};
use fairs::record::{feedback, files, photos};
use fairs::rules::application::ApplicationState;
use fairs::types::Fair;
use fairs::{applications, booths, days, overview, plan, preparation};
use ground::ctx::Ctx;
use ground::error::{AppError, Reason};
use ground::ids::{FairId, ProductId};
use ground::outbox::{self, Mail};
use people::notifications;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use testing::on_both;
use testing::{person, photo};

async fn of(ctx: &Ctx, id: FairId) -> Fair {
    (&fair::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap()).into()
}

/// Invitations that wait to leave: method, SEQUENCE and UID; each is seen once.
async fn invited(ctx: &Ctx) -> Vec<(String, String, String)> {
    let claimed = outbox::claim(&ctx.db, later(ctx, 100).now, outbox::Lane::Mail, 1_000).await.unwrap();
    let tx = ctx.begin().await.unwrap();
    tx.run("DELETE FROM outbox", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    let line =
        |text: &str, name: &str| text.replace("\r\n ", "").lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
    let invitations = claimed.iter().filter_map(|task| task.read::<Mail>()?.invitation);
    invitations.map(|one| (one.method, line(&one.text, "SEQUENCE"), line(&one.text, "UID"))).collect()
}

fn missing<T: std::fmt::Debug>(result: Result<T, AppError>) {
    assert!(matches!(result, Err(AppError::NotFound)), "{result:?}");
}

on_both! {
    async fn who_has_nothing_left_to_do_is_ready(ctx: &Ctx) {
        let (id, _) = held(ctx, 1).await;
        let officer = later(&person(ctx, OFFICER).await, 40);
        let tx = ctx.begin().await.unwrap();
        let mut row = rows(ctx, id).await.remove(0).into_active_model();
        row.lodging = Set(0);
        let key = row.update(&*tx).await.unwrap().id;
        tx.commit().await.unwrap();
        let family = later(&person(ctx, &phone(1)).await, 40);
        let state = async || rows(ctx, id).await[0].state;
        let lines = checklist::of(ctx.db.read(), &of(ctx, id).await, &(&rows(ctx, id).await[0]).into()).await.unwrap();
        let open: Vec<Item> = lines.iter().filter(|line| !line.done).map(|line| line.item).collect();
        assert_eq!(open, [Item::Bus, Item::Goods, Item::Labels]);
        assert_eq!(lines.iter().find(|line| line.item == Item::Goods).map(|line| line.by), Some(day(ctx, 59)));
        // What the organiser gives, and what is not asked for, nobody ticks; nor does anybody for others.
        missing(checklist::note(&family, key, &[Item::Bus]).await);
        missing(checklist::note(&family, key, &[Item::Papers]).await);
        missing(checklist::note(&later(&person(ctx, &phone(2)).await, 40), key, &[Item::Goods]).await);
        checklist::note(&family, key, &[Item::Goods, Item::Labels]).await.unwrap();
        assert_eq!(state().await, ApplicationState::BoothAllocated);
        journeys::add_ride(&officer, id, RideKind::Bus, "حافلة الجنوب".into(), 9).await.unwrap();
        let bus = journeys::journey(ctx.db.read(), id).await.unwrap().rides[0].id;
        journeys::seat(&officer, id, key, RideKind::Bus, Some(bus)).await.unwrap();
        assert_eq!(state().await, ApplicationState::Ready);
        // Its guide names the bus and the booth; that of others is nobody's to read.
        let visit = overview::reads::visit(&family, key).await.unwrap();
        assert_eq!(visit.rides.iter().map(|ride| ride.title.as_str()).collect::<Vec<_>>(), ["حافلة الجنوب"]);
        assert!(!visit.booth.is_empty());
        assert!(matches!(overview::reads::visit(&later(&person(ctx, &phone(2)).await, 40), key).await, Err(AppError::NotFound)));
        journeys::seat(&officer, id, key, RideKind::Bus, None).await.unwrap();
        assert_eq!(state().await, ApplicationState::BoothAllocated);
        journeys::seat(&officer, id, key, RideKind::Bus, Some(bus)).await.unwrap();
        checklist::note(&family, key, &[Item::Goods]).await.unwrap();
        assert_eq!(state().await, ApplicationState::BoothAllocated);
        checklist::note(&family, key, &[Item::Goods, Item::Labels]).await.unwrap();
        // Another booth than was told is told anew, and a ready family may still take its application back.
        booths::acts::give(&officer, id, key, None).await.unwrap();
        assert_eq!(state().await, ApplicationState::Confirmed);
        booths::acts::allocate(&officer, id).await.unwrap();
        booths::acts::take_over(&officer, id).await.unwrap();
        assert_eq!(state().await, ApplicationState::Ready);
        // It says how many of what it packs; the sheet of the officer proposes that, as long as nothing was noted.
        let product = applications::reads::own_application(&family, key).await.unwrap().products[0];
        packing::pack(&family, key, &[(product, 12)]).await.unwrap();
        missing(packing::pack(&family, key, &[(ProductId(999_999), 1)]).await);
        missing(packing::pack(&later(&person(ctx, &phone(2)).await, 40), key, &[(product, 1)]).await);
        assert_eq!(applications::reads::own_application(&family, key).await.unwrap().packed.get(&product), Some(&12));
        confirmation::withdraw(&family, key).await.unwrap();
        refused(packing::pack(&family, key, &[(product, 1)]).await, Reason::NOT_NOW);
        assert!(booths::reads::of(ctx.db.read(), id).await.unwrap().is_empty());
    }

    async fn calendars_follow_the_booth(ctx: &Ctx) {
        let id = confirmed(ctx, 4, 1).await;
        let tx = ctx.begin().await.unwrap();
        let sql = "UPDATE person SET email = 'family@souq.example', email_confirmed_at = created_at, mail_notices = TRUE WHERE phone = $1";
        assert_eq!(tx.run(sql, vec![phone(1).into()]).await.unwrap(), 1);
        tx.commit().await.unwrap();
        let officer = later(&person(ctx, OFFICER).await, 30);
        invited(ctx).await;
        booths::acts::allocate(&officer, id).await.unwrap();
        booths::acts::take_over(&officer, id).await.unwrap();
        let told = invited(ctx).await;
        let days = (day(ctx, 62), day(ctx, 64));
        let call = of(ctx, id).await.call;
        plan::acts::save(&officer, Some(id), FairForm { days, call, ..form(ctx, "معرض الجنوب") }).await.unwrap();
        let moved = invited(ctx).await;
        let family = later(&person(ctx, &phone(1)).await, 31);
        confirmation::withdraw(&family, rows(ctx, id).await[0].id).await.unwrap();
        let out = invited(ctx).await;
        let said: Vec<_> = [&told, &moved, &out].map(|all| all.iter().map(|one| (one.0.as_str(), one.1.as_str())).collect::<Vec<_>>()).concat();
        assert_eq!(said, [("REQUEST", "SEQUENCE:0"), ("REQUEST", "SEQUENCE:1"), ("CANCEL", "SEQUENCE:2")]);
        assert!(told[0].2 == moved[0].2 && moved[0].2 == out[0].2, "one event: {told:?} {moved:?} {out:?}");
        // Who is out hears nothing more of it.
        plan::acts::cancel(&later(&officer, 1), id, "أُغلقت القاعة للصيانة").await.unwrap();
        assert!(invited(ctx).await.is_empty());
    }

    async fn an_officer_reminds_once_a_day(ctx: &Ctx) {
        let (id, _) = held(ctx, 2).await;
        let officer = later(&person(ctx, OFFICER).await, 40);
        let family = later(&person(ctx, &phone(1)).await, 40);
        let ready = later(&person(ctx, &phone(2)).await, 40);
        let other = rows(ctx, id).await[1].id;
        checklist::note(&ready, other, &[Item::Goods, Item::Labels]).await.unwrap();
        let unread = async || (notifications::unread(&family).await.unwrap(), notifications::unread(&ready).await.unwrap());
        let before = unread().await;
        checklist::remind(&officer, id).await.unwrap();
        refused(checklist::remind(&officer, id).await, preparation::refusals::REMINDED_TODAY);
        // Who has only to be given something hears nothing.
        assert_eq!(unread().await, (before.0 + 1, before.1));
        missing(checklist::remind(&later(&person(ctx, "0910000006").await, 40), id).await);
        checklist::remind(&later(&officer, 1), id).await.unwrap();
        assert_eq!(unread().await, (before.0 + 2, before.1));
        checklist::note(&family, rows(ctx, id).await[0].id, &[Item::Goods, Item::Labels]).await.unwrap();
        refused(checklist::remind(&later(&officer, 2), id).await, Reason::NOT_NOW);
    }

    async fn who_lacks_something_is_reminded_once(ctx: &Ctx) {
        let (id, _) = held(ctx, 2).await;
        let sent = rows(ctx, id).await;
        let family = later(&person(ctx, &phone(1)).await, 40);
        let unread = async |n: usize| people::notifications::unread(&later(&person(ctx, &phone(n)).await, 58)).await.unwrap();
        checklist::note(&family, sent[0].id, &[Item::Goods, Item::Labels]).await.unwrap();
        let before = (unread(1).await, unread(2).await);
        for (days, reminded) in [(56, 0), (57, 1), (58, 0), (60, 0)] {
            assert_eq!(checklist::daily(&later(ctx, days)).await.unwrap(), reminded, "{days}");
        }
        // What is the organiser's to give is nothing to remind a family of.
        assert_eq!((unread(1).await, unread(2).await), (before.0, before.1 + 1));
    }

    async fn goods_are_counted_from_their_labels_once(ctx: &Ctx) {
        let (id, officer) = held(ctx, 1).await;
        let row = rows(ctx, id).await.remove(0);
        let key = row.id;
        let product = applications::reads::whole(ctx.db.read(), of(ctx, id).await, (&row).into()).await.unwrap().products[0];
        let line = async || entity::goods::Entity::find_by_id((key, product)).one(ctx.db.read()).await.unwrap().unwrap();
        let count = async |ctx: &Ctx, what, n, seen| goods::count(ctx, key, product, what, n, seen).await;
        wrong(count(&officer, Count::Sold, 1, 0).await, "n", &days::refusals::MORE_THAN_BROUGHT);
        // The same form many times at once: one effect, the same answer.
        let sent: Vec<_> = (0..12)
            .map(|_| {
                let officer = officer.clone();
                tokio::spawn(async move { goods::count(&officer, key, product, Count::Brought, 10, 0).await })
            })
            .collect();
        for answer in sent {
            answer.await.unwrap().unwrap();
        }
        assert_eq!(line().await.brought, 10);
        count(&officer, Count::Sold, 3, 0).await.unwrap();
        let head = later(&person(ctx, HEAD).await, 60);
        wrong(count(&head, Count::Sold, 3, 0).await, "n", &days::refusals::COUNTED_MEANWHILE);
        count(&head, Count::Sold, 3, 3).await.unwrap();
        wrong(count(&officer, Count::Sold, 3, 0).await, "n", &days::refusals::COUNTED_MEANWHILE);
        wrong(count(&officer, Count::Damaged, 5, 0).await, "n", &days::refusals::MORE_THAN_BROUGHT);
        assert_eq!((line().await.brought, line().await.sold, line().await.damaged), (10, 6, 0));
        assert_eq!(goods::counted_of(ctx.db.read(), key).await.unwrap().len(), 3);
        missing(goods::count(&officer, key, ProductId(999_999), Count::Sold, 1, 0).await);
        missing(count(&later(&person(ctx, "0910000006").await, 60), Count::Sold, 1, 6).await);
        missing(goods::labelled(&officer, "elsewhere", key, product).await);
        goods::labelled(&officer, &of(ctx, id).await.slug, key, product).await.unwrap();
    }

    async fn people_say_how_it_was_without_names(ctx: &Ctx) {
        let families = usize::try_from(FEW).unwrap();
        let (id, officer) = held(ctx, families).await;
        let keys: Vec<_> = rows(ctx, id).await.iter().map(|row| row.id).collect();
        let there = keys.iter().map(|key| key.0).collect();
        presence::note_presence(&officer, id, day(ctx, 60), &there, &[].into()).await.unwrap();
        let slug = of(ctx, id).await.slug;
        let early = later(ctx, 59);
        refused(feedback::of_visitor(&early, &slug, &"a".repeat(32), [5; 4], String::new()).await, Reason::NOT_NOW);
        let visitor = later(ctx, 60);
        missing(feedback::of_visitor(&visitor, &slug, "'; --", [5; 4], String::new()).await);
        for _ in 0..3 {
            feedback::of_visitor(&visitor, &slug, &"a".repeat(32), [5, 4, 3, 2], "خبز طيب".into()).await.unwrap();
        }
        let last = day(ctx, 63);
        for (n, key) in keys.iter().enumerate().take(families - 1) {
            let mine = later(&person(ctx, &phone(n + 1)).await, 60);
            refused(feedback::of_family(&mine, *key, [1; 4], String::new()).await, Reason::NOT_NOW);
            let mine = later(&mine, 3);
            feedback::of_family(&mine, *key, [4; 4], "الجناح ضيّق".into()).await.unwrap();
            feedback::of_family(&mine, *key, [1; 4], "مرة أخرى".into()).await.unwrap();
            let of = |table: &str| format!("{table} WHERE fair_id = {id}");
            testing::told_apart_by_nothing(ctx, &of("fair_words"), &of("fair_rating")).await;
        }
        let said = async |today| feedback::said(ctx.db.read(), &of(ctx, id).await, today).await.unwrap();
        let long_after = day(ctx, 90);
        let few = said(long_after).await;
        assert_eq!((few[0].side, few[0].people, few[0].ratings.len(), few[0].words.len()), (Side::Family, FEW - 1, 0, 0));
        assert_eq!((few[1].people, few[1].ratings[3], few[1].words.clone()), (1, [0, 1, 0, 0, 0], vec!["خبز طيب".to_owned()]));
        let mine = later(&person(ctx, &phone(families)).await, 63);
        feedback::of_family(&mine, keys[families - 1], [2; 4], String::new()).await.unwrap();
        // While more may answer, who answered last could be told from the others.
        assert!(said(last).await[0].ratings.is_empty());
        let all = said(long_after).await;
        assert_eq!(all[0].ratings, vec![[0, 1, 0, FEW - 1, 0]; 4]);
        assert_eq!(all[0].words.len(), families - 1);
    }

    async fn files_are_the_desk_s_and_photos_everyone_s(ctx: &Ctx) {
        let (id, officer) = held(ctx, 1).await;
        refused(photos::add_photo(&officer, id, "زوار المعرض".into(), photo(1)).await, Reason::NOT_NOW);
        let key = rows(ctx, id).await[0].id.0;
        presence::note_presence(&officer, id, day(ctx, 60), &[key].into(), &[].into()).await.unwrap();
        for _ in 0..2 {
            photos::add_photo(&officer, id, "زوار المعرض".into(), photo(1)).await.unwrap();
        }
        let shown = photos::photos_of(ctx.db.read(), id).await.unwrap();
        assert_eq!(shown.len(), 1, "sent twice, added once");
        let address = shown[0].1.address.clone();
        let visitor = later(ctx, 60);
        assert_eq!(people::media::access(&visitor, &address).await.unwrap(), people::media::Access::Public);
        let mountain = later(&person(ctx, "0910000006").await, 60);
        missing(photos::remove_photo(&mountain, id, shown[0].0).await);
        photos::remove_photo(&officer, id, shown[0].0).await.unwrap();
        missing(people::media::access(&visitor, &address).await);
        files::add_file(&officer, id, "عقد القاعة.pdf".into(), photo(2)).await.unwrap();
        let file = files::files_of(ctx.db.read(), id).await.unwrap().remove(0);
        for (who, reads) in [(&officer, true), (&later(&person(ctx, HEAD).await, 60), true), (&mountain, false), (&later(&person(ctx, &phone(1)).await, 60), false), (&visitor, false)] {
            assert_eq!(files::file_in_scope(who, file.media).await.unwrap(), reads);
        }
        files::remove_file(&officer, id, file.id).await.unwrap();
        assert!(files::files_of(ctx.db.read(), id).await.unwrap().is_empty());
    }
}
