//! Paired devices, the invitations that bring them, and the wrong codes that were tried. Statements for a parent name the
//! account as well, so another account's device is simply not there.

use domain::{
    device::Device,
    id::{AccountId, ChildId, PairingId, SessionId},
    pairing::{INVITATION_LIFETIME_MS, TRIES_A_NETWORK, TRIES_COUNT_MS, TRIES_IN_ALL},
    wire::{Code, PairingView},
};
use serde::Deserialize;

use super::{Store, Verdict, failed, rows_of, verdict};
use crate::error::{Failure, database_message};

/// An invitation to keep.
pub(crate) struct NewInvitation<'a> {
    /// Whose.
    pub(crate) account: &'a AccountId,
    /// The keyed hash of its six digits.
    pub(crate) code_hash: &'a str,
    /// The hash of its key.
    pub(crate) key_hash: &'a str,
    /// What the device is called.
    pub(crate) name: &'a str,
    /// For whom; `None` for every child.
    pub(crate) child: Option<&'a ChildId>,
    /// For how many calls, where they are counted.
    pub(crate) calls: Option<u32>,
}

/// A device that takes an invitation up.
pub(crate) struct NewDevice<'a> {
    /// The id of its pairing.
    pub(crate) pairing: &'a PairingId,
    /// The id of its session.
    pub(crate) session: &'a SessionId,
    /// The hash of its token.
    pub(crate) token_hash: &'a str,
    /// The hash of the token that the browser had before.
    pub(crate) former_token_hash: Option<&'a str>,
    /// What the browser is called.
    pub(crate) device: &'a Device,
}

impl Store {
    /// The paired devices of an account, the latest first.
    pub(crate) async fn pairings(&self, account: &AccountId) -> Result<Vec<PairingView>, Failure> {
        self.rows(
            "listing paired devices",
            "SELECT pairings.id, name, child_id AS child, calls_left, pairings.created_at_ms, last_seen_at_ms
             FROM pairings JOIN sessions ON pairing_id = pairings.id
             WHERE pairings.account_id = ?1 ORDER BY pairings.created_at_ms DESC, pairings.id",
            &[account.as_str().into()],
        )
        .await
    }

