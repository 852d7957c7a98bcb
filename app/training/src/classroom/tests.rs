//! Messages, materials, homework, files of answers and feedback, on real databases.
#![allow(clippy::unwrap_used)]

use std::collections::HashSet;

use sea_orm::EntityTrait;

use super::selection_tests::open;
use super::tests::{HEAD, OFFICER, announce, course, day, join, later, phone, rows};
use ground::ctx::Ctx;
use ground::days::read_clock;
use ground::error::{AppError, Problem, Reason};
use ground::ids::{CohortId, EnrolmentId, LessonId, MediaId};
use people::media::{self, Kind, NewMedia};
use people::notifications;
use testing::{on_both, person};
use training::classroom::feedback::{self, RATED};
use training::classroom::{self, files, homework, materials, messages};
use training::courses;
use training::courses::questions::{self, NewQuestion};
use training::courses::types::CohortForm;
use training::enrolment::offers::{self, Answer};
use training::enrolment::{self, screening};
use training::entity::{feedback_words, lesson, module};
use training::lessons::acts::LessonForm;
use training::rules::{EnrolmentState, QuestionKind};
use training::{acts, lessons, reads};

fn file(n: u8) -> NewMedia {
    NewMedia {
        kind: Kind::Document,
        address: format!("{n:02x}").repeat(32),
        mime: "application/pdf".into(),
        width: 0,
        height: 0,
        color: "#000000".into(),
        perceptual_hash: None,
        bytes: 10,
    }
}

/// A cohort of six seats with a lesson on its first day; six families confirmed, and it has begun.
async fn running(ctx: &Ctx, change: impl FnOnce(CohortForm) -> CohortForm) -> (CohortId, LessonId, Vec<EnrolmentId>) {
    let (_, cohort) = open(ctx, change).await;
    for n in 1..=6 {
        join(ctx, cohort, n).await.unwrap();
    }
    let officer = later(&person(ctx, OFFICER).await, 11);
    let lesson = LessonForm {
        begins: read_clock("09:00").unwrap(),
        ends: read_clock("12:00").unwrap(),
        venue: "القاعة".into(),
        link: String::new(),
        topic: String::new(),
        trainer: None,
    };
    lessons::acts::add(&officer, cohort, (day(ctx, 40), day(ctx, 44)), lesson).await.unwrap();
    announce(ctx, cohort).await;
    let ids: Vec<EnrolmentId> = rows(ctx, cohort).await.iter().map(|row| row.id).collect();
    for (n, id) in (1..).zip(&ids) {
        let family = later(&person(ctx, &phone(n)).await, 12);
        offers::answer(&family, *id, Answer::Confirm, String::new()).await.unwrap();
    }
    acts::daily(&later(ctx, 40)).await.unwrap();
    let lesson = lesson::of_cohort(ctx.db.read(), cohort).await.unwrap().remove(0).id;
    (cohort, lesson, ids)
}

