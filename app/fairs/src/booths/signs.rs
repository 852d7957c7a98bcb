//! What is printed for a fair, and what a link to it shows: signs, badges, a picture.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::applications::entity::attendant;
use crate::types::Fair;
use crate::words::{at, days};
use crate::{booths, reads};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::AppError;
use ground::ids::FairId;
use ground::texts::Locale;
use people::place;

/// A fair in words, in both languages.
#[derive(Debug, Clone)]
pub struct Title {
    /// Changes when one of the others does.
    pub version: String,
    /// Name.
    pub name: [String; 2],
    /// From when until when.
    pub days: [String; 2],
    /// Where.
    pub place: [String; 2],
}

/// A sign of a booth.
#[derive(Debug, Clone)]
pub struct Sign {
    /// Number of the booth.
    pub number: String,
    /// Name of the family, in Arabic and English.
    pub name: [String; 2],
    /// Address of its page, below the language.
    pub path: String,
}

/// A badge of who goes there.
#[derive(Debug, Clone)]
pub struct Badge {
    /// The person.
    pub person: String,
    /// The family.
    pub family: String,
    /// Number of the booth.
    pub number: String,
    /// Address of the family's page, below the language.
    pub path: String,
}

async fn title(ctx: &Ctx, fair: &Fair) -> Result<Title, AppError> {
    let places = place::places(&ctx.db).await?;
    let both = |of: &dyn Fn(Locale) -> String| [of(Locale::Ar), of(Locale::En)];
    Ok(Title {
        version: format!("{} {}", fair.id, fair.changed_at.timestamp_micros()),
        name: both(&|l| ground::texts::pick(l, &fair.name_ar, &fair.name_en).to_owned()),
        days: both(&|l| days(l, fair.starts_on, fair.ends_on)),
        place: both(&|l| at(l, fair, &places)),
    })
}

/// A fair that everyone sees, for the picture of its links.
pub async fn shared(ctx: &Ctx, slug: &str) -> Result<Title, AppError> {
    title(ctx, &reads::fair(ctx, slug).await?).await
}

/// Signs and badges of a fair at the desk, by booth.
pub async fn printed(ctx: &Ctx, id: FairId) -> Result<(Title, Vec<Sign>, Vec<Badge>), AppError> {
    let view = reads::desk_fair(ctx, id).await?;
    let db = ctx.db.read();
    let all = booths::reads::exhibitors(db, id, day_in_tripoli(ctx.now)).await?;
    let going = attendant::Entity::find().filter(attendant::Column::ApplicationId.is_in(all.iter().map(|one| one.application)));
    let going = going.order_by_asc(attendant::Column::MemberId).all(db).await?;
    let (mut signs, mut badges) = (Vec::new(), Vec::new());
    for one in &all {
        let path = format!("/f/{}", one.family);
        for person in going.iter().filter(|row| row.application_id == one.application) {
            let family = one.name_ar.clone();
            badges.push(Badge { person: person.name.clone(), family, number: one.number.clone(), path: path.clone() });
        }
        signs.push(Sign { number: one.number.clone(), name: [one.name_ar.clone(), one.name_en.clone()], path });
    }
    Ok((title(ctx, &view.fair).await?, signs, badges))
}
