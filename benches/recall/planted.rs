//! Studios made up from a seed, in which what bears on what is known: for the evidence that repositories of standards do not have, namely
//! clients, who follows whom, stages and handoffs, people, and time.
//!
//! Every engagement has causes that its text shows only in part: a client with its own trade, a kind of work, a way of working that its lead
//! has learned, and the year in which the client wanted such things. What bears on an engagement follows from the causes alone:
//!
//! - what it follows;
//! - work for the same client in the same season of that client;
//! - work of the same kind done in the same way, that has been through the move which comes next.
//!
//! The words of each cause stand among words that mean nothing, and are shared between trades and kinds, so that words alone mislead.

use orbit::model::{Engagement, Settings};

use crate::queries::{Corpus, Query};

/// Numbers from a seed, the same on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        let most = u64::try_from(most.max(1)).unwrap_or(1);
        usize::try_from(self.next() % most).unwrap_or(0)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn of<'t>(&mut self, words: &'t [String]) -> &'t str {
        let at = self.below(words.len());
        words.get(at).map_or("", String::as_str)
    }
}

/// What an engagement comes from.
struct Causes {
    client: usize,
    kind: usize,
    way: usize,
    /// In half-years.
    season: usize,
    lead: usize,
    stage: usize,
    follows: Option<usize>,
}

const STAGES: [&str; 7] = [
    "lead", "research", "proposal", "scope", "delivery", "review", "done",
];

const KINDS: usize = 6;
const WAYS: usize = 3;
const PEOPLE: usize = 6;

/// A studio of so many engagements, each of them a query.
pub fn studio(engagements: usize, seed: u64) -> Corpus {
    let mut dice = Dice(seed);
    let words = invented(&mut dice);
    let (noise, rest) = words.split_at(300);
    // Trades and kinds of work share half of their words with the next one.
    let group = |from: usize, at: usize| {
        rest.get(from + 8 * at..from + 8 * at + 16)
            .unwrap_or_default()
    };
    let clients = (engagements / 5).max(3);
    let trade = |client: usize| group(0, client % 20);
    let kind = |kind: usize| group(200, kind);
    let way = |way: usize| group(280, way);
    let mut causes: Vec<Causes> = Vec::new();
    for at in 0..engagements {
        let client = dice.below(clients);
        let season = at * 8 / engagements;
        let lead = dice.below(PEOPLE);
        let before = causes.iter().rposition(|other| other.client == client);
        causes.push(Causes {
            client,
            kind: dice.below(KINDS),
            way: if dice.chance(85) {
                lead % WAYS
            } else {
                dice.below(WAYS)
            },
            season,
            lead,
            stage: if season < 6 { 6 } else { dice.below(6) },
            follows: before.filter(|_| dice.chance(30)),
        });
    }
    let settings = Settings::built_in();
    let read: Vec<Engagement> = causes
        .iter()
        .enumerate()
        .filter_map(|(at, cause)| {
            let said = Said {
                noise,
                trade: trade(cause.client),
                kind: kind(cause.kind),
                way: way(cause.way),
            };
            let text = text(&mut dice, cause, &said);
            let path = format!("engagements/{}.md", id(cause.client, at));
            Engagement::read(&path, text.as_bytes(), &settings)
        })
        .collect();
    let queries = causes
        .iter()
        .enumerate()
        .map(|(at, cause)| Query {
            own: at,
            text: String::new(),
            relevant: bearing(&causes, at, cause),
        })
        .collect();
    Corpus {
        name: format!("{engagements} engagements"),
        settings,
        engagements: read,
        queries,
    }
}

/// What bears on an engagement, by its causes.
fn bearing(causes: &[Causes], own: usize, cause: &Causes) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, other) in causes.iter().enumerate() {
        if at == own {
            continue;
        }
        let named = cause.follows == Some(at) || other.follows == Some(own);
        let client = other.client == cause.client && other.season.abs_diff(cause.season) <= 1;
        let done = other.kind == cause.kind && other.way == cause.way && other.stage > cause.stage;
        if named || client || done {
            found.push((at, "planted".to_owned()));
        }
    }
    found
}

fn id(client: usize, at: usize) -> String {
    format!("client{}/work{}", letters(client), letters(at))
}

/// A number in letters, as numbered names would be understood as references.
fn letters(number: usize) -> String {
    let letter = |digit: usize| char::from(b'a' + u8::try_from(digit % 26).unwrap_or(0));
    [number / 676, number / 26, number]
        .map(letter)
        .iter()
        .collect()
}

/// Words that mean nothing, all different.
fn invented(dice: &mut Dice) -> Vec<String> {
    const STARTS: [&str; 14] = [
        "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z",
    ];
    const VOWELS: [&str; 5] = ["a", "e", "i", "o", "u"];
    let mut words: Vec<String> = Vec::new();
    while words.len() < 700 {
        let mut word = String::new();
        for _ in 0..3 {
            word.push_str(STARTS.get(dice.below(14)).unwrap_or(&"b"));
            word.push_str(VOWELS.get(dice.below(5)).unwrap_or(&"a"));
        }
        word.push('k');
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// The words of each cause.
struct Said<'a> {
    noise: &'a [String],
    trade: &'a [String],
    kind: &'a [String],
    way: &'a [String],
}

impl Said<'_> {
    /// So many words, of which this percentage are of a cause.
    fn prose(&self, dice: &mut Dice, words: usize, of: [usize; 3]) -> String {
        let mut prose = Vec::new();
        for _ in 0..words {
            let at = dice.below(100);
            let word = if at < of[0] {
                dice.of(self.trade)
            } else if at < of[0] + of[1] {
                dice.of(self.kind)
            } else if at < of[0] + of[1] + of[2] {
                dice.of(self.way)
            } else {
                dice.of(self.noise)
            };
            prose.push(word.to_owned());
        }
        prose.join(" ")
    }
}

fn text(dice: &mut Dice, cause: &Causes, said: &Said<'_>) -> String {
    let mut text = format!(
        "---\ntitle: {}\nstage: {}\nowner: person{}\nteam: [person{}, person{}]\n",
        said.prose(dice, 3, [30, 30, 0]),
        STAGES.get(cause.stage).unwrap_or(&"lead"),
        letters(cause.lead),
        letters(cause.lead),
        letters(dice.below(PEOPLE)),
    );
    if let Some(before) = cause.follows {
        text.push_str(&format!("follows: {}\n", id(cause.client, before)));
    }
    text.push_str("---\n\n## Situation\n\n");
    text.push_str(&said.prose(dice, 60, [12, 6, 0]));
    text.push_str("\n\n## Log\n");
    let month = |at: usize| {
        let months = cause.season * 6 + at.min(5);
        format!("{}-{:02}-10", 2022 + months / 12, months % 12 + 1)
    };
    for (at, pair) in STAGES.windows(2).take(cause.stage).enumerate() {
        let [from, to] = pair else { continue };
        text.push_str(&format!(
            "\n### {} Handoff: {from} to {to} (@person{})\n\n{}\n\n- lesson: {}\n",
            month(at),
            letters(cause.lead),
            said.prose(dice, 25, [6, 8, 2]),
            said.prose(dice, 8, [0, 12, 8]),
        ));
    }
    text.push_str(&format!(
        "\n### {} Call (@person{})\n\n{}\n",
        month(5),
        letters(cause.lead),
        said.prose(dice, 30, [8, 8, 2])
    ));
    text
}
