//! Accounts on real databases: links, codes, devices, roles.
#![allow(clippy::unwrap_used)]

use chrono::Duration;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};

use ground::actor::{Actor, Role, Scope};
use ground::ctx::Ctx;
use ground::db::Tx;
use ground::error::{AppError, Problem, Reason};
use ground::ids::{GrantId, PersonId, SessionId};
use ground::outbox::{self, Mail};
use people::accounts;
use people::accounts::acts::Device;
use people::accounts::changes::{self, Reached};
use people::accounts::entity::{person, role_grant, session};
use people::accounts::links::{self, Purpose};
use people::accounts::{Given, Granted, NewAccount, NewGrant, Notice};
use people::accounts::{actor_of, acts, forget_second_factor, grant, refusals, revoke, secrets, sessions};
use testing::on_both;
use testing::person;

const FAMILY: &str = "0920000001";
const OTHER: &str = "0920000002";
const ADMINISTRATOR: &str = "0910000011";
const SECOND: &str = "0910000015";
const OFFICER: &str = "0910000001";

/// A training role, by a decision.
fn trains(scope: Scope) -> NewGrant {
    NewGrant::of(Role::Trainer, scope, "قرار 7 لسنة 2026")
}

async fn given(tx: &Tx, ctx: &Ctx, person: PersonId, new: NewGrant) -> GrantId {
    match grant(tx, ctx, person, &new).await.unwrap() {
        Granted::Holds(id) => id,
        Granted::Waits(id) => panic!("{id} waits"),
    }
}

async fn id_of(ctx: &Ctx, phone: &str) -> PersonId {
    accounts::person_by_phone(ctx.db.read(), phone).await.unwrap().unwrap()
}

fn new(phone: &str, email: Option<&str>) -> NewAccount {
    NewAccount {
        name: "سالمة".into(), phone: phone.into(), email: email.map(str::to_owned), password: "نخلة على الرمل".into()
    }
}

fn reached(email: Option<&str>) -> Reached {
    Reached { email: email.map(str::to_owned), mail_notices: true, locale: "ar" }
}

/// The link of the newest mail that was left for the worker.
async fn link(ctx: &Ctx) -> (String, String) {
    let tasks = outbox::claim(&ctx.db, ctx.now + Duration::days(1), outbox::Lane::Urgent, 50).await.unwrap();
    let mail = tasks.into_iter().rev().find_map(|task| task.read::<Mail>()).unwrap();
    let token = mail.text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    (token, mail.text)
}

async fn sign_in(ctx: &Ctx, phone: &str, password: &str) -> Result<Ctx, AppError> {
    let visitor = Ctx { actor: Actor::Visitor, ..ctx.clone() };
    let opened = acts::sign_in(&visitor, phone, password, &Device::default()).await?;
    Ok(Ctx { actor: actor_of(&ctx.db, &opened.token, ctx.now).await?, ..ctx.clone() })
}

async fn gone(ctx: &Ctx, session: SessionId) -> bool {
    session::Entity::find_by_id(session).one(ctx.db.read()).await.unwrap().is_none()
}

