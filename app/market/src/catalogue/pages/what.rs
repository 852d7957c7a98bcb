//! Step two: what it is.

use leptos::prelude::*;

use super::super::rules::Making;
use super::super::types::OwnProduct;
use super::stepper::stepper;
use ground::ctx::Ctx;
use ground::form::Filled;
use ground::t;
use ground::texts;
use ground::ui::{Field, Page, error_summary, radios, select, submit};
use people::crafts::Crafts;

/// Fields that food alone has.
const OF_FOOD: [&str; 5] = ["ingredients", "allergens", "shelf_life", "permit_number", "permit_expires"];

/// Title, craft, making, description; for food what is in it.
pub fn what(ctx: &Ctx, own: &OwnProduct, filled: &Filled, crafts: &Crafts) -> Page {
    let l = ctx.l;
    let title = t!(l, catalogue.step_what);
    let makings: Vec<(&str, String, Option<String>)> = Making::ALL.iter().map(|m| (m.code(), m.word(l), None)).collect();
    let chosen = filled.form.get("craft");
    // Never closed over something that is wrong in it.
    let food =
        crafts.craft(chosen).is_some_and(|craft| craft.food) || filled.errors.0.iter().any(|(name, _)| OF_FOOD.contains(&name.as_str()));
    let optional =
        !filled.form.get("title_en").is_empty() || !filled.form.get("size").is_empty() || filled.errors.0.iter().any(|(n, _)| is_more(n));
    let body = view! {
        <div class="narrow">
            {stepper(ctx, own, crafts, "what", Some("step"))}
            {error_summary(l, filled)}
            <h1>{title.clone()}</h1>
            <form id="step" method="post" novalidate class="what">
                {Field::line(filled, "title_ar", t!(l, catalogue.title_ar)).hint(t!(l, catalogue.title_hint)).view(l)}
                {select(l, filled, "craft", t!(l, catalogue.craft), None, &crafts.options(l))}
                {items(ctx, filled, crafts)}
                {radios(l, filled, "making", t!(l, catalogue.making), &makings)}
                {Field::line(filled, "material", t!(l, catalogue.material)).hint(t!(l, catalogue.material_hint)).optional().view(l)}
                {Field::lines(filled, "description_ar", t!(l, catalogue.description_ar), 6).hint(t!(l, catalogue.description_hint)).view(l)}
                <details class="food" open=food>
                    <summary>{t!(l, catalogue.food)}</summary>
                    <p class="hint">{t!(l, catalogue.food_hint)}</p>
                    {Field::lines(filled, "ingredients", t!(l, catalogue.ingredients), 3).view(l)}
                    {Field::line(filled, "allergens", t!(l, catalogue.allergens)).hint(t!(l, catalogue.allergens_hint)).optional().view(l)}
                    {Field::number(filled, "shelf_life", t!(l, catalogue.shelf_life)).unit(t!(l, catalogue.days)).view(l)}
                    {Field::line(filled, "permit_number", t!(l, catalogue.permit_number)).latin().view(l)}
                    {Field::date(filled, "permit_expires", t!(l, catalogue.permit_expires)).view(l)}
                </details>
                <details open=optional>
                    <summary>{t!(l, catalogue.more)}</summary>
                    {Field::line(filled, "size", t!(l, catalogue.size)).hint(t!(l, catalogue.size_hint)).optional().view(l)}
                    {Field::number(filled, "weight", t!(l, catalogue.weight)).unit(t!(l, catalogue.gram)).optional().view(l)}
                    {Field::lines(filled, "care", t!(l, catalogue.care), 2).optional().view(l)}
                    {Field::line(filled, "title_en", t!(l, catalogue.title_en)).latin().optional().view(l)}
                    {Field::lines(filled, "description_en", t!(l, catalogue.description_en), 4).latin().optional().view(l)}
                </details>
                {submit(t!(l, common.save_next))}
                <p class="apart"><button class="button quiet" type="submit" name="then" value="later">{t!(l, catalogue.leave)}</button></p>
            </form>
        </div>
    };
    Page::new(title, body)
}

fn is_more(name: &str) -> bool {
    matches!(name, "size" | "weight" | "care" | "title_en" | "description_en")
}

/// Items of all crafts in groups, so that the choice works without JavaScript.
fn items(ctx: &Ctx, filled: &Filled, crafts: &Crafts) -> AnyView {
    let l = ctx.l;
    let chosen = filled.form.get("item").to_owned();
    let groups: Vec<AnyView> = crafts
        .crafts
        .iter()
        .filter(|craft| craft.active)
        .map(|craft| {
            let options: Vec<AnyView> = crafts
                .items_of(&craft.code)
                .map(|item| {
                    let name = texts::pick(l, &item.name_ar, &item.name_en).to_owned();
                    view! { <option value=item.code.clone() selected=item.code == chosen>{name}</option> }.into_any()
                })
                .collect();
            view! { <optgroup label=texts::pick(l, &craft.name_ar, &craft.name_en).to_owned()>{options}</optgroup> }.into_any()
        })
        .collect();
    view! {
        <div class="field">
            <label for="f-item">{t!(l, catalogue.item)}<small>{format!(" ({})", t!(l, common.optional))}</small></label>
            <select id="f-item" name="item"><option value="">{t!(l, common.choose)}</option>{groups}</select>
        </div>
    }
    .into_any()
}
