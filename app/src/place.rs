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
    /// The parent's account.
    Account,
    /// Moving the account to another e-mail address.
    Email,
    /// Deleting the account.
    DeleteAccount,
    /// The privacy policy; also found under `/privacy`.
    Privacy,
    /// The terms; also found under `/terms`.
    Terms,
    /// Buying minutes, and where the payment page leads back to.
    Shop,
    /// Everything that moved the balance.
    History,
    /// Withdrawing from a purchase.
    Withdrawal,
    /// A new child's profile.
    NewChild,
    /// A child's profile.
    Child(ChildId),
    /// The account's passkeys.
    Keys,
    /// The children's devices, which are invited here and find the way by `/par`.
    Devices,
    /// The children's own page, and handing the tablet over.
    Kids,
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
            Place::Account => "/konto".into(),
            Place::Email => "/konto/mail".into(),
            Place::DeleteAccount => "/konto/slet".into(),
            Place::Privacy => "/privatliv".into(),
            Place::Terms => "/vilkaar".into(),
            Place::Shop => "/koeb".into(),
            Place::History => "/historik".into(),
            Place::Withdrawal => "/fortryd".into(),
            Place::NewChild => "/barn/ny".into(),
            Place::Child(id) => format!("/barn/{id}"),
            Place::Keys => "/konto/nogler".into(),
            Place::Devices => "/enheder".into(),
            Place::Kids => "/born".into(),
            Place::Call(id) => format!("/ring/{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        Language,
        child::Draft,
        wire::{AccountView, ChildView, ConsentView, CreditsView},
    };

    fn overview(consented: bool, children: usize) -> Overview {
        Overview {
            account: AccountView {
                email: "mor@example.dk".into(),
                language: Language::Da,
                policy_changed: false,
            },
            consent: consented.then(|| ConsentView {
                text_version: domain::consent::TEXT_VERSION.into(),
                granted_at_ms: 0,
                allows_calls: true,
            }),
            children: vec![
                ChildView {
                    id: ChildId::from_random([7; 16]),
                    profile: Draft::default(),
                };
                children
            ],
            credits: CreditsView {
                balance: 5,
                call_minutes: 5,
                price_minor: None,
                currency: None,
                trial_withheld: false,
            },
            awaits_payment: false,
            calls: Vec::new(),
        }
    }

    #[test]
    fn a_parent_goes_on_to_what_is_missing_first() {
        let table = [
            (false, 0, Place::Consent),
            (false, 2, Place::Consent),
            (true, 0, Place::NewChild),
            (true, 1, Place::Home),
        ];
        for (consented, children, expected) in table {
            let overview = overview(consented, children);
            assert_eq!(Place::after_sign_in(&overview), expected);
        }
    }

    /// Every place, by way of a `match` without which a new one would be left out here: it does not compile until that one is
    /// named, too.
    macro_rules! every_place {
        ($($place:ident $(($id:expr))?),+ $(,)?) => {{
            fn is_named(place: &Place) -> bool {
                match place {
                    $(Place::$place { .. })|+ => true,
                }
            }
            let places = [$(Place::$place $(($id))?),+];
            assert!(places.iter().all(is_named));
            places
        }};
    }

    fn every_path(id: &ChildId) -> Vec<String> {
        every_place![
            Home,
            Code,
            Consent,
            Account,
            Email,
            DeleteAccount,
            Privacy,
            Terms,
            Shop,
            History,
            Withdrawal,
            NewChild,
            Child(id.clone()),
            Keys,
            Devices,
            Kids,
            Call(id.clone()),
        ]
        .map(|place| place.path())
        .into()
    }

    #[test]
    fn every_place_has_an_address_of_its_own() {
        let paths = every_path(&ChildId::from_random([7; 16]));
        let distinct: std::collections::BTreeSet<_> = paths.iter().collect();
        assert_eq!(distinct.len(), paths.len());
        assert!(paths.iter().all(|path| path.starts_with('/')));
    }

    #[test]
    fn every_place_has_a_page() {
        let id = ChildId::from_random([7; 16]);
        for path in every_path(&id) {
            let route = format!("path!({:?})", path.replace(id.as_str(), ":id"));
            assert!(include_str!("main.rs").contains(&route), "{route}");
        }
    }
}
