//! Scenario tables that read like the rules, by section of the rules.

mod allowance;
mod answering;
mod editing;
mod first_words;
mod known_people;
mod marks;
mod mistakes;
mod network;
mod starting;
