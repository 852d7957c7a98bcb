//! What the site map asks of products on the market by key: how many there are, and what changed last.

use crate::ddl;

ddl::migration! {
    /// One index, which answers by itself. Families are few, and have their key.
    |manager| {
        let sql = "CREATE INDEX product_site_map ON product (id, changed_at) WHERE state = 'published' AND NOT withheld";
        ddl::run(manager, sql).await
    }
}
