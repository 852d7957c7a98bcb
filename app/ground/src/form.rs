//! What people send: kept as typed, checked field by field, shown again when something is wrong.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use crate::days;
use crate::error::{FieldErrors, Problem};
use crate::money::Money;
use crate::text;

/// The pairs of a form post or a query, in their order. Unknown names are never looked at, so a
/// form cannot set what it does not show.
#[derive(Debug, Clone, Default)]
pub struct Form(
    /// Names and values as sent.
    pub Vec<(String, String)>,
);

impl Form {
    /// Reads `a=1&b=2`.
    pub fn parse(encoded: &str) -> Self {
        let mut read = Self(serde_urlencoded::from_str(encoded).unwrap_or_default());
        // No page can hold a NUL, so no field could give it back.
        read.0.iter_mut().filter(|(_, value)| value.contains('\0')).for_each(|(_, value)| value.retain(|c| c != '\0'));
        read
    }

    /// A form filled in from what is stored.
    pub fn of<const N: usize>(pairs: [(&str, String); N]) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// The first value of a name, or nothing.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// All values of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a box of this name and value is ticked or a choice made.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|v| v == value)
    }

    /// Replaces the value of a name.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(key, _)| key != name);
        self.0.push((name.to_owned(), value.into()));
    }

    /// Another value of a name.
    pub fn add(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// `a=1&b=2` again.
    pub fn encode(&self) -> String {
        serde_urlencoded::to_string(&self.0).unwrap_or_default()
    }
}

/// How browsers write a form without files.
pub const ENCODING: &[u8] = b"application/x-www-form-urlencoded";

/// Largest form, in bytes.
pub const LARGEST: usize = 512 * 1024;

impl<S: Send + Sync> FromRequest<S> for Form {
    /// Too large; a body that did not arrive is told to its sender by the layer that received it.
    type Rejection = StatusCode;

    async fn from_request(request: Request, _: &S) -> Result<Self, StatusCode> {
        let body = axum::body::to_bytes(request.into_body(), LARGEST).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
        Ok(Self::parse(&String::from_utf8_lossy(&body)))
    }
}

/// A form with what is wrong in it; what a page draws its fields from.
#[derive(Debug, Clone, Default)]
pub struct Filled {
    /// What was typed or is stored.
    pub form: Form,
    /// What is wrong, empty at first sight.
    pub errors: FieldErrors,
    /// What the fields in which something is wrong are called on the page; noted by them.
    pub labels: Labels,
    /// Which of the forms of the page was sent; none where it has one, or none was.
    pub act: Option<&'static str>,
}

impl Filled {
    /// A form with what is wrong in it.
    pub fn wrong(form: Form, errors: FieldErrors) -> Self {
        Self { form, errors, labels: Labels::default(), act: None }
    }

    /// The form of this act.
    pub fn of(self, act: &'static str) -> Self {
        Self { act: Some(act), ..self }
    }
}

/// Names of fields as the page shows them. Shared by the copies of one [`Filled`].
#[derive(Debug, Clone, Default)]
pub struct Labels(Arc<Mutex<HashMap<String, String>>>);

impl Labels {
    /// Notes what the summary says of a field.
    pub fn note(&self, name: &str, label: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), label.to_owned());
    }

    /// What the summary says of a field, if it was drawn.
    pub fn of(&self, name: &str) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }
}

impl From<Form> for Filled {
    fn from(form: Form) -> Self {
        Self::wrong(form, FieldErrors::default())
    }
}

/// Reads a form field by field and gathers everything that is wrong before saying so.
#[derive(Debug)]
pub struct Check<'a> {
    form: &'a Form,
    errors: FieldErrors,
}

impl<'a> Check<'a> {
    /// Begins.
    pub fn new(form: &'a Form) -> Self {
        Self { form, errors: FieldErrors::default() }
    }

    /// Everything wrong, or nothing.
    pub fn done(self) -> Result<(), FieldErrors> {
        if self.errors.0.is_empty() { Ok(()) } else { Err(self.errors) }
    }

