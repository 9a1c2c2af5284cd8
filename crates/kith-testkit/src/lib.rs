//! For tests: a whole Kith in a folder of its own, members who act, and a clock moved by hand.
//!
//! ```no_run
//! # async fn example() {
//! use kith_testkit::Kith;
//!
//! let kith = Kith::new().await;
//! let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
//! let invitation = ana.invites(&ben).with_note("We met at the harbour festival.").await;
//! kith.advance("30s");
//! ben.accepts(invitation).await;
//! # }
//! ```
//!
//! What a test expects to work panics where it does not, and says what stood against it. What a test expects to be
//! refused is called on the use case itself.

mod acts;
mod kith;

pub use acts::{Invites, Member};
pub use kith::{Kith, START};
