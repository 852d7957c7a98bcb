//! Rows of the files, checked column by column.

use std::collections::HashMap;
use std::path::Path;

use bytes::Bytes;
use desk::{RowProblem, RowWarning};
use ground::ids::FamilyId;
use ground::money::Money;
use ground::text;
use market::catalogue::{self, Availability, ImportPrices, ImportedProduct};
use market::families::{self, Imported, Registered};
use people::crafts;
use people::place::{Places, find_by_name};

use super::report::{BadRow, Look};
use super::sheet::{self, Told};

/// A row by column name, with the problems found in it.
pub(super) struct Row<'a> {
    told: &'a Told,
    line: u64,
    columns: &'a HashMap<String, usize>,
    record: &'a csv::StringRecord,
    pub(super) errors: Vec<BadRow>,
}

impl<'a> Row<'a> {
    pub(super) fn new(told: &'a Told, columns: &'a HashMap<String, usize>, record: &'a csv::StringRecord) -> Self {
        let line = record.position().map_or(0, csv::Position::line);
        Row { told, line, columns, record, errors: Vec::new() }
    }

    pub(super) fn get(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|at| self.record.get(*at)).unwrap_or("").trim()
    }

    pub(super) fn wrong(&mut self, column: &str, problem: RowProblem) {
        let value: String = self.get(column).chars().take(80).collect();
        self.errors.push(BadRow { file: self.told.file.clone(), line: self.line, column: column.to_owned(), value, problem });
    }

    /// What somebody should look at in a column of this row.
    pub(super) fn look(&self, column: &str, was: String, why: RowWarning) -> Look {
        let now = self.get(column).chars().take(80).collect();
        Look { file: self.told.file.clone(), line: self.line, column: column.to_owned(), was, now, why }
    }

    /// One line that has to be there.
    fn needed(&mut self, column: &str, most: usize) -> String {
        let value = self.line(column, most);
        if text::letters(&value) == 0 {
            self.wrong(column, RowProblem::Empty);
        }
        value
    }

    /// One line; what is too long is said, and never cut.
    fn line(&mut self, column: &str, most: usize) -> String {
        let value = text::clean_line(self.get(column));
        self.fitting(column, value, most)
    }

    /// Several lines.
    fn lines(&mut self, column: &str, most: usize) -> String {
        let value = text::clean(self.get(column));
        self.fitting(column, value, most)
    }

    fn fitting(&mut self, column: &str, value: String, most: usize) -> String {
        if value.chars().count() > most {
            self.wrong(column, RowProblem::TooLong(most));
        }
        value
    }

    /// A word of the program, in whatever case.
    fn code(&self, column: &str) -> String {
        text::typed(self.get(column)).to_lowercase()
    }

    fn number(&mut self, column: &str, most: i64) -> i64 {
        let typed = text::ungrouped(&text::typed(self.get(column)));
        match typed.parse::<i64>() {
            _ if typed.is_empty() => 0,
            Ok(n) if (0..=most).contains(&n) => n,
            _ => {
                self.wrong(column, RowProblem::NotANumber(most));
                0
            }
        }
    }
}

/// Known ids that are numbers with zeros before them, by what a spreadsheet leaves of them.
pub(super) fn without_zeros<'a>(known: impl Iterator<Item = &'a String>) -> HashMap<String, String> {
    let number = |id: &&String| id.starts_with('0') && id.chars().all(|c| c.is_ascii_digit());
    known.filter(number).map(|id| (id.trim_start_matches('0').to_owned(), id.clone())).filter(|(left, _)| !left.is_empty()).collect()
}

/// What a row says of a family otherwise than it is registered.
pub(super) fn otherwise(row: &Row<'_>, new: &Imported, now: &Registered) -> Vec<Look> {
    let told = [
        ("name_ar", &new.trade_name, &now.trade_name),
        ("name_en", &new.trade_name_en, &now.trade_name_en),
        ("bio_ar", &new.story, &now.story),
        ("municipality_code", &new.municipality, &now.municipality),
    ];
    let differs = told.into_iter().filter(|(_, new, now)| new != now);
    differs.map(|(column, _, now)| row.look(column, now.chars().take(80).collect(), RowWarning::KeptAsRegistered)).collect()
}

/// What is strange about the price of a row.
pub(super) fn strange_price(row: &Row<'_>, new: &ImportedProduct, prices: &ImportPrices) -> Option<Look> {
    let look = |was: i64, why| row.look("price_lyd", Money(was).to_string(), why);
    match prices.own.get(&new.import_id) {
        Some(now) => catalogue::far_from(new.price, *now).then(|| look(*now, RowWarning::FarFromNow)),
        None => {
            let dearest = *prices.dearest.get(&new.craft)?;
            (catalogue::far_from(new.price, dearest) && new.price.0 > dearest).then(|| look(dearest, RowWarning::FarFromOthers))
        }
    }
}

