//! Cities.

macro_rules! cities {
    ($($city:ident $name:literal $country:literal;)*) => {
        /// A city that members live in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum City { $($city,)* }

        impl City {
            pub(crate) const ALL: &[Self] = &[$(Self::$city,)*];

            /// Its name in English.
            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$city => $name,)* }
            }

            pub(crate) fn country(self) -> &'static str {
                match self { $(Self::$city => $country,)* }
            }
        }
    };
}

cities! {
    Stockholm "Stockholm" "Sweden";
    Gothenburg "Göteborg" "Sweden";
    Oslo "Oslo" "Norway";
    Bergen "Bergen" "Norway";
    Copenhagen "København" "Denmark";
    Helsinki "Helsinki" "Finland";
    Reykjavik "Reykjavík" "Iceland";
    London "London" "United Kingdom";
    Manchester "Manchester" "United Kingdom";
    Edinburgh "Edinburgh" "Scotland";
    Dublin "Dublin" "Ireland";
    Berlin "Berlin" "Germany";
    Hamburg "Hamburg" "Germany";
    Munich "München" "Germany";
    Vienna "Wien" "Austria";
    Zurich "Zürich" "Switzerland";
    Amsterdam "Amsterdam" "Netherlands";
    Rotterdam "Rotterdam" "Netherlands";
    Brussels "Brussels" "Belgium";
    Paris "Paris" "France";
    Lyon "Lyon" "France";
    Madrid "Madrid" "Spain";
    Valencia "València" "Spain";
    Lisbon "Lisboa" "Portugal";
    Porto "Porto" "Portugal";
    Milan "Milano" "Italy";
    Bologna "Bologna" "Italy";
    Athens "Athens" "Greece";
    Istanbul "İstanbul" "Türkiye";
    Warsaw "Warszawa" "Poland";
    Krakow "Kraków" "Poland";
    Prague "Praha" "Czechia";
    Budapest "Budapest" "Hungary";
    Bucharest "București" "Romania";
    Kyiv "Kyiv" "Ukraine";
    Sofia "Sofia" "Bulgaria";
    TelAviv "Tel Aviv" "Israel";
    Cairo "Cairo" "Egypt";
    Amman "Amman" "Jordan";
    Lagos "Lagos" "Nigeria";
    Accra "Accra" "Ghana";
    Nairobi "Nairobi" "Kenya";
    Bengaluru "Bengaluru" "India";
    Pune "Pune" "India";
    Singapore "Singapore" "Singapore";
    Hanoi "Hà Nội" "Vietnam";
    Shanghai "Shanghai" "China";
    Taipei "Taipei" "Taiwan";
    Tokyo "Tokyo" "Japan";
    Osaka "Osaka" "Japan";
    Seoul "Seoul" "South Korea";
    SaoPaulo "São Paulo" "Brazil";
    Mexico "Ciudad de México" "Mexico";
    BuenosAires "Buenos Aires" "Argentina";
    Toronto "Toronto" "Canada";
    Chicago "Chicago" "United States";
    Portland "Portland" "United States";
    Melbourne "Melbourne" "Australia";
}
