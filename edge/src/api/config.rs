//! What the deployment tells everybody.

use domain::wire::Config;

use crate::{Edge, error::Failure, reply::Reply};

/// The public configuration.
pub(crate) fn show(edge: &Edge) -> Result<Reply, Failure> {
    let settings = edge.settings.clone();
    Ok(Reply::ok(&Config {
        operator_name: settings.operator_name,
        operator_number: settings.operator_number,
        operator_address: settings.operator_address,
        support_email: settings.support_email,
        mail_provider: settings.mail_provider,
        voice_model: settings.openai_model,
        zero_data_retention: settings.zero_data_retention,
        welcome_credits: settings.welcome_credits,
        inbox_url: settings.inbox_url,
    })?)
}