    /// Whether nothing was wrong so far.
    pub fn is_clean(&self) -> bool {
        self.errors.0.is_empty()
    }

    /// Notes a problem found by a rule outside.
    pub fn wrong(&mut self, field: &str, problem: Problem) {
        self.errors.add(field, problem);
    }

    /// Takes a value that a rule has read, or notes its problem.
    pub fn take<T: Default>(&mut self, field: &str, read: Result<T, Problem>) -> T {
        read.unwrap_or_else(|problem| {
            self.wrong(field, problem);
            T::default()
        })
    }

    /// One line of at most `most` characters; may be empty.
    pub fn line(&mut self, field: &str, most: usize) -> String {
        let value = text::clean_line(self.form.get(field));
        self.measure(field, value, most)
    }

    /// One line that must be there.
    pub fn needed_line(&mut self, field: &str, least: usize, most: usize) -> String {
        let value = self.line(field, most);
        self.at_least(field, &value, text::letters(&value), least);
        value
    }

    /// Several lines of at most `most` characters; may be empty.
    pub fn lines(&mut self, field: &str, most: usize) -> String {
        let value = text::clean(self.form.get(field));
        self.measure(field, value, most)
    }

    /// Several lines that must be there.
    pub fn needed_lines(&mut self, field: &str, least: usize, most: usize) -> String {
        let value = self.lines(field, most);
        self.at_least(field, &value, value.chars().count(), least);
        value
    }

    fn measure(&mut self, field: &str, value: String, most: usize) -> String {
        if value.chars().count() > most {
            self.wrong(field, Problem::TooLong(most));
        }
        value
    }

    fn at_least(&mut self, field: &str, value: &str, length: usize, least: usize) {
        if value.is_empty() {
            self.wrong(field, Problem::Required);
        } else if text::letters(value) == 0 {
            self.wrong(field, Problem::NoLetters);
        } else if length < least {
            self.wrong(field, Problem::TooShort(least));
        }
    }

    /// A whole number between bounds, or nothing when the field is empty.
    pub fn number(&mut self, field: &str, least: i64, most: i64) -> Option<i64> {
        let typed = text::ungrouped(&text::typed(self.form.get(field)));
        if typed.is_empty() {
            return None;
        }
        match typed.parse::<i64>() {
            Ok(number) if (least..=most).contains(&number) => Some(number),
            Ok(_) => {
                self.wrong(field, Problem::OutOfRange(least, most));
                None
            }
            Err(_) => {
                // More digits than a number can have is out of range, not a misspelling.
                let digits = typed.strip_prefix('-').unwrap_or(&typed).chars().all(|c| c.is_ascii_digit());
                self.wrong(field, if digits { Problem::OutOfRange(least, most) } else { Problem::NotANumber });
                None
            }
        }
    }

    /// A whole number that must be there.
    pub fn needed_number(&mut self, field: &str, least: i64, most: i64) -> i64 {
        let number = self.number(field, least, most);
        if number.is_none() {
            self.wrong(field, Problem::Required);
        }
        number.unwrap_or(least)
    }

    /// A price in dinars that must be there.
    pub fn price(&mut self, field: &str) -> Money {
        let read = Money::parse_price(self.form.get(field)).map_err(Problem::Price);
        self.take(field, read)
    }

    /// An amount in dinars that must be there; nothing at all is one.
    pub fn amount(&mut self, field: &str) -> Money {
        let read = Money::parse_amount(self.form.get(field)).map_err(Problem::Price);
        self.take(field, read)
    }

    /// A date as browsers send it (`2026-11-24`) or as people write it (`24/11/2026`, «24 نوفمبر 2026»).
    pub fn date(&mut self, field: &str) -> Option<NaiveDate> {
        let typed = text::typed(self.form.get(field));
        if typed.is_empty() {
            return None;
        }
        // Years that no paper bears are slips of the finger.
        let read = days::read_date(&typed).filter(|day| (1900..=2200).contains(&day.year()));
        if read.is_none() {
            self.wrong(field, Problem::NotADate);
        }
        read
    }

