//! What the deployment tells everybody.

use domain::{
    payment::{Currency, vat_within},
    wire::{Config, PackView},
};

use super::purchases;
use crate::{Edge, error::Failure, reply::Reply};

/// The public configuration.
pub(crate) fn show(edge: &Edge) -> Result<Reply, Failure> {
    Ok(Reply::ok(&public(edge))?)
}

/// What everybody may know of this deployment.
pub(crate) fn public(edge: &Edge) -> Config {
    let settings = edge.settings.clone();
    let packs = packs(edge);
    Config {
        operator_name: settings.operator_name,
        operator_number: settings.operator_number,
        operator_address: settings.operator_address,
        support_email: settings.support_email,
        mail_provider: settings.mail_provider,
        voice_model: settings.openai_model,
        zero_data_retention: settings.zero_data_retention,
        payments: !packs.is_empty(),
        packs,
        vat_percent: settings.vat_percent,
        bookkeeping_years: settings.bookkeeping_years,
        stun_hosts: settings.stun_urls.iter().map(|url| host(url)).collect(),
        welcome_credits: settings.welcome_credits,
        inbox_url: settings.inbox_url,
    }
}

/// What is sold; all accounts pay in kroner so far.
fn packs(edge: &Edge) -> Vec<PackView> {
    let Some(catalogue) = purchases::catalogue(edge) else {
        return Vec::new();
    };
    catalogue
        .packs(Currency::DKK)
        .map(|pack| PackView {
            id: pack.id.clone(),
            credits: pack.credits,
            price_minor: pack.price_minor,
            vat_minor: vat_within(pack.price_minor, edge.settings.vat_percent),
            currency: pack.currency,
        })
        .collect()
}

/// The host in a STUN address: `stun:stun.example.com:3478?transport=udp` is run by `stun.example.com`.
fn host(url: &str) -> String {
    let after_scheme = url.split_once(':').map_or(url, |(_, rest)| rest);
    let authority = after_scheme.split('?').next().unwrap_or(after_scheme);
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    host.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_a_stun_address_is_named_without_scheme_and_port() {
        for (url, expected) in [
            ("stun:stun.example.com:3478", "stun.example.com"),
            ("stuns:stun.example.com", "stun.example.com"),
            ("stun:[2001:db8::1]:3478", "[2001:db8::1]"),
            (
                "turn:relay.example.com:3478?transport=udp",
                "relay.example.com",
            ),
        ] {
            assert_eq!(host(url), expected);
        }
    }
}
