//! Halls on real databases: drawn inside, apart from each other, taken over.
#![allow(clippy::unwrap_used)]

use super::tests::{OFFICER, booth_form, form, refused, wrong};
use fairs::drawing::types::{PartForm, RowForm, Way};
use fairs::hall::entity::booth;
use fairs::hall::rules::PartKind;
use fairs::hall::types::Area;
use fairs::rules::application::BoothKind;
use fairs::{drawing, hall, plan, refusals};
use ground::ctx::Ctx;
use ground::error::{AppError, Problem};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use testing::on_both;
use testing::person;

on_both! {
    async fn no_two_booths_share_a_metre(ctx: &Ctx) {
        let officer = person(ctx, OFFICER).await;
        let id = plan::acts::save(&officer, None, form(ctx, "معرض")).await.unwrap();
        drawing::acts::set_size(&officer, id, 12, 8).await.unwrap();
        let one = |number, kind, x, y| RowForm { first: booth_form(number, kind, x, y), count: 1, gap: 0, way: Way::Across };
        drawing::acts::add_row(&officer, id, one("أ-1", BoothKind::Large, 0, 0)).await.unwrap();
        let meets = wrong(drawing::acts::add_row(&officer, id, one("أ-2", BoothKind::Small, 2, 2)).await);
        assert_eq!(meets.of("x"), Some(&drawing::refusals::booths_meet("أ-1")));
        // A row is drawn whole or not at all, and its numbers count on.
        let row = |count| RowForm { first: booth_form("ب-9", BoothKind::Small, 4, 0), count, gap: 0, way: Way::Across };
        assert_eq!(wrong(drawing::acts::add_row(&officer, id, row(5)).await).of("x"), Some(&drawing::refusals::OUTSIDE_HALL));
        drawing::acts::add_row(&officer, id, row(3)).await.unwrap();
        let found = hall::reads::of(ctx.db.read(), id).await.unwrap().unwrap();
        let numbers: Vec<&str> = found.booths.iter().map(|row| row.number.as_str()).collect();
        assert_eq!(numbers, ["أ-1", "ب-9", "ب-10", "ب-11"]);
        let (first, last) = (found.booths[0].id, found.booths[3].id);
        refused(drawing::acts::move_booth(&officer, id, last, 1, 1).await, refusals::NO_ROOM);
        // A booth is saved where it stands, and on no other one, under no other's number, not outside.
        let save = async |key, form| drawing::acts::save_booth(&officer, id, key, form).await;
        save(first, booth_form("أ-1", BoothKind::Large, 0, 0)).await.unwrap();
        let meets = wrong(save(last, booth_form("ب-11", BoothKind::Small, 2, 2)).await);
        assert_eq!(meets.of("x"), Some(&drawing::refusals::booths_meet("أ-1")));
        let outside = wrong(save(last, booth_form("ب-11", BoothKind::Large, 10, 6)).await);
        assert_eq!((outside.of("x"), outside.of("y")), (Some(&drawing::refusals::OUTSIDE_HALL), Some(&drawing::refusals::OUTSIDE_HALL)));
        assert_eq!(wrong(save(last, booth_form("أ-1", BoothKind::Small, 0, 6)).await).of("number"), Some(&Problem::Twice));
        drawing::acts::move_booth(&officer, id, last, 0, 6).await.unwrap();
        assert_eq!(wrong(drawing::acts::set_size(&officer, id, 12, 7).await).of("height"), Some(&Problem::OutOfRange(8, 100)));
        let zone = |x, y| PartForm { kind: PartKind::Zone, title: String::new(), craft: None, area: Area { x, y, width: 4, height: 4 } };
        let outside = wrong(drawing::acts::add_part(&officer, id, zone(10, 6)).await);
        assert_eq!((outside.of("part_x"), outside.of("part_y")), (Some(&drawing::refusals::OUTSIDE_HALL), Some(&drawing::refusals::OUTSIDE_HALL)));
        for _ in 0..2 {
            drawing::acts::add_part(&officer, id, zone(6, 0)).await.unwrap();
        }
        assert_eq!(hall::reads::of(ctx.db.read(), id).await.unwrap().unwrap().parts.len(), 1, "sent twice, drawn once");
        // The schema guards it too, whoever writes.
        for sql in [
            "INSERT INTO booth (fair_id, number, kind, x, y, width, height, power, water, accessible, blocked) \
             SELECT fair_id, 'x', kind, x + 1, y + 1, width, height, power, water, accessible, blocked FROM booth WHERE id = $1",
            "UPDATE booth SET x = 4 WHERE id = $1",
        ] {
            let tx = ctx.begin().await.unwrap();
            let error = tx.run(sql, vec![first.into()]).await.unwrap_err();
            assert!(error.to_string().contains("booths_apart"), "{error}");
        }
        // Next year's fair takes the plan over.
        let mut next = form(ctx, "معرض السنة القادمة");
        next.hall_from = Some(id);
        let next = plan::acts::save(&officer, None, next).await.unwrap();
        assert_eq!(hall::reads::of(ctx.db.read(), next).await.unwrap().unwrap().booths.len(), 4);
        let others = hall::reads::of(ctx.db.read(), next).await.unwrap().unwrap().booths[0].id;
        let foreign = drawing::acts::save_booth(&officer, id, others, booth_form("أ-1", BoothKind::Large, 0, 0)).await;
        assert!(matches!(foreign, Err(AppError::NotFound)), "{foreign:?}");
        let mountain = person(ctx, "0910000006").await;
        assert!(matches!(drawing::acts::remove_booth(&mountain, id, first).await, Err(AppError::NotFound)));
        drawing::acts::remove_booth(&officer, id, first).await.unwrap();
        assert_eq!(booth::Entity::find().filter(booth::Column::FairId.eq(id)).all(ctx.db.read()).await.unwrap().len(), 3);
    }
}
