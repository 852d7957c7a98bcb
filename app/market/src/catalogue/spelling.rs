//! Misspelt words, and titles to propose while one types.

use sea_orm::{FromQueryResult, Statement};

use super::query::tokens;
use super::shelf::shelf;
use super::synonyms;
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::text;

/// A query with its unknown words replaced by the nearest known ones, if that gives another query.
pub async fn nearest_words(ctx: &Ctx, q: &str) -> Result<Option<String>, AppError> {
    let mut changed = false;
    let mut words = Vec::new();
    for token in tokens(q) {
        match nearest(ctx, &token).await? {
            Some(other) if other != token => {
                changed = true;
                words.push(other);
            }
            _ => words.push(token),
        }
    }
    Ok(changed.then(|| words.join(" ")))
}

#[derive(FromQueryResult)]
struct WordRow {
    word: String,
}

async fn nearest(ctx: &Ctx, token: &str) -> Result<Option<String>, AppError> {
    // Another word that looks like it is not what was meant.
    if synonyms::spelt_right(token) {
        return Ok(None);
    }
    let letters = token.chars().count() as i64;
    // Short words have too many neighbours; long ones are misspelt in two places more often.
    let most = match letters {
        0..=2 => return Ok(None),
        3..=5 => 1,
        _ => 2,
    };
    let statement = Statement::from_sql_and_values(
        ctx.db.backend(),
        "SELECT word FROM search_word WHERE letters BETWEEN $1 AND $2",
        [(letters - most).into(), (letters + most).into()],
    );
    let rows = WordRow::find_by_statement(statement).all(ctx.db.read()).await?;
    // Nobody mistypes the first letter and two others: that is another word.
    let first = token.chars().next();
    let near = rows.into_iter().filter_map(|row| {
        let other = row.word.chars().next() != first;
        let distance = text::distance(token, &row.word, most as usize)?;
        (distance < 2 || !other).then_some((distance, other, row.word))
    });
    Ok(near.min().map(|(.., word)| word))
}

/// Titles with all that is typed, the last word of it being begun, for suggestions.
pub async fn suggestions(ctx: &Ctx, typed: &str) -> Result<Vec<String>, AppError> {
    const MOST: usize = 6;
    let mut words = tokens(typed);
    let Some(last) = words.pop().filter(|last| last.chars().count() >= 2) else { return Ok(Vec::new()) };
    // A blank behind a word says that it is whole.
    let part = if typed.ends_with(char::is_whitespace) { format!(" {last} ") } else { format!(" {last}") };
    let whole: Vec<String> = words.iter().map(|word| format!(" {word} ")).collect();
    let fits = |title: &str| title.contains(&part) && whole.iter().all(|word| title.contains(word.as_str()));
    let shelf = shelf(ctx).await?;
    // Several products of one title are proposed once.
    let keys = {
        let lines = shelf.lines();
        let newest = lines.newest(None).map(|place| &lines.all[place as usize]);
        newest.filter(|line| fits(&line.title)).map(|line| line.id.to_string()).take(40).collect::<Vec<_>>().join(", ")
    };
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT v.title_ar AS word FROM product p JOIN product_version v ON v.id = p.live_version_id \
         WHERE p.id IN ({keys}) AND p.state = 'published' AND NOT p.withheld ORDER BY p.published_at DESC, p.id DESC"
    );
    let rows = WordRow::find_by_statement(Statement::from_string(ctx.db.backend(), sql)).all(ctx.db.read()).await?;
    let mut titles: Vec<String> = Vec::new();
    for row in rows {
        if titles.len() < MOST && !titles.contains(&row.word) {
            titles.push(row.word);
        }
    }
    Ok(titles)
}
