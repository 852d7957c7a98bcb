//! `souq seed`: the demo town with pictures drawn by the project, or many products for benchmarks.

use app::ctx::Ctx;
use app::error::AppError;
use app::media::NewMedia;
use app::world;
use bytes::Bytes;
use image::DynamicImage;

use crate::blobs::Blobs;
use crate::motifs;
use crate::photos::{self, Prepared};
use crate::trouble::unexpected;

/// Fills an empty database with the demo town. Gives how many products it has.
pub async fn town(ctx: &Ctx, blobs: &Blobs) -> Result<usize, AppError> {
    if !world::is_empty(ctx).await? {
        return Err(app::error::Reason::NotEmpty.into());
    }
    let mut pictures: Vec<NewMedia> = Vec::new();
    for (n, (_, _, _, craft, _)) in world::FAMILIES.iter().enumerate() {
        let wanted = (0..world::PICTURES as u64).map(|round| n as u64 * 100 + round);
        let drawn = wanted.map(|seed| {
            let craft = (*craft).to_owned();
            tokio::task::spawn_blocking(move || photos::sizes(&DynamicImage::ImageRgb8(motifs::draw(&craft, seed))))
        });
        for drawn in futures::future::join_all(drawn).await {
            let prepared: Prepared = drawn.map_err(unexpected)?.map_err(unexpected)?;
            for (name, bytes) in prepared.files {
                blobs.put(&name, bytes).await.map_err(unexpected)?;
            }
            pictures.push(prepared.media);
        }
    }
    let paper = photos::prepare_document(paper()?).await.map_err(|error| unexpected(format!("{error:?}")))?;
    for (name, bytes) in paper.files {
        blobs.put(&name, bytes).await.map_err(unexpected)?;
    }
    let products = world::fill(ctx, &world::Stored { pictures, paper: paper.media }).await?;
    world::cohorts(ctx).await?;
    Ok(products)
}

/// A picture that stands for the paper that applicants show.
fn paper() -> Result<Bytes, AppError> {
    let mut jpeg = Vec::new();
    let picture = DynamicImage::ImageRgb8(motifs::draw("embroidery", 7));
    picture.write_to(&mut std::io::Cursor::new(&mut jpeg), image::ImageFormat::Jpeg).map_err(unexpected)?;
    Ok(Bytes::from(jpeg))
}

/// How to sign in to the demo town.
pub fn sign_ins() -> String {
    let staff: String = world::STAFF
        .iter()
        .map(|member| {
            let scope = if member.branch.is_some() { "branch" } else { "whole Authority" };
            format!("  {}  {:<17} {scope:<16} {}\n", member.phone, member.role.code(), member.name)
        })
        .collect();
    format!(
        "Demo sign-ins (password of all: {})\n  0920000001  family            (to 09200000{}; 0930000001 to 0930000004 have applied)\n{staff}  second factor of staff: `souq admin code`, or this key in an app: {}\n",
        world::DEMO_PASSWORD,
        world::FAMILIES.len(),
        world::DEMO_TOTP_SECRET
    )
}
