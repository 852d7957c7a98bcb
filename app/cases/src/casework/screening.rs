//! Looking through a list of who signed up for something: no case with a clock for each, and the same rule for all lists.

use super::refusals;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::ids::PersonId;

/// What an officer finds who looks at one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding<'a> {
    /// All conditions are met.
    Meets,
    /// They are not, and the family reads why.
    Lacks(&'a str),
    /// Something is missing, and the family reads what.
    Missing(&'a str),
}

impl Finding<'_> {
    /// What the family reads; empty where all conditions are met.
    pub fn words(&self) -> &str {
        match self {
            Self::Meets => "",
            Self::Lacks(words) | Self::Missing(words) => words,
        }
    }

    /// Who finds it: staff in one of these roles, nobody about their own family, and nothing against a family without words.
    pub fn by(&self, ctx: &Ctx, roles: &[Role], applicant: PersonId) -> Result<PersonId, AppError> {
        let me = ctx.actor.staff(roles)?.id;
        if me == applicant {
            return Err(refusals::OWN_CASE.into());
        }
        if *self != Self::Meets && self.words().trim().is_empty() {
            return Err(FieldErrors::one("words", Problem::ReasonNeeded).into());
        }
        Ok(me)
    }
}
