//! How cases move: by a table, by whom, and how long it may take.

use chrono::{Days, NaiveDate};

use super::super::refusals;
use super::{CaseKind, CaseState, Outcome};
use ground::actor::{Actor, Role};
use ground::error::Reason;
use ground::ids::PersonId;
use ground::states::States;

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
    /// It comes to nothing: what it asks for cannot be had any longer.
    Withdraw,
    /// Who recommended or returned it takes that back, until somebody has acted on it.
    Recall,
    /// A decision was a material error.
    TakeBack,
}

impl Move {
    /// All moves.
    pub const ALL: [Move; 11] = [
        Move::Take,
        Move::Return,
        Move::Resubmit,
        Move::Recommend,
        Move::SendBack,
        Move::Decide,
        Move::Object,
        Move::Close,
        Move::Withdraw,
        Move::Recall,
        Move::TakeBack,
    ];
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
        // A seat or a booth is of use only before the course or the fair begins.
        CaseKind::FairResult | CaseKind::CourseResult => Policy { two_people: false, days: 5, objection_days: 0 },
        CaseKind::Product => Policy { two_people: false, days: 5, objection_days: 30 },
        CaseKind::Renewal => Policy { two_people: false, days: 10, objection_days: 30 },
        CaseKind::Membership => Policy { two_people: true, days: 15, objection_days: 30 },
        CaseKind::Correction => Policy { two_people: false, days: 10, objection_days: 30 },
        CaseKind::Suspension => Policy { two_people: false, days: 5, objection_days: 30 },
        CaseKind::Report => Policy { two_people: false, days: 3, objection_days: 0 },
    }
}

/// The last day on which the result of a course or a fair can be objected to, from the day on which it was told.
pub fn last_day_to_object(told: NaiveDate) -> Option<NaiveDate> {
    told.checked_add_days(Days::new(7))
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
    (CaseState::Submitted, Move::Withdraw, CaseState::Closed),
    (CaseState::InReview, Move::Withdraw, CaseState::Closed),
    (CaseState::Returned, Move::Withdraw, CaseState::Closed),
    (CaseState::Recommended, Move::Withdraw, CaseState::Closed),
    (CaseState::ObjectionOpen, Move::Withdraw, CaseState::Closed),
    (CaseState::Returned, Move::Recall, CaseState::InReview),
    (CaseState::Recommended, Move::Recall, CaseState::InReview),
    (CaseState::Decided, Move::TakeBack, CaseState::InReview),
];

/// A move of a case, with what decides whether its kind knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseMove {
    /// Kind of the case.
    pub kind: CaseKind,
    /// The kind decided upon: that of the first case for an objection, which needs as many people as its first case did.
    pub about: CaseKind,
    /// The move.
    pub by: Move,
}

impl CaseMove {
    /// A move of a case that is about nothing but itself.
    pub fn of(kind: CaseKind, by: Move) -> Self {
        Self { kind, about: kind, by }
    }
}

impl States for CaseState {
    type Move = CaseMove;
    const FIRST: Self = CaseState::Submitted;

    fn after(self, CaseMove { kind, about, by }: CaseMove) -> Option<Self> {
        let two_people = policy(about).two_people;
        let skips = match (self, by) {
            (CaseState::InReview, Move::Decide) => two_people,
            (_, Move::Recommend) => !two_people,
            // Only what was filled in can be changed; reports come from strangers, who are not asked again.
            (_, Move::Return) => !matches!(kind, CaseKind::Family | CaseKind::Product),
            (_, Move::Object) => policy(kind).objection_days == 0,
            // A licence is suspended, a correction corrected again: what others built on them stays.
            (_, Move::TakeBack) => kind != CaseKind::Product,
            _ => false,
        };
        let line = TABLE.iter().find(|(from, with, _)| *from == self && *with == by && !skips);
        line.map(|(_, _, to)| *to)
    }
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
    /// Who returned it last.
    pub returned_by: Option<PersonId>,
    /// Who asked to take its decision back, while nobody has answered.
    pub asked_back: Option<PersonId>,
    /// For an objection: who recommended, decided or took back in the first case, or had a hand in the result.
    pub deciders: Vec<PersonId>,
    /// Who filled it in for the applicant or had the account in hand.
    pub helpers: Vec<PersonId>,
}

impl Involved {
    /// A move of this case.
    pub fn by(&self, by: Move) -> CaseMove {
        CaseMove { kind: self.kind, about: self.about, by }
    }
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
    me.map_or(Err(Reason::NOT_NOW), |me| apart(me, case, wanted))
}

/// Whether a person stands far enough from a case to do this to it, whatever roles they hold.
fn apart(me: PersonId, case: &Involved, wanted: Move) -> Result<(), Reason> {
    if case.applicant == Some(me) || case.filed_by == Some(me) || case.helpers.contains(&me) {
        return Err(refusals::OWN_CASE);
    }
    if case.deciders.contains(&me) {
        return Err(refusals::DECIDED_BEFORE);
    }
    if matches!(wanted, Move::Decide | Move::SendBack) && case.recommended_by == Some(me) {
        return Err(refusals::RECOMMENDED);
    }
    match wanted {
        Move::Recall if case.state == CaseState::Recommended && case.recommended_by != Some(me) => Err(Reason::NOT_NOW),
        Move::Recall if case.state == CaseState::Returned && case.returned_by != Some(me) => Err(Reason::NOT_NOW),
        // Asked for by one, done by another.
        Move::TakeBack if case.asked_back.is_none() => Err(Reason::NOT_NOW),
        Move::TakeBack if case.asked_back == Some(me) => Err(refusals::ASKED_BACK),
        _ => Ok(()),
    }
}

