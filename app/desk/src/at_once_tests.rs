//! What several people do at the same moment, on real databases.
#![allow(clippy::unwrap_used)]

use desk::decide;
use futures::future::join_all;
use ground::actor::{Role, Scope};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::CaseId;
use market::catalogue::{self, Sent};
use people::accounts::{self, NewGrant};
use people::crafts::{self, ItemForm};
use people::place::{self, BranchForm, MunicipalityForm};
use testing::{on_both, person, photo};
use world::demo_draft;

use super::tests::{ADMINISTRATOR, OFFICER, number, yes};

/// What is told to who came second: tried again, it is said at its field.
fn told(said: &Result<(), AppError>) -> bool {
    matches!(said, Ok(()) | Err(AppError::Busy | AppError::Invalid(_)))
}

fn once(said: &[Result<(), AppError>]) {
    assert_eq!(said.iter().filter(|said| said.is_ok()).count(), 1, "{said:?}");
    assert!(said.iter().all(told), "{said:?}");
}

on_both! {
    async fn products_of_one_title_are_published_at_once(ctx: &Ctx) {
        let officer = person(ctx, OFFICER).await;
        let mut families = Vec::new();
        for n in 1..=8_u64 {
            let family = person(ctx, &format!("092000000{n}")).await;
            let id = demo_draft(&family, "weaving", 7, Some(photo(900_000 + n))).await.unwrap();
            families.push((family, id));
        }
        let published = "SELECT COUNT(DISTINCT slug) AS n FROM product WHERE state = 'published'";
        let before = number(ctx, published).await;
        let sent = join_all(families.iter().map(|(family, id)| catalogue::send(family, *id))).await;
        let mut waiting = Vec::new();
        for sent in sent {
            if let Sent::ForReview(reference) = sent.unwrap() {
                waiting.push(CaseId(number(ctx, &format!("SELECT id AS n FROM casefile WHERE reference = '{reference}'")).await));
            }
        }
        let yes = yes("");
        let decided = join_all(waiting.iter().map(|case| decide(&officer, *case, &yes))).await;
        assert!(decided.iter().all(Result::is_ok), "{decided:?}");
        assert_eq!(number(ctx, published).await, before + 8, "each has an address of its own");
    }

    async fn what_two_make_at_once_stands_once(ctx: &Ctx) {
        let admin = person(ctx, ADMINISTRATOR).await;
        let branch = || place::save_branch(&admin, None, BranchForm { name_ar: "فرع واحد".into(), name_en: "One branch".into(), ..BranchForm::default() });
        let (a, b, c) = tokio::join!(branch(), branch(), branch());
        once(&[a, b, c]);
        assert_eq!(number(ctx, "SELECT COUNT(*) AS n FROM branch WHERE name_ar = 'فرع واحد'").await, 1);
        let place = || MunicipalityForm {
            name_ar: "بلدية واحدة".into(),
            name_en: "One".into(),
            district: "LY-SB".into(),
            south: "core".into(),
            aliases: String::new(),
            branch: None,
            active_from: None,
            active_to: None,
        };
        let municipality = || place::save_municipality(&admin, None, place());
        let (a, b, c) = tokio::join!(municipality(), municipality(), municipality());
        once(&[a.map(drop), b.map(drop), c.map(drop)]);
        assert_eq!(number(ctx, "SELECT COUNT(*) AS n FROM municipality WHERE name_ar = 'بلدية واحدة'").await, 1);
        let new = || ItemForm { craft: "palm".into(), name_ar: "صنف واحد".into(), name_en: "One".into(), active: true };
        let item = || crafts::save_item(&admin, None, new());
        let (a, b, c) = tokio::join!(item(), item(), item());
        once(&[a.map(drop), b.map(drop), c.map(drop)]);
        assert_eq!(number(ctx, "SELECT COUNT(*) AS n FROM craft_item WHERE name_ar = 'صنف واحد'").await, 1);
        let whom = person(ctx, "0920000001").await.actor.id().unwrap();
        let role = async || {
            let tx = ctx.begin().await?;
            accounts::grant(&tx, &admin, whom, &NewGrant::of(Role::Trainer, Scope::Whole, "قرار 7")).await?;
            Ok(tx.commit().await?)
        };
        let (a, b, c) = tokio::join!(role(), role(), role());
        assert!([a, b, c].iter().all(told), "given already is given");
        let open = format!("SELECT COUNT(*) AS n FROM role_grant WHERE person_id = {whom} AND role = 'trainer'");
        assert_eq!(number(ctx, &open).await, 1);
    }
}
