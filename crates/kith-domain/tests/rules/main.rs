//! The rules of the network, tried on the domain alone. The name of a test names the rule it tries
//! (`r8_4`); what a rule asks of storage, mail or pages is tried where those are.

mod codes;
mod introductions;
mod outreach;
mod properties;
mod reviews;
mod sequences;
mod stories;
mod story;
mod transitions;
mod world;
