//! Files of families and products, from the command line and at the desk.

use std::path::PathBuf;

use axum::http::StatusCode;
use bytes::Bytes;
use ground::ctx::Ctx;
use ground::texts::Locale;
use market::families;
use scraper::Html;
use server::import::{self, Files, Options, Progress, Report};
use server::worker;

use crate::place::{Place, body, jpeg, location};
use crate::reading::{all, text};

const FAMILIES: &str = "id,slug,name_ar,name_en,bio_ar,craft,municipality_code\nT1,old-family,أسرة التجربة,Trial,حكاية,palm,LYM108\n";

fn products(rows: &[&str]) -> String {
    let head = "id,slug,title_ar,title_en,description_ar,craft,craft_item,material_ar,price_lyd,availability,stock,lead_days,family_id,created_at,image";
    format!("{head}\n{}\n", rows.join("\n"))
}

const BASKET: &str =
    "P1,old-basket,سلة تجربة,Trial basket,سلة من سعف,palm,pl-basket,سعف,35,in_stock,4,0,T1,2026-03-16T17:53:00Z,basket.jpg";

async fn run(place: &Place, ctx: &Ctx, families: &str, products: &str, options: &Options) -> Report {
    let file = |text: &str| (!text.is_empty()).then(|| Bytes::copy_from_slice(text.as_bytes()));
    let files = Files { families: file(families), products: file(products) };
    import::run(ctx, &place.state.blobs, files, options, Progress::None).await.unwrap()
}

