//! How often a visitor may try, and how often codes are sent. A network's address goes no further than into a hash.

use domain::{account::EmailAddress, wire::Code};

use crate::{
    Edge,
    digest::{self, Purpose},
    error::{During, Failure},
    incoming::Incoming,
};

/// Refuses a network that tries too often within a minute; answers the network's hash, which is as far as its address
/// goes.
pub(super) async fn keep_to_the_limit(
    edge: &Edge,
    incoming: &Incoming,
    key: &str,
    what: &str,
) -> Result<String, Failure> {
    let network = digest::keyed(key, Purpose::Network, &[what, &incoming.network()]);
    let limited = edge.platform.sign_in_limit()?.limit(network.clone()).await;
    if limited.during("counting sign-ins")?.success {
        Ok(network)
    } else {
        Err(Code::TooManyTries.into())
    }
}

/// Counts that a code goes to this address; refuses where the network, the address or the two together have had theirs.
pub(super) async fn count_code(
    edge: &Edge,
    incoming: &Incoming,
    key: &str,
    to: &EmailAddress,
) -> Result<(), Failure> {
    let address = digest::keyed(key, Purpose::Address, &[to.as_str()]);
    let network = digest::keyed(key, Purpose::Network, &["codes", &incoming.network()]);
    let now_ms = edge.platform.now_ms();
    if edge.store.count_code(&address, &network, now_ms).await? {
        Ok(())
    } else {
        Err(Code::TooManyTries.into())
    }
}
