//! The demo town, and many rows for benchmarks.

use ground::ctx::Ctx;
use server::seed;
use server::state::State;

use super::terminal::{Failure, say, words};

/// Builds the demo town.
pub async fn town(state: &State, ctx: &Ctx) -> Result<(), Failure> {
    let products = seed::town(ctx, &state.blobs).await.map_err(words)?;
    say(&format!("{} families, {products} products", world::FAMILIES.len()));
    Ok(())
}

/// Fills the database with the town, or a filled one with rows for benchmarks: so many products, people who sign up for a
/// cohort, families that come to a fair.
pub async fn seed_with(
    state: &State,
    ctx: &Ctx,
    products: Option<usize>,
    trainees: Option<usize>,
    guests: Option<usize>,
) -> Result<(), Failure> {
    if world::is_empty(ctx).await.map_err(words)? || products.is_none() {
        town(state, ctx).await?;
    }
    if let Some(products) = products {
        world::stress(ctx, products, |done| say(&format!("{done} of {products}"))).await.map_err(words)?;
    }
    if let Some(trainees) = trainees {
        let (phones, [open, offered]) = world::stress_cohorts(ctx, trainees).await.map_err(words)?;
        say(&format!("sign-up: {open}\nconfirmation: {offered}\ntrainees: {}", phones.join(" ")));
    }
    if let Some(guests) = guests {
        let booths = guests as i64 * 3 / 5;
        let (fair, slug) = world::stress_fair(ctx, guests, booths).await.map_err(words)?;
        say(&format!("fair: {fair} {slug} {booths}"));
    }
    say(&seed::sign_ins());
    Ok(())
}
