//! The guide of a fair for everyone: a map with a family at each booth, and who is there, found by name and craft. It is kept on
//! the phone once it was opened, for halls without a network.

use std::collections::HashMap;

use leptos::prelude::*;

use crate::booths::types::{Exhibitor, Guide};
use crate::hall::pages::plan::{Labels, drawing};
use crate::plan::pages::public::of_fair;
use crate::plan::types::When;
use crate::rules::application::DayPart;
use crate::types::Fair;
use crate::words::{at, days, name};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::form::{Filled, Form};
use ground::ids::FamilyId;
use ground::money::Money;
use ground::ui::{Field, Page, Tone, empty, filter_select, price, tag};
use ground::{t, texts};
use market::catalogue::Exhibit;
use people::crafts::Crafts;
use people::place::Places;

/// Name of a family in the reader's language, and the address of its page.
fn named(ctx: &Ctx, guide: &Guide, family: FamilyId) -> (String, String) {
    let found = guide.names.get(&family);
    let name = found.map(|name| texts::pick(ctx.l, &name.ar, &name.en).to_owned()).unwrap_or_default();
    let path = found.map(|name| ctx.link(&format!("/families/{}", name.slug))).unwrap_or_default();
    (name, path)
}

fn head(ctx: &Ctx, fair: &Fair, places: &Places, current: &str) -> AnyView {
    let l = ctx.l;
    let base = format!("/fairs/{}", fair.slug);
    let link = |part: &'static str, word: String| {
        let path = ctx.link(&if part.is_empty() { base.clone() } else { format!("{base}/{part}") });
        view! { <a href=path aria-current=(part == current).then_some("page")>{word}</a> }.into_any()
    };
    let now = (When::of(fair, day_in_tripoli(ctx.now)) == When::Running).then(|| tag(Tone::Good, t!(l, fairs.here_now)));
    view! {
        <p class="lead">{days(l, fair.starts_on, fair.ends_on)}" · "{at(l, fair, places)}" "{now}</p>
        <nav class="chips" aria-label=t!(l, fairs.guide)>
            {link("", t!(l, fairs.fair))}{link("map", t!(l, fairs.map))}{link("families", t!(l, fairs.who_is_there))}
        </nav>
    }
    .into_any()
}

/// The map.
pub fn map(ctx: &Ctx, guide: &Guide, places: &Places, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let fair = &guide.fair;
    let heading = t!(l, fairs.map_of, title = format!("\u{2068}{}\u{2069}", name(l, fair)));
    let mut labels: Labels = HashMap::new();
    for one in &guide.exhibitors {
        let (family, path) = named(ctx, guide, one.family);
        let label = labels.entry(one.booth).or_insert_with(|| (String::new(), path));
        label.0 = if label.0.is_empty() { family } else { format!("{} · {family}", label.0) };
    }
    let drawn = guide.hall.as_ref().map(|hall| drawing(l, hall, guide.picture.as_ref(), &labels, &heading));
    let rows: Vec<AnyView> = guide.exhibitors.iter().map(|one| line(ctx, guide, one, crafts)).collect();
    let body = view! {
        <div class="narrow">
            <h1>{heading.clone()}</h1>
            {head(ctx, fair, places, "map")}
            {drawn}
            <ul class="rows">{rows}</ul>
            <p class="hint kept" hidden>{t!(l, fairs.kept_offline)}</p>
            <script type="module" src=ctx.site.asset("guide.js")></script>
        </div>
    };
    let summary = t!(l, fairs.map_summary, count = guide.exhibitors.len());
    Page::new(heading, body).public(summary, format!("/fairs/{}/map", fair.slug)).shows(of_fair(fair.id))
}

fn line(ctx: &Ctx, guide: &Guide, one: &Exhibitor, crafts: &Crafts) -> AnyView {
    let l = ctx.l;
    let (family, path) = named(ctx, guide, one.family);
    let made: Vec<String> = one.crafts.split(' ').filter(|code| !code.is_empty()).map(|code| crafts.name(l, code)).collect();
    let part = (one.part != DayPart::Whole).then(|| format!(" · {}", one.part.word(l)));
    let called = if path.is_empty() {
        view! { <span dir="auto">{family}</span> }.into_any()
    } else {
        view! { <a href=path dir="auto">{family}</a> }.into_any()
    };
    view! { <li class="row"><div>{called}<p class="small">{made.join("، ")}{part}</p></div>{tag(Tone::Plain, one.number.clone())}</li> }
        .into_any()
}

/// Who is there, with what they bring, found by name and craft.
pub fn who(ctx: &Ctx, guide: &Guide, exhibits: &HashMap<FamilyId, Vec<Exhibit>>, query: &Form, places: &Places, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let fair = &guide.fair;
    let heading = t!(l, fairs.who_is_at, title = format!("\u{2068}{}\u{2069}", name(l, fair)));
    let filled = Filled::from(query.clone());
    let wanted = ground::text::fold(query.get("name"));
    let craft = query.get("craft");
    let fits = |one: &&Exhibitor| {
        let (family, _) = named(ctx, guide, one.family);
        let called = wanted.is_empty() || ground::text::fold(&family).contains(&wanted);
        called && (craft.is_empty() || one.crafts.split(' ').any(|code| code == craft))
    };
    let there: std::collections::BTreeSet<&str> = guide.exhibitors.iter().flat_map(|one| one.crafts.split(' ')).collect();
    let options: Vec<(String, String)> = crafts.options(l).into_iter().filter(|(code, _)| there.contains(code.as_str())).collect();
    let found = guide.exhibitors.iter().filter(fits);
    let rows: Vec<AnyView> = found
        .map(|one| {
            let brings: Vec<AnyView> = exhibits.get(&one.family).into_iter().flatten().take(4).map(|item| exhibit(ctx, item)).collect();
            view! { <section class="card pad"><ul class="plain">{line(ctx, guide, one, crafts)}</ul><ul class="brings">{brings}</ul></section> }.into_any()
        })
        .collect();
    let list = if rows.is_empty() {
        empty(t!(l, fairs.nobody_found), t!(l, fairs.nobody_found_text), None)
    } else {
        view! { <div class="stack">{rows}</div> }.into_any()
    };
    let body = view! {
        <div class="narrow">
            <h1>{heading.clone()}</h1>
            {head(ctx, fair, places, "families")}
            <form class="filters" action=ctx.link(&format!("/fairs/{}/families", fair.slug))>
                {Field::line(&filled, "name", t!(l, fairs.by_name)).optional().view(l)}
                {filter_select(l, &filled, "craft", t!(l, catalogue.craft), &options)}
                <button class="button" type="submit">{t!(l, training.figures_show)}</button>
            </form>
            {list}
            <script type="module" src=ctx.site.asset("guide.js")></script>
        </div>
    };
    let summary = t!(l, fairs.map_summary, count = guide.exhibitors.len());
    Page::new(heading, body).public(summary, format!("/fairs/{}/families", fair.slug)).shows(of_fair(fair.id))
}

fn exhibit(ctx: &Ctx, item: &Exhibit) -> AnyView {
    let l = ctx.l;
    let title = texts::pick(l, &item.title_ar, &item.title_en).to_owned();
    let photo = item.photos.first().map(|photo| {
        view! { <img src=photo.path(320, "webp") width="160" height="120" alt="" loading="lazy"/> }
    });
    view! { <li><a href=ctx.link(&format!("/products/{}", item.slug))>{photo}<span dir="auto">{title}</span></a><p class="small">{price(l, Money(item.price_from))}</p></li> }
        .into_any()
}
