//! Products, their versions, photos, variants and search.

use crate::ddl;

const TABLES: &str = r"
CREATE TABLE product (
    id {id}, family_id BIGINT NOT NULL REFERENCES family (id), state TEXT NOT NULL, slug TEXT UNIQUE,
    import_id TEXT UNIQUE, live_version_id BIGINT, draft_version_id BIGINT,
    craft_code TEXT REFERENCES craft (code), craft_item_code TEXT REFERENCES craft_item (code),
    municipality_code TEXT REFERENCES municipality (code), region_code TEXT, making TEXT,
    price_from BIGINT NOT NULL CHECK (price_from >= 0), availability TEXT NOT NULL,
    stock BIGINT NOT NULL CHECK (stock >= 0), lead_days BIGINT NOT NULL, weekly_capacity BIGINT,
    search_title TEXT NOT NULL, search_text TEXT NOT NULL, sampled BOOLEAN NOT NULL, created_at {at} NOT NULL,
    published_at {at}, changed_at {at} NOT NULL
)
;;
CREATE INDEX product_family ON product (family_id)
;;
CREATE INDEX product_newest ON product (published_at DESC, id DESC) WHERE state = 'published'
;;
CREATE INDEX product_price ON product (price_from, id) WHERE state = 'published'
;;
CREATE INDEX product_craft ON product (craft_code, published_at DESC, id DESC) WHERE state = 'published'
;;
CREATE INDEX product_region ON product (region_code, published_at DESC, id DESC) WHERE state = 'published'
;;
CREATE INDEX product_municipality ON product (municipality_code, published_at DESC, id DESC) WHERE state = 'published'
;;
CREATE TABLE product_version (
    id {id}, product_id BIGINT NOT NULL REFERENCES product (id), number BIGINT NOT NULL, state TEXT NOT NULL,
    title_ar TEXT NOT NULL, title_en TEXT NOT NULL, description_ar TEXT NOT NULL, description_en TEXT NOT NULL,
    craft_code TEXT REFERENCES craft (code), craft_item_code TEXT REFERENCES craft_item (code),
    material TEXT NOT NULL, making TEXT NOT NULL, size TEXT NOT NULL, weight_grams BIGINT, care TEXT NOT NULL,
    ingredients TEXT NOT NULL, allergens TEXT NOT NULL, shelf_life_days BIGINT,
    permit_number TEXT NOT NULL, permit_expires_on TEXT, created_at {at} NOT NULL, submitted_at {at},
    UNIQUE (product_id, number)
)
;;
CREATE TABLE product_photo (
    id {id}, version_id BIGINT NOT NULL REFERENCES product_version (id),
    media_id BIGINT NOT NULL REFERENCES media (id), position BIGINT NOT NULL, alt TEXT NOT NULL
)
;;
CREATE INDEX product_photo_version ON product_photo (version_id, position)
;;
CREATE TABLE product_variant (
    id {id}, product_id BIGINT NOT NULL REFERENCES product (id), name_ar TEXT NOT NULL, name_en TEXT NOT NULL,
    price BIGINT NOT NULL CHECK (price > 0), stock BIGINT NOT NULL CHECK (stock >= 0), position BIGINT NOT NULL
)
;;
CREATE INDEX product_variant_product ON product_variant (product_id, position)
;;
CREATE TABLE product_former_slug (slug TEXT PRIMARY KEY, product_id BIGINT NOT NULL REFERENCES product (id))
;;
CREATE TABLE listing_report (
    id {id}, product_id BIGINT NOT NULL REFERENCES product (id), reason TEXT NOT NULL, words TEXT NOT NULL,
    contact TEXT NOT NULL, created_at {at} NOT NULL
)
;;
CREATE TABLE search_word (word TEXT PRIMARY KEY, letters BIGINT NOT NULL)
;;
CREATE INDEX search_word_letters ON search_word (letters)
";

const SQLITE: &str = r"
CREATE VIRTUAL TABLE product_words USING fts5 (search_text, content='', contentless_delete=1, tokenize='unicode61', prefix='3')
";

const POSTGRES: &str = r"
ALTER TABLE product ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', search_text)) STORED
;;
CREATE INDEX product_words ON product USING gin (words)
";

ddl::migration! {
    /// Tables of the catalogue. What needs review stands in `product_version`; what the family may
    /// change at any time (price, stock, pause) stands in `product` and `product_variant`.
    |manager| {
        ddl::run(manager, TABLES).await?;
        ddl::run_own(manager, SQLITE, POSTGRES).await
    }
}
