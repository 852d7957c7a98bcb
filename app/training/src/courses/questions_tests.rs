//! Questions and their answers, enrolments sent back, courses proposed, another turn, a waiting list carried over: on real databases.
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;

use super::selection_tests::open;
use super::tests::{HEAD, OFFICER, announce, form, join, later, phone, rows, states};
use ground::ctx::Ctx;
use ground::error::{AppError, Problem, Reason};
use ground::ids::{CohortId, QuestionId};
use market::families;
use testing::{on_both, person};
use training::acts;
use training::courses::questions::{self, NewQuestion};
use training::courses::refusals;
use training::courses::types::CohortForm;
use training::enrolment::acts::Said;
use training::enrolment::{self, acts as enrolling, offers, opening, ordering, proposals, screening};
use training::rules::{EnrolmentState, Policy, QuestionKind};

async fn apply(ctx: &Ctx, cohort: CohortId, n: usize, answers: HashMap<QuestionId, String>) -> Result<String, AppError> {
    let family = person(ctx, &phone(n)).await;
    let own = families::own_family(ctx.db.read(), &family).await.unwrap().unwrap();
    let member = families::trainees(ctx.db.read(), own.id).await.unwrap().remove(0).id;
    enrolling::apply(&family, cohort, member, Said { words: "نريد أن نتعلّم".into(), answers }).await
}

