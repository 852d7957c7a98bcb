//! Who may sign up, kept seats of several kinds, and orders by points and by turns, on real databases.
#![allow(clippy::unwrap_used)]

use super::tests::{HEAD, OFFICER, announce, course, day, form, join, later, phone, rows, stored};
use ground::ctx::Ctx;
use ground::error::{AppError, Reason};
use ground::ids::{CohortId, CourseId};
use ground::money::Money;
use testing::{on_both, person};
use training::courses;
use training::courses::conditions;
use training::courses::terms::{Group, Quota, Terms};
use training::courses::types::CohortForm;
use training::enrolment::offers::Answer;
use training::enrolment::refusals;
use training::enrolment::{offers, opening, ordering, screening};
use training::entity::enrolment;
use training::figures::types::{Audience, Choice, Table, Value};
use training::rules::{EnrolmentState, Policy};
use training::{acts, figures, reads};

/// A course, and a cohort of it that is open.
pub(crate) async fn open(ctx: &Ctx, change: impl FnOnce(CohortForm) -> CohortForm) -> (CourseId, CohortId) {
    let officer = person(ctx, OFFICER).await;
    let course = courses::acts::save_course(&officer, None, course("تسويق المنتج اليدوي")).await.unwrap();
    let cohort = opening::save_cohort(&officer, course, None, change(form(ctx, 6, Policy::FirstCome, None))).await.unwrap();
    opening::publish(&officer, cohort).await.unwrap();
    (course, cohort)
}

