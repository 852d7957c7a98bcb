//! Products and search on real databases.
#![allow(clippy::unwrap_used)]

use std::collections::HashSet;

use cases::casework::{self, CaseKind, Decision, Outcome, QueueFilter, ReasonCode};
use ground::actor::Actor;
use ground::ctx::Ctx;
use market::catalogue::acts::{self, Sent};
use market::catalogue::reads::{mine, own_product, photo_in_reach};
use market::catalogue::rules::ProductMove;
use market::catalogue::spelling::{nearest_words, suggestions};
use market::catalogue::types::{FoundProduct, MineRow};
use market::catalogue::{Availability, Filter, Offer, Sort, Variant, What, photos, search, synonyms};

use ground::ids::ProductId;
use ground::money::Money;
use ground::text;
use sea_orm::{ConnectionTrait, Statement};
use testing::on_both;
use testing::{person, photo};
use world::demo_draft;

/// Whether a query word finds a document's word.
fn finds(query: &str, document: &str) -> bool {
    let there: HashSet<String> = text::words(document).into_iter().collect();
    text::words(query).iter().all(|word| there.contains(word) || synonyms::of(word).iter().any(|other| there.contains(other)))
}

/// The measure of Arabic search: forms of one word meet, different words do not.
#[test]
fn arabic_forms_meet() {
    let mut rows = csv::Reader::from_reader(include_str!("arabic-search-pairs.csv").as_bytes());
    let (mut forms, mut found_forms, mut plurals, mut found_plurals) = (0.0, 0.0, 0.0, 0.0);
    let mut missed = Vec::new();
    for row in rows.records() {
        let row = row.unwrap();
        let found = finds(&row[0], &row[1]);
        if !found {
            missed.push(format!("{} {} {}", &row[0], &row[1], &row[2]));
        }
        let (all, hits) = if row[2].starts_with("plural") { (&mut plurals, &mut found_plurals) } else { (&mut forms, &mut found_forms) };
        *all += 1.0;
        *hits += f64::from(u8::from(found));
    }
    assert!(found_forms / forms >= 0.98, "{found_forms} of {forms}: {missed:?}");
    assert!(found_plurals / plurals >= 0.8, "{found_plurals} of {plurals}: {missed:?}");
}

#[test]
fn different_words_stay_apart() {
    for (query, other) in [
        ("فخار", "خار"),
        ("سلة", "سلطة"),
        ("تمر", "تمرين"),
        ("عسل", "غسل"),
        ("جلد", "جلسة"),
        ("بخور", "بحور"),
        ("سمن", "لبن"),
        ("كعك", "كحك"),
        ("خبز", "خزف"),
        ("طبق", "طابق"),
        ("رب", "ربيع"),
        ("خل", "خلال"),
    ] {
        assert!(!finds(query, other), "{query} brings {other}");
        assert!(!finds(other, query), "{other} brings {query}");
    }
}

async fn mine_of(family: &Ctx) -> Vec<MineRow> {
    mine(family).await.unwrap()
}

async fn titles(ctx: &Ctx, q: &str) -> Vec<String> {
    let page = search::list(ctx, &Filter { q: q.to_owned(), ..Filter::default() }).await.unwrap();
    page.cards.into_iter().map(|card| card.title_ar).collect()
}

async fn shown(ctx: &Ctx, slug: &str) -> String {
    match market::catalogue::reads::public_product(ctx, slug).await.unwrap() {
        FoundProduct::Here(view) => view.live.what.title_ar,
        FoundProduct::Moved(to) => panic!("moved to {to}"),
    }
}

fn what(title: &str) -> What {
    What {
        title_ar: title.into(),
        description_ar: "وصف جديد يكفي للمراجعة".into(),
        craft: "wood".into(),
        making: Some(market::catalogue::Making::Hand),
        ..What::default()
    }
}

fn offer(price: i64) -> Offer {
    let variants = vec![Variant { name_ar: String::new(), name_en: String::new(), price: Money(price), stock: 3 }];
    Offer { availability: Availability::InStock, lead_days: 0, weekly_capacity: None, variants }
}

