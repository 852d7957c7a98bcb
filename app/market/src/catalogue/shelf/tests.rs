//! The shelf after any changes is the shelf that would be read anew, and counts and orders as one who looks at every product.

use proptest::prelude::*;

use super::super::facets::{Facets, count};
use super::super::filter::{Filter, Mark, Sort};
use super::super::rules::{Availability, Making};
use super::super::search::{CARDS, stands};
use super::codes::{COUNTED, Codes, SOLD_OUT};
use super::lines::{Line, Lines, New};
use ground::money::Money;

const CRAFTS: [&str; 3] = ["palm", "pottery", "bread"];
const REGIONS: [&str; 2] = ["fezzan", "barqa"];
const TODAY: i32 = 739_000;

#[derive(Debug, Clone)]
struct Product {
    id: i64,
    price: i64,
    published: i64,
    craft: usize,
    region: Option<usize>,
    hand: bool,
    sold_out: bool,
    marked_until: i32,
    licensed_until: i32,
}

impl Product {
    fn as_new(&self) -> New<'_> {
        let there = if self.sold_out { SOLD_OUT } else { "in_stock" };
        let making = if self.hand { "hand" } else { "machine" };
        New {
            id: self.id,
            price: self.price,
            published: self.published,
            codes: [Some(CRAFTS[self.craft]), self.region.map(|at| REGIONS[at]), None, Some(making), Some(there)],
            marked_until: self.marked_until,
            licensed_until: self.licensed_until,
            title: " شيء ",
        }
    }
}

fn product() -> impl Strategy<Value = Product> {
    let marks = prop_oneof![Just(0), Just(TODAY), Just(TODAY + 1)];
    let licences = prop_oneof![1 => Just(TODAY - 1), 1 => Just(TODAY), 4 => Just(TODAY + 300)];
    let region = proptest::option::of(0..REGIONS.len());
    let sold_out = proptest::bool::weighted(0.2);
    (1..40_i64, 0..30_i64, 0..9_i64, 0..CRAFTS.len(), region, (any::<bool>(), sold_out), marks, licences).prop_map(
        |(id, price, published, craft, region, (hand, sold_out), marked_until, licensed_until)| Product {
            id,
            price,
            published,
            craft,
            region,
            hand,
            sold_out,
            marked_until,
            licensed_until,
        },
    )
}

fn filter() -> impl Strategy<Value = Filter> {
    let sort = prop_oneof![Just(Sort::Relevance), Just(Sort::Newest), Just(Sort::Cheapest), Just(Sort::Dearest)];
    let price = || proptest::option::of(0..30_i64);
    (sort, proptest::option::of(0..4_usize), proptest::option::of(0..REGIONS.len()), any::<(bool, bool, bool)>(), price(), price())
        .prop_map(|(sort, craft, region, (hand, there, marked), least, most)| Filter {
            sort,
            craft: craft.map(|at| CRAFTS.get(at).copied().unwrap_or("unknown").to_owned()),
            region: region.map(|at| REGIONS[at].to_owned()),
            making: hand.then_some(Making::Hand),
            availability: there.then_some(Availability::InStock),
            marked,
            price_min: least.map(Money),
            price_max: most.map(Money),
            ..Filter::default()
        })
}

/// A product that comes, changes or goes.
fn changes() -> impl Strategy<Value = Vec<(Product, bool)>> {
    proptest::collection::vec((product(), proptest::bool::weighted(0.8)), 0..120)
}

fn read_anew(products: &[Product], day: i32) -> Lines {
    let mut codes = Codes::default();
    let all: Vec<Line> = products.iter().map(|product| Lines::line(&mut codes, &product.as_new(), day)).collect();
    Lines::of(all, codes, day)
}

fn sorted(mut facets: Facets) -> Facets {
    let Facets { crafts, regions, municipalities, makings, availabilities, .. } = &mut facets;
    [crafts, regions, municipalities, makings, availabilities].into_iter().for_each(|rows| rows.sort());
    facets
}

