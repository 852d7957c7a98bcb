//! Pages of the desk.

mod act_words;
mod audit;
mod bulk;
mod case;
mod import;
mod later_looks;
mod mails;
mod people;
mod queue;
mod reference;
mod register;

pub use audit::audit;
pub use bulk::approved_many;
pub use case::{Subject, case, return_fields};
pub use import::{HowRead, ImportError, ImportResult, how_read, import_failed, import_form, import_result, import_running};
pub use later_looks::later_looks;
pub use mails::mails;
pub use people::{people, reset_link};
pub use queue::queue;
pub use reference::{SOUTH, reference_list, reference_row, reference_rows};
pub use register::{family, register};

use leptos::prelude::*;

use ground::actor::Role;
use ground::ctx::Ctx;
use ground::t;

/// The rooms of the desk that this person may enter.
pub(super) fn rooms(ctx: &Ctx, here: &str) -> AnyView {
    let l = ctx.l;
    let all: [(&str, String, &[Role]); 11] = [
        ("/desk", t!(l, desk.queue), Role::DESK),
        ("/desk/families", t!(l, desk.register_title), Role::DESK),
        ("/desk/training", t!(l, training.desk), &[Role::Officer, Role::BranchHead, Role::Organiser]),
        ("/committee", t!(l, committee.heading), &[Role::CommitteeMember, Role::Officer, Role::BranchHead, Role::Organiser, Role::Auditor]),
        ("/desk/training/teaching", t!(l, training.teaching), &[Role::Trainer]),
        ("/desk/samples", t!(l, desk.samples), Role::CASEWORKERS),
        ("/desk/reference", t!(l, desk.reference), &[Role::Administrator]),
        ("/desk/import", t!(l, desk.import), &[Role::Administrator]),
        ("/desk/people", t!(l, desk.people), &[Role::Administrator]),
        ("/desk/audit", t!(l, desk.audit), &[Role::Auditor, Role::Administrator]),
        ("/desk/mails", t!(l, desk.mails), &[Role::Administrator]),
    ];
    let links: Vec<AnyView> = all
        .into_iter()
        .filter(|(_, _, roles)| ctx.actor.holds(roles))
        .map(|(path, word, _)| {
            let current = (path == here).then_some("page");
            view! { <a href=ctx.link(path) aria-current=current>{word}</a> }.into_any()
        })
        .collect();
    view! { <nav class="rooms" aria-label=t!(l, common.desk)>{links}</nav> }.into_any()
}
