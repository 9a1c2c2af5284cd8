//! Schools. All are invented.

use super::places::City::{self, *};

/// A university, college or academy.
#[derive(Debug)]
pub(crate) struct School {
    pub(crate) city: City,
    pub(crate) name: &'static str,
}

const fn in_city(city: City, name: &'static str) -> School {
    School { city, name }
}

/// Every school; each city has one at least.
pub(crate) const SCHOOLS: &[School] = &[
    in_city(Stockholm, "Mälarstrand University"),
    in_city(Gothenburg, "Göta Tekniska Institut"),
    in_city(Oslo, "Ekeberg University College"),
    in_city(Bergen, "Vestland University College"),
    in_city(Copenhagen, "Øresund Universitet"),
    in_city(Helsinki, "Uusimaa Institute of Technology"),
    in_city(Reykjavik, "Faxaflói University"),
    in_city(London, "Bankside College London"),
    in_city(London, "Foundling Hall College"),
    in_city(Manchester, "Irwell University"),
    in_city(Edinburgh, "University of Lothian"),
    in_city(Dublin, "St Brendan's College Dublin"),
    in_city(Berlin, "Hochschule am Landwehrkanal"),
    in_city(Berlin, "Spree-Universität Berlin"),
    in_city(Hamburg, "Hanseatische Hochschule Hamburg"),
    in_city(Munich, "Isar-Akademie München"),
    in_city(Vienna, "Akademie Leopoldstadt"),
    in_city(Zurich, "Polytechnikum Zürichberg"),
    in_city(Amsterdam, "Amstel Hogeschool"),
    in_city(Rotterdam, "Maas University of Applied Sciences"),
    in_city(Brussels, "Université Libre de la Senne"),
    in_city(Paris, "École de la Montagne Verte"),
    in_city(Paris, "Université Paris-Canal"),
    in_city(Lyon, "Université des Deux Fleuves"),
    in_city(Madrid, "Universidad del Manzanares"),
    in_city(Valencia, "Universitat de l'Horta"),
    in_city(Lisbon, "Universidade da Outra Banda"),
    in_city(Porto, "Instituto Superior da Ribeira"),
    in_city(Milan, "Politecnico dei Navigli"),
    in_city(Bologna, "Università di San Petronello"),
    in_city(Athens, "Hymettus University"),
    in_city(Istanbul, "Haliç Teknik Üniversitesi (HTÜ)"),
    in_city(Warsaw, "Uniwersytet Mazowiecki w Wilanowie"),
    in_city(Krakow, "Akademia Wiślana"),
    in_city(Prague, "Vltava Technical University"),
    in_city(Budapest, "Gellért Institute"),
    in_city(Bucharest, "Universitatea Dâmbovița de Sus"),
    in_city(Kyiv, "Подільська академія"),
    in_city(Sofia, "Vitosha University"),
    in_city(TelAviv, "Yarkon College"),
    in_city(Cairo, "Nile Crescent University"),
    in_city(Amman, "Seven Hills University Amman"),
    in_city(Lagos, "Lagoon State Polytechnic"),
    in_city(Accra, "Korle University College"),
    in_city(Nairobi, "Ngong University"),
    in_city(Bengaluru, "Cubbon Institute of Science"),
    in_city(Pune, "Mula-Mutha College of Engineering"),
    in_city(Singapore, "Straits Polytechnic University"),
    in_city(Hanoi, "Đại học Tây Hồ Mới"),
    in_city(Shanghai, "Huangpu Polytechnic"),
    in_city(Taipei, "Tamsui Bay University"),
    in_city(Tokyo, "武蔵台大学"),
    in_city(Osaka, "Naniwa University"),
    in_city(Seoul, "한강벌대학교"),
    in_city(SaoPaulo, "Universidade Serra da Cantareira"),
    in_city(Mexico, "Universidad del Anáhuac Viejo"),
    in_city(BuenosAires, "Universidad del Riachuelo"),
    in_city(Toronto, "Don Valley University"),
    in_city(Chicago, "Calumet State University"),
    in_city(Portland, "Willamette Falls College"),
    in_city(Melbourne, "Merri Creek University"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_city_has_a_school() {
        for &city in City::ALL {
            assert!(SCHOOLS.iter().any(|school| school.city == city), "{city:?}");
        }
    }
}
