//! Who calls, and at what time of the year: what a call's persona is made from, read and checked.

use domain::{
    id::ChildId,
    persona::{CHILDREN, Occasion},
    season::{DANISH_WINTER_MINUTES, Season, UTC_OFFSETS_MINUTES},
    wire::{Code, StartCall},
};
use futures_util::future::try_join_all;

use crate::{Edge, auth::Caller, error::Failure};

/// Reads the children that shall call, all of them the caller's; a device that was paired for one child calls for that
/// one alone.
pub(super) async fn occasion(
    edge: &Edge,
    caller: &Caller,
    asked: &StartCall,
) -> Result<Occasion, Failure> {
    let season = season(edge.platform.now_ms(), asked.utc_offset_minutes)?;
    let all: Vec<&ChildId> = std::iter::once(&asked.child)
        .chain(&asked.siblings)
        .collect();
    if !are_a_company(&all) {
        return Err(Code::MalformedRequest.into());
    }
    let only = caller
        .paired
        .as_ref()
        .and_then(|paired| paired.only.as_ref());
    if only.is_some_and(|only| all.iter().any(|child| *child != only)) {
        return Err(Code::NotFound.into());
    }
    let read = all
        .iter()
        .map(|child| edge.store.child(&caller.account, child));
    let mut profiles = try_join_all(read).await?.into_iter().map(|it| it.profile);
    let mut occasion = Occasion::of(profiles.next().ok_or(Code::NotFound)?, season);
    occasion.siblings.extend(profiles);
    Ok(occasion)
}

/// Not too many for one call, and each of them once.
fn are_a_company(children: &[&ChildId]) -> bool {
    let twice = |(place, child): (usize, &&ChildId)| children[..place].contains(child);
    children.len() <= CHILDREN && !children.iter().enumerate().any(twice)
}

fn season(now_ms: i64, utc_offset_minutes: Option<i32>) -> Result<Season, Code> {
    let offset = utc_offset_minutes.unwrap_or(DANISH_WINTER_MINUTES);
    if !UTC_OFFSETS_MINUTES.contains(&offset) {
        return Err(Code::MalformedRequest);
    }
    Ok(Season::at(now_ms, offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_children_are_the_most_and_nobody_calls_twice() {
        let ids: Vec<_> = (0..5_u8).map(|n| ChildId::from_random([n; 16])).collect();
        let all: Vec<_> = ids.iter().collect();
        for count in 1..=4 {
            assert!(are_a_company(&all[..count]), "{count}");
        }
        assert!(!are_a_company(&all));
        assert!(!are_a_company(&[all[0], all[1], all[0]]));
    }

    #[test]
    fn a_clock_that_is_none_is_refused_and_a_silent_one_is_danish() {
        let christmas_eve_ms = 1_798_126_200_000; // 24 December 2026, 15:30 UTC
        assert_eq!(season(christmas_eve_ms, None), Ok(Season::Sleigh));
        assert_eq!(season(christmas_eve_ms, Some(0)), Ok(Season::ChristmasEve));
        for offset in [-721, 841, i32::MIN, i32::MAX] {
            assert_eq!(
                season(christmas_eve_ms, Some(offset)),
                Err(Code::MalformedRequest)
            );
        }
    }
}
