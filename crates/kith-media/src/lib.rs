//! kith-media