fn refused(result: Result<String, AppError>) -> Reason {
    match result {
        Err(AppError::Refused(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn conditions_are_asked_before_the_form_and_again_behind_it(ctx: &Ctx) {
        let groups = vec![Group::Craft("bread".into()), Group::Craft("palm".into()), Group::Region("fezzan".into())];
        let (_, cohort) = open(ctx, |form| CohortForm { terms: Terms { groups: groups.clone(), ..Terms::default() }, ..form }).await;
        // Palm in Murzuq, bread in Ubari; weaving in Sabha; pottery in Gharyan.
        join(ctx, cohort, 1).await.unwrap();
        join(ctx, cohort, 5).await.unwrap();
        assert_eq!(refused(join(ctx, cohort, 3).await), courses::refusals::NOT_OF_CRAFT);
        assert_eq!(refused(join(ctx, cohort, 8).await), courses::refusals::ELSEWHERE);
        // As stored, so that an unchanged form is seen to be one; other conditions are not made under those who signed up.
        let officer = person(ctx, OFFICER).await;
        let (course, _) = reads::of_cohort(&officer, cohort).await.unwrap();
        let mut again = form(ctx, 6, Policy::FirstCome, None);
        again.terms = conditions::of_cohort(ctx.db.read(), cohort).await.unwrap().terms;
        opening::save_cohort(&officer, course.id, Some(cohort), again.clone()).await.unwrap();
        again.terms.groups.pop();
        let changed = opening::save_cohort(&officer, course.id, Some(cohort), again).await;
        assert!(matches!(changed, Err(AppError::Invalid(errors)) if errors.of("only_region") == Some(&courses::refusals::FIXED_NOW)));
    }

    async fn a_licence_that_ends_before_the_cohort_is_not_enough_where_it_has_to_hold_through(ctx: &Ctx) {
        let (_, cohort) = open(ctx, |form| CohortForm {
            terms: Terms { licence_through: true, ..Terms::default() },
            days: (day(ctx, 700), day(ctx, 701)),
            ..form
        }).await;
        assert_eq!(refused(join(ctx, cohort, 1).await), courses::refusals::LICENCE_ENDS);
    }

    async fn seats_kept_for_two_groups_wait_for_them(ctx: &Ctx) {
        let quota = |position, group, seats| Quota { position, group, seats };
        let quotas = vec![quota(1, Group::Region("fezzan".into()), 2), quota(2, Group::Craft("pottery".into()), 1)];
        let (_, cohort) = open(ctx, |form| CohortForm {
            capacity: 4,
            quotas: quotas.clone(),
            spill_on: Some(day(ctx, 30)),
            offer_days: 30,
            ..form
        }).await;
        // Six from elsewhere first, one potter of Gharyan and one of the south last.
        for n in [9, 10, 11, 12, 13, 8, 1] {
            join(ctx, cohort, n).await.unwrap();
        }
        announce(ctx, cohort).await;
        let offered = |rows: Vec<enrolment::Model>| -> Vec<String> {
            rows.into_iter().filter(|row| row.state == EnrolmentState::Offered).map(|row| row.municipality_code).collect()
        };
        // One seat is for all, one the potter's, one of two that are kept for the south.
        assert_eq!(offered(rows(ctx, cohort).await), ["LYM113", "LYM101", "LYM108"]);
        // On the day of the spill-over what the south did not need is for whoever is next.
        acts::daily(&later(ctx, 30)).await.unwrap();
        assert_eq!(offered(rows(ctx, cohort).await), ["LYM113", "LYM100", "LYM101", "LYM108"]);
    }

    async fn points_make_the_order_and_are_seen_by_whom_they_are_about(ctx: &Ctx) {
        let criteria = vec![("جودة العيّنة".to_owned(), 3), ("الحاجة إلى التدريب".to_owned(), 1)];
        let (_, cohort) = open(ctx, |form| CohortForm { policy: Policy::Score, criteria, capacity: 1, ..form }).await;
        for n in 1..=3 {
            join(ctx, cohort, n).await.unwrap();
        }
        let (officer, head) = (later(&person(ctx, OFFICER).await, 11), later(&person(ctx, HEAD).await, 11));
        let own: Vec<_> = rows(ctx, cohort).await.iter().map(|row| row.id).collect();
        for id in &own {
            screening::screen(&head, *id).await.unwrap();
        }
        let criteria = conditions::of_cohort(ctx.db.read(), cohort).await.unwrap().criteria;
        let give = |points: [i64; 2]| criteria.iter().map(|row| row.id).zip(points).collect::<Vec<_>>();
        screening::give_points(&head, own[0], give([1, 4])).await.unwrap();
        // Nobody is put in order by half of the points, and none is given beyond the most.
        let half = screening::give_points(&head, own[1], give([4, 0]).split_off(1)).await;
        assert!(matches!(half, Err(AppError::Invalid(_))), "{half:?}");
        assert!(matches!(ordering::order(&officer, cohort).await, Err(AppError::Refused(refusals::POINTS_MISSING))));
        screening::give_points(&head, own[1], give([2, 1])).await.unwrap();
        screening::give_points(&head, own[2], give([3, 3])).await.unwrap();
        ordering::order(&officer, cohort).await.unwrap();
        // The same points change nothing; others make the order void before it is published.
        screening::give_points(&head, own[2], give([3, 3])).await.unwrap();
        assert!(stored(ctx, cohort).await.ordered_by.is_some());
        screening::give_points(&head, own[2], give([3, 0])).await.unwrap();
        assert!(matches!(offers::announce(&head, cohort).await, Err(AppError::Refused(Reason::NOT_NOW))));
        let families = person(ctx, &phone(1)).await;
        assert!(training::enrolment::reads::mine(&families).await.unwrap()[0].points.is_empty(), "nothing is told before the order is");
        ordering::order(&officer, cohort).await.unwrap();
        offers::announce(&head, cohort).await.unwrap();
        // 3·1 + 4 = 7, 3·2 + 1 = 7, 3·3 + 0 = 9; of equals who signed up first.
        let positions: Vec<Option<i64>> = rows(ctx, cohort).await.iter().map(|row| row.position).collect();
        assert_eq!(positions, [Some(2), Some(3), Some(1)]);
        let mine = training::enrolment::reads::mine(&families).await.unwrap().remove(0);
        assert_eq!(mine.points.iter().map(|(row, points)| row.weight * points).sum::<i64>(), 7);
        let public = courses::reads::cohort(&families, &mine.course.slug, mine.cohort.number).await.unwrap();
        assert_eq!(public.order.iter().map(|(_, _, points)| *points).collect::<Vec<_>>(), [Some(9), Some(7), Some(7)]);
        assert!(matches!(screening::give_points(&head, own[0], give([4, 4])).await, Err(AppError::Refused(Reason::NOT_NOW))));
    }

    async fn regions_take_turns(ctx: &Ctx) {
        let (_, cohort) = open(ctx, |form| CohortForm { policy: Policy::Balance, capacity: 3, ..form }).await;
        // Four of the south, then one of the west and two of the east.
        for n in [1, 2, 3, 4, 8, 14, 15] {
            join(ctx, cohort, n).await.unwrap();
        }
        announce(ctx, cohort).await;
        let mut placed = rows(ctx, cohort).await;
        placed.sort_by_key(|row| row.position);
        let regions: Vec<&str> = placed.iter().map(|row| row.region_code.as_str()).collect();
        assert_eq!(regions, ["fezzan", "tripolitania", "cyrenaica", "fezzan", "cyrenaica", "fezzan", "fezzan"]);
    }

    async fn figures_count_demand_and_selection_and_hide_small_groups(ctx: &Ctx) {
        let quotas = vec![Quota { position: 1, group: Group::Region("fezzan".into()), seats: 3 }];
        let (course, cohort) = open(ctx, |form| CohortForm { capacity: 4, quotas: quotas.clone(), spill_on: Some(day(ctx, 30)), ..form }).await;
        // Five of the south, two of the west, two of the east.
        for n in [1, 2, 3, 4, 5, 8, 9, 14, 15] {
            join(ctx, cohort, n).await.unwrap();
        }
        announce(ctx, cohort).await;
        let officer = person(ctx, HEAD).await;
        let choice = Choice { course: Some(course), ..Choice::default() };
        let tables = figures::reads::tables(&officer, &choice).await.unwrap();
        let told = |tables: &[Table], n: usize| -> Vec<(i64, Vec<Value>)> {
            tables[n].rows.iter().map(|row| (row.people, row.values.clone())).collect()
        };
        // By region: signed up, took a seat, completed. Four were offered one, and nobody has answered.
        let counts = |values: [i64; 3]| values.map(Value::Count).to_vec();
        assert_eq!(told(&tables, 2), [(5, counts([5, 0, 0])), (2, counts([2, 0, 0])), (2, counts([2, 0, 0]))]);
        assert_eq!(tables[2].sum.as_ref().map(|sum| sum.values.clone()), Some(counts([9, 0, 0])));
        assert_eq!(told(&tables, 3), [(5, counts([3, 5, 0]))]);
        let outcome = &tables[4].rows[0].values;
        let people = [outcome[1], outcome[2], outcome[3], outcome[4], outcome[6]];
        assert_eq!(people, [Value::Count(4), Value::Count(9), Value::Count(4), Value::Count(0), Value::None]);
        let first = rows(ctx, cohort).await.remove(0).id;
        offers::answer(&later(&person(ctx, &phone(1)).await, 12), first, Answer::Confirm, String::new()).await.unwrap();
        let then = figures::reads::tables(&officer, &choice).await.unwrap();
        assert_eq!(then[2].sum.as_ref().map(|sum| sum.values[1]), Some(Value::Count(1)));
        assert_eq!(tables.len(), 5, "nobody completed, so nothing changed");
        // Two groups of two are too small together, so that the partner is told of everyone as one.
        let partner = figures::reads::tables(&officer, &Choice { audience: Audience::Partner, ..choice.clone() }).await.unwrap();
        let regions = partner.iter().find(|table| table.title == tables[2].title).unwrap();
        assert_eq!(regions.rows.iter().map(|row| row.people).collect::<Vec<_>>(), [9]);
        // Other branches have their own; families and committees none.
        assert!(figures::reads::tables(&person(ctx, "0910000005").await, &choice).await.unwrap().is_empty());
        for stranger in ["0920000001", "0910000007"] {
            assert!(matches!(figures::reads::tables(&person(ctx, stranger).await, &choice).await, Err(AppError::NotFound)), "{stranger}");
        }
        assert!(!figures::reads::tables(&person(ctx, "0910000010").await, &choice).await.unwrap().is_empty(), "auditors read");
        figures::acts::note_cost(&officer, cohort, Money(4_000_000)).await.unwrap();
        assert!(matches!(figures::acts::note_cost(&person(ctx, "0910000010").await, cohort, Money(1)).await, Err(AppError::NotFound)));
    }
}
