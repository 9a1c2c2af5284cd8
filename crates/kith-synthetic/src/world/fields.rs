//! Lines of work: what people are called in them, what they studied, and how they talk about it.

use super::fields_more::MORE;

/// A line of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    Software,
    Data,
    Design,
    Product,
    Health,
    Teaching,
    Research,
    Building,
    Making,
    Logistics,
    Energy,
    Money,
    Law,
    Selling,
    People,
    Press,
    Arts,
    Hospitality,
    Land,
    Public,
}

/// What is known about a line of work.
#[derive(Debug)]
pub(crate) struct About {
    pub(crate) field: Field,
    /// How many of a hundred members.
    pub(crate) weight: f64,
    /// Whether the titles of one place in their lists, and the degree of that place, make one trade: who began as
    /// a midwife does not lead the physicians. Where not, people change among them freely.
    pub(crate) trades: bool,
    /// Titles for beginners, for the able, for the seasoned, and for those who lead.
    pub(crate) titles: [&'static [&'static str]; 4],
    /// Degrees that lead there.
    pub(crate) degrees: &'static [&'static str],
    /// What one may work on; each fits after "I work on".
    pub(crate) topics: &'static [&'static str],
    /// Interests that its people have more than others.
    pub(crate) interests: &'static [&'static str],
    /// Headlines in people's own words.
    pub(crate) lines: &'static [&'static str],
}

impl Field {
    pub(crate) fn about(self) -> &'static About {
        // Both tables together hold every field once, which a test checks.
        all().find(|about| about.field == self).unwrap_or(&SOME[0])
    }
}

/// Every line of work.
pub(crate) fn all() -> impl Iterator<Item = &'static About> + Clone {
    SOME.iter().chain(MORE)
}