/// Which filters a product fails, by looking at them one by one.
fn failed(product: &Product, filter: &Filter, day: i32) -> Vec<usize> {
    let fails = [
        filter.craft.as_deref().is_some_and(|craft| craft != CRAFTS[product.craft]),
        filter.region.as_deref().is_some_and(|region| product.region.map(|at| REGIONS[at]) != Some(region)),
        false,
        filter.making == Some(Making::Hand) && !product.hand,
        filter.availability.is_some() && product.sold_out,
        filter.marked && product.marked_until < day,
    ];
    (0..COUNTED).filter(|at| fails[*at]).collect()
}

fn by_hand(products: &[Product], filter: &Filter, day: i32) -> (Facets, Vec<Mark>) {
    let in_range =
        |p: &&Product| filter.price_min.is_none_or(|least| p.price >= least.0) && filter.price_max.is_none_or(|most| p.price <= most.0);
    let seen: Vec<&Product> = products.iter().filter(|p| p.licensed_until >= day).filter(in_range).collect();
    let counted = |at: usize, is: &dyn Fn(&Product) -> bool| {
        seen.iter().filter(|p| failed(p, filter, day).iter().all(|failed| *failed == at) && is(p)).count() as i64
    };
    let row = |name: &str, n: i64| (n > 0).then(|| (name.to_owned(), n));
    let all: Vec<&&Product> = seen.iter().filter(|p| failed(p, filter, day).is_empty()).collect();
    let facets = Facets {
        total: all.len() as i64,
        crafts: CRAFTS.iter().enumerate().filter_map(|(at, name)| row(name, counted(0, &|p| p.craft == at))).collect(),
        regions: REGIONS.iter().enumerate().filter_map(|(at, name)| row(name, counted(1, &|p| p.region == Some(at)))).collect(),
        municipalities: Vec::new(),
        makings: [("hand", true), ("machine", false)]
            .into_iter()
            .filter_map(|(name, hand)| row(name, counted(3, &|p| p.hand == hand)))
            .collect(),
        availabilities: [("in_stock", false), (SOLD_OUT, true)]
            .into_iter()
            .filter_map(|(name, sold_out)| row(name, counted(4, &|p| p.sold_out == sold_out)))
            .collect(),
        marked: counted(5, &|p| p.marked_until >= day),
    };
    // What is sold out stands behind all others.
    let last = if filter.sort == Sort::Cheapest { 1 } else { -1 };
    let mut marks: Vec<Mark> = all
        .iter()
        .map(|p| match filter.sort {
            Sort::Cheapest | Sort::Dearest => (if p.sold_out { last } else { 0 }, p.price, p.id),
            Sort::Newest | Sort::Relevance => (if p.sold_out { last } else { 0 }, p.published, p.id),
        })
        .collect();
    marks.sort_unstable();
    if filter.sort != Sort::Cheapest {
        marks.reverse();
    }
    (sorted(facets), marks)
}

proptest! {
    #[test]
    fn changes_one_by_one_come_to_what_is_there(
        first in proptest::collection::vec(product(), 0..40), then in changes(), filter in filter(), later in any::<bool>(),
    ) {
        let mut there: Vec<Product> = Vec::new();
        let put = |there: &mut Vec<Product>, product: &Product| {
            there.retain(|known| known.id != product.id);
            there.push(product.clone());
        };
        first.iter().for_each(|product| put(&mut there, product));
        let mut lines = read_anew(&there, TODAY);
        for (product, comes) in &then {
            if *comes {
                lines.put(&product.as_new());
                put(&mut there, product);
            } else {
                lines.take(product.id);
                there.retain(|known| known.id != product.id);
            }
        }
        let day = if later { TODAY + 1 } else { TODAY };
        lines.on_day(day);
        prop_assert_eq!(lines.shown(), there.iter().filter(|product| product.licensed_until >= day).count());
        let (facets, marks) = by_hand(&there, &filter, day);
        prop_assert_eq!(sorted(count(&lines, &filter, None)), facets.clone());
        prop_assert_eq!(sorted(count(&read_anew(&there, day), &filter, None)), facets);
        // Page by page, as one who goes on to the last.
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = stands(&lines, &Filter { after, ..filter.clone() }, None);
            prop_assert!(page.ids.len() <= CARDS);
            seen.extend(page.ids);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        prop_assert_eq!(seen, marks.into_iter().map(|(.., id)| id).collect::<Vec<_>>());
    }
}
