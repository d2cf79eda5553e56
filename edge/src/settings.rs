//! Settings: what a deployment is told by its variables, with their defaults.
//!
//! Secrets are not here; an adapter reads its own from the platform at the moment of use.

use domain::payment::{Catalogue, CatalogueError, Currency};

/// How many days ahead a parent is told that an idle account will be deleted.
pub(crate) const IDLE_NOTICE_DAYS: i64 = 30;

/// What the variables say.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// The one origin that pages of ours come from, for example `https://callsanta.space`.
    pub(crate) public_origin: String,
    /// Where the edge asks OpenAI, without a slash at the end.
    pub(crate) openai_base_url: String,
    /// Where the browser places the call, where that differs (another host name for the same thing).
    pub(crate) openai_browser_base_url: String,
    /// The model that speaks.
    pub(crate) openai_model: String,
    /// Its voice.
    pub(crate) openai_voice: String,
    /// Whether the operator has confirmed zero data retention with OpenAI.
    pub(crate) zero_data_retention: bool,
    /// STUN servers for the browser; none unless set.
    pub(crate) stun_urls: Vec<String>,
    /// How many years the law has records of payments kept.
    pub(crate) bookkeeping_years: u32,
    /// Credits that a new account is given.
    pub(crate) welcome_credits: u32,
    /// How many welcome credits are given away within 24 hours, to all accounts together.
    pub(crate) trial_credits_a_day: u32,
    /// Where the edge asks Stripe, without the version and without a slash at the end.
    pub(crate) stripe_base_url: String,
    /// What is sold, or what is wrong with what the operator wrote.
    pub(crate) catalogue: Result<Catalogue, CatalogueError>,
    /// The rate of the tax that prices include, in percent.
    pub(crate) vat_percent: u32,
    /// After how many days without use an account is deleted.
    pub(crate) idle_account_days: i64,
    /// Where mail is handed in, without a slash at the end.
    pub(crate) mail_base_url: String,
    /// The sender of our mail.
    pub(crate) mail_from: String,
    /// Who carries the mail, for the policy page.
    pub(crate) mail_provider: String,
    /// The company behind the service.
    pub(crate) operator_name: String,
    /// Its company number.
    pub(crate) operator_number: String,
    /// Its postal address.
    pub(crate) operator_address: String,
    /// Where parents write.
    pub(crate) support_email: String,
    /// Where a developer reads mail; only set on a developer's machine.
    pub(crate) inbox_url: Option<String>,
}

impl Settings {
    /// Reads the variables by `read`, which answers `None` for what is unset or empty.
    pub(crate) fn read(read: impl Fn(&str) -> Option<String>) -> Self {
        let or = |name: &str, default: &str| read(name).unwrap_or_else(|| default.to_owned());
        let url = |name: &str, default: &str| or(name, default).trim_end_matches('/').to_owned();
        let openai_base_url = url("OPENAI_BASE_URL", "https://api.openai.com/v1");
        Self {
            public_origin: url("PUBLIC_ORIGIN", "https://callsanta.space"),
            openai_browser_base_url: url("OPENAI_BROWSER_BASE_URL", &openai_base_url),
            openai_base_url,
            openai_model: or("OPENAI_MODEL", "gpt-realtime-2.1-mini"),
            openai_voice: or("OPENAI_VOICE", "cedar"),
            zero_data_retention: read("OPENAI_ZERO_DATA_RETENTION").as_deref() == Some("confirmed"),
            stun_urls: read("STUN_URLS")
                .iter()
                .flat_map(|list| list.split(','))
                .map(|url| url.trim().to_owned())
                .filter(|url| !url.is_empty())
                .collect(),
            bookkeeping_years: read("BOOKKEEPING_YEARS")
                .and_then(|n| n.parse().ok())
                .unwrap_or(5),
            welcome_credits: read("WELCOME_CREDITS")
                .and_then(|n| n.parse().ok())
                .unwrap_or(5),
            trial_credits_a_day: read("TRIAL_CREDITS_A_DAY")
                .and_then(|n| n.parse().ok())
                .unwrap_or(2_000),
            stripe_base_url: url("STRIPE_BASE_URL", "https://api.stripe.com"),
            catalogue: catalogue(&read),
            vat_percent: read("VAT_PERCENT")
                .and_then(|n| n.parse().ok())
                .filter(|percent| *percent <= 100)
                .unwrap_or(25),
            idle_account_days: read("IDLE_ACCOUNT_DAYS")
                .and_then(|n| n.parse().ok())
                .filter(|days| *days > IDLE_NOTICE_DAYS)
                .unwrap_or(730),
            mail_base_url: url("MAIL_BASE_URL", "https://api.resend.com"),
            mail_from: or("MAIL_FROM", "Call Santa <hello@callsanta.space>"),
            mail_provider: or("MAIL_PROVIDER", "Resend"),
            operator_name: or("OPERATOR_NAME", ""),
            operator_number: or("OPERATOR_NUMBER", ""),
            operator_address: or("OPERATOR_ADDRESS", ""),
            support_email: or("SUPPORT_EMAIL", "support@callsanta.space"),
            inbox_url: read("INBOX_URL"),
        }
    }

