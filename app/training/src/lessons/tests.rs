//! A cohort from its first lesson to its certificates, on real databases.
#![allow(clippy::unwrap_used)]

use cases::casework;
use chrono::{Days, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::tests::{HEAD, OFFICER, announce, day, join, later, open, phone, rows, states};
use ground::ctx::Ctx;
use ground::days::read_clock;
use ground::error::{AppError, Reason};
use ground::ids::{CohortId, EnrolmentId};
use market::{catalogue, families};
use people::accounts;
use testing::{on_both, person};
use training::certificates::{self, issuing};
use training::courses::cohorts;
use training::enrolment::offers::{self, Answer};
use training::enrolment::opening;
use training::entity::{certificate, cohort, enrolment, lesson};
use training::lessons;
use training::lessons::acts::LessonForm;
use training::lessons::attendance::{self, code_at};
use training::lessons::refusals;
use training::lessons::{assessment, results};
use training::reads;
use training::rules::{CertificateState, CohortState, EnrolmentState, IssuingState, Mark, Policy, Source};

const TRAINER: &str = "0910000012";
const OTHER_TRAINER: &str = "0910000013";

/// At ten in the morning of a day, in Tripoli.
fn at(ctx: &Ctx, day: NaiveDate) -> Ctx {
    Ctx { now: Utc.from_utc_datetime(&day.and_time(NaiveTime::from_hms_opt(8, 0, 0).unwrap())), ..ctx.clone() }
}

async fn form(ctx: &Ctx, begins: &str, ends: &str, trainer: Option<&str>) -> LessonForm {
    let trainer = match trainer {
        Some(phone) => accounts::person_by_phone(ctx.db.read(), phone).await.unwrap(),
        None => None,
    };
    LessonForm {
        begins: read_clock(begins).unwrap(),
        ends: read_clock(ends).unwrap(),
        venue: "القاعة".into(),
        link: String::new(),
        topic: String::new(),
        trainer,
    }
}

/// Four seats confirmed, and lessons of a trainer on the first two working days. Gives the cohort and the lessons.
async fn running(ctx: &Ctx) -> (CohortId, Vec<lesson::Model>) {
    let cohort = open(ctx, 4, Policy::FirstCome, None).await;
    for n in 1..=4 {
        join(ctx, cohort, n).await.unwrap();
    }
    announce(ctx, cohort).await;
    for (n, row) in (1..=4).zip(rows(ctx, cohort).await) {
        offers::answer(&later(&person(ctx, &phone(n)).await, 12), row.id, Answer::Confirm, String::new()).await.unwrap();
    }
    let officer = later(&person(ctx, OFFICER).await, 12);
    lessons::acts::add(&officer, cohort, (day(ctx, 40), day(ctx, 44)), form(ctx, "08:30", "11:30", Some(TRAINER)).await).await.unwrap();
    let all = lesson::of_cohort(ctx.db.read(), cohort).await.unwrap();
    // Two are enough here.
    for extra in &all[2..] {
        lessons::acts::remove(&officer, extra.id).await.unwrap();
    }
    (cohort, all[..2].to_vec())
}

async fn everyone(ctx: &Ctx, lesson: &lesson::Model, trainer: &Ctx, marks: &[Mark]) -> Result<usize, AppError> {
    let wanted: Vec<(EnrolmentId, Mark)> = rows(ctx, lesson.cohort_id).await.iter().map(|row| row.id).zip(marks.iter().copied()).collect();
    attendance::note(trainer, lesson.id, Source::List, i64::MAX, &wanted).await
}

/// Certificates of a cohort as they stand in their table, in the order of names.
async fn certificates_of(ctx: &Ctx, cohort: CohortId) -> Vec<certificate::Model> {
    let query = certificate::Entity::find().filter(certificate::Column::CohortId.eq(cohort)).order_by_asc(certificate::Column::Name);
    query.order_by_asc(certificate::Column::Id).all(ctx.db.read()).await.unwrap()
}

async fn on(ctx: &Ctx, phone: &str, lesson: &lesson::Model) -> Ctx {
    at(&person(ctx, phone).await, lesson.day)
}

fn refused<T: std::fmt::Debug>(result: Result<T, AppError>, reason: Reason) {
    assert!(matches!(result, Err(AppError::Refused(found)) if found == reason), "{result:?} instead of {reason:?}");
}

on_both! {
    async fn lessons_stand_in_nobodys_way(ctx: &Ctx) {
        let (cohort, all) = running(ctx).await;
        let officer = later(&person(ctx, OFFICER).await, 12);
        let first = all[0].day;
        let meets = lessons::acts::add(&officer, cohort, (first, first), form(ctx, "11:00", "12:00", None).await).await;
        assert!(matches!(meets, Err(AppError::Invalid(ref errors)) if errors.of("begins") == Some(&refusals::lessons_meet(first))), "{meets:?}");
        // The same sent twice adds nothing; one that begins when the other ends is welcome.
        lessons::acts::add(&officer, cohort, (first, first), form(ctx, "08:30", "11:30", Some(TRAINER)).await).await.unwrap();
        lessons::acts::add(&officer, cohort, (first, first), form(ctx, "11:30", "12:00", None).await).await.unwrap();
        assert_eq!(lesson::of_cohort(ctx.db.read(), cohort).await.unwrap().len(), 3);
        let outside = lessons::acts::add(&officer, cohort, (day(ctx, 39), first), form(ctx, "13:00", "14:00", None).await).await;
        assert!(matches!(outside, Err(AppError::Invalid(ref errors)) if errors.of("from") == Some(&refusals::OUTSIDE_COHORT)));
        // A trainer of another branch does not teach here, and nobody who is no trainer.
        let officer_as_trainer = lessons::acts::add(&officer, cohort, (first, first), form(ctx, "13:00", "14:00", Some(OFFICER)).await).await;
        assert!(matches!(officer_as_trainer, Err(AppError::Invalid(ref errors)) if errors.of("trainer").is_some()));
        // In another cohort at that time the trainer is busy.
        let other = opening::save_cohort(&officer, rows(ctx, cohort).await[0].course_id, None, crate::tests::form(ctx, 5, Policy::Lottery, None)).await.unwrap();
        let busy = lessons::acts::add(&officer, other, (first, first), form(ctx, "09:00", "10:00", Some(TRAINER)).await).await;
        assert!(matches!(busy, Err(AppError::Invalid(ref errors)) if errors.of("trainer") == Some(&refusals::trainer_busy(first))), "{busy:?}");
    }

    async fn attendance_is_appended_and_never_overwritten(ctx: &Ctx) {
        use Mark::{Absent, Late, Present};
        let (cohort, all) = running(ctx).await;
        let first = &all[0];
        // Not before its day, not by another trainer, not of somebody who is not there.
        refused(everyone(ctx, first, &later(&person(ctx, TRAINER).await, 12), &[Present]).await, Reason::NOT_NOW);
        assert!(matches!(everyone(ctx, first, &on(ctx, OTHER_TRAINER, first).await, &[Present]).await, Err(AppError::NotFound)));
        let trainer = on(ctx, TRAINER, first).await;
        refused(attendance::note(&trainer, first.id, Source::List, 0, &[(EnrolmentId(999_999), Present)]).await, refusals::NOT_OF_COHORT);
        refused(everyone(ctx, &all[1], &trainer, &[Present]).await, refusals::LESSON_AHEAD);
        assert_eq!(everyone(ctx, first, &trainer, &[Present, Present, Late, Absent]).await.unwrap(), 4);
        assert_eq!(states(ctx, cohort).await, [EnrolmentState::Attending; 4], "a cohort begins with its first lesson");
        // The same again appends nothing.
        assert_eq!(everyone(ctx, first, &trainer, &[Present, Present, Late, Absent]).await.unwrap(), 0);
        // Somebody else's later mark is shown before it is changed; one's own is simply corrected.
        let (_, seen) = lessons::reads::attendance(&trainer, first.id).await.unwrap();
        let latest = seen.iter().filter_map(|row| row.noted.as_ref()).map(|noted| noted.id).max().unwrap();
        let who = rows(ctx, cohort).await[3].id;
        let officer = on(ctx, OFFICER, first).await;
        attendance::note(&officer, first.id, Source::Sheet, latest, &[(who, Late)]).await.unwrap();
        let conflict = attendance::note(&trainer, first.id, Source::List, latest, &[(who, Present)]).await;
        assert!(matches!(conflict, Err(AppError::Invalid(ref errors)) if errors.0[0].1 == refusals::marked_meanwhile(&Late.word(ctx.l))), "{conflict:?}");
        attendance::note(&trainer, first.id, Source::List, i64::MAX, &[(who, Present)]).await.unwrap();
        let written = training::entity::attendance::Entity::find().all(ctx.db.read()).await.unwrap();
        assert_eq!(written.len(), 6);
        for sql in ["UPDATE attendance SET mark = 'present'", "DELETE FROM attendance"] {
            let tx = ctx.begin().await.unwrap();
            tx.run(sql, vec![]).await.unwrap_err();
        }
        // What was noted keeps the lesson where it is.
        refused(lessons::acts::remove(&officer, first.id).await, refusals::LESSON_HELD);
    }

    async fn a_code_is_scanned_in_the_room(ctx: &Ctx) {
        let (cohort, all) = running(ctx).await;
        let first = &all[0];
        let family = on(ctx, &phone(1), first).await;
        let now = family.now.timestamp();
        refused(attendance::scan(&family, first.id, &code_at(first, now - 120), None).await, refusals::CODE_OVER);
        refused(attendance::scan(&family, first.id, "0000000000000000", None).await, refusals::CODE_OVER);
        refused(attendance::scan(&family, first.id, &code_at(&all[1], now), None).await, refusals::CODE_OVER);
        refused(attendance::scan(&on(ctx, &phone(9), first).await, first.id, &code_at(first, now), None).await, refusals::NOT_OF_COHORT);
        attendance::scan(&family, first.id, &code_at(first, now - 30), None).await.unwrap();
        attendance::scan(&family, first.id, &code_at(first, now), None).await.unwrap();
        let marks = training::entity::attendance::marks(ctx.db.read(), &[first.id]).await.unwrap();
        assert_eq!(marks.len(), 1);
        let mark = &marks[&(first.id, rows(ctx, cohort).await[0].id)];
        assert_eq!((mark.mark, mark.source), (Mark::Present, Source::Code));
        // Scanned in time, signed in minutes later: the scan counts, as long as it was one and is not an old one.
        let other = Ctx { now: family.now, ..on(ctx, &phone(2), first).await };
        assert_eq!(attendance::keep(&other, first.id, &code_at(first, now - 120)).await.unwrap(), None);
        let kept = attendance::keep(&other, first.id, &code_at(first, now)).await.unwrap().unwrap();
        assert_eq!(attendance::keep(&other, first.id, &kept).await.unwrap(), None);
        let late = |by: i64| Ctx { now: other.now + Duration::minutes(by), ..other.clone() };
        refused(attendance::scan(&late(11), first.id, &code_at(first, now), Some(&kept)).await, refusals::CODE_OVER);
        refused(attendance::scan(&late(5), all[1].id, &code_at(first, now), Some(&kept)).await, refusals::CODE_OVER);
        let later_one = kept.replacen(&now.to_string(), &(now + 60).to_string(), 1);
        refused(attendance::scan(&late(5), first.id, &code_at(first, now), Some(&later_one)).await, refusals::CODE_OVER);
        // In an address, which others may be given, it is worth nothing.
        refused(attendance::scan(&late(5), first.id, &kept, None).await, refusals::CODE_OVER);
        attendance::scan(&late(5), first.id, &code_at(first, now), Some(&kept)).await.unwrap();
        let marks = training::entity::attendance::marks(ctx.db.read(), &[first.id]).await.unwrap();
        assert_eq!(marks[&(first.id, rows(ctx, cohort).await[1].id)].at.timestamp(), now);
    }

    async fn who_completed_gets_a_certificate_and_its_family_the_mark(ctx: &Ctx) {
        use EnrolmentState::{Certified, Completed, Incomplete, NoShow};
        use Mark::{Absent, Late, Present};
        // Licences that hold longer than certificates: what is not on the market has no mark there.
        let tx = ctx.begin().await.unwrap();
        tx.run("UPDATE family SET licence_expires_on = '2030-12-31' WHERE state = 'approved'", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        let (cohort, all) = running(ctx).await;
        let trainer = on(ctx, TRAINER, &all[0]).await;
        everyone(ctx, &all[0], &trainer, &[Present, Late, Present, Absent]).await.unwrap();
        let officer = on(ctx, OFFICER, &all[1]).await;
        refused(results::finish(&on(ctx, OFFICER, &all[0]).await, cohort).await, refusals::LESSON_AHEAD);
        refused(results::finish(&officer, cohort).await, refusals::ATTENDANCE_MISSING);
        everyone(ctx, &all[1], &on(ctx, TRAINER, &all[1]).await, &[Present, Present, Absent, Absent]).await.unwrap();
        refused(issuing::issue(&officer, cohort).await, Reason::NOT_NOW);
        results::finish(&officer, cohort).await.unwrap();
        assert_eq!(states(ctx, cohort).await, [Completed, Completed, Incomplete, NoShow]);
        refused(everyone(ctx, &all[1], &on(ctx, TRAINER, &all[1]).await, &[Present, Present, Present]).await, Reason::NOT_NOW);
        assert_eq!(issuing::issue(&officer, cohort).await.unwrap(), 2);
        assert_eq!(issuing::issue(&officer, cohort).await.unwrap(), 0, "sent twice, issued once");
        assert_eq!(states(ctx, cohort).await, [Certified, Certified, Incomplete, NoShow]);
        let state = cohort::Entity::find_by_id(cohort).one(ctx.db.read()).await.unwrap().unwrap().state;
        assert_eq!(state, CohortState::Certified);
        // The mark stands on the products of both families, and in the filter.
        let marked = async |ctx: &Ctx| {
            let filter = catalogue::filter_of(&ground::form::Form::parse("mark=1"));
            catalogue::list(ctx, &filter).await.unwrap().cards.len()
        };
        let both = marked(&officer).await;
        assert!(both > 0);
        let found = certificates_of(ctx, cohort).await;
        let first = found[0].clone();
        let public = families::public_names(ctx.db.read(), vec![first.family_id], officer.now).await.unwrap();
        assert!(public[&first.family_id].marked);
        // A wrong name is put right: the first certificate says so, the mark stays.
        certificates::acts::replace(&officer, first.id, "الاسم الصحيح".into(), String::new(), "خطأ في الاسم").await.unwrap();
        let (old, next) = certificates::reads::by_code(ctx, &first.code).await.unwrap();
        assert_eq!(old.state, CertificateState::Superseded);
        let (new, _) = certificates::reads::by_code(ctx, &next.unwrap()).await.unwrap();
        assert_eq!((new.name.as_str(), new.expires_on), ("الاسم الصحيح", first.expires_on));
        assert_eq!(marked(&officer).await, both);
        refused(certificates::acts::revoke(&officer, first.id, "سبب طويل كافٍ").await, Reason::NOT_NOW);
        // Revoked, the mark is gone at once; nothing issues it again by the way.
        certificates::acts::revoke(&officer, new.id, "ظهر أن التقييم لم يتم").await.unwrap();
        assert!(marked(&officer).await < both);
        assert_eq!(issuing::issue(&officer, cohort).await.unwrap(), 0);
        // Revoked by mistake, it is issued again by a deed of its own, and only once.
        certificates::acts::issue_again(&officer, new.id, "سُحبت خطأ بدل أخرى").await.unwrap();
        certificates::acts::issue_again(&officer, new.id, "سُحبت خطأ بدل أخرى").await.unwrap();
        assert_eq!(marked(&officer).await, both);
        let again = certificates_of(ctx, cohort).await;
        let whose = again.iter().find(|found| found.id == new.id).unwrap().enrolment_id;
        let again = again.into_iter().find(|found| found.enrolment_id == whose && found.state == CertificateState::Issued).unwrap();
        certificates::acts::revoke(&officer, again.id, "ظهر أن التقييم لم يتم").await.unwrap();
        // The other ends on its day, by itself.
        let last = found[1].expires_on;
        let eve = at(ctx, last);
        assert_eq!(certificates::acts::daily(&eve).await.unwrap(), 0);
        assert!(marked(&eve).await > 0, "it holds on its last day");
        let after = at(ctx, last + Days::new(1));
        assert_eq!(certificates::reads::by_code(&after, &found[1].code).await.unwrap().0.state, CertificateState::Expired);
        assert_eq!(certificates::acts::daily(&after).await.unwrap(), 1);
        assert_eq!(certificates::acts::daily(&after).await.unwrap(), 0);
        assert_eq!(marked(&after).await, 0);
        let rows = certificates_of(ctx, cohort).await;
        assert_eq!(rows.len(), 4);
    }

    async fn nobody_certifies_their_own(ctx: &Ctx) {
        let (cohort, all) = running(ctx).await;
        let tx = ctx.begin().await.unwrap();
        let head = accounts::person_by_phone(ctx.db.read(), HEAD).await.unwrap().unwrap();
        tx.run("UPDATE enrolment SET applicant_id = $1 WHERE id = (SELECT MIN(id) FROM enrolment WHERE cohort_id = $2)", vec![head.into(), cohort.into()]).await.unwrap();
        tx.commit().await.unwrap();
        let officer = on(ctx, HEAD, &all[1]).await;
        refused(everyone(ctx, &all[0], &officer, &[Mark::Present]).await, casework::OWN_CASE);
        for lesson in &all {
            everyone(ctx, lesson, &on(ctx, TRAINER, &all[1]).await, &[Mark::Present; 4]).await.unwrap();
        }
        refused(results::finish(&officer, cohort).await, casework::OWN_CASE);
        results::finish(&on(ctx, OFFICER, &all[1]).await, cohort).await.unwrap();
        refused(issuing::issue(&officer, cohort).await, casework::OWN_CASE);
        let own = enrolment::Entity::find().filter(enrolment::Column::ApplicantId.eq(head)).one(ctx.db.read()).await.unwrap();
        assert_eq!(own.unwrap().state, EnrolmentState::Completed);
    }

    async fn another_branch_does_not_reach_a_cohort(ctx: &Ctx) {
        let (cohort, all) = running(ctx).await;
        let mountain = on(ctx, "0910000006", &all[1]).await;
        let unknown = |result: Result<(), AppError>| assert!(matches!(result, Err(AppError::NotFound)), "{result:?}");
        unknown(reads::planned(&mountain, cohort).await.map(|_| ()));
        unknown(lessons::reads::attendance(&mountain, all[0].id).await.map(|_| ()));
        unknown(everyone(ctx, &all[0], &mountain, &[Mark::Present]).await.map(|_| ()));
        unknown(lessons::acts::remove(&mountain, all[0].id).await.map(|_| ()));
        unknown(lessons::acts::add(&mountain, cohort, (day(ctx, 40), day(ctx, 44)), form(ctx, "13:00", "14:00", None).await).await.map(|_| ()));
        unknown(results::finish(&mountain, cohort).await);
        unknown(assessment::assess(&mountain, cohort, &[]).await);
        unknown(issuing::issue(&mountain, cohort).await.map(|_| ()));
        unknown(cohorts::cancel(&mountain, cohort, "سبب طويل كافٍ").await);
        unknown(cohorts::close_window(&mountain, cohort).await);
        // The branch in whose municipality it is reaches it.
        reads::planned(&on(ctx, "0910000003", &all[0]).await, cohort).await.unwrap();
    }

    async fn nobody_witnesses_their_own_presence(ctx: &Ctx) {
        let (cohort, all) = running(ctx).await;
        let tx = ctx.begin().await.unwrap();
        let trainer = accounts::person_by_phone(ctx.db.read(), TRAINER).await.unwrap().unwrap();
        let sql = "UPDATE enrolment SET applicant_id = $1 WHERE id = (SELECT MIN(id) FROM enrolment WHERE cohort_id = $2)";
        tx.run(sql, vec![trainer.into(), cohort.into()]).await.unwrap();
        tx.commit().await.unwrap();
        let own = on(ctx, TRAINER, &all[0]).await;
        refused(attendance::scan(&own, all[0].id, &code_at(&all[0], own.now.timestamp()), None).await, casework::OWN_CASE);
    }

    async fn issuing_that_breaks_off_is_taken_up_again(ctx: &Ctx) {
        let (cohort, all) = running(ctx).await;
        for lesson in &all {
            everyone(ctx, lesson, &on(ctx, TRAINER, &all[1]).await, &[Mark::Present; 4]).await.unwrap();
        }
        let officer = on(ctx, OFFICER, &all[1]).await;
        results::finish(&officer, cohort).await.unwrap();
        assert_eq!(issuing::begin(&officer, cohort).await.unwrap(), 4);
        assert_eq!(issuing::begin(&officer, cohort).await.unwrap(), 4, "sent twice, begun once");
        let far = async || certificates::reads::progress(ctx, cohort).await.unwrap().unwrap();
        assert!(issuing::next(&officer, cohort).await.unwrap());
        let now = far().await;
        assert_eq!((now.state, now.issued, now.total), (IssuingState::Running, 1, 4));
        // Another branch's officer does not carry it on; what was issued stays when it fails.
        let mountain = on(ctx, "0910000006", &all[1]).await;
        assert!(matches!(issuing::next(&mountain, cohort).await, Err(AppError::NotFound)));
        issuing::failed(&officer, cohort, "X-1".into()).await.unwrap();
        assert!(!issuing::next(&officer, cohort).await.unwrap(), "what failed goes on when an officer says so");
        let now = far().await;
        assert_eq!((now.state, now.incident.as_str()), (IssuingState::Failed, "X-1"));
        assert_eq!(certificates_of(ctx, cohort).await.len(), 1);
        assert_eq!(issuing::issue(&officer, cohort).await.unwrap(), 3);
        let now = far().await;
        assert_eq!((now.state, now.issued, now.total), (IssuingState::Done, 3, 3));
        let issued = certificates_of(ctx, cohort).await;
        let holders: std::collections::HashSet<_> = issued.iter().map(|found| found.enrolment_id).collect();
        assert_eq!((issued.len(), holders.len()), (4, 4), "each once");
    }

    async fn the_demo_tells_of_the_second_course(ctx: &Ctx) {
        world::cohorts(ctx).await.unwrap();
        let cohorts = cohort::Entity::find().order_by_asc(cohort::Column::Id).all(ctx.db.read()).await.unwrap();
        let all = async |at: usize| states(ctx, cohorts[at].id).await;
        let count = |states: &[EnrolmentState], state: EnrolmentState| states.iter().filter(|found| **found == state).count();
        let first = all(1).await;
        assert!(count(&first, EnrolmentState::Certified) >= 3, "{first:?}");
        let second = all(2).await;
        let found = [EnrolmentState::Attending, EnrolmentState::Declined, EnrolmentState::NotSeated].map(|state| count(&second, state));
        assert_eq!((found, second.len()), ([30, 2, 4], 36));
        // The quota held: at least twenty of the south have a seat.
        let south = rows(ctx, cohorts[2].id).await;
        assert!(south.iter().filter(|row| row.state == EnrolmentState::Attending && row.region_code == "fezzan").count() >= 20);
        assert_eq!((cohorts[2].state, cohorts[2].minute.is_some()), (CohortState::Running, true));
    }
}
