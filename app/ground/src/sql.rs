//! Parts of statements that both databases understand.

use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr};
use sea_orm::{ColumnTrait, DbBackend, DbErr, QueryResult, Value};
use serde::de::DeserializeOwned;

use crate::text;

/// A column that has a code of the program, as a constant of the statement instead of a parameter: a plan that holds for every value
/// cannot use an index of some rows only (`WHERE state = 'published'`).
pub fn is(column: impl ColumnTrait, code: impl Into<Value>) -> Expr {
    ExprTrait::eq(column.into_expr(), Expr::Constant(code.into()))
}

/// The same, of a column that has another code, as such an index may also say it (`WHERE state <> 'left'`).
pub fn is_not(column: impl ColumnTrait, code: impl Into<Value>) -> Expr {
    ExprTrait::ne(column.into_expr(), Expr::Constant(code.into()))
}

/// Rows that belong to a row, read with it in one statement instead of one more: as JSON, which both databases can make.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    /// Columns with the name of their table before them; each is called by what stands behind the dot.
    pub columns: &'a [&'a str],
    /// Table, joins and the condition that binds them to the outer row.
    pub from: &'a str,
    /// Columns by which they are ordered.
    pub order: &'a str,
}

impl Rows<'_> {
    /// All of them as one column.
    pub fn in_one(&self, backend: DbBackend) -> Expr {
        let named = self.columns.iter().map(|column| format!("'{}', {column}", column.rsplit('.').next().unwrap_or(column)));
        let (pairs, Self { from, order, .. }) = (named.collect::<Vec<_>>().join(", "), self);
        Expr::cust(match backend {
            DbBackend::Postgres => {
                format!("(SELECT COALESCE(json_agg(json_build_object({pairs}) ORDER BY {order}), '[]')::text FROM {from})")
            }
            _ => format!("(SELECT json_group_array(json_object({pairs}) ORDER BY {order}) FROM {from})"),
        })
    }

    /// Reads them from that column.
    pub fn read<T: DeserializeOwned>(row: &QueryResult, column: &str) -> Result<Vec<T>, DbErr> {
        let json: String = row.try_get("", column)?;
        serde_json::from_str(&json).map_err(|error| DbErr::Type(format!("{column}: {error}")))
    }
}

/// All rows of a statement as one text, each an array of these columns, as JSON.
#[must_use]
pub fn in_arrays(backend: DbBackend, columns: &[&str]) -> String {
    let columns = columns.join(", ");
    match backend {
        DbBackend::Postgres => format!("COALESCE(json_agg(json_build_array({columns})), '[]')::text"),
        _ => format!("json_group_array(json_array({columns}))"),
    }
}

/// Rows whose column holds a text, as [`text::fold`] matches it, on both databases alike; letters of other scripts by their case in ASCII only.
pub fn holds_text(backend: DbBackend, column: &'static str, typed: &str) -> Expr {
    let part = text::fold(typed).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Expr::cust(folded(backend, column)).like(LikeExpr::new(format!("%{part}%")).escape('\\'))
}

/// What [`text::fold`] does, as an expression.
fn folded(backend: DbBackend, column: &str) -> String {
    let zeros = ['\u{0660}', '\u{06F0}'];
    let digit = |zero: char, n: u32| char::from_u32(zero as u32 + n).zip(char::from_digit(n, 10));
    let digits = zeros.into_iter().flat_map(|zero| (0..10).filter_map(move |n| digit(zero, n)));
    let mapped: Vec<(char, char)> = text::LETTERS.into_iter().chain(digits).collect();
    let dropped: Vec<char> = text::DROPPED.iter().flat_map(|(first, last)| *first..=*last).collect();
    if backend == DbBackend::Postgres {
        // What has nothing at its place is taken out.
        let from: String = mapped.iter().map(|(from, _)| *from).chain(dropped).collect();
        let to: String = mapped.iter().map(|(_, to)| *to).collect();
        return format!("translate(lower({column}), '{from}', '{to}')");
    }
    let replaced = mapped.iter().fold(format!("LOWER({column})"), |sql, (from, to)| format!("REPLACE({sql}, '{from}', '{to}')"));
    dropped.iter().fold(replaced, |sql, mark| format!("REPLACE({sql}, char({}), '')", *mark as u32))
}
