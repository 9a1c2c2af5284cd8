//! kith-domain
