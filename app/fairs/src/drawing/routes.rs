//! Lines of the URL table of `drawing`, and its pages.

use axum::extract::Path;

use crate::drawing::pages;
use crate::drawing::posts::{change, change_booth, found, hall_again};
use crate::reach::{READERS, STAFF};
use ground::ctx::Ctx;
use ground::form::{Filled, Form};
use ground::ids::{BoothId, FairId};
use ground::route::{Access, Answer, Entry, act, get};

const PLANS: Access = Access::Staff(STAFF);

/// Lines of the URL table.
pub(crate) fn entries() -> Vec<Entry> {
    vec![
        get("/desk/fairs/{fair}/hall", Access::Staff(READERS), show),
        act("/desk/fairs/{fair}/hall/size", PLANS, change),
        act("/desk/fairs/{fair}/hall/row", PLANS, change),
        act("/desk/fairs/{fair}/hall/move", PLANS, change),
        act("/desk/fairs/{fair}/hall/part", PLANS, change),
        act("/desk/fairs/{fair}/hall/remove-part", PLANS, change),
        act("/desk/fairs/{fair}/hall/no-picture", PLANS, change),
        get("/desk/fairs/{fair}/hall/{booth}", PLANS, booth),
        act("/desk/fairs/{fair}/hall/{booth}/save", PLANS, change_booth),
        act("/desk/fairs/{fair}/hall/{booth}/remove", PLANS, change_booth),
    ]
}

type Key = Path<(String, i64)>;

async fn show(ctx: Ctx, Path((_, id)): Key) -> Answer {
    hall_again(&ctx, FairId(id), &Filled::default()).await
}

type BoothKey = Path<(String, i64, i64)>;

async fn booth(ctx: Ctx, Path((_, id, key)): BoothKey) -> Answer {
    let (fair, booth) = found(&ctx, FairId(id), BoothId(key)).await?;
    let yes = |holds: bool| if holds { "yes".to_owned() } else { String::new() };
    let form = Form::of([
        ("number", booth.number.clone()),
        ("kind", booth.kind.code().to_owned()),
        ("x", (booth.area.x + 1).to_string()),
        ("y", (booth.area.y + 1).to_string()),
        ("power", yes(booth.power)),
        ("water", yes(booth.water)),
        ("accessible", yes(booth.accessible)),
        ("blocked", yes(booth.blocked)),
    ]);
    Ok(pages::booth::booth(&ctx, &fair, &booth, &Filled::from(form)).respond(&ctx))
}
