//! Accounts: an address, a language, limits, and the link to a nameless wallet.

use domain::{
    Language,
    id::{AccountId, WalletId},
    policy,
};
use serde::Deserialize;

use super::{Store, Verdict, failed, verdict};
use crate::error::{Failure, database_message};

/// An account to make.
pub(crate) struct NewAccount<'a> {
    /// Its id.
    pub(crate) id: &'a AccountId,
    /// Its wallet's id.
    pub(crate) wallet: &'a WalletId,
    /// The proven address.
    pub(crate) email: &'a str,
    /// The language that the parent signed up in.
    pub(crate) language: Language,
    /// Credits to give, possibly none.
    pub(crate) welcome_credits: u32,
    /// How many are given within 24 hours in all; beyond that the account gets none.
    pub(crate) trial_credits_a_day: u32,
}

/// Where an account's letters go.
#[derive(Deserialize)]
pub(crate) struct Addressee {
    /// The account's address.
    pub(crate) email: String,
    /// The language of the account's mail.
    pub(crate) language: Language,
}

impl Store {
    /// Where an account's letters go.
    pub(crate) async fn addressee(
        &self,
        account: &AccountId,
    ) -> Result<Option<Addressee>, Failure> {
        self.row(
            "reading where letters go",
            "SELECT email, language FROM accounts WHERE id = ?1",
            &[account.as_str().into()],
        )
        .await
    }

    /// Whoever has an account under this address.
    pub(crate) async fn addressee_at(&self, email: &str) -> Result<Option<Addressee>, Failure> {
        self.row(
            "looking whether an address is taken",
            "SELECT email, language FROM accounts WHERE email = ?1",
            &[email.into()],
        )
        .await
    }

    /// The account of an address.
    pub(crate) async fn account_of_address(
        &self,
        email: &str,
    ) -> Result<Option<AccountId>, Failure> {
        #[derive(Deserialize)]
        struct Row {
            id: AccountId,
        }
        let row: Option<Row> = self
            .row(
                "looking for an account",
                "SELECT id FROM accounts WHERE email = ?1",
                &[email.into()],
            )
            .await?;
        Ok(row.map(|row| row.id))
    }

    /// Notes that a parent has seen the policy and the terms as they are now.
    pub(crate) async fn note_policy_seen(&self, account: &AccountId) -> Result<(), Failure> {
        self.write(
            "noting that the policy was seen",
            "UPDATE accounts SET policy_seen = ?2 WHERE id = ?1",
            &[account.as_str().into(), policy::VERSION.into()],
        )
        .await
        .map(|_| ())
    }

    /// Makes an account with its wallet and the welcome gift. Where the address got an account at the same moment,
    /// that one is answered and nothing is made.
    pub(crate) async fn make_account(
        &self,
        new: &NewAccount<'_>,
        now_ms: i64,
    ) -> Result<AccountId, Failure> {
        let (id, wallet) = (new.id.as_str(), new.wallet.as_str());
        let mut statements = vec![
            self.statement(
                "INSERT INTO accounts (id, email, language, created_at_ms, policy_seen) VALUES (?1, ?2, ?3, ?4, ?5)",
                &[
                    id.into(),
                    new.email.into(),
                    new.language.tag().into(),
                    now_ms.into(),
                    policy::VERSION.into(),
                ],
            )?,
            self.statement(
                "INSERT INTO wallets (id, created_at_ms) VALUES (?1, ?2)",
                &[wallet.into(), now_ms.into()],
            )?,
            self.statement(
                "INSERT INTO account_wallets (account_id, wallet_id) VALUES (?1, ?2)",
                &[id.into(), wallet.into()],
            )?,
        ];
        if new.welcome_credits > 0 {
            statements.extend(self.welcome(
                new.wallet,
                new.welcome_credits,
                new.trial_credits_a_day,
                now_ms,
            )?);
        }
        match self.batch(statements).await {
            Ok(_) => Ok(new.id.clone()),
            Err(error)
                if database_message(&error).as_deref().and_then(verdict)
                    == Some(Verdict::Overtaken) =>
            {
                self.account_of_address(new.email)
                    .await?
                    .ok_or_else(|| failed(error, "making an account"))
            }
            Err(error) => Err(failed(error, "making an account")),
        }
    }
}
