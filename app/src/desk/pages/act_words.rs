//! Acts of the audit trail in words.

use crate::i18n::Locale;
use crate::t;

/// What an act is called; an act of a later version by its code.
pub fn act_word(l: Locale, act: &str) -> String {
    match act {
        "account.forget_second_factor" => t!(l, desk.act_account_forget_second_factor),
        "account.reset_link" => t!(l, desk.act_account_reset_link),
        "account.second_factor" => t!(l, desk.act_account_second_factor),
        "family.ask_correction_for" => t!(l, desk.act_family_ask_correction_for),
        "family.ask_renewal_for" => t!(l, desk.act_family_ask_renewal_for),
        "family.correct" => t!(l, desk.act_family_correct),
        "family.expire" => t!(l, desk.act_family_expire),
        "family.give_account" => t!(l, desk.act_family_give_account),
        "family.identity_held" => t!(l, desk.act_family_identity_held),
        "family.leave" => t!(l, desk.act_family_leave),
        "family.propose_suspension" => t!(l, desk.act_family_propose_suspension),
        "family.start_for" => t!(l, desk.act_family_start_for),
        "family.verify_identity" => t!(l, desk.act_family_verify_identity),
        "import" => t!(l, desk.act_import),
        "product.publish_trusted" => t!(l, desk.act_product_publish_trusted),
        "product.sample" => t!(l, desk.act_product_sample),
        "reference.craft" => t!(l, desk.act_reference_craft),
        "reference.item" => t!(l, desk.act_reference_item),
        "reference.branch" => t!(l, desk.act_reference_branch),
        "reference.district" => t!(l, desk.act_reference_district),
        "reference.municipality" => t!(l, desk.act_reference_municipality),
        "reference.holiday" => t!(l, desk.act_reference_holiday),
        "reference.holiday_removed" => t!(l, desk.act_reference_holiday_removed),
        "role.grant" => t!(l, desk.act_role_grant),
        "role.revoke" => t!(l, desk.act_role_revoke),
        "case.assign" => t!(l, desk.act_case_assign),
        "case.decide" => t!(l, desk.act_case_decide),
        "case.document" => t!(l, desk.act_case_document),
        "case.note" => t!(l, desk.act_case_note),
        "case.recommend" => t!(l, desk.act_case_recommend),
        "case.return" => t!(l, desk.act_case_return),
        "case.send_back" => t!(l, desk.act_case_send_back),
        "case.take" => t!(l, desk.act_case_take),
        "training.course" => t!(l, desk.act_training_course),
        "training.cohort" => t!(l, desk.act_training_cohort),
        "training.close" => t!(l, desk.act_training_close),
        "training.publish" => t!(l, desk.act_training_publish),
        "training.cancel" => t!(l, desk.act_training_cancel),
        "training.screen" => t!(l, desk.act_training_screen),
        "training.refuse" => t!(l, desk.act_training_refuse),
        "training.order" => t!(l, desk.act_training_order),
        "training.announce" => t!(l, desk.act_training_announce),
        other => other.to_owned(),
    }
}
