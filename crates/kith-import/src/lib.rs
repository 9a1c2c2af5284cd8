//! kith-import
