//! Lines of the URL table of `booths`, and its pages.

use std::collections::HashMap;

use axum::extract::{Path, RawQuery};

use crate::booths::pages;
use crate::booths::posts::{booths_again, change, give, one_again};
use crate::booths::types::Guide;
use crate::reach::{READERS, STAFF};
use crate::rules::FairState;
use crate::{booths, hall, reads};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::form::{Filled, Form};
use ground::ids::{FairApplicationId, FairId, FamilyId, ProductId};
use ground::route::{Access, Answer, Entry, act, get, post};
use ground::ui::shared;
use market::catalogue;
use people::{crafts, place};

const PLANS: Access = Access::Staff(STAFF);

const READS: Access = Access::Staff(READERS);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/fairs/{slug}/map", Access::Public, map).reading(&[]),
        get("/fairs/{slug}/families", Access::Public, who).reading(&["name", "craft"]),
        get("/desk/fairs/{fair}/booths", READS, show),
        act("/desk/fairs/{fair}/booths/allocate", PLANS, change),
        act("/desk/fairs/{fair}/booths/take-over", PLANS, change),
        get("/desk/fairs/{fair}/booths/{application}", PLANS, one),
        post("/desk/fairs/{fair}/booths/{application}", PLANS, give),
        get("/desk/fairs/{fair}/signs", READS, signs),
    ]
}

type Slug = Path<(String, String)>;

async fn guide(ctx: &Ctx, slug: &str) -> Result<Guide, AppError> {
    let fair = reads::fair(ctx, slug).await?;
    let db = ctx.db.read();
    let exhibitors = booths::reads::exhibitors(db, fair.id, day_in_tripoli(ctx.now)).await?;
    // There is a guide once booths were told.
    if exhibitors.is_empty() || fair.state == FairState::Cancelled {
        return Err(AppError::NotFound);
    }
    let hall = hall::reads::of(db, fair.id).await?;
    let picture = hall::reads::picture(ctx, hall.as_ref()).await?;
    Ok(Guide { fair, hall, picture, exhibitors })
}

async fn map(ctx: Ctx, Path((_, slug)): Slug) -> Answer {
    shared(ctx, |ctx| async move {
        let guide = guide(&ctx, &slug).await?;
        let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
        Ok(pages::guide::map(&ctx, &guide, &places, &crafts).into())
    })
    .await
}

async fn who(ctx: Ctx, Path((_, slug)): Slug, RawQuery(query): RawQuery) -> Answer {
    let guide = guide(&ctx, &slug).await?;
    let (places, crafts) = (place::places(&ctx.db).await?, crafts::crafts(&ctx.db).await?);
    let query = Form::parse(&query.unwrap_or_default());
    let brought = booths::reads::brought(ctx.db.read(), &guide.exhibitors).await?;
    let items = catalogue::exhibits(ctx.db.read(), brought.iter().map(|(_, product)| *product).collect()).await?;
    let items: HashMap<ProductId, catalogue::Exhibit> = items.into_iter().filter(|item| item.shown).map(|item| (item.id, item)).collect();
    let mut of: HashMap<FamilyId, Vec<catalogue::Exhibit>> = HashMap::new();
    for (family, product) in brought {
        of.entry(family).or_default().extend(items.get(&product).cloned());
    }
    Ok(pages::guide::who(&ctx, &guide, &of, &query, &places, &crafts).respond(&ctx))
}

type Key = Path<(String, i64)>;

async fn show(ctx: Ctx, Path((_, id)): Key) -> Answer {
    booths_again(&ctx, FairId(id), &Filled::default()).await
}

type One = Path<(String, i64, i64)>;

async fn one(ctx: Ctx, Path((_, fair, key)): One) -> Answer {
    let key = FairApplicationId(key);
    let given = booths::reads::of(ctx.db.read(), FairId(fair)).await?;
    let booth = given.iter().find(|one| one.application == key).map(|one| one.booth.to_string()).unwrap_or_default();
    one_again(&ctx, FairId(fair), key, &Filled::from(Form::of([(format!("booth_{key}").as_str(), booth)]))).await
}

async fn signs(ctx: Ctx, Path((_, id)): Key) -> Answer {
    let view = reads::desk_fair(&ctx, FairId(id)).await?;
    let all = booths::reads::exhibitors(ctx.db.read(), view.fair.id, day_in_tripoli(ctx.now)).await?;
    Ok(pages::signs::signs(&ctx, &view.fair, &all).respond(&ctx))
}