async fn decide_newest(ctx: &Ctx, outcome: Outcome) {
    let head = person(ctx, "0910000002").await;
    let filter = QueueFilter { kind: Some(CaseKind::Product), ..QueueFilter::default() };
    let case = casework::queue(&head, &filter).await.unwrap().0.last().unwrap().id;
    let reason = if outcome == Outcome::Approved { ReasonCode::Meets } else { ReasonCode::Other };
    desk::decide(&head, case, &Decision { outcome, reason, words: "سبب مكتوب بوضوح".into() }).await.unwrap();
}

/// Counts of the shelf by craft and availability, against the database; and whether a product is among what is listed.
async fn assert_recounted(ctx: &Ctx, product: ProductId, listed: bool) {
    let said = market::catalogue::facets(ctx, &Filter::default()).await.unwrap();
    for (column, mut counts) in [("craft_code", said.crafts), ("availability", said.availabilities)] {
        let sql = format!(
            "SELECT {column} AS code, COUNT(*) AS n FROM product WHERE state = 'published' AND NOT withheld GROUP BY {column} ORDER BY {column}"
        );
        let rows = ctx.db.read().query_all_raw(Statement::from_string(ctx.db.backend(), sql)).await.unwrap();
        let recounted: Vec<(String, i64)> =
            rows.iter().map(|row| (row.try_get("", "code").unwrap(), row.try_get("", "n").unwrap())).collect();
        counts.sort();
        assert_eq!(counts, recounted);
        assert_eq!(said.total, recounted.iter().map(|(_, n)| n).sum::<i64>());
    }
    let mut filter = Filter { sort: Sort::Dearest, ..Filter::default() };
    let mut found = false;
    loop {
        let page = search::list(ctx, &filter).await.unwrap();
        found |= page.cards.iter().any(|card| card.id == product);
        filter.after = page.next;
        if filter.after.is_none() {
            break;
        }
    }
    assert_eq!(found, listed);
}

