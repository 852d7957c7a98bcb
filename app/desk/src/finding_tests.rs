//! The desk finds a name however it is written, on both databases alike.
#![allow(clippy::unwrap_used)]

use super::tests::OFFICER;
use cases::casework::{self, QueueFilter};
use ground::ctx::Ctx;
use market::families::{self, RegisterFilter};
use testing::{on_both, person};

on_both! {
    async fn a_name_is_found_in_every_spelling(ctx: &Ctx) {
        let officer = person(ctx, OFFICER).await;
        let id = families::register(&officer, &RegisterFilter::default()).await.unwrap().0[0].id;
        for (stored, typed) in [
            ("أُسْرَةُ الخَيْر", "اسرة الخير"),
            ("اسرة الخير", "أسره الخیر"),
            ("ڪرسي السعف", "كرسی"),
            ("بيت الـــنخيل", "النخيل"),
            ("فتحى للفخار", "فتحي"),
            ("سلۃ", "سلة"),
            ("بيت ٢٠٢٦", "2026"),
            ("Palm House", "palm h"),
            ("100% سعف_يدوي", "100% سعف_"),
        ] {
            let tx = ctx.begin().await.unwrap();
            tx.run("UPDATE family SET trade_name = $1 WHERE id = $2", vec![stored.into(), id.into()]).await.unwrap();
            tx.commit().await.unwrap();
            let found = families::register(&officer, &RegisterFilter { text: typed.into(), ..RegisterFilter::default() }).await.unwrap().0;
            assert!(found.iter().any(|row| row.id == id), "«{typed}» does not find «{stored}»");
            let other = RegisterFilter { text: "لا شيء كهذا".into(), ..RegisterFilter::default() };
            assert!(families::register(&officer, &other).await.unwrap().0.is_empty());
        }
    }

    async fn the_register_is_narrowed_by_craft_and_by_what_ends_soon(ctx: &Ctx) {
        let officer = person(ctx, OFFICER).await;
        let (rows, _, all) = families::register(&officer, &RegisterFilter::default()).await.unwrap();
        assert!(all >= rows.len() as u64);
        let craft = rows.iter().find_map(|row| row.crafts.first().cloned()).unwrap();
        let of_craft = RegisterFilter { craft: Some(craft.clone()), ..RegisterFilter::default() };
        let found = families::register_all(&officer, &of_craft).await.unwrap();
        assert!(!found.is_empty() && found.iter().all(|row| row.crafts.contains(&craft)));
        let until = found.iter().find_map(|row| row.licence.clone()).unwrap().1;
        let soon = RegisterFilter { ends_soon: true, ..RegisterFilter::default() };
        let at = |days: i64| Ctx { now: (until - chrono::Duration::days(days)).and_hms_opt(10, 0, 0).unwrap().and_utc(), ..officer.clone() };
        let ends = async |days: i64| families::register(&at(days), &soon).await.unwrap().0.iter().any(|row| row.licence.as_ref().is_some_and(|(_, day)| *day == until));
        assert!(ends(60).await && ends(0).await && !ends(61).await && !ends(-1).await);
    }

    async fn a_number_is_found_as_it_is_read_out(ctx: &Ctx) {
        let officer = person(ctx, OFFICER).await;
        let case = casework::queue(&officer, &QueueFilter::default()).await.unwrap().0.remove(0);
        let arabic: String = case.reference.chars().map(|c| c.to_digit(10).and_then(|n| char::from_u32(0x0660 + n)).unwrap_or(c)).collect();
        for typed in [case.reference.to_lowercase(), arabic.replace('-', "\u{2011}"), format!("\u{202A}{}\u{202C}", case.reference)] {
            let found = casework::queue(&officer, &QueueFilter { text: typed.clone(), ..QueueFilter::default() }).await.unwrap().0;
            assert_eq!(found.iter().map(|row| row.id).collect::<Vec<_>>(), [case.id], "{typed}");
        }
    }
}
