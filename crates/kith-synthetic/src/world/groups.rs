//! Groups that members are in, and the interests everybody may have.

use super::fields::Field::{self, *};
use super::places::City::{self, *};

/// A group, with who is likely to be in it.
#[derive(Debug)]
pub(crate) struct About {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    /// Lines of work that draw people in.
    pub(crate) fields: &'static [Field],
    /// An interest that draws people in.
    pub(crate) interest: &'static str,
    /// Where it meets, if it does.
    pub(crate) city: Option<City>,
}

const fn group(
    name: &'static str,
    about: &'static str,
    fields: &'static [Field],
    interest: &'static str,
    city: Option<City>,
) -> About {
    About { name, about, fields, interest, city }
}

/// Every group.
pub(crate) const GROUPS: &[About] = &[
    group(
        "Rust in Production",
        "People who ship Rust and live to tell. War stories welcome, benchmarks with units only.",
        &[Software],
        "Rust",
        None,
    ),
    group(
        "Women in Tech, Baltic and Nordic",
        "Mentoring, salary transparency, and a dinner every quarter in a different port.",
        &[Software, Data, Product, Design],
        "Open source",
        None,
    ),
    group(
        "Postgres Breakfast",
        "First Thursday of the month, 8:00, video optional, croissants not.",
        &[Software, Data],
        "Databases",
        None,
    ),
    group(
        "Accessibility Guild",
        "Screen readers, captions, plain language. Bring a page, leave with a list.",
        &[Design, Software, Product],
        "Accessibility",
        None,
    ),
    group("Type & Lettering", "For people who look at signs.", &[Design, Press], "Typography", None),
    group(
        "Service Design Without Slides",
        "We bring one real form each and fill it in.",
        &[Design, Public, Product],
        "Accessibility",
        None,
    ),
    group("Night Nurses", "For everyone whose Monday begins at 21:30.", &[Health], "Yoga", None),
    group(
        "Rural Medicine Exchange",
        "Doctors, nurses and pharmacists outside the big cities. Cases, cover, company.",
        &[Health],
        "Public health",
        None,
    ),
    group(
        "Timber Builders Europe",
        "Mass timber, joints, fire tests, moisture, and the occasional barn.",
        &[Building, Land],
        "Woodworking",
        None,
    ),
    group(
        "Bridge Spotters",
        "Photographs and arguments about bridges. All spans welcome.",
        &[Building],
        "Bridges",
        None,
    ),
    group(
        "Night Trains, Again",
        "Bringing sleepers back: operations, rolling stock, timetables, blankets.",
        &[Logistics, Public, Building],
        "Trains",
        None,
    ),
    group(
        "Cold Chain Forum",
        "Vaccines, fish, flowers. What went warm and why.",
        &[Logistics, Health],
        "Maps",
        None,
    ),
    group(
        "District Heating Network",
        "Pipes, pumps, prices. Practitioners only; vendors may lurk politely.",
        &[Energy, Building, Public],
        "Renewable energy",
        None,
    ),
    group(
        "Heat Pumps in Old Houses",
        "Measured data beats opinions. Post your seasonal performance factor.",
        &[Energy, Building],
        "Renewable energy",
        None,
    ),
    group(
        "Climate & Land",
        "Peat, forests, soils and the people who own them.",
        &[Land, Research, Public],
        "Climate policy",
        None,
    ),
    group("Beekeepers with Day Jobs", "Swarm alerts, honey swaps, stings.", &[], "Beekeeping", None),
    group(
        "Open Data Cities",
        "Bus positions, tree registers, air quality: publishing it and using it.",
        &[Data, Public, Software],
        "Open data",
        None,
    ),
    group(
        "Statisticians Anonymous",
        "Hello, my name is confidential and I have seen a p-value misused.",
        &[Data, Research],
        "Statistics",
        None,
    ),
    group(
        "Early-Career Researchers",
        "Grants, supervisors, moving countries every two years.",
        &[Research],
        "Open access",
        None,
    ),
    group(
        "Maths Teachers' Staff Room",
        "Tasks that work on a Friday afternoon.",
        &[Teaching],
        "Education",
        None,
    ),
    group(
        "Languages at School",
        "Teaching reading in a second, third and fourth language.",
        &[Teaching, Press],
        "Languages",
        None,
    ),
    group(
        "Freelance Journalists' Table",
        "Rates, contracts, editors, libel. What is said here stays here.",
        &[Press],
        "Radio",
        None,
    ),
    group(
        "Literary Translators",
        "From anything, into anything. Monthly: one impossible sentence.",
        &[Press],
        "Literature",
        None,
    ),
    group(
        "Museum People",
        "Curators, conservators, educators and the ones who hold the keys.",
        &[Arts],
        "Ceramics",
        None,
    ),
    group(
        "Amateur Orchestra Players",
        "Find a desk in a city near you. Violas especially.",
        &[Arts],
        "Opera",
        None,
    ),
    group("Choir Across the Street", "Singers who moved and look for a choir.", &[], "Choir singing", None),
    group(
        "Bakers' Hours",
        "Professionals and the obsessed. Formulas in percentages, please.",
        &[Hospitality],
        "Baking",
        None,
    ),
    group(
        "Small Hotels Association",
        "Under thirty rooms. Booking platforms, breakfast, boilers.",
        &[Hospitality],
        "Travel",
        None,
    ),
    group(
        "Plain Language in Law",
        "Contracts and judgments that people can read.",
        &[Law, Press],
        "Privacy",
        None,
    ),
    group(
        "Privacy Officers",
        "Requests, breaches, deadlines. Vendors stay outside.",
        &[Law, Software],
        "Privacy",
        None,
    ),
    group(
        "Finance for Cooperatives",
        "Reserves, members' shares, audits; who does it and how.",
        &[Money, Public],
        "Economics",
        None,
    ),
    group(
        "Hiring Without Riddles",
        "Interviews that resemble the work. Examples, not theories.",
        &[People, Software, Product],
        "Psychology",
        None,
    ),
    group(
        "Mentors & Mentees",
        "Say what you offer, say what you seek. One sentence each.",
        &[],
        "Volunteering",
        None,
    ),
    group(
        "Parents Back at Work",
        "Part-time, full-time, any time. Tips and the odd rant.",
        &[People, Health, Public],
        "Volunteering",
        None,
    ),
    group(
        "Gothenburg After Work",
        "Second Tuesday, somewhere by the water. Newcomers get the first round of advice free.",
        &[],
        "Sailing",
        Some(Gothenburg),
    ),
    group(
        "Berlin Newcomers",
        "Registering, renting, making friends, in this order.",
        &[],
        "Languages",
        Some(Berlin),
    ),
    group(
        "Warszawa: produkt i projekt",
        "Spotkania w każdą trzecią środę miesiąca, po polsku i po ludzku.",
        &[Product, Design, Software],
        "Board games",
        Some(Warsaw),
    ),
    group(
        "Profesionales de Valencia",
        "Comidas de los jueves. Sin tarjetas de visita.",
        &[],
        "Cooking",
        Some(Valencia),
    ),
    group(
        "Nairobi Makers",
        "Hardware, clay, code, coffee.",
        &[Software, Making, Energy],
        "3D printing",
        Some(Nairobi),
    ),
    group(
        "İstanbul Kod ve Kahve",
        "Her ayın son cumartesisi. Kod, kahve, sohbet.",
        &[Software, Data, Design],
        "Coffee",
        Some(Istanbul),
    ),
    group(
        "Bengaluru Systems Reading Group",
        "One paper a week, no slides, filter coffee.",
        &[Software, Data, Research],
        "Distributed systems",
        Some(Bengaluru),
    ),
    group("Trail Runners Who Talk", "Slow enough for a conversation.", &[], "Trail running", None),
];

