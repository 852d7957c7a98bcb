//! States of a case, who may move it, and how long it may take.

use super::refusals;
use ground::actor::{Actor, Role};
use ground::codes;
use ground::error::Reason;
use ground::ids::PersonId;
use ground::series::Series;

codes! {
    /// What a case is about.
    CaseKind {
        /// A family asks for a licence.
        Family = "family",
        /// A version of a product asks to be published.
        Product = "product",
        /// A family asks for its licence to be renewed or given back.
        Renewal = "renewal",
        /// A licensed family, or an officer for it, asks for its data to be put right.
        Correction = "correction",
        /// The same about who belongs to it.
        Membership = "membership",
        /// An officer proposes to suspend a licence.
        Suspension = "suspension",
        /// Someone reports a listing.
        Report = "report",
        /// An objection (تظلّم) to a decision.
        Objection = "objection",
    }
}

impl CaseKind {
    /// How its cases are numbered.
    pub const fn series(self) -> Series {
        match self {
            Self::Family => Series::FamilyCase,
            Self::Product => Series::ProductCase,
            Self::Renewal => Series::RenewalCase,
            Self::Correction => Series::CorrectionCase,
            Self::Membership => Series::MembershipCase,
            Self::Suspension => Series::SuspensionCase,
            Self::Report => Series::ReportCase,
            Self::Objection => Series::ObjectionCase,
        }
    }
}

codes! {
    /// What happens to a case, as its history keeps it.
    EventAct {
        /// It was sent.
        Open = "open",
        /// Somebody helped the applicant to write it.
        Help = "help",
        /// An officer took it.
        Take = "take",
        /// It was given to a colleague.
        Assign = "assign",
        /// A note among colleagues.
        Note = "note",
        /// The program or a colleague noticed something.
        Flag = "flag",
        /// A paper was added.
        Document = "document",
        /// The applicant was asked to change something.
        Return = "return",
        /// The applicant sent it again.
        Resubmit = "resubmit",
        /// The first of two said what should be decided.
        Recommend = "recommend",
        /// The second of two did not follow.
        SendBack = "send_back",
        /// It was decided.
        Decide = "decide",
        /// The applicant objected to the decision.
        Object = "object",
        /// The objection was heard.
        Close = "close",
        /// It came to nothing.
        Withdraw = "withdraw",
    }
}

impl EventAct {
    /// Whether the applicant reads of it: what was asked and decided, and nothing of how colleagues came to it.
    pub const fn shown_to_applicant(self) -> bool {
        match self {
            Self::Open | Self::Take | Self::Return | Self::Resubmit | Self::Decide | Self::Object | Self::Close | Self::Withdraw => true,
            Self::Help | Self::Assign | Self::Note | Self::Flag | Self::Document | Self::Recommend | Self::SendBack => false,
        }
    }

    /// Whether it moves the case, so that it is the last thing that was done to it.
    pub const fn moves(self) -> bool {
        !matches!(self, Self::Note | Self::Document | Self::Flag)
    }
}

codes! {
    /// Where a case stands.
    CaseState {
        /// Waits for an officer.
        Submitted = "submitted",
        /// An officer has it.
        InReview = "in_review",
        /// Waits for the applicant; the clock stands still.
        Returned = "returned",
        /// One has recommended; another decides.
        Recommended = "recommended",
        /// Approved or refused.
        Decided = "decided",
        /// The decision is objected to.
        ObjectionOpen = "objection_open",
        /// Nothing more can happen.
        Closed = "closed",
    }
}

codes! {
    /// What a decision says.
    Outcome {
        /// Yes.
        Approved = "approved",
        /// No.
        Refused = "refused",
    }
}

codes! {
    /// Why, in a word that can be counted; the words beside it are for the person.
    ReasonCode {
        /// All conditions are met.
        Meets = "meets",
        /// Not within what the Authority supports.
        OutsideScope = "outside_scope",
        /// What was said is not so.
        NotTrue = "not_true",
        /// There is one already.
        Duplicate = "duplicate",
        /// Not made at home or by the family.
        NotHomemade = "not_homemade",
        /// A permit is missing or over.
        NoPermit = "no_permit",
        /// May not be sold.
        Prohibited = "prohibited",
        /// Photos or text do not show the thing.
        Misleading = "misleading",
        /// The words say it.
        Other = "other",
    }
}

/// What can be done to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    /// An officer takes it.
    Take,
    /// Back to the applicant, with what to change.
    Return,
    /// The applicant sends it again.
    Resubmit,
    /// The first of two says what should be decided.
    Recommend,
    /// The second of two asks the first to look again.
    SendBack,
    /// Approve or refuse.
    Decide,
    /// The person decided upon objects.
    Object,
    /// The objection was heard.
    Close,
}

