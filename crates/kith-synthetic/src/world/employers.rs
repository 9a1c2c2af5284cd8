//! Companies and other places to work. All are invented.

use super::fields::Field::{self, *};
use super::places::City::{self, *};

/// An employer.
#[derive(Debug)]
pub(crate) struct Employer {
    pub(crate) city: City,
    pub(crate) fields: &'static [Field],
    /// How large, 1 to 5.
    pub(crate) size: u8,
    /// How its people write it. All spellings are one employer for the rules that compare them.
    pub(crate) spellings: &'static [&'static str],
}

const fn at(city: City, size: u8, fields: &'static [Field], spellings: &'static [&'static str]) -> Employer {
    Employer { city, fields, size, spellings }
}

const TECH: &[Field] = &[Software, Data, Design, Product, Selling, People];
const PLANT: &[Field] = &[Making, Logistics, Energy, Money, Selling, People];
const CLINIC: &[Field] = &[Health, Research, People, Money];
const BUILD: &[Field] = &[Building, Energy, Money, Law];
const TRADE: &[Field] = &[Logistics, Selling, Money, Data];
const STAGE: &[Field] = &[Arts, Press, Design, Selling];
const PAPER: &[Field] = &[Press, Design, Selling, Software];
const TABLE: &[Field] = &[Hospitality, Selling, Money];
const FIELD: &[Field] = &[Land, Research, Logistics, Money];
const TOWN: &[Field] = &[Public, Building, Law, Teaching, People, Energy];
const SCHOOL: &[Field] = &[Teaching, Research, Public];
const BANK: &[Field] = &[Money, Data, Law, Software, Product, Selling];
const LAWYERS: &[Field] = &[Law, People, Press];
const POWER: &[Field] = &[Energy, Building, Making, Data, Law];
const LAB: &[Field] = &[Research, Data, Health, Software, Making];

/// Every employer.
pub(crate) const EMPLOYERS: &[Employer] = &[
    at(Stockholm, 4, TECH, &["Klarälv Mjukvara AB", "Klarälv Mjukvara"]),
    at(Stockholm, 3, BANK, &["Sparlinden Bank AB", "Sparlinden Bank"]),
    at(Stockholm, 2, PAPER, &["Tidningen Morgonrodnad"]),
    at(Stockholm, 3, CLINIC, &["Årsta Strands sjukhus", "ÅRSTA STRANDS SJUKHUS"]),
    at(Gothenburg, 5, PLANT, &["Norrland Timber AB", "Norrland Timber"]),
    at(Gothenburg, 3, TRADE, &["Västkust Frakt AB", "Västkust Frakt"]),
    at(Gothenburg, 2, STAGE, &["Hisingen Scenkonst"]),
    at(Gothenburg, 3, LAB, &["Älvstrand Marine Instruments AB", "Älvstrand Marine Instruments"]),
    at(Oslo, 4, POWER, &["Fossekall Kraft AS", "Fossekall Kraft"]),
    at(Oslo, 3, TECH, &["Tindra Systems AS", "Tindra Systems"]),
    at(Oslo, 2, TOWN, &["Markaveien kommune"]),
    at(Bergen, 3, TRADE, &["Sju Fjell Shipping ASA", "Sju Fjell Shipping"]),
    at(Bergen, 2, FIELD, &["Hardanger Frukt og Skog AS", "Hardanger Frukt og Skog"]),
    at(Copenhagen, 3, BUILD, &["Tegnestuen Lyngby Bro A/S"]),
    at(Copenhagen, 3, TABLE, &["Surdej & Salt ApS"]),
    at(Copenhagen, 4, TECH, &["Havnefront Digital ApS"]),
    at(Helsinki, 4, TECH, &["Saariston Ohjelmisto Oy", "Saariston Ohjelmisto"]),
    at(Helsinki, 3, PLANT, &["Karhunpaja Oy", "Karhunpaja"]),
    at(Helsinki, 2, PAPER, &["Kustannus Revontuli Oy", "Kustannus Revontuli"]),
    at(Reykjavik, 2, POWER, &["Hverageisli ehf."]),
    at(Reykjavik, 2, TECH, &["Norðurver Software"]),
    at(
        London,
        5,
        BANK,
        &["Marlowe & Finch Partners LLP", "Marlowe and Finch Partners", "Marlowe & Finch Partners"],
    ),
    at(London, 4, TECH, &["Lantern Row Ltd", "Lantern Row Ltd.", "Lantern Row"]),
    at(London, 3, CLINIC, &["St Osyth's Hospital Trust", "St. Osyth's Hospital Trust"]),
    at(London, 3, STAGE, &["The Tannery Theatre", "Tannery Theatre"]),
    at(London, 3, PAPER, &["Quarto & Quill Publishing Ltd", "Quarto & Quill Publishing"]),
    at(Manchester, 4, PLANT, &["Irwell Pump Works plc", "Irwell Pump Works"]),
    at(Manchester, 3, TECH, &["Bobbin Street Software Ltd", "Bobbin Street Software"]),
    at(Manchester, 3, TOWN, &["Ashdale Metropolitan Council"]),
    at(Edinburgh, 3, POWER, &["Firth Tidal Energy Ltd", "Firth Tidal Energy Limited", "Firth Tidal Energy"]),
    at(Edinburgh, 3, BANK, &["Caledon Mutual"]),
    at(Edinburgh, 2, LAWYERS, &["Drummond Baird LLP", "Drummond Baird"]),
    at(Dublin, 4, TECH, &["Greystones Cloud Ltd", "Greystones Cloud"]),
    at(Dublin, 2, TABLE, &["The Copper Kettle Bakehouse", "Copper Kettle Bakehouse"]),
    at(Dublin, 3, CLINIC, &["Liffey Vale Hospital"]),
    at(Berlin, 4, TECH, &["Spreeuhr GmbH", "Spreeuhr"]),
    at(Berlin, 3, STAGE, &["Kulturwerk Oberbaum e.V.", "Kulturwerk Oberbaum"]),
    at(Berlin, 3, TOWN, &["Wohnraum für Viele eG", "Wohnraum für Viele"]),
    at(Berlin, 3, CLINIC, &["Klinikum Havelbogen", "KLINIKUM HAVELBOGEN"]),
    at(
        Hamburg,
        5,
        TRADE,
        &[
            "Petersen & Wiebe Spedition GmbH & Co. KG",
            "Petersen & Wiebe Spedition",
            "Petersen und Wiebe Spedition GmbH",
        ],
    ),
    at(Hamburg, 4, PLANT, &["Hartmann & Söhne GmbH", "Hartmann & Soehne", "Hartmann und Söhne"]),
    at(Hamburg, 3, PAPER, &["Verlag Elbseite GmbH", "Verlag Elbseite"]),
    at(Munich, 4, PLANT, &["Isartal Präzision AG", "Isartal Praezision AG", "Isartal Präzision"]),
    at(Munich, 3, LAB, &["Föhnlicht Photonik GmbH", "Föhnlicht Photonik"]),
    at(Munich, 3, BANK, &["Alpenrand Versicherung AG", "Alpenrand Versicherung"]),
    at(Vienna, 3, STAGE, &["Theater am Karmelitersteg"]),
    at(Vienna, 3, BUILD, &["Donaubogen Architekten ZT GmbH", "Donaubogen Architekten ZT"]),
    at(Vienna, 3, TECH, &["Melange Software GmbH", "Melange Software"]),
    at(Zurich, 3, BANK, &["Limmatquelle Kantonalkasse"]),
    at(Zurich, 3, LAB, &["Glarisegg Instruments AG", "Glarisegg Instruments"]),
    at(Zurich, 3, TRADE, &["Gotthard Nachtzug Genossenschaft"]),
    at(Amsterdam, 4, TECH, &["Grachtenlicht B.V.", "Grachtenlicht BV", "Grachtenlicht"]),
    at(Amsterdam, 3, BUILD, &["Terpstra Waterwerken B.V.", "Terpstra Waterwerken"]),
    at(Amsterdam, 2, STAGE, &["Museum van Gewone Dingen"]),
    at(Rotterdam, 5, TRADE, &["Maasdelta Terminals N.V.", "Maasdelta Terminals NV", "Maasdelta Terminals"]),
    at(Rotterdam, 3, PLANT, &["Van Oever Scheepsmotoren B.V.", "Van Oever Scheepsmotoren"]),
    at(Brussels, 3, LAWYERS, &["Cabinet Delvaux-Peeters SRL", "Cabinet Delvaux-Peeters"]),
    at(Brussels, 3, TOWN, &["Eurocité ASBL", "Eurocité asbl"]),
    at(Paris, 4, TECH, &["Belle Virgule SAS", "Belle Virgule"]),
    at(Paris, 3, PAPER, &["Éditions du Canal", "Editions du Canal"]),
    at(Paris, 3, STAGE, &["Théâtre des Trois Lanternes"]),
    at(Paris, 3, CLINIC, &["Clinique Sainte-Aure"]),
    at(Lyon, 4, PLANT, &["Soieries Guérin & Fils SARL", "Soieries Guérin et Fils", "Soieries Guérin & Fils"]),
    at(Lyon, 3, TABLE, &["Maison Bouchon d'Or"]),
    at(Lyon, 3, LAB, &["Rhône BioSynthèse SA", "Rhône BioSynthèse"]),
    at(
        Madrid,
        4,
        BUILD,
        &["Puentes y Caminos del Tajo S.A.", "Puentes y Caminos del Tajo SA", "Puentes y Caminos del Tajo"],
    ),
    at(Madrid, 4, TECH, &["Lechuza Digital S.L.", "Lechuza Digital SL"]),
    at(Madrid, 3, CLINIC, &["Hospital Virgen de la Encina"]),
    at(Valencia, 4, FIELD, &["Cooperativa Huerta Clara"]),
    at(Valencia, 3, TRADE, &["Levante Naviera S.A.", "Levante Naviera"]),
    at(Valencia, 3, POWER, &["Sol de Albufera Energía"]),
    at(Lisbon, 4, TECH, &["Azulejo Labs, Lda.", "Azulejo Labs, Lda"]),
    at(Lisbon, 3, POWER, &["Ventos do Cabo S.A.", "Ventos do Cabo SA", "Ventos do Cabo"]),
    at(Lisbon, 2, SCHOOL, &["Colégio da Graça Nova"]),
    at(Porto, 3, TABLE, &["Casa Alvarelhos Vinhos"]),
    at(Porto, 3, PLANT, &["Metalúrgica Rio Torto S.A.", "Metalúrgica Rio Torto", "Metalurgica Rio Torto"]),
    at(Milan, 4, BANK, &["Credito Navigli S.p.A.", "Credito Navigli SpA", "Credito Navigli"]),
    at(Milan, 4, STAGE, &["Studio Tredici Lune S.r.l.", "Studio Tredici Lune"]),
    at(Milan, 3, LAWYERS, &["Studio Legale Ferrandini"]),
    at(Bologna, 4, PLANT, &["Officine Portici S.p.A.", "Officine Portici SpA", "Officine Portici"]),
    at(Bologna, 3, TABLE, &["Pastificio Sorelle Nanni"]),
    at(Bologna, 3, LAB, &["Istituto Marsili-Aldini"]),
    at(Athens, 3, TRADE, &["Aegean Lantern Shipping S.A.", "Aegean Lantern Shipping"]),
    at(Athens, 3, CLINIC, &["Κλινική Άγιος Ελισσαίος"]),
    at(Athens, 3, TECH, &["Meltemi Software"]),
    at(Istanbul, 5, PLANT, &["Haliç Dokuma A.Ş.", "Haliç Dokuma"]),
    at(Istanbul, 4, TECH, &["Martı Kanadı Yazılım A.Ş.", "Martı Kanadı Yazılım"]),
    at(Istanbul, 3, STAGE, &["Galata Sahne Kolektifi"]),
    at(Istanbul, 3, BUILD, &["Boğazkesen Mimarlık Ltd. Şti."]),
    at(Warsaw, 4, BANK, &["Bank Spółdzielczy Wisełka"]),
    at(Warsaw, 4, TECH, &["Kamionek Software sp. z o.o."]),
    at(Warsaw, 3, PAPER, &["Wydawnictwo Bursztynowe"]),
    at(Krakow, 4, TECH, &["Smocza Jama Tech sp. z o.o."]),
    at(Krakow, 3, CLINIC, &["Szpital św. Kingi na Podgórzu"]),
    at(Krakow, 3, BUILD, &["Mosty Małopolskie S.A.", "Mosty Małopolskie SA", "Mosty Małopolskie"]),
    at(Prague, 4, TECH, &["Vltavín Systems s.r.o."]),
    at(Prague, 3, PLANT, &["Strojírny Benátky a.s.", "Strojírny Benátky"]),
    at(Prague, 2, STAGE, &["Divadlo Na Ostrůvku"]),
    at(Budapest, 3, TECH, &["Dunakanyar Szoftver Kft.", "Dunakanyar Szoftver"]),
    at(Budapest, 3, TABLE, &["Kispiac Étkezde Kft.", "Kispiac Étkezde"]),
    at(Bucharest, 4, TECH, &["Licurici Digital SRL", "Licurici Digital"]),
    at(Bucharest, 3, FIELD, &["Ferma Câmpia Verde"]),
    at(Kyiv, 4, TECH, &["Соняшник Софт", "СОНЯШНИК СОФТ"]),
    at(Kyiv, 3, PAPER, &["Видавництво «Дніпрова чайка»"]),
    at(Kyiv, 3, POWER, &["Світло Полісся"]),
    at(Sofia, 3, TECH, &["Витоша Код ООД"]),
    at(Sofia, 2, FIELD, &["Розова долина Агро"]),
    at(TelAviv, 4, TECH, &["Shoresh Robotics Ltd.", "Shoresh Robotics"]),
    at(TelAviv, 3, LAB, &["Carob Tree Biosciences"]),
    at(Cairo, 4, BUILD, &["Nile Arches Contracting"]),
    at(Cairo, 3, CLINIC, &["مستشفى النخيل"]),
    at(Cairo, 3, PAPER, &["دار المشربية للنشر"]),
    at(Amman, 3, TECH, &["Jasmine Steps Technology"]),
    at(Amman, 3, TOWN, &["Wadi Water Initiative"]),
    at(Lagos, 4, BANK, &["Palmgrove Trust Plc", "Palmgrove Trust"]),
    at(Lagos, 4, TECH, &["Danfo Labs Ltd", "Danfo Labs"]),
    at(Lagos, 3, STAGE, &["Eko Lantern Pictures"]),
    at(Accra, 3, FIELD, &["Volta Shea Cooperative"]),
    at(Accra, 3, POWER, &["Harmattan Solar Ltd", "Harmattan Solar"]),
    at(Nairobi, 4, TECH, &["Jacaranda Mobile Ltd", "Jacaranda Mobile"]),
    at(Nairobi, 3, CLINIC, &["Ngong Hills Community Hospital"]),
    at(Nairobi, 3, TRADE, &["Savanna Cold Chain Ltd", "Savanna Cold Chain"]),
    at(Bengaluru, 5, TECH, &["Gulmohar Systems Pvt Ltd", "Gulmohar Systems Pvt. Ltd.", "Gulmohar Systems"]),
    at(Bengaluru, 4, TECH, &["Filter Coffee Software"]),
    at(Bengaluru, 3, LAB, &["Nandi Hills Research Centre"]),
    at(Bengaluru, 3, CLINIC, &["Neem Tree Hospitals"]),
    at(Pune, 4, PLANT, &["Deccan Bearing Works Ltd", "Deccan Bearing Works"]),
    at(Pune, 3, BUILD, &["Monsoon Structural Consultants"]),
    at(Singapore, 4, BANK, &["Straits Harbour Assurance Pte Ltd", "Straits Harbour Assurance Pte"]),
    at(Singapore, 4, TRADE, &["Merbau Line Pte Ltd", "Merbau Line Pte"]),
    at(Singapore, 3, LAB, &["Rain Tree Bioworks"]),
    at(Hanoi, 4, TECH, &["Hồ Gươm Software", "Ho Guom Software"]),
    at(Hanoi, 3, PLANT, &["Dệt May Sông Hồng Xanh"]),
    at(Shanghai, 5, PLANT, &["江风精密机械", "江风精密机械 Co., Ltd."]),
    at(Shanghai, 4, TECH, &["Paper Crane Networks Co., Ltd.", "Paper Crane Networks"]),
    at(Taipei, 4, LAB, &["玉嶺光電", "玉嶺光電 Co., Ltd."]),
    at(Taipei, 3, TABLE, &["Banyan Night Kitchen"]),
    at(Tokyo, 4, TECH, &["星霜システム株式会社"]),
    at(Tokyo, 3, PAPER, &["灯台舎出版"]),
    at(Tokyo, 3, BUILD, &["Kawabe Bridge Engineering K.K."]),
    at(Osaka, 4, PLANT, &["浪速ポンプ製作所"]),
    at(Osaka, 3, TABLE, &["喫茶よりみち"]),
    at(Seoul, 4, TECH, &["달빛소프트"]),
    at(Seoul, 3, STAGE, &["한빛골 스튜디오"]),
    at(SaoPaulo, 4, BANK, &["Banco Ipê Amarelo S.A.", "Banco Ipê Amarelo"]),
    at(SaoPaulo, 4, TECH, &["Jabuticaba Tecnologia Ltda", "Jabuticaba Tecnologia Ltda."]),
    at(SaoPaulo, 3, CLINIC, &["Hospital Santa Araucária"]),
    at(Mexico, 4, TRADE, &["Transportes Cempasúchil", "Transportes Cempasuchil"]),
    at(Mexico, 3, STAGE, &["Museo del Barrio Viejo"]),
    at(BuenosAires, 3, TECH, &["Hornero Software S.A.", "Hornero Software"]),
    at(BuenosAires, 3, FIELD, &["Estancia La Garúa"]),
    at(Toronto, 4, TECH, &["Loonsong Software Inc.", "Loonsong Software Inc", "Loonsong Software"]),
    at(Toronto, 3, TOWN, &["Rivers & Ravines Trust"]),
    at(Toronto, 3, SCHOOL, &["Humber Heights Academy"]),
    at(Chicago, 4, TRADE, &["Prairie Junction Freight Co.", "Prairie Junction Freight"]),
    at(Chicago, 3, LAWYERS, &["Halsted Okoye & Wren LLP", "Halsted Okoye & Wren"]),
    at(Chicago, 3, CLINIC, &["Lakeshore Mercy Clinic"]),
    at(Portland, 3, TECH, &["Tall Fern, Inc.", "Tall Fern Inc", "Tall Fern"]),
    at(Portland, 3, FIELD, &["Cascade Orchard Collective"]),
    at(Portland, 2, PAPER, &["Ferry Slip Press"]),
    at(Melbourne, 4, POWER, &["Yarra Bend Renewables Pty Ltd", "Yarra Bend Renewables"]),
    at(Melbourne, 3, SCHOOL, &["Brunswick East Secondary"]),
    at(Melbourne, 3, TECH, &["Magpie Lane Pty Ltd", "Magpie Lane"]),
];

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use kith_domain::text::Employer as Written;

    use super::*;
    use crate::world::fields;

    #[test]
    fn spellings_of_one_employer_are_one_and_of_two_are_two() {
        let mut keys = HashMap::new();
        let mut apart = Vec::new();
        for (index, employer) in EMPLOYERS.iter().enumerate() {
            let own: HashSet<String> = employer
                .spellings
                .iter()
                .map(|spelling| Written::parse(spelling).expect("fits").key())
                .collect();
            if own.len() != 1 {
                apart.push(employer.spellings);
            }
            for key in own {
                assert_eq!(
                    *keys.entry(key).or_insert(index),
                    index,
                    "{:?} is also another's",
                    employer.spellings
                );
            }
        }
        assert!(apart.is_empty(), "{apart:#?}");
    }

    #[test]
    fn every_line_of_work_can_be_done_somewhere() {
        assert!(EMPLOYERS.len() >= 150);
        for about in fields::all() {
            let many = EMPLOYERS.iter().filter(|employer| employer.fields.contains(&about.field)).count();
            assert!(many >= 5, "{:?}: {many}", about.field);
        }
        for &city in City::ALL {
            assert!(EMPLOYERS.iter().any(|employer| employer.city == city), "{city:?}");
        }
    }
}
