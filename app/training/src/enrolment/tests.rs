//! Seats on real databases.
#![allow(clippy::unwrap_used)]

use cases::casework;
use chrono::{Duration, NaiveDate};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::error::{AppError, Reason};
use ground::form::Form;
use ground::ids::{CohortId, EnrolmentId};
use ground::lots;
use market::families;
use people::accounts;
use testing::{on_both, person};
use training::acts;
use training::courses;
use training::courses::cohorts;
use training::courses::terms::{Group, Quota, Terms};
use training::courses::types::{CohortForm, CourseForm};
use training::enrolment::acts::Said;
use training::enrolment::offers::{self, Answer};
use training::enrolment::refusals;
use training::enrolment::types::Sought;
use training::enrolment::{acts as enrolling, opening, ordering, reads, screening};
use training::entity::{cohort, enrolment};
use training::rules::{CourseField, EnrolmentState, Policy};

pub(crate) const OFFICER: &str = "0910000001";
pub(crate) const HEAD: &str = "0910000002";

pub(crate) fn later(ctx: &Ctx, days: i64) -> Ctx {
    Ctx { now: ctx.now + Duration::days(days), ..ctx.clone() }
}

pub(crate) fn day(ctx: &Ctx, days: i64) -> NaiveDate {
    day_in_tripoli(later(ctx, days).now)
}

pub(crate) fn form(ctx: &Ctx, capacity: i64, policy: Policy, quota: Option<(String, i64, NaiveDate)>) -> CohortForm {
    CohortForm {
        municipality: "LYM083".into(),
        venue: "مقر الفرع".into(),
        days: (day(ctx, 40), day(ctx, 44)),
        window: (day(ctx, 0), day(ctx, 10)),
        capacity,
        policy,
        offer_days: 3,
        terms: Terms::default(),
        spill_on: quota.as_ref().map(|(_, _, spill)| *spill),
        quotas: quota.into_iter().map(|(region, seats, _)| Quota { position: 1, group: Group::Region(region), seats }).collect(),
        criteria: Vec::new(),
        questions: Vec::new(),
        carries_from: None,
        costs: String::new(),
        contact: String::new(),
        attendance_min: 80,
        assessed: false,
    }
}

/// A course without modules that gives the quality mark.
pub(crate) fn course(title: &str) -> CourseForm {
    CourseForm {
        title_ar: title.into(),
        title_en: String::new(),
        aims: "اختيار الخامات وضبط الجودة".into(),
        prerequisites: String::new(),
        partner: String::new(),
        partner_since: String::new(),
        language: String::new(),
        accessibility: String::new(),
        field: CourseField::Quality,
        hours: 20,
        valid_months: 24,
        gives_mark: true,
        modules: Vec::new(),
    }
}

/// A cohort that families sign up for.
pub(crate) async fn open(ctx: &Ctx, capacity: i64, policy: Policy, quota: Option<(String, i64, NaiveDate)>) -> CohortId {
    let officer = person(ctx, OFFICER).await;
    let course = courses::acts::save_course(&officer, None, course("ضبط جودة المنتج اليدوي")).await.unwrap();
    let cohort = opening::save_cohort(&officer, course, None, form(ctx, capacity, policy, quota)).await.unwrap();
    opening::publish(&officer, cohort).await.unwrap();
    cohort
}

/// A cohort of one seat of another course.
async fn open_other(ctx: &Ctx) -> CohortId {
    let officer = person(ctx, OFFICER).await;
    let course = courses::acts::save_course(&officer, None, course("تسعير المنتج اليدوي")).await.unwrap();
    let cohort = opening::save_cohort(&officer, course, None, form(ctx, 1, Policy::FirstCome, None)).await.unwrap();
    opening::publish(&officer, cohort).await.unwrap();
    cohort
}

pub(crate) fn phone(n: usize) -> String {
    format!("09200000{n:02}")
}

/// The nth family signs its first member up.
pub(crate) async fn join(ctx: &Ctx, cohort: CohortId, n: usize) -> Result<String, AppError> {
    let family = person(ctx, &phone(n)).await;
    let own = families::own_family(ctx.db.read(), &family).await.unwrap().unwrap();
    let member = families::trainees(ctx.db.read(), own.id).await.unwrap().remove(0).id;
    enrolling::apply(&Ctx { now: ctx.now + Duration::minutes(n as i64), ..family }, cohort, member, Said::default()).await
}

