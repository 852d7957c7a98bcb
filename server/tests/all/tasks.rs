//! How many statements work takes that nobody waits for: as many for each item, however many there are, and few.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ground::ctx::Ctx;
use ground::ids::CohortId;
use ground::outbox::Mail;
use market::catalogue;
use people::accounts;
use server::import::{self, Files, Options, Progress};
use server::worker;

use crate::growth;
use crate::place::Place;

/// A certificate in a transaction of its own: cohort, progress and course read, enrolment read and moved, the certificate, the mark of
/// its family read and written, a notice and where a mail of it would go, the progress, and what the public sees changed: the course, the family.
const OF_A_CERTIFICATE: u64 = 14;
/// A mail: a look at each lane, taken up in two statements, ended in one, and whether its address had been refused.
const OF_A_MAIL: u64 = 7;
/// A product whose words are written anew: its row, two for the index of SQLite, the words there are, and that they changed.
const OF_INDEXED: u64 = 5;
/// A certificate that ends soon, in a transaction of its own: read, whose it is, noted, a notice and where a mail of it would go.
const OF_A_REMINDER: u64 = 5;
/// A fair that begins soon, in a transaction of its own: read and locked, its guests, what they have done and brought.
const OF_A_FAIR_AHEAD: u64 = 4;
/// A family of a file: looked up, written with its crafts, licensed, and what changed of it.
const OF_A_FAMILY: u64 = 8;
/// A product of a file at most: looked up, written with its version and its price, published, and its words.
const OF_A_PRODUCT: u64 = 30;

struct Counted {
    place: Place,
    sent: Arc<AtomicU64>,
}

impl Counted {
    async fn open() -> Self {
        let sent = Arc::new(AtomicU64::new(0));
        let told = sent.clone();
        let place = Place::watched(move |_| {
            told.fetch_add(1, Ordering::Relaxed);
        });
        Self { place: place.await, sent }
    }

    /// Statements of some work.
    async fn during<T>(&self, work: impl Future<Output = T>) -> u64 {
        let before = self.sent.load(Ordering::Relaxed);
        work.await;
        self.sent.load(Ordering::Relaxed) - before
    }

    async fn officer(&self) -> Ctx {
        let ctx = self.place.ctx();
        let id = accounts::person_by_phone(ctx.db.read(), "0910000001").await.unwrap().unwrap();
        Ctx { actor: world::signed_in(&ctx, id).await.unwrap(), ..ctx }
    }
}

/// What the statements for a few and for many items say of one item.
fn of_one(few: (u64, u64), many: (u64, u64)) -> u64 {
    let (items, statements) = (many.0 - few.0, many.1 - few.1);
    assert_eq!(statements % items, 0, "{few:?} {many:?}: not the same for each");
    statements / items
}