    /// A day that is needed; the first of January 1970 beside a problem.
    pub fn needed_date(&mut self, field: &str) -> NaiveDate {
        let day = self.date(field);
        if text::clean_line(self.form.get(field)).is_empty() {
            self.wrong(field, Problem::Required);
        }
        day.unwrap_or_default()
    }

    /// Two days that are needed, of which the second does not lie before the first.
    pub fn days(&mut self, first: &str, last: &str) -> (NaiveDate, NaiveDate) {
        let days = (self.needed_date(first), self.needed_date(last));
        if days.1 < days.0 {
            self.wrong(last, Problem::EndsBefore);
        }
        days
    }

    /// From when until when on a day, as `8:30`; midnight beside a problem.
    pub fn hours(&mut self, from: &str, to: &str) -> (NaiveTime, NaiveTime) {
        let hours = (self.needed_time(from), self.needed_time(to));
        if let (Some(begins), Some(ends)) = hours
            && ends <= begins
        {
            self.wrong(to, Problem::EndsBefore);
        }
        (hours.0.unwrap_or_default(), hours.1.unwrap_or_default())
    }

    /// The same for what may last until after midnight: an end up to six in the morning is one of the next day.
    pub fn evening(&mut self, from: &str, to: &str) -> (NaiveTime, NaiveTime) {
        let hours = (self.needed_time(from), self.needed_time(to));
        if let (Some(begins), Some(ends)) = hours
            && ends <= begins
            && (ends.hour() >= 6 || begins.hour() < 12)
        {
            self.wrong(to, Problem::EndsBefore);
        }
        (hours.0.unwrap_or_default(), hours.1.unwrap_or_default())
    }

    /// An hour that is needed, as `8:30`; nothing beside a problem.
    pub fn needed_time(&mut self, field: &str) -> Option<NaiveTime> {
        let typed = text::clean_line(self.form.get(field));
        let read = days::read_clock(&typed);
        if read.is_none() {
            self.wrong(field, if typed.is_empty() { Problem::Required } else { Problem::NotATime });
        }
        read
    }

    /// One of the choices, by its code.
    pub fn choice<T>(&mut self, field: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let typed = self.form.get(field);
        if typed.is_empty() {
            self.wrong(field, Problem::Required);
            return None;
        }
        let choice = read(typed);
        if choice.is_none() {
            self.wrong(field, Problem::NotAChoice);
        }
        choice
    }

    /// Whether a box is ticked.
    pub fn flag(&self, field: &str) -> bool {
        !self.form.get(field).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_and_attackers_type_them() {
        for (typed, expected) in [
            ("12", Ok(Some(12))),
            ("١٢", Ok(Some(12))),
            ("", Ok(None)),
            ("-1", Err(Problem::OutOfRange(0, 100))),
            ("1000000000", Err(Problem::OutOfRange(0, 100))),
            ("9223372036854775808", Err(Problem::OutOfRange(0, 100))),
            ("1.5", Err(Problem::NotANumber)),
            ("1e3", Err(Problem::NotANumber)),
            ("abc", Err(Problem::NotANumber)),
        ] {
            let form = Form::of([("n", typed.to_owned())]);
            let mut check = Check::new(&form);
            let number = check.number("n", 0, 100);
            let got = check.done().map(|()| number).map_err(|errors| errors.0[0].1.clone());
            assert_eq!(got, expected, "{typed}");
        }
    }

    #[test]
    fn only_the_first_problem_of_a_field_is_kept() {
        let form = Form::of([("name", String::new())]);
        let mut check = Check::new(&form);
        check.needed_line("name", 3, 10);
        check.wrong("name", Problem::NotAChoice);
        assert_eq!(check.done(), Err(FieldErrors::one("name", Problem::Required)));
    }
}