fn photos(place: &Place) -> PathBuf {
    let folder = place.folder.path().join("photos");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("basket.jpg"), jpeg(3)).unwrap();
    std::fs::write(folder.join("broken.jpg"), b"not a picture").unwrap();
    folder
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_come_with_their_photos_and_never_double() {
    let place = Place::open().await;
    let ctx = place.ctx();
    let options = Options { photos: Some(photos(&place)), ..Options::default() };
    let dry = run(&place, &ctx, FAMILIES, &products(&[BASKET]), &Options { dry_run: true, ..options.clone() }).await;
    assert_eq!((dry.families_new, dry.products_new, dry.bad, dry.written), (1, 1, 0, false));
    assert_eq!(place.number("SELECT COUNT(*) FROM family WHERE import_id = 'T1'").await, 0, "a dry run writes nothing");
    let done = run(&place, &ctx, FAMILIES, &products(&[BASKET]), &options).await;
    assert_eq!((done.families_new, done.products_new, done.bad, done.written), (1, 1, 0, true));
    let page = body(place.get("/ar/products?q=تجربة").await).await;
    assert!(page.contains("سلة تجربة") && page.contains("/media/"), "on the market, with its photo");
    let again = run(&place, &ctx, FAMILIES, &products(&[BASKET]), &options).await;
    assert_eq!((again.families_known, again.products_known, again.products_new), (1, 1, 0));
    assert_eq!(place.number("SELECT COUNT(*) FROM product WHERE import_id = 'P1'").await, 1);
    assert_eq!(
        place.number("SELECT COUNT(*) FROM product_version v JOIN product p ON p.id = v.product_id WHERE p.import_id = 'P1'").await,
        1
    );
    // A changed row is a new version, shown at once; the old addresses lead on.
    run(&place, &ctx, "", &products(&[&BASKET.replace("سلة من سعف", "سلة من سعف وصوف")]), &options).await;
    place.state.pages.look().await;
    let moved = place.get("/ar/products/old-basket").await;
    assert_eq!(moved.status(), StatusCode::PERMANENT_REDIRECT);
    let to = location(&moved);
    let shown = body(place.get(&percent_encoding::percent_decode_str(&to).decode_utf8().unwrap()).await).await;
    assert!(shown.contains("سعف وصوف"));
    assert_eq!(place.get("/en/families/old-family").await.status(), StatusCode::PERMANENT_REDIRECT);
    assert_eq!(place.number("SELECT COUNT(*) FROM audit WHERE act = 'import' AND details LIKE '%approved by this act%'").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bad_row_is_named_and_good_ones_stay() {
    let place = Place::open().await;
    let ctx = place.ctx();
    let rows = [
        BASKET,
        "P2,,سلة,Basket,وصف,glassblowing,,سعف,35,in_stock,4,0,T1,,",
        "P3,,سلة,Basket,وصف,palm,,سعف,مجانا,in_stock,4,0,T1,,",
        "P4,,سلة,Basket,وصف,palm,,سعف,35,perhaps,-4,0,T9,yesterday,",
        "P5,,,Basket,وصف,palm,,سعف,35,in_stock,4,0,T1,,",
        "P1,,سلة ثانية,Basket,وصف,palm,,سعف,35,in_stock,4,0,T1,,",
        "P6,,سلة,Basket,وصف,palm,,سعف,35,in_stock,4,0,T1,,missing.jpg",
        "P7,,سلة,Basket,وصف,palm,,سعف,35,in_stock,4,0,T1,,broken.jpg",
        "P8,,سلة,Basket,وصف,palm,,سعف,35,in_stock,4,0,T1,,../souq.sqlite",
        "=cmd(),,سلة,Basket,وصف,palm,,سعف,0,in_stock,4,0,T1,,",
    ];
    let options = Options { photos: Some(photos(&place)), ..Options::default() };
    let all = Options { all_or_nothing: true, ..options.clone() };
    let stopped = run(&place, &ctx, FAMILIES, &products(&rows), &all).await;
    assert!(!stopped.written);
    assert_eq!(place.number("SELECT COUNT(*) FROM family WHERE import_id = 'T1'").await, 0, "one bad row keeps all out");
    let done = run(&place, &ctx, FAMILIES, &products(&rows), &options).await;
    assert_eq!((done.products_new, done.bad), (1, 9));
    let named: Vec<(u64, &str)> = done.errors.iter().map(|error| (error.line, error.column.as_str())).collect();
    for expected in [
        (3, "craft"),
        (4, "price_lyd"),
        (5, "family_id"),
        (5, "availability"),
        (5, "stock"),
        (5, "created_at"),
        (6, "title_ar"),
        (7, "id"),
        (8, "image"),
        (9, "image"),
        (10, "image"),
        (11, "price_lyd"),
    ] {
        assert!(named.contains(&expected), "{expected:?} of {named:?}");
    }
    for error in &done.errors {
        // In the reader's language only.
        let (ar, en) = (error.problem.right(Locale::Ar), error.problem.right(Locale::En));
        assert!(!ar.is_empty() && ar != en && !en.chars().any(|c| ('\u{600}'..'\u{700}').contains(&c)), "{error:?}");
    }
    // A file without its heading, and one that is not text.
    let headless = run(&place, &ctx, "a,b\n1,2\n", "", &options).await;
    assert!(headless.errors.iter().any(|error| error.column == "id" && error.line == 1));
    let files = Files { families: Some(Bytes::from_static(b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x9C")), products: None };
    let binary = import::run(&ctx, &place.state.blobs, files, &options, Progress::None).await.unwrap();
    assert!(binary.bad > 0);
}

/// The Authority's list as Excel saved it, in each of the ways that it does (B23 to B26).
#[tokio::test(flavor = "multi_thread")]
async fn lists_are_taken_as_excel_saves_them() {
    let place = Place::open().await;
    let ctx = place.ctx();
    let assets = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/samples");
    let families = std::fs::read_to_string(assets.join("sample-families.csv")).unwrap();
    let options = Options::default();
    assert_eq!(run(&place, &ctx, &families, "", &options).await.bad, 0);
    let sold = async || {
        let sql = "SELECT GROUP_CONCAT(line, '|') FROM (SELECT p.import_id || ' ' || p.price_from || ' ' || v.title_ar || ' ' || p.published_at AS line \
                   FROM product p JOIN product_version v ON v.id = p.live_version_id WHERE p.import_id LIKE 'P0000%' ORDER BY p.import_id)";
        place.text(sql).await
    };
    let mut first = None;
    for (name, letters) in [
        ("excel-dates.csv", "UTF-8"),
        ("sep-line.csv", "UTF-8"),
        ("semicolon-decimal-comma.csv", "UTF-8"),
        ("semicolon-1256.csv", "windows-1256"),
        ("tab-utf16le-excel-unicode-text.txt", "UTF-16LE"),
    ] {
        let bytes = std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/inputs").join(name)).unwrap();
        let files = Files { families: None, products: Some(Bytes::from(bytes)) };
        let done = import::run(&ctx, &place.state.blobs, files, &options, Progress::None).await.unwrap();
        assert_eq!((done.rows, done.bad), (40, 0), "{name}: {:?}", done.errors.first());
        assert_eq!(done.told[0].letters.as_deref(), Some(letters), "{name}");
        let now = sold().await;
        assert!(now.contains("P000001 21750 "), "{name}: {now}");
        assert_eq!(first.get_or_insert(now.clone()), &now, "{name} says the same as the first");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_family_writes_or_took_off_is_not_written_over() {
    let place = Place::open().await;
    let ctx = place.ctx();
    // A product of the demo town, which was imported; its family is writing a new text.
    let family = place.sign_in("0920000002").await;
    let id = place.number("SELECT MIN(p.id) FROM product p JOIN family x ON x.id = p.family_id WHERE x.import_id = 'demo-01' AND p.draft_version_id IS NULL AND p.state = 'published'").await;
    let import_id = place.text(&format!("SELECT import_id FROM product WHERE id = {id}")).await;
    let what = "title_ar=%D8%AA%D9%85%D8%B1+%D8%AC%D8%AF%D9%8A%D8%AF&craft=palm&making=hand&description_ar=%D9%88%D8%B5%D9%81+%D9%8A%D9%83%D8%AA%D8%A8%D9%87+%D8%A3%D9%87%D9%84%D9%87";
    assert_eq!(place.post_as(&family, &format!("/ar/me/products/{id}/what"), what).await.status(), StatusCode::SEE_OTHER);
    let draft = place.number(&format!("SELECT draft_version_id FROM product WHERE id = {id}")).await;
    let row = |title: &str| products(&[&format!("{import_id},,{title},Dates,وصف من الملف,dates,,تمر,20,in_stock,4,0,demo-01,,")]);
    let done = run(&place, &ctx, "", &row("تمر من الملف"), &Options::default()).await;
    assert_eq!((done.products_known, done.bad), (1, 0));
    assert_eq!(place.number(&format!("SELECT draft_version_id FROM product WHERE id = {id}")).await, draft, "the draft stays");
    let (live, own) = (
        place.text(&format!("SELECT v.title_ar FROM product p JOIN product_version v ON v.id = p.live_version_id WHERE p.id = {id}")).await,
        place.text(&format!("SELECT title_ar FROM product_version WHERE id = {draft}")).await,
    );
    assert_eq!((live.as_str(), own.as_str()), ("تمر من الملف", "تمر جديد"));
    // Taken off for good: said at the row, and the others go on.
    place.run(&format!("UPDATE product SET state = 'retired' WHERE id = {id}")).await;
    let done = run(&place, &ctx, FAMILIES, &row("تمر آخر"), &Options::default()).await;
    assert_eq!((done.families_new, done.products_known, done.bad), (1, 0, 1));
    assert_eq!(done.errors[0].column, "id");
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_desk_files_are_checked_confirmed_and_watched() {
    let place = Place::open().await;
    let admin = place.sign_in("0910000011").await;
    let bad = products(&[BASKET.replace("basket.jpg", "").as_str(), "P3,,سلة,Basket,وصف,palm,,سعف,مجانا,in_stock,4,0,T1,,"]);
    let files: [(&str, &str, &[u8]); 2] = [("families", "f.csv", FAMILIES.as_bytes()), ("products", "p.csv", bad.as_bytes())];
    let empty = place.upload(&admin, "/ar/desk/import", &[], &[]).await;
    assert_eq!(empty.status(), StatusCode::UNPROCESSABLE_ENTITY);
    // All or nothing: nothing.
    let path = location(&place.upload(&admin, "/ar/desk/import", &[("all_or_nothing", "yes")], &files).await);
    let page = body(place.get_as(&admin, &path).await).await;
    assert!(page.contains("مجانا") && page.contains("لن يُحفظ شيء"), "the row is shown, the button is not");
    assert!(!page.contains("استورد الصفوف السليمة"));
    // Good rows: checked, confirmed, watched, done.
    let path = location(&place.upload(&admin, "/ar/desk/import", &[], &files).await);
    assert!(body(place.get_as(&admin, &path).await).await.contains("استورد الصفوف السليمة"));
    for _ in 0..3 {
        assert_eq!(location(&place.post_as(&admin, &path, "").await), path);
    }
    let running = place.get_as(&admin, &path).await;
    assert_eq!(running.headers()["refresh"], "2", "the page renews itself without JavaScript");
    assert!(body(running).await.contains("<progress"));
    while worker::drain(&place.state).await.unwrap() > 0 {}
    let done = place.get_as(&admin, &path).await;
    assert!(!done.headers().contains_key("refresh"));
    assert!(body(done).await.contains("حُفظت الصفوف السليمة"));
    assert_eq!(place.number("SELECT COUNT(*) FROM product WHERE import_id IN ('P1', 'P3')").await, 1);
    assert_eq!(place.number("SELECT COUNT(*) FROM audit WHERE act = 'import'").await, 1, "confirmed three times, written once");
    assert_eq!(place.text("SELECT actor_name FROM audit WHERE act = 'import'").await, "رقية المسؤولة");
    // B22: Excel takes letters for UTF-8 where a mark says so.
    for file in [format!("{path}/report.csv"), "/ar/desk/import/samples/families.csv".into(), "/ar/desk/import/samples/products.csv".into()]
    {
        let given = body(place.get_as(&admin, &file).await).await;
        assert!(given.starts_with('\u{feff}'), "{file}");
    }
    // B58: what cannot be read is said at its field, with what to do.
    let pdf: [(&str, &str, &[u8]); 1] = [("products", "p.pdf", b"%PDF-1.7\n\xE2\xE3\xCF\xD3")];
    let answer = place.upload(&admin, "/ar/desk/import", &[], &pdf).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = body(answer).await;
    assert!(page.contains("xlsx دون كلمة مرور") && page.contains(".tsv,.xlsx,"), "{page}");
    let officer = place.sign_in("0910000001").await;
    assert_eq!(place.get_as(&officer, &path).await.status(), StatusCode::NOT_FOUND);
}

/// What a page says of an import: families new and known, products new and known, bad rows; and how many problems it lists.
fn figures(page: &str) -> (Vec<i64>, usize) {
    let page = Html::parse_document(page);
    let said = all(&page, "dl.facts dd").into_iter().map(|dd| text(dd).parse().unwrap()).collect();
    (said, all(&page, "table.queue tbody tr").len())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_of_an_import_is_what_its_rows_are() {
    let place = Place::open().await;
    let admin = place.sign_in("0910000011").await;
    let rows = products(&[BASKET.replace("basket.jpg", "").as_str(), "P3,,سلة,Basket,وصف,palm,,سعف,مجانا,in_stock,4,0,T1,,"]);
    let files: [(&str, &str, &[u8]); 2] = [("families", "f.csv", FAMILIES.as_bytes()), ("products", "p.csv", rows.as_bytes())];
    let there =
        "SELECT (SELECT COUNT(*) FROM family WHERE import_id = 'T1') * 10 + (SELECT COUNT(*) FROM product WHERE import_id IN ('P1', 'P3'))";
    let all_rows = "SELECT (SELECT COUNT(*) FROM family) * 10000 + (SELECT COUNT(*) FROM product)";
    let before = place.number(all_rows).await;
    for expected in [[1, 0, 1, 0, 1], [0, 1, 0, 1, 1]] {
        let path = location(&place.upload(&admin, "/ar/desk/import", &[], &files).await);
        let report = body(place.get_as(&admin, &format!("{path}/report.csv")).await).await;
        let expected = (expected.to_vec(), report.lines().count() - 1);
        assert_eq!(figures(&body(place.get_as(&admin, &path).await).await), expected, "checked");
        place.post_as(&admin, &path, "").await;
        while worker::drain(&place.state).await.unwrap() > 0 {}
        assert_eq!(figures(&body(place.get_as(&admin, &path).await).await), expected, "written");
        assert_eq!(place.number(there).await, 11);
        assert_eq!(place.number(all_rows).await, before + 10_001);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_family_has_its_new_name_as_soon_as_its_row_is_written() {
    let place = Place::open().await;
    let ctx = place.ctx();
    run(&place, &ctx, FAMILIES, "", &Options::default()).await;
    let path = format!("/ar/families/{}", place.text("SELECT slug FROM family WHERE import_id = 'T1'").await);
    let neighbour = place.sign_in("0920000001").await;
    assert!(body(place.get(&path).await).await.contains("أسرة التجربة"));
    assert!(body(place.get_as(&neighbour, &path).await).await.contains("أسرة التجربة"));
    // One row of many: what comes after it may fail.
    let tx = ctx.begin().await.unwrap();
    let row = families::Imported {
        import_id: "T1".to_owned(),
        trade_name: "أسرة الاسم الجديد".to_owned(),
        trade_name_en: "Renamed".to_owned(),
        story: "حكاية".to_owned(),
        craft: "palm".to_owned(),
        municipality: "LYM108".to_owned(),
        owner: None,
        former_slug: None,
    };
    let (_, is_new) = families::import_family(&tx, &ctx, row).await.unwrap();
    assert!(!is_new);
    tx.commit().await.unwrap();
    assert!(body(place.get(&path).await).await.contains("أسرة الاسم الجديد"));
    assert!(body(place.get_as(&neighbour, &path).await).await.contains("أسرة الاسم الجديد"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_imported_over_a_family_that_has_left() {
    let place = Place::open().await;
    let ctx = place.ctx();
    run(&place, &ctx, FAMILIES, "", &Options::default()).await;
    place.run("UPDATE family SET state = 'left', story = '', trade_name = '' WHERE import_id = 'T1'").await;
    let options = Options { photos: Some(photos(&place)), ..Options::default() };
    let report = run(&place, &ctx, FAMILIES, &products(&[BASKET]), &options).await;
    assert_eq!((report.bad, report.families_known, report.products_new), (2, 0, 0));
    assert!(place.text("SELECT story || trade_name FROM family WHERE import_id = 'T1'").await.is_empty());
    assert_eq!(place.number("SELECT COUNT(*) FROM product WHERE import_id = 'P1'").await, 0);
}