impl Move {
    /// All moves.
    pub const ALL: [Move; 8] =
        [Move::Take, Move::Return, Move::Resubmit, Move::Recommend, Move::SendBack, Move::Decide, Move::Object, Move::Close];
}

/// How a kind of case is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Two different people: one recommends, another decides.
    pub two_people: bool,
    /// Working days from arrival to decision.
    pub days: i64,
    /// Calendar days in which an objection is taken.
    pub objection_days: i64,
}

/// Families, and who belongs to one, need two people, the others one; a suspension is proposed by one and decided by another.
/// The days are the Authority's service promise and stand here until it fixes others.
pub fn policy(kind: CaseKind) -> Policy {
    match kind {
        CaseKind::Family => Policy { two_people: true, days: 15, objection_days: 30 },
        CaseKind::Objection => Policy { two_people: false, days: 15, objection_days: 0 },
        CaseKind::Product => Policy { two_people: false, days: 5, objection_days: 30 },
        CaseKind::Renewal => Policy { two_people: false, days: 10, objection_days: 30 },
        CaseKind::Membership => Policy { two_people: true, days: 15, objection_days: 30 },
        CaseKind::Correction => Policy { two_people: false, days: 10, objection_days: 30 },
        CaseKind::Suspension => Policy { two_people: false, days: 5, objection_days: 30 },
        CaseKind::Report => Policy { two_people: false, days: 3, objection_days: 0 },
    }
}

/// The outcome that takes something from the person decided upon, and can be objected to.
pub fn adverse(kind: CaseKind) -> Outcome {
    // A report that is found true takes the listing off the market.
    if matches!(kind, CaseKind::Suspension | CaseKind::Report) { Outcome::Approved } else { Outcome::Refused }
}

/// Every allowed move; nothing moves except by a line of this table.
const TABLE: &[(CaseState, Move, CaseState)] = &[
    (CaseState::Submitted, Move::Take, CaseState::InReview),
    (CaseState::InReview, Move::Return, CaseState::Returned),
    (CaseState::Returned, Move::Resubmit, CaseState::InReview),
    (CaseState::InReview, Move::Recommend, CaseState::Recommended),
    (CaseState::Recommended, Move::SendBack, CaseState::InReview),
    (CaseState::InReview, Move::Decide, CaseState::Decided),
    (CaseState::Recommended, Move::Decide, CaseState::Decided),
    (CaseState::Decided, Move::Object, CaseState::ObjectionOpen),
    (CaseState::ObjectionOpen, Move::Close, CaseState::Closed),
];

/// The state after a move, or that it is not possible now. `about` is the kind decided upon: that of
/// the first case for an objection, which needs as many people as its first case did.
pub fn step(kind: CaseKind, about: CaseKind, state: CaseState, wanted: Move) -> Result<CaseState, Reason> {
    let two_people = policy(about).two_people;
    let skips = match (state, wanted) {
        (CaseState::InReview, Move::Decide) => two_people,
        (_, Move::Recommend) => !two_people,
        // Only what was filled in can be changed; reports come from strangers, who are not asked again.
        (_, Move::Return) => !matches!(kind, CaseKind::Family | CaseKind::Product),
        (_, Move::Object) => policy(kind).objection_days == 0,
        _ => false,
    };
    let line = TABLE.iter().find(|(from, by, _)| *from == state && *by == wanted && !skips);
    line.map(|(_, _, to)| *to).ok_or(Reason::NOT_NOW)
}

/// Who is involved in a case; what [`may`] needs to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Involved {
    /// Kind.
    pub kind: CaseKind,
    /// The kind decided upon: for an objection that of the first case.
    pub about: CaseKind,
    /// State.
    pub state: CaseState,
    /// Whose case it is.
    pub applicant: Option<PersonId>,
    /// Who filed it, for the applicant or as the applicant.
    pub filed_by: Option<PersonId>,
    /// Who recommended.
    pub recommended_by: Option<PersonId>,
    /// For an objection: who recommended and decided the first case.
    pub first_deciders: [Option<PersonId>; 2],
    /// Who filled it in for the applicant or had the account in hand.
    pub helpers: Vec<PersonId>,
}

/// Whether this person may do this to the case, apart from scope: nobody moves their own case, who
/// recommended does not decide (the person, not the role), and an objection is heard by others.
pub fn may(actor: &Actor, case: &Involved, wanted: Move) -> Result<(), Reason> {
    let me = actor.id();
    match wanted {
        Move::Resubmit | Move::Object => return if me.is_some() && me == case.applicant { Ok(()) } else { Err(Reason::NOT_NOW) },
        _ if me.is_none() || !actor.holds(Role::CASEWORKERS) => return Err(Reason::NOT_NOW),
        _ => {}
    }
    if me == case.applicant || me == case.filed_by || case.helpers.iter().any(|helper| me == Some(*helper)) {
        return Err(refusals::OWN_CASE);
    }
    if case.first_deciders.contains(&me) {
        return Err(refusals::DECIDED_BEFORE);
    }
    if matches!(wanted, Move::Decide | Move::SendBack) && me == case.recommended_by {
        return Err(refusals::RECOMMENDED);
    }
    Ok(())
}

