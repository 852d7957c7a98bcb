//! Products as families write them and as pages see them.

use chrono::{DateTime, NaiveDate, Utc};

use super::rules::{Availability, LEAST_OF_DESCRIPTION, LEAST_OF_TITLE, Making, ProductState, ReportReason, VersionState};
use crate::families::PublicName;
use ground::ids::{FamilyId, ProductId, VersionId};
use ground::lots::lot;
use ground::money::Money;
use ground::t;
use ground::text;
use ground::texts::Locale;
use people::crafts::Crafts;
use people::media::Photo;

/// What a version says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct What {
    /// Arabic title.
    pub title_ar: String,
    /// English title.
    pub title_en: String,
    /// Arabic description.
    pub description_ar: String,
    /// English description.
    pub description_en: String,
    /// Craft code; empty while it is not chosen.
    pub craft: String,
    /// Item code, of that craft.
    pub item: Option<String>,
    /// Material.
    pub material: String,
    /// How it is made.
    pub making: Option<Making>,
    /// Size in words: «40 × 30 سم».
    pub size: String,
    /// Weight in grams.
    pub weight_grams: Option<i64>,
    /// How to care for it.
    pub care: String,
    /// Food: what is in it.
    pub ingredients: String,
    /// Food: what some must not eat.
    pub allergens: String,
    /// Food: days it keeps.
    pub shelf_life_days: Option<i64>,
    /// Food: number of the health permit.
    pub permit_number: String,
    /// Food: last day of the permit.
    pub permit_expires_on: Option<NaiveDate>,
}

impl What {
    /// What is still missing before it can be sent with so many photos and this price. Food says what is in it, how long it keeps, and that
    /// its permit holds today.
    pub fn missing(&self, crafts: &Crafts, photos: usize, price: Money, today: NaiveDate) -> Vec<Lack> {
        let food = crafts.craft(&self.craft).is_some_and(|craft| craft.food);
        let lacks = [
            (Lack::Photo, photos == 0),
            (Lack::Title, text::letters(&self.title_ar) < LEAST_OF_TITLE || !text::has_arabic(&self.title_ar)),
            (Lack::Craft, self.craft.is_empty()),
            (Lack::Making, self.making.is_none()),
            (Lack::Description, self.description_ar.chars().count() < LEAST_OF_DESCRIPTION),
            (Lack::Ingredients, food && self.ingredients.is_empty()),
            (Lack::ShelfLife, food && self.shelf_life_days.is_none()),
            (Lack::Permit, food && self.permit_number.is_empty()),
            (Lack::PermitThatHolds, food && !self.permit_number.is_empty() && self.permit_expires_on.is_none_or(|last| last < today)),
            (Lack::Price, price == Money(0)),
        ];
        lacks.into_iter().filter(|(_, lacks)| *lacks).map(|(lack, _)| lack).collect()
    }
}

/// Something that a product lacks before it can be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// A photo.
    Photo,
    /// Its Arabic title.
    Title,
    /// Its craft.
    Craft,
    /// How it is made.
    Making,
    /// A description that says something.
    Description,
    /// Food: what is in it.
    Ingredients,
    /// Food: how long it keeps.
    ShelfLife,
    /// Food: the number of its permit.
    Permit,
    /// Food: a permit that holds today.
    PermitThatHolds,
    /// A price.
    Price,
}

impl Lack {
    /// The step in which it is put right.
    pub fn step(self) -> &'static str {
        match self {
            Lack::Photo => "photos",
            Lack::Price => "price",
            _ => "what",
        }
    }

    /// The field there.
    pub fn field(self) -> &'static str {
        match self {
            Lack::Photo => "photos",
            Lack::Title => "title_ar",
            Lack::Craft => "craft",
            Lack::Making => "making",
            Lack::Description => "description_ar",
            Lack::Ingredients => "ingredients",
            Lack::ShelfLife => "shelf_life",
            Lack::Permit => "permit_number",
            Lack::PermitThatHolds => "permit_expires",
            Lack::Price => "price_0",
        }
    }

    /// It in words.
    pub fn word(self, l: Locale) -> String {
        match self {
            Lack::Photo => t!(l, catalogue.lack_photo),
            Lack::Title => t!(l, catalogue.title_ar),
            Lack::Craft => t!(l, catalogue.craft),
            Lack::Making => t!(l, catalogue.making),
            Lack::Description => t!(l, catalogue.description_ar),
            Lack::Ingredients => t!(l, catalogue.ingredients),
            Lack::ShelfLife => t!(l, catalogue.shelf_life),
            Lack::Permit => t!(l, catalogue.permit_number),
            Lack::PermitThatHolds => t!(l, catalogue.lack_permit_that_holds),
            Lack::Price => t!(l, catalogue.price),
        }
    }
}

/// One of the things that are offered under a product, with its own price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// «كبير، أزرق»; empty when there is only one.
    pub name_ar: String,
    /// In English.
    pub name_en: String,
    /// Price.
    pub price: Money,
    /// Pieces there.
    pub stock: i64,
}

/// Price, stock and how it is had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// In stock or made to order.
    pub availability: Availability,
    /// Days until it is ready, when made to order.
    pub lead_days: i64,
    /// Pieces a week, when made to order.
    pub weekly_capacity: Option<i64>,
    /// In order; at least one once the offer was saved.
    pub variants: Vec<Variant>,
}

