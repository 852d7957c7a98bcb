//! States of rows. A state is written as a [`Step`] alone, and a [`Step`] comes from the table of its states: a row can not be moved past it.

use std::ops::Deref;

use sea_orm::{ActiveValue, Value};

use crate::error::Reason;

/// States with the table of the moves between them.
pub trait States: Copy + PartialEq + Into<Value> + 'static {
    /// What happens to a row.
    type Move;
    /// Where a row begins.
    const FIRST: Self;

    /// The table: the state after a move, or nothing where it has no line for it.
    fn after(self, by: Self::Move) -> Option<Self>;

    /// The state of a new row, to be written.
    fn first() -> Step<Self> {
        Step(Self::FIRST)
    }

    /// A move, to be written.
    ///
    /// # Errors
    /// [`Reason::NOT_NOW`] where the table has no line for it.
    fn step(self, by: Self::Move) -> Result<Step<Self>, Reason> {
        self.after(by).map(Step).ok_or(Reason::NOT_NOW)
    }

    /// Whether the table has a line for it: pages draw their buttons from this.
    fn can(self, by: Self::Move) -> bool {
        self.after(by).is_some()
    }
}

/// A state that a table led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a move that is not written does not happen"]
pub struct Step<S>(S);

impl<S: States> Step<S> {
    /// Writes it: `row.state = step.set()`.
    pub fn set(self) -> ActiveValue<S> {
        ActiveValue::Set(self.0)
    }

    /// One more move.
    ///
    /// # Errors
    /// As [`States::step`].
    pub fn step(self, by: S::Move) -> Result<Self, Reason> {
        self.0.step(by)
    }
}

impl<S> Deref for Step<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.0
    }
}

impl<S: PartialEq> PartialEq<S> for Step<S> {
    fn eq(&self, other: &S) -> bool {
        self.0 == *other
    }
}