const SOME: &[About] = &[
    About {
        field: Field::Software,
        weight: 13.0,
        trades: false,
        titles: [
            &["Junior Developer", "Software Developer", "Working Student, Software", "Graduate Engineer"],
            &["Software Engineer", "Backend Engineer", "Frontend Developer", "Site Reliability Engineer"],
            &["Senior Software Engineer", "Senior Backend Engineer", "Staff Engineer", "Security Engineer"],
            &["Engineering Manager", "Head of Engineering", "CTO", "Principal Engineer"],
        ],
        degrees: &[
            "BSc Computer Science",
            "MSc Computer Science",
            "BEng Software Engineering",
            "MSc Distributed Systems",
        ],
        topics: &[
            "payment systems",
            "build tools",
            "small, boring services",
            "offline-first mobile apps",
            "search",
            "observability",
            "ticketing for railways",
            "developer tooling",
            "hospital scheduling software",
            "embedded Linux",
            "identity and sign-in",
            "a compiler nobody has heard of",
        ],
        interests: &[
            "Rust",
            "Open source",
            "Databases",
            "Distributed systems",
            "Linux",
            "Home automation",
            "Mechanical keyboards",
            "Accessibility",
            "Security",
            "Functional programming",
        ],
        lines: &[
            "I delete code for a living",
            "Backend, mostly. Bread, also.",
            "Boring technology, on purpose",
            "Making computers wait for people instead of the other way round",
            "Writes software for railways. Takes the train.",
            "Ex-musician who found out that compilers keep time, too",
            "Databases & long walks",
            "I answer slowly and in full sentences",
            "Keeping the lights on since the pager had a clip",
            "rust · postgres · sourdough",
        ],
    },
    About {
        field: Field::Data,
        weight: 6.0,
        trades: false,
        titles: [
            &["Junior Data Analyst", "Data Analyst", "Research Assistant, Statistics"],
            &["Data Analyst", "Data Scientist", "Analytics Engineer"],
            &["Senior Data Scientist", "Senior Data Engineer", "Lead Analyst"],
            &["Head of Data", "Data Engineering Manager", "Director of Analytics"],
        ],
        degrees: &["BSc Mathematics", "MSc Statistics", "MSc Econometrics", "BSc Physics"],
        topics: &[
            "forecasting demand",
            "survey statistics",
            "maps of public transport",
            "data quality",
            "hospital waiting times",
            "energy prices",
            "experiments that are allowed to fail",
            "fraud detection",
        ],
        interests: &[
            "Statistics",
            "Maps",
            "Data visualisation",
            "Open data",
            "Chess",
            "Python",
            "Machine learning",
        ],
        lines: &[
            "Counting things carefully",
            "I put error bars on everything",
            "The answer is usually \"it depends, and here is on what\"",
            "Spreadsheets nobody has to be afraid of",
            "Plumbing, but the water is numbers",
            "Maps, mostly of buses",
        ],
    },
    About {
        field: Field::Design,
        weight: 6.0,
        trades: false,
        titles: [
            &["Junior Designer", "Design Intern", "Graphic Designer"],
            &["Product Designer", "UX Designer", "Graphic Designer", "Illustrator"],
            &["Senior Product Designer", "Senior UX Researcher", "Service Designer"],
            &["Design Lead", "Head of Design", "Creative Director"],
        ],
        degrees: &[
            "BA Graphic Design",
            "BA Industrial Design",
            "MA Interaction Design",
            "Diploma, Visual Communication",
        ],
        topics: &[
            "forms that people finish",
            "wayfinding for hospitals",
            "type for small screens",
            "design systems",
            "services for older people",
            "packaging without plastic",
            "children's books",
            "museum signage",
        ],
        interests: &[
            "Typography",
            "Illustration",
            "Ceramics",
            "Letterpress",
            "Photography",
            "Accessibility",
            "Street photography",
            "Printmaking",
        ],
        lines: &[
            "I design forms. Yes, on purpose.",
            "Type, grids, tea",
            "I ask users things and then keep quiet",
            "Wayfinding: if you noticed it, I failed",
            "Draws plants, machines, and plants that are machines",
            "Drawing first, pixels later",
            "Service design for the parts of life with waiting rooms",
        ],
    },
    About {
        field: Field::Product,
        weight: 4.5,
        trades: false,
        titles: [
            &["Associate Product Manager", "Business Analyst", "Project Assistant"],
            &["Product Manager", "Project Manager", "Product Owner"],
            &["Senior Product Manager", "Programme Manager", "Senior Project Manager"],
            &["Head of Product", "Product Director", "Chief Product Officer"],
        ],
        degrees: &["BSc Business Informatics", "MSc Innovation Management", "BA Philosophy", "MBA"],
        topics: &[
            "tools for nurses",
            "a booking system for ferries",
            "invoicing for craftspeople",
            "payments in small shops",
            "public libraries' lending software",
            "school timetables",
            "a calmer inbox",
        ],
        interests: &[
            "Behavioural economics",
            "Public transport",
            "Board games",
            "Writing",
            "Facilitation",
            "Running",
        ],
        lines: &[
            "Says no for a living, kindly",
            "Recovering consultant",
            "Fewer features",
            "I write the one-pager so that there is no meeting",
            "Philosophy degree, roadmap job",
            "Building tools for people who work standing up",
        ],
    },
    About {
        field: Field::Health,
        weight: 8.0,
        trades: true,
        titles: [
            &[
                "Resident Physician",
                "Staff Nurse",
                "Assistant Physiotherapist",
                "Pharmacy Assistant",
                "Student Midwife",
            ],
            &["Physician", "Registered Nurse", "Physiotherapist", "Pharmacist", "Midwife"],
            &[
                "Consultant Anaesthetist",
                "Senior Charge Nurse",
                "Senior Physiotherapist",
                "Clinical Pharmacist",
                "Senior Midwife",
            ],
            &[
                "Chief Physician",
                "Head of Nursing",
                "Head of Rehabilitation",
                "Chief Pharmacist",
                "Head of Midwifery",
            ],
        ],
        degrees: &["Doctor of Medicine", "BSc Nursing", "BSc Physiotherapy", "MPharm", "BSc Midwifery"],
        topics: &[
            "intensive care",
            "care of premature babies",
            "rehabilitation after strokes",
            "palliative care at home",
            "rural medicine",
            "patient safety",
            "vaccination in schools",
            "handovers between shifts",
        ],
        interests: &[
            "Public health",
            "Trail running",
            "Choir singing",
            "First aid",
            "Yoga",
            "Swimming",
            "Medical history",
        ],
        lines: &[
            "Night shifts and good coffee",
            "I notice things, professionally",
            "On call, with a bad car",
            "Please do your exercises",
            "People first, forms second, coffee third",
            "Calm hands, loud shoes",
            "Stickers available",
        ],
    },
    About {
        field: Field::Teaching,
        weight: 7.5,
        trades: true,
        titles: [
            &["Trainee Teacher", "Teaching Assistant", "Language Tutor"],
            &["Secondary School Teacher", "Primary School Teacher", "Lecturer"],
            &["Head of Mathematics", "Special Needs Coordinator", "Senior Lecturer"],
            &["Head Teacher", "Deputy Head", "Dean of Studies"],
        ],
        degrees: &["BSc Mathematics and Education", "BA Primary Education", "BA Modern Languages"],
        topics: &[
            "teaching fractions without tears",
            "second-language reading",
            "school gardens",
            "music for whole classes",
            "apprenticeships",
            "inclusive classrooms",
            "physics with things from the kitchen",
        ],
        interests: &[
            "Education",
            "Children's literature",
            "Theatre",
            "Languages",
            "Hiking",
            "Crosswords",
            "School gardens",
        ],
        lines: &[
            "It will be on the test",
            "I teach eleven-year-olds to argue politely",
            "My students will need this one day. I hope to be there.",
            "Physics with kitchen equipment",
            "My inbox is glitter",
            "Adult education, evenings",
        ],
    },
    About {
        field: Field::Research,
        weight: 6.0,
        trades: false,
        titles: [
            &["Doctoral Researcher", "PhD Student", "Research Assistant"],
            &["Postdoctoral Researcher", "Research Fellow", "Scientist"],
            &["Senior Scientist", "Associate Professor", "Group Leader"],
            &["Professor", "Director of Research", "Head of Laboratory"],
        ],
        degrees: &[
            "BSc Biology",
            "BSc Chemistry",
            "BA Linguistics",
            "BA History",
            "PhD Biology",
            "PhD Chemistry",
            "PhD Linguistics",
            "PhD History",
        ],
        topics: &[
            "lichens on city walls",
            "batteries without cobalt",
            "the grammar of gestures",
            "medieval trade routes",
            "protein folding",
            "glacier melt",
            "soil microbes",
            "noise in the sea",
            "old maps of new ports",
        ],
        interests: &[
            "Birdwatching",
            "Mycology",
            "History of science",
            "Statistics",
            "Astronomy",
            "Open access",
            "Mountaineering",
            "Linguistics",
        ],
        lines: &[
            "Lichens. All day, lichens.",
            "Reading other people's letters (they died in 1640)",
            "Breaks things slowly, takes notes",
            "No, I will not correct your grammar",
            "Ice, mostly while it lasts",
            "Do not ask when the paper is done",
            "Soil is not dirt",
        ],
    },
    About {
        field: Field::Building,
        weight: 5.5,
        trades: true,
        titles: [
            &["Graduate Civil Engineer", "Junior Architect", "Site Assistant"],
            &["Structural Engineer", "Architect", "Site Manager"],
            &["Senior Structural Engineer", "Project Architect", "Senior Site Manager"],
            &["Head of Structures", "Partner, Architecture", "Construction Director"],
        ],
        degrees: &["BEng Civil Engineering", "BA Architecture", "Diploma, Timber Construction"],
        topics: &[
            "timber high-rises",
            "footbridges",
            "flood defences",
            "schools that do not overheat",
            "old roofs",
            "tunnels under running trains",
            "reuse of steel beams",
        ],
        interests: &[
            "Bridges",
            "Architecture",
            "Woodworking",
            "Cycling",
            "Sketching",
            "Climbing",
            "Urban planning",
            "Brutalism",
        ],
        lines: &[
            "Bridges, mostly.",
            "Things stay up",
            "Small public buildings with good doors",
            "Wood is the new concrete, concrete is the new regret",
            "I repair roofs older than my country",
            "Up at five so you don't have to be",
        ],
    },
    About {
        field: Field::Making,
        weight: 6.0,
        trades: false,
        titles: [
            &["Apprentice Toolmaker", "Junior Mechanical Engineer", "Production Planner"],
            &["Mechanical Engineer", "Process Engineer", "Toolmaker", "Quality Engineer"],
            &["Senior Mechanical Engineer", "Production Manager", "Senior Quality Engineer"],
            &["Plant Manager", "Head of Production", "Technical Director"],
        ],
        degrees: &[
            "BEng Mechanical Engineering",
            "MSc Production Engineering",
            "Master Craftsman, Toolmaking",
            "BEng Materials Engineering",
        ],
        topics: &[
            "pumps",
            "food-grade valves",
            "the last two per cent of scrap",
            "looms",
            "bearings that last",
            "lifts for old buildings",
            "machines that shut up",
            "paper machines",
        ],
        interests: &[
            "Woodworking",
            "Vintage motorcycles",
            "Clock repair",
            "3D printing",
            "Sailing",
            "Model railways",
            "Cycling",
        ],
        lines: &[
            "Pumps. Ask me about pumps.",
            "Third generation in the trade",
            "If it squeaks, I know why",
            "Professionally unsatisfied",
            "I make the machines that make the boxes",
            "Large machines by day, small clocks by night",
        ],
    },
    About {
        field: Field::Logistics,
        weight: 4.5,
        trades: false,
        titles: [
            &["Dispatcher", "Junior Planner", "Warehouse Associate"],
            &["Supply Chain Planner", "Freight Forwarder", "Warehouse Supervisor", "Buyer"],
            &["Senior Supply Chain Planner", "Customs Specialist", "Fleet Manager"],
            &["Head of Logistics", "Supply Chain Director", "Port Operations Manager"],
        ],
        degrees: &["BSc Logistics", "MSc Supply Chain Management", "Diploma, Shipping", "BA Economics"],
        topics: &[
            "cold chains",
            "empty containers",
            "night trains for parcels",
            "customs that nobody understands",
            "last-mile deliveries by bike",
            "spare parts for ferries",
            "warehouses with fewer steps",
        ],
        interests: &["Trains", "Sailing", "Cycling", "Public transport", "Maps", "Football", "Ships"],
        lines: &[
            "Getting things from A to B, including the paperwork",
            "Customs nerd",
            "The container is late. I know. I am on it.",
            "Freight by rail, whenever physics and politics allow",
            "Planning shifts, pallets and birthdays",
            "Bike couriers & cold chains",
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_described_once() {
        assert_eq!(all().count(), 20);
        for about in all() {
            assert_eq!(about.field.about().lines, about.lines);
            assert_eq!(all().filter(|other| other.field == about.field).count(), 1);
        }
    }
}
