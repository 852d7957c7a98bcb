//! Accounts, roles and the audit trail. Who may use this terminal may do all of it.

use std::io::Write;
use std::process::ExitCode;

use ground::actor::{Role, Scope};
use ground::ctx::Ctx;
use ground::error::Problem;
use ground::ids::{BranchId, PersonId};
use ground::texts::Locale;
use ground::{history, ui};
use people::accounts::{self, Given, NewAccount, NewGrant};

use super::commands::{Admin, Audit};
use super::terminal::{Failure, say, words};

/// Does what was asked for.
pub async fn administer(ctx: &Ctx, admin: Admin) -> Result<ExitCode, Failure> {
    match admin {
        Admin::Create { phone, name } => create(ctx, &phone, name).await?,
        Admin::Grant { phone, role, branch, municipality, basis } => {
            let scope = match (branch, municipality) {
                (Some(_), Some(_)) => return Err("a role reaches a branch or a municipality, not both".into()),
                (Some(branch), None) => Scope::Branch(BranchId(branch)),
                (None, Some(code)) => Scope::Municipality(code),
                (None, None) => Scope::Whole,
            };
            grant(ctx, &phone, &role, scope, &basis).await?;
        }
        Admin::Revoke { phone, role } => revoke(ctx, &phone, &role).await?,
        Admin::Reset { phone } => reset(ctx, &phone).await?,
        Admin::Audit(Audit::Verify) => return verify(ctx).await,
        Admin::Code => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn wrong(problem: Problem) -> Failure {
    ui::problem(Locale::En, &problem).into()
}

async fn person_of(ctx: &Ctx, phone: &str) -> Result<PersonId, Failure> {
    let phone = accounts::phone(phone).map_err(wrong)?;
    Ok(accounts::person_by_phone(ctx.db.read(), &phone).await.map_err(words)?.ok_or("nobody has this phone")?)
}

fn role_of(code: &str) -> Result<Role, Failure> {
    let all = Role::ALL.map(Role::code).join(", ");
    Role::from_code(code).ok_or_else(|| format!("role {code:?} is not one of {all}").into())
}

async fn create(ctx: &Ctx, phone: &str, name: String) -> Result<(), Failure> {
    let phone = accounts::phone(phone).map_err(wrong)?;
    let _ = write!(std::io::stderr(), "Password: ");
    let mut password = String::new();
    std::io::stdin().read_line(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    accounts::password(&password, &phone, &name).map_err(wrong)?;
    let new = NewAccount { name, phone, email: None, password }.hashed().await.map_err(words)?;
    let tx = ctx.begin().await.map_err(words)?;
    accounts::create_account(&tx, ctx, new).await.map_err(words)?;
    tx.commit().await?;
    say("created");
    Ok(())
}

async fn grant(ctx: &Ctx, phone: &str, role: &str, scope: Scope, basis: &str) -> Result<(), Failure> {
    let role = role_of(role)?;
    let person = person_of(ctx, phone).await?;
    let tx = ctx.begin().await.map_err(words)?;
    accounts::grant(&tx, ctx, person, &NewGrant::of(role, scope, basis)).await.map_err(words)?;
    tx.commit().await?;
    say("granted");
    Ok(())
}

async fn revoke(ctx: &Ctx, phone: &str, role: &str) -> Result<(), Failure> {
    let role = role_of(role)?;
    let person = person_of(ctx, phone).await?;
    let tx = ctx.begin().await.map_err(words)?;
    let ended = accounts::revoke_all(&tx, ctx, person, role).await.map_err(words)?;
    tx.commit().await?;
    say(&format!("{ended} ended"));
    Ok(())
}

async fn reset(ctx: &Ctx, phone: &str) -> Result<(), Failure> {
    let person = person_of(ctx, phone).await?;
    let tx = ctx.begin().await.map_err(words)?;
    let given = accounts::reset_by_officer(&tx, ctx, person).await.map_err(words)?;
    tx.commit().await?;
    match given {
        Given::Shown(link) => say(&link),
        Given::Mailed => say("mailed"),
    }
    Ok(())
}

async fn verify(ctx: &Ctx) -> Result<ExitCode, Failure> {
    match history::verify(ctx).await.map_err(words)? {
        Ok(rows) => {
            say(&format!("the chain holds: {rows} rows"));
            Ok(ExitCode::SUCCESS)
        }
        Err(id) => {
            say(&format!("the chain is broken at row {id}"));
            Ok(ExitCode::FAILURE)
        }
    }
}
