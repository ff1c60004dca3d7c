/** People's names as they come in an international practice, by where they live. All of it is made up. */

export interface Place {
  readonly zone: string;
  readonly city: string;
  readonly country: string;
  /** Dialling prefix; numbers after it lie in ranges kept for fiction where there is one. */
  readonly dial: string;
  readonly languages: readonly string[];
  readonly streets: readonly string[];
  readonly given: readonly string[];
  readonly family: readonly string[];
}

const words = (text: string) => text.split(',').map((word) => word.trim());

export const places: readonly Place[] = [
  {
    zone: 'Europe/London',
    city: 'London',
    country: 'United Kingdom',
    dial: '+44 20 7946 0',
    languages: ['English'],
    streets: words('Carey Street, Lime Walk, Old Bailey Row, Fetter Passage, Paternoster Yard, Gower Mews'),
    given: words(
      'Alice, Benedict, Charlotte, Dominic, Eleanor, Frances, Giles, Harriet, Julian, Kate, Lydia, Marcus, Nigel, Olivia, Rupert, Sophie, Tobias, Verity'
    ),
    family: words(
      'Ashworth, Bellingham, Carrow, Drummond, Easterbrook, Fairclough, Garside, Hollis, Inchbald, Jessop, Kingsley, Lovelace, Merrick, Northcote, Pemberton, Quayle, Ransome, Standish, Thorne, Underhill, Wainwright, Yardley'
    )
  },
  {
    zone: 'Europe/London',
    city: 'Edinburgh',
    country: 'United Kingdom',
    dial: '+44 131 496 0',
    languages: ['English', 'Scots Gaelic'],
    streets: words('Heriot Wynd, Queen Street, Canongate Close, Leith Walk'),
    given: words('Ailsa, Callum, Catriona, Eilidh, Fergus, Hamish, Iona, Isla, Lachlan, Mairi, Rory, Struan'),
    family: words(
      'Abernethy, Balfour, Colquhoun, Dalgleish, Farquhar, Geddes, Kerr, Lockhart, MacAskill, McCrae, Menzies, Ruthven, Strachan, Urquhart'
    )
  },
  {
    zone: 'Europe/Dublin',
    city: 'Dublin',
    country: 'Ireland',
    dial: '+353 1 555 0',
    languages: ['English', 'Irish'],
    streets: words('Merrion Row, Fitzwilliam Lane, Ormond Quay, Baggot Court'),
    given: words(
      'Aoife, Cillian, Ciarán, Deirdre, Eoin, Fionnuala, Gráinne, Niamh, Oisín, Róisín, Seán, Siobhán'
    ),
    family: words(
      'Breathnach, Devlin, Gallagher, Hanrahan, Kinsella, MacDonagh, Mulcahy, Ní Dhomhnaill, O’Byrne, O’Rourke, Ó Súilleabháin, Tierney'
    )
  },
  {
    zone: 'Europe/Rome',
    city: 'Genoa',
    country: 'Italy',
    dial: '+39 010 555 0',
    languages: ['Italian', 'English', 'French'],
    streets: words('Via Garibaldi, Salita Santa Caterina, Piazza Banchi, Via del Campo'),
    given: words(
      'Alessia, Bianca, Chiara, Davide, Elena, Federico, Giulia, Lorenzo, Matteo, Niccolò, Pietro, Zoè'
    ),
    family: words(
      'Bevilacqua, Cattaneo, D’Amico, Doria, Ferraris, Grimaldi, Lomellini, Moretti, Parodi, Rovereto, Spinola, Vernazza'
    )
  },
  {
    zone: 'Europe/Paris',
    city: 'Paris',
    country: 'France',
    dial: '+33 1 99 00 0',
    languages: ['French', 'English'],
    streets: words('rue de la Paix, quai Voltaire, rue du Cherche-Midi, avenue Hoche'),
    given: words(
      'Adèle, Benoît, Camille, Élodie, François, Hélène, Jérôme, Léa, Mathieu, Noémie, Océane, Théo'
    ),
    family: words(
      'Aubertin, Beauchêne, Chevallier, Delacour, Deschênes, Fournier, Guérin, Lemaître, Moreau, Périgord, Saint-Clair, Vauquelin'
    )
  },
  {
    zone: 'Europe/Berlin',
    city: 'Hamburg',
    country: 'Germany',
    dial: '+49 40 66969 ',
    languages: ['German', 'English'],
    streets: words('Neuer Wall, Große Elbstraße, Jungfernstieg, Am Sandtorkai'),
    given: words(
      'Anke, Björn, Dörte, Friedrich, Günther, Heike, Jürgen, Käthe, Lukas, Maximilian, Sören, Ulrike'
    ),
    family: words(
      'Brüggemann, Eschenbach, Fäustlin, Grünewald, Hoßfeld, Jäger, Köhler, Lüders, Öztürk, Schäfer, von Ahrensberg, Weißenborn'
    )
  },
  {
    zone: 'Europe/Zurich',
    city: 'Zürich',
    country: 'Switzerland',
    dial: '+41 44 555 0',
    languages: ['German', 'French', 'English'],
    streets: words('Bahnhofstrasse, Löwenstrasse, Limmatquai, Talacker'),
    given: words('Anouk, Beat, Corinne, Fabienne, Gian, Luzia, Reto, Seraina, Urs, Yves'),
    family: words('Ammann, Bühler, Caflisch, Dürrenmatt, Gerber, Hürlimann, Lüthi, Nägeli, Rüegg, Zbinden')
  },
  {
    zone: 'Europe/Madrid',
    city: 'Madrid',
    country: 'Spain',
    dial: '+34 910 550 ',
    languages: ['Spanish', 'English', 'Catalan'],
    streets: words('calle de Serrano, paseo de Recoletos, calle Velázquez, plaza de Oriente'),
    given: words('Álvaro, Begoña, Carmen, Íñigo, Jaime, Lucía, Martín, Núria, Óscar, Pilar, Rocío, Sergi'),
    family: words(
      'Arízaga Ruiz, Benítez Sanz, Casals Vidal, Domínguez, Echeverría, Fernández-Cuesta, Ibáñez, Muñoz, Peñalver, Roldán, Ulloa, Zúñiga'
    )
  },
  {
    zone: 'Europe/Lisbon',
    city: 'Lisbon',
    country: 'Portugal',
    dial: '+351 21 055 0',
    languages: ['Portuguese', 'English', 'French'],
    streets: words('Rua do Alecrim, Avenida da Liberdade, Rua das Flores'),
    given: words('Afonso, Beatriz, Conceição, Duarte, Inês, João, Leonor, Miguel, Sebastião, Tomás'),
    family: words(
      'Abranches, Brandão, Câmara, Gonçalves, Magalhães, Noronha, Queirós, Sá Nogueira, Simões, Vilhena'
    )
  },
  {
    zone: 'Europe/Stockholm',
    city: 'Stockholm',
    country: 'Sweden',
    dial: '+46 8 465 004 ',
    languages: ['Swedish', 'English'],
    streets: words('Strandvägen, Birger Jarlsgatan, Hornsgatan'),
    given: words('Åsa, Björn, Elin, Göran, Håkan, Ingrid, Linnéa, Märta, Nils, Östen'),
    family: words(
      'Åkerblom, Bergström, Dahlgren, Ekström, Hallström, Lindqvist, Nyström, Sjöberg, Söderlund, Wåhlin'
    )
  },
  {
    zone: 'Europe/Warsaw',
    city: 'Warsaw',
    country: 'Poland',
    dial: '+48 22 555 0',
    languages: ['Polish', 'English', 'German'],
    streets: words('Nowy Świat, ulica Miodowa, Aleje Ujazdowskie'),
    given: words('Agnieszka, Błażej, Grażyna, Jakub, Łukasz, Małgorzata, Paweł, Stanisław, Wojciech, Zofia'),
    family: words(
      'Borkowska, Czajkowski, Dąbrowski, Gołębiewska, Jędrzejczak, Kłosowski, Łoziński, Sękowska, Wiśniewska, Żurawski'
    )
  },
  {
    zone: 'Europe/Istanbul',
    city: 'Istanbul',
    country: 'Türkiye',
    dial: '+90 212 555 0',
    languages: ['Turkish', 'English', 'German'],
    streets: words('Bağdat Caddesi, İstiklal Caddesi, Abdi İpekçi Caddesi'),
    given: words('Ayşe, Çağla, Deniz, Emre, Gülşen, İpek, Kerem, Özlem, Şebnem, Yiğit'),
    family: words('Akgün, Büyükkaya, Çelik, Demirtaş, Güneş, Karaoğlu, Öztürk, Şahin, Tuncer, Yılmaz')
  },
  {
    zone: 'Asia/Dubai',
    city: 'Dubai',
    country: 'United Arab Emirates',
    dial: '+971 4 555 0',
    languages: ['Arabic', 'English'],
    streets: words('Al Sufouh Road, Gate Avenue, Marasi Drive'),
    given: words('Amal, Faisal, Hind, Khalid, Layla, Mariam, Noura, Omar, Rashid, Salma'),
    family: words(
      'Al Falasi, Al Hashimi, Al Mazrouei, Al Suwaidi, Haddad, Khoury, Nasser, Rahbani, Sabbagh, Tamimi'
    )
  },
  {
    zone: 'Africa/Lagos',
    city: 'Lagos',
    country: 'Nigeria',
    dial: '+234 1 555 0',
    languages: ['English', 'Yoruba'],
    streets: words('Awolowo Road, Adeola Odeku Street, Broad Street'),
    given: words('Adaeze, Babajide, Chidinma, Emeka, Folasade, Ìbùkún, Ngozi, Oluwaseun, Tèmítọ́pẹ́, Yewande'),
    family: words('Adeyemi, Balogun, Chukwuma, Eze, Fashola, Nwosu, Ogunbanjo, Okonkwo, Onyekachi, Sówándé')
  },
  {
    zone: 'Asia/Singapore',
    city: 'Singapore',
    country: 'Singapore',
    dial: '+65 6555 0',
    languages: ['English', 'Mandarin', 'Malay'],
    streets: words('Amoy Street, Battery Road, Robinson Quay'),
    given: words('Adeline, Boon Kiat, Hui Min, Jia Wei, Kavitha, Mei-Ling, Ravi, Siti, Wei Jie, Xin Yi'),
    family: words('Chua, Goh, Koh, Krishnan, Lim, Ng, Rahman, Subramaniam, Tan, Yeo')
  },
  {
    zone: 'Asia/Tokyo',
    city: 'Tokyo',
    country: 'Japan',
    dial: '+81 3 5550 0',
    languages: ['Japanese', 'English'],
    streets: words('Marunouchi 2-chome, Toranomon 4-chome, Kioicho'),
    given: words('Akira, Chiyo, Haruka, Kenji, Mariko, Naoki, Ryō, Shōko, Takeshi, Yūko'),
    family: words('Arakawa, Fujimori, Hayashi, Itō, Kuroda, Mizushima, Ōtani, Saitō, Tachibana, Yūki')
  },
  {
    zone: 'Asia/Kolkata',
    city: 'Mumbai',
    country: 'India',
    dial: '+91 22 5550 0',
    languages: ['English', 'Hindi', 'Marathi'],
    streets: words('Ballard Estate, Altamount Road, Veer Nariman Road'),
    given: words('Aarav, Devika, Farhad, Gauri, Kabir, Meera, Nikhil, Priya, Rohan, Zarine'),
    family: words(
      'Bhattacharya, Chatterjee, Daruwala, Deshpande, Iyer, Kapadia, Menon, Raman, Sethna, Venkataraman'
    )
  },
  {
    zone: 'America/New_York',
    city: 'New York',
    country: 'United States',
    dial: '+1 212 555 0',
    languages: ['English', 'Spanish'],
    streets: words('Pearl Street, Madison Avenue, West 57th Street, Maiden Lane'),
    given: words(
      'Abigail, Caleb, Denise, Eli, Gwendolyn, Isaiah, Joanna, Malik, Rebecca, Samuel, Tamara, Walter'
    ),
    family: words(
      'Abramowitz, Beauregard, Castellano, DuBois, Feldman, Halvorsen, Jefferson, Kowalczyk, Lindgren, Ostrander, Rosenthal, Washington'
    )
  },
  {
    zone: 'America/Sao_Paulo',
    city: 'São Paulo',
    country: 'Brazil',
    dial: '+55 11 5550 0',
    languages: ['Portuguese', 'English', 'Spanish'],
    streets: words('Avenida Paulista, Rua Oscar Freire, Alameda Santos'),
    given: words('Antônio, Cauê, Débora, Flávia, Helena, José, Luíza, Natália, Otávio, Vinícius'),
    family: words(
      'Amorim, Carvalho, Drummond, Falcão, Guimarães, Leitão, Mourão, Peçanha, Ribeiro, Sant’Anna'
    )
  },
  {
    zone: 'Australia/Sydney',
    city: 'Sydney',
    country: 'Australia',
    dial: '+61 2 5550 0',
    languages: ['English', 'Greek'],
    streets: words('Macquarie Street, Bligh Street, Hickson Road'),
    given: words('Angus, Bronte, Declan, Georgia, Kylie, Lachlan, Matilda, Nerida, Pia, Xavier'),
    family: words(
      'Bartholomew, Callaghan, Doukas, Fitzgerald, Georgiou, Hargreaves, Kanellos, Nguyen, Papadakis, Whitlam'
    )
  }
];

export const placeByCity = (city: string): Place => places.find((place) => place.city === city)!;
