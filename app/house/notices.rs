//! What people are told: each area has its own `Notice`, and all of them are stored in one table.

use std::collections::BTreeMap;

use syn::Item;

use crate::graph::House;
use crate::offence::Offence;

/// The names under which an area's notices are stored.
fn variants(text: &str) -> Vec<String> {
    let items = syn::parse_file(text).unwrap().items;
    let notice = items.into_iter().find_map(|item| match item {
        Item::Enum(item) if item.ident == "Notice" => Some(item),
        _ => None,
    });
    notice.into_iter().flat_map(|notice| notice.variants).map(|variant| variant.ident.to_string()).collect()
}

/// A stored row is read by the first area that knows its name, so no two areas may share one; and an area or a wing that is not
/// joined would leave its rows unread.
pub fn every_notice_is_read_by_one_area(house: &House) -> Vec<Offence> {
    let of = |path: &str| house.files().iter().find(|file| file.path == path).map(|file| file.text.as_str()).unwrap_or_default();
    let table = of("app/src/routes.rs");
    let (mut wrong, mut known) = (Vec::new(), BTreeMap::new());
    for file in house.files().iter().filter(|file| file.path.contains("/src/") && file.path.ends_with("/notices.rs")) {
        let mut add = |what: String| wrong.push(Offence { wing: file.wing.clone(), what: format!("{}: {what}", file.path) });
        for variant in variants(&file.text) {
            if let Some(other) = known.insert(variant.clone(), file.path.clone()) {
                add(format!("{variant} is told by {other}, too"));
            }
        }
        let area = file.path.rsplit('/').nth(1).filter(|area| *area != "src").unwrap_or("notices");
        let joined = of(&format!("app/{}/src/lib.rs", file.wing));
        if !joined.contains(&format!("read::<{area}::")) || !table.contains(&format!("{}::NOTICES", file.wing)) {
            add("is not joined in NOTICES of its wing and of app/src/routes.rs".to_owned());
        }
    }
    assert!(known.len() > 50, "only {} notices were found: this test reads them wrongly", known.len());
    wrong
}