    /// Keeps an invitation in place of the one that the account had; `false` where another account's has the same six
    /// digits just now.
    pub(crate) async fn keep_invitation(
        &self,
        new: &NewInvitation<'_>,
        now_ms: i64,
    ) -> Result<bool, Failure> {
        let statements = vec![
            // What has run out must not hold on to its digits.
            self.statement(
                "DELETE FROM pairing_invitations WHERE expires_at_ms <= ?1 OR account_id = ?2",
                &[now_ms.into(), new.account.as_str().into()],
            )?,
            self.statement(
                "INSERT INTO pairing_invitations (account_id, code_hash, key_hash, name, child_id, calls, expires_at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                &[
                    new.account.as_str().into(),
                    new.code_hash.into(),
                    new.key_hash.into(),
                    new.name.into(),
                    new.child.map(ChildId::as_str).into(),
                    new.calls.into(),
                    (now_ms + INVITATION_LIFETIME_MS).into(),
                ],
            )?,
        ];
        match self.batch(statements).await {
            Ok(_) => Ok(true),
            Err(error)
                if database_message(&error).as_deref().and_then(verdict)
                    == Some(Verdict::Overtaken) =>
            {
                Ok(false)
            }
            Err(error) => Err(failed(error, "keeping an invitation")),
        }
    }

    /// Counts a code before it is looked at and answers the try's number; refused where too many wrong ones count.
    pub(crate) async fn count_pairing_try(
        &self,
        network_hash: &str,
        now_ms: i64,
    ) -> Result<i64, Failure> {
        #[derive(Deserialize)]
        struct Counted {
            number: i64,
        }
        let counted: Option<Counted> = self
            .row(
                "counting a try to pair",
                "INSERT INTO pairing_tries (network_hash, at_ms) SELECT ?1, ?2
                 WHERE (SELECT COUNT(*) FROM pairing_tries WHERE at_ms > ?3) < ?4
                    AND (SELECT COUNT(*) FROM pairing_tries WHERE at_ms > ?3 AND network_hash = ?1) < ?5
                 RETURNING number",
                &[
                    network_hash.into(),
                    now_ms.into(),
                    (now_ms - TRIES_COUNT_MS).into(),
                    TRIES_IN_ALL.into(),
                    TRIES_A_NETWORK.into(),
                ],
            )
            .await?;
        Ok(counted.ok_or(Code::TooManyTries)?.number)
    }

    /// Pairs a device that shows a QR code's key; `None` where no invitation has it.
    pub(crate) async fn pair_by_key(
        &self,
        key_hash: &str,
        new: &NewDevice<'_>,
        now_ms: i64,
    ) -> Result<Option<AccountId>, Failure> {
        self.pair("key_hash", key_hash, None, new, now_ms).await
    }

    /// Pairs a device on which the six digits were typed; the try that they were counted as is taken back where they are
    /// right.
    pub(crate) async fn pair_by_code(
        &self,
        code_hash: &str,
        counted: i64,
        new: &NewDevice<'_>,
        now_ms: i64,
    ) -> Result<Option<AccountId>, Failure> {
        self.pair("code_hash", code_hash, Some(counted), new, now_ms)
            .await
    }

    /// One batch uses the invitation up and makes pairing and session of it, all or nothing, so of two devices at the same
    /// moment one gets in.
    async fn pair(
        &self,
        secret: &'static str,
        hash: &str,
        counted: Option<i64>,
        new: &NewDevice<'_>,
        now_ms: i64,
    ) -> Result<Option<AccountId>, Failure> {
        const WHAT: &str = "pairing a device";
        #[derive(Deserialize)]
        struct Used {
            account_id: AccountId,
        }
        let pairing = new.pairing.as_str().into();
        let device = new.device.stored();
        let statements = vec![
            self.statement(
                &format!(
                    "INSERT INTO pairings (id, account_id, name, child_id, calls_left, created_at_ms)
                     SELECT ?1, account_id, name, child_id, calls, ?3 FROM pairing_invitations
                     WHERE {secret} = ?2 AND expires_at_ms > ?3"
                ),
                &[pairing, hash.into(), now_ms.into()],
            )?,
            self.statement(
                "DELETE FROM sessions WHERE token_hash = ?2 AND EXISTS (SELECT 1 FROM pairings WHERE id = ?1)",
                &[pairing, new.former_token_hash.into()],
            )?,
            self.statement(
                "INSERT INTO sessions (id, token_hash, account_id, device, mode, pairing_id, created_at_ms, last_seen_at_ms)
                 SELECT ?2, ?3, account_id, ?4, 'kid', id, created_at_ms, created_at_ms FROM pairings WHERE id = ?1",
                &[
                    pairing,
                    new.session.as_str().into(),
                    new.token_hash.into(),
                    (&device).into(),
                ],
            )?,
            self.statement(
                "DELETE FROM pairing_tries WHERE number = ?2 AND EXISTS (SELECT 1 FROM pairings WHERE id = ?1)",
                &[pairing, counted.into()],
            )?,
            self.statement(
                &format!(
                    "DELETE FROM pairing_invitations WHERE {secret} = ?1 AND expires_at_ms > ?2 RETURNING account_id"
                ),
                &[hash.into(), now_ms.into()],
            )?,
        ];
        let results = self
            .batch(statements)
            .await
            .map_err(|error| failed(error, WHAT))?;
        let used: Vec<Used> = rows_of(WHAT, &results, 4)?;
        Ok(used.into_iter().next().map(|used| used.account_id))
    }

    /// Ends a pairing of this account, and its session with it.
    pub(crate) async fn end_pairing(
        &self,
        account: &AccountId,
        pairing: &PairingId,
    ) -> Result<(), Failure> {
        let ended: Option<serde::de::IgnoredAny> = self
            .row(
                "ending a pairing",
                "DELETE FROM pairings WHERE id = ?1 AND account_id = ?2 RETURNING id",
                &[pairing.as_str().into(), account.as_str().into()],
            )
            .await?;
        ended.map(|_| ()).ok_or(Code::NotFound.into())
    }

    /// Forgets invitations that have run out, and wrong codes that count no more.
    pub(crate) async fn forget_old_invitations(&self, now_ms: i64) -> Result<usize, Failure> {
        self.write(
            "forgetting wrong codes",
            "DELETE FROM pairing_tries WHERE at_ms <= ?1",
            &[(now_ms - TRIES_COUNT_MS).into()],
        )
        .await?;
        self.write(
            "forgetting invitations",
            "DELETE FROM pairing_invitations WHERE expires_at_ms <= ?1",
            &[now_ms.into()],
        )
        .await
    }
}