/// A cohort as it stands in its table.
pub(crate) async fn stored(ctx: &Ctx, id: CohortId) -> cohort::Model {
    cohort::Entity::find_by_id(id).one(ctx.db.read()).await.unwrap().unwrap()
}

pub(crate) async fn rows(ctx: &Ctx, cohort: CohortId) -> Vec<enrolment::Model> {
    let query = enrolment::Entity::find().filter(enrolment::Column::CohortId.eq(cohort)).order_by_asc(enrolment::Column::Id);
    query.all(ctx.db.read()).await.unwrap()
}

pub(crate) async fn states(ctx: &Ctx, cohort: CohortId) -> Vec<EnrolmentState> {
    rows(ctx, cohort).await.iter().map(|row| row.state).collect()
}

pub(crate) async fn id_of(ctx: &Ctx, cohort: CohortId, reference: &str) -> EnrolmentId {
    rows(ctx, cohort).await.iter().find(|row| row.reference == reference).unwrap().id
}

/// Everyone is screened, after the last day of signing up.
async fn screen_all(ctx: &Ctx, cohort: CohortId) {
    let (officer, head) = (later(&person(ctx, OFFICER).await, 11), later(&person(ctx, HEAD).await, 11));
    for row in rows(ctx, cohort).await {
        // Whoever reaches the municipality: the branch's officers, or those of the whole Authority.
        let reached = screening::screen(&officer, row.id).await;
        if matches!(reached, Err(AppError::NotFound)) {
            screening::screen(&head, row.id).await.unwrap();
        }
    }
}

/// Everyone is screened, one officer makes the order and another publishes it.
pub(crate) async fn announce(ctx: &Ctx, cohort: CohortId) {
    let (officer, head) = (later(&person(ctx, OFFICER).await, 11), later(&person(ctx, HEAD).await, 11));
    screen_all(ctx, cohort).await;
    if stored(ctx, cohort).await.policy == Policy::Lottery {
        ordering::announce_draw(&later(&person(ctx, OFFICER).await, 9), cohort, officer.now).await.unwrap();
    }
    ordering::order(&officer, cohort).await.unwrap();
    assert!(matches!(offers::announce(&officer, cohort).await, Err(AppError::Refused(casework::RECOMMENDED))));
    offers::announce(&head, cohort).await.unwrap();
}

