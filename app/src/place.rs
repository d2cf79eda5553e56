//! The places in the app and their addresses, spelt in one file.

use domain::{id::ChildId, wire::Overview};

/// Somewhere a visitor can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// The welcome for a stranger, the dashboard for a parent.
    Home,
    /// Entering the sign-in code.
    Code,
    /// Giving consent.
    Consent,
    /// A new child's profile.
    NewChild,
    /// A child's profile.
    Child(ChildId),
    /// A child's call, from "are you ready" to goodbye.
    Call(ChildId),
}

impl Place {
    /// Where a parent goes on: to what is still missing before the first call, else home.
    pub(crate) fn after_sign_in(overview: &Overview) -> Self {
        if overview.consent.is_none() {
            Place::Consent
        } else if overview.children.is_empty() {
            Place::NewChild
        } else {
            Place::Home
        }
    }

    /// The address, to link or to go to.
    pub(crate) fn path(&self) -> String {
        match self {
            Place::Home => "/".into(),
            Place::Code => "/kode".into(),
            Place::Consent => "/samtykke".into(),
            Place::NewChild => "/barn/ny".into(),
            Place::Child(id) => format!("/barn/{id}"),
            Place::Call(id) => format!("/ring/{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_an_address_of_its_own() {
        let id = ChildId::from_random([7; 16]);
        let paths = [
            Place::Home,
            Place::Code,
            Place::Consent,
            Place::NewChild,
            Place::Child(id.clone()),
            Place::Call(id),
        ]
        .map(|place| place.path());
        let distinct: std::collections::BTreeSet<_> = paths.iter().collect();
        assert_eq!(distinct.len(), paths.len());
        assert!(paths.iter().all(|path| path.starts_with('/')));
    }
}