#[tokio::test(flavor = "multi_thread")]
async fn certificates_take_the_same_each() {
    let counted = Counted::open().await;
    let cohort = CohortId(counted.place.number("SELECT id FROM cohort WHERE state = 'running'").await);
    let officer = counted.officer().await;
    let issue = async |most: u64| {
        let next = format!("SELECT id FROM enrolment WHERE cohort_id = {cohort} AND state = 'attending' ORDER BY id LIMIT {most}");
        counted.place.run(&format!("UPDATE cohort SET state = 'finished' WHERE id = {cohort}")).await;
        counted.place.run(&format!("UPDATE enrolment SET state = 'completed' WHERE id IN ({next})")).await;
        while worker::drain(&counted.place.state).await.unwrap() > 0 {}
        assert_eq!(training::issuing::begin(&officer, cohort).await.unwrap() as u64, most);
        (most, counted.during(worker::drain(&counted.place.state)).await)
    };
    let few = issue(3).await;
    assert_eq!(of_one(few, issue(20).await), OF_A_CERTIFICATE);
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_take_the_same_each() {
    let counted = Counted::open().await;
    while worker::drain(&counted.place.state).await.unwrap() > 0 {}
    let send = async |most: u64| {
        let ctx = counted.place.ctx();
        let tx = ctx.begin().await.unwrap();
        for n in 0..most {
            let mail = Mail {
                to: "a@example.org".into(),
                subject: "s".into(),
                text: "t".into(),
                html: "h".into(),
                invitation: None,
                message_id: format!("<{most}-{n}@x>"),
            };
            tx.later(ctx.now, &mail).await.unwrap();
        }
        tx.commit().await.unwrap();
        let sent = counted.during(async { while worker::drain(&counted.place.state).await.unwrap() > 0 {} });
        (most, sent.await)
    };
    let few = send(2).await;
    assert_eq!(of_one(few, send(12).await), OF_A_MAIL);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_written_with_the_same_for_each_product() {
    let counted = Counted::open().await;
    let ctx = counted.place.ctx();
    let index = async || {
        let products = counted.place.number("SELECT COUNT(*) FROM product WHERE craft_code = 'palm' AND live_version_id IS NOT NULL").await;
        (products as u64, counted.during(catalogue::reindex(&ctx, Some("palm"), None)).await)
    };
    // Names of crafts and places are read once, and kept.
    index().await;
    let few = index().await;
    world::stress(&ctx, 180, |_| {}).await.unwrap();
    assert_eq!(of_one(few, index().await), OF_INDEXED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_on_which_nothing_is_due_takes_the_same_however_much_is_there() {
    let counted = Counted::open().await;
    let ctx = counted.place.ctx();
    let day = async || {
        desk::daily(&ctx).await.unwrap();
        training::daily(&ctx).await.unwrap();
        fairs::daily(&ctx).await.unwrap();
    };
    day().await;
    let few = counted.during(day()).await;
    growth::begin(&counted.place).await;
    growth::grow(&counted.place, 1..=4).await;
    day().await;
    // Four fairs more that begin soon are looked at each; of everything else there may be any number.
    assert_eq!(counted.during(day()).await, few + 4 * OF_A_FAIR_AHEAD);
    // Each of those that end soon is told of it once, in a transaction of its own.
    let remind = async |most: u64| {
        let soon = ground::days::day_in_tripoli(ctx.now).checked_add_days(chrono::Days::new(30)).unwrap();
        let next = format!("SELECT id FROM certificate WHERE state = 'issued' AND NOT reminded ORDER BY id LIMIT {most}");
        counted.place.run(&format!("UPDATE certificate SET expires_on = '{soon}' WHERE id IN ({next})")).await;
        (most, counted.during(day()).await)
    };
    let few = remind(2).await;
    assert_eq!(of_one(few, remind(7).await), OF_A_REMINDER);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_a_file_take_the_same_each() {
    let counted = Counted::open().await;
    let ctx = counted.place.ctx();
    let options = Options { dry_run: false, all_or_nothing: true, photos: None };
    let source = |text: String| Some(bytes::Bytes::from(text));
    let families = async |turn: &str, most: u64| {
        let rows = (0..most).map(|n| format!("{turn}{n},أسرة {turn}{n},palm,LYM108\n")).collect::<String>();
        let files = Files { families: source(format!("id,name_ar,craft,municipality_code\n{rows}")), products: None };
        let run = import::run(&ctx, &counted.place.state.blobs, files, &options, Progress::None);
        let sent = counted.during(async { assert_eq!(run.await.unwrap().families_new, most) });
        (most, sent.await)
    };
    // Reference data is read once.
    families("z", 1).await;
    let few = families("a", 3).await;
    assert_eq!(of_one(few, families("b", 23).await), OF_A_FAMILY);
    let products = async |turn: &str, most: u64| {
        let row = |n: u64| format!("{turn}{n},سلة {turn}{n},palm,12,in_stock,a0\n");
        let rows = (0..most).map(row).collect::<String>();
        let files = Files { families: None, products: source(format!("id,title_ar,craft,price_lyd,availability,family_id\n{rows}")) };
        let run = import::run(&ctx, &counted.place.state.blobs, files, &options, Progress::None);
        let sent = counted.during(async { assert_eq!(run.await.unwrap().products_new, most) });
        (most, sent.await)
    };
    let few = products("c", 3).await;
    let one = of_one(few, products("d", 23).await);
    assert!(one <= OF_A_PRODUCT, "{one} statements for a product");
}
