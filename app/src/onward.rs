//! Where a stranger was heading: named in the address while signing in, so that a page that was thrown out of memory on
//! the trip to the mail app still knows. Only places of this list are gone to, wherever the address comes from.

use domain::wire::address::asked;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::place::Place;

/// What letters and the foot of the page link to.
const PLACES: [Place; 3] = [Place::Withdrawal, Place::History, Place::Shop];
const NAME: &str = "videre";

/// The place that the address of this page names.
pub(crate) fn wanted() -> Option<Place> {
    let search = use_location().search;
    let named = search.with_untracked(|search| asked(search, NAME).map(str::to_owned))?;
    PLACES.into_iter().find(|place| name_of(place) == named)
}

/// The address of `page`, with `wanted` named in it.
pub(crate) fn remembering(page: &Place, wanted: Option<&Place>) -> String {
    match wanted {
        Some(wanted) => format!("{}?{NAME}={}", page.path(), name_of(wanted)),
        None => page.path(),
    }
}

/// This page, where it is one that is gone back to.
pub(crate) fn here() -> Option<Place> {
    let path = use_location().pathname.get_untracked();
    PLACES.into_iter().find(|place| place.path() == path)
}

fn name_of(place: &Place) -> String {
    place.path().trim_start_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_remembered_by_its_name() {
        let page = remembering(&Place::Code, Some(&Place::Withdrawal));
        assert_eq!(page, "/kode?videre=fortryd");
        assert_eq!(asked("?videre=fortryd", NAME), Some("fortryd"));
        assert_eq!(asked("a=b&videre=koeb", NAME), Some("koeb"));
        assert_eq!(asked("", NAME), None);
        assert_eq!(remembering(&Place::Home, None), "/");
    }
}