/// The moves a staff member can make now: pages draw their buttons from this.
pub fn moves(actor: &Actor, case: &Involved) -> Vec<Move> {
    // A submitted case is taken by the first thing that is done to it.
    let state = if case.state == CaseState::Submitted { CaseState::InReview } else { case.state };
    let possible = |wanted: &Move| [state, case.state].into_iter().any(|state| step(case.kind, case.about, state, *wanted).is_ok());
    Move::ALL
        .into_iter()
        .filter(|wanted| !matches!(wanted, Move::Resubmit | Move::Object | Move::Close))
        .filter(possible)
        .filter(|wanted| may(actor, case, *wanted).is_ok())
        .collect()
}

/// In which round something was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Round {
    /// For the first time.
    First,
    /// On an objection to the first decision.
    Objection,
}

/// A decision before it is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Yes or no.
    pub outcome: Outcome,
    /// Why, to be counted.
    pub reason: ReasonCode,
    /// Why, for the person.
    pub words: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use ground::actor::{Grant, Scope, Signed};
    use ground::ids::SessionId;

    /// Every state × move pair of every kind: allowed exactly where this list says so.
    #[test]
    fn nothing_moves_except_by_the_table() {
        use CaseState::{Decided, InReview, ObjectionOpen, Recommended, Returned, Submitted};
        for kind in CaseKind::ALL {
            let two = matches!(kind, CaseKind::Family | CaseKind::Membership);
            let asks_again = matches!(kind, CaseKind::Family | CaseKind::Product);
            let objects = !matches!(kind, CaseKind::Report | CaseKind::Objection);
            for state in CaseState::ALL {
                for wanted in Move::ALL {
                    let allowed = match (state, wanted) {
                        (Submitted, Move::Take) | (ObjectionOpen, Move::Close) | (Returned, Move::Resubmit) => true,
                        (Recommended, Move::SendBack | Move::Decide) => true,
                        (InReview, Move::Return) => asks_again,
                        (Decided, Move::Object) => objects,
                        (InReview, Move::Recommend) => two,
                        (InReview, Move::Decide) => !two,
                        _ => false,
                    };
                    assert_eq!(step(*kind, *kind, *state, wanted).is_ok(), allowed, "{kind:?} {state:?} {wanted:?}");
                }
            }
        }
    }

    #[test]
    fn an_objection_needs_as_many_people_as_its_first_case() {
        let may = |about, wanted| step(CaseKind::Objection, about, CaseState::InReview, wanted).is_ok();
        for about in CaseKind::ALL {
            let two = matches!(about, CaseKind::Family | CaseKind::Membership);
            assert_eq!((may(*about, Move::Recommend), may(*about, Move::Decide)), (two, !two), "{about:?}");
        }
    }

    fn officer(id: i64, role: Role, second_factor: bool) -> Actor {
        Actor::Person(Box::new(Signed {
            id: PersonId(id),
            name: "n".into(),
            session: SessionId(1),
            second_factor,
            has_second_factor: true,
            unread: 0,
            grants: vec![Grant { role, scope: Scope::Whole }],
        }))
    }

    #[test]
    fn nobody_decides_what_they_applied_for_filed_recommended_or_decided_before() {
        let case = Involved {
            kind: CaseKind::Family,
            about: CaseKind::Family,
            state: CaseState::Recommended,
            applicant: Some(PersonId(1)),
            filed_by: Some(PersonId(2)),
            recommended_by: Some(PersonId(3)),
            first_deciders: [Some(PersonId(4)), Some(PersonId(5))],
            helpers: vec![PersonId(7)],
        };
        for (id, expected) in [
            (1, Err(refusals::OWN_CASE)),
            (2, Err(refusals::OWN_CASE)),
            (3, Err(refusals::RECOMMENDED)),
            (4, Err(refusals::DECIDED_BEFORE)),
            (5, Err(refusals::DECIDED_BEFORE)),
            (7, Err(refusals::OWN_CASE)),
            (6, Ok(())),
        ] {
            assert_eq!(may(&officer(id, Role::Officer, true), &case, Move::Decide), expected, "person {id}");
        }
        for actor in
            [Actor::Visitor, officer(6, Role::Officer, false), officer(6, Role::Auditor, true), officer(6, Role::Administrator, true)]
        {
            assert_eq!(may(&actor, &case, Move::Decide), Err(Reason::NOT_NOW));
            assert!(moves(&actor, &case).is_empty());
        }
    }
}
