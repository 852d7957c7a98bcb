//! What lists order and count by, of each product that is shown (some hundred bytes). A product keeps its place while the
//! program runs, also when it is not shown for a time.

use std::collections::HashMap;

use super::by_price::{ByPrice, Priced};
use super::codes::{AVAILABILITY, COUNTED, Codes, MARK, MARKED, SOLD_OUT};
use crate::catalogue::filter::Filter;

/// The price of what is not shown: no filter reaches below 0.
const OFF: i64 = -1;

/// A product.
#[derive(Debug, Clone)]
pub struct Line {
    /// Key.
    pub id: i64,
    /// Dirhams; [`OFF`] when it is not shown.
    pub price: i64,
    /// Microseconds.
    pub published: i64,
    /// Numbers of its codes.
    pub codes: [u16; COUNTED],
    /// The last day of its family's quality mark, in days from the first one of the calendar; 0 without one.
    pub marked_until: i32,
    /// The last day of its family's licence, likewise: it is not shown after it.
    pub licensed_until: i32,
    /// Its folded title, with a space at both ends.
    pub title: Box<str>,
}

/// A product as the database has it.
#[derive(Debug)]
pub struct New<'a> {
    /// Key.
    pub id: i64,
    /// Dirhams.
    pub price: i64,
    /// Microseconds.
    pub published: i64,
    /// Its codes.
    pub codes: [Option<&'a str>; COUNTED - 1],
    /// As in [`Line::marked_until`].
    pub marked_until: i32,
    /// As in [`Line::licensed_until`].
    pub licensed_until: i32,
    /// As in [`Line::title`].
    pub title: &'a str,
}

/// A filter in numbers.
#[derive(Debug)]
pub struct Wanted {
    /// By filter.
    pub codes: [Option<u16>; COUNTED],
    /// At least so many dirhams.
    pub least: i64,
    /// At most so many.
    pub most: i64,
}

impl Wanted {
    /// Whether it is shown and the price fits.
    pub fn price_fits(&self, line: &Line) -> bool {
        (self.least..=self.most).contains(&line.price)
    }

    /// Filters of codes that the product fails.
    pub fn failed<'a>(&'a self, line: &'a Line) -> impl Iterator<Item = usize> + 'a {
        (0..COUNTED).filter(|at| self.codes[*at].is_some_and(|wanted| wanted != line.codes[*at]))
    }

    /// Whether everything fits.
    pub fn fits(&self, line: &Line) -> bool {
        self.price_fits(line) && self.failed(line).next().is_none()
    }

    /// Filters of codes that are set.
    pub fn set(&self) -> impl Iterator<Item = (usize, u16)> + '_ {
        self.codes.iter().enumerate().filter_map(|(at, code)| code.map(|code| (at, code)))
    }
}

/// All of them.
#[derive(Debug, Default)]
pub struct Lines {
    /// By place.
    pub all: Vec<Line>,
    /// Codes.
    pub codes: Codes,
    /// Of those that are shown.
    pub by_price: ByPrice,
    /// Places by age, the newest last.
    ages: Vec<u32>,
    /// Places by code, in ascending order.
    having: Vec<Vec<u32>>,
    places: HashMap<i64, u32>,
    /// The day for which marks hold.
    day: i32,
}

impl Lines {
    /// The code of what is sold out.
    pub fn sold_out(&self) -> u16 {
        self.codes.wanted(AVAILABILITY, Some(SOLD_OUT)).unwrap_or(u16::MAX)
    }

    /// Lines of all products that are shown, on a day.
    pub fn of(mut all: Vec<Line>, codes: Codes, day: i32) -> Self {
        all.retain(|line| line.licensed_until >= day);
        all.sort_unstable_by_key(|line| (line.published, line.id));
        let places = (0_u32..).zip(&all).map(|(place, line)| (line.id, place)).collect();
        let mut lines = Self { ages: (0_u32..).take(all.len()).collect(), codes, places, day, all, ..Self::default() };
        lines.having = vec![Vec::new(); lines.codes.len()];
        for (place, line) in (0_u32..).zip(&lines.all) {
            line.codes.iter().for_each(|code| lines.having[usize::from(*code)].push(place));
        }
        lines.by_price = ByPrice::of((0_u32..).zip(&lines.all).map(|(place, line)| priced(place, line)).collect());
        lines
    }

    /// A line in the numbers of these codes.
    pub fn line(codes: &mut Codes, new: &New<'_>, day: i32) -> Line {
        let mut numbers = [0; COUNTED];
        for (at, code) in new.codes.iter().enumerate() {
            numbers[at] = codes.number(at, *code);
        }
        numbers[MARK] = codes.number(MARK, (new.marked_until >= day).then_some(MARKED));
        let New { id, price, published, marked_until, licensed_until, title, .. } = *new;
        Line { id, price: price.max(0), published, codes: numbers, marked_until, licensed_until, title: title.into() }
    }

    /// Where a product is.
    pub fn place(&self, id: i64) -> Option<u32> {
        self.places.get(&id).copied()
    }