on_both! {
    async fn a_course_shows_the_logo_of_its_partner(ctx: &Ctx) {
        let officer = person(ctx, OFFICER).await;
        let logo = |n: u8| Some(NewMedia { kind: Kind::Photo, width: 640, height: 320, ..file(n) });
        let mut form = course("دورة شريك");
        form.partner = String::new();
        let id = courses::acts::save_course(&officer, None, form.clone()).await.unwrap();
        let wrong = courses::acts::set_logo(&officer, id, logo(1)).await;
        assert!(matches!(wrong, Err(AppError::Invalid(ref errors)) if errors.0[0].1 == courses::refusals::NO_PARTNER), "{wrong:?}");
        form.partner = "شريك".into();
        courses::acts::save_course(&officer, Some(id), form.clone()).await.unwrap();
        assert!(matches!(courses::acts::set_logo(&person(ctx, &phone(1)).await, id, logo(1)).await, Err(AppError::NotFound)));
        courses::acts::set_logo(&officer, id, logo(1)).await.unwrap();
        let shown = async || courses::reads::logo(ctx, &courses::reads::desk_course(&officer, id).await.unwrap().about).await.unwrap();
        let photo = shown().await.unwrap();
        assert_eq!((photo.alt.as_str(), photo.width), ("شريك", 640));
        // Anybody sees it, a visitor too.
        assert_eq!(media::access(ctx, &photo.address).await.unwrap(), media::Access::Public);
        // Without the partner's name there is no logo; taken away, there is none.
        form.partner = String::new();
        courses::acts::save_course(&officer, Some(id), form.clone()).await.unwrap();
        assert_eq!(shown().await, None);
        form.partner = "شريك".into();
        courses::acts::save_course(&officer, Some(id), form).await.unwrap();
        courses::acts::set_logo(&officer, id, None).await.unwrap();
        assert_eq!(shown().await, None);
    }

    async fn what_a_cohort_shares_stays_in_its_room(ctx: &Ctx) {
        let (cohort, lesson, ids) = running(ctx, |form| form).await;
        let at = later(ctx, 41);
        let (officer, trainee) = (person(&at, OFFICER).await, person(&at, &phone(1)).await);
        let (other, stranger) = (person(&at, &phone(2)).await, person(&at, &phone(9)).await);
        // A message reaches everyone with a seat, once.
        let before = notifications::unread(&trainee).await.unwrap();
        for _ in 0..2 {
            messages::write(&officer, cohort, "أحضروا معكم عيّنة من منتجكم.").await.unwrap();
        }
        assert_eq!(notifications::unread(&trainee).await.unwrap(), before + 1);
        assert_eq!(classroom::reads::classroom(&trainee, ids[0]).await.unwrap().messages.len(), 1);
        // Nobody opens another's room, and nobody outside writes.
        assert!(matches!(classroom::reads::classroom(&other, ids[0]).await, Err(AppError::NotFound)));
        for who in [&trainee, &person(&at, "0910000005").await, &person(&at, "0910000010").await] {
            assert!(messages::write(who, cohort, "من الخارج").await.is_err());
            assert!(classroom::reads::desk_classroom(who, cohort).await.is_err());
        }
        // Homework: its owner and who teaches.
        homework::send_homework(&trainee, ids[0], lesson, "أول سلة".into(), Some(file(1))).await.unwrap();
        assert!(matches!(homework::send_homework(&stranger, ids[0], lesson, String::new(), None).await, Err(AppError::NotFound)));
        let foreign = homework::send_homework(&trainee, ids[0], LessonId(9_999), "لا حصة".into(), None).await;
        assert!(matches!(foreign, Err(AppError::NotFound)), "{foreign:?}");
        let sent = classroom::reads::desk_classroom(&officer, cohort).await.unwrap().homework;
        assert_eq!(sent.len(), 1);
        let media = sent[0].0.file.unwrap();
        assert!(files::file_in_scope(&officer, media).await.unwrap());
        for who in [&other, &stranger, &person(&at, "0910000010").await, &person(&at, "0910000007").await] {
            assert!(!files::file_in_scope(who, media).await.unwrap());
        }
        homework::reply(&officer, sent[0].0.id, "شدّوا السعف أكثر عند الحافة.").await.unwrap();
        assert!(matches!(homework::reply(&person(&at, "0910000005").await, sent[0].0.id, "من الخارج").await, Err(AppError::NotFound)));
        assert_eq!(classroom::reads::classroom(&trainee, ids[0]).await.unwrap().homework[0].reply, "شدّوا السعف أكثر عند الحافة.");
        for _ in 1..homework::MOST_HOMEWORK {
            homework::send_homework(&trainee, ids[0], lesson, "أخرى".into(), None).await.unwrap();
        }
        let more = homework::send_homework(&trainee, ids[0], lesson, "زيادة".into(), None).await;
        assert!(matches!(more, Err(AppError::Invalid(errors)) if errors.of("homework") == Some(&Problem::AtMost(homework::MOST_HOMEWORK))));
        // Who leaves takes it along.
        desk::leave(&trainee).await.unwrap();
        assert!(training::entity::homework::Entity::find().all(ctx.db.read()).await.unwrap().is_empty());
    }

    async fn materials_are_for_who_is_taught(ctx: &Ctx) {
        let (cohort, _, ids) = running(ctx, |form| form).await;
        let at = later(ctx, 41);
        let (officer, trainee, stranger) = (person(&at, OFFICER).await, person(&at, &phone(1)).await, person(&at, &phone(9)).await);
        let (course, _) = reads::of_cohort(&officer, cohort).await.unwrap();
        let module = courses::types::ModuleForm { title: "التصوير".into(), hours: 4, learnt: String::new() };
        let form = courses::types::CourseForm { modules: vec![(1, module)], ..crate::tests::course(&course.title) };
        courses::acts::save_course(&officer, Some(course.id), form).await.unwrap();
        let module = module::of_course(ctx.db.read(), course.id).await.unwrap().remove(0).id;
        materials::add_material(&officer, cohort, module, "دليل.pdf".into(), file(2)).await.unwrap();
        let wrong = materials::add_material(&officer, cohort, ground::ids::ModuleId(9_999), "دليل.pdf".into(), file(3)).await;
        assert!(matches!(wrong, Err(AppError::Invalid(errors)) if errors.of("module") == Some(&Problem::NotAChoice)));
        let seen = classroom::reads::classroom(&trainee, ids[0]).await.unwrap().modules;
        let row = seen[0].1[0].clone();
        assert!(files::file_in_scope(&trainee, row.file).await.unwrap());
        assert!(files::file_in_scope(&officer, row.file).await.unwrap());
        assert!(!files::file_in_scope(&stranger, row.file).await.unwrap());
        assert!(!files::file_in_scope(&trainee, MediaId(9_999)).await.unwrap());
        materials::remove_material(&officer, cohort, row.id).await.unwrap();
        assert!(matches!(materials::remove_material(&officer, cohort, row.id).await, Err(AppError::NotFound)));
    }

    async fn a_question_is_answered_with_a_file(ctx: &Ctx) {
        let ask = NewQuestion { position: 1, kind: QuestionKind::File, words: "صورة منتجكم".into(), choices: String::new(), needed: true };
        let (_, cohort) = open(ctx, |form| CohortForm { questions: vec![ask], ..form }).await;
        join(ctx, cohort, 1).await.unwrap();
        let id = rows(ctx, cohort).await[0].id;
        let question = questions::of_cohort(ctx.db.read(), cohort).await.unwrap()[0].id;
        let (family, other) = (person(ctx, &phone(1)).await, person(ctx, &phone(2)).await);
        let early = screening::screen(&person(ctx, HEAD).await, id).await;
        assert!(matches!(early, Err(AppError::Refused(enrolment::refusals::FILE_MISSING))), "{early:?}");
        assert!(matches!(files::answer_with_file(&other, id, question, "أ.pdf".into(), file(4)).await, Err(AppError::NotFound)));
        for n in [5, 6] {
            files::answer_with_file(&family, id, question, format!("{n}.pdf"), file(n)).await.unwrap();
        }
        let known = classroom::reads::classroom(&family, id).await.unwrap();
        assert_eq!(known.files[0].1.as_ref().unwrap().words, "6.pdf", "another file takes the place of the first");
        let media = known.files[0].1.as_ref().unwrap().file.unwrap();
        assert!(files::file_in_scope(&person(ctx, OFFICER).await, media).await.unwrap());
        assert!(!files::file_in_scope(&other, media).await.unwrap());
        // An officer of another branch does not open it, and what was looked at is not exchanged.
        assert!(!files::file_in_scope(&person(ctx, "0910000005").await, media).await.unwrap());
        screening::screen(&later(&person(ctx, HEAD).await, 11), id).await.unwrap();
        let exchanged = files::answer_with_file(&family, id, question, "7.pdf".into(), file(7)).await;
        assert!(matches!(exchanged, Err(AppError::Refused(Reason::NOT_NOW))), "{exchanged:?}");
        assert!(!known.inside, "without a seat there are only one's own files");
    }

    async fn feedback_is_nobodys_and_small_groups_are_not_told(ctx: &Ctx) {
        let (cohort, _, ids) = running(ctx, |form| form).await;
        let officer = person(&later(ctx, 45), OFFICER).await;
        let early = feedback::rate(&person(&later(ctx, 44), &phone(1)).await, ids[0], [5; RATED.len()], String::new()).await;
        assert!(matches!(early, Err(AppError::Refused(Reason::NOT_NOW))), "{early:?}");
        for (n, id) in (1..=5).zip(&ids) {
            let trainee = person(&later(ctx, 45), &phone(n)).await;
            let told = classroom::reads::desk_classroom(&officer, cohort).await.unwrap().feedback;
            assert_eq!((told.people, told.ratings.len(), told.words.len()), (n as i64 - 1, 0, 0));
            // Sent twice it counts once.
            for _ in 0..2 {
                feedback::rate(&trainee, *id, [5, 4, 3, n as i64], if n < 4 { format!("القاعة باردة {n}") } else { String::new() }).await.unwrap();
            }
            assert!(!classroom::reads::classroom(&trainee, *id).await.unwrap().may_rate);
            testing::told_apart_by_nothing(ctx, "feedback_words WHERE TRUE", "feedback_count WHERE TRUE").await;
        }
        // Five of six: not while the sixth would be told from them.
        assert!(classroom::reads::desk_classroom(&officer, cohort).await.unwrap().feedback.ratings.is_empty());
        let late = feedback::rate(&person(&later(ctx, 59), &phone(6)).await, ids[5], [1; RATED.len()], String::new()).await;
        assert!(matches!(late, Err(AppError::Refused(Reason::NOT_NOW))), "{late:?}");
        let told = classroom::reads::desk_classroom(&later(&officer, 14), cohort).await.unwrap().feedback;
        assert_eq!(told.ratings, [[0, 0, 0, 0, 5], [0, 0, 0, 5, 0], [0, 0, 5, 0, 0], [1, 1, 1, 1, 1]]);
        let words: HashSet<String> = told.words.into_iter().collect();
        assert_eq!(words, (1..=3).map(|n| format!("القاعة باردة {n}")).collect());
        // What is kept of the words: a random key, and nothing of the person or the time.
        let kept = feedback_words::Entity::find().all(ctx.db.read()).await.unwrap();
        assert_eq!(kept[0].id.len(), 32);
        assert!(rows(ctx, cohort).await.iter().all(|row| row.state == EnrolmentState::Attending));
    }
}
