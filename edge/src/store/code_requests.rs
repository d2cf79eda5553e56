//! Codes that were asked for, counted by address and network. Both are keyed hashes, and forgotten after an hour.

use domain::account::{CODES_AN_HOUR, CODES_AN_HOUR_FOR_A_NETWORK, CODES_AN_HOUR_FOR_AN_ADDRESS};

use super::{Store, codes::HOUR_MS};
use crate::error::Failure;

impl Store {
    /// Counts a code, unless the limit of the pair, of the address or of the network is reached; whether it was counted.
    /// One statement, so that many at the same moment don't slip through; a refused one does not count.
    pub(crate) async fn count_code(
        &self,
        address_hash: &str,
        network_hash: &str,
        now_ms: i64,
    ) -> Result<bool, Failure> {
        let counted = self
            .write(
                "counting a code",
                "INSERT INTO code_requests (address_hash, network_hash, at_ms) SELECT ?1, ?2, ?3
                 WHERE (SELECT COUNT(*) FROM code_requests
                        WHERE address_hash = ?1 AND network_hash = ?2 AND at_ms > ?4) < ?5
                    AND (SELECT COUNT(*) FROM code_requests WHERE address_hash = ?1 AND at_ms > ?4) < ?6
                    AND (SELECT COUNT(*) FROM code_requests WHERE network_hash = ?2 AND at_ms > ?4) < ?7",
                &[
                    address_hash.into(),
                    network_hash.into(),
                    now_ms.into(),
                    (now_ms - HOUR_MS).into(),
                    CODES_AN_HOUR.into(),
                    CODES_AN_HOUR_FOR_AN_ADDRESS.into(),
                    CODES_AN_HOUR_FOR_A_NETWORK.into(),
                ],
            )
            .await?;
        Ok(counted > 0)
    }

    /// Forgets what no longer counts.
    pub(crate) async fn forget_old_code_requests(&self, now_ms: i64) -> Result<usize, Failure> {
        self.write(
            "forgetting counted codes",
            "DELETE FROM code_requests WHERE at_ms <= ?1",
            &[(now_ms - HOUR_MS).into()],
        )
        .await
    }
}
