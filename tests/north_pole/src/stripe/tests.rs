//! Stripe's API over real HTTP: what is refused and how, and what becomes of a session.

mod typed;
mod webhooks;

use serde_json::{Value, json};

use crate::web::tests::{Answer, Place};

const BEARER: (&str, &str) = ("authorization", "Bearer sk_test_north_pole");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// The least that makes a session: one pack for 99 kroner.
const SESSION: &str = "mode=payment&success_url=http://localhost:1/done?s={CHECKOUT_SESSION_ID}&\
    cancel_url=http://localhost:1/back&line_items[0][quantity]=1&line_items[0][price_data][currency]=dkk&\
    line_items[0][price_data][unit_amount]=9900&line_items[0][price_data][product_data][name]=30 credits";

async fn post(place: &Place, path: &str, form: &str) -> Answer {
    place.ask("POST", path, &[BEARER, FORM], form).await
}

async fn look(place: &Place, path: &str) -> Value {
    place.ask("GET", path, &[BEARER], "").await.json()
}

async fn session(place: &Place, more: &str) -> String {
    let made = post(place, "/v1/checkout/sessions", &format!("{SESSION}&{more}")).await;
    assert_eq!(made.status, 200, "{}", made.body);
    made.json()["id"].as_str().unwrap().to_owned()
}

/// Does what a payer, a bank or the dashboard would do.
async fn act(place: &Place, session: &str, action: &str, body: Value) -> Answer {
    let path = format!("/stripe/sessions/{session}/{action}");
    control(place, &path, body).await
}

async fn control(place: &Place, path: &str, body: Value) -> Answer {
    let json = ("content-type", "application/json");
    place.ask("POST", path, &[json], &body.to_string()).await
}

/// The kinds of events that are acted on, in the order in which they happened.
async fn kinds(place: &Place) -> Vec<String> {
    let report = look(place, "/stripe/report").await;
    let events = report["events"].as_array().unwrap().iter();
    let kinds = events.map(|event| event["kind"].as_str().unwrap().to_owned());
    kinds
        .filter(|kind| !super::mischief::is_noise(kind))
        .collect()
}

#[tokio::test]
async fn only_the_key_of_the_stand_in_opens() {
    let place = Place::open().await;
    let basic = ("authorization", "Basic c2tfdGVzdF9ub3J0aF9wb2xlOg==");
    for (headers, status) in [
        (vec![BEARER], 200),
        (vec![basic], 200),
        (vec![], 401),
        (
            vec![("authorization", "Bearer sk_live_secret_of_somebody")],
            401,
        ),
        (vec![("authorization", "Basic c2tfdGVzdF9vdGhlcjo=")], 401),
    ] {
        let answer = place.ask("GET", "/v1/refunds", &headers, "").await;
        assert_eq!(answer.status, status, "{headers:?}");
        if status == 401 {
            assert_eq!(answer.json()["error"]["type"], "invalid_request_error");
            assert!(
                !answer.body.contains("secret_of"),
                "a key is never repeated"
            );
        }
    }
}