/// A family's row, checked.
pub(super) fn family_row(row: &mut Row<'_>, places: &Places, crafts: &crafts::Crafts) -> Imported {
    let craft = craft(row, crafts);
    Imported {
        import_id: row.needed("id", 60),
        trade_name: row.needed("name_ar", families::MOST_OF_NAME),
        trade_name_en: row.line("name_en", families::MOST_OF_NAME),
        story: row.lines("bio_ar", families::MOST_OF_STORY),
        craft,
        municipality: municipality(row, places),
        owner: None,
        former_slug: former_slug(row),
    }
}

/// The address in the catalogue that the file comes from, if it could be one here.
fn former_slug(row: &Row<'_>) -> Option<String> {
    Some(row.get("slug").to_owned()).filter(|slug| !slug.is_empty() && text::slug(slug) == *slug)
}

/// A craft by its code, or by its name in either language.
fn craft(row: &mut Row<'_>, crafts: &crafts::Crafts) -> String {
    let (code, name) = (row.code("craft"), text::fold(row.get("craft")));
    let named = || crafts.crafts.iter().find(|craft| [&craft.name_ar, &craft.name_en].iter().any(|own| text::fold(own) == name));
    if let Some(found) = crafts.craft(&code).or_else(named) {
        return found.code.clone();
    }
    row.wrong("craft", RowProblem::UnknownCraft);
    code
}

fn municipality(row: &mut Row<'_>, places: &Places) -> String {
    let code = text::typed(row.get("municipality_code")).to_uppercase();
    let named = row.get("municipality_ar").to_owned();
    let found = places.municipality(&code).or_else(|| find_by_name(places, if code.is_empty() { &named } else { &code }));
    match found {
        Some(found) => found.code.clone(),
        None => {
            row.wrong("municipality_code", RowProblem::UnknownMunicipality);
            String::new()
        }
    }
}

/// A product's row, checked. `family` finds the key of the family it names.
pub(super) fn product_row(row: &mut Row<'_>, crafts: &crafts::Crafts, family: Option<FamilyId>) -> ImportedProduct {
    if family.is_none() {
        row.wrong("family_id", RowProblem::UnknownFamily);
    }
    let craft = craft(row, crafts);
    let item = Some(row.code("craft_item")).filter(|code| !code.is_empty());
    if let Some(code) = &item
        && crafts.item(code).is_none()
    {
        row.wrong("craft_item", RowProblem::UnknownItem);
    }
    let price = Money::parse_price(&sheet::price(row.told, row.get("price_lyd"))).unwrap_or_else(|_| {
        row.wrong("price_lyd", RowProblem::NotAPrice);
        Money(1)
    });
    let availability = Availability::from_code(&row.code("availability").replace([' ', '-'], "_")).unwrap_or_else(|| {
        row.wrong("availability", RowProblem::UnknownAvailability);
        Availability::InStock
    });
    let created = row.get("created_at").to_owned();
    let created_at = sheet::time(row.told, &created);
    if created_at.is_none() && !created.is_empty() {
        row.wrong("created_at", RowProblem::NotATime);
    }
    ImportedProduct {
        import_id: row.needed("id", 60),
        family: family.unwrap_or(FamilyId(0)),
        title_ar: row.needed("title_ar", catalogue::MOST_OF_TITLE),
        title_en: row.line("title_en", catalogue::MOST_OF_TITLE),
        description_ar: row.lines("description_ar", catalogue::MOST_OF_DESCRIPTION),
        craft,
        item,
        material: row.line("material_ar", catalogue::MOST_OF_MATERIAL),
        making: "hand",
        price,
        availability,
        stock: row.number("stock", 100_000),
        lead_days: row.number("lead_days", 365),
        created_at,
        photo: None,
        former_slug: former_slug(row),
    }
}

/// The photo that a row names, if a folder was given. Only plain names are looked up.
pub(super) async fn photo_of(row: &mut Row<'_>, folder: Option<&Path>) -> Option<photos::Prepared> {
    let (folder, name) = (folder?, row.get("image").to_owned());
    if name.is_empty() {
        return None;
    }
    let plain = !name.contains(['/', '\\']) && !name.starts_with('.');
    let bytes = if plain { tokio::fs::read(folder.join(&name)).await.ok() } else { None };
    let Some(bytes) = bytes else {
        row.wrong("image", RowProblem::NoSuchPhoto);
        return None;
    };
    match photos::prepare(Bytes::from(bytes)).await {
        Ok(prepared) => Some(prepared),
        Err(_) => {
            row.wrong("image", RowProblem::NotAPicture);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_lost_its_zeros_is_known_again() {
        let known: Vec<String> = ["00012", "P0001", "7", "000"].map(str::to_owned).to_vec();
        let left = without_zeros(known.iter());
        assert_eq!(left.get("12").map(String::as_str), Some("00012"));
        for other in ["00012", "120", "P1", "7", ""] {
            assert_eq!(left.get(other), None, "{other}");
        }
    }
}