on_both! {
    async fn what_is_paused_is_named_and_nothing_else_is(ctx: &Ctx) {
        use market::catalogue::reads::paused;
        let family = person(ctx, "0920000013").await;
        let live = mine_of(&family).await.into_iter().find(|row| row.slug.is_some()).unwrap();
        let slug = live.slug.clone().unwrap();
        let title = shown(ctx, &slug).await;
        assert!(paused(ctx, &slug).await.unwrap().is_none(), "it is shown");
        acts::pause(&family, live.id).await.unwrap();
        let named = paused(ctx, &slug).await.unwrap().unwrap();
        assert_eq!((named.title_ar, named.family.slug.is_empty()), (title, false));
        acts::retire(&family, live.id).await.unwrap();
        assert!(paused(ctx, &slug).await.unwrap().is_none(), "gone for good");
    }

    async fn what_was_sent_is_taken_back_until_it_is_decided(ctx: &Ctx) {
        use market::catalogue::ProductState;
        use market::catalogue::rules::VersionState;
        let refused = |result: Result<(), ground::error::AppError>| {
            matches!(result, Err(ground::error::AppError::Refused(ground::error::Reason::NOT_NOW)))
        };
        let stands = async |family: &Ctx, id| {
            let own = own_product(family, id).await.unwrap();
            (own.product.state, own.open.state)
        };
        let (family, other) = (person(ctx, "0920000014").await, person(ctx, "0920000015").await);
        let id = demo_draft(&family, "fragrance", 60, Some(photo(601))).await.unwrap();
        assert!(refused(acts::withdraw(&family, id).await), "nothing was sent");
        acts::send(&family, id).await.unwrap();
        let officer = person(ctx, "0910000001").await;
        let filter = QueueFilter { kind: Some(CaseKind::Product), ..QueueFilter::default() };
        let cases = async || casework::queue(&officer, &filter).await.unwrap().0.len();
        let waiting = cases().await;
        assert!(matches!(acts::withdraw(&other, id).await, Err(ground::error::AppError::NotFound)));
        acts::withdraw(&family, id).await.unwrap();
        assert_eq!(stands(&family, id).await, (ProductState::Draft, VersionState::Draft));
        assert_eq!(cases().await, waiting - 1);
        assert!(refused(acts::withdraw(&family, id).await), "once is enough");
        acts::save_what(&family, id, what("قطعة بعد السحب")).await.unwrap();
        acts::send(&family, id).await.unwrap();
        decide_newest(ctx, Outcome::Approved).await;
        assert!(refused(acts::withdraw(&family, id).await), "it is decided");
        // An edit is taken back while the live page stays.
        acts::save_what(&family, id, what("تعديل يُسحب")).await.unwrap();
        acts::send(&family, id).await.unwrap();
        acts::withdraw(&family, id).await.unwrap();
        assert_eq!(stands(&family, id).await, (ProductState::Published, VersionState::Draft));
        market::catalogue::drafts::discard(&family, id).await.unwrap();
    }

    async fn what_is_written_with_gaps_is_kept_and_not_sent(ctx: &Ctx) {
        use market::catalogue::types::Lack;
        let family = person(ctx, "0920000013").await;
        let id = market::catalogue::drafts::start(&family).await.unwrap();
        assert_eq!(photos::add_photo(&family, id, photo(9_001)).await.unwrap(), photos::Added::Now);
        assert_eq!(photos::add_photo(&family, id, photo(9_001)).await.unwrap(), photos::Added::Before);
        acts::save_offer(&family, id, offer(20_000)).await.unwrap();
        let gaps = What { title_ar: "سلة لم تكتمل".into(), material: "سعف".into(), ..What::default() };
        acts::save_what(&family, id, gaps.clone()).await.unwrap();
        let own = own_product(&family, id).await.unwrap();
        assert_eq!(own.open.what, gaps);
        let crafts = people::crafts::crafts(&ctx.db).await.unwrap();
        let missing = own.open.what.missing(&crafts, 1, own.product.price_from, ground::days::day_in_tripoli(ctx.now));
        assert_eq!(missing, [Lack::Craft, Lack::Making, Lack::Description]);
        let refused = acts::send(&family, id).await.unwrap_err();
        assert!(matches!(refused, ground::error::AppError::Refused(ground::error::Reason::INCOMPLETE)), "{refused:?}");
    }

    async fn by_price_what_bears_the_word_comes_first(ctx: &Ctx) {
        for sort in [Sort::Cheapest, Sort::Dearest] {
            let filter = Filter { q: "عسل".into(), sort, ..Filter::default() };
            let cards = search::list(ctx, &filter).await.unwrap().cards;
            let there: Vec<_> = cards.iter().filter(|card| !card.sold_out).collect();
            let forms: Vec<String> = std::iter::once("عسل".to_owned()).chain(synonyms::of("عسل").iter().cloned()).collect();
            let bears = |card: &market::catalogue::Card| {
                text::words(&format!("{} {}", card.title_ar, card.title_en)).iter().any(|word| forms.contains(word))
            };
            let titled = there.iter().take_while(|card| bears(card)).count();
            assert!(titled > 0);
            let prices: Vec<Money> = there[..titled].iter().map(|card| card.price_from).collect();
            let mut sorted = prices.clone();
            sorted.sort_by_key(|price| if sort == Sort::Cheapest { price.0 } else { -price.0 });
            assert_eq!(prices, sorted);
            assert!(there[titled..].iter().all(|card| !bears(card)), "{sort:?}");
        }
    }

    async fn buyers_find_by_their_own_spelling(ctx: &Ctx) {
        for query in ["سلة", "السلة", "سلال", "بالسلة", "سـلّه", "قفة", "palm basket"] {
            assert!(titles(ctx, query).await.iter().any(|title| title.starts_with("سلة سعف")), "{query}");
        }
        assert!(titles(ctx, "خار").await.is_empty());
        assert_eq!(nearest_words(ctx, "مقورض").await.unwrap().as_deref(), Some("مقروض"));
        assert_eq!(nearest_words(ctx, "مقروض").await.unwrap(), None);
        for right in ["حولي", "carpet", "rug", "الخاتم"] {
            assert_eq!(nearest_words(ctx, right).await.unwrap(), None, "{right} is a word of its own");
        }
        // Words of the title come before words of the description.
        assert!(titles(ctx, "فخار").await[0].contains("فخار"));
        for hostile in ["\"", "' OR 1=1 --", "a AND b", "NEAR(", "*", "()", "سلة:*", "% _"] {
            titles(ctx, hostile).await;
        }
    }

    async fn pages_hold_everything_once(ctx: &Ctx) {
        let total = market::catalogue::facets(ctx, &Filter::default()).await.unwrap().total;
        for (sort, q) in [(Sort::Newest, ""), (Sort::Cheapest, ""), (Sort::Dearest, ""), (Sort::Relevance, ""), (Sort::Relevance, "البيت")] {
            let mut filter = Filter { sort, q: q.to_owned(), ..Filter::default() };
            let (mut seen, mut rows) = (HashSet::new(), 0);
            loop {
                let page = search::list(ctx, &filter).await.unwrap();
                rows += page.cards.len();
                seen.extend(page.cards.into_iter().map(|card| card.slug));
                filter.after = page.next;
                if filter.after.is_none() {
                    break;
                }
            }
            assert_eq!((rows, seen.len() as i64), (seen.len(), total), "{sort:?} {q}");
        }
    }

    async fn a_filters_counts_ignore_itself(ctx: &Ctx) {
        let all = market::catalogue::facets(ctx, &Filter::default()).await.unwrap();
        let palm = Filter { craft: Some("palm".into()), ..Filter::default() };
        let narrowed = market::catalogue::facets(ctx, &palm).await.unwrap();
        let sorted = |mut rows: Vec<(String, i64)>| {
            rows.sort();
            rows
        };
        assert_eq!(sorted(narrowed.crafts), sorted(all.crafts.clone()));
        assert_eq!(narrowed.total, all.crafts.iter().find(|(code, _)| code == "palm").unwrap().1);
        assert_eq!(narrowed.regions, [("fezzan".to_owned(), narrowed.total)]);
        assert_eq!(narrowed.total as usize, search::list(ctx, &palm).await.unwrap().cards.len());
    }

    async fn a_choice_shows_as_many_as_it_says(ctx: &Ctx) {
        let filters = [
            Filter::default(),
            Filter { craft: Some("pottery".into()), region: Some("tripolitania".into()), ..Filter::default() },
            Filter { q: "سلة".into(), making: Some(market::catalogue::Making::Hand), ..Filter::default() },
            Filter { price_min: Some(Money(20_000)), price_max: Some(Money(80_000)), municipality: Some("LYM108".into()), ..Filter::default() },
            Filter { craft: Some("unknown".into()), ..Filter::default() },
        ];
        for filter in filters {
            let said = market::catalogue::facets(ctx, &filter).await.unwrap();
            let choices = said.crafts.iter().map(|(code, n)| (Filter { craft: Some(code.clone()), ..filter.clone() }, n));
            let choices = choices.chain(said.regions.iter().map(|(code, n)| (Filter { region: Some(code.clone()), ..filter.clone() }, n)));
            for (choice, n) in choices {
                let mut page = search::list(ctx, &choice).await.unwrap();
                let mut rows = page.cards.len() as i64;
                while page.next.is_some() {
                    page = search::list(ctx, &Filter { after: page.next, ..choice.clone() }).await.unwrap();
                    rows += page.cards.len() as i64;
                }
                assert_eq!(rows, *n, "{choice:?}");
            }
        }
    }

    async fn the_shelf_says_what_a_recount_says(ctx: &Ctx) {
        let family = person(ctx, "0920000013").await;
        let mine = mine_of(&family).await.into_iter().find(|row| row.slug.is_some()).unwrap().id;
        assert_recounted(ctx, mine, true).await;
        acts::pause(&family, mine).await.unwrap();
        assert_recounted(ctx, mine, false).await;
        acts::shelve(&family, mine, ProductMove::Resume).await.unwrap();
        assert_recounted(ctx, mine, true).await;
        let offer = Offer { availability: Availability::MadeToOrder, lead_days: 3, ..offer(91_250) };
        acts::save_offer(&family, mine, offer).await.unwrap();
        assert_recounted(ctx, mine, true).await;
        let dearest = Filter { price_min: Some(Money(91_250)), price_max: Some(Money(91_250)), ..Filter::default() };
        assert_eq!(market::catalogue::facets(ctx, &dearest).await.unwrap().total, 1);
        // What is undone has not happened.
        let tx = ctx.begin().await.unwrap();
        tx.run("UPDATE product SET price_from = 1 WHERE id = $1", vec![mine.into()]).await.unwrap();
        tx.changed(mine).await.unwrap();
        drop(tx);
        assert_eq!(market::catalogue::facets(ctx, &dearest).await.unwrap().total, 1);
        acts::retire(&family, mine).await.unwrap();
        assert_recounted(ctx, mine, false).await;
    }

    async fn a_live_page_never_disappears_because_of_an_edit(ctx: &Ctx) {
        let family = person(ctx, "0920000013").await;
        let rows = mine_of(&family).await;
        let live = rows.iter().find(|row| row.slug.is_some()).unwrap();
        let (id, slug) = (live.id, live.slug.clone().unwrap());
        let before = shown(ctx, &slug).await;
        acts::save_what(&family, id, what("عنوان جديد للعسل")).await.unwrap();
        photos::add_photo(&family, id, photo(1)).await.unwrap();
        assert_eq!(shown(ctx, &slug).await, before);
        acts::send(&family, id).await.unwrap();
        assert_eq!(shown(ctx, &slug).await, before);
        assert!(titles(ctx, "عنوان جديد").await.is_empty());
        decide_newest(ctx, Outcome::Approved).await;
        assert_eq!(shown(ctx, &slug).await, "عنوان جديد للعسل");
        assert_eq!(titles(ctx, "عنوان جديد").await.len(), 1);
        assert!(titles(ctx, &before).await.iter().all(|title| *title != before));
    }

    async fn an_objection_publishes_the_version_that_it_is_about(ctx: &Ctx) {
        let family = person(ctx, "0920000013").await;
        let live = mine_of(&family).await.into_iter().find(|row| row.slug.is_some()).unwrap();
        let (id, slug) = (live.id, live.slug.clone().unwrap());
        let refused = async |title: &str| {
            acts::save_what(&family, id, what(title)).await.unwrap();
            photos::add_photo(&family, id, photo(title.len() as u64)).await.unwrap();
            acts::send(&family, id).await.unwrap();
            decide_newest(ctx, Outcome::Refused).await;
            let officer = person(ctx, "0910000001").await;
            casework::of_subjects(&officer, vec![(CaseKind::Product, vec![id.0])]).await.unwrap()[0].id
        };
        let first = refused("النص الأول").await;
        refused("النص الثاني بعده").await;
        casework::object(&family, first, "القرار الأول غير صحيح").await.unwrap();
        // A third one waits while the objection is heard.
        acts::save_what(&family, id, what("النص الثالث ينتظر")).await.unwrap();
        photos::add_photo(&family, id, photo(99)).await.unwrap();
        acts::send(&family, id).await.unwrap();
        let officer = person(ctx, "0910000001").await;
        let filter = QueueFilter { kind: Some(CaseKind::Objection), ..QueueFilter::default() };
        let objection = casework::queue(&officer, &filter).await.unwrap().0[0].id;
        desk::decide(&officer, objection, &Decision { outcome: Outcome::Approved, reason: ReasonCode::Meets, words: String::new() }).await.unwrap();
        assert_eq!(shown(ctx, &slug).await, "النص الأول");
        decide_newest(ctx, Outcome::Approved).await;
        assert_eq!(shown(ctx, &slug).await, "النص الثالث ينتظر");
    }

    async fn a_photo_is_public_exactly_while_its_version_is_shown(ctx: &Ctx) {
        let family = person(ctx, "0920000013").await;
        let live = mine_of(&family).await.into_iter().find(|row| row.slug.is_some()).unwrap().id;
        let public = async |seed: u64| {
            let sql = "SELECT COUNT(*) AS n FROM media WHERE address = $1 AND public_since IS NOT NULL";
            let statement = Statement::from_sql_and_values(ctx.db.backend(), sql, [photo(seed).address.into()]);
            ctx.db.read().query_one_raw(statement).await.unwrap().unwrap().try_get::<i64>("", "n").unwrap() == 1
        };
        let publish = async |seed: u64| {
            acts::save_what(&family, live, what("قطعة بصورة جديدة")).await.unwrap();
            photos::add_photo(&family, live, photo(seed)).await.unwrap();
            assert!(!public(seed).await, "nobody has looked at it");
            acts::send(&family, live).await.unwrap();
            decide_newest(ctx, Outcome::Approved).await;
        };
        publish(501).await;
        assert!(public(501).await);
        // Taken out of the next version, it is nobody's to see once that one is shown.
        acts::save_what(&family, live, what("قطعة بلا تلك الصورة")).await.unwrap();
        let held = own_product(&family, live).await.unwrap().open.photos;
        let address = photo(501).address;
        let at = held.iter().position(|photo| photo.address == address).unwrap();
        photos::change_photo(&family, live, at, &address, photos::PhotoChange::Remove).await.unwrap();
        assert!(public(501).await, "the live page shows it yet");
        publish(502).await;
        assert_eq!((public(501).await, public(502).await), (false, true));
        for (by, seen) in [(ProductMove::Pause, false), (ProductMove::Resume, true), (ProductMove::Retire, false)] {
            acts::shelve(&family, live, by).await.unwrap();
            assert_eq!(public(502).await, seen, "{by:?}");
        }
        // Its family sees it all the same, also where it was imported and has no owner; another one does not.
        let tx = ctx.begin().await.unwrap();
        tx.run("UPDATE media SET owner_id = NULL WHERE address = $1", vec![photo(502).address.into()]).await.unwrap();
        tx.commit().await.unwrap();
        for (phone, sees) in [("0920000013", true), ("0920000014", false), ("0910000001", true)] {
            assert_eq!(photo_in_reach(&person(ctx, phone).await, &photo(502).address).await.unwrap(), sees, "{phone}");
        }
        assert!(!photo_in_reach(&Ctx { actor: Actor::Visitor, ..ctx.clone() }, &photo(502).address).await.unwrap());
    }

    async fn price_needs_no_review(ctx: &Ctx) {
        let family = person(ctx, "0920000013").await;
        let rows = mine_of(&family).await;
        let live = rows.iter().find(|row| row.slug.is_some()).unwrap();
        acts::save_offer(&family, live.id, offer(77_500)).await.unwrap();
        let cheapest = Filter { price_min: Some(Money(77_500)), price_max: Some(Money(77_500)), ..Filter::default() };
        assert_eq!(search::list(ctx, &cheapest).await.unwrap().cards[0].price_from, Money(77_500));
    }

    async fn trust_is_earned_and_lost(ctx: &Ctx) {
        let family = person(ctx, "0920000014").await;
        for n in 0..5 {
            let written = demo_draft(&family, "fragrance", 30 + n, Some(photo(10 + n as u64))).await.unwrap();
            acts::send(&family, written).await.unwrap();
            decide_newest(ctx, Outcome::Approved).await;
        }
        let id = started(&family, 40, 40).await;
        assert_eq!(acts::send(&family, id).await.unwrap(), Sent::Published);
        // A photo of another family is looked at first, trusted or not.
        let family = person(ctx, "0920000015").await;
        let written = demo_draft(&family, "dress", 41, Some(photo(90))).await.unwrap();
        acts::send(&family, written).await.unwrap();
        let id = started(&family, 42, 90).await;
        assert!(matches!(acts::send(&family, id).await.unwrap(), Sent::ForReview(_)));
        decide_newest(ctx, Outcome::Refused).await;
        let id = started(&family, 43, 44).await;
        assert!(matches!(acts::send(&family, id).await.unwrap(), Sent::ForReview(_)));
    }

    async fn what_is_begun_and_not_published_has_an_end(ctx: &Ctx) {
        use market::catalogue::rules::{MOST_DRAFTS, MOST_UNPUBLISHED};
        use market::catalogue::{drafts, may_add_photos};
        let family = person(ctx, "0920000013").await;
        let begun = mine_of(&family).await.into_iter().filter(|row| row.state == market::catalogue::ProductState::Draft).count();
        let mut last = None;
        for n in begun as u64..MOST_DRAFTS {
            let id = drafts::start(&family).await.unwrap();
            acts::save_what(&family, id, what(&format!("منتج لم يكتمل {n}"))).await.unwrap();
            last = Some(id);
        }
        let refused = drafts::start(&family).await.unwrap_err();
        assert!(matches!(refused, ground::error::AppError::Refused(why) if why == market::catalogue::MANY_DRAFTS), "{refused:?}");
        let id = last.unwrap();
        acts::shelve(&family, id, market::catalogue::rules::ProductMove::Retire).await.unwrap();
        let id = drafts::start(&family).await.unwrap();
        photos::add_photo(&family, id, photo(7_000)).await.unwrap();
        let owner = family.actor.id().unwrap();
        let held = people::media::unpublished(ctx.db.read(), owner).await.unwrap();
        let tx = family.begin().await.unwrap();
        for n in held..MOST_UNPUBLISHED {
            people::media::add(&tx, &family, Some(owner), photo(8_000 + n)).await.unwrap();
        }
        tx.commit().await.unwrap();
        for refused in [may_add_photos(&family, id).await, photos::add_photo(&family, id, photo(7_001)).await.map(|_| ())] {
            let Err(ground::error::AppError::Invalid(errors)) = refused else { panic!("{refused:?}") };
            assert_eq!(errors.of("photos"), Some(&market::catalogue::MANY_PHOTOS));
        }
    }

    async fn suggestions_hold_all_that_is_typed(ctx: &Ctx) {
        let words = |title: &str| -> Vec<String> { text::words(title) };
        let first = suggestions(ctx, "سل").await.unwrap().into_iter().find(|title| words(title).len() > 1).unwrap();
        let (one, two) = (words(&first)[0].clone(), words(&first)[1].clone());
        let begun: String = two.chars().take(2).collect();
        let both = suggestions(ctx, &format!("{one} {begun}")).await.unwrap();
        assert!(both.contains(&first));
        for title in &both {
            let of = words(title);
            assert!(of.contains(&one) && of.iter().any(|word| word.starts_with(&begun)), "{title} for {one} {begun}");
        }
        // X5: a word that no title has beside the other proposes nothing, and a blank behind a word says that it is whole.
        assert!(suggestions(ctx, &format!("صاروخ {begun}")).await.unwrap().is_empty());
        let cut: String = one.chars().take(one.chars().count() - 1).collect();
        for title in suggestions(ctx, &format!("{cut} ")).await.unwrap() {
            assert!(words(&title).contains(&cut), "{title} for {cut}");
        }
    }

    async fn others_products_are_not_there(ctx: &Ctx) {
        let (owner, other) = (person(ctx, "0920000013").await, person(ctx, "0920000014").await);
        let id = mine_of(&owner).await.iter().find(|row| row.slug.is_some()).unwrap().id;
        let result = acts::save_offer(&other, id, offer(1)).await;
        assert!(matches!(result, Err(ground::error::AppError::NotFound)), "{result:?}");
        assert!(acts::shelve(&other, id, market::catalogue::rules::ProductMove::Retire).await.is_err());
        assert!(market::catalogue::may_add_photos(&other, id).await.is_err());
    }
}

async fn started(family: &Ctx, n: usize, seed: u64) -> ground::ids::ProductId {
    demo_draft(family, "fragrance", n, Some(photo(seed))).await.unwrap();
    mine_of(family).await.into_iter().find(|row| row.state == market::catalogue::ProductState::Draft).unwrap().id
}