    /// Places of those that are shown and older than a mark, the newest first.
    pub fn newest(&self, before: Option<(i64, i64)>) -> impl Iterator<Item = u32> + '_ {
        let end = before.map_or(self.ages.len(), |mark| self.ages.partition_point(|place| self.age(*place) < mark));
        self.ages[..end].iter().rev().copied()
    }

    fn age(&self, place: u32) -> (i64, i64) {
        let line = &self.all[place as usize];
        (line.published, line.id)
    }

    /// Places of the products that have a code.
    pub fn having(&self, code: u16) -> &[u32] {
        self.having.get(usize::from(code)).map(Vec::as_slice).unwrap_or_default()
    }

    /// How many are shown.
    pub fn shown(&self) -> usize {
        self.ages.len()
    }

    /// A product as it is now. Says whether it was not there before.
    pub fn put(&mut self, new: &New<'_>) -> bool {
        if new.licensed_until < self.day {
            self.take(new.id);
            return false;
        }
        let line = Self::line(&mut self.codes, new, self.day);
        self.having.resize(self.codes.len(), Vec::new());
        let known = self.place(new.id);
        match known {
            // Another price, stock or place: most changes are of this kind, and move little.
            Some(place) if self.age(place) == (line.published, line.id) && self.all[place as usize].price != OFF => {
                self.change(place, line)
            }
            Some(place) => {
                self.off(place);
                self.all[place as usize] = line;
                self.on(place);
            }
            None => {
                let place = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
                self.places.insert(line.id, place);
                self.all.push(line);
                self.on(place);
            }
        }
        known.is_none()
    }

    fn change(&mut self, place: u32, line: Line) {
        let before = std::mem::replace(&mut self.all[place as usize], line);
        let line = &self.all[place as usize];
        self.by_price.remove(&priced(place, &before));
        self.by_price.insert(priced(place, line));
        for (was, is) in before.codes.into_iter().zip(line.codes).filter(|(was, is)| was != is) {
            leave(&mut self.having[usize::from(was)], place);
            enter(&mut self.having[usize::from(is)], place);
        }
    }

    /// A product that is not shown any more.
    pub fn take(&mut self, id: i64) {
        if let Some(place) = self.place(id) {
            self.off(place);
        }
    }

    fn on(&mut self, place: u32) {
        let line = &self.all[place as usize];
        let age = (line.published, line.id);
        self.by_price.insert(priced(place, line));
        for code in line.codes {
            enter(&mut self.having[usize::from(code)], place);
        }
        let at = self.ages.partition_point(|other| self.age(*other) < age);
        self.ages.insert(at, place);
    }

    fn off(&mut self, place: u32) {
        let line = &self.all[place as usize];
        if line.price == OFF {
            return;
        }
        let (age, codes) = ((line.published, line.id), line.codes);
        self.by_price.remove(&priced(place, line));
        for code in codes {
            leave(&mut self.having[usize::from(code)], place);
        }
        let at = self.ages.partition_point(|other| self.age(*other) < age);
        if self.ages.get(at) == Some(&place) {
            self.ages.remove(at);
        }
        self.all[place as usize].price = OFF;
    }

    /// The day on which marks and licences were looked at.
    pub fn day(&self) -> i32 {
        self.day
    }

    /// Marks and licences that held until a day before this one are over.
    pub fn on_day(&mut self, day: i32) {
        if day == self.day {
            return;
        }
        self.day = day;
        let over: Vec<u32> = (0_u32..).zip(&self.all).filter(|(_, line)| line.licensed_until < day).map(|(place, _)| place).collect();
        over.into_iter().for_each(|place| self.off(place));
        let (Some(marked), none) = (self.codes.wanted(MARK, Some(MARKED)), self.codes.number(MARK, None)) else { return };
        for place in self.having(marked).to_vec() {
            if self.all[place as usize].marked_until < day {
                let mut line = self.all[place as usize].clone();
                line.codes[MARK] = none;
                self.change(place, line);
            }
        }
    }

    /// A filter in the numbers of these lines.
    pub fn wanted(&self, filter: &Filter) -> Wanted {
        let codes = &self.codes;
        Wanted {
            codes: [
                codes.wanted(0, filter.craft.as_deref()),
                codes.wanted(1, filter.region.as_deref()),
                codes.wanted(2, filter.municipality.as_deref()),
                codes.wanted(3, filter.making.map(|making| making.code())),
                codes.wanted(4, filter.availability.map(|availability| availability.code())),
                codes.wanted(MARK, filter.marked.then_some(MARKED)),
            ],
            least: filter.price_min.map_or(0, |price| price.0.max(0)),
            most: filter.price_max.map_or(i64::MAX, |price| price.0),
        }
    }
}

fn enter(places: &mut Vec<u32>, place: u32) {
    if let Err(at) = places.binary_search(&place) {
        places.insert(at, place);
    }
}

fn leave(places: &mut Vec<u32>, place: u32) {
    if let Ok(at) = places.binary_search(&place) {
        places.remove(at);
    }
}

fn priced(place: u32, line: &Line) -> Priced {
    Priced { price: line.price, id: line.id, place, codes: line.codes }
}
