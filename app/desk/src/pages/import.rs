//! Importing families and products from files.

use leptos::prelude::*;

use super::wide::wide_table;
use crate::types::{Job, JobState};
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::days;
use ground::form::Filled;
use ground::t;
use ground::texts::Locale;
use ground::ui::{Page, Tone, error_summary, facts, notice, problem, submit, tag, tick};

/// A row that is not taken, as the page shows it.
#[derive(Debug, Clone)]
pub struct ImportError {
    /// Which file.
    pub file: String,
    /// Line.
    pub line: u64,
    /// Column.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What would be right.
    pub right: String,
}

/// A row that is taken, and that somebody should look at before.
#[derive(Debug, Clone)]
pub struct ImportWarning {
    /// Which file.
    pub file: String,
    /// Line.
    pub line: u64,
    /// Column.
    pub column: String,
    /// What is there now, or usual.
    pub was: String,
    /// What the file says.
    pub now: String,
    /// What will be done with it.
    pub words: String,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default)]
pub struct ImportResult {
    /// New and known families, new and known products, bad rows.
    pub counts: [u64; 5],
    /// Products that wait until the row of their family is mended.
    pub held: u64,
    /// The first bad rows.
    pub errors: Vec<ImportError>,
    /// The first rows to look at.
    pub warnings: Vec<ImportWarning>,
    /// Whether the reader may release it.
    pub may_release: bool,
    /// Key of the job.
    pub job: i64,
    /// Whether one bad row keeps all out.
    pub all_or_nothing: bool,
    /// How the files were read, in words.
    pub told: Vec<String>,
    /// Whether it was written.
    pub written: bool,
}

/// What pickers of files offer: tables as they are saved, by the names and kinds that systems give them.
const ACCEPTED: &str = ".csv,.txt,.tsv,.xlsx,text/csv,text/plain,text/tab-separated-values,application/vnd.ms-excel,\
                        application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// How a file was read.
#[derive(Debug, Clone, Copy)]
pub struct HowRead<'a> {
    /// `families` or `products`.
    pub file: &'a str,
    /// Encoding of its letters; none of a workbook.
    pub letters: Option<&'a str>,
    /// What parts its columns.
    pub separator: Option<&'a str>,
    /// Whether a comma stands before decimals.
    pub decimal_comma: bool,
    /// Whether the month comes first.
    pub month_first: bool,
}

/// The same in words.
pub fn how_read(l: Locale, read: &HowRead<'_>) -> String {
    let kind = match (read.letters, read.separator) {
        (Some(letters), Some(separator)) => t!(l, desk.read_letters, letters = letters, separator = separator),
        _ => t!(l, desk.read_workbook),
    };
    let comma = read.decimal_comma.then(|| t!(l, desk.read_decimal_comma));
    let month = read.month_first.then(|| t!(l, desk.read_month_first));
    let how: Vec<String> = [Some(kind), comma, month].into_iter().flatten().collect();
    let file = if read.file == "families" { t!(l, desk.import_families) } else { t!(l, desk.import_products) };
    t!(l, desk.read_of, file = file, how = how.join(if l == Locale::Ar { "، " } else { ", " }))
}

/// The form that takes both files.
pub fn import_form(ctx: &Ctx, filled: &Filled, jobs: &[Job]) -> Page {
    let l = ctx.l;
    let title = t!(l, desk.import);
    let file = |name: &'static str, label: String| {
        let wrong = filled.errors.of(name).map(|p| problem(l, p));
        filled.labels.note(name, &label);
        let id = format!("f-{name}");
        let class = if wrong.is_some() { "field wrong" } else { "field" };
        view! {
            <div class=class>
                <label for=id.clone()>{label}</label>
                {wrong.map(|wrong| view! { <p class="problem">{wrong}</p> })}
                <input type="file" id=id name=name accept=ACCEPTED/>
            </div>
        }
        .into_any()
    };
    // Who only releases imports begins none.
    let form = ctx.actor.holds(&[Role::Administrator]).then(|| {
        view! {
            <p class="lead">{t!(l, desk.import_lead)}</p>
            <form method="post" enctype="multipart/form-data" action=ctx.link("/desk/import")>
                {file("families", t!(l, desk.import_families))}
                {file("products", t!(l, desk.import_products))}
                {tick(l, filled, "all_or_nothing", t!(l, desk.import_all))}
                {submit(t!(l, desk.import_check))}
            </form>
            <p class="hint">
                {t!(l, desk.import_samples)}": "
                <a href=ctx.link("/desk/import/samples/families.csv")>{t!(l, desk.import_sample_families)}</a>" · "
                <a href=ctx.link("/desk/import/samples/products.csv")>{t!(l, desk.import_sample_products)}</a>
            </p>
        }
    });
    let body = view! {
        <div class="desk narrow">
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            {form}
            {last_jobs(ctx, jobs)}
        </div>
    };
    Page::new(title, body)
}