impl Offer {
    /// What a form says it was drawn from.
    pub fn mark(&self) -> String {
        let row = |v: &Variant| format!("{}:{}:{}:{}", v.name_ar, v.name_en, v.price.0, v.stock);
        let rows = self.variants.iter().map(row).collect::<Vec<_>>().join(";");
        let all = format!("{}.{}.{:?}.{rows}", self.availability.code(), self.lead_days, self.weekly_capacity);
        lot("offer", &all).chars().take(16).collect()
    }
}

/// A product on a list.
#[derive(Debug, Clone)]
pub struct Card {
    /// Key.
    pub id: ProductId,
    /// Address.
    pub slug: String,
    /// Arabic title.
    pub title_ar: String,
    /// English title.
    pub title_en: String,
    /// The lowest price.
    pub price_from: Money,
    /// Whether another kind of it costs more.
    pub several: bool,
    /// Whether it is there.
    pub availability: Availability,
    /// Whether nothing is left of it.
    pub sold_out: bool,
    /// Craft code.
    pub craft: String,
    /// Municipality code.
    pub municipality: String,
    /// Content address and colour of the first photo.
    pub photo: Option<(String, String)>,
    /// Words of the first photo.
    pub alt: String,
    /// Whether the family has the quality mark.
    pub marked: bool,
}

/// A version with its photos.
#[derive(Debug, Clone)]
pub struct VersionView {
    /// Key.
    pub id: VersionId,
    /// Where it stands.
    pub state: VersionState,
    /// What it says.
    pub what: What,
    /// Photos in order.
    pub photos: Vec<Photo>,
}

/// A product, apart from what its versions say.
#[derive(Debug, Clone)]
pub struct Product {
    /// Key.
    pub id: ProductId,
    /// Whose it is.
    pub family: FamilyId,
    /// Where it stands.
    pub state: ProductState,
    /// Address, since it was first published.
    pub slug: Option<String>,
    /// Not shown, whatever its state, because the family's licence does not hold.
    pub withheld: bool,
    /// A version was published.
    pub has_live: bool,
    /// A version is being written or reviewed.
    pub has_draft: bool,
    /// Municipality code of its family, once it was published.
    pub municipality: Option<String>,
    /// The lowest price; zero before the first offer.
    pub price_from: Money,
    /// Pieces there, of all variants.
    pub stock: i64,
    /// Price, stock and how it is had.
    pub offer: Offer,
}

impl Product {
    /// Whether everyone sees it now.
    pub fn shown(&self) -> bool {
        self.state == ProductState::Published && !self.withheld
    }
}

/// A product's public page.
#[derive(Debug, Clone)]
pub struct ProductView {
    /// The product.
    pub product: Product,
    /// What is shown.
    pub live: VersionView,
    /// Who makes it.
    pub family: PublicName,
}

/// What visitors see of a product that its family has taken off for a while. Its photos are nobody's to see meanwhile.
#[derive(Debug, Clone)]
pub struct Paused {
    /// Arabic title.
    pub title_ar: String,
    /// English title.
    pub title_en: String,
    /// Craft code.
    pub craft: String,
    /// Who makes it.
    pub family: PublicName,
}

/// What an address of a product leads to.
pub enum FoundProduct {
    /// The product.
    Here(Box<ProductView>),
    /// An earlier address; the present one.
    Moved(String),
}

/// A product on its family's own list.
#[derive(Debug, Clone)]
pub struct MineRow {
    /// Key.
    pub id: ProductId,
    /// State.
    pub state: ProductState,
    /// Title of what is shown, or of what is being written.
    pub title: String,
    /// First photo.
    pub photo: Option<(String, String)>,
    /// Address, while it is shown.
    pub slug: Option<String>,
    /// Published, but not shown because the licence does not hold.
    pub withheld: bool,
    /// The lowest price.
    pub price_from: Money,
    /// State of a version beside the live one.
    pub pending: Option<VersionState>,
    /// Why it came back or was refused, in the officer's words.
    pub why: Vec<String>,
    /// Last change.
    pub changed_at: DateTime<Utc>,
}

/// One's own product with everything, for its steps.
#[derive(Debug, Clone)]
pub struct OwnProduct {
    /// The product.
    pub product: Product,
    /// The version being written, or the live one when none is.
    pub open: VersionView,
    /// Whether the family is trusted with it: not with what was taken back, until that is decided anew.
    pub trusted: bool,
}

/// A product for an officer: the version in review beside what is shown now.
#[derive(Debug, Clone)]
pub struct ForDesk {
    /// The product.
    pub product: Product,
    /// What was sent, or what was last.
    pub sent: VersionView,
    /// What is shown now, if it is another.
    pub live: Option<VersionView>,
    /// Trade name of the family.
    pub family: String,
    /// Photos of others that look like one that was sent.
    pub twins: Vec<Twin>,
}

/// A photo of another family that looks like one that was sent.
#[derive(Debug, Clone)]
pub struct Twin {
    /// The photo.
    pub photo: Photo,
    /// Address, title and family of the product that shows it, if one does.
    pub shown: Option<(String, String, String)>,
}

/// A report of a listing, for an officer.
#[derive(Debug, Clone)]
pub struct Report {
    /// Why.
    pub reason: ReportReason,
    /// What the reporter says.
    pub words: String,
    /// How the reporter can be reached; may be empty.
    pub contact: String,
    /// What it is about.
    pub product: ForDesk,
}
