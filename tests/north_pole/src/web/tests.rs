//! The routes over real HTTP: who is refused, how, and what a browser may ask.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};

use crate::config::Config;
use crate::faults::Cue;
use crate::north_pole::{LiveCall, NorthPole};
use crate::report::{EndedBy, SharedReport};

/// An answer as it came over the wire.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }
}

/// A North Pole that listens on a port of its own.
pub(crate) struct Place {
    pub(crate) port: u16,
    pole: Arc<NorthPole>,
}

impl Place {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let listen = listener.local_addr().unwrap();
        let pole = NorthPole::new(Config {
            listen,
            pace: crate::pace::Pace {
                speed: 1.0,
                think_ms: 0,
            },
            webhooks: crate::stripe::Endpoint::default(),
        })
        .unwrap();
        let pole = Arc::new(pole);
        let routes = super::routes(pole.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self {
            port: listen.port(),
            pole,
        }
    }

    pub(crate) async fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        request += &format!("content-length: {}\r\n\r\n{body}", body.len());
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer);
        if answer.is_empty() {
            // Cut before the first byte.
            return Answer {
                status: 0,
                head: String::new(),
                body: String::new(),
            };
        }
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer {
            status,
            head: head.to_lowercase(),
            body: body.to_owned(),
        }
    }

    async fn mint(&self, key: &str, body: &Value) -> Answer {
        let bearer = format!("Bearer {key}");
        self.ask(
            "POST",
            "/v1/realtime/client_secrets",
            &[("authorization", &bearer)],
            &body.to_string(),
        )
        .await
    }

    pub(crate) async fn faults(&self, faults: Value) {
        let headers = [("content-type", "application/json")];
        assert_eq!(
            self.ask("POST", "/faults", &headers, &faults.to_string())
                .await
                .status,
            200
        );
    }
}

fn secret_request() -> Value {
    json!({"expires_after": {"anchor": "created_at", "seconds": 60},
        "session": {"type": "realtime", "model": "gpt-realtime-2.1-mini"}})
}

#[tokio::test]
async fn a_token_is_minted_or_refused_in_openais_shape() {
    let place = Place::open().await;
    let minted = place.mint("sk-north-pole", &secret_request()).await;
    assert_eq!(minted.status, 200);
    assert!(minted.json()["value"].as_str().unwrap().starts_with("ek_"));
    assert_eq!(minted.json()["session"]["model"], "gpt-realtime-2.1-mini");
    let in_seconds = minted.json()["expires_at"].as_u64().unwrap() * 1_000;
    assert!(in_seconds.abs_diff(crate::unix_ms() + 60_000) < 5_000);

    let refused = place.mint("sk-live-other", &secret_request()).await;
    assert_eq!(
        (refused.status, &refused.json()["error"]["code"]),
        (401, &json!("invalid_api_key"))
    );
    let mut strange = secret_request();
    strange["session"]["temperature"] = json!(0.7);
    let error = place.mint("sk-north-pole", &strange).await.json()["error"].clone();
    assert_eq!(
        error,
        json!({"message": "Unknown parameter: 'session.temperature'.", "type": "invalid_request_error",
            "code": "unknown_parameter", "param": "session.temperature"})
    );
}

