//! How the program is started: flags first, then the environment, then the defaults.

use std::net::SocketAddr;

use crate::pace::Pace;
use crate::stripe::Endpoint;

/// The settings of one run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Config {
    /// Where to listen for HTTP; port 0 takes a free one.
    pub(crate) listen: SocketAddr,
    /// How Santa talks and thinks until he is told otherwise.
    pub(crate) pace: Pace,
    /// Where Stripe's webhooks go and how they are signed.
    pub(crate) webhooks: Endpoint,
}

/// Flags that can't be understood.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ConfigError {
    /// A flag nobody knows.
    #[error(
        "unknown argument {0:?}; known are --listen ADDRESS:PORT, --think-ms N, --speed N, --webhook URL and --webhook-secret TEXT"
    )]
    Unknown(String),
    /// A flag without its value, or with one that makes no sense.
    #[error("{0} needs a value such as {1}")]
    Value(&'static str, &'static str),
}

impl Config {
    /// Reads flags and environment (`NORTH_POLE_LISTEN`, `NORTH_POLE_THINK_MS`, `NORTH_POLE_SPEED`, `NORTH_POLE_WEBHOOK`,
    /// `NORTH_POLE_WEBHOOK_SECRET`).
    pub(crate) fn read(
        mut arguments: impl Iterator<Item = String>,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let mut listen = environment("NORTH_POLE_LISTEN");
        let mut think_ms = environment("NORTH_POLE_THINK_MS");
        let mut speed = environment("NORTH_POLE_SPEED");
        let mut webhook = environment("NORTH_POLE_WEBHOOK");
        let mut secret = environment("NORTH_POLE_WEBHOOK_SECRET");
        while let Some(argument) = arguments.next() {
            let (flag, inline) = match argument.split_once('=') {
                Some((flag, value)) => (flag.to_owned(), Some(value.to_owned())),
                None => (argument.clone(), None),
            };
            let setting = match flag.as_str() {
                "--listen" => &mut listen,
                "--think-ms" => &mut think_ms,
                "--speed" => &mut speed,
                "--webhook" => &mut webhook,
                "--webhook-secret" => &mut secret,
                _ => return Err(ConfigError::Unknown(argument)),
            };
            *setting = Some(inline.or_else(|| arguments.next()).unwrap_or_default());
        }
        if webhook
            .as_deref()
            .is_some_and(|url| Endpoint::address(url).is_none())
        {
            return Err(ConfigError::Value(
                "--webhook",
                "http://localhost:8787/api/stripe/webhook",
            ));
        }
        let mut webhooks = Endpoint {
            url: webhook,
            ..Endpoint::default()
        };
        if let Some(secret) = secret {
            webhooks.secrets = vec![secret];
        }
        let listen = listen
            .as_deref()
            .unwrap_or("127.0.0.1:8790")
            .replace("localhost", "127.0.0.1");
        Ok(Self {
            listen: listen
                .parse()
                .map_err(|_| ConfigError::Value("--listen", "127.0.0.1:8790"))?,
            pace: Pace {
                speed: speed
                    .as_deref()
                    .unwrap_or("1")
                    .parse()
                    .ok()
                    .filter(|speed| Pace::SPEEDS.contains(speed))
                    .ok_or(ConfigError::Value(
                        "--speed",
                        "1, or anything from 0.5 to 4",
                    ))?,
                think_ms: think_ms
                    .as_deref()
                    .unwrap_or("250")
                    .parse()
                    .map_err(|_| ConfigError::Value("--think-ms", "250"))?,
            },
            webhooks,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str], environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::read(arguments.iter().map(|a| a.to_string()), |name| {
            environment
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value.to_string())
        })
    }

    #[test]
    fn flags_win_over_environment_over_defaults() {
        let listen = |config: Config| config.listen.to_string();
        assert_eq!(listen(read(&[], &[]).unwrap()), "127.0.0.1:8790");
        let environment = [("NORTH_POLE_LISTEN", "127.0.0.1:1")];
        assert_eq!(listen(read(&[], &environment).unwrap()), "127.0.0.1:1");
        assert_eq!(
            listen(read(&["--listen", "localhost:2"], &environment).unwrap()),
            "127.0.0.1:2"
        );
        assert_eq!(
            read(&["--think-ms=5", "--listen=0.0.0.0:0"], &[])
                .unwrap()
                .pace
                .think_ms,
            5
        );
    }

    #[test]
    fn webhooks_go_where_they_are_told() {
        let url = "http://localhost:8787/api/stripe/webhook";
        let webhooks = read(&["--webhook", url, "--webhook-secret=whsec_x"], &[])
            .unwrap()
            .webhooks;
        assert_eq!(webhooks.url.as_deref(), Some(url));
        assert_eq!(webhooks.secrets, ["whsec_x"]);
        assert_eq!(read(&[], &[]).unwrap().webhooks, Endpoint::default());
        assert!(matches!(
            read(&["--webhook", "https://example.com/"], &[]),
            Err(ConfigError::Value("--webhook", _))
        ));
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(
            read(&["--port", "1"], &[]),
            Err(ConfigError::Unknown("--port".into()))
        );
        assert!(matches!(
            read(&["--listen"], &[]),
            Err(ConfigError::Value("--listen", _))
        ));
        assert!(matches!(
            read(&["--think-ms", "soon"], &[]),
            Err(ConfigError::Value("--think-ms", _))
        ));
        for speed in ["fast", "", "0", "-1", "0.4", "4.1", "NaN", "inf"] {
            assert!(matches!(
                read(&["--speed", speed], &[]),
                Err(ConfigError::Value("--speed", _))
            ));
        }
    }
}