fn state_tag(l: Locale, state: JobState) -> AnyView {
    match state {
        JobState::Checked => tag(Tone::Attention, t!(l, desk.import_preview)),
        JobState::Queued => tag(Tone::Waiting, t!(l, desk.import_queued)),
        JobState::Running => tag(Tone::Waiting, t!(l, desk.import_running)),
        JobState::Done => tag(Tone::Good, t!(l, desk.import_done)),
        JobState::Failed => tag(Tone::Danger, t!(l, desk.import_failed)),
    }
}

fn last_jobs(ctx: &Ctx, jobs: &[Job]) -> AnyView {
    let l = ctx.l;
    let rows: Vec<AnyView> = jobs
        .iter()
        .map(|job| {
            let at = days::moment(l, job.begun_at);
            let number = t!(l, desk.import_number, n = job.id);
            let [begun, released] = &job.names;
            let begun = begun.as_ref().map(|name| t!(l, desk.import_begun_by, name = name));
            let released = released.as_ref().map(|name| t!(l, desk.import_released_by, name = name));
            let who: Vec<String> = [Some(at), begun, released].into_iter().flatten().collect();
            view! {
                <li class="row">
                    <div>
                        <a href=ctx.link(&format!("/desk/import/{}", job.id))>{number}</a>" "<bdi>{job.files.clone()}</bdi>
                        <p class="small">{who.join(" · ")}</p>
                    </div>
                    {state_tag(l, job.state)}
                </li>
            }
            .into_any()
        })
        .collect();
    if rows.is_empty() {
        return view! { <p>{t!(l, desk.import_none)}</p> }.into_any();
    }
    view! { <h2>{t!(l, desk.import_jobs)}</h2><ul class="rows">{rows}</ul> }.into_any()
}

/// The worker writes; the page renews itself.
pub fn import_running(ctx: &Ctx, job: &Job) -> Page {
    let l = ctx.l;
    let title = t!(l, desk.import_running);
    let rows = t!(l, desk.import_rows, done = job.rows_done, count = job.rows_total);
    let body = view! {
        <div class="desk narrow">
            <h1>{title.clone()}</h1>
            <p>{state_tag(l, job.state)}</p>
            <progress max=job.rows_total.to_string() value=job.rows_done.to_string() aria-label=title.clone()></progress>
            <p class="number" role="status">{rows}</p>
            <p class="hint">{t!(l, desk.import_running_text)}</p>
        </div>
    };
    Page::new(title, body).renewed_every(2)
}

/// The worker could not end it.
pub fn import_failed(ctx: &Ctx, job: &Job) -> Page {
    let l = ctx.l;
    let title = t!(l, desk.import_failed);
    let body = view! {
        <div class="desk narrow">
            <h1>{title.clone()}</h1>
            {notice(Tone::Danger, t!(l, desk.import_failed_text, code = &job.report))}
            <p><a class="button" href=ctx.link("/desk/import")>{t!(l, desk.import_again)}</a></p>
        </div>
    };
    Page::new(title, body)
}

/// What the check found, with the button that writes; or what was written.
pub fn import_result(ctx: &Ctx, result: &ImportResult) -> Page {
    let l = ctx.l;
    let title = if result.written { t!(l, desk.import_done) } else { t!(l, desk.import_preview) };
    let words = [
        t!(l, desk.import_families_new),
        t!(l, desk.import_families_known),
        t!(l, desk.import_products_new),
        t!(l, desk.import_products_known),
        t!(l, desk.import_bad),
    ];
    let held = (result.held > 0).then(|| (t!(l, desk.import_held), result.held));
    let rows = words
        .into_iter()
        .zip(result.counts)
        .chain(held)
        .map(|(word, n)| (word, view! { <span class="number">{n.to_string()}</span> }.into_any()))
        .collect();
    let body = view! {
        <div class="desk">
            <h1>{title.clone()}</h1>
            {facts(rows)}
            {read_how(l, &result.told)}
            {warnings(l, &result.warnings)}
            {after_check(ctx, result)}
            {bad_rows(ctx, result)}
        </div>
    };
    Page::new(title, body)
}