#[tokio::test]
async fn the_pace_is_changed_and_goes_back() {
    let place = Place::open().await;
    let json = [("content-type", "application/json")];
    let changed = place.ask("POST", "/pace", &json, r#"{"speed":2}"#).await;
    assert_eq!(changed.json(), json!({"speed": 2.0, "think_ms": 0}));
    let nonsense = [
        r#"{"speed":9}"#,
        r#"{"speed":0.4}"#,
        r#"{"speed":"fast"}"#,
        r#"{"think_ms":-1}"#,
        r#"{"rate":2}"#,
        "",
    ];
    for body in nonsense {
        let refused = place.ask("POST", "/pace", &json, body).await;
        assert_eq!(refused.status, 400, "{body}");
    }
    assert_eq!(place.ask("DELETE", "/pace", &[], "").await.status, 204);
    let now = place.ask("GET", "/pace", &[], "").await;
    assert_eq!(now.json(), json!({"speed": 1.0, "think_ms": 0}));
}

#[tokio::test]
async fn something_goes_wrong_only_in_a_call_that_stands() {
    let place = Place::open().await;
    let drop_in = async |call: &str| {
        let json = [("content-type", "application/json")];
        let path = format!("/calls/{call}/faults");
        let answer = place.ask("POST", &path, &json, r#"{"drop_peer":true}"#);
        answer.await.status
    };
    assert_eq!(drop_in("latest").await, 404, "there was no call yet");

    let report = SharedReport::default();
    crate::lock(&report).call_id = "rtc_1".into();
    let (cue, mut cues) = mpsc::unbounded_channel::<Cue>();
    place.pole.add_call(LiveCall {
        report: report.clone(),
        hang_up: watch::channel(false).0,
        cue,
    });
    assert_eq!(drop_in("rtc_1").await, 409);
    assert_eq!(drop_in("rtc_2").await, 404);

    crate::lock(&report).connected = true;
    let went_wrong = tokio::spawn(async move {
        let mut went_wrong = Vec::new();
        for _ in 0..2 {
            let cue = cues.recv().await.unwrap();
            went_wrong.push(cue.faults.drop_peer);
            cue.done.send(()).unwrap();
        }
        went_wrong
    });
    assert_eq!(drop_in("rtc_1").await, 204);
    assert_eq!(drop_in("latest").await, 204);
    assert_eq!(went_wrong.await.unwrap(), [true, true]);

    // The peer is gone, before its report and after.
    assert_eq!(drop_in("rtc_1").await, 404);
    crate::lock(&report).ended_by = Some(EndedBy::Fault);
    assert_eq!(drop_in("latest").await, 404);
}

#[tokio::test]
async fn what_nobody_understands_goes_wrong_nowhere() {
    let place = Place::open().await;
    let json = [("content-type", "application/json")];
    let old = r#"{"drop_peer_after_ms":300}"#;
    let nonsense = [r#"{"explode":true}"#, r#"{"drop_peer":1}"#, "{}", "", old];
    for body in nonsense {
        let path = "/calls/latest/faults";
        let refused = place.ask("POST", path, &json, body).await;
        assert_eq!(refused.status, 400, "{body}");
    }
    assert_eq!(place.ask("POST", "/faults", &json, old).await.status, 422);
}

#[tokio::test]
async fn faults_of_the_mint_are_told_apart() {
    let place = Place::open().await;
    for (fault, status, code) in [
        ("refuse", 401, json!("invalid_api_key")),
        ("rate_limit", 429, json!("rate_limit_exceeded")),
        ("insufficient_quota", 429, json!("insufficient_quota")),
        ("server_error", 500, Value::Null),
    ] {
        place.faults(json!({"mint": fault, "times": 1})).await;
        let refused = place.mint("sk-north-pole", &secret_request()).await;
        assert_eq!(
            (refused.status, &refused.json()["error"]["code"]),
            (status, &code),
            "{fault}"
        );
        assert_eq!(
            place.mint("sk-north-pole", &secret_request()).await.status,
            200,
            "{fault} was used up"
        );
    }
    place.faults(json!({"mint": "refuse"})).await;
    assert_eq!(place.ask("DELETE", "/faults", &[], "").await.status, 204);
    assert_eq!(
        place.mint("sk-north-pole", &secret_request()).await.status,
        200
    );
}

#[tokio::test]
async fn a_call_needs_a_token_the_right_type_and_an_offer() {
    let place = Place::open().await;
    let token = place.mint("sk-north-pole", &secret_request()).await.json()["value"]
        .as_str()
        .unwrap()
        .to_owned();
    let bearer = format!("Bearer {token}");
    let sdp = ("content-type", "application/sdp");
    for (headers, status) in [
        (vec![sdp], 401),
        (vec![sdp, ("authorization", "Bearer ek_unknown")], 401),
        (vec![sdp, ("authorization", "Bearer sk-other")], 401),
        (
            vec![("content-type", "text/plain"), ("authorization", &bearer)],
            415,
        ),
        (vec![sdp, ("authorization", &bearer)], 400),
    ] {
        let answer = place
            .ask("POST", "/v1/realtime/calls", &headers, "no offer")
            .await;
        assert_eq!(answer.status, status, "{headers:?}");
        assert!(answer.json()["error"]["message"].is_string());
        assert!(
            answer.head.contains("access-control-allow-origin: *"),
            "a browser may read the refusal"
        );
    }
    let key = [("authorization", "Bearer sk-north-pole")];
    assert_eq!(
        place
            .ask("POST", "/v1/realtime/calls/rtc_none/hangup", &key, "")
            .await
            .status,
        404
    );
    assert_eq!(
        place
            .ask("POST", "/v1/realtime/calls/rtc_none/hangup", &[], "")
            .await
            .status,
        401
    );
    assert_eq!(
        place.ask("GET", "/reports", &[], "").await.json(),
        json!([]),
        "a refused call leaves no report"
    );
}

#[tokio::test]
async fn a_preflight_knows_its_headers() {
    let place = Place::open().await;
    let preflight = |asked: &'static str| {
        let headers = [
            ("origin", "http://localhost:1"),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", asked),
        ];
        let place = &place;
        async move {
            place
                .ask("OPTIONS", "/v1/realtime/calls", &headers, "")
                .await
        }
    };
    let known = preflight("authorization,content-type,x-openai-agents-sdk").await;
    assert_eq!(known.status, 204);
    assert!(
        known
            .head
            .contains("access-control-expose-headers: location")
    );
    assert_eq!(preflight("authorization,x-call-id").await.status, 400);
}

#[tokio::test]
async fn mail_is_taken_once_and_shown() {
    let place = Place::open().await;
    let mail = json!({"from": "Call Santa <hello@callsanta.test>", "to": ["a@b.test"], "subject": "Kode",
        "text": "Din kode er 48291370"});
    let send = |key: &'static str, body: Value| {
        let place = &place;
        async move {
            let headers = [
                ("authorization", "Bearer re_north_pole"),
                ("idempotency-key", key),
            ];
            place
                .ask("POST", "/emails", &headers, &body.to_string())
                .await
        }
    };
    let first = send("k1", mail.clone()).await;
    assert_eq!(first.status, 200);
    assert_eq!(send("k1", mail.clone()).await.json(), first.json());
    let mut other = mail.clone();
    other["subject"] = json!("Other");
    assert_eq!(send("k1", other).await.status, 409);
    assert_eq!(
        send(
            "k2",
            json!({"from": "a@b.test", "to": "c", "subject": "x", "text": "y"})
        )
        .await
        .status,
        422
    );
    assert_eq!(
        place
            .ask("POST", "/emails", &[], &mail.to_string())
            .await
            .status,
        401
    );
    place.faults(json!({"mail": "refuse", "times": 1})).await;
    assert_eq!(send("k3", mail.clone()).await.status, 500);

    let inbox = place
        .ask("GET", "/inbox.json?to=A@b.test", &[], "")
        .await
        .json();
    assert_eq!(inbox.as_array().unwrap().len(), 1);
    assert_eq!(inbox[0]["id"], first.json()["id"]);
    assert!(
        place
            .ask("GET", "/inbox", &[], "")
            .await
            .body
            .contains("<p class=\"code\">48291370</p>")
    );
    assert_eq!(place.ask("DELETE", "/inbox", &[], "").await.status, 204);
    assert_eq!(
        place.ask("GET", "/inbox.json", &[], "").await.json(),
        json!([])
    );
}

#[tokio::test]
async fn the_pages_and_the_voice_are_there() {
    let place = Place::open().await;
    assert_eq!(place.ask("GET", "/health", &[], "").await.body, "ok");
    assert!(
        place
            .ask("GET", "/", &[], "")
            .await
            .body
            .contains("North Pole")
    );
    let voice = place
        .ask("GET", "/voice.wav?text=hej&lead_ms=100", &[], "")
        .await;
    assert!(
        voice.status == 200 && voice.head.contains("audio/wav") && voice.body.starts_with("RIFF")
    );
    assert_eq!(
        place
            .ask("GET", "/voice.wav?text=bonjour&language=fr", &[], "")
            .await
            .status,
        400
    );
    assert_eq!(
        place.ask("GET", "/reports/rtc_none", &[], "").await.status,
        404
    );
}
