//! The routes of Stripe's API that the product uses, each a line: what may be asked, and what the books do about it.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};

use super::door::{Ask, enter};
use super::refusal::Refusal;
use super::{control, objects, shapes};
use crate::north_pole::NorthPole;

type Pole = State<Arc<NorthPole>>;

/// The API, the pay page and the control routes.
pub(crate) fn routes() -> Router<Arc<NorthPole>> {
    Router::new()
        .route("/v1/customers", post(create_customer))
        .route(
            "/v1/customers/{id}",
            get(show_customer).delete(delete_customer),
        )
        .route(
            "/v1/checkout/sessions",
            get(list_sessions).post(create_session),
        )
        .route("/v1/checkout/sessions/{id}", get(show_session))
        .route("/v1/checkout/sessions/{id}/expire", post(expire_session))
        .route("/v1/refunds", get(list_refunds).post(create_refund))
        .route("/v1/refunds/{id}", get(show_refund))
        .route("/v1/payment_intents/{id}", get(show_payment_intent))
        .route("/v1/charges/{id}", get(show_charge))
        .route("/v1/disputes/{id}", get(show_dispute))
        .merge(control::routes())
}

async fn create_customer(State(pole): Pole, ask: Ask) -> Response {
    enter(&pole, ask, shapes::CREATE_CUSTOMER, |books, asked| {
        Ok(books.create_customer(asked))
    })
    .await
}

async fn show_customer(State(pole): Pole, Path(id): Path<String>, ask: Ask) -> Response {
    enter(&pole, ask, shapes::LOOK, |books, _| {
        let found = books.customers.get(&id).map(objects::customer);
        found.ok_or_else(|| Refusal::missing("customer", &id, None))
    })
    .await
}

async fn delete_customer(State(pole): Pole, Path(id): Path<String>, ask: Ask) -> Response {
    enter(&pole, ask, shapes::NOTHING, |books, _| {
        books.delete_customer(&id)
    })
    .await
}

async fn create_session(State(pole): Pole, ask: Ask) -> Response {
    let base = ask.base();
    enter(&pole, ask, shapes::CREATE_SESSION, |books, asked| {
        books.create_session(asked, &base)
    })
    .await
}

async fn list_sessions(State(pole): Pole, ask: Ask) -> Response {
    enter(&pole, ask, shapes::LIST_SESSIONS, |books, asked| {
        books.list_sessions(asked)
    })
    .await
}

async fn show_session(State(pole): Pole, Path(id): Path<String>, ask: Ask) -> Response {
    enter(&pole, ask, shapes::LOOK, |books, _| {
        books.session(&id).map(objects::session)
    })
    .await
}

async fn expire_session(State(pole): Pole, Path(id): Path<String>, ask: Ask) -> Response {
    enter(&pole, ask, shapes::LOOK, |books, _| {
        books.expire(&id)?;
        books.session(&id).map(objects::session)
    })
    .await
}

async fn create_refund(State(pole): Pole, ask: Ask) -> Response {
    enter(&pole, ask, shapes::CREATE_REFUND, |books, asked| {
        books.refund(asked)
    })
    .await
}

async fn list_refunds(State(pole): Pole, ask: Ask) -> Response {
    enter(&pole, ask, shapes::LIST_REFUNDS, |books, asked| {
        books.list_refunds(asked)
    })
    .await
}

async fn show_refund(State(pole): Pole, Path(id): Path<String>, ask: Ask) -> Response {
    enter(&pole, ask, shapes::LOOK, |books, _| {
        let found = books.refunds.get(&id).map(objects::refund);
        found.ok_or_else(|| Refusal::missing("refund", &id, None))
    })
    .await
}

async fn show_payment_intent(State(pole): Pole, Path(id): Path<String>, ask: Ask) -> Response {
    enter(&pole, ask, shapes::LOOK, |books, _| {
        let found = books.payments.get(&id).map(objects::payment_intent);
        found.ok_or_else(|| Refusal::missing("payment_intent", &id, None))
    })
    .await
}

async fn show_charge(State(pole): Pole, Path(id): Path<String>, ask: Ask) -> Response {
    enter(&pole, ask, shapes::LOOK, |books, _| {
        // Of the charges of one intent only the last is kept whole; an earlier one failed and is of no further use.
        let found = books
            .payment_of_charge(&id)
            .filter(|payment| payment.charge == id);
        found
            .map(objects::charge)
            .ok_or_else(|| Refusal::missing("charge", &id, None))
    })
    .await
}

async fn show_dispute(State(pole): Pole, Path(id): Path<String>, ask: Ask) -> Response {
    enter(&pole, ask, shapes::LOOK, |books, _| {
        let found = books.disputes.get(&id).map(objects::dispute);
        found.ok_or_else(|| Refusal::missing("dispute", &id, None))
    })
    .await
}
