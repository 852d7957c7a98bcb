//! What `make house` prints: how large the rooms are, who names whom in a circle, what is left to be done.

use std::collections::BTreeMap;

use crate::graph::{Circle, House};
use crate::reader::File;
use crate::rules::{MOST_IN_A_CIRCLE, MOST_LINES, RULES};
use crate::{LEFT, against};

const WIDE: usize = 116;

/// Prints it.
pub fn print(house: &House) {
    println!("\n\nROOMS: files and their lines, without tests; what tests there are stands at the end of each wing\n");
    rooms(house);
    println!("\nCIRCLES: files of a wing that name each other; at most {MOST_IN_A_CIRCLE} may. `cut` marks arrows to take away:");
    println!("without them the circle is none. They are an estimate, and seldom the fewest.\n");
    for wing in house.wings() {
        for circle in house.circles(wing) {
            print_circle(house, wing, &circle);
        }
    }
    println!("\nRULES, and what is left to be done\n");
    for rule in RULES {
        let found = against(rule.name);
        let count: usize = found.values().map(Vec::len).sum();
        println!("{:<9} {}: {}", rule.name, rule.says, if count == 0 { "holds".to_owned() } else { format!("{count} left") });
        for (wing, offences) in found {
            println!("    {wing}: {}", offences.len());
            // The files of circles stand above.
            for offence in offences.iter().filter(|_| rule.name != "circles") {
                wrapped("      ", offence);
            }
        }
    }
    let left: usize = LEFT.iter().map(|row| row.2).sum();
    println!("\n{left} in all stand in the table LEFT of app/house/main.rs.");
}

/// Prints a line, folded at spaces.
fn wrapped(indent: &str, text: &str) {
    let mut line = indent.to_owned();
    for word in text.split(' ') {
        if line.len() + word.len() > WIDE && line.trim() != "" {
            println!("{}", line.trim_end());
            line = format!("{indent}    ");
        }
        line += word;
        line.push(' ');
    }
    println!("{}", line.trim_end());
}

fn rooms(house: &House) {
    let row = |name: &str, files: &[&File]| {
        let mut lines: Vec<usize> = files.iter().map(|file| file.lines()).collect();
        lines.sort_unstable();
        let at = |share: usize| lines.get((lines.len() * share / 100).min(lines.len().saturating_sub(1))).copied().unwrap_or_default();
        let longest = files.iter().max_by_key(|file| file.lines()).map(|file| format!("{} {}", file.lines(), file.stem()));
        let sum: usize = lines.iter().sum();
        println!("{name:<36} {:>5} {sum:>7} {:>7} {:>5}  {}", lines.len(), at(50), at(90), longest.unwrap_or_default());
    };
    println!("{:<36} {:>5} {:>7} {:>7} {:>5}  longest", "", "files", "lines", "median", "p90");
    for wing in house.wings() {
        let of_wing: Vec<&File> = house.files().iter().filter(|file| file.wing == wing).collect();
        let (tests, files): (Vec<&File>, Vec<&File>) =
            of_wing.into_iter().filter(|file| file.stem() != "build").partition(|file| file.is_test());
        row(&wing.to_uppercase(), &files);
        let mut folders = BTreeMap::<&str, Vec<&File>>::new();
        for file in &files {
            folders.entry(file.folder()).or_default().push(file);
        }
        for (folder, files) in folders.iter().filter(|_| folders.len() > 1) {
            row(&format!("  {}", folder.trim_start_matches("app/")), files);
        }
        if !tests.is_empty() {
            row("  tests", &tests);
        }
    }
    let all: Vec<&File> = house.files().iter().filter(|file| !file.is_test() && file.stem() != "build").collect();
    row("ALL", &all);
    println!("{:<36} {:>5} {:>7} {:>7} {:>5}  {MOST_LINES}", "aim", "", "", "<110", "<240");
}

fn print_circle(house: &House, wing: &str, circle: &Circle) {
    let name = |file: &usize| house.files()[*file].path.split_once("src/").map_or("", |(_, name)| name).trim_end_matches(".rs");
    let names: Vec<&str> = circle.files.iter().map(name).collect();
    let verdict = if circle.files.len() > MOST_IN_A_CIRCLE { " TOO MANY" } else { "" };
    println!("{wing}: {} files{verdict}", circle.files.len());
    wrapped("    ", &names.join(", "));
    for (arrow, what) in &house.arrows {
        if circle.files.contains(&arrow.0) && circle.files.contains(&arrow.1) {
            let what: Vec<&str> = what.iter().map(String::as_str).collect();
            let cut = if circle.cuts.contains(arrow) { "  cut " } else { "      " };
            wrapped(cut, &format!("{} -> {}: {}", name(&arrow.0), name(&arrow.1), what.join(", ")));
        }
    }
    println!();
}
