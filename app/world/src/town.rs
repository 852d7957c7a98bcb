//! Building the demo town through the same acts that people use.

use std::sync::Arc;

use chrono::{Days, Duration};
use sea_orm::{ConnectionTrait, Statement};

use super::acting::{set_second_factor, signed_in};
use super::copies;
use super::products::product_row;
use super::residents::{BRANCHES, DEMO_PASSWORD, DEMO_TOTP_SECRET, FAMILIES, HEADS, HOURS, STAFF};
use super::standing::self_member;
use cases::casework::{self, CaseKind, Decision, Outcome, QueueFilter, ReasonCode};
use ground::actor::{Actor, Role, Scope};
use ground::ctx::{Ctx, Site};
use ground::days::day_in_tripoli;
use ground::db::{Db, Tx};
use ground::error::AppError;
use ground::ids::{BranchId, FamilyId, PersonId, ProductId};
use ground::texts::Locale;
use market::catalogue;
use market::families::{self, Change, Imported};
use people::accounts::{self, NewAccount, NewGrant};
use people::crafts;
use people::media::{self, NewMedia};

/// The command line as an actor.
pub fn console(db: Db, site: Arc<Site>, now: chrono::DateTime<chrono::Utc>) -> Ctx {
    Ctx { db, actor: Actor::Console, now, l: Locale::Ar, site, path: "/ar".to_owned(), address: String::new(), form: None }
}

async fn count(ctx: &Ctx, table: &str) -> Result<i64, AppError> {
    let statement = Statement::from_string(ctx.db.backend(), format!("SELECT COUNT(*) AS n FROM {table}"));
    let row = ctx.db.read().query_one_raw(statement).await?;
    Ok(row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0))
}

/// Whether nobody lives here yet.
pub async fn is_empty(ctx: &Ctx) -> Result<bool, AppError> {
    Ok(count(ctx, "person").await? == 0 && count(ctx, "family").await? == 0)
}

/// A person of the town as the actor of an act.
pub(super) async fn as_person(ctx: &Ctx, phone: &str) -> Result<Ctx, AppError> {
    let id = accounts::person_by_phone(ctx.db.read(), phone).await?.ok_or(AppError::NotFound)?;
    let actor = signed_in(ctx, id).await?;
    Ok(Ctx { actor, ..ctx.clone() })
}

/// Pictures that each family needs: one for each of its products and one for the product on its way.
pub const PICTURES: usize = 8;

/// Files that are in the store already.
pub struct Stored {
    /// [`PICTURES`] for each family in turn; without them the town has no photos.
    pub pictures: Vec<NewMedia>,
    /// The paper that applicants show.
    pub paper: NewMedia,
}

/// Fills an empty database.
pub async fn fill(ctx: &Ctx, stored: &Stored) -> Result<usize, AppError> {
    let pictures = &stored.pictures;
    if !is_empty(ctx).await? {
        return Err(accounts::NOT_EMPTY.into());
    }
    let password = accounts::secrets::hash_password(DEMO_PASSWORD.to_owned()).await?;
    let tx = ctx.begin().await?;
    branches(&tx).await?;
    for member in &STAFF {
        let person = person(&tx, ctx, member.name, member.phone, &password).await?;
        set_second_factor(&tx, ctx, person, DEMO_TOTP_SECRET).await?;
        let scope = member.branch.map_or(Scope::Whole, |at| Scope::Branch(BranchId(at as i64 + 1)));
        // They have been there for longer than anything that happened in the town.
        let long_ago = Ctx { now: ctx.now - Duration::days(500), ..ctx.clone() };
        accounts::grant(&tx, &long_ago, person, &NewGrant::of(member.role, scope, "قرار 12 لسنة 2025")).await?;
    }
    let mut families = Vec::new();
    for (n, (name, english, municipality, craft, story)) in FAMILIES.iter().enumerate() {
        let owner = person(&tx, ctx, &format!("أسرة {name}"), &family_phone(n), &password).await?;
        let new = Imported {
            import_id: format!("demo-{n:02}"),
            trade_name: (*name).to_owned(),
            trade_name_en: (*english).to_owned(),
            story: (*story).to_owned(),
            craft: (*craft).to_owned(),
            municipality: (*municipality).to_owned(),
            owner: Some(owner),
            former_slug: None,
        };
        // The licence of the last one is over, that of the thirteenth ends soon.
        let days = match n {
            17 => 400,
            12 => 345,
            _ => 120 - n as i64,
        };
        let at = Ctx { now: ctx.now - Duration::days(days), ..ctx.clone() };
        let (id, _) = families::import_family(&tx, &at, new).await?;
        for change in known_of(n, municipality) {
            families::write(&tx, &at, id, change).await?;
        }
        families.push((id, *craft, owner));
    }
    tx.commit().await?;
    let products = products(ctx, &families, pictures).await?;
    let ways = on_their_way(ctx, pictures).await?;
    super::standing::live_on(ctx, &stored.paper).await?;
    super::courses::courses(ctx).await?;
    proposed(ctx).await?;
    Ok(products + ways)
}