#[tokio::test]
async fn what_stripe_would_refuse_is_refused() {
    let place = Place::open().await;
    let item = "line_items[0][price_data]";
    for (change, code, param) in [
        ("colour=red", "parameter_unknown", "colour"),
        (
            "line_items[0][colour]=red",
            "parameter_unknown",
            "line_items[0][colour]",
        ),
        (
            "client_reference_id=",
            "parameter_invalid_empty",
            "client_reference_id",
        ),
        ("expires_at=soon", "parameter_invalid_integer", "expires_at"),
        ("expires_at=1", "", "expires_at"),
        ("expires_at=99999999999", "", "expires_at"),
        ("automatic_tax[enabled]=yes", "", "automatic_tax[enabled]"),
        ("automatic_tax=true", "", "automatic_tax"),
        ("locale=danish", "", "locale"),
        ("customer=cus_nobody", "resource_missing", "customer"),
        ("customer_update[name]=auto", "", "customer_update"),
        ("mode=subscription", "", "mode"),
        ("cancel_url=nowhere", "url_invalid", "cancel_url"),
        (
            "line_items[0][quantity]=0",
            "parameter_invalid_integer",
            "line_items[0][quantity]",
        ),
        ("line_items[0][price]=price_none", "", "line_items[0]"),
        ("metadata[a][b]=c", "", "metadata[a]"),
        ("CURRENCY=DKK", "", "line_items[0][price_data][currency]"),
        (
            "AMOUNT=-1",
            "parameter_invalid_integer",
            "line_items[0][price_data][unit_amount]",
        ),
        (
            "AMOUNT=99.5",
            "parameter_invalid_integer",
            "line_items[0][price_data][unit_amount]",
        ),
        ("AMOUNT=249", "amount_too_small", "line_items"),
        ("NO SUCCESS", "parameter_missing", "success_url"),
    ] {
        let (name, value) = change.split_once('=').unwrap_or((change, ""));
        let form = match name {
            "CURRENCY" => SESSION.replace(
                &format!("{item}[currency]=dkk"),
                &format!("{item}[currency]={value}"),
            ),
            "AMOUNT" => SESSION.replace("=9900", &format!("={value}")),
            "NO SUCCESS" => SESSION.replace("success_url=", "cancel_url="),
            "mode" => SESSION.replace("mode=payment", change),
            "cancel_url" => SESSION.replace("cancel_url=http://localhost:1/back", change),
            "line_items[0][quantity]" => SESSION.replace("line_items[0][quantity]=1", change),
            _ => format!("{SESSION}&{change}"),
        };
        let form = form.replacen(
            "cancel_url=http://localhost:1/back&",
            "",
            usize::from(name == "NO SUCCESS"),
        );
        let answer = post(&place, "/v1/checkout/sessions", &form).await;
        let error = &answer.json()["error"];
        assert_eq!(answer.status, 400, "{change}: {}", answer.body);
        assert_eq!(
            error["code"].as_str().unwrap_or_default(),
            code,
            "{change}: {error}"
        );
        assert_eq!(error["param"], param, "{change}: {error}");
    }
    let as_json = [BEARER, ("content-type", "application/json")];
    let answer = place
        .ask(
            "POST",
            "/v1/checkout/sessions",
            &as_json,
            "{\"mode\":\"payment\"}",
        )
        .await;
    assert_eq!(answer.status, 400, "a body that is no form");
    assert_eq!(look(&place, "/stripe/report").await["sessions"], json!([]));
    assert_eq!(
        post(
            &place,
            "/v1/checkout/sessions",
            &SESSION.replace("=9900", "=250")
        )
        .await
        .status,
        200
    );
}

#[tokio::test]
async fn the_same_key_has_one_effect() {
    let place = Place::open().await;
    let send = |key: &'static str, path: &'static str, form: String| {
        let place = &place;
        async move {
            let headers = [BEARER, FORM, ("idempotency-key", key)];
            place.ask("POST", path, &headers, &form).await
        }
    };
    let path = "/v1/checkout/sessions";
    let first = send("k1", path, SESSION.into()).await;
    assert!(!first.head.contains("idempotent-replayed"));
    let again = send("k1", path, SESSION.into()).await;
    assert_eq!(again.json(), first.json());
    assert!(again.head.contains("idempotent-replayed: true"));
    for (path, form) in [
        (path, format!("{SESSION}&locale=da")),
        ("/v1/customers", SESSION.into()),
    ] {
        let other = send("k1", path, form).await;
        assert_eq!(other.status, 400);
        assert_eq!(other.json()["error"]["type"], "idempotency_error");
    }
    let wrong = send("k2", path, format!("{SESSION}&colour=red")).await;
    assert_eq!(wrong.status, 400);
    assert_eq!(
        send("k2", path, SESSION.into()).await.status,
        200,
        "a request that was never carried out leaves its key free"
    );
    assert_eq!(
        look(&place, path).await["data"].as_array().unwrap().len(),
        2
    );
}

