//! The invented world that members live in: where they come from, where they learn and work, and what they
//! care about. Cities are real; every company, school and group is made up.

pub(crate) mod employers;
pub(crate) mod fields;
pub(crate) mod fields_more;
pub(crate) mod groups;
pub(crate) mod names;
pub(crate) mod names_more;
pub(crate) mod places;
pub(crate) mod schools;
