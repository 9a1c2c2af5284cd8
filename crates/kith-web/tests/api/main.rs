//! The API over a whole router and a whole network, without sockets between.

mod clients;
mod document;
mod gate;
mod introductions;
mod invitations;
mod refusals;
mod routes;
mod silence;
mod support;
mod timing;
