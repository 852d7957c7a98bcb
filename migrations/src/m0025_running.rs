//! What happens at a fair: journeys, presence, goods in custody, incidents, accounts.

use crate::ddl;

/// What was brought is sold, returned or damaged, and never more than was brought.
const TABLES: &str = r"
CREATE TABLE fair_ride (
    id {id}, fair_id BIGINT NOT NULL REFERENCES fair (id), kind TEXT NOT NULL CHECK (kind IN ('bus', 'room')), title TEXT NOT NULL,
    capacity BIGINT NOT NULL CHECK (capacity BETWEEN 1 AND 500)
)
;;
CREATE TABLE fair_rider (
    application_id BIGINT NOT NULL REFERENCES fair_application (id), kind TEXT NOT NULL, ride_id BIGINT NOT NULL REFERENCES fair_ride (id),
    people BIGINT NOT NULL CHECK (people > 0), PRIMARY KEY (application_id, kind)
)
;;
CREATE TABLE fair_day (
    application_id BIGINT NOT NULL REFERENCES fair_application (id), day TEXT NOT NULL, by_id BIGINT NOT NULL REFERENCES person (id),
    PRIMARY KEY (application_id, day)
)
;;
CREATE TABLE fair_incident (
    id {id}, fair_id BIGINT NOT NULL REFERENCES fair (id), words TEXT NOT NULL, by_id BIGINT NOT NULL REFERENCES person (id), at {at} NOT NULL
)
;;
CREATE TABLE fair_goods (
    application_id BIGINT NOT NULL REFERENCES fair_application (id), product_id BIGINT NOT NULL REFERENCES product (id),
    price BIGINT NOT NULL CHECK (price >= 0), brought BIGINT NOT NULL CHECK (brought >= 0), sold BIGINT NOT NULL CHECK (sold >= 0),
    returned BIGINT NOT NULL CHECK (returned >= 0), damaged BIGINT NOT NULL CHECK (damaged >= 0),
    PRIMARY KEY (application_id, product_id), CHECK (sold + returned + damaged <= brought)
)
;;
CREATE TABLE fair_settlement (
    application_id BIGINT PRIMARY KEY REFERENCES fair_application (id), sales BIGINT NOT NULL CHECK (sales >= 0),
    by_hand BOOLEAN NOT NULL, words TEXT NOT NULL, signed_by TEXT NOT NULL, settled_by BIGINT NOT NULL REFERENCES person (id),
    at {at} NOT NULL
)
";

ddl::migration! {
    /// Tables of a running fair.
    |manager| ddl::run(manager, TABLES).await
}