fn read_how(l: Locale, told: &[String]) -> Option<AnyView> {
    let rows: Vec<AnyView> = told.iter().map(|words| view! { <li>{words.clone()}</li> }.into_any()).collect();
    (!rows.is_empty()).then(|| view! { <section><h2>{t!(l, desk.read_title)}</h2><ul>{rows}</ul></section> }.into_any())
}

/// That it is written, why it cannot be, or the button that writes it.
fn after_check(ctx: &Ctx, result: &ImportResult) -> AnyView {
    let l = ctx.l;
    let stopped = result.counts[4] > 0 && result.all_or_nothing;
    if result.written {
        view! { {notice(Tone::Good, t!(l, desk.import_written))}<a class="button" href=ctx.link("/products")>{t!(l, catalogue.all_products)}</a> }.into_any()
    } else if stopped || result.counts[..4].iter().all(|n| *n == 0) {
        let why = if stopped { t!(l, desk.import_stopped) } else { t!(l, desk.import_nothing) };
        view! { {notice(Tone::Danger, why)}<a class="button" href=ctx.link("/desk/import")>{t!(l, common.back)}</a> }.into_any()
    } else if !result.may_release {
        notice(Tone::Attention, t!(l, desk.import_waits))
    } else {
        view! {
            {notice(Tone::Attention, t!(l, desk.import_approves))}
            <form method="post" action=ctx.link(&format!("/desk/import/{}", result.job))>{submit(t!(l, desk.import_verb))}</form>
        }
        .into_any()
    }
}

/// Rows to look at before they are written: what is there beside what the file says.
fn warnings(l: Locale, warnings: &[ImportWarning]) -> Option<AnyView> {
    let lines: Vec<AnyView> = warnings
        .iter()
        .map(|warning| {
            view! {
                <tr>
                    <td><bdi>{warning.file.clone()}</bdi></td>
                    <td class="number">{warning.line.to_string()}</td>
                    <td><bdi>{warning.column.clone()}</bdi></td>
                    <td dir="auto">{warning.was.clone()}</td>
                    <td dir="auto">{warning.now.clone()}</td>
                    <td>{warning.words.clone()}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    (!lines.is_empty()).then(|| {
        let heads = vec![
            t!(l, desk.import_file),
            t!(l, desk.import_line),
            t!(l, desk.import_column),
            t!(l, desk.import_was),
            t!(l, desk.import_value),
            t!(l, desk.look),
        ];
        view! {
            <h2>{t!(l, desk.import_look)}</h2>
            {wide_table(t!(l, desk.import_look), heads, lines)}
        }
        .into_any()
    })
}

/// The first rows that are not taken, and the way to all of them.
fn bad_rows(ctx: &Ctx, result: &ImportResult) -> Option<AnyView> {
    let l = ctx.l;
    let lines: Vec<AnyView> = result
        .errors
        .iter()
        .map(|error| {
            view! {
                <tr>
                    <td><bdi>{error.file.clone()}</bdi></td>
                    <td class="number">{error.line.to_string()}</td>
                    <td><bdi>{error.column.clone()}</bdi></td>
                    <td dir="auto">{error.value.clone()}</td>
                    <td dir="auto">{error.right.clone()}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    (!lines.is_empty()).then(|| {
        let heads = vec![
            t!(l, desk.import_file),
            t!(l, desk.import_line),
            t!(l, desk.import_column),
            t!(l, desk.import_value),
            t!(l, desk.import_right),
        ];
        view! {
            {wide_table(t!(l, desk.import_bad), heads, lines)}
            <p><a class="button quiet" href=ctx.link(&format!("/desk/import/{}/report.csv", result.job))>{t!(l, desk.import_report)}</a></p>
        }
        .into_any()
    })
}
