//! `souq seed`: the demo town with pictures drawn by the project, or many products for benchmarks.

use bytes::Bytes;
use ground::ctx::Ctx;
use ground::error::AppError;
use image::DynamicImage;
use people::media::NewMedia;
use people::place;
use world::PastFair;

use crate::blobs::Blobs;

use crate::trouble::unexpected;
use photos::{self, Prepared};

/// Fills an empty database with the demo town. Gives how many products it has.
pub async fn town(ctx: &Ctx, blobs: &Blobs) -> Result<usize, AppError> {
    if !world::is_empty(ctx).await? {
        return Err(people::accounts::NOT_EMPTY.into());
    }
    let mut pictures: Vec<NewMedia> = Vec::new();
    for (n, (_, _, _, craft, _)) in world::FAMILIES.iter().enumerate() {
        let wanted = (0..world::PICTURES as u64).map(|round| n as u64 * 100 + round);
        let drawn = wanted.map(|seed| {
            let craft = (*craft).to_owned();
            tokio::task::spawn_blocking(move || photos::sizes(DynamicImage::ImageRgb8(pictures::draw(&craft, seed))))
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
    world::fairs(ctx, past_fairs(ctx).await?).await?;
    Ok(products)
}

/// Fairs on record with exact days; hours were not written down, and a place that is no municipality is kept as it was written.
async fn past_fairs(ctx: &Ctx) -> Result<Vec<PastFair>, AppError> {
    let places = place::places(&ctx.db).await?;
    let mut past = Vec::new();
    for row in csv::Reader::from_reader(include_str!("../../assets/reference/exhibitions-LY.csv").as_bytes()).records() {
        let row = row.map_err(unexpected)?;
        let field = |at: usize| row.get(at).unwrap_or_default().trim().to_owned();
        let Ok(first) = field(2).parse() else { continue };
        let last = field(3).parse().unwrap_or(first);
        let town = field(1);
        let known = place::find_by_name(&places, town.split(['(', '،']).next().unwrap_or_default().trim());
        // What is not in Libya names the country's city first.
        let abroad = if town.starts_with("القاهرة") {
            ("القاهرة".to_owned(), "مصر".to_owned())
        } else {
            (String::new(), String::new())
        };
        let about = [field(6).replace('؛', "،"), field(5)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ");
        past.push(PastFair {
            name: field(0),
            municipality: known.map_or_else(|| world::SEAT.to_owned(), |town| town.code.clone()),
            place: town,
            abroad,
            days: (first, last),
            organiser: field(4),
            about,
        });
    }
    Ok(past)
}

/// A picture that stands for the paper that applicants show.
fn paper() -> Result<Bytes, AppError> {
    let mut jpeg = Vec::new();
    let picture = DynamicImage::ImageRgb8(pictures::draw("embroidery", 7));
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
