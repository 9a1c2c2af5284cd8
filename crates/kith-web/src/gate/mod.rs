//! What every request passes before a handler sees it, from the outside in: a request id, a line in the log, the
//! headers of every answer, who asks, a net for panics, a time limit, a body of bounded size, how fast, from which
//! site, and whether it was asked before.

pub mod body;
pub mod cors;
pub mod csrf;
pub mod headers;
pub mod idempotency;
pub mod peer;
pub mod rate;
pub mod request_id;
pub mod session;
pub mod time_limit;
pub mod trace;
