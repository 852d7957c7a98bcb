//! A cohort whose seats a committee gives, on real databases.
#![allow(clippy::unwrap_used)]

use super::tests::{HEAD, OFFICER, day, join, later, open, phone, rows, states};
use cases::casework;
use cases::committee::{self, Choice, SittingState};
use ground::ctx::Ctx;
use ground::error::{AppError, Problem, Reason};
use ground::ids::{CohortId, SittingId};
use people::accounts;
use testing::{on_both, person};
use training::call;
use training::courses::cohorts;
use training::enrolment::{acts as enrolling, screening};
use training::rules::{EnrolmentState, Policy};

const MEMBERS: [&str; 3] = ["0910000007", "0910000008", "0910000009"];

/// The nth member on the day of the sitting.
async fn member(ctx: &Ctx, n: usize) -> Ctx {
    later(&person(ctx, MEMBERS[n]).await, 12)
}

/// Four families signed up and were looked at, and the committee is called.
async fn called(ctx: &Ctx, capacity: i64) -> (CohortId, SittingId) {
    let cohort = open(ctx, capacity, Policy::Committee, None).await;
    for n in 1..=4 {
        join(ctx, cohort, n).await.unwrap();
    }
    let officer = later(&person(ctx, OFFICER).await, 11);
    for row in rows(ctx, cohort).await {
        screening::screen(&officer, row.id).await.unwrap();
    }
    let sitting = call(&officer, cohort, day(ctx, 12), "قاعة الاجتماعات".into(), String::new()).await.unwrap();
    (cohort, sitting)
}

/// A vote of each member on the files, in order.
async fn vote(member: &Ctx, sitting: SittingId, choices: &[Choice]) -> Result<(), AppError> {
    let view = committee::sitting(member, sitting).await?;
    let files = view.files.iter().filter(|file| !file.hidden).map(|file| file.id);
    committee::vote(member, sitting, &files.zip(choices.iter().copied()).collect::<Vec<_>>()).await
}

async fn count(secretary: &Ctx, sitting: SittingId) -> Result<(), AppError> {
    let view = committee::sitting(secretary, sitting).await?;
    let reasons: Vec<_> = view.files.iter().map(|file| (file.id, "حسب ما رأته اللجنة".to_owned())).collect();
    committee::count(secretary, sitting, &reasons).await
}

async fn sign(member: &Ctx, sitting: SittingId) -> Result<(), AppError> {
    let code = accounts::totp_code(world::DEMO_TOTP_SECRET, member.now.timestamp()).unwrap();
    let read = committee::sitting(member, sitting).await?.sitting.digest.unwrap_or_default();
    desk::sign_minute(member, sitting, &read, &code).await
}

fn refused(result: Result<(), AppError>, reason: Reason) {
    assert!(matches!(result, Err(AppError::Refused(found)) if found == reason), "{result:?} instead of {reason:?}");
}

