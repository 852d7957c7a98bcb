//! What a licence gives ends with its last day, also while the worker that writes it down stands still.
#![allow(clippy::unwrap_used)]

use chrono::{Days, NaiveDate};
use ground::ctx::Ctx;
use market::catalogue::{self, Filter};
use market::families;
use testing::{on_both, person};

const FAMILY: &str = "0920000001";

/// Noon of a day.
fn on(ctx: &Ctx, day: NaiveDate) -> Ctx {
    Ctx { now: day.and_hms_opt(10, 0, 0).unwrap().and_utc(), ..ctx.clone() }
}

on_both! {
    async fn nothing_of_a_family_is_shown_after_the_last_day_of_its_licence(ctx: &Ctx) {
        let family = person(ctx, FAMILY).await;
        let own = families::own_family(ctx.db.read(), &family).await.unwrap().unwrap();
        let (store, until) = (own.slug.clone().unwrap(), own.licence.clone().unwrap().1);
        let mine = catalogue::reads::mine(&family).await.unwrap();
        let (product, slug, title) = mine.iter().find_map(|row| Some((row.id, row.slug.clone()?, row.title.clone()))).unwrap();
        let filter = Filter { q: title, ..Filter::default() };
        // The shelf was read on a day on which it held.
        for (day, holds) in [(until, true), (until + Days::new(1), false)] {
            let (visitor, family) = (on(ctx, day), on(&family, day));
            assert_eq!(families::storefront(&visitor, &store).await.is_ok(), holds, "storefront");
            assert_eq!(catalogue::reads::public_product(&visitor, &slug).await.is_ok(), holds, "product");
            let found = catalogue::list(&visitor, &filter).await.unwrap();
            assert_eq!(found.cards.iter().any(|card| card.id == product), holds, "list");
            let counted = catalogue::facets(&visitor, &filter).await.unwrap().total;
            assert_eq!(counted, found.cards.len() as i64, "counted as shown");
            let names = families::public_names(ctx.db.read(), vec![own.id], visitor.now).await.unwrap();
            assert_eq!(names.contains_key(&own.id), holds, "name");
            assert_eq!(families::licensed_own(ctx.db.read(), &family).await.is_ok(), holds, "acts");
            let licence = families::licensed_until(ctx.db.read(), own.id, day).await.unwrap();
            assert_eq!(licence.is_some(), holds, "seats and booths");
            // Its own pages say the same.
            assert_eq!(own.licence_holds(visitor.now), holds);
        }
        let (families, _) = families::totals(&on(ctx, until)).await.unwrap();
        assert!(families::totals(&on(ctx, until + Days::new(1))).await.unwrap().0 < families);
    }
}
