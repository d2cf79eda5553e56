//! Confirmation: a fresh code by mail before what can't be undone, although the parent is signed in.
//!
//! A code is good for one [`Purpose`] in one session. Its length, its life and its tries are those of a sign-in code; its
//! storage and its counting belong to the edge.

use serde::{Deserialize, Serialize};

/// What a code confirms; asked for one thing, it opens no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Deleting the account with everything in it.
    DeleteAccount,
    /// Taking a tablet out of the child's hands again.
    LeaveKidMode,
}

impl Purpose {
    /// The name under which the store keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Purpose::DeleteAccount => "delete_account",
            Purpose::LeaveKidMode => "leave_kid_mode",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stored_name_is_the_one_on_the_wire() {
        for purpose in [Purpose::DeleteAccount, Purpose::LeaveKidMode] {
            assert_eq!(serde_json::to_value(purpose).unwrap(), purpose.as_str());
        }
    }
}
