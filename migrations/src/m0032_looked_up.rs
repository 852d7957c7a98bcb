//! What is looked up by: parts of perceptual hashes, and notices that were not read.

use crate::ddl;

const SQL: &str = "
DROP INDEX media_perceptual_hash
;;
CREATE INDEX media_hash_1 ON media (((perceptual_hash >> 48) & 65535)) WHERE perceptual_hash IS NOT NULL
;;
CREATE INDEX media_hash_2 ON media (((perceptual_hash >> 32) & 65535)) WHERE perceptual_hash IS NOT NULL
;;
CREATE INDEX media_hash_3 ON media (((perceptual_hash >> 16) & 65535)) WHERE perceptual_hash IS NOT NULL
;;
CREATE INDEX media_hash_4 ON media ((perceptual_hash & 65535)) WHERE perceptual_hash IS NOT NULL
;;
CREATE INDEX notice_unread ON notice (person_id) WHERE read_at IS NULL
";

ddl::migration! {
    /// Indexes. One over the whole hash found nothing that differs in a bit.
    |manager| ddl::run(manager, SQL).await
}
