//! kith-synthetic
