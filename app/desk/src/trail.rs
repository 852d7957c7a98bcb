//! The audit trail as people look through it: narrowed, with names of subjects and links to files.

use std::collections::HashMap;

use chrono::{Days, NaiveDate, NaiveTime};

use cases::casework;
use ground::ctx::Ctx;
use ground::days;
use ground::error::AppError;
use ground::form::Form;
use ground::history::{self, Filter, Model};
use ground::ids::{CaseId, FamilyId, PersonId};
use ground::text;
use market::families;
use people::accounts;

/// A row of the trail with what is known of its subject.
#[derive(Debug, Clone)]
pub struct TrailLine {
    /// The row.
    pub row: Model,
    /// What its subject is called, if that is known.
    pub name: Option<String>,
    /// The page of the file or of what it was done to, below the language.
    pub link: Option<String>,
}

/// What an address narrows the trail to.
pub fn filter_of(query: &Form) -> Filter {
    let begin = |day: NaiveDate| days::from_tripoli(day.and_time(NaiveTime::MIN));
    let day = |name: &str| days::read_date(query.get(name));
    Filter {
        before: query.get("before").parse().ok(),
        act: text::clean_line(query.get("act")).chars().take(60).collect(),
        who: text::clean_line(query.get("who")).chars().take(80).collect(),
        file: text::clean_line(query.get("file")).chars().take(40).collect(),
        from: day("from").map(begin),
        to: day("to").and_then(|day| day.checked_add_days(Days::new(1))).map(begin),
    }
}

/// The number of a file at the beginning of what is said, such as `F-2026-00012`.
fn reference(details: &str) -> Option<&str> {
    let first = details.split([' ', ':']).next()?;
    let (letters, rest) = first.split_once('-')?;
    let numbered = rest.len() >= 6 && rest.chars().all(|c| c.is_ascii_digit() || c == '-');
    (letters.chars().all(|c| c.is_ascii_uppercase()) && numbered).then_some(first)
}

/// Kinds of subjects that are families.
fn family_of(row: &Model) -> Option<FamilyId> {
    matches!(row.subject_kind.as_str(), "family" | "renewal" | "suspension").then_some(FamilyId(row.subject_id))
}

/// Rows that fit, the newest first.
pub async fn trail(ctx: &Ctx, filter: &Filter, rows: u64) -> Result<Vec<TrailLine>, AppError> {
    let rows = history::page(ctx, filter, rows).await?;
    let references: Vec<String> = rows.iter().filter_map(|row| reference(&row.details)).map(str::to_owned).collect();
    let cases = casework::numbered(ctx, references).await?;
    let families = families::called(ctx, rows.iter().filter_map(family_of).collect()).await?;
    let people = rows.iter().filter(|row| row.subject_kind == "person").map(|row| PersonId(row.subject_id)).collect();
    let names = accounts::names(ctx.db.read(), people).await?;
    Ok(rows.into_iter().map(|row| line(ctx, row, &cases, &families, &names)).collect())
}

fn line(
    ctx: &Ctx,
    row: Model,
    cases: &HashMap<String, CaseId>,
    families: &HashMap<FamilyId, String>,
    names: &HashMap<PersonId, String>,
) -> TrailLine {
    let case = reference(&row.details).and_then(|reference| cases.get(reference)).map(|case| format!("/desk/cases/{case}"));
    let family = family_of(&row).filter(|family| families.contains_key(family));
    let fair = row.subject_kind == "fair" && ctx.actor.holds(fairs::READERS);
    let link = case.or(family.map(|family| format!("/desk/families/{family}"))).or(fair.then(|| format!("/desk/fairs/{}", row.subject_id)));
    let name = match row.subject_kind.as_str() {
        "person" => names.get(&PersonId(row.subject_id)).cloned(),
        _ => family.and_then(|family| families.get(&family)).cloned(),
    };
    TrailLine { name: name.filter(|name| !name.is_empty()), link, row }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_files_are_found_where_they_stand_first() {
        assert_eq!(reference("F-2026-00012 approved meets"), Some("F-2026-00012"));
        assert_eq!(reference("FA-2026-00003: words"), Some("FA-2026-00003"));
        for none in ["", "version 3", "2026-11-30 – 2026-12-02", "officer whole", "LYM108", "f-2026-00012"] {
            assert_eq!(reference(none), None, "{none}");
        }
    }
}