/// A role that one administrator proposed for a trainer, and the other has not confirmed yet.
async fn proposed(ctx: &Ctx) -> Result<(), AppError> {
    let (trainer, administrator) = (&STAFF[12], as_person(ctx, STAFF[14].phone).await?);
    let person = accounts::person_by_phone(ctx.db.read(), trainer.phone).await?.ok_or(AppError::NotFound)?;
    let new = NewGrant::of(Role::Organiser, Scope::Branch(BranchId(1)), "قرار 214 لسنة 2026");
    let tx = ctx.begin().await?;
    accounts::grant(&tx, &administrator, person, &new).await?;
    Ok(tx.commit().await?)
}

/// Household, address and phone of a family of the demo town.
fn known_of(n: usize, municipality: &str) -> Vec<Change> {
    let name = HEADS[n % HEADS.len()];
    let quarter = ["حي النخيل", "المدينة القديمة", "حي السوق"][n % 3].to_owned();
    vec![
        Change::Household { size: 3 + (n as i64 * 5) % 7, registration: format!("{:05}", 20_400 + 37 * n) },
        Change::Member { replaces: None, new: Some(self_member(name, 1966 + 2 * n as i64, &format!("{}", 880_001 + n))) },
        Change::Place { municipality: municipality.to_owned(), quarter, landmark: "قرب المدرسة".to_owned() },
        Change::Contact { phone: family_phone(n) },
        Change::Consent,
    ]
}

pub(super) fn family_phone(n: usize) -> String {
    format!("09200000{:02}", n + 1)
}

pub(super) async fn person(tx: &Tx, ctx: &Ctx, name: &str, phone: &str, hash: &str) -> Result<PersonId, AppError> {
    let new = NewAccount { name: name.to_owned(), phone: phone.to_owned(), email: None, password: hash.to_owned() };
    accounts::create_account(tx, ctx, new).await
}

async fn branches(tx: &Tx) -> Result<(), AppError> {
    for (n, branch) in BRANCHES.iter().enumerate() {
        let id = n as i64 + 1;
        let ([ar, en], [address_ar, address_en], [hours_ar, hours_en]) = (branch.names, branch.address, HOURS);
        let row = [ar, en, branch.municipality, address_ar, address_en, branch.phone, hours_ar, hours_en];
        let sql = "INSERT INTO branch (name_ar, name_en, municipality_code, address_ar, address_en, phone, hours_ar, hours_en) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        tx.run(sql, row.map(Into::into).to_vec()).await?;
        for district in branch.districts {
            tx.run("UPDATE municipality SET branch_id = $1 WHERE district_code = $2", vec![id.into(), (*district).into()]).await?;
        }
    }
    Ok(())
}

/// What food of the demo town says of itself: for how many days it keeps, its health certificate, and how long that holds.
struct Food {
    keeps: i64,
    permit: &'static str,
    permit_days: u64,
}

const FOOD: Food = Food { keeps: 30, permit: "ص-2026-118", permit_days: 200 };

/// Products on the market: seven of each family, over the last four months.
async fn products(ctx: &Ctx, families: &[(FamilyId, &str, PersonId)], pictures: &[NewMedia]) -> Result<usize, AppError> {
    let mut made = 0;
    for round in 0..PICTURES - 1 {
        let tx = ctx.begin().await?;
        for (n, (family, craft, owner)) in families.iter().enumerate() {
            let at = Ctx { now: ctx.now - Duration::hours(((PICTURES - round) * 240 + n * 13) as i64), ..ctx.clone() };
            let picture = pictures.get(n * PICTURES + round).cloned();
            let photo = match picture {
                Some(picture) => Some(media::add(&tx, &at, Some(*owner), picture).await?),
                None => None,
            };
            let row = product_row(format!("demo-{n:02}-{round}"), *family, craft, round, photo);
            catalogue::import_product(&tx, &at, row).await?;
            made += 1;
        }
        tx.commit().await?;
    }
    foods(ctx).await?;
    Ok(made)
}

/// Food says what is in it and how long it keeps, as the form asks of it; a file that is imported has no columns for that.
async fn foods(ctx: &Ctx) -> Result<(), AppError> {
    let last = day_in_tripoli(ctx.now).checked_add_days(Days::new(FOOD.permit_days));
    let sql = "UPDATE product_version SET ingredients = material, \
               allergens = CASE WHEN craft_code IN ('bread', 'sweets') THEN 'قمح (غلوتين)' ELSE 'لا شيء معروف' END, \
               shelf_life_days = $1, permit_number = $2, permit_expires_on = $3 \
               WHERE craft_code IN (SELECT code FROM craft WHERE food)";
    let tx = ctx.begin().await?;
    tx.run(sql, vec![FOOD.keeps.into(), FOOD.permit.into(), last.into()]).await?;
    Ok(tx.commit().await?)
}