#[tokio::test]
async fn faults_strike_before_or_after_the_effect() {
    let place = Place::open().await;
    let headers = [BEARER, FORM, ("idempotency-key", "k")];
    for (fault, status, made) in [
        ("rate_limit", 429, 0),
        ("reset", 0, 0),
        ("reset_after", 0, 1),
    ] {
        place
            .faults(json!({"stripe": fault, "stripe_path": "/v1/checkout", "times": 1}))
            .await;
        assert_eq!(
            look(&place, "/v1/refunds").await["data"],
            json!([]),
            "another route"
        );
        let answer = place
            .ask("POST", "/v1/checkout/sessions", &headers, SESSION)
            .await;
        assert_eq!(answer.status, status, "{fault}");
        let sessions = look(&place, "/stripe/report").await["sessions"].clone();
        assert_eq!(sessions.as_array().unwrap().len(), made, "{fault}");
    }
    let again = place
        .ask("POST", "/v1/checkout/sessions", &headers, SESSION)
        .await;
    assert!(again.status == 200 && again.head.contains("idempotent-replayed: true"));

    place
        .faults(json!({"stripe": "server_error", "times": 1}))
        .await;
    let headers = [BEARER, FORM, ("idempotency-key", "k5")];
    for _ in 0..2 {
        let answer = place
            .ask("POST", "/v1/checkout/sessions", &headers, SESSION)
            .await;
        assert_eq!(
            answer.status, 500,
            "Stripe keeps a 500 under its key as well"
        );
    }
}

#[tokio::test]
async fn a_session_is_paid_once_or_expires() {
    let place = Place::open().await;
    let paid = session(&place, "client_reference_id=account-7&metadata[pack]=30").await;
    assert_eq!(act(&place, &paid, "pay", json!({})).await.status, 200);
    let shown = look(&place, &format!("/v1/checkout/sessions/{paid}")).await;
    assert_eq!(
        (&shown["status"], &shown["payment_status"]),
        (&json!("complete"), &json!("paid"))
    );
    assert_eq!(shown["url"], Value::Null);
    assert_eq!(
        act(&place, &paid, "pay", json!({})).await.status,
        400,
        "twice"
    );
    let expire = format!("/v1/checkout/sessions/{paid}/expire");
    assert_eq!(
        post(&place, &expire, "").await.status,
        400,
        "a paid one does not expire"
    );

    let declined = session(&place, "").await;
    assert_eq!(
        act(&place, &declined, "decline", json!({})).await.status,
        200
    );
    let open = look(&place, &format!("/v1/checkout/sessions/{declined}")).await;
    assert_eq!(open["status"], "open");
    assert_eq!(
        act(&place, &declined, "pay", json!({})).await.status,
        200,
        "a second try"
    );

    let overdue = session(&place, "").await;
    control(&place, "/stripe/clock", json!({"advance_s": 24 * 3_600})).await;
    let shown = look(&place, &format!("/v1/checkout/sessions/{overdue}")).await;
    assert_eq!(shown["status"], "expired");
    assert_eq!(
        act(&place, &overdue, "pay", json!({})).await.status,
        400,
        "too late"
    );
    assert_eq!(
        kinds(&place).await,
        [
            "checkout.session.completed",
            "checkout.session.completed",
            "checkout.session.expired"
        ]
    );
}

#[tokio::test]
async fn money_may_come_later_or_never() {
    let place = Place::open().await;
    let (comes, never) = (session(&place, "").await, session(&place, "").await);
    assert_eq!(
        act(&place, &comes, "arrive", json!({})).await.status,
        400,
        "nothing is on its way"
    );
    for (id, action, status) in [(&comes, "arrive", "paid"), (&never, "fail", "unpaid")] {
        let path = format!("/v1/checkout/sessions/{id}");
        act(&place, id, "pay_later", json!({})).await;
        assert_eq!(look(&place, &path).await["payment_status"], "unpaid");
        let intent = look(&place, &path).await["payment_intent"].clone();
        let refund = format!("payment_intent={}", intent.as_str().unwrap());
        assert_eq!(
            post(&place, "/v1/refunds", &refund).await.status,
            400,
            "nothing to refund yet"
        );
        assert_eq!(act(&place, id, action, json!({})).await.status, 200);
        assert_eq!(look(&place, &path).await["payment_status"], status);
        assert_eq!(
            act(&place, id, action, json!({})).await.status,
            400,
            "settled once"
        );
    }
    assert_eq!(
        kinds(&place).await,
        [
            "checkout.session.completed",
            "checkout.session.async_payment_succeeded",
            "checkout.session.completed",
            "checkout.session.async_payment_failed"
        ]
    );
}

