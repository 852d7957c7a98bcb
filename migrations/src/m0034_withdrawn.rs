//! Since when a photo is no longer public.

use crate::ddl;

const SQL: &str = "
ALTER TABLE media ADD COLUMN withdrawn_at {at}
;;
UPDATE media SET withdrawn_at = public_since, public_since = NULL WHERE kind = 'photo' AND public_since IS NOT NULL \
    AND id IN (SELECT media_id FROM product_photo) AND id NOT IN (SELECT f.media_id FROM product_photo f \
    JOIN product p ON p.live_version_id = f.version_id WHERE p.state = 'published' AND NOT p.withheld)
";

ddl::migration! {
    /// One column. Photos of products that are not shown any more are taken back by it too.
    |manager| ddl::run(manager, SQL).await
}