fn problem<T: std::fmt::Debug>(result: Result<T, AppError>, field: &str) -> Problem {
    match result {
        Err(AppError::Invalid(errors)) => errors.of(field).unwrap().clone(),
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn a_reset_link_is_good_once_for_one_account(ctx: &Ctx) {
        let admin = person(ctx, ADMINISTRATOR).await;
        let tx = ctx.begin().await.unwrap();
        let Given::Shown(given) = accounts::reset_by_officer(&tx, &admin, id_of(ctx, FAMILY).await).await.unwrap() else { panic!() };
        tx.commit().await.unwrap();
        let token = given.split("token=").nth(1).unwrap();
        assert!(given.starts_with("https://souq.example/"), "the site's own address, whatever host was asked for");
        assert!(!links::token_holds(ctx, token, Purpose::Confirm).await.unwrap(), "good for one thing only");
        let late = Ctx { now: ctx.now + Duration::minutes(31), ..ctx.clone() };
        assert!(matches!(links::reset(&late, token, "كلمة مرور جديدة").await, Err(AppError::NotFound)));
        // Looking at it changes nothing; using it does, once.
        assert!(links::token_holds(ctx, token, Purpose::Reset).await.unwrap());
        let signed = sign_in(ctx, FAMILY, world::DEMO_PASSWORD).await.unwrap();
        assert_eq!(problem(links::reset(ctx, token, "12345678").await, "new"), refusals::WEAK_PASSWORD);
        links::reset(ctx, token, "كلمة مرور جديدة").await.unwrap();
        assert!(matches!(links::reset(ctx, token, "كلمة مرور ثالثة").await, Err(AppError::NotFound)));
        assert!(sign_in(ctx, FAMILY, world::DEMO_PASSWORD).await.is_err());
        sign_in(ctx, FAMILY, "كلمة مرور جديدة").await.unwrap();
        sign_in(ctx, OTHER, world::DEMO_PASSWORD).await.unwrap();
        // Every device of before is out.
        let session = signed.actor.person().unwrap().session;
        assert!(gone(ctx, session).await);
    }

    async fn a_new_password_or_address_spends_every_open_link(ctx: &Ctx) {
        let admin = person(ctx, ADMINISTRATOR).await;
        let give = async || {
            let tx = ctx.begin().await.unwrap();
            let Given::Shown(given) = accounts::reset_by_officer(&tx, &admin, id_of(ctx, FAMILY).await).await.unwrap() else { panic!() };
            tx.commit().await.unwrap();
            given.split("token=").nth(1).unwrap().to_owned()
        };
        let family = sign_in(ctx, FAMILY, world::DEMO_PASSWORD).await.unwrap();
        let before = give().await;
        changes::change_password(&family, world::DEMO_PASSWORD, "نخلة في الرمل").await.unwrap();
        assert!(!links::token_holds(ctx, &before, Purpose::Reset).await.unwrap());
        let before = give().await;
        changes::change_contact(&family, reached(Some("salma@example.ly")), "نخلة في الرمل").await.unwrap();
        assert!(!links::token_holds(ctx, &before, Purpose::Reset).await.unwrap());
        let (confirms, _) = link(ctx).await;
        assert!(links::token_holds(ctx, &confirms, Purpose::Confirm).await.unwrap(), "the link to the new address is open");
        let before = give().await;
        changes::change_contact(&family, Reached { mail_notices: false, locale: "en", ..reached(Some("salma@example.ly")) }, "").await.unwrap();
        assert!(links::token_holds(ctx, &before, Purpose::Reset).await.unwrap(), "nothing of it was changed");
    }

    async fn an_address_is_confirmed_by_its_own_link(ctx: &Ctx) {
        let visitor = Ctx { actor: Actor::Visitor, address: "10.0.0.1".into(), ..ctx.clone() };
        acts::sign_up(&visitor, new("0925550001", Some("salma@example.ly")), &Device::default()).await.unwrap();
        let (token, text) = link(ctx).await;
        assert!(text.contains("https://souq.example/ar/confirm-email?token="));
        assert!(matches!(links::reset(ctx, &token, "كلمة مرور جديدة").await, Err(AppError::NotFound)), "confirms, sets no password");
        assert!(accounts::contact(ctx.db.read(), id_of(ctx, "0925550001").await).await.unwrap().unwrap().email.is_none());
        links::confirm_email(ctx, &token).await.unwrap();
        assert!(matches!(links::confirm_email(ctx, &token).await, Err(AppError::NotFound)));
        let contact = accounts::contact(ctx.db.read(), id_of(ctx, "0925550001").await).await.unwrap().unwrap();
        assert_eq!(contact.email.as_deref(), Some("salma@example.ly"));
        // A second account cannot confirm an address that belongs to the first.
        acts::sign_up(&visitor, new("0925550002", Some("salma@example.ly")), &Device::default()).await.unwrap();
        let (token, _) = link(ctx).await;
        assert!(matches!(links::confirm_email(ctx, &token).await, Err(AppError::NotFound)));
    }

    async fn joining_twice_with_one_form_is_joining_once(ctx: &Ctx) {
        let visitor = Ctx { actor: Actor::Visitor, address: "10.0.0.1".into(), ..ctx.clone() };
        let device = Device::default();
        let (one, two) = tokio::join!(
            acts::sign_up(&visitor, new("0925550001", None), &device),
            acts::sign_up(&visitor, new("0925550001", None), &device)
        );
        for token in [one.unwrap(), two.unwrap()] {
            assert_eq!(actor_of(&ctx.db, &token.token, ctx.now).await.unwrap().id(), Some(id_of(ctx, "0925550001").await));
        }
        let other = NewAccount { password: "غيرها تمامًا".into(), ..new("0925550001", None) };
        assert_eq!(problem(acts::sign_up(&visitor, other, &Device::default()).await, "phone"), refusals::PHONE_TAKEN);
    }

    async fn a_code_opens_one_session(ctx: &Ctx) {
        let half = sign_in(ctx, OFFICER, world::DEMO_PASSWORD).await.unwrap();
        assert!(matches!(half.actor.staff(Role::CASEWORKERS), Err(AppError::SecondFactorFirst)));
        let code = secrets::totp_code(world::DEMO_TOTP_SECRET, ctx.now.timestamp()).unwrap();
        let (one, two) = tokio::join!(acts::give_second_factor(&half, &code, "a"), acts::give_second_factor(&half, &code, "b"));
        assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(), 1, "{one:?} {two:?}");
        // Guessing is counted. Of the two above, the one that came too late may have been counted before or after the other was forgiven.
        let tx = ctx.begin().await.unwrap();
        tx.run("DELETE FROM throttle", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        let later = Ctx { now: ctx.now + Duration::minutes(5), ..sign_in(ctx, OFFICER, world::DEMO_PASSWORD).await.unwrap() };
        for _ in 0..8 {
            assert!(acts::give_second_factor(&later, "000000", "a").await.is_err());
        }
        let right = secrets::totp_code(world::DEMO_TOTP_SECRET, later.now.timestamp()).unwrap();
        assert_eq!(problem(acts::give_second_factor(&later, &right, "a").await, "code"), refusals::too_many_tries(60));
    }

    async fn guessing_is_slowed_down_and_keeps_no_owner_out(ctx: &Ctx) {
        let at = |seconds: i64| Ctx { actor: Actor::Visitor, now: ctx.now + Duration::seconds(seconds), address: "10.0.0.9".into(), ..ctx.clone() };
        let own = acts::sign_in(&at(0), FAMILY, world::DEMO_PASSWORD, &Device::default()).await.unwrap();
        let device = Device { known: vec!["1.forged".into(), own.mark], ..Device::default() };
        let stranger = Device::default();
        for free in (0..8).rev() {
            let said = problem(acts::sign_in(&at(0), FAMILY, "تخمين", &stranger).await, "phone");
            assert_eq!(said, refusals::wrong_credentials(free), "{free} are free after it");
        }
        let right = async |seconds: i64, device: &Device| acts::sign_in(&at(seconds), FAMILY, world::DEMO_PASSWORD, device).await;
        assert_eq!(problem(right(0, &stranger).await, "phone"), refusals::too_many_tries(20), "also with the right one");
        assert_eq!(problem(right(5, &stranger).await, "phone"), refusals::too_many_tries(15));
        right(5, &device).await.unwrap();
        // One of all who wait has the turn; the others wait for the next.
        assert_eq!(problem(acts::sign_in(&at(20), FAMILY, "تخمين", &stranger).await, "phone"), refusals::WRONG_CREDENTIALS);
        assert_eq!(problem(right(21, &stranger).await, "phone"), refusals::too_many_tries(19));
        let opened = right(40, &stranger).await.unwrap();
        assert!(right(41, &stranger).await.is_ok(), "forgotten with the right one");
        // A device that was taken guesses no faster than others, and a new password makes all marks void.
        for _ in 0..8 {
            assert!(acts::sign_in(&at(50), FAMILY, "تخمين", &device).await.is_err());
        }
        assert_eq!(problem(right(50, &device).await, "phone"), refusals::too_many_tries(20));
        let me = Ctx { actor: actor_of(&ctx.db, &opened.token, ctx.now).await.unwrap(), ..at(60) };
        changes::change_password(&me, world::DEMO_PASSWORD, "نخلة في الرمل").await.unwrap();
        for _ in 0..8 {
            assert!(acts::sign_in(&at(2_000), FAMILY, "تخمين", &stranger).await.is_err());
        }
        assert!(acts::sign_in(&at(2_000), FAMILY, "نخلة في الرمل", &device).await.is_err(), "no longer known");
    }

    async fn a_gateway_is_slowed_down_by_accounts_and_not_by_tries(ctx: &Ctx) {
        let at = |address: &str| Ctx { actor: Actor::Visitor, address: address.into(), ..ctx.clone() };
        let own = acts::sign_in(&at("10.0.0.1"), OTHER, world::DEMO_PASSWORD, &Device::default()).await.unwrap();
        let known = Device { known: vec![own.mark], ..Device::default() };
        let tx = ctx.begin().await.unwrap();
        let ends = ctx.now + Duration::minutes(10);
        for n in 0..79 {
            let subject = format!("failed:10.0.0.9:09255{n:05}");
            tx.run("INSERT INTO throttle (subject, failures, window_ends_at) VALUES ($1, 500, $2)", vec![subject.into(), ends.into()]).await.unwrap();
        }
        tx.commit().await.unwrap();
        let gateway = at("10.0.0.9");
        let right = async |place: &Ctx, device: &Device| acts::sign_in(place, OTHER, world::DEMO_PASSWORD, device).await;
        right(&gateway, &Device::default()).await.unwrap();
        assert!(acts::sign_in(&gateway, "0925599999", "تخمين", &Device::default()).await.is_err());
        assert_eq!(problem(right(&gateway, &Device::default()).await, "phone"), refusals::too_many_tries(20), "eighty accounts");
        right(&gateway, &known).await.unwrap();
        right(&at("10.0.0.2"), &Device::default()).await.unwrap();
        let later = Ctx { now: ctx.now + Duration::seconds(20), ..gateway };
        right(&later, &Device::default()).await.unwrap();
    }

    async fn a_lost_second_factor_is_set_up_anew(ctx: &Ctx) {
        let (admin, officer) = (person(ctx, ADMINISTRATOR).await, person(ctx, OFFICER).await);
        let forget = async |by: &Ctx, of: PersonId| {
            let tx = ctx.begin().await.unwrap();
            let done = forget_second_factor(&tx, by, of).await;
            if done.is_ok() {
                tx.commit().await.unwrap();
            }
            done
        };
        assert!(matches!(forget(&officer, id_of(ctx, "0910000002").await).await, Err(AppError::NotFound)));
        assert!(matches!(forget(&admin, admin.actor.id().unwrap()).await, Err(AppError::Refused(Reason::NOT_NOW))));
        forget(&admin, officer.actor.id().unwrap()).await.unwrap();
        let half = sign_in(ctx, OFFICER, world::DEMO_PASSWORD).await.unwrap();
        assert!(matches!(half.actor.person(), Err(AppError::SecondFactorFirst)), "nobody yet, A9");
        assert!(half.actor.id().is_none() && !half.actor.known().unwrap().has_second_factor);
        let secret = acts::begin_second_factor(&half).await.unwrap();
        let code = secrets::totp_code(&secret, ctx.now.timestamp()).unwrap();
        let (token, codes) = acts::confirm_second_factor(&half, &code, "new").await.unwrap();
        assert!(actor_of(&ctx.db, &token, ctx.now).await.unwrap().staff(Role::CASEWORKERS).is_ok());
        // A recovery code opens once.
        let half = sign_in(ctx, OFFICER, world::DEMO_PASSWORD).await.unwrap();
        acts::give_second_factor(&half, &codes[0], "a").await.unwrap();
        let half = sign_in(ctx, OFFICER, world::DEMO_PASSWORD).await.unwrap();
        assert!(acts::give_second_factor(&half, &codes[0], "a").await.is_err());
    }

    async fn roles_begin_and_end_with_new_sessions(ctx: &Ctx) {
        let admin = person(ctx, ADMINISTRATOR).await;
        let before = person(ctx, FAMILY).await;
        let (family, session) = (before.actor.id().unwrap(), before.actor.person().unwrap().session);
        let tx = ctx.begin().await.unwrap();
        let key = given(&tx, &admin, family, trains(Scope::Whole).until(Some(ctx.now + Duration::days(1)))).await;
        let somewhere = NewGrant::of(Role::Auditor, Scope::Municipality("LYM108".into()), "قرار 7");
        assert_eq!(problem(grant(&tx, &admin, family, &somewhere).await, "scope"), Problem::NotAChoice);
        tx.commit().await.unwrap();
        assert!(gone(ctx, session).await, "a new role asks to sign in again");
        let holds = async |at| {
            let actor = accounts::actor_of_task(&ctx.db, family, at).await.unwrap();
            actor.holds(&[Role::Trainer])
        };
        assert!(holds(ctx.now).await);
        assert!(!holds(ctx.now + Duration::days(2)).await, "a dated role ends by itself");
        let tx = ctx.begin().await.unwrap();
        revoke(&tx, &admin, key).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!holds(ctx.now).await);
        let last = accounts::people(&admin, Some(ADMINISTRATOR)).await.unwrap()[0].grants[0].id;
        let tx = ctx.begin().await.unwrap();
        let console = Ctx { actor: Actor::Console, ..ctx.clone() };
        accounts::revoke_all(&tx, &console, id_of(ctx, SECOND).await, Role::Administrator).await.unwrap();
        assert!(matches!(revoke(&tx, &console, last).await, Err(AppError::Refused(refusals::LAST_ADMINISTRATOR))));
    }

    async fn a_role_that_was_given_with_many_clicks_is_taken_back_with_one(ctx: &Ctx) {
        let (admin, family) = (person(ctx, ADMINISTRATOR).await, id_of(ctx, FAMILY).await);
        let give = async |scope: Scope, until| {
            let tx = ctx.begin().await.unwrap();
            let key = given(&tx, &admin, family, trains(scope).until(until)).await;
            tx.commit().await.unwrap();
            key
        };
        let clicks = futures::future::join_all((0..8).map(|_| give(Scope::Whole, None))).await;
        assert!(clicks.iter().all(|key| *key == clicks[0]), "{clicks:?}");
        // Another scope is another role; another last day is the same one with that day.
        let elsewhere = give(Scope::Municipality("LYM108".into()), None).await;
        assert_ne!(elsewhere, clicks[0]);
        let tomorrow = Some(ctx.now + Duration::days(1));
        assert_eq!(give(Scope::Whole, tomorrow).await, clicks[0]);
        let dated = role_grant::Entity::find_by_id(clicks[0]).one(ctx.db.read()).await.unwrap().unwrap();
        assert_eq!(dated.ends_at, tomorrow);
        // As a version before this one could leave it.
        let tx = ctx.begin().await.unwrap();
        let sql = "INSERT INTO role_grant (person_id, role, starts_at) VALUES ($1, 'trainer', $2)";
        tx.run(sql, vec![family.into(), ctx.now.into()]).await.unwrap();
        revoke(&tx, &admin, clicks[0]).await.unwrap();
        revoke(&tx, &admin, elsewhere).await.unwrap();
        tx.commit().await.unwrap();
        let actor = accounts::actor_of_task(&ctx.db, family, ctx.now).await.unwrap();
        assert!(!actor.holds(&[Role::Trainer]));
    }

    async fn a_cookie_says_who_somebody_is_and_what_they_hold(ctx: &Ctx) {
        let (admin, officer) = (person(ctx, ADMINISTRATOR).await, id_of(ctx, OFFICER).await);
        let tx = ctx.begin().await.unwrap();
        given(&tx, &admin, officer, trains(Scope::Municipality("LYM108".into())).until(Some(ctx.now + Duration::days(1)))).await;
        tx.run("INSERT INTO notice (person_id, kind, details, link, created_at) SELECT $1, 'notice', '', '', $2", vec![officer.into(), ctx.now.into()]).await.unwrap();
        let visitor = Ctx { actor: Actor::Visitor, ..ctx.clone() };
        let token = sessions::open(&tx, &visitor, officer, sessions::LIFE, true, "a").await.unwrap();
        tx.commit().await.unwrap();
        let at = async |days: i64| match actor_of(&ctx.db, &token, ctx.now + Duration::days(days)).await.unwrap() {
            Actor::Person(signed) => Some(signed),
            _ => None,
        };
        let signed = at(0).await.unwrap();
        let of_role = |role: Role| signed.grants.iter().find(|grant| grant.role == role).map(|grant| grant.scope.clone());
        assert_eq!(of_role(Role::Officer), Some(Scope::Whole));
        assert_eq!(of_role(Role::Trainer), Some(Scope::Municipality("LYM108".into())));
        assert_eq!((signed.id, signed.grants.len(), signed.second_factor, signed.has_second_factor), (officer, 2, true, true));
        let me = Ctx { actor: Actor::Person(signed), ..ctx.clone() };
        assert_eq!(me.actor.person().unwrap().unread as u64, people::notifications::unread(&me).await.unwrap());
        assert!(me.actor.person().unwrap().unread > 0);
        assert_eq!(at(2).await.unwrap().grants.len(), 1, "a dated role ends by itself");
        assert!(at(61).await.is_none(), "so does a session");
        assert!(matches!(actor_of(&ctx.db, "another", ctx.now).await.unwrap(), Actor::Visitor));
        // Who holds nothing is somebody, too.
        assert!(person(ctx, FAMILY).await.actor.person().unwrap().grants.is_empty());
    }

    async fn devices_are_ones_own(ctx: &Ctx) {
        let (a, b, stranger) = (person(ctx, FAMILY).await, person(ctx, FAMILY).await, person(ctx, OTHER).await);
        let device = b.actor.person().unwrap().session;
        assert!(matches!(acts::sign_out_devices(&stranger, Some(device)).await, Err(AppError::NotFound)));
        acts::sign_out_devices(&a, Some(device)).await.unwrap();
        assert!(gone(ctx, device).await);
        let c = person(ctx, FAMILY).await;
        changes::change_password(&c, world::DEMO_PASSWORD, "كلمة مرور جديدة").await.unwrap();
        assert!(gone(ctx, a.actor.person().unwrap().session).await, "a new password ends other devices");
        assert!(!gone(ctx, c.actor.person().unwrap().session).await);
    }

    async fn another_address_needs_the_password(ctx: &Ctx) {
        let family = sign_in(ctx, FAMILY, world::DEMO_PASSWORD).await.unwrap();
        let email = async || person::Entity::find_by_id(family.actor.id().unwrap()).one(ctx.db.read()).await.unwrap().unwrap().email;
        let before = email().await;
        for (password, said) in [("", Problem::Required), ("تخمين لا يصيب", refusals::WRONG_PASSWORD)] {
            let tried = changes::change_contact(&family, reached(Some("thief@example.org")), password).await;
            assert_eq!(problem(tried, "password"), said);
        }
        assert_eq!(email().await, before);
        // What is not an address is changed without.
        changes::change_contact(&family, Reached { mail_notices: false, ..reached(before.as_deref()) }, "").await.unwrap();
        changes::change_contact(&family, reached(Some("salma@example.ly")), world::DEMO_PASSWORD).await.unwrap();
        assert_eq!(email().await.as_deref(), Some("salma@example.ly"));
    }

    async fn changes_that_let_somebody_in_are_told(ctx: &Ctx) {
        let family = sign_in(ctx, FAMILY, world::DEMO_PASSWORD).await.unwrap();
        let id = family.actor.id().unwrap();
        let admin = person(ctx, ADMINISTRATOR).await;
        // Who wants no notices by mail is told there all the same.
        let tx = ctx.begin().await.unwrap();
        let officer = id_of(ctx, OFFICER).await;
        for (whom, email) in [(id, "family@old.example"), (officer, "officer@old.example")] {
            let sql = "UPDATE person SET email = $1, email_confirmed_at = $2, mail_notices = FALSE WHERE id = $3";
            tx.run(sql, vec![email.into(), ctx.now.into(), whom.into()]).await.unwrap();
        }
        tx.commit().await.unwrap();
        let told = async |person: PersonId| -> Vec<Notice> {
            let sql = "SELECT details FROM notice WHERE person_id = $1 AND read_at IS NULL ORDER BY id";
            let rows = ctx.db.read().query_all_raw(Statement::from_sql_and_values(ctx.db.backend(), sql, [person.into()])).await.unwrap();
            rows.iter().filter_map(|row| serde_json::from_str(&row.try_get::<String>("", "details").unwrap()).ok()).collect()
        };
        let mails = async || {
            let tasks = outbox::claim(&ctx.db, ctx.now, outbox::Lane::Urgent, 50).await.unwrap();
            tasks.into_iter().filter_map(|task| task.read::<Mail>()).filter(|mail| mail.to.ends_with("@old.example")).count()
        };
        changes::change_password(&family, world::DEMO_PASSWORD, "نخلة في الرمل").await.unwrap();
        assert_eq!(told(id).await, [Notice::PasswordChanged]);
        let tx = ctx.begin().await.unwrap();
        accounts::reset_by_officer(&tx, &admin, id).await.unwrap();
        let trainer = given(&tx, &admin, id, trains(Scope::Whole)).await;
        revoke(&tx, &admin, trainer).await.unwrap();
        forget_second_factor(&tx, &admin, officer).await.unwrap();
        tx.commit().await.unwrap();
        let by = admin.actor.person().unwrap().name.clone();
        let since = [Notice::LinkGiven { by }, Notice::RoleGiven { role: Role::Trainer }, Notice::RoleTaken { role: Role::Trainer }];
        assert_eq!(told(id).await[1..], since);
        assert!(told(officer).await.contains(&Notice::SecondFactorForgotten));
        let half = sign_in(ctx, OFFICER, world::DEMO_PASSWORD).await.unwrap();
        let secret = acts::begin_second_factor(&half).await.unwrap();
        let code = secrets::totp_code(&secret, ctx.now.timestamp()).unwrap();
        let (_, codes) = acts::confirm_second_factor(&half, &code, "a").await.unwrap();
        let half = sign_in(ctx, OFFICER, world::DEMO_PASSWORD).await.unwrap();
        acts::give_second_factor(&half, &codes[3], "a").await.unwrap();
        let left = codes.len() as u64 - 1;
        assert!(told(officer).await.ends_with(&[Notice::SecondFactorSet, Notice::RecoveryCodeUsed { left }]));
        let again = sign_in(ctx, FAMILY, "نخلة في الرمل").await.unwrap();
        changes::change_contact(&again, reached(Some("salma@example.ly")), "نخلة في الرمل").await.unwrap();
        assert_eq!(told(id).await.last(), Some(&Notice::AddressChanged { to: Some("s…@example.ly".into()) }));
        assert_eq!(mails().await, 8, "each of them also to the address of before");
        let acts = ["account.password", "account.email", "account.reset_link", "account.recovery_code", "account.second_factor"];
        for act in acts {
            let sql = "SELECT COUNT(*) AS n FROM audit WHERE act = $1 AND subject_id IN ($2, $3)";
            let values = [act.into(), id.into(), officer.into()];
            let row = ctx.db.read().query_one_raw(Statement::from_sql_and_values(ctx.db.backend(), sql, values)).await.unwrap().unwrap();
            assert_eq!(row.try_get::<i64>("", "n").unwrap(), 1, "{act}");
        }
    }

    async fn a_new_password_gives_this_device_a_new_token(ctx: &Ctx) {
        let visitor = Ctx { actor: Actor::Visitor, ..ctx.clone() };
        let copied = acts::sign_in(&visitor, FAMILY, world::DEMO_PASSWORD, &Device::default()).await.unwrap().token;
        let me = Ctx { actor: actor_of(&ctx.db, &copied, ctx.now).await.unwrap(), ..ctx.clone() };
        let token = changes::change_password(&me, world::DEMO_PASSWORD, "نخلة في الرمل").await.unwrap();
        assert!(matches!(actor_of(&ctx.db, &copied, ctx.now).await.unwrap(), Actor::Visitor));
        assert_eq!(actor_of(&ctx.db, &token, ctx.now).await.unwrap().id(), me.actor.id());
        // A second click on the same button.
        let token = changes::change_password(&me, world::DEMO_PASSWORD, "نخلة في الرمل").await.unwrap();
        assert_eq!(actor_of(&ctx.db, &token, ctx.now).await.unwrap().id(), me.actor.id());
        assert_eq!(problem(changes::change_password(&me, world::DEMO_PASSWORD, "رمل في النخلة").await, "old"), refusals::WRONG_PASSWORD);
    }

    async fn nobody_gives_rights_or_links_to_themselves(ctx: &Ctx) {
        let admin = person(ctx, ADMINISTRATOR).await;
        let me = admin.actor.id().unwrap();
        let tx = ctx.begin().await.unwrap();
        let own = |result: Result<(), AppError>| matches!(result, Err(AppError::Refused(reason)) if reason == refusals::OWN_ACCOUNT);
        assert!(own(grant(&tx, &admin, me, &trains(Scope::Whole)).await.map(|_| ())));
        assert!(own(accounts::reset_by_officer(&tx, &admin, me).await.map(|_| ())));
        let held = role_grant::Entity::find().filter(role_grant::Column::PersonId.eq(me)).one(ctx.db.read()).await.unwrap().unwrap();
        assert!(own(revoke(&tx, &admin, held.id).await));
        // The link of a member of staff is not shown to the one who asks for it.
        let officer = id_of(ctx, OFFICER).await;
        let none = accounts::reset_by_officer(&tx, &admin, officer).await;
        assert!(matches!(none, Err(AppError::Refused(reason)) if reason == refusals::NO_CONFIRMED_ADDRESS));
        tx.run("UPDATE person SET email = 'o@example.ly', email_confirmed_at = $1 WHERE id = $2", vec![ctx.now.into(), officer.into()]).await.unwrap();
        assert_eq!(accounts::reset_by_officer(&tx, &admin, officer).await.unwrap(), Given::Mailed);
        // Neither is that of one who was staff a moment ago, and a link of before a role is over with it.
        let family = id_of(ctx, FAMILY).await;
        let Given::Shown(before) = accounts::reset_by_officer(&tx, &admin, family).await.unwrap() else { panic!() };
        let role = given(&tx, &admin, family, trains(Scope::Whole)).await;
        let open = "SELECT COUNT(*) AS n FROM mail_token WHERE person_id = $1 AND used_at IS NULL AND purpose = 'reset'";
        let row = tx.query_one_raw(Statement::from_sql_and_values(ctx.db.backend(), open, [family.into()])).await.unwrap().unwrap();
        assert_eq!(row.try_get::<i64>("", "n").unwrap(), 0, "{before}");
        revoke(&tx, &admin, role).await.unwrap();
        assert!(accounts::reset_by_officer(&tx, &admin, family).await.is_err());
        let console = Ctx { actor: Actor::Console, ..ctx.clone() };
        assert!(matches!(accounts::reset_by_officer(&tx, &console, officer).await.unwrap(), Given::Shown(_)));
    }
}
