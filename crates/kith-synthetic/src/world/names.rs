//! Names, by where they come from.
//!
//! A word may carry its Latin form after a colon, which handles and the Latin spelling of a name are made
//! from; a family name may have a second form, for women, after a slash.

use crate::chance::Chance;

use super::names_more::{ASIAN, CYRILLIC_AND_GREEK, SEMITIC_AND_PERSIAN};
use super::places::City::{self, *};

/// Where a name comes from.
#[derive(Debug)]
pub(crate) struct Origin {
    /// How common, against the other origins.
    pub(crate) weight: f64,
    /// The language that some of them write their profile in besides English.
    pub(crate) language: Language,
    pub(crate) women: &'static str,
    pub(crate) men: &'static str,
    pub(crate) families: &'static str,
    pub(crate) form: Form,
    pub(crate) homes: &'static [City],
    /// Which skins and hair the drawn portraits take: a range of the drawer's tones, 0 the lightest to 7.
    pub(crate) tones: (u8, u8),
}

/// How a name is put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Given name, family name.
    Western,
    /// Given name, two family names.
    Spanish,
    /// Given name, often a second one, family name.
    Double,
    /// Family name and given name without a space, in the script; the other way round in Latin.
    FamilyFirst,
    /// Family name, space, given name, in the script; the other way round in Latin.
    FamilyFirstSpaced,
    /// Family, middle and given name, in this order also in Latin.
    Vietnamese,
}

/// A language that profiles and notes are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    German,
    Swedish,
    Polish,
    French,
    Spanish,
    Portuguese,
    Italian,
    Dutch,
    Turkish,
    Greek,
    Ukrainian,
    Arabic,
    Hebrew,
    Vietnamese,
    Chinese,
    Japanese,
    Korean,
    Hindi,
}

/// An origin, each as often as it is heavy.
pub(crate) fn any(chance: &mut Chance) -> &'static Origin {
    let origins = || LATIN.iter().chain(CYRILLIC_AND_GREEK).chain(SEMITIC_AND_PERSIAN).chain(ASIAN);
    let index = chance.weighted(origins().map(|origin| origin.weight));
    origins().nth(index).unwrap_or(&LATIN[0])
}

/// An origin whose people write this language.
pub(crate) fn of(language: Language) -> &'static Origin {
    let mut origins = LATIN.iter().chain(CYRILLIC_AND_GREEK).chain(SEMITIC_AND_PERSIAN).chain(ASIAN);
    origins.find(|origin| origin.language == language).unwrap_or(&LATIN[0])
}

