//! Copies of products row by row, for benchmarks with more of them than anybody would wait for.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::AppError;
use ground::ids::ProductId;

/// Copies the products that acts have made for a benchmark until there are so many, with their versions, variants and
/// words. Each is as its original, but for its key, its address and its price. What was copied before counts.
pub(crate) async fn copy_products(ctx: &Ctx, originals: usize, wanted: usize, progress: impl Fn(usize)) -> Result<(), AppError> {
    let mut made = originals + copied(ctx).await?;
    while made < wanted {
        let tx = ctx.begin().await?;
        let from = made % originals;
        let round = Round { number: made / originals, from, most: (wanted - made).min(originals - from) };
        round.copy(&tx).await?;
        tx.changed(ProductId::KIND.all()).await?;
        tx.commit().await?;
        made += round.most;
        progress(made);
    }
    Ok(())
}

async fn copied(ctx: &Ctx) -> Result<usize, AppError> {
    let sql = "SELECT COUNT(*) AS many FROM product WHERE import_id LIKE 'copy-%'";
    let row = ctx.db.read().query_one_raw(Statement::from_string(ctx.db.backend(), sql)).await?.ok_or(AppError::NotFound)?;
    let many: i64 = row.try_get("", "many")?;
    Ok(usize::try_from(many).unwrap_or(0))
}

/// Every product once more, or as many as are wanted.
struct Round {
    number: usize,
    from: usize,
    most: usize,
}

impl Round {
    async fn copy(&self, tx: &Tx) -> Result<(), AppError> {
        let products = free(tx, "product").await?;
        let versions = free(tx, "product_version").await?;
        let variants = free(tx, "product_variant").await?;
        // The prices of a round lie between those of others.
        let dearer = 250 * (self.number as i64 % 40);
        let chosen = format!("SELECT id FROM product WHERE import_id LIKE 'stress-%' ORDER BY id LIMIT {} OFFSET {}", self.most, self.from);
        let product = format!(
            "INSERT INTO product (id, family_id, state, slug, import_id, live_version_id, craft_code, craft_item_code, \
             municipality_code, region_code, making, price_from, availability, stock, lead_days, weekly_capacity, search_title, \
             search_text, sampled, created_at, published_at, changed_at, withheld) \
             SELECT id + {products}, family_id, state, slug || '-copy-{n}', 'copy-{n}-' || id, live_version_id + {versions}, craft_code, \
             craft_item_code, municipality_code, region_code, making, price_from + {dearer}, availability, stock, lead_days, \
             weekly_capacity, search_title, search_text, sampled, created_at, published_at, changed_at, withheld \
             FROM product WHERE id IN ({chosen})",
            n = self.number
        );
        let version = format!(
            "INSERT INTO product_version (id, product_id, number, state, title_ar, title_en, description_ar, description_en, \
             craft_code, craft_item_code, material, making, size, weight_grams, care, ingredients, allergens, shelf_life_days, \
             permit_number, permit_expires_on, created_at, submitted_at) \
             SELECT id + {versions}, product_id + {products}, number, state, title_ar, title_en, description_ar, description_en, \
             craft_code, craft_item_code, material, making, size, weight_grams, care, ingredients, allergens, shelf_life_days, \
             permit_number, permit_expires_on, created_at, submitted_at FROM product_version WHERE product_id IN ({chosen})"
        );
        let variant = format!(
            "INSERT INTO product_variant (id, product_id, name_ar, name_en, price, stock, position) \
             SELECT id + {variants}, product_id + {products}, name_ar, name_en, price + {dearer}, stock, position \
             FROM product_variant WHERE product_id IN ({chosen})"
        );
        for sql in [&product, &version, &variant] {
            tx.run(sql, Vec::new()).await?;
        }
        if tx.get_database_backend() == DbBackend::Sqlite {
            let words = "INSERT INTO product_words (rowid, search_text) SELECT id, search_text FROM product WHERE id > $1";
            tx.run(words, vec![products.into()]).await?;
            return Ok(());
        }
        for table in ["product", "product_version", "product_variant"] {
            tx.run(&format!("SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))"), Vec::new()).await?;
        }
        Ok(())
    }
}

/// The largest key of a table: what is added to keys to get keys that nobody has.
async fn free(tx: &Tx, table: &str) -> Result<i64, AppError> {
    let statement = Statement::from_string(tx.get_database_backend(), format!("SELECT COALESCE(MAX(id), 0) AS most FROM {table}"));
    let row = tx.query_one_raw(statement).await?.ok_or(AppError::NotFound)?;
    Ok(row.try_get("", "most")?)
}