#[tokio::test]
async fn no_more_is_refunded_than_was_paid() {
    let place = Place::open().await;
    let id = session(&place, "").await;
    let paid = act(&place, &id, "pay", json!({})).await.json();
    let intent = paid["session"]["payment_intent"]
        .as_str()
        .unwrap()
        .to_owned();
    let refund = |form: String| {
        let (place, form) = (&place, format!("payment_intent={intent}{form}"));
        async move { post(place, "/v1/refunds", &form).await }
    };
    assert_eq!(refund("&amount=9901".into()).await.status, 400);
    assert_eq!(refund("&amount=0".into()).await.status, 400);
    assert_eq!(refund("&reason=bored".into()).await.status, 400);
    assert_eq!(
        refund("&amount=900&reason=requested_by_customer".into())
            .await
            .status,
        200
    );
    assert_eq!(
        refund("&amount=9001".into()).await.status,
        400,
        "more than is left"
    );
    assert_eq!(
        act(&place, &id, "refund", json!({"amount": 1_000}))
            .await
            .status,
        200
    );
    assert_eq!(
        refund(String::new()).await.json()["amount"],
        8_000,
        "all that is left"
    );
    let nothing_left = refund(String::new()).await;
    assert_eq!(
        nothing_left.json()["error"]["code"],
        "charge_already_refunded"
    );
    let report = look(&place, "/stripe/report").await;
    assert_eq!(report["sessions"][0]["amount_refunded"], 9_900);

    let events = report["events"].as_array().unwrap().iter();
    let refunded = events.filter(|event| event["kind"] == "charge.refunded");
    let mut sums = Vec::new();
    for event in refunded {
        let path = format!("/stripe/events/{}", event["id"].as_str().unwrap());
        let object = look(&place, &path).await["data"]["object"].clone();
        sums.push((
            object["amount_refunded"].clone(),
            object["refunded"].clone(),
        ));
    }
    let so_far = [(900, false), (1_900, false), (9_900, true)];
    assert_eq!(
        sums,
        so_far.map(|(sum, whole)| (json!(sum), json!(whole))),
        "cumulative"
    );
    let listed = look(&place, &format!("/v1/refunds?payment_intent={intent}")).await;
    assert_eq!(listed["data"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_disputed_payment_is_not_refunded() {
    let place = Place::open().await;
    for (outcome, refund) in [("win", 200), ("lose", 400)] {
        let id = session(&place, "").await;
        assert_eq!(
            act(&place, &id, "dispute", json!({})).await.status,
            400,
            "unpaid"
        );
        act(&place, &id, "pay", json!({})).await;
        assert_eq!(
            act(&place, &id, outcome, json!({})).await.status,
            400,
            "no dispute"
        );
        assert_eq!(act(&place, &id, "dispute", json!({})).await.status, 200);
        assert_eq!(
            act(&place, &id, "refund", json!({})).await.status,
            400,
            "disputed"
        );
        assert_eq!(
            act(&place, &id, "dispute", json!({})).await.status,
            400,
            "twice"
        );
        let closed = act(&place, &id, outcome, json!({})).await.json();
        let status = if outcome == "win" { "won" } else { "lost" };
        assert_eq!(closed["session"]["dispute"]["status"], status);
        assert_eq!(
            act(&place, &id, "refund", json!({})).await.status,
            refund,
            "{outcome}"
        );
    }
}

#[tokio::test]
async fn lists_come_in_pages_newest_first() {
    let place = Place::open().await;
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(session(&place, "").await);
    }
    made.reverse();
    let ids = |list: &Value| {
        let data = list["data"].as_array().unwrap().iter();
        data.map(|item| item["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let path = "/v1/checkout/sessions";
    let first = look(&place, &format!("{path}?limit=2")).await;
    assert_eq!(
        (ids(&first), &first["has_more"]),
        (made[..2].to_vec(), &json!(true))
    );
    let rest = look(
        &place,
        &format!("{path}?limit=3&starting_after={}", made[1]),
    )
    .await;
    assert_eq!(
        (ids(&rest), &rest["has_more"]),
        (made[2..].to_vec(), &json!(false))
    );
    let before = look(&place, &format!("{path}?limit=1&ending_before={}", made[2])).await;
    assert_eq!(
        (ids(&before), &before["has_more"]),
        (made[1..2].to_vec(), &json!(true))
    );
    act(&place, &made[4], "pay", json!({})).await;
    assert_eq!(
        ids(&look(&place, &format!("{path}?status=complete")).await),
        made[4..]
    );
    let tomorrow = crate::unix_ms() / 1_000 + 86_400;
    let none = look(&place, &format!("{path}?created%5Bgte%5D={tomorrow}")).await;
    assert_eq!(none["data"], json!([]));
    let all = look(&place, &format!("{path}?created[lt]={tomorrow}")).await;
    assert_eq!(ids(&all).len(), 5);
    let wrong = place
        .ask(
            "GET",
            &format!("{path}?starting_after=cs_none"),
            &[BEARER],
            "",
        )
        .await;
    assert_eq!(wrong.json()["error"]["code"], "resource_missing");
}

#[tokio::test]
async fn tax_is_found_where_it_is_asked_for() {
    let place = Place::open().await;
    let behaviour = "automatic_tax[enabled]=true&line_items[0][price_data][tax_behavior]";
    for (more, total, tax) in [
        ("locale=da".to_owned(), 9_900, 0),
        (format!("{behaviour}=inclusive"), 9_900, 1_980),
        (format!("{behaviour}=exclusive"), 12_375, 2_475),
    ] {
        let made = post(
            &place,
            "/v1/checkout/sessions",
            &format!("{SESSION}&{more}"),
        )
        .await;
        let made = made.json();
        let found = (&made["amount_total"], &made["total_details"]["amount_tax"]);
        assert_eq!(found, (&json!(total), &json!(tax)), "{more}");
    }
}

#[tokio::test]
async fn the_pay_page_says_what_it_is_and_leads_on() {
    let place = Place::open().await;
    let id = session(&place, "locale=da").await;
    let page = format!("/stripe/pay/{id}");
    let shown = place.ask("GET", &page, &[], "").await;
    assert!(shown.body.contains("ingen rigtige penge") && shown.body.contains("99.00 DKK"));
    let back = place.ask("POST", &page, &[FORM], "action=cancel").await;
    assert!(back.status == 303 && back.head.contains("location: http://localhost:1/back"));
    let paid = place.ask("POST", &page, &[FORM], "action=pay").await;
    let onward = format!("location: http://localhost:1/done?s={}", id.to_lowercase());
    assert!(
        paid.status == 303 && paid.head.contains(&onward),
        "{}",
        paid.head
    );
    let again = place.ask("POST", &page, &[FORM], "action=pay").await;
    assert_eq!(again.status, 400);
    let refunded = place
        .ask("POST", &page, &[FORM], "action=refund&amount=1250")
        .await;
    assert_eq!(refunded.status, 303);
    let after = place.ask("GET", &page, &[], "").await.body;
    assert!(after.contains("Tilbagebetalt: 12.50 DKK"), "{after}");
    let charge = look(&place, "/stripe/report").await["sessions"][0]["charge"].clone();
    let receipt = format!("/stripe/receipts/{}", charge.as_str().unwrap());
    assert_eq!(place.ask("GET", &receipt, &[], "").await.status, 200);
    assert!(
        place
            .ask("GET", "/stripe", &[], "")
            .await
            .body
            .contains(&id)
    );
    assert_eq!(
        place
            .ask("GET", "/stripe/pay/cs_none", &[], "")
            .await
            .status,
        404
    );
}
