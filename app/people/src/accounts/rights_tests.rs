//! Two administrators for a role that decides, and roles that are never one person's.
#![allow(clippy::unwrap_used)]

use chrono::Duration;

use ground::actor::{Actor, Role, Scope};
use ground::ctx::Ctx;
use ground::error::{AppError, Problem};
use ground::ids::{PersonId, RoleProposalId};
use people::accounts::{self, Granted, NewGrant, grant, refusals};
use testing::{on_both, person};

const FAMILY: &str = "0920000001";
const OFFICER: &str = "0910000001";
const COMMITTEE: &str = "0910000007";
const AUDITOR: &str = "0910000010";
const ADMINISTRATOR: &str = "0910000011";
const SECOND: &str = "0910000015";

fn new(role: Role) -> NewGrant {
    NewGrant::of(role, Scope::Whole, "قرار 7 لسنة 2026")
}

async fn id_of(ctx: &Ctx, phone: &str) -> PersonId {
    accounts::person_by_phone(ctx.db.read(), phone).await.unwrap().unwrap()
}

/// One act in a transaction of its own.
async fn tried(ctx: &Ctx, whom: PersonId, new: &NewGrant) -> Result<Granted, AppError> {
    let tx = ctx.begin().await?;
    let granted = grant(&tx, ctx, whom, new).await?;
    tx.commit().await?;
    Ok(granted)
}

async fn proposed(ctx: &Ctx, whom: PersonId, new: &NewGrant) -> RoleProposalId {
    match tried(ctx, whom, new).await.unwrap() {
        Granted::Waits(id) => id,
        Granted::Holds(id) => panic!("given at once: {id}"),
    }
}

async fn confirmed(ctx: &Ctx, id: RoleProposalId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    accounts::confirm(&tx, ctx, id).await?;
    Ok(tx.commit().await?)
}

async fn rejected(ctx: &Ctx, id: RoleProposalId) -> Result<(), AppError> {
    let tx = ctx.begin().await?;
    accounts::reject(&tx, ctx, id).await?;
    Ok(tx.commit().await?)
}

async fn holds(ctx: &Ctx, whom: PersonId, role: Role) -> bool {
    accounts::actor_of_task(&ctx.db, whom, ctx.now).await.unwrap().holds(&[role])
}

