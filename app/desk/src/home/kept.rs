//! What is kept of who asks.

use chrono::{DateTime, Utc};

use cases::casework::{self, QueueRow};
use fairs::{Application as FairApplication, Fair};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::CaseId;
use market::catalogue::{self, Product, VersionView};
use market::families::{self, Application, Target};
use people::accounts::{self, OwnAccount};
use training::OwnEnrolment;

/// What is kept of a person and their family.
pub struct Kept {
    /// The account.
    pub account: OwnAccount,
    /// What the family said of itself.
    pub family: Option<Application>,
    /// Its products with all their versions.
    pub products: Vec<(Product, Vec<VersionView>)>,
    /// Its cases, the newest first.
    pub cases: Vec<QueueRow>,
    /// What was written in them.
    pub words: Vec<(CaseId, DateTime<Utc>, String)>,
    /// Who signed up for courses.
    pub enrolments: Vec<OwnEnrolment>,
    /// Applications to fairs.
    pub fairs: Vec<(FairApplication, Fair)>,
}

/// What a copy of it holds.
pub(super) async fn kept(ctx: &Ctx) -> Result<Kept, AppError> {
    Ok(Kept {
        account: accounts::own_account(ctx).await?,
        family: families::application(ctx, Target::Own).await?,
        products: catalogue::written(ctx).await?,
        cases: casework::mine(ctx).await?,
        words: casework::own_words(ctx).await?,
        enrolments: training::own_enrolments(ctx).await?,
        fairs: fairs::mine(ctx).await?,
    })
}