on_both! {
    async fn a_course_that_two_write_at_once_stands_once(ctx: &Ctx) {
        let officer = person(ctx, OFFICER).await;
        let new = || courses::acts::save_course(&officer, None, course("دورة واحدة"));
        let (a, b, c) = tokio::join!(new(), new(), new());
        let said = [a, b, c];
        assert_eq!(said.iter().filter(|said| said.is_ok()).count(), 1, "{said:?}");
        assert!(said.iter().all(|said| matches!(said, Ok(_) | Err(AppError::Busy | AppError::Invalid(_)))), "{said:?}");
    }

    async fn a_seat_goes_from_hand_to_hand_in_order(ctx: &Ctx) {
        use EnrolmentState::{Confirmed, Declined, OfferExpired, Offered, Waitlisted};
        let cohort = open(ctx, 2, Policy::FirstCome, None).await;
        let mut references = Vec::new();
        for n in 1..=4 {
            references.push(join(ctx, cohort, n).await.unwrap());
        }
        assert_eq!(join(ctx, cohort, 1).await.unwrap(), references[0], "the same form sent twice signs up once");
        announce(ctx, cohort).await;
        assert_eq!(states(ctx, cohort).await, [Offered, Offered, Waitlisted, Waitlisted]);
        let answer = async |n: usize, days: i64, said: Answer| {
            let family = later(&person(ctx, &phone(n)).await, days);
            offers::answer(&family, id_of(ctx, cohort, &references[n - 1]).await, said, String::new()).await
        };
        answer(1, 12, Answer::Confirm).await.unwrap();
        answer(1, 12, Answer::Confirm).await.unwrap();
        answer(2, 12, Answer::Decline).await.unwrap();
        assert_eq!(states(ctx, cohort).await, [Confirmed, Declined, Offered, Waitlisted]);
        // Nobody answers for another, and nobody too late.
        let stranger = later(&person(ctx, &phone(9)).await, 12);
        let foreign = offers::answer(&stranger, id_of(ctx, cohort, &references[2]).await, Answer::Confirm, String::new()).await;
        assert!(matches!(foreign, Err(AppError::NotFound)));
        assert!(matches!(answer(3, 16, Answer::Confirm).await, Err(AppError::Refused(refusals::OFFER_OVER))));
        assert_eq!(acts::daily(&later(ctx, 16)).await.unwrap(), 1);
        assert_eq!(states(ctx, cohort).await, [Confirmed, Declined, OfferExpired, Offered]);
        assert_eq!(acts::daily(&later(ctx, 16)).await.unwrap(), 0);
        // A seat that is added is offered by the same order; nobody is left to have it.
        let view = training::enrolment::reads::desk_cohort(&person(ctx, OFFICER).await, cohort).await.unwrap();
        let more = form(ctx, 3, Policy::FirstCome, None);
        opening::save_cohort(&person(ctx, OFFICER).await, view.course.id, Some(cohort), more).await.unwrap();
        let other = form(ctx, 3, Policy::Lottery, None);
        let other = opening::save_cohort(&person(ctx, OFFICER).await, view.course.id, Some(cohort), other).await;
        assert!(matches!(other, Err(AppError::Invalid(errors)) if errors.of("policy") == Some(&courses::refusals::FIXED_NOW)));
        let fewer = form(ctx, 1, Policy::FirstCome, None);
        let fewer = opening::save_cohort(&person(ctx, OFFICER).await, view.course.id, Some(cohort), fewer).await;
        assert!(matches!(fewer, Err(AppError::Invalid(errors)) if errors.of("capacity").is_some()), "two are held");
    }

    async fn who_declined_comes_back_to_the_own_place(ctx: &Ctx) {
        use EnrolmentState::{Declined, Offered, Waitlisted};
        let cohort = open(ctx, 1, Policy::FirstCome, None).await;
        for n in 1..=3 {
            join(ctx, cohort, n).await.unwrap();
        }
        announce(ctx, cohort).await;
        let ids: Vec<EnrolmentId> = rows(ctx, cohort).await.iter().map(|row| row.id).collect();
        let family = async |n: usize, days: i64| later(&person(ctx, &phone(n)).await, days);
        let decline = async |n: usize| offers::answer(&family(n, 12).await, ids[n - 1], Answer::Decline, String::new()).await.unwrap();
        decline(1).await;
        assert_eq!(states(ctx, cohort).await, [Declined, Offered, Waitlisted]);
        let foreign = offers::reconsider(&family(2, 12).await, ids[0]).await;
        assert!(matches!(foreign, Err(AppError::NotFound)), "{foreign:?}");
        // The next was told of the seat, and keeps it; nobody else is before who came back.
        offers::reconsider(&family(1, 12).await, ids[0]).await.unwrap();
        offers::reconsider(&family(1, 12).await, ids[0]).await.unwrap();
        assert_eq!(states(ctx, cohort).await, [Waitlisted, Offered, Waitlisted]);
        assert!(rows(ctx, cohort).await[0].answer_by.is_some(), "a seat was offered once");
        decline(2).await;
        assert_eq!(states(ctx, cohort).await, [Offered, Declined, Waitlisted]);
        let late = offers::reconsider(&family(2, 20).await, ids[1]).await;
        assert!(matches!(late, Err(AppError::Refused(refusals::OFFER_OVER))), "{late:?}");
        // A seat that nobody waits for is there again at once.
        let alone = open_other(ctx).await;
        join(ctx, alone, 4).await.unwrap();
        announce(ctx, alone).await;
        let (only, four) = (rows(ctx, alone).await[0].id, family(4, 12).await);
        offers::answer(&four, only, Answer::Decline, "سفر".into()).await.unwrap();
        offers::reconsider(&four, only).await.unwrap();
        let row = rows(ctx, alone).await.remove(0);
        assert_eq!((row.state, row.seat, row.reason.as_str()), (Offered, Some(1), ""));
    }

    async fn who_signed_up_is_found_and_called_by_whose_files_they_are(ctx: &Ctx) {
        let cohort = open(ctx, 3, Policy::FirstCome, None).await;
        let mut references = Vec::new();
        for n in 1..=3 {
            references.push(join(ctx, cohort, n).await.unwrap());
        }
        let seen = async |who: &str| reads::desk_cohort(&person(ctx, who).await, cohort).await.unwrap().rows;
        let rows = seen(HEAD).await;
        assert!(rows.iter().zip(1..).all(|(row, n)| row.file && row.phone == Some(phone(n))), "{rows:?}");
        let organiser = world::STAFF.iter().find(|staff| staff.role == Role::Organiser).unwrap().phone;
        assert!(seen(organiser).await.iter().all(|row| !row.file && row.phone.is_none()));
        let found = |name: &str, words: &str| -> Vec<String> {
            let sought = Sought::of(&Form::of([(name, words.to_owned())]));
            rows.iter().filter(|row| sought.finds(row)).map(|row| row.reference.clone()).collect()
        };
        assert_eq!(found("q", &references[1]), references[1..2]);
        assert_eq!(found("q", "٠٩٢-٠٠٠٠٠٠٣"), references[2..3]);
        assert_eq!(found("q", &rows[0].name)[..1], references[..1]);
        assert_eq!((found("state", "submitted").len(), found("state", "offered").len()), (3, 0));
        let roll = reads::roll(&person(ctx, HEAD).await, cohort).await.unwrap();
        assert_eq!((roll.rows.len(), roll.rows[0].len()), (3, roll.columns.len()));
        assert!(roll.rows[0].contains(&accounts::phone_shown(&phone(1))));
    }

    async fn who_leaves_takes_the_name_along_and_the_seat_goes_on(ctx: &Ctx) {
        use EnrolmentState::{Confirmed, Offered, Waitlisted, Withdrawn};
        let cohort = open(ctx, 1, Policy::FirstCome, None).await;
        for n in 1..=2 {
            join(ctx, cohort, n).await.unwrap();
        }
        announce(ctx, cohort).await;
        assert_eq!(states(ctx, cohort).await, [Offered, Waitlisted]);
        let first = later(&person(ctx, &phone(1)).await, 12);
        let id = rows(ctx, cohort).await[0].id;
        offers::answer(&first, id, Answer::Confirm, String::new()).await.unwrap();
        assert_eq!(states(ctx, cohort).await, [Confirmed, Waitlisted]);
        desk::leave(&first).await.unwrap();
        let rows = rows(ctx, cohort).await;
        assert_eq!(rows.iter().map(|row| row.state).collect::<Vec<_>>(), [Withdrawn, Offered]);
        assert_eq!((rows[0].name.as_str(), rows[0].seat), ("", None));
    }

    async fn each_gate_is_shut_in_words(ctx: &Ctx) {
        let cohort = open(ctx, 2, Policy::Lottery, None).await;
        join(ctx, cohort, 1).await.unwrap();
        // Who comes again another day is told, and not thanked a second time.
        let again = join(&later(ctx, 1), cohort, 1).await;
        assert!(matches!(again, Err(AppError::Invalid(errors)) if errors.of("member") == Some(&refusals::ENROLLED_ALREADY)));
        // The same person once, in whichever cohort of the course.
        let officer = person(ctx, OFFICER).await;
        let course = training::enrolment::reads::desk_cohort(&officer, cohort).await.unwrap().course.id;
        let second = opening::save_cohort(&officer, course, None, form(ctx, 2, Policy::Lottery, None)).await.unwrap();
        let closed = join(ctx, second, 1).await;
        assert!(matches!(closed, Err(AppError::Refused(refusals::WINDOW_CLOSED))), "it is not announced: {closed:?}");
        opening::publish(&officer, second).await.unwrap();
        let twice = join(ctx, second, 1).await;
        assert!(matches!(twice, Err(AppError::Invalid(errors)) if errors.of("member") == Some(&refusals::ENROLLED_ALREADY)));
        assert!(matches!(join(&later(ctx, 11), cohort, 2).await, Err(AppError::Refused(refusals::WINDOW_CLOSED))));
        assert!(matches!(join(ctx, cohort, 17).await, Err(AppError::Refused(families::NOT_LICENSED))));
        assert!(matches!(ordering::order(&officer, cohort).await, Err(AppError::Refused(refusals::WINDOW_OPEN))));
        assert!(matches!(ordering::order(&later(&officer, 11), cohort).await, Err(AppError::Refused(refusals::NOT_SCREENED))));
        // Families and auditors plan nothing.
        for phone in ["0920000001", "0910000010", "0910000011"] {
            let who = later(&person(ctx, phone).await, 11);
            assert!(ordering::order(&who, cohort).await.is_err() && cohorts::cancel(&who, cohort, "لا تنعقد الدورة").await.is_err(), "{phone}");
        }
        cohorts::close_window(&officer, second).await.unwrap();
        assert!(matches!(join(ctx, second, 3).await, Err(AppError::Refused(refusals::WINDOW_CLOSED))));
        let third = opening::save_cohort(&officer, course, None, form(ctx, 2, Policy::Lottery, None)).await.unwrap();
        opening::publish(&officer, third).await.unwrap();
        cohorts::cancel(&officer, cohort, "لا تنعقد الدورة").await.unwrap();
        assert_eq!(states(ctx, cohort).await, [EnrolmentState::Withdrawn]);
        // Out of a cancelled cohort one may sign up for another.
        join(ctx, third, 1).await.unwrap();
    }

    async fn a_lottery_can_be_drawn_again_by_anybody(ctx: &Ctx) {
        let cohort = open(ctx, 3, Policy::Lottery, Some(("fezzan".into(), 2, day(ctx, 20)))).await;
        for n in 1..=12 {
            join(ctx, cohort, n).await.unwrap();
        }
        announce(ctx, cohort).await;
        let seed = stored(ctx, cohort).await.seed.unwrap();
        let mut drawn = rows(ctx, cohort).await;
        drawn.sort_by_key(|row| row.position);
        let mut again = drawn.clone();
        again.sort_by_key(|row| lots::lot(&seed, &row.reference));
        assert_eq!(drawn, again);
        // Seats of the quota are for families of the region alone until the day of the spill-over.
        let offered = |rows: &[enrolment::Model], of_quota: bool| {
            rows.iter().filter(|row| row.state == EnrolmentState::Offered && (row.region_code == "fezzan") == of_quota).count()
        };
        let (quota, others) = (offered(&drawn, true), offered(&drawn, false));
        assert_eq!(quota + others, 3);
        assert!(quota >= 2, "{quota}");
    }

    async fn who_signs_up_later_hears_of_the_draw_too(ctx: &Ctx) {
        let cohort = open(ctx, 1, Policy::Lottery, None).await;
        // A lottery without a day to draw it on is none.
        let course = stored(ctx, cohort).await.course_id;
        let known = Some(cohort);
        for (id, closes, ok) in [(None, 39, false), (None, 38, true), (known, 39, false), (known, 38, true), (known, 10, true)] {
            let typed = CohortForm { window: (day(ctx, 0), day(ctx, closes)), ..form(ctx, 1, Policy::Lottery, None) };
            let saved = opening::save_cohort(&person(ctx, OFFICER).await, course, id, typed).await;
            let wrong = matches!(&saved, Err(AppError::Invalid(errors)) if errors.of("closes_on") == Some(&courses::refusals::NO_DAY_TO_DRAW));
            assert_eq!((saved.is_ok(), wrong), (ok, !ok), "{closes}: {saved:?}");
        }
        ordering::announce_draw(&person(ctx, OFFICER).await, cohort, later(ctx, 12).now).await.unwrap();
        let family = person(ctx, &phone(1)).await;
        let before = people::notifications::unread(&family).await.unwrap();
        join(ctx, cohort, 1).await.unwrap();
        assert_eq!(people::notifications::unread(&family).await.unwrap(), before + 2);
    }

    async fn lots_are_drawn_once_at_the_announced_time_and_again_with_a_reason_only(ctx: &Ctx) {
        let cohort = open(ctx, 1, Policy::Lottery, None).await;
        for n in 1..=3 {
            join(ctx, cohort, n).await.unwrap();
        }
        screen_all(ctx, cohort).await;
        let at = async |days: i64| later(&person(ctx, OFFICER).await, days);
        assert!(matches!(ordering::order(&at(11).await, cohort).await, Err(AppError::Refused(refusals::DRAW_NOT_ANNOUNCED))));
        for (time, problem) in [
            (ctx.now + Duration::hours(23), refusals::DRAW_SOON),
            (later(ctx, 5).now, refusals::DRAW_IN_WINDOW),
            (later(ctx, 40).now, courses::refusals::BEFORE_FIRST_DAY),
        ] {
            let wrong = ordering::announce_draw(&at(0).await, cohort, time).await;
            assert!(matches!(wrong, Err(AppError::Invalid(errors)) if errors.of("draw_on") == Some(&problem)), "{problem:?}");
        }
        ordering::announce_draw(&at(9).await, cohort, later(ctx, 12).now).await.unwrap();
        assert!(matches!(ordering::order(&at(11).await, cohort).await, Err(AppError::Refused(refusals::DRAW_AHEAD))));
        // The announced day stays between the window and the first day.
        let saved = async |closes: i64, starts: i64| {
            let moved = CohortForm {
                window: (day(ctx, 0), day(ctx, closes)),
                days: (day(ctx, starts), day(ctx, 44)),
                ..form(ctx, 1, Policy::Lottery, None)
            };
            opening::save_cohort(&at(11).await, stored(ctx, cohort).await.course_id, Some(cohort), moved).await
        };
        let late = saved(12, 40).await;
        assert!(matches!(&late, Err(AppError::Invalid(errors)) if errors.of("closes_on") == Some(&courses::refusals::BEFORE_DRAW)), "{late:?}");
        let early = saved(10, 12).await;
        assert!(matches!(&early, Err(AppError::Invalid(errors)) if errors.of("starts_on") == Some(&courses::refusals::AFTER_DRAW)), "{early:?}");
        saved(11, 39).await.unwrap();
        saved(10, 40).await.unwrap();
        // Not drawn yet, so there is nothing to draw again.
        assert!(matches!(ordering::draw_again(&at(12).await, cohort, "سبب من الأسباب").await, Err(AppError::Refused(Reason::NOT_NOW))));
        ordering::order(&at(12).await, cohort).await.unwrap();
        let first = stored(ctx, cohort).await.seed;
        // Nobody signs up any more, now that the seed is known.
        let opened = saved(20, 40).await;
        assert!(matches!(&opened, Err(AppError::Invalid(errors)) if errors.of("closes_on") == Some(&courses::refusals::FIXED_NOW)), "{opened:?}");
        // The order is made anew by the same lots, and no other time is announced for them.
        ordering::order(&at(12).await, cohort).await.unwrap();
        assert_eq!(stored(ctx, cohort).await.seed, first);
        let moved = ordering::announce_draw(&at(12).await, cohort, later(ctx, 15).now).await;
        assert!(matches!(moved, Err(AppError::Refused(Reason::NOT_NOW))), "{moved:?}");
        ordering::draw_again(&at(13).await, cohort, "انقطع الكهرباء قبل أن يرى الحاضرون الرقم").await.unwrap();
        let head = later(&person(ctx, HEAD).await, 13);
        offers::announce(&head, cohort).await.unwrap();
        assert!(matches!(ordering::draw_again(&head, cohort, "سبب من الأسباب").await, Err(AppError::Refused(refusals::WINDOW_OPEN))));
        let family = person(ctx, &phone(1)).await;
        let mine = training::enrolment::reads::mine(&family).await.unwrap().remove(0);
        let public = courses::reads::cohort(&later(&family, 13), &mine.course.slug, mine.cohort.number).await.unwrap();
        let reasons: Vec<&str> = public.draws.iter().map(|draw| draw.reason.as_str()).collect();
        assert_eq!(reasons, ["", "انقطع الكهرباء قبل أن يرى الحاضرون الرقم"]);
        assert_eq!(Some(public.draws[0].seed.clone()), first);
        let mut lots: Vec<String> = public.order.iter().map(|(reference, _, _)| lots::lot(&public.draws[1].seed, reference)).collect();
        let placed = lots.clone();
        lots.sort();
        assert_eq!(placed, lots, "the last drawing is the one that holds");
    }

    async fn two_hundred_answers_at_once_give_no_seat_twice(ctx: &Ctx) {
        let cohort = open(ctx, 5, Policy::FirstCome, None).await;
        let mut references = Vec::new();
        for n in 1..=16 {
            references.push(join(ctx, cohort, n).await.unwrap());
        }
        announce(ctx, cohort).await;
        let mut answers = Vec::new();
        for (n, reference) in references.iter().enumerate() {
            let (family, id) = (later(&person(ctx, &phone(n + 1)).await, 12), id_of(ctx, cohort, reference).await);
            for round in 0..13 {
                let family = family.clone();
                let said = if (n + round) % 3 == 0 { Answer::Decline } else { Answer::Confirm };
                answers.push(tokio::spawn(async move {
                    loop {
                        match offers::answer(&family, id, said, String::new()).await {
                            Err(AppError::Busy) => {}
                            done => return done.is_ok(),
                        }
                    }
                }));
            }
        }
        assert!(answers.len() > 200);
        for answer in answers {
            let _ = answer.await.unwrap();
        }
        let rows = rows(ctx, cohort).await;
        let mut seats: Vec<i64> = rows.iter().filter(|row| row.state.holds_seat()).filter_map(|row| row.seat).collect();
        assert_eq!(seats.len(), rows.iter().filter(|row| row.state.holds_seat()).count());
        seats.sort_unstable();
        assert_eq!(seats, [1, 2, 3, 4, 5], "every seat once, and none left while somebody waits");
    }

    async fn somebody_else_of_the_family_is_sent_until_it_begins(ctx: &Ctx) {
        let cohort = open(ctx, 4, Policy::FirstCome, None).await;
        join(ctx, cohort, 1).await.unwrap();
        join(ctx, cohort, 2).await.unwrap();
        let family = person(ctx, &phone(1)).await;
        let row = rows(ctx, cohort).await[0].clone();
        let sister = |identity: &str| families::Change::Member { replaces: None, new: Some(world::member("أخت الأسرة", 1990, identity)) };
        let tx = ctx.begin().await.unwrap();
        families::write(&tx, ctx, row.family_id, sister("995001")).await.unwrap();
        tx.commit().await.unwrap();
        let people = families::trainees(ctx.db.read(), row.family_id).await.unwrap();
        let other = people.iter().find(|trainee| trainee.name == "أخت الأسرة").unwrap().id;
        // Of one's own family only, and only one's own enrolment.
        let stranger = families::trainees(ctx.db.read(), rows(ctx, cohort).await[1].family_id).await.unwrap()[0].id;
        assert!(matches!(enrolling::substitute(&family, row.id, stranger, "سبب").await, Err(AppError::Invalid(_))));
        assert!(matches!(enrolling::substitute(&person(ctx, &phone(2)).await, row.id, other, "سبب").await, Err(AppError::NotFound)));
        enrolling::substitute(&family, row.id, other, "مريضة").await.unwrap();
        let after = rows(ctx, cohort).await[0].clone();
        assert_eq!((after.name.as_str(), after.reference.as_str(), after.state), ("أخت الأسرة", row.reference.as_str(), row.state));
        // Who was taken out may sign up again; who was sent is there already.
        join(ctx, cohort, 1).await.unwrap();
        let twice = enrolling::apply(&family, cohort, other, Said::default()).await;
        assert!(matches!(twice, Ok(reference) if reference == row.reference));
        // From the first day on it is too late.
        let late = enrolling::substitute(&later(&family, 40), row.id, other, "سبب").await;
        assert!(matches!(late, Err(AppError::Refused(Reason::NOT_NOW))), "{late:?}");
    }

    async fn a_window_is_ended_early_and_both_days_stay(ctx: &Ctx) {
        let cohort = open(ctx, 4, Policy::FirstCome, None).await;
        join(ctx, cohort, 1).await.unwrap();
        let officer = person(ctx, OFFICER).await;
        cohorts::close_window(&officer, cohort).await.unwrap();
        cohorts::close_window(&officer, cohort).await.unwrap();
        let stands = stored(ctx, cohort).await;
        assert_eq!((stands.closes_on, stands.closed_on), (day(ctx, 10), Some(day(ctx, 0))));
        assert!(matches!(join(ctx, cohort, 2).await, Err(AppError::Refused(refusals::WINDOW_CLOSED))));
    }
}
