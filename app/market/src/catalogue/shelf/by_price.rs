//! Products by price, in blocks that know what is in them: a product comes in or goes without moving all others, and what a
//! range of prices holds is counted block by block.

use super::codes::COUNTED;

/// Products of a block before it is parted.
const MOST: usize = 4_096;

/// What a product is ordered and counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Priced {
    /// Dirhams.
    pub price: i64,
    /// Key.
    pub id: i64,
    /// Place on the shelf.
    pub place: u32,
    /// Numbers of its codes.
    pub codes: [u16; COUNTED],
}

impl Priced {
    fn order(&self) -> (i64, i64) {
        (self.price, self.id)
    }
}

#[derive(Debug, Default)]
struct Block {
    /// Cheapest first.
    rows: Vec<Priced>,
    counts: Vec<u32>,
}

impl Block {
    fn of(rows: Vec<Priced>) -> Self {
        let mut block = Self { rows: Vec::new(), counts: Vec::new() };
        rows.iter().for_each(|row| block.count(row));
        block.rows = rows;
        block
    }

    fn count(&mut self, row: &Priced) {
        for code in row.codes.map(usize::from) {
            if code >= self.counts.len() {
                self.counts.resize(code + 1, 0);
            }
            self.counts[code] += 1;
        }
    }

    fn uncount(&mut self, row: &Priced) {
        for code in row.codes.map(usize::from) {
            self.counts[code] -= 1;
        }
    }

    fn last(&self) -> Option<(i64, i64)> {
        self.rows.last().map(Priced::order)
    }
}

/// All of them.
#[derive(Debug, Default)]
pub struct ByPrice(Vec<Block>);

impl ByPrice {
    /// Puts products in order.
    pub fn of(mut rows: Vec<Priced>) -> Self {
        rows.sort_unstable_by_key(Priced::order);
        Self(rows.chunks(MOST / 2).map(|rows| Block::of(rows.to_vec())).collect())
    }

    /// The block in which a place in the order is; the last one for what is dearer than all.
    fn block(&self, order: (i64, i64)) -> usize {
        self.0.partition_point(|block| block.last() < Some(order)).min(self.0.len().saturating_sub(1))
    }

    /// Puts a product in.
    pub fn insert(&mut self, row: Priced) {
        if self.0.is_empty() {
            self.0.push(Block::default());
        }
        let at = self.block(row.order());
        let block = &mut self.0[at];
        let place = block.rows.partition_point(|other| other.order() < row.order());
        block.rows.insert(place, row);
        block.count(&row);
        if block.rows.len() > MOST {
            let upper = Block::of(block.rows.split_off(MOST / 2));
            let lower = Block::of(std::mem::take(&mut block.rows));
            self.0.splice(at..=at, [lower, upper]);
        }
    }

    /// Takes a product out.
    pub fn remove(&mut self, row: &Priced) {
        if self.0.is_empty() {
            return;
        }
        let at = self.block(row.order());
        let block = &mut self.0[at];
        if let Ok(place) = block.rows.binary_search_by_key(&row.order(), Priced::order) {
            let row = block.rows.remove(place);
            block.uncount(&row);
            if block.rows.is_empty() {
                self.0.remove(at);
            }
        }
    }

    /// Products behind a place in the order.
    pub fn after(&self, order: (i64, i64)) -> impl Iterator<Item = &Priced> {
        let at = self.0.partition_point(|block| block.last() <= Some(order));
        self.0[at..].iter().flat_map(|block| block.rows.iter()).skip_while(move |row| row.order() <= order)
    }

    /// Products before a place in the order, dearest first.
    pub fn before(&self, order: (i64, i64)) -> impl Iterator<Item = &Priced> {
        let at = self.0.partition_point(|block| block.rows.first().map(Priced::order) < Some(order));
        self.0[..at].iter().rev().flat_map(|block| block.rows.iter().rev()).skip_while(move |row| row.order() >= order)
    }

    /// How many products of each code have a price from `least` to `most`, and how many there are.
    pub fn count(&self, least: i64, most: i64, codes: usize) -> (usize, Vec<i64>) {
        let mut counts = vec![0_i64; codes];
        let mut total = 0;
        for block in &self.0 {
            let (Some(first), Some(last)) = (block.rows.first(), block.rows.last()) else { continue };
            if first.price > most || last.price < least {
                continue;
            }
            if first.price >= least && last.price <= most {
                total += block.rows.len();
                counts.iter_mut().zip(&block.counts).for_each(|(sum, count)| *sum += i64::from(*count));
                continue;
            }
            for row in block.rows.iter().filter(|row| (least..=most).contains(&row.price)) {
                total += 1;
                row.codes.map(usize::from).into_iter().for_each(|code| counts[code] += 1);
            }
        }
        (total, counts)
    }
}
