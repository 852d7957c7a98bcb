//! A fair in calendars (RFC 5545): one event that recurs on each of its days, with its daily hours.

use icalendar::{Calendar, Component, Event, EventLike, EventStatus};

use crate::rules::FairState;
use crate::types::Fair;
use ground::ctx::{Ctx, Site};
use ground::outbox::Invitation;
use ground::texts::Locale;
use ground::{days, t, texts};

/// The calendar of one fair.
pub fn of_fair(ctx: &Ctx, fair: &Fair, place: &str) -> String {
    let name = texts::pick(ctx.l, &fair.name_ar, &fair.name_en);
    Calendar::new().name(name).push(event(ctx.l, &ctx.site, fair, place)).done().to_string()
}

/// A fair as a mail brings it to somebody's calendar: an invitation, or its end when the fair does not take place.
pub fn invitation(l: Locale, site: &Site, fair: &Fair, place: &str, to: &str) -> Invitation {
    let method = if fair.state == FairState::Cancelled { "CANCEL" } else { "REQUEST" };
    sent(l, site, fair, place, to, method)
}

/// The end of an invitation for one who does not come after all.
pub fn cancellation(l: Locale, site: &Site, fair: &Fair, place: &str, to: &str) -> Invitation {
    let out = Fair { state: FairState::Cancelled, version: fair.version + 1, ..fair.clone() };
    sent(l, site, &out, place, to, "CANCEL")
}

fn sent(l: Locale, site: &Site, fair: &Fair, place: &str, to: &str, method: &str) -> Invitation {
    let mut event = event(l, site, fair, place);
    event.add_property("ORGANIZER", site.organizer());
    event.add_property("ATTENDEE", format!("mailto:{to}"));
    let mut all = Calendar::new();
    all.name(texts::pick(l, &fair.name_ar, &fair.name_en)).append_property(("METHOD", method));
    all.push(event);
    Invitation { method: method.to_owned(), text: all.done().to_string() }
}

/// The event; its UID is stable, and each other day, hour or place raises its SEQUENCE.
pub fn event(l: Locale, site: &Site, fair: &Fair, place: &str) -> Event {
    let days = (fair.ends_on - fair.starts_on).num_days() + 1;
    let host = site.public_url.split("://").nth(1).unwrap_or("localhost");
    let mut event = Event::new();
    event.uid(&format!("fair-{}@{host}", fair.id));
    event.sequence(u32::try_from(fair.version).unwrap_or(u32::MAX));
    event.timestamp(fair.changed_at);
    event.summary(texts::pick(l, &fair.name_ar, &fair.name_en));
    event.location(place);
    event.url(&site.address(&format!("/{}/fairs/{}", texts::code(l), fair.slug)));
    // In UTC: Tripoli has no summer time, so each day has the same hours.
    event.starts(days::from_tripoli(fair.starts_on.and_time(fair.opens_at)));
    event.ends(days::from_tripoli(fair.closing(fair.starts_on)));
    if days > 1 {
        event.add_property("RRULE", format!("FREQ=DAILY;COUNT={days}"));
    }
    if fair.state == FairState::Cancelled {
        event.status(EventStatus::Cancelled);
        event.description(&t!(l, fairs.state_cancelled));
    } else {
        event.status(EventStatus::Confirmed);
    }
    event.done()
}
