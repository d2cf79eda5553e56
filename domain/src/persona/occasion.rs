//! Who calls, and when: everything that a persona is made from.

use crate::{Language, child::Draft, season::Season};

/// The most children in one call.
pub const CHILDREN: usize = 4;

/// A call that is about to be made.
#[derive(Clone)]
pub struct Occasion {
    /// The child whose call it is: it is greeted first, and the language and the wording of "are you real?" are its.
    pub child: Draft,
    /// Brothers and sisters beside it.
    pub siblings: Vec<Draft>,
    /// What Santa is doing at this time of the year.
    pub season: Season,
}

impl Occasion {
    /// A call of one child.
    pub fn of(child: Draft, season: Season) -> Self {
        Self {
            child,
            siblings: Vec::new(),
            season,
        }
    }

    /// The language that is spoken.
    pub fn language(&self) -> Language {
        self.child.language
    }

    /// Everybody who calls, the child whose call it is first.
    pub fn children(&self) -> impl Iterator<Item = &Draft> {
        std::iter::once(&self.child).chain(&self.siblings)
    }
}

// What parents wrote must not slip into a log.
impl std::fmt::Debug for Occasion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Occasion({} children, {:?})",
            self.children().count(),
            self.season
        )
    }
}
