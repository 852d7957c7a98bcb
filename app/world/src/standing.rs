//! What makes the demo town a town: products that were paused, taken down and changed, licences that ended, families that
//! have just applied. Everything through the acts of those who would do it.

use chrono::Duration;

use super::acting::{change_product, live_product};
use super::residents::{APPLICANTS, DEMO_PASSWORD, FAMILIES, STAFF, Standing};
use super::town::{as_person, family_phone, person};
use cases::casework::{self, CaseKind, Decision, Outcome, QueueFilter, ReasonCode};
use ground::ctx::Ctx;
use market::catalogue;
use people::accounts;

use ground::error::AppError;
use ground::ids::CaseId;
use market::families::{self, Change, DocumentFile, IdentityKind, NewMember, PublicFace, Target};
use people::media::NewMedia;

/// The town's past weeks, after its market was filled.
pub async fn live_on(ctx: &Ctx, paper: &NewMedia) -> Result<(), AppError> {
    shelves(ctx).await?;
    licences(ctx).await?;
    applicants(ctx, paper).await?;
    desk::daily(ctx).await?;
    Ok(())
}

async fn case_of(officer: &Ctx, kind: CaseKind) -> Result<CaseId, AppError> {
    let filter = QueueFilter { kind: Some(kind), ..QueueFilter::default() };
    let (rows, _) = casework::queue(officer, &filter).await?;
    rows.iter().map(|row| row.id).max().ok_or(AppError::NotFound)
}

/// One product each: paused, retired, taken down after a report, with a version in review, with one that came back.
async fn shelves(ctx: &Ctx) -> Result<(), AppError> {
    let (officer, head) = (as_person(ctx, STAFF[0].phone).await?, as_person(ctx, STAFF[1].phone).await?);
    for n in 5..10 {
        let family = as_person(ctx, &family_phone(n)).await?;
        let Some((id, slug)) = live_product(&family).await? else { continue };
        match n {
            5 => catalogue::pause(&family, id).await?,
            6 => catalogue::retire(&family, id).await?,
            7 => {
                let words = "الصورة مأخوذة من موقع آخر وليست لهذا المنتج.".to_owned();
                catalogue::report(ctx, &slug, catalogue::ReportReason::StolenPhoto, words, String::new()).await?;
                let case = case_of(&head, CaseKind::Report).await?;
                let words = "تبيّن أن الصورة ليست للمنتج. أعد تصويره ثم اعرضه من جديد.".to_owned();
                desk::decide(&head, case, &Decision { outcome: Outcome::Approved, reason: ReasonCode::Misleading, words }).await?;
            }
            _ => {
                change_product(&family, id).await?;
                if n == 9 {
                    let case = case_of(&officer, CaseKind::Product).await?;
                    let fields = [("description".to_owned(), "اذكر مقاس القطعة ونوع الخيط.".to_owned())];
                    desk::return_to_applicant(&officer, case, &fields).await?;
                }
            }
        }
    }
    Ok(())
}

/// The licence of the last but one family is suspended.
async fn licences(ctx: &Ctx) -> Result<(), AppError> {
    let (officer, head) = (as_person(ctx, STAFF[0].phone).await?, as_person(ctx, STAFF[1].phone).await?);
    let family = as_person(ctx, &family_phone(FAMILIES.len() - 2)).await?;
    let own = families::own_family(ctx.db.read(), &family).await?.ok_or(AppError::NotFound)?;
    let words = "عُرضت بطاطين مصنوعة آليًا على أنها منسوجة باليد، وثبت ذلك في زيارة يوم الأحد.".to_owned();
    let case = families::propose_suspension(&officer, own.id, words.clone()).await?;
    desk::decide(&head, case, &Decision { outcome: Outcome::Approved, reason: ReasonCode::NotTrue, words }).await
}

async fn applicants(ctx: &Ctx, paper: &NewMedia) -> Result<(), AppError> {
    let password = accounts::secrets::hash_password(DEMO_PASSWORD.to_owned()).await?;
    let officer = as_person(ctx, STAFF[0].phone).await?;
    for (n, (name, phone, trade_name, municipality, identity, standing)) in APPLICANTS.iter().enumerate() {
        let tx = ctx.begin().await?;
        person(&tx, ctx, name, phone, &password).await?;
        tx.commit().await?;
        let at = ctx.now - Duration::days(9 - 2 * n as i64);
        let family = Ctx { now: at, ..as_person(ctx, phone).await? };
        let own = Target::Own;
        let story = "نعمل معًا في البيت، أمي وأخواتي وأنا.".to_owned();
        let mut said = vec![
            Change::Consent,
            Change::Household { size: 4 + n as i64, registration: String::new() },
            Change::Member { replaces: None, new: Some(self_member(name, 1978 + 4 * n as i64, identity)) },
            Change::Place {
                municipality: (*municipality).to_owned(), quarter: "حي النخيل".to_owned(), landmark: "قرب المدرسة".to_owned()
            },
            Change::Contact { phone: (*phone).to_owned() },
            Change::Public(PublicFace { trade_name: (*trade_name).to_owned(), trade_name_en: String::new(), story, show_story: true }),
        ];
        let begun = *standing == Standing::Begun;
        if !begun {
            said.push(Change::Crafts { codes: vec![["palm", "pottery", "sweets", "embroidery"][n].to_owned()] });
        }
        for change in said {
            families::save(&family, own, change, "").await?;
        }
        if begun {
            continue;
        }
        let file = DocumentFile { kind: "identity".to_owned(), name: "هوية.jpg".to_owned(), media: paper.clone() };
        families::add_document(&family, None, file).await?;
        families::send(&family, own).await?;
        let case = case_of(&officer, CaseKind::Family).await?;
        match standing {
            Standing::Returned => {
                let fields = [("documents".to_owned(), "صورة الهوية غير واضحة. صوّرها في ضوء النهار.".to_owned())];
                desk::return_to_applicant(&officer, case, &fields).await?;
            }
            Standing::Recommended => {
                casework::recommend(&officer, case, Outcome::Approved, "زرنا البيت والأوراق كاملة.").await?;
            }
            Standing::Begun | Standing::Sent => {}
        }
    }
    Ok(())
}

/// Who registers, as a member of the family with an identity number that no papers were asked for.
pub fn self_member(name: &str, birth_year: i64, identity: &str) -> NewMember {
    NewMember {
        name: name.to_owned(),
        birth_year: Some(birth_year),
        relation: "self".to_owned(),
        identity: Some((IdentityKind::Administrative, identity.to_owned())),
    }
}
