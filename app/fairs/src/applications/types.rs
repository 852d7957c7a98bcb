//! An application with everything in it.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::applications::rules::Section;
use crate::rules::application::ApplicationState;
use crate::types::{Application, Fair};
use ground::ids::{MemberId, ProductId};

/// Somebody of a family who goes to a fair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendant {
    /// The member of the family.
    pub member: MemberId,
    /// Name.
    pub name: String,
}

/// An application with everything in it.
#[derive(Debug, Clone)]
pub struct Whole {
    /// Its fair.
    pub fair: Fair,
    /// The application.
    pub application: Application,
    /// What is shown.
    pub products: Vec<ProductId>,
    /// How many of each the family packed, as far as it said so.
    pub packed: HashMap<ProductId, i64>,
    /// Who goes there.
    pub people: Vec<Attendant>,
}

impl Whole {
    /// Whether it is filled in on a day: not sent yet, and the call goes on.
    pub fn open(&self, today: NaiveDate) -> bool {
        self.application.state == ApplicationState::Draft && self.fair.call_open(today)
    }

    /// The first section that is not filled in, beside the one of a code.
    pub fn lacks_beside(&self, code: &str) -> Option<Section> {
        Section::ALL.into_iter().find(|section| section.code() != code && !self.done(*section))
    }

    /// Whether a section was filled in.
    pub fn done(&self, section: Section) -> bool {
        match section {
            Section::Products => !self.products.is_empty(),
            Section::People => !self.people.is_empty(),
            Section::Needs => self.application.needs_said,
        }
    }
}