on_both! {
    async fn a_committee_gives_the_seats(ctx: &Ctx) {
        use Choice::{No, Yes};
        use EnrolmentState::{Offered, Refused, Screened, Waitlisted};
        let (cohort, sitting) = called(ctx, 1).await;
        let officer = later(&person(ctx, OFFICER).await, 12);
        // Called once, and what it has before it stays.
        assert!(call(&officer, cohort, day(ctx, 13), "قاعة".into(), String::new()).await.is_err());
        refused(screening::refuse(&officer, rows(ctx, cohort).await[0].id, "سبب طويل").await.map(|_| ()), Reason::NOT_NOW);
        // Nobody votes before the day, or without being present.
        let early = later(&person(ctx, MEMBERS[0]).await, 11);
        refused(committee::attend(&early, sitting).await, committee::NOT_THE_DAY);
        let (first, second, third) = (member(ctx, 0).await, member(ctx, 1).await, member(ctx, 2).await);
        refused(vote(&first, sitting, &[Yes]).await, committee::NOT_PRESENT);
        refused(count(&officer, sitting).await, committee::NO_QUORUM);
        committee::attend(&first, sitting).await.unwrap();
        refused(count(&officer, sitting).await, committee::NO_QUORUM);
        committee::attend(&second, sitting).await.unwrap();
        committee::attend(&third, sitting).await.unwrap();
        // The committee sees how each family's products fared.
        let seen = committee::sitting(&first, sitting).await.unwrap();
        assert!(seen.files.iter().any(|file| file.details.contains("قُبل من أول مرة")), "{:?}", seen.files[0].details);
        // A member with ties neither sees nor votes, and takes nothing back.
        let file = committee::sitting(&first, sitting).await.unwrap().files[3].id;
        committee::vote(&first, sitting, &[(file, Yes)]).await.unwrap();
        committee::declare(&first, sitting, file, "قريبتي").await.unwrap();
        refused(committee::vote(&first, sitting, &[(file, Yes)]).await, casework::OWN_CASE);
        let seen = committee::sitting(&first, sitting).await.unwrap().files.remove(3);
        assert!(seen.hidden && seen.name.is_empty() && seen.details.is_empty() && seen.ballot.is_none() && seen.own.is_none());
        // Votes may be changed; each counts once.
        vote(&first, sitting, &[No, No, No]).await.unwrap();
        vote(&first, sitting, &[Yes, Yes, No]).await.unwrap();
        vote(&second, sitting, &[Yes, Yes, No, Yes]).await.unwrap();
        refused(count(&officer, sitting).await, committee::NOT_VOTED);
        vote(&third, sitting, &[No, Yes, No, Yes]).await.unwrap();
        // While it sits, members do not see how others voted; who keeps the minute does.
        assert!(committee::sitting(&first, sitting).await.unwrap().files.iter().all(|file| file.ballot.is_none()));
        let view = committee::sitting(&officer, sitting).await.unwrap();
        let tally: Vec<_> = view.files.iter().filter_map(|file| file.ballot.clone()).map(|ballot| (ballot.yes, ballot.no)).collect();
        assert_eq!(tally, [(2, 1), (3, 0), (0, 3), (2, 0)]);
        let missing = committee::count(&officer, sitting, &[]).await;
        assert!(matches!(missing, Err(AppError::Invalid(ref errors)) if errors.0.len() == 4 && errors.0[0].1 == Problem::ReasonNeeded));
        count(&officer, sitting).await.unwrap();
        refused(vote(&second, sitting, &[No]).await, Reason::NOT_NOW);
        // Private until everyone present has signed, by a fresh code each.
        sign(&first, sitting).await.unwrap();
        sign(&first, sitting).await.unwrap();
        let read = committee::sitting(&second, sitting).await.unwrap().sitting.digest.unwrap();
        assert!(matches!(desk::sign_minute(&second, sitting, &read, "000000").await, Err(AppError::Invalid(_))));
        let code = accounts::totp_code(world::DEMO_TOTP_SECRET, second.now.timestamp()).unwrap();
        refused(desk::sign_minute(&second, sitting, "another minute", &code).await, Reason::NOT_NOW);
        sign(&second, sitting).await.unwrap();
        assert_eq!(states(ctx, cohort).await, [Screened; 4]);
        assert!(rows(ctx, cohort).await.iter().all(|row| row.position.is_none() && row.reason.is_empty()));
        sign(&third, sitting).await.unwrap();
        // At once, with a reason for each: all votes first, then both votes of two, then two of three.
        let after = rows(ctx, cohort).await;
        let first_place: Vec<_> = after.iter().map(|row| row.position).collect();
        assert!(first_place == [Some(3), Some(1), None, Some(2)] || first_place == [Some(3), Some(2), None, Some(1)], "{first_place:?}");
        assert_eq!(after[2].state, Refused);
        assert_eq!(after.iter().filter(|row| row.state == Offered).count(), 1);
        assert_eq!(after.iter().filter(|row| row.state == Waitlisted).count(), 2);
        assert!(after.iter().all(|row| !row.reason.is_empty()));
        let address = training::address(ctx, cohort).await.unwrap();
        let (course, number) = address.trim_start_matches("/courses/").split_once('/').unwrap();
        let public = training::courses::reads::cohort(ctx, course, number.parse().unwrap()).await.unwrap();
        assert!(public.minute.is_some() && public.seed.is_some());
        sign(&later(&third, 1), sitting).await.unwrap();
        refused(committee::reopen(&officer, sitting, "سبب").await, Reason::NOT_NOW);
    }

    async fn a_sitting_is_opened_only_by_its_own(ctx: &Ctx) {
        let (_, sitting) = called(ctx, 2).await;
        // The mountain branch does not reach Sabha; a family, an administrator and a visitor are nobody here.
        for phone in ["0910000005", "0910000011", "0920000001"] {
            let other = person(ctx, phone).await;
            assert!(matches!(committee::sitting(&other, sitting).await, Err(AppError::NotFound)), "{phone}");
        }
        // An auditor reads and does nothing.
        let auditor = later(&person(ctx, "0910000010").await, 12);
        committee::sitting(&auditor, sitting).await.unwrap();
        assert!(matches!(committee::attend(&auditor, sitting).await, Err(AppError::NotFound)));
        assert!(matches!(committee::count(&auditor, sitting, &[]).await, Err(AppError::NotFound)));
        // An officer counts but does not vote or sign; a member votes but does not count.
        let officer = later(&person(ctx, HEAD).await, 12);
        assert!(matches!(committee::attend(&officer, sitting).await, Err(AppError::NotFound)));
        let member = member(ctx, 0).await;
        assert!(matches!(committee::count(&member, sitting, &[]).await, Err(AppError::NotFound)));
    }

    async fn a_cancelled_cohort_calls_its_sitting_off(ctx: &Ctx) {
        let (cohort, sitting) = called(ctx, 2).await;
        cohorts::cancel(&later(&person(ctx, HEAD).await, 11), cohort, "لم تكتمل التجهيزات").await.unwrap();
        let view = committee::sitting(&member(ctx, 0).await, sitting).await.unwrap();
        assert_eq!(view.sitting.state, SittingState::Cancelled);
        refused(committee::attend(&member(ctx, 0).await, sitting).await, Reason::NOT_NOW);
    }

    async fn last_signatures_at_once_apply_a_minute_once(ctx: &Ctx) {
        let (cohort, sitting) = called(ctx, 2).await;
        for n in 0..3 {
            let member = member(ctx, n).await;
            committee::attend(&member, sitting).await.unwrap();
            vote(&member, sitting, &[Choice::Yes; 4]).await.unwrap();
        }
        count(&later(&person(ctx, OFFICER).await, 12), sitting).await.unwrap();
        let mut running = tokio::task::JoinSet::new();
        for n in 0..3 {
            let member = member(ctx, n).await;
            running.spawn(async move { sign(&member, sitting).await });
        }
        while let Some(signed) = running.join_next().await {
            signed.unwrap().unwrap();
        }
        let states = states(ctx, cohort).await;
        assert_eq!(states.iter().filter(|state| **state == EnrolmentState::Offered).count(), 2, "{states:?}");
        assert_eq!(states.iter().filter(|state| **state == EnrolmentState::Waitlisted).count(), 2, "{states:?}");
    }

    async fn a_minute_is_opened_again_and_signed_anew(ctx: &Ctx) {
        let (cohort, sitting) = called(ctx, 2).await;
        let officer = later(&person(ctx, OFFICER).await, 12);
        for n in 0..3 {
            let member = member(ctx, n).await;
            committee::attend(&member, sitting).await.unwrap();
            vote(&member, sitting, &[Choice::Yes; 4]).await.unwrap();
        }
        count(&officer, sitting).await.unwrap();
        let first = committee::sitting(&officer, sitting).await.unwrap().sitting;
        sign(&member(ctx, 0).await, sitting).await.unwrap();
        committee::reopen(&officer, sitting, "خطأ في الأسباب").await.unwrap();
        let view = committee::sitting(&officer, sitting).await.unwrap();
        assert!(view.members.iter().all(|member| member.signed_at.is_none()) && view.files.iter().all(|file| file.position.is_none()));
        // Nobody draws until the lots please: the seed stays what it was before the vote.
        assert_eq!(view.sitting.seed, first.seed);
        vote(&member(ctx, 1).await, sitting, &[Choice::No; 4]).await.unwrap();
        vote(&member(ctx, 2).await, sitting, &[Choice::No, Choice::No, Choice::Yes, Choice::Yes]).await.unwrap();
        count(&officer, sitting).await.unwrap();
        // What was read before it was opened is not what is signed now.
        let code = accounts::totp_code(world::DEMO_TOTP_SECRET, member(ctx, 1).await.now.timestamp()).unwrap();
        refused(desk::sign_minute(&member(ctx, 1).await, sitting, &first.digest.unwrap(), &code).await, Reason::NOT_NOW);
        for n in 0..3 {
            // Half a minute later there is another code.
            let member = member(ctx, n).await;
            sign(&Ctx { now: member.now + chrono::Duration::seconds(30), ..member }, sitting).await.unwrap();
        }
        use EnrolmentState::{Offered, Refused};
        assert_eq!(states(ctx, cohort).await, [Refused, Refused, Offered, Offered]);
    }

    async fn nobody_is_sent_instead_while_the_committee_sits(ctx: &Ctx) {
        let (cohort, _) = called(ctx, 2).await;
        let family = later(&person(ctx, &phone(1)).await, 12);
        let row = rows(ctx, cohort).await[0].clone();
        let own = market::families::trainees(ctx.db.read(), row.family_id).await.unwrap()[0].id;
        refused(enrolling::substitute(&family, row.id, own, "سبب").await, Reason::NOT_NOW);
    }
}
