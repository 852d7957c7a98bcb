//! Every foreign key has an index, so that what others point to can be erased without reading all of them. Indexes that no query uses go:
//! lists of products are ordered in memory, and likeness of photos has indexes of its own.

use crate::ddl;

const SQL: &str = "
DROP INDEX product_craft
;;
DROP INDEX product_municipality
;;
DROP INDEX product_newest
;;
DROP INDEX product_price
;;
DROP INDEX product_region
;;
CREATE INDEX municipality_by_branch_id ON municipality (branch_id)
;;
CREATE INDEX municipality_by_district_code ON municipality (district_code)
;;
CREATE INDEX role_grant_by_granted_by ON role_grant (granted_by)
;;
CREATE INDEX role_grant_by_municipality_code ON role_grant (municipality_code)
;;
CREATE INDEX role_grant_by_branch_id ON role_grant (branch_id)
;;
CREATE INDEX recovery_code_by_person_id ON recovery_code (person_id)
;;
CREATE INDEX mail_token_by_person_id ON mail_token (person_id)
;;
CREATE INDEX media_by_owner_id ON media (owner_id)
;;
CREATE INDEX casefile_by_concerns_id ON casefile (concerns_id)
;;
CREATE INDEX casefile_by_objection_of ON casefile (objection_of)
;;
CREATE INDEX casefile_by_decided_by ON casefile (decided_by)
;;
CREATE INDEX casefile_by_recommended_by ON casefile (recommended_by)
;;
CREATE INDEX casefile_by_assigned_to ON casefile (assigned_to)
;;
CREATE INDEX casefile_by_filed_by ON casefile (filed_by)
;;
CREATE INDEX casefile_by_municipality_code ON casefile (municipality_code)
;;
CREATE INDEX case_event_by_person_id ON case_event (person_id)
;;
CREATE INDEX family_by_helped_by ON family (helped_by)
;;
CREATE INDEX family_by_owner_id ON family (owner_id)
;;
CREATE INDEX family_member_by_verified_by ON family_member (verified_by)
;;
CREATE INDEX family_craft_by_craft_code ON family_craft (craft_code)
;;
CREATE INDEX product_by_municipality_code ON product (municipality_code)
;;
CREATE INDEX product_by_craft_item_code ON product (craft_item_code)
;;
CREATE INDEX product_by_craft_code ON product (craft_code)
;;
CREATE INDEX product_version_by_craft_item_code ON product_version (craft_item_code)
;;
CREATE INDEX product_version_by_craft_code ON product_version (craft_code)
;;
CREATE INDEX product_former_slug_by_product_id ON product_former_slug (product_id)
;;
CREATE INDEX listing_report_by_product_id ON listing_report (product_id)
;;
CREATE INDEX case_document_by_added_by ON case_document (added_by)
;;
CREATE INDEX family_former_slug_by_family_id ON family_former_slug (family_id)
;;
CREATE INDEX import_job_by_begun_by ON import_job (begun_by)
;;
CREATE INDEX course_by_partner_logo_id ON course (partner_logo_id)
;;
CREATE INDEX cohort_by_carries_from ON cohort (carries_from)
;;
CREATE INDEX cohort_by_ordered_by ON cohort (ordered_by)
;;
CREATE INDEX cohort_by_municipality_code ON cohort (municipality_code)
;;
CREATE INDEX enrolment_by_seat ON enrolment (seat)
;;
CREATE INDEX enrolment_by_screened_by ON enrolment (screened_by)
;;
CREATE INDEX enrolment_by_applicant_id ON enrolment (applicant_id)
;;
CREATE INDEX enrolment_by_course_id ON enrolment (course_id)
;;
CREATE INDEX sitting_by_counted_by ON sitting (counted_by)
;;
CREATE INDEX sitting_by_called_by ON sitting (called_by)
;;
CREATE INDEX sitting_member_by_person_id ON sitting_member (person_id)
;;
CREATE INDEX sitting_conflict_by_person_id ON sitting_conflict (person_id)
;;
CREATE INDEX sitting_vote_by_person_id ON sitting_vote (person_id)
;;
CREATE INDEX attendance_by_by_id ON attendance (by_id)
;;
CREATE INDEX attendance_by_enrolment_id ON attendance (enrolment_id)
;;
CREATE INDEX assessment_by_by_id ON assessment (by_id)
;;
CREATE INDEX assessment_by_module_id ON assessment (module_id)
;;
CREATE INDEX certificate_by_replaced_by ON certificate (replaced_by)
;;
CREATE INDEX certificate_by_issued_by ON certificate (issued_by)
;;
CREATE INDEX certificate_by_enrolment_id ON certificate (enrolment_id)
;;
CREATE INDEX enrolment_points_by_given_by ON enrolment_points (given_by)
;;
CREATE INDEX enrolment_points_by_criterion_id ON enrolment_points (criterion_id)
;;
CREATE INDEX enrolment_answer_by_media_id ON enrolment_answer (media_id)
;;
CREATE INDEX enrolment_answer_by_question_id ON enrolment_answer (question_id)
;;
CREATE INDEX course_proposal_by_proposed_by ON course_proposal (proposed_by)
;;
CREATE INDEX course_proposal_by_family_id ON course_proposal (family_id)
;;
CREATE INDEX cohort_message_by_by_id ON cohort_message (by_id)
;;
CREATE INDEX cohort_message_by_cohort_id ON cohort_message (cohort_id)
;;
CREATE INDEX module_material_by_added_by ON module_material (added_by)
;;
CREATE INDEX module_material_by_media_id ON module_material (media_id)
;;
CREATE INDEX module_material_by_module_id ON module_material (module_id)
;;
CREATE INDEX homework_by_replied_by ON homework (replied_by)
;;
CREATE INDEX homework_by_media_id ON homework (media_id)
;;
CREATE INDEX homework_by_enrolment_id ON homework (enrolment_id)
;;
CREATE INDEX issuing_by_begun_by ON issuing (begun_by)
;;
CREATE INDEX fair_by_municipality_code ON fair (municipality_code)
;;
CREATE INDEX fair_team_by_person_id ON fair_team (person_id)
;;
CREATE INDEX hall_by_picture_id ON hall (picture_id)
;;
CREATE INDEX fair_application_by_screened_by ON fair_application (screened_by)
;;
CREATE INDEX fair_application_by_applicant_id ON fair_application (applicant_id)
;;
CREATE INDEX fair_product_by_product_id ON fair_product (product_id)
;;
CREATE INDEX fair_score_by_juror_id ON fair_score (juror_id)
;;
CREATE INDEX fair_objection_by_heard_by ON fair_objection (heard_by)
;;
CREATE INDEX allocation_by_made_by ON allocation (made_by)
;;
CREATE INDEX fair_ride_by_fair_id ON fair_ride (fair_id)
;;
CREATE INDEX fair_rider_by_ride_id ON fair_rider (ride_id)
;;
CREATE INDEX fair_day_by_by_id ON fair_day (by_id)
;;
CREATE INDEX fair_incident_by_by_id ON fair_incident (by_id)
;;
CREATE INDEX fair_incident_by_fair_id ON fair_incident (fair_id)
;;
CREATE INDEX fair_goods_by_product_id ON fair_goods (product_id)
;;
CREATE INDEX fair_settlement_by_settled_by ON fair_settlement (settled_by)
;;
CREATE INDEX fair_counted_by_by_id ON fair_counted (by_id)
;;
CREATE INDEX fair_counted_by_product_id ON fair_counted (product_id)
;;
CREATE INDEX fair_file_by_by_id ON fair_file (by_id)
;;
CREATE INDEX fair_photo_by_media_id ON fair_photo (media_id)
";

ddl::migration! {
    /// Indexes only.
    |manager| ddl::run(manager, SQL).await
}
