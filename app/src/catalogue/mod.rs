//! Products (منتج): drafts in three steps, versions and their review, the public catalogue.

mod islands;
mod shrink;

#[cfg(feature = "ssr")]
mod acts;
#[cfg(feature = "ssr")]
mod decisions;
#[cfg(feature = "ssr")]
mod drafts;
#[cfg(feature = "ssr")]
mod entity;
#[cfg(feature = "ssr")]
mod facets;
#[cfg(feature = "ssr")]
mod for_desk;
#[cfg(feature = "ssr")]
mod import;
#[cfg(feature = "ssr")]
mod index;
#[cfg(feature = "ssr")]
mod own;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
mod photos;
#[cfg(feature = "ssr")]
mod posts;
#[cfg(feature = "ssr")]
mod reads;
#[cfg(feature = "ssr")]
mod reports;
#[cfg(feature = "ssr")]
mod rules;
#[cfg(feature = "ssr")]
mod samples;
#[cfg(feature = "ssr")]
mod search;
#[cfg(feature = "ssr")]
mod shelf;
#[cfg(feature = "ssr")]
mod spelling;
#[cfg(feature = "ssr")]
mod stand;
#[cfg(feature = "ssr")]
mod synonyms;
#[cfg(all(test, feature = "ssr"))]
mod tests;

#[cfg(feature = "ssr")]
pub use acts::{NewVariant, Offer, Sent, What, pause, retire, save_offer, save_what, send};
#[cfg(feature = "ssr")]
pub use decisions::{apply_decision, follow_family, reopen, take_down, withhold};
#[cfg(feature = "ssr")]
pub use drafts::{demo_change, start};
#[cfg(feature = "ssr")]
pub use entity::report::Model as ReportRow;
#[cfg(feature = "ssr")]
pub use facets::Facets;
#[cfg(feature = "ssr")]
pub use for_desk::{ForDesk, for_desk, report_for_desk};
#[cfg(feature = "ssr")]
pub use import::{ImportedProduct, import_product, import_states, may_import};
#[cfg(feature = "ssr")]
pub use index::reindex;
pub use islands::{PhotoOrder, PhotoPicker, SearchBox};
#[cfg(feature = "ssr")]
pub use own::{may_add_photos, photos_again};
#[cfg(feature = "ssr")]
pub use pages::{cards, case_panel, craft_tiles, report_panel};
#[cfg(feature = "ssr")]
pub use photos::add_photo;
#[cfg(feature = "ssr")]
pub use posts::{entries, filter_of};
#[cfg(all(test, feature = "ssr"))]
pub use reads::suspended_one;
#[cfg(feature = "ssr")]
pub use reads::{Card, counts_by_craft, demo_live, newest, of_family, photo_in_scope, product_slugs, total};
#[cfg(feature = "ssr")]
pub use reports::report;
#[cfg(feature = "ssr")]
pub use rules::{Availability, MOST_PHOTOS, Making, ProductState};
#[cfg(feature = "ssr")]
pub use samples::{SampleRow, sample_is_right, sample_is_wrong, samples};
#[cfg(feature = "ssr")]
pub use search::{Filter, Sort, facets, list};
#[cfg(feature = "ssr")]
pub use stand::{Exhibit, exhibits, published_of};