/// Products that are still on their way: waiting, returned, refused, drafts, paused; through the acts
/// of their families and of officers.
async fn on_their_way(ctx: &Ctx, pictures: &[NewMedia]) -> Result<usize, AppError> {
    let mut made = 0;
    for (n, (_, _, _, craft, _)) in FAMILIES.iter().enumerate().take(12) {
        let family = as_person(ctx, &family_phone(n)).await?;
        let picture = pictures.get(n * PICTURES + PICTURES - 1).cloned();
        let written = demo_draft(&family, craft, n + 20, picture).await?;
        if n % 4 != 3 {
            catalogue::send(&family, written).await?;
        }
        made += 1;
    }
    let officer = as_person(ctx, STAFF[0].phone).await?;
    let filter = QueueFilter { kind: Some(CaseKind::Product), ..QueueFilter::default() };
    let (mut rows, _) = casework::queue(&officer, &filter).await?;
    rows.sort_by_key(|row| row.id);
    for (n, row) in rows.iter().enumerate() {
        match n {
            0 => {
                let fields = [("photos".to_owned(), "صوّر القطعة في ضوء النهار وعلى خلفية بسيطة، ومن جانبين.".to_owned())];
                desk::return_to_applicant(&officer, row.id, &fields).await?;
            }
            1 => {
                let words = "المنتج مصنوع في مصنع وليس من عمل الأسرة. يمكنكم عرض ما تصنعونه في البيت.".to_owned();
                let decision = Decision { outcome: Outcome::Refused, reason: ReasonCode::NotHomemade, words };
                desk::decide(&officer, row.id, &decision).await?;
            }
            _ => {}
        }
    }
    Ok(made)
}

/// Products of a benchmark that acts make.
const BY_ACTS: usize = 2_000;

/// Many products for benchmarks, without photos of their own: the first [`BY_ACTS`] as an import brings them, the rest copied
/// from those.
pub async fn stress(ctx: &Ctx, products: usize, progress: impl Fn(usize)) -> Result<(), AppError> {
    const AT_ONCE: usize = 500;
    let by_acts = products.min(BY_ACTS);
    let keys = families::import_keys(ctx).await?;
    let mut families: Vec<(FamilyId, &str)> =
        FAMILIES.iter().enumerate().filter_map(|(n, family)| keys.get(&format!("demo-{n:02}")).map(|id| (*id, family.3))).collect();
    families.sort_by_key(|(id, _)| *id);
    if families.is_empty() {
        return Err(AppError::NotFound);
    }
    let mut tx = ctx.begin().await?;
    for n in 0..by_acts {
        let (family, craft) = families[n % families.len()];
        let at = Ctx { now: ctx.now - Duration::seconds(n as i64 * 37), ..ctx.clone() };
        catalogue::import_product(&tx, &at, product_row(format!("stress-{n}"), family, craft, n / families.len(), None)).await?;
        if (n + 1) % AT_ONCE == 0 {
            tx.commit().await?;
            tx = ctx.begin().await?;
            progress(n + 1);
        }
    }
    tx.commit().await?;
    copies::copy_products(ctx, by_acts, products, progress).await
}

/// A product of the demo town on its way: written by its family, and not sent yet.
pub async fn demo_draft(ctx: &Ctx, craft: &str, n: usize, picture: Option<NewMedia>) -> Result<ProductId, AppError> {
    let row = product_row(String::new(), FamilyId(0), craft, n, None);
    let id = catalogue::start(ctx).await?;
    if let Some(picture) = picture {
        catalogue::add_photo(ctx, id, picture).await?;
    }
    let food = crafts::crafts(&ctx.db).await?.craft(craft).is_some_and(|craft| craft.food);
    let what = catalogue::What {
        title_ar: row.title_ar,
        title_en: row.title_en,
        description_ar: row.description_ar,
        craft: row.craft,
        item: row.item,
        material: row.material.clone(),
        making: Some(catalogue::Making::Hand),
        ingredients: if food { row.material } else { String::new() },
        shelf_life_days: food.then_some(FOOD.keeps),
        permit_number: if food { FOOD.permit.to_owned() } else { String::new() },
        permit_expires_on: if food { day_in_tripoli(ctx.now).checked_add_days(Days::new(FOOD.permit_days)) } else { None },
        ..catalogue::What::default()
    };
    catalogue::save_what(ctx, id, what).await?;
    let variants = vec![catalogue::Variant { name_ar: String::new(), name_en: String::new(), price: row.price, stock: row.stock }];
    let offer = catalogue::Offer { availability: row.availability, lead_days: row.lead_days, weekly_capacity: None, variants };
    catalogue::save_offer(ctx, id, offer).await?;
    Ok(id)
}