    /// Whether pages of ours travel encrypted, so that cookies can be `Secure`.
    pub(crate) fn is_https(&self) -> bool {
        self.public_origin.starts_with("https://")
    }

    /// Whether a child's voice may go where calls are placed: to a stand-in on this machine always, elsewhere only
    /// with zero data retention confirmed. Both addresses count, because the voice goes to the browser's.
    pub(crate) fn may_call_children(&self) -> bool {
        self.zero_data_retention
            || (is_loopback(&self.openai_base_url) && is_loopback(&self.openai_browser_base_url))
    }
}

/// What is sold: the packs that the operator wrote down, in the currencies for which taxes are settled.
fn catalogue(read: &impl Fn(&str) -> Option<String>) -> Result<Catalogue, CatalogueError> {
    let Some(packs) = read("PACKS") else {
        return Ok(Catalogue::standard());
    };
    let taxed = match read("TAXED_CURRENCIES") {
        Some(list) => list
            .split(',')
            .map(|code| Currency::try_from(code.trim().to_owned()))
            .collect::<Result<Vec<_>, _>>()?,
        None => vec![Currency::DKK],
    };
    Catalogue::read(&packs, &taxed)
}

/// Whether a URL's host is this machine itself.
fn is_loopback(url: &str) -> bool {
    let Some(after_scheme) = url
        .strip_prefix("http://")
        .or_else(|| url.strip_prefix("https://"))
    else {
        return false;
    };
    let authority = after_scheme.split(['/', '?', '#']).next().unwrap_or("");
    // Credentials before an @ would let "localhost" stand where the host is not.
    if authority.contains('@') {
        return false;
    }
    let host = match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or(""),
        None => authority.split(':').next().unwrap_or(""),
    };
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Settings {
        Settings::read(|name| {
            pairs
                .iter()
                .find(|(own, _)| *own == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for url in [
            "http://localhost:8790/v1",
            "http://127.0.0.1/v1",
            "http://127.9.9.9:1",
            "http://[::1]:8790/v1",
            "https://LOCALHOST",
        ] {
            assert!(is_loopback(url), "{url}");
        }
        for url in [
            "https://api.openai.com/v1",
            "http://localhost.example.com/v1",
            "http://localhost@example.com/v1",
            "http://192.168.1.4/v1",
            "http://0.0.0.0/v1",
            "localhost",
            "ftp://localhost",
            "",
        ] {
            assert!(!is_loopback(url), "{url}");
        }
    }

    #[test]
    fn children_are_called_elsewhere_only_with_zero_data_retention() {
        let here = ("OPENAI_BASE_URL", "http://localhost:8790/v1");
        let there = ("OPENAI_BROWSER_BASE_URL", "https://voice.example.com/v1");
        let confirmed = ("OPENAI_ZERO_DATA_RETENTION", "confirmed");
        assert!(!with(&[]).may_call_children());
        assert!(!with(&[("OPENAI_ZERO_DATA_RETENTION", "true")]).may_call_children());
        assert!(with(&[confirmed]).may_call_children());
        assert!(with(&[here]).may_call_children());
        assert!(!with(&[here, there]).may_call_children());
        assert!(with(&[here, there, confirmed]).may_call_children());
    }

    #[test]
    fn packs_are_sold_only_where_taxes_are_settled() {
        let packs = (
            "PACKS",
            r#"[{"id":"a","credits":10,"price_minor":650,"currency":"eur"}]"#,
        );
        let sold = |pairs: &[_]| with(pairs).catalogue.map(|all| all.pack("a").is_some());
        assert_eq!(sold(&[packs]), Ok(false));
        assert_eq!(sold(&[packs, ("TAXED_CURRENCIES", "dkk, eur")]), Ok(true));
        assert!(sold(&[packs, ("TAXED_CURRENCIES", "kroner")]).is_err());
        assert!(sold(&[("PACKS", "ten for fifty")]).is_err());
        assert_eq!(with(&[]).catalogue, Ok(Catalogue::standard()));
        assert_eq!(with(&[("VAT_PERCENT", "2500")]).vat_percent, 25);
    }

    #[test]
    fn the_browser_calls_where_the_edge_asks_unless_told_otherwise() {
        let settings = with(&[("OPENAI_BASE_URL", "http://localhost:8790/v1/")]);
        assert_eq!(settings.openai_browser_base_url, "http://localhost:8790/v1");
        assert_eq!(settings.welcome_credits, 5);
        assert!(settings.stun_urls.is_empty());
        assert_eq!(
            with(&[("STUN_URLS", "stun:a, ,stun:b")]).stun_urls,
            ["stun:a", "stun:b"]
        );
    }
}
