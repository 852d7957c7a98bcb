//! Who applies for a fair: with which products, who goes there, what is needed.

use crate::ddl;

/// `blind` is the number under which jurors see an application. An application has a reference once it was sent.
const TABLES: &str = r"
CREATE TABLE fair_application (
    id {id}, fair_id BIGINT NOT NULL REFERENCES fair (id), family_id BIGINT NOT NULL REFERENCES family (id),
    applicant_id BIGINT NOT NULL REFERENCES person (id), reference TEXT UNIQUE, blind BIGINT, state TEXT NOT NULL,
    municipality_code TEXT NOT NULL, region_code TEXT NOT NULL, crafts TEXT NOT NULL, words TEXT NOT NULL,
    size TEXT NOT NULL, part TEXT NOT NULL, power BOOLEAN NOT NULL, water BOOLEAN NOT NULL, accessible BOOLEAN NOT NULL,
    transport BOOLEAN NOT NULL, lodging BIGINT NOT NULL CHECK (lodging BETWEEN 0 AND 9),
    passport_until TEXT, samples BOOLEAN NOT NULL, origin_paper BOOLEAN NOT NULL, labels BOOLEAN NOT NULL,
    needs_said BOOLEAN NOT NULL, position BIGINT, answer_by TEXT, screened_by BIGINT REFERENCES person (id), reason TEXT NOT NULL,
    created_at {at} NOT NULL, sent_at {at}, changed_at {at} NOT NULL,
    UNIQUE (fair_id, family_id), UNIQUE (fair_id, blind), CHECK ((state = 'draft') = (reference IS NULL))
)
;;
CREATE INDEX fair_application_family ON fair_application (family_id)
;;
CREATE TABLE fair_product (
    application_id BIGINT NOT NULL REFERENCES fair_application (id), product_id BIGINT NOT NULL REFERENCES product (id),
    PRIMARY KEY (application_id, product_id)
)
;;
CREATE TABLE fair_attendant (
    application_id BIGINT NOT NULL REFERENCES fair_application (id), member_id BIGINT NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (application_id, member_id)
)
";

ddl::migration! {
    /// Tables of applications.
    |manager| ddl::run(manager, TABLES).await
}