const LATIN: &[Origin] = &[
    Origin {
        weight: 110.0,
        language: Language::English,
        women: "Abigail Amelia Beatrice Charlotte Claire Eleanor Emily Erin Fiona Georgia Hannah Harriet Imogen Isla Jessica Kate Lucy Maeve Megan Niamh Orla Phoebe Rosie Ruth Sophie Tess Victoria Zoe",
        men: "Aidan Alistair Andrew Ben Callum Charlie Connor Daniel Declan Edward Finn George Harry Hugh Jack James Joseph Liam Matthew Nathan Oliver Owen Patrick Rory Samuel Simon Thomas William",
        families: "Abbott Ashworth Barlow Bennett Brennan Byrne Calloway Campbell Carver Chambers Clarke Connolly Cooper Dunne Ellery Fairbairn Fletcher Gallagher Garrity Hale Hargreaves Hollis Hughes Iverson Kavanagh Kerr Langley Lockwood MacLeod Marsh Merrick Murphy Nolan O'Brien O'Shea Pemberton Quinn Radcliffe Rhodes Sinclair Stokes Thornton Turner Wakefield Walsh Whitaker Winslow Yates",
        form: Form::Western,
        homes: &[
            London, Manchester, Edinburgh, Dublin, Toronto, Chicago, Portland, Melbourne, London, Manchester,
        ],
        tones: (0, 3),
    },
    Origin {
        weight: 35.0,
        language: Language::English,
        women: "Aaliyah Brianna Camille Denise Ebony Imani Janelle Kiara Latoya Maya Nia Renee Simone Tamara Vanessa",
        men: "Andre Curtis Darius Desmond Elijah Isaiah Jamal Jerome Malcolm Marcus Maurice Omari Quincy Terrence Xavier",
        families: "Baptiste Bryant Coleman Ellison Freeman Gaines Grant Holloway Jefferson Jenkins Joseph Mercer Monroe Pierre Prescott Robinson Sampson Simmons Toussaint Wheatley",
        form: Form::Western,
        homes: &[Chicago, Toronto, London, Portland, Manchester],
        tones: (4, 7),
    },
    Origin {
        weight: 85.0,
        language: Language::German,
        women: "Annika Antje Birgit Charlotte Franziska Frieda Greta Hannah Heike Ida Johanna Judith Katharina Lena Leonie Luise Mareike Marlene Mia Miriam Nadja Paula Ronja Sabine Svenja Theresa Ulrike Wiebke",
        men: "Andreas Anton Bastian Christoph Clemens Dominik Emil Fabian Felix Florian Georg Hannes Henrik Jannik Jens Jonas Jürgen Karl Konstantin Lukas Malte Matthias Moritz Niklas Paul Sönke Tobias Valentin",
        families: "Achterberg Bäumler Becker Brandstätter Brückner Dietrich Dörr Eberle Engelhardt Falkner Feldmann Fröhlich Gärtner Großmann Hartmann Heß Hoffmann Jäger Kästner Keller König Kühn Lindner Löffler Möller Neumann Obermaier Petersen Pfeiffer Reinhardt Riedl Sauer Schäfer Schröder Seidel Steinbrück Thoma Vogel Wächter Weiß Winkler Zöllner",
        form: Form::Western,
        homes: &[Berlin, Hamburg, Munich, Vienna, Zurich, Berlin, Hamburg],
        tones: (0, 2),
    },
    Origin {
        weight: 60.0,
        language: Language::Swedish,
        women: "Agnes Alva Anneli Astrid Britt Ebba Elin Eva Freja Gunilla Ida Inger Ingrid Karin Kerstin Linnéa Maja Maren Märta Saga Signe Sigrid Siri Sunniva Tuva Åsa",
        men: "Aksel Anders Arvid Axel Bjørn Björn Eirik Erik Gustav Håkon Henning Isak Jesper Johan Kjell Lars Leif Magnus Mads Mikkel Nils Oskar Rasmus Sander Sven Søren Torbjörn Åke",
        families: "Aasen Ahlgren Andersson Bakke Bergström Björklund Dahl Dahlberg Ekström Engström Forsberg Hagen Hansen Hedlund Holm Håkansson Johansen Kristiansen Lindqvist Lundgren Lund Moen Nordin Nyström Østergaard Öberg Rasmussen Sandvik Sjöberg Solberg Strand Sundström Sørensen Thorsen Vestergaard Wikström Åkesson",
        form: Form::Western,
        homes: &[Stockholm, Gothenburg, Oslo, Bergen, Copenhagen, Stockholm],
        tones: (0, 1),
    },
    Origin {
        weight: 14.0,
        language: Language::English,
        women: "Arna Ásdís Birta Elísabet Guðrún Hildur Katla Sigríður Sólveig Unnur Þórdís",
        men: "Arnar Baldur Birkir Einar Guðmundur Hrafn Kári Ólafur Ragnar Snorri Þorsteinn",
        families: "Arnarson/Arnardóttir Baldursson/Baldursdóttir Einarsson/Einarsdóttir Guðmundsson/Guðmundsdóttir Jónsson/Jónsdóttir Kárason/Káradóttir Magnússon/Magnúsdóttir Ólafsson/Ólafsdóttir Sigurðsson/Sigurðardóttir Þórsson/Þórsdóttir",
        form: Form::Western,
        homes: &[Reykjavik, Copenhagen],
        tones: (0, 1),
    },
    Origin {
        weight: 22.0,
        language: Language::English,
        women: "Aino Eeva Eveliina Hanna Helmi Kaisa Liisa Maija Oona Päivi Riikka Saara Tuuli Venla",
        men: "Aleksi Antti Eero Ilkka Jari Jukka Kalle Lauri Mikko Pekka Sampo Teemu Väinö Ville",
        families: "Aaltonen Hakala Heikkinen Järvinen Koivisto Korhonen Laaksonen Lehtinen Mäkelä Niemi Pulkkinen Rantanen Salmela Tuominen Virtanen Ylönen",
        form: Form::Western,
        homes: &[Helsinki, Helsinki, Stockholm],
        tones: (0, 1),
    },
    Origin {
        weight: 60.0,
        language: Language::Polish,
        women: "Agnieszka Alicja Aneta Barbara Dorota Elżbieta Ewa Gabriela Hanna Iwona Joanna Julia Justyna Kinga Małgorzata Marta Natalia Oliwia Urszula Zofia Zuzanna",
        men: "Adam Bartosz Bogdan Dariusz Filip Grzegorz Igor Jacek Jakub Jan Kacper Krzysztof Łukasz Maciej Marek Michał Paweł Piotr Rafał Stanisław Wojciech",
        families: "Adamczyk Baran Bielecki/Bielecka Brzeziński/Brzezińska Chmielewski/Chmielewska Czarnecki/Czarnecka Dąbrowski/Dąbrowska Gołębiewski/Gołębiewska Grabowski/Grabowska Jaworski/Jaworska Kaczmarek Kołodziej Krawczyk Lewandowski/Lewandowska Łuczak Mazurek Nowicki/Nowicka Olszewski/Olszewska Pawlak Rutkowski/Rutkowska Sikora Szymański/Szymańska Świątek Wiśniewski/Wiśniewska Woźniak Wójcik Zając Zieliński/Zielińska Żak",
        form: Form::Western,
        homes: &[Warsaw, Krakow, Warsaw, Krakow, London, Berlin],
        tones: (0, 1),
    },
    Origin {
        weight: 24.0,
        language: Language::English,
        women: "Alžběta Anežka Barbora Eliška Jitka Kateřina Klára Lucie Markéta Tereza Zdeňka Šárka",
        men: "Bohumil Dalibor Jiří Kryštof Lukáš Marek Ondřej Petr Radek Tomáš Vojtěch Zdeněk",
        families: "Beneš/Benešová Černý/Černá Dvořák/Dvořáková Havlík/Havlíková Horák/Horáková Kadlec/Kadlecová Kučera/Kučerová Novotný/Novotná Procházka/Procházková Růžička/Růžičková Svoboda/Svobodová Šimek/Šimková Vaněk/Vaňková Zelenka/Zelenková",
        form: Form::Western,
        homes: &[Prague, Prague, Vienna],
        tones: (0, 1),
    },
    Origin {
        weight: 65.0,
        language: Language::French,
        women: "Adèle Agathe Amandine Anaïs Aurélie Camille Capucine Céline Chloé Clémence Élodie Émilie Gaëlle Hélène Inès Jeanne Juliette Léa Louise Manon Margaux Noémie Océane Pauline Solène Zoé",
        men: "Adrien Antoine Arnaud Bastien Benoît Cédric Clément Cyril Étienne Fabien François Gaël Guillaume Hugo Jérôme Julien Léo Loïc Mathieu Maxime Nicolas Quentin Rémi Théo Thibault Yann",
        families: "Aubert Barbier Beaumont Besnard Blanchard Bouvier Chevalier Cordier Delacroix Delorme Desjardins Dufour Faucher Fontaine Garnier Giraud Lachance Lambert Lefèvre Legrand Lemoine Marchand Mercier Moreau Noël Pelletier Perrault Picard Renaud Rousselot Roy Saulnier Tessier Vasseur Verdier",
        form: Form::Western,
        homes: &[Paris, Lyon, Brussels, Zurich, Paris, Toronto],
        tones: (0, 4),
    },
    Origin {
        weight: 75.0,
        language: Language::Spanish,
        women: "Alba Ana Beatriz Carla Carmen Elena Gabriela Guadalupe Inés Irene Isabel Jimena Lola Lucía Luz Macarena Marta Martina Mercedes Nuria Paloma Pilar Rocío Sara Sofía Valentina Ximena",
        men: "Alejandro Álvaro Andrés Carlos Cristóbal Diego Emilio Enrique Esteban Fernando Gonzalo Héctor Hugo Ignacio Iker Javier Joaquín Jorge Julián Mateo Nicolás Pablo Rafael Ramiro Santiago Sergio Tomás",
        families: "Aguilar Alarcón Alonso Benítez Cabrera Campos Castillo Cortés Delgado Domínguez Echeverría Espinosa Figueroa Fuentes Gallardo García Guerrero Herrera Ibáñez Iglesias Jiménez Lara Lozano Márquez Medina Molina Montero Morales Navarro Núñez Ortega Palacios Paredes Peña Quintero Rivas Robles Rojas Salazar Serrano Soto Urrutia Valverde Vega Villanueva Zamora",
        form: Form::Spanish,
        homes: &[Madrid, Valencia, Mexico, BuenosAires, Madrid, Valencia],
        tones: (1, 5),
    },
    Origin {
        weight: 55.0,
        language: Language::Portuguese,
        women: "Ana Beatriz Bianca Camila Catarina Clara Débora Fernanda Helena Inês Isabela Joana Júlia Larissa Letícia Luísa Mafalda Mariana Matilde Rafaela Tatiana Vitória",
        men: "Afonso André Bernardo Bruno Caio Diogo Duarte Eduardo Gustavo Henrique João Leonardo Luís Mateus Miguel Nuno Otávio Pedro Rafael Ricardo Thiago Vicente",
        families: "Almeida Andrade Antunes Azevedo Barbosa Barros Brandão Cardoso Carvalho Coelho Cunha Fonseca Freitas Gonçalves Guimarães Leitão Magalhães Marques Mendonça Moreira Nogueira Pacheco Pinto Queiroz Ramos Ribeiro Sampaio Simões Tavares Teixeira Vasconcelos Vieira",
        form: Form::Double,
        homes: &[Lisbon, Porto, SaoPaulo, SaoPaulo, Lisbon],
        tones: (1, 6),
    },
    Origin {
        weight: 55.0,
        language: Language::Italian,
        women: "Alessandra Alice Arianna Beatrice Benedetta Caterina Chiara Elisa Federica Francesca Ginevra Giulia Ilaria Ludovica Margherita Martina Noemi Ottavia Paola Serena Silvia Viola",
        men: "Alessio Andrea Carlo Davide Edoardo Enrico Fabrizio Filippo Gabriele Giacomo Gianluca Leonardo Lorenzo Luca Marco Matteo Michele Nicolò Riccardo Simone Stefano Tommaso",
        families: "Amato Barbieri Bellini Bianchi Bruni Caruso Cattaneo Colombo Conti D'Angelo De_Luca:deluca Esposito Fabbri Ferrari Fontana Galli Gentile Grassi Greco Lombardi Mancini Marchetti Mariani Moretti Pellegrini Ricci Rinaldi Romano Sartori Serra Testa Valentini Vitale Zanetti",
        form: Form::Western,
        homes: &[Milan, Bologna, Milan, Bologna, Zurich, London],
        tones: (0, 3),
    },
    Origin {
        weight: 42.0,
        language: Language::Dutch,
        women: "Anouk Annelies Britt Daphne Eline Emma Esmée Femke Floor Hanneke Ilse Janneke Lieke Lotte Maartje Marloes Nienke Renske Saskia Sanne Wietske",
        men: "Bart Bas Casper Daan Dirk Gijs Hidde Jeroen Joris Jurriaan Koen Maarten Martijn Niels Pieter Ruben Sander Sjoerd Stijn Thijs Wouter",
        families: "Bakker Boersma Bosch Brouwer Claessens Dekker Dijkstra Haverkamp Hendriks Hoekstra Jansen Kuipers Lambrechts Meijer Mulder Peeters Prins Smeets Verbeek Vermeulen Visser Vos Willems Zijlstra",
        form: Form::Western,
        homes: &[Amsterdam, Rotterdam, Brussels, Amsterdam],
        tones: (0, 3),
    },
    Origin {
        weight: 42.0,
        language: Language::Turkish,
        women: "Aslı Ayşe Başak Büşra Ceren Defne Derya Ebru Elif Esra Gökçe Gülşen Hande İpek Merve Nazlı Özge Pınar Selin Şebnem Tuğçe Zeynep",
        men: "Alp Barış Berk Burak Can Cem Cihan Deniz Emre Eren Furkan Gökhan Hakan İlker Kaan Kerem Mert Murat Oğuz Onur Serkan Tolga Umut Yiğit",
        families: "Acar Aksoy Aydın Başaran Bozkurt Çakır Çelik Çetin Demirci Doğan Erdoğdu Eroğlu Güneş Güven Işık Kaplan Karaca Kılıç Koçak Öztürk Özdemir Polat Sarıkaya Şahin Tekin Tunç Uçar Ünal Yalçın Yıldız",
        form: Form::Western,
        homes: &[Istanbul, Istanbul, Istanbul, Berlin, Rotterdam],
        tones: (1, 4),
    },
    Origin {
        weight: 20.0,
        language: Language::English,
        women: "Ágnes Anikó Boglárka Csilla Dóra Enikő Eszter Fanni Ildikó Judit Kinga Réka Zsófia Zsuzsanna",
        men: "Ádám András Balázs Barnabás Bence Csaba Dániel Ferenc Gergő György István Levente Máté Zoltán",
        families: "Bakos Balogh Bíró Czakó Csizmadia Erdős Fülöp Gál Halász Juhász Kelemen Lőrincz Mészáros Nyéki Pásztor Rácz Sípos Szűcs Takács Vörös",
        form: Form::Western,
        homes: &[Budapest, Budapest, Vienna],
        tones: (0, 2),
    },
    Origin {
        weight: 24.0,
        language: Language::English,
        women: "Adriana Alina Anca Andreea Bianca Cătălina Daniela Diana Ioana Iulia Loredana Mihaela Raluca Ștefania",
        men: "Adrian Alexandru Bogdan Cătălin Ciprian Cosmin Dragoș George Ionuț Mihai Octavian Răzvan Ștefan Vlad",
        families: "Albu Bălan Barbu Cojocaru Constantinescu Diaconu Dobre Dumitrescu Florea Ionescu Lupu Manole Matei Munteanu Olteanu Popescu Rusu Stănescu Tudor Țurcanu",
        form: Form::Western,
        homes: &[Bucharest, Bucharest, Vienna, Milan],
        tones: (0, 3),
    },
    Origin {
        weight: 48.0,
        language: Language::Vietnamese,
        women: "Anh:anh Châu:chau Diệp:diep Hà:ha Hạnh:hanh Hương:huong Lan:lan Linh:linh Mai:mai Ngọc:ngoc Nhung:nhung Quỳnh:quynh Thảo:thao Trang:trang Uyên:uyen Yến:yen",
        men: "An:an Bảo:bao Cường:cuong Đức:duc Dũng:dung Hải:hai Hiếu:hieu Huy:huy Khang:khang Long:long Minh:minh Nam:nam Phúc:phuc Quân:quan Sơn:son Tuấn:tuan",
        families: "Nguyễn:nguyen Trần:tran Lê:le Phạm:pham Hoàng:hoang Vũ:vu Đặng:dang Bùi:bui Đỗ:do Hồ:ho Ngô:ngo Dương:duong Lý:ly Phan:phan",
        form: Form::Vietnamese,
        homes: &[Hanoi, Hanoi, Hanoi, Paris, Prague, Melbourne],
        tones: (1, 3),
    },
    Origin {
        weight: 45.0,
        language: Language::English,
        women: "Adébọ́lá:adebola Abíọ́lá:abiola Adaeze Amarachi Bísí:bisi Chiamaka Chidinma Ẹniọlá:eniola Fọlákẹ́:folake Ifeoma Ìyábọ̀:iyabo Nkechi Ngozi Ọmọlará:omolara Títílayọ̀:titilayo Yétúndé:yetunde Zainab",
        men: "Adéwálé:adewale Ayọ̀délé:ayodele Babátúndé:babatunde Chinedu Chukwuemeka Dámilọ́lá:damilola Emeka Fẹ́mi:femi Ìdòwú:idowu Káyọ̀dé:kayode Obinna Olúwaṣeun:oluwaseun Ṣẹ́gun:segun Táíwò:taiwo Tunde Uche",
        families: "Abiodun Adébáyọ̀:adebayo Adéyẹmí:adeyemi Afọlábí:afolabi Akíndélé:akindele Balógun:balogun Chukwu Eze Ìbírónkẹ́:ibironke Mbah Nnamdi Nwosu Obi Ògúnlẹ́yẹ:ogunleye Okafor Okonkwo Ọláníyan:olaniyan Ọdúnsì:odunsi Sówándé:sowande",
        form: Form::Western,
        homes: &[Lagos, Lagos, Lagos, London, Toronto],
        tones: (5, 7),
    },
    Origin {
        weight: 40.0,
        language: Language::English,
        women: "Abena Achieng Adwoa Afia Akosua Ama Amina Atieno Efua Esi Faith Kezia Makena Muthoni Naledi Njeri Thandiwe Wanjiru Yaa Zawadi",
        men: "Abdi Baraka Jabari Juma Kamau Kofi Kwabena Kwame Kwesi Lwazi Mandla Mwangi Nii Otieno Sipho Thabo Tendai Yaw Wekesa Zuberi",
        families: "Achebe Addo Agyeman Amoah Ansah Asante Boateng Chebet Dlamini Kariuki Khumalo Kimani Kiptoo Kiprono Mensah Moyo Mutua Ndlovu Njoroge Nyambura Ochieng Odhiambo Omondi Opoku Osei Owusu Sarpong Wanjala",
        form: Form::Western,
        homes: &[Nairobi, Accra, Nairobi, Accra, London, Amsterdam],
        tones: (5, 7),
    },
    Origin {
        weight: 16.0,
        language: Language::English,
        women: "Ayu Citra Dewi Dian Fitri Indah Kartika Lestari Putri Ratna Sari Wulan",
        men: "Adi Agus Bagus Bayu Budi Dimas Eko Galih Hendra Rizky Wahyu Yoga",
        families: "Gunawan Hartono Hidayat Kurniawan Kusuma Nugroho Pratama Purnama Saputra Setiawan Suharto Wibowo Wijaya",
        form: Form::Western,
        homes: &[Singapore, Melbourne, Amsterdam],
        tones: (2, 4),
    },
];