on_both! {
    async fn questions_are_answered_and_what_is_missing_is_sent_again(ctx: &Ctx) {
        let ask = |position, kind, needed| NewQuestion {
            position,
            kind,
            words: "هل تحتاجون إلى سكن؟".into(),
            choices: if kind == QuestionKind::Choice { "نعم\nلا".into() } else { String::new() },
            needed,
        };
        let questions = vec![ask(1, QuestionKind::Choice, true), ask(3, QuestionKind::Text, false)];
        let (course, cohort) = open(ctx, |form| CohortForm { questions: questions.clone(), ..form }).await;
        let asked = questions::of_cohort(ctx.db.read(), cohort).await.unwrap();
        let missing = apply(ctx, cohort, 1, HashMap::new()).await;
        let field = questions::field(asked[0].id);
        assert!(matches!(missing, Err(AppError::Invalid(errors)) if errors.of(&field) == Some(&Problem::Required)));
        assert!(rows(ctx, cohort).await.is_empty());
        apply(ctx, cohort, 1, HashMap::from([(asked[0].id, "2".to_owned())])).await.unwrap();
        let id = rows(ctx, cohort).await[0].id;
        let head = later(&person(ctx, HEAD).await, 11);
        assert_eq!(enrolment::reads::desk_cohort(&head, cohort).await.unwrap().answers[&(id, asked[0].id)].words, "لا");
        // Under questions that were answered others are not asked.
        let mut other = form(ctx, 6, Policy::FirstCome, None);
        other.questions = questions[..1].to_vec();
        let changed = opening::save_cohort(&person(ctx, OFFICER).await, course, Some(cohort), other).await;
        assert!(matches!(changed, Err(AppError::Invalid(errors)) if errors.of("question_1") == Some(&refusals::FIXED_NOW)));
        // Sent back: nothing is ordered while it waits; the family sends it again, also after the window.
        let family = later(&person(ctx, &phone(1)).await, 12);
        assert!(matches!(screening::send_back(&family, id, "ما المنتج؟").await, Err(AppError::NotFound)));
        screening::send_back(&head, id, "ما المنتج الذي تصنعونه؟").await.unwrap();
        assert!(matches!(ordering::order(&head, cohort).await, Err(AppError::Refused(enrolment::refusals::NOT_SCREENED))));
        let stranger = person(ctx, &phone(2)).await;
        assert!(matches!(enrolling::resend(&stranger, id, Said::default()).await, Err(AppError::NotFound)));
        let answers = HashMap::from([(asked[0].id, "1".to_owned()), (asked[1].id, "سلال من سعف".to_owned())]);
        enrolling::resend(&family, id, Said { words: "نصنع السلال".into(), answers }).await.unwrap();
        let row = rows(ctx, cohort).await.remove(0);
        assert_eq!((row.state, row.words.as_str(), row.reason.as_str()), (EnrolmentState::Submitted, "نصنع السلال", ""));
        let known = questions::answers(ctx.db.read(), vec![id]).await.unwrap();
        assert_eq!((known[&(id, asked[0].id)].words.as_str(), known.len()), ("نعم", 2));
        screening::screen(&head, id).await.unwrap();
        assert!(matches!(enrolling::resend(&family, id, Said::default()).await, Err(AppError::Refused(Reason::NOT_NOW))));
    }

    async fn an_officer_proposes_a_course_and_the_family_decides(ctx: &Ctx) {
        let (_, cohort) = open(ctx, |form| form).await;
        let family = person(ctx, &phone(1)).await;
        let own = families::own_family(ctx.db.read(), &family).await.unwrap().unwrap();
        let officer = person(ctx, OFFICER).await;
        let before = people::notifications::unread(&family).await.unwrap();
        let words = "أُعيد منتجكم لضبط المقاسات، وهذه الدورة تعلّمها.";
        proposals::propose(&officer, cohort, own.id, words).await.unwrap();
        proposals::propose(&officer, cohort, own.id, words).await.unwrap();
        assert_eq!(people::notifications::unread(&family).await.unwrap(), before + 1, "said twice, told once");
        assert!(rows(ctx, cohort).await.is_empty(), "nobody is signed up by somebody else");
        assert_eq!(proposals::proposed(ctx.db.read(), cohort, own.id).await.unwrap().as_deref(), Some(words));
        // An officer of another branch does not see the family; after the window there is nothing to propose.
        let mountain = person(ctx, "0910000005").await;
        assert!(matches!(proposals::propose(&mountain, cohort, own.id, words).await, Err(AppError::NotFound)));
        let late = proposals::propose(&later(&officer, 11), cohort, own.id, "لأنها تناسبكم").await;
        assert!(matches!(late, Err(AppError::Refused(enrolment::refusals::WINDOW_CLOSED))), "{late:?}");
    }

    async fn who_completed_a_course_takes_it_again_only_when_an_officer_allows_it(ctx: &Ctx) {
        let (course, first) = open(ctx, |form| form).await;
        join(ctx, first, 1).await.unwrap();
        let id = rows(ctx, first).await[0].id;
        let officer = person(ctx, OFFICER).await;
        let early = proposals::allow_again(&officer, id, "طلبت الأسرة إعادة البرنامج").await;
        assert!(matches!(early, Err(AppError::Refused(Reason::NOT_NOW))), "{early:?}");
        let sql = "UPDATE enrolment SET state = 'completed', seat = 1 WHERE id = $1";
        let tx = ctx.begin().await.unwrap();
        tx.run(sql, vec![id.into()]).await.unwrap();
        tx.commit().await.unwrap();
        let second = opening::save_cohort(&officer, course, None, form(ctx, 6, Policy::FirstCome, None)).await.unwrap();
        opening::publish(&officer, second).await.unwrap();
        assert!(matches!(join(ctx, second, 1).await, Err(AppError::Invalid(errors)) if errors.of("member") == Some(&enrolment::refusals::ENROLLED_ALREADY)));
        proposals::allow_again(&officer, id, "طلبت الأسرة إعادة البرنامج").await.unwrap();
        join(ctx, second, 1).await.unwrap();
        // One more turn, not two.
        let third = opening::save_cohort(&officer, course, None, form(ctx, 6, Policy::FirstCome, None)).await.unwrap();
        opening::publish(&officer, third).await.unwrap();
        assert!(matches!(join(ctx, third, 1).await, Err(AppError::Invalid(errors)) if errors.of("member") == Some(&enrolment::refusals::ENROLLED_ALREADY)));
    }

    async fn who_waited_in_vain_stands_first_in_the_next_cohort(ctx: &Ctx) {
        let (course, first) = open(ctx, |form| CohortForm { capacity: 1, ..form }).await;
        for n in 1..=3 {
            join(ctx, first, n).await.unwrap();
        }
        announce(ctx, first).await;
        let holder = later(&person(ctx, &phone(1)).await, 12);
        offers::answer(&holder, rows(ctx, first).await[0].id, offers::Answer::Confirm, String::new()).await.unwrap();
        acts::daily(&later(ctx, 40)).await.unwrap();
        assert_eq!(states(ctx, first).await[1..], [EnrolmentState::NotSeated; 2]);
        let officer = later(&person(ctx, OFFICER).await, 41);
        let after = later(ctx, 41);
        let next = CohortForm { carries_from: Some(first), ..form(&after, 1, Policy::FirstCome, None) };
        let next = opening::save_cohort(&officer, course, None, next).await.unwrap();
        // The second signs up elsewhere meanwhile, and is not doubled.
        let elsewhere = opening::save_cohort(&officer, course, None, form(&after, 1, Policy::FirstCome, None)).await.unwrap();
        opening::publish(&officer, elsewhere).await.unwrap();
        join(&after, elsewhere, 2).await.unwrap();
        opening::publish(&officer, next).await.unwrap();
        let carried = rows(ctx, next).await;
        assert_eq!(carried.len(), 1);
        assert_eq!(carried[0].applied_at, rows(ctx, first).await[2].applied_at, "with the day of the first time");
        assert_eq!(carried[0].state, EnrolmentState::Submitted);
        // Published once more nobody is carried over again; a cohort of another course is not carried from.
        opening::publish(&officer, next).await.unwrap();
        assert_eq!(rows(ctx, next).await.len(), 1);
        let foreign = CohortForm { carries_from: Some(CohortId(9_999)), ..form(&after, 1, Policy::FirstCome, None) };
        assert!(matches!(opening::save_cohort(&officer, course, None, foreign).await, Err(AppError::NotFound)));
    }
}
