//! Deliveries over real HTTP to a small endpoint of the test's own.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::{act, control, look, session};
use crate::stripe::signature;
use crate::web::tests::Place;

/// What came.
#[derive(Debug, Clone)]
struct Post {
    signature: String,
    body: String,
}

impl Post {
    /// Whether the signature is right for this secret.
    fn is_signed_with(&self, secret: &str) -> bool {
        let moment: i64 = self.signature[2..12].parse().unwrap_or_default();
        let right = signature::header(moment, &self.body, &[secret.to_owned()]);
        let right = right.split_once(',').unwrap().1;
        self.signature.split(',').any(|part| part == right)
    }

    fn moment(&self) -> i64 {
        self.signature[2..12].parse().unwrap()
    }

    fn kind(&self) -> String {
        serde_json::from_str::<Value>(&self.body).unwrap()["type"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

#[derive(Default)]
struct Mailbox {
    posts: Mutex<Vec<Post>>,
    /// What to answer; 200 when there is nothing.
    statuses: Mutex<VecDeque<u16>>,
}

/// A place whose webhooks come here, without the noise.
async fn place_with_endpoint(statuses: &[u16]) -> (Place, Arc<Mailbox>) {
    let mail = Arc::new(Mailbox::default());
    mail.statuses.lock().unwrap().extend(statuses);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/webhook", listener.local_addr().unwrap());
    let into = mail.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = Vec::new();
            let (head, length) = loop {
                let mut chunk = [0u8; 4_096];
                let count = stream.read(&mut chunk).await.unwrap();
                bytes.extend_from_slice(&chunk[..count]);
                let text = String::from_utf8_lossy(&bytes).into_owned();
                if let Some((head, _)) = text.split_once("\r\n\r\n") {
                    break (
                        head.to_owned(),
                        header(head, "content-length").parse::<usize>().unwrap(),
                    );
                }
            };
            while bytes.len() < head.len() + 4 + length {
                let mut chunk = [0u8; 4_096];
                let count = stream.read(&mut chunk).await.unwrap();
                bytes.extend_from_slice(&chunk[..count]);
            }
            into.posts.lock().unwrap().push(Post {
                signature: header(&head, "stripe-signature"),
                body: String::from_utf8(bytes[head.len() + 4..].to_vec()).unwrap(),
            });
            let status = into.statuses.lock().unwrap().pop_front().unwrap_or(200);
            let answer =
                format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    let place = Place::open().await;
    let endpoint = json!({"url": url, "noise": false, "retries_ms": [10, 10, 10]});
    assert_eq!(
        control(&place, "/stripe/endpoint", endpoint).await.status,
        200
    );
    (place, mail)
}

fn header(head: &str, name: &str) -> String {
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    lines
        .find_map(|(known, value)| (known == name).then(|| value.to_owned()))
        .unwrap_or_default()
}

/// Waits until nothing is on its way, and shows what came.
async fn all_that_came(place: &Place, mail: &Mailbox) -> Vec<Post> {
    for _ in 0..200 {
        if look(place, "/stripe/report").await["pending_deliveries"] == 0 {
            return mail.posts.lock().unwrap().clone();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("deliveries never ended");
}

async fn mischief(place: &Place, rules: Value) {
    assert_eq!(control(place, "/stripe/mischief", rules).await.status, 200);
}

#[tokio::test]
async fn what_is_not_taken_comes_again() {
    let (place, mail) = place_with_endpoint(&[500, 404]).await;
    let id = session(&place, "").await;
    act(&place, &id, "pay", json!({})).await;
    let posts = all_that_came(&place, &mail).await;
    assert_eq!(posts.len(), 3);
    assert!(
        posts
            .iter()
            .all(|post| post.is_signed_with("whsec_north_pole"))
    );
    assert!(posts.iter().all(|post| post.body == posts[0].body));
    let event = &look(&place, "/stripe/report").await["events"][0];
    let statuses = event["attempts"].as_array().unwrap().iter();
    let statuses: Vec<&Value> = statuses.map(|attempt| &attempt["status"]).collect();
    assert_eq!(statuses, [&json!(500), &json!(404), &json!(200)]);
}

#[tokio::test]
async fn during_a_change_of_secrets_both_sign() {
    let (place, mail) = place_with_endpoint(&[]).await;
    let secrets = json!({"secrets": ["whsec_old", "whsec_new"]});
    control(&place, "/stripe/endpoint", secrets).await;
    act(&place, &session(&place, "").await, "pay", json!({})).await;
    let posts = all_that_came(&place, &mail).await;
    assert!(posts[0].is_signed_with("whsec_old") && posts[0].is_signed_with("whsec_new"));
    assert!(!posts[0].is_signed_with("whsec_north_pole"));
}

#[tokio::test]
async fn a_spoiled_delivery_is_followed_by_a_good_one() {
    let (place, mail) =
        place_with_endpoint(&[400, 200, 400, 200, 400, 200, 400, 200, 400, 200]).await;
    let secret = "whsec_north_pole";
    for spoil in ["tamper", "stale", "wrong_secret", "truncate", "unsigned"] {
        mischief(&place, json!([{"times": 1, "spoil": spoil}])).await;
        act(&place, &session(&place, "").await, "pay", json!({})).await;
        let posts = all_that_came(&place, &mail).await;
        let [spoiled, good] = &posts[posts.len() - 2..] else {
            panic!("two deliveries")
        };
        assert!(good.is_signed_with(secret), "{spoil}");
        assert_eq!(good.kind(), "checkout.session.completed");
        if spoil == "stale" {
            assert!(spoiled.is_signed_with(secret) && good.moment() - spoiled.moment() >= 301);
        } else if spoil == "unsigned" {
            assert_eq!(spoiled.signature, "");
        } else {
            assert!(!spoiled.is_signed_with(secret), "{spoil}");
        }
        assert_eq!(
            spoiled.body.len() < good.body.len(),
            spoil == "truncate",
            "{spoil}"
        );
    }
}

#[tokio::test]
async fn copies_losses_and_delays_are_made_to_order() {
    let (place, mail) = place_with_endpoint(&[]).await;
    mischief(
        &place,
        json!([{"times": 1, "duplicate": 2}, {"times": 1, "lose_first": true}]),
    )
    .await;
    act(&place, &session(&place, "").await, "pay", json!({})).await;
    let posts = all_that_came(&place, &mail).await;
    assert_eq!(posts.len(), 3);
    act(&place, &session(&place, "").await, "pay", json!({})).await;
    assert_eq!(all_that_came(&place, &mail).await.len(), 4);
    let report = look(&place, "/stripe/report").await;
    let attempts = report["events"][1]["attempts"].as_array().unwrap();
    assert_eq!((attempts.len(), &attempts[0]["lost"]), (2, &json!(true)));

    mischief(&place, json!([{"times": 1, "delay_ms": 100}])).await;
    let (delayed, since) = (session(&place, "").await, Instant::now());
    act(&place, &delayed, "pay", json!({})).await;
    assert_eq!(all_that_came(&place, &mail).await.len(), 5);
    assert!(since.elapsed() >= Duration::from_millis(100), "too early");
    let again = report["events"][0]["id"].clone();
    assert_eq!(
        control(&place, "/stripe/redeliver", json!({"event": again}))
            .await
            .status,
        202
    );
    assert_eq!(
        all_that_came(&place, &mail).await[5].body,
        posts[0].body,
        "days later"
    );
}

#[tokio::test]
async fn held_events_go_in_the_order_that_is_named() {
    let (place, mail) = place_with_endpoint(&[]).await;
    mischief(&place, json!([{"hold": true}])).await;
    let id = session(&place, "").await;
    for action in ["pay", "refund"] {
        act(&place, &id, action, json!({})).await;
    }
    assert_eq!(all_that_came(&place, &mail).await.len(), 0);
    let held = look(&place, "/stripe/report").await["held"].clone();
    let reversed = json!({"events": [held[1], held[0]]});
    let released = control(&place, "/stripe/release", reversed.clone())
        .await
        .json();
    assert_eq!(released["released"], reversed["events"]);
    let came: Vec<String> = all_that_came(&place, &mail)
        .await
        .iter()
        .map(Post::kind)
        .collect();
    assert_eq!(came, ["charge.refunded", "checkout.session.completed"]);
    assert_eq!(look(&place, "/stripe/report").await["held"], json!([]));
}

#[tokio::test]
async fn a_rule_of_its_own_is_for_the_events_of_one_action() {
    let (place, mail) = place_with_endpoint(&[]).await;
    mischief(&place, json!([{"hold": true}])).await;
    let id = session(&place, "").await;
    act(&place, &id, "pay", json!({"rule": {"duplicate": 1}})).await;
    assert_eq!(all_that_came(&place, &mail).await.len(), 2, "and not held");
    act(&place, &id, "refund", json!({})).await;
    let held = look(&place, "/stripe/report").await["held"].clone();
    assert_eq!(held.as_array().map(Vec::len), Some(1), "as was set for all");
}
