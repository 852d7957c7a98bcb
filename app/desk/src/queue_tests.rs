//! What stands beside the queue is what the pages of courses and fairs show.
#![allow(clippy::unwrap_used)]

use cases::casework::OtherWork;
use ground::ctx::Ctx;
use testing::{on_both, person};

use crate::tests::{OFFICER, number};

/// In another branch than the town's courses and fairs.
const ELSEWHERE: &str = "0910000005";

async fn beside(ctx: &Ctx) -> Vec<OtherWork> {
    [training::to_screen(ctx).await.unwrap(), fairs::other_work(ctx).await.unwrap()].concat()
}

on_both! {
    async fn what_waits_at_courses_and_fairs_stands_beside_the_queue(ctx: &Ctx) {
        let officer = person(ctx, OFFICER).await;
        let recount = async |sql: &str| number(ctx, &format!("SELECT COUNT(*) AS n FROM {sql}")).await;
        let waits = "enrolment e JOIN cohort c ON c.id = e.cohort_id WHERE c.state = 'open' AND e.state = 'submitted'";
        let total = |all: &[OtherWork], page: &str| all.iter().filter(|work| work.path.contains(page)).map(|work| work.count).sum::<i64>();
        let all = beside(&officer).await;
        assert!(recount(waits).await > 0, "the town has somebody who waits");
        assert_eq!(total(&all, "/training/cohorts/"), recount(waits).await);
        let sent = "fair_application a JOIN fair f ON f.id = a.fair_id WHERE (a.state = 'submitted' OR (a.state = 'screened' AND a.reason <> '')) AND f.state NOT IN ('closed', 'settled', 'cancelled')";
        assert_eq!(total(&all, "/applications"), recount(sent).await);
        assert!(all.iter().all(|work| work.since <= ctx.now && !work.title.is_empty()), "{all:?}");
        // Another branch looks at who lives there and signed up here, and at no fair of this one.
        let elsewhere = beside(&person(ctx, ELSEWHERE).await).await;
        let of_branch = "e.municipality_code IN (SELECT m.code FROM municipality m JOIN role_grant g ON g.branch_id = m.branch_id \
                         JOIN person p ON p.id = g.person_id WHERE p.phone = '0910000005')";
        assert_eq!(total(&elsewhere, "/training/cohorts/"), recount(&format!("{waits} AND {of_branch}")).await);
        assert_eq!(total(&elsewhere, "/applications"), 0, "another branch's");
        // Looked at, it waits no longer.
        let cohort = all.iter().find(|work| work.path.contains("/training/cohorts/")).unwrap();
        let id = ground::ids::CohortId(cohort.path.rsplit('/').next().unwrap().parse().unwrap());
        for enrolment in training::waiting(&officer, id).await.unwrap() {
            training::screen(&officer, enrolment).await.unwrap();
        }
        assert!(beside(&officer).await.iter().all(|work| work.path != cohort.path));
    }
}
