//! The rooms of the desk: lines of the URL table that stand in the bar above each of its pages.

use crate::actor::{Actor, Role};
use crate::texts::Text;

/// A line of the table that is a room. Who may enter it is who the line lets in.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Its place in the bar.
    pub place: u8,
    /// Its address below the language.
    pub path: &'static str,
    /// What it is called.
    pub word: Text,
    /// Who may enter.
    pub roles: &'static [Role],
}

/// Pages of their own that staff read beside their work, under the same bar.
const BESIDE: [&str; 2] = ["/inbox", "/me/account"];

/// The rooms that this person may enter, when a page of the desk is shown; none elsewhere, and to others.
pub fn of<'a>(rooms: &'a [Room], actor: &Actor, path: &str) -> Vec<&'a Room> {
    let path = path.split('?').next().unwrap_or(path);
    let desk = rooms.iter().map(|room| first_part(room.path)).chain(BESIDE).any(|part| lies_in(path, part));
    rooms.iter().filter(|room| desk && actor.holds(room.roles)).collect()
}

/// The room in which a page lies.
pub fn current(rooms: &[&Room], path: &str) -> Option<&'static str> {
    let path = path.split('?').next().unwrap_or(path);
    rooms.iter().map(|room| room.path).filter(|room| lies_in(path, room)).max_by_key(|room| room.len())
}

fn lies_in(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn first_part(path: &str) -> &str {
    path.match_indices('/').nth(1).map_or(path, |(end, _)| &path[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_lies_in_the_nearest_room_above_it() {
        let room = |path| Room { place: 0, path, word: crate::texts::common::desk, roles: &[] };
        let rooms = ["/desk", "/desk/fairs", "/committee"].map(room);
        let rooms: Vec<&Room> = rooms.iter().collect();
        for (path, room) in [
            ("/desk?kind=product", Some("/desk")),
            ("/desk/cases/7", Some("/desk")),
            ("/desk/fairs/3/edit", Some("/desk/fairs")),
            ("/desk/fairsome", Some("/desk")),
            ("/committee/fairs/2", Some("/committee")),
            ("/inbox", None),
        ] {
            assert_eq!(current(&rooms, path), room, "{path}");
        }
    }
}
