//! What a post has done, said once on the page that follows it.

use axum::response::Response;

use crate::codes;
use crate::ctx::Ctx;
use crate::form::Form;
use crate::route::see_other;
use crate::t;
use crate::texts::Locale;

/// The name in the query that carries it.
const NAME: &str = "done";

codes! {
    /// What was done.
    Done {
        /// What was typed is stored.
        Saved = "saved",
        /// Something new is there.
        Added = "added",
        /// What was sent stood there already.
        ThereBefore = "there_before",
        /// Something is gone.
        Removed = "removed",
        /// It is with the Authority.
        Sent = "sent",
        /// A case is in the officer's hands.
        Taken = "taken",
        /// A case is with a colleague.
        Assigned = "assigned",
        /// A case went back to its applicant.
        Returned = "returned",
        /// A recommendation stands.
        Recommended = "recommended",
        /// A case went back to who recommended.
        SentBack = "sent_back",
        /// A decision stands, and the person was told.
        Decided = "decided",
        /// What was recommended or asked to be changed is taken back.
        Recalled = "recalled",
        /// A decision is taken back, and the person was told.
        TakenBack = "taken_back",
        /// Other devices are signed out.
        SignedOut = "signed_out",
        /// Somebody is signed up for a course.
        Enrolled = "enrolled",
        /// An offered seat is taken.
        SeatTaken = "seat_taken",
        /// An offered seat was declined.
        SeatLeft = "seat_left",
        /// A declined seat is asked for again.
        SeatAsked = "seat_asked",
        /// An application was taken back.
        Withdrawn = "withdrawn",
        /// A product was taken back from review.
        ForEditing = "for_editing",
        /// An application to a fair was sent.
        Applied = "applied",
        /// A family takes part in a fair.
        Going = "going",
        /// Somebody said how it was.
        Said = "said",
        /// Somebody objected.
        Objected = "objected",
        /// Somebody else comes in place of another.
        Replaced = "replaced",
        /// What is ready was ticked.
        Packed = "packed",
        /// Attendance is noted.
        Noted = "noted",
        /// Families were reminded.
        Reminded = "reminded",
        /// A role waits for a second administrator.
        Proposed = "proposed",
    }
}

impl Done {
    /// The sentence.
    pub fn word(self, l: Locale) -> String {
        match self {
            Done::Saved => t!(l, common.done_saved),
            Done::Added => t!(l, common.done_added),
            Done::ThereBefore => t!(l, common.done_there_before),
            Done::Removed => t!(l, common.done_removed),
            Done::Sent => t!(l, common.done_sent),
            Done::Taken => t!(l, common.done_taken),
            Done::Assigned => t!(l, common.done_assigned),
            Done::Returned => t!(l, common.done_returned),
            Done::Recommended => t!(l, common.done_recommended),
            Done::SentBack => t!(l, common.done_sent_back),
            Done::Decided => t!(l, common.done_decided),
            Done::Recalled => t!(l, common.done_recalled),
            Done::ForEditing => t!(l, common.done_for_editing),
            Done::SignedOut => t!(l, common.done_signed_out),
            Done::Enrolled => t!(l, common.done_enrolled),
            Done::SeatTaken => t!(l, common.done_seat_taken),
            Done::SeatLeft => t!(l, common.done_seat_left),
            Done::SeatAsked => t!(l, common.done_seat_asked),
            Done::Withdrawn => t!(l, common.done_withdrawn),
            Done::TakenBack => t!(l, common.done_taken_back),
            Done::Applied => t!(l, common.done_applied),
            Done::Going => t!(l, common.done_going),
            Done::Said => t!(l, common.done_said),
            Done::Objected => t!(l, common.done_objected),
            Done::Replaced => t!(l, common.done_replaced),
            Done::Packed => t!(l, common.done_packed),
            Done::Noted => t!(l, common.done_noted),
            Done::Reminded => t!(l, common.done_reminded),
            Done::Proposed => t!(l, common.done_proposed),
        }
    }

    /// What the address of a page says was done. Only these words can be put there by a link from outside.
    pub(super) fn asked(ctx: &Ctx) -> Option<Done> {
        let (_, query) = ctx.path.split_once('?')?;
        Done::from_code(Form::parse(query).get(NAME))
    }
}

/// After a post: to a page below the language, which says what was done.
pub fn done(ctx: &Ctx, path: &str, what: Done) -> Response {
    let sign = if path.contains('?') { '&' } else { '?' };
    see_other(ctx.link(&format!("{path}{sign}{NAME}={}", what.code())))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn what_was_done_is_said_in_a_sentence_of_its_own() {
        for l in [Locale::Ar, Locale::En] {
            let said: BTreeSet<String> = Done::ALL.iter().map(|done| done.word(l)).collect();
            assert_eq!(said.len(), Done::ALL.len());
        }
    }
}