on_both! {
    async fn a_role_that_decides_needs_two_administrators(ctx: &Ctx) {
        let (first, second) = (person(ctx, ADMINISTRATOR).await, person(ctx, SECOND).await);
        let whom = id_of(ctx, FAMILY).await;
        let role = proposed(&first, whom, &new(Role::Officer)).await;
        assert!(!holds(ctx, whom, Role::Officer).await, "one is not enough");
        assert_eq!(proposed(&first, whom, &new(Role::Officer)).await, role, "the same again is the same");
        let other = NewGrant { basis: "قرار 8".into(), ..new(Role::Officer) };
        assert!(matches!(tried(&first, whom, &other).await, Err(AppError::Invalid(wrong)) if wrong.of("role") == Some(&refusals::ALREADY_PROPOSED)));
        assert!(matches!(confirmed(&first, role).await, Err(AppError::Refused(reason)) if reason == refusals::ANOTHER_CONFIRMS));
        for phone in [OFFICER, AUDITOR] {
            let colleague = person(ctx, phone).await;
            assert!(matches!(confirmed(&colleague, role).await, Err(AppError::NotFound)), "{phone}");
        }
        assert!(accounts::waiting(&second).await.unwrap().iter().any(|row| row.id == role && row.basis == "قرار 7 لسنة 2026"));
        confirmed(&second, role).await.unwrap();
        assert!(holds(ctx, whom, Role::Officer).await);
        assert!(matches!(confirmed(&second, role).await, Err(AppError::NotFound)));
        assert!(accounts::waiting(&second).await.unwrap().iter().all(|row| row.id != role));
        // A trainer decides nothing; the basis is asked for all the same.
        let bare = NewGrant::of(Role::Trainer, Scope::Whole, "");
        assert!(matches!(tried(&first, whom, &bare).await, Err(AppError::Invalid(wrong)) if wrong.of("basis") == Some(&Problem::Required)));
        assert!(matches!(tried(&first, whom, &new(Role::Trainer)).await, Ok(Granted::Holds(_))));
    }

    async fn nobody_confirms_a_role_of_their_own(ctx: &Ctx) {
        let (first, second) = (person(ctx, ADMINISTRATOR).await, person(ctx, SECOND).await);
        let whom = id_of(ctx, FAMILY).await;
        let role = proposed(&first, whom, &new(Role::Administrator)).await;
        confirmed(&second, role).await.unwrap();
        // The third one's role of an officer could only be proposed by others, and would exclude this one.
        let third = person(ctx, FAMILY).await;
        let wrong = tried(&first, whom, &new(Role::Officer)).await;
        assert!(matches!(wrong, Err(AppError::Invalid(wrong)) if wrong.of("role").is_some()));
        let whom = id_of(ctx, "0920000002").await;
        let role = proposed(&second, whom, &new(Role::BranchHead)).await;
        confirmed(&third, role).await.unwrap();
        assert!(holds(ctx, whom, Role::BranchHead).await);
    }

    async fn roles_that_exclude_each_other_are_never_one_persons(ctx: &Ctx) {
        let (first, second) = (person(ctx, ADMINISTRATOR).await, person(ctx, SECOND).await);
        let refused = async |phone: &str, new: &NewGrant| {
            let wrong = tried(&first, id_of(ctx, phone).await, new).await;
            matches!(wrong, Err(AppError::Invalid(wrong)) if wrong.of("role").is_some())
        };
        assert!(refused(OFFICER, &new(Role::CommitteeMember)).await);
        assert!(refused(COMMITTEE, &new(Role::Officer)).await);
        assert!(refused(AUDITOR, &new(Role::Trainer)).await);
        assert!(refused(SECOND, &new(Role::BranchHead)).await);
        // Not even by the command line.
        let console = Ctx { actor: Actor::Console, ..ctx.clone() };
        assert!(matches!(tried(&console, id_of(ctx, OFFICER).await, &new(Role::Administrator)).await, Err(AppError::Invalid(_))));
        // What the person got meanwhile counts when the second one confirms.
        let whom = id_of(ctx, FAMILY).await;
        let committee = proposed(&first, whom, &new(Role::CommitteeMember)).await;
        let officer = proposed(&first, whom, &new(Role::Officer)).await;
        confirmed(&second, officer).await.unwrap();
        assert!(matches!(confirmed(&second, committee).await, Err(AppError::Invalid(_))));
        assert!(!holds(ctx, whom, Role::CommitteeMember).await);
        // One that begins when the other has ended is another matter.
        let whom = id_of(ctx, "0920000002").await;
        let soon = Some(ctx.now + Duration::days(30));
        let seat = proposed(&first, whom, &new(Role::CommitteeMember).until(soon)).await;
        confirmed(&second, seat).await.unwrap();
        let later = NewGrant { from: soon, ..new(Role::Officer) };
        let officer = proposed(&first, whom, &later).await;
        confirmed(&second, officer).await.unwrap();
        assert!(!holds(ctx, whom, Role::Officer).await, "not before its first day");
        let then = accounts::actor_of_task(&ctx.db, whom, ctx.now + Duration::days(31)).await.unwrap();
        assert!(then.holds(&[Role::Officer]) && !then.holds(&[Role::CommitteeMember]));
    }

    async fn a_later_term_does_not_stretch_the_one_before_over_another_role(ctx: &Ctx) {
        let (first, second) = (person(ctx, ADMINISTRATOR).await, person(ctx, SECOND).await);
        let whom = id_of(ctx, FAMILY).await;
        let day = |n: i64| ctx.now + Duration::days(n);
        let term = |role, from, until| NewGrant { from, until, ..new(role) };
        let seat = Role::CommitteeMember;
        for role in [
            term(seat, None, Some(day(10))),
            term(Role::Officer, Some(day(20)), Some(day(30))),
            term(seat, Some(day(40)), None),
        ] {
            let waits = proposed(&first, whom, &role).await;
            confirmed(&second, waits).await.unwrap();
        }
        for (n, held, not) in [(5, seat, Role::Officer), (25, Role::Officer, seat), (41, seat, Role::Officer)] {
            let then = accounts::actor_of_task(&ctx.db, whom, day(n)).await.unwrap();
            assert!(then.holds(&[held]) && !then.holds(&[not]), "day {n}");
        }
    }

    async fn who_gave_the_link_neither_proposes_nor_confirms(ctx: &Ctx) {
        let (first, second) = (person(ctx, ADMINISTRATOR).await, person(ctx, SECOND).await);
        let whom = id_of(ctx, FAMILY).await;
        let gave = |result: Result<(), AppError>| matches!(result, Err(AppError::Refused(reason)) if reason == refusals::GAVE_THE_LINK);
        let link = async |by: &Ctx| {
            let tx = by.begin().await?;
            accounts::reset_by_officer(&tx, by, whom).await?;
            Ok::<_, AppError>(tx.commit().await?)
        };
        let role = proposed(&first, whom, &new(Role::Officer)).await;
        assert!(gave(link(&first).await), "who proposed is shown no link");
        link(&second).await.unwrap();
        assert!(gave(confirmed(&second, role).await));
        rejected(&first, role).await.unwrap();
        assert!(gave(tried(&second, whom, &new(Role::Officer)).await.map(drop)));
        assert!(!holds(ctx, whom, Role::Officer).await);
    }

    async fn a_proposal_is_over_with_its_end_or_its_proposers_right(ctx: &Ctx) {
        let (first, second) = (person(ctx, ADMINISTRATOR).await, person(ctx, SECOND).await);
        let over = |result: Result<(), AppError>| matches!(result, Err(AppError::Refused(reason)) if reason == refusals::PROPOSAL_OVER);
        let whom = id_of(ctx, FAMILY).await;
        let short = proposed(&first, whom, &new(Role::Officer).until(Some(ctx.now + Duration::days(1)))).await;
        let late = Ctx { now: ctx.now + Duration::days(2), ..second.clone() };
        assert!(over(confirmed(&late, short).await));
        let tx = ctx.begin().await.unwrap();
        accounts::revoke_all(&tx, &second, first.actor.id().unwrap(), Role::Administrator).await.unwrap();
        tx.commit().await.unwrap();
        assert!(over(confirmed(&second, short).await));
        assert!(!holds(ctx, whom, Role::Officer).await);
    }

    async fn a_proposal_can_be_rejected_and_taken_back(ctx: &Ctx) {
        let (first, second) = (person(ctx, ADMINISTRATOR).await, person(ctx, SECOND).await);
        let whom = id_of(ctx, FAMILY).await;
        for by in [&first, &second] {
            let role = proposed(&first, whom, &new(Role::Officer)).await;
            rejected(by, role).await.unwrap();
            assert!(matches!(rejected(by, role).await, Err(AppError::NotFound)));
        }
        assert!(!holds(ctx, whom, Role::Officer).await);
    }

    async fn a_new_installation_begins_at_the_command_line(ctx: &Ctx) {
        let console = Ctx { actor: Actor::Console, ..ctx.clone() };
        for phone in [FAMILY, "0920000002"] {
            let whom = id_of(ctx, phone).await;
            let role = NewGrant::of(Role::Administrator, Scope::Whole, "");
            assert!(matches!(tried(&console, whom, &role).await, Ok(Granted::Holds(_))));
            assert!(holds(ctx, whom, Role::Administrator).await);
        }
    }

    async fn a_colleague_without_an_account_is_invited_and_found(ctx: &Ctx) {
        let admin = person(ctx, ADMINISTRATOR).await;
        let invited = async |ctx: &Ctx| {
            let tx = ctx.begin().await?;
            let person = accounts::invite(&tx, ctx, "إبراهيم الأطرش".into(), "0915550101".into()).await?;
            tx.commit().await?;
            Ok::<_, AppError>(person)
        };
        assert!(matches!(invited(&person(ctx, OFFICER).await).await, Err(AppError::NotFound)));
        let whom = invited(&admin).await.unwrap();
        assert!(matches!(invited(&admin).await, Err(AppError::Invalid(wrong)) if wrong.of("phone") == Some(&accounts::PHONE_TAKEN)));
        let found = accounts::people_by_name(&admin, "ابراهيم").await.unwrap();
        assert_eq!(found.iter().map(|row| row.id).collect::<Vec<_>>(), [whom]);
        assert!(found[0].grants.is_empty(), "an account gives no rights");
        // No password fits it before its person has set one.
        let visitor = Ctx { actor: Actor::Visitor, ..ctx.clone() };
        assert!(accounts::acts::sign_in(&visitor, "0915550101", "", &accounts::acts::Device::default()).await.is_err());
    }

    async fn accounts_that_are_opened_do_not_shut_an_address(ctx: &Ctx) {
        use people::accounts::acts::{Device, sign_up};
        use people::accounts::{NewAccount, rules, throttle};
        let hall = Ctx { actor: Actor::Visitor, address: "41.252.10.7".into(), ..ctx.clone() };
        let new = |phone: &str| NewAccount { name: "سالمة".into(), phone: phone.into(), email: None, password: "نخلة على الرمل".into() };
        // All but one of what is free were tried in vain.
        let tries = throttle::Limit::new("join:41.252.10.7".into(), rules::MOST_FAILURES_OF_ADDRESS);
        for _ in 1..rules::MOST_FAILURES_OF_ADDRESS {
            throttle::count(&hall, "phone", std::slice::from_ref(&tries)).await.unwrap();
        }
        for phone in ["0915550201", "0915550202", "0915550203"] {
            sign_up(&hall, new(phone), &Device::default()).await.unwrap();
        }
        let taken = NewAccount { password: "رمل تحت النخلة".into(), ..new(FAMILY) };
        assert!(sign_up(&hall, taken, &Device::default()).await.is_err(), "that one was in vain");
        assert!(matches!(sign_up(&hall, new("0915550204"), &Device::default()).await, Err(AppError::Invalid(_))), "now they wait");
        // At a branch more is free.
        let admin = person(ctx, ADMINISTRATOR).await;
        let branch = people::place::places(&ctx.db).await.unwrap().branches[0].clone();
        let form = people::place::BranchForm { networks: "2001:db8::1\n::ffff:41.252.10.7".into(), ..branch.form.clone() };
        people::place::save_branch(&admin, Some(branch.id), form).await.unwrap();
        sign_up(&hall, new("0915550204"), &Device::default()).await.unwrap();
    }
}