/// Interests that anybody may have, the common ones first.
pub(crate) const INTERESTS: &[&str] = &[
    "Hiking",
    "Reading",
    "Cooking",
    "Cycling",
    "Photography",
    "Travel",
    "Running",
    "Football",
    "Gardening",
    "Film",
    "Swimming",
    "Languages",
    "Volunteering",
    "Jazz",
    "Board games",
    "Climbing",
    "Podcasts",
    "Yoga",
    "Coffee",
    "Baking",
    "Chess",
    "History",
    "Sailing",
    "Theatre",
    "Dogs",
    "Dancing",
    "Astronomy",
    "Skiing",
    "Basketball",
    "Choir singing",
    "Birdwatching",
    "Tea",
    "Poetry",
    "Cricket",
    "Woodworking",
    "Camping",
    "Origami",
    "Calligraphy",
    "Cold-water swimming",
    "Knitting",
    "Table tennis",
    "Tango",
    "Archery",
    "Science fiction",
    "Trains",
    "Fermentation",
    "Kayaking",
    "Flea markets",
    "Beekeeping",
    "Go (the game)",
    "Salsa",
    "Bouldering",
    "Stamp collecting",
    "Pétanque",
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::world::fields;

    #[test]
    fn there_are_enough_interests_and_every_group_has_one_that_exists() {
        let all: HashSet<&str> = INTERESTS
            .iter()
            .copied()
            .chain(fields::all().flat_map(|about| about.interests.iter().copied()))
            .collect();
        assert!(all.len() >= 120, "{}", all.len());
        assert!(GROUPS.len() >= 40);
        for group in GROUPS {
            assert!(all.contains(group.interest), "{}", group.interest);
        }
    }
}