/// Whether this person may ask to take a decision back: nobody asks yet, and the person stands far enough from the case.
pub fn may_ask_back(actor: &Actor, case: &Involved) -> Result<(), Reason> {
    if !case.state.can(case.by(Move::TakeBack)) || case.asked_back.is_some() {
        return Err(Reason::NOT_NOW);
    }
    may(actor, case, Move::Take)
}

/// What of a case this person can take back now.
pub fn backs(actor: &Actor, case: &Involved) -> Option<Move> {
    [Move::Recall, Move::TakeBack].into_iter().find(|wanted| case.state.can(case.by(*wanted)) && may(actor, case, *wanted).is_ok())
}

/// Whether a case can be given to a colleague now: it is not decided, and this person could take its next step.
pub fn may_be_given(case: &Involved, to: PersonId) -> Result<(), Reason> {
    let next = match case.state {
        CaseState::Recommended => Move::Decide,
        CaseState::Submitted | CaseState::InReview | CaseState::Returned => Move::Take,
        CaseState::Decided | CaseState::ObjectionOpen | CaseState::Closed => return Err(Reason::NOT_NOW),
    };
    apart(to, case, next)
}

/// The moves a staff member can make now: pages draw their buttons from this.
pub fn moves(actor: &Actor, case: &Involved) -> Vec<Move> {
    // A submitted case is taken by the first thing that is done to it.
    let state = if case.state == CaseState::Submitted { CaseState::InReview } else { case.state };
    let possible = |wanted: &Move| [state, case.state].into_iter().any(|state| state.can(case.by(*wanted)));
    Move::ALL
        .into_iter()
        .filter(|wanted| !matches!(wanted, Move::Resubmit | Move::Object | Move::Close | Move::Withdraw | Move::Recall | Move::TakeBack))
        .filter(possible)
        .filter(|wanted| may(actor, case, *wanted).is_ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ground::actor::{Grant, Scope, Signed};
    use ground::ids::SessionId;

    /// Every state × move pair of every kind: allowed exactly where this list says so.
    #[test]
    fn nothing_moves_except_by_the_table() {
        use CaseState::{Closed, Decided, InReview, ObjectionOpen, Recommended, Returned, Submitted};
        for kind in CaseKind::ALL {
            let two = matches!(kind, CaseKind::Family | CaseKind::Membership);
            let asks_again = matches!(kind, CaseKind::Family | CaseKind::Product);
            let objects = *kind != CaseKind::Report && !kind.objects();
            for state in CaseState::ALL {
                for wanted in Move::ALL {
                    let allowed = match (state, wanted) {
                        (Submitted, Move::Take) | (ObjectionOpen, Move::Close) | (Returned, Move::Resubmit) => true,
                        (Recommended, Move::SendBack | Move::Decide) => true,
                        (InReview, Move::Return) => asks_again,
                        (Decided, Move::Object) => objects,
                        (InReview, Move::Recommend) => two,
                        (InReview, Move::Decide) => !two,
                        (_, Move::Withdraw) => !matches!(state, Decided | Closed),
                        (Returned | Recommended, Move::Recall) => true,
                        (Decided, Move::TakeBack) => *kind == CaseKind::Product,
                        _ => false,
                    };
                    assert_eq!(state.can(CaseMove { kind: *kind, about: *kind, by: wanted }), allowed, "{kind:?} {state:?} {wanted:?}");
                }
            }
        }
    }

    #[test]
    fn an_objection_needs_as_many_people_as_its_first_case() {
        let may = |about, wanted| CaseState::InReview.can(CaseMove { kind: CaseKind::Objection, about, by: wanted });
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
            returned_by: None,
            asked_back: None,
            deciders: vec![PersonId(4), PersonId(5)],
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

    #[test]
    fn a_step_is_taken_back_by_who_took_it_and_a_decision_by_a_second_person() {
        let case = |state, asked_back| Involved {
            kind: CaseKind::Product,
            about: CaseKind::Product,
            state,
            applicant: Some(PersonId(1)),
            filed_by: Some(PersonId(1)),
            recommended_by: Some(PersonId(3)),
            returned_by: Some(PersonId(4)),
            asked_back,
            deciders: Vec::new(),
            helpers: Vec::new(),
        };
        let of = |id| officer(id, Role::Officer, true);
        let (sent, back) = (case(CaseState::Recommended, None), case(CaseState::Returned, None));
        assert_eq!([3, 4].map(|id| backs(&of(id), &sent)), [Some(Move::Recall), None]);
        assert_eq!([3, 4].map(|id| backs(&of(id), &back)), [None, Some(Move::Recall)]);
        let (decided, asked) = (case(CaseState::Decided, None), case(CaseState::Decided, Some(PersonId(5))));
        assert_eq!((may_ask_back(&of(5), &decided), backs(&of(5), &decided)), (Ok(()), None));
        assert_eq!(may_ask_back(&of(1), &decided), Err(refusals::OWN_CASE));
        assert_eq!(may(&of(5), &asked, Move::TakeBack), Err(refusals::ASKED_BACK));
        assert_eq!((may_ask_back(&of(6), &asked), backs(&of(6), &asked)), (Err(Reason::NOT_NOW), Some(Move::TakeBack)));
    }
}
