//! Studios in memory, made by a seed: engagements that go their way, with friction planted in them among noise.

use orbit::day::{Day, Moment};
use orbit::friction::account::{
    Account, Asked, Handed, Move, Point, Promise, Question, State, Turn, Waiver,
};
use orbit::friction::case::Sort;
use orbit::model::marks::Outcome;
use orbit::model::{Kind, Settings};
use orbit::repo::Memory;

use super::dice::Dice;
use super::plants::{Noise, Planted, SIZES, Size, Whose, usual};

/// The stages on the way of a service engagement.
const WAY: [&str; 7] = [
    "lead", "research", "proposal", "scope", "delivery", "review", "done",
];

/// The day that counts as today.
pub const TODAY: &str = "2026-11-20";

/// The settings: the service workflow that comes with Orbit, people by number.
pub fn settings() -> Settings {
    let mut people = String::new();
    for at in 0..SIZES.iter().map(|size| size.people).max().unwrap_or(0) {
        people.push_str(&format!("  person{at}: {{name: Person {at}}}\n"));
    }
    let tree = Memory::new().file(
        "orbit.yml",
        format!("studio: Planted\nworkflow: service\npeople:\n{people}"),
    );
    Settings::load(&tree).expect("settings")
}

/// A studio of engagements.
pub fn studio(
    seed: u64,
    size: Size,
    noise: Noise,
    planted: &[Planted],
    settings: &Settings,
) -> Vec<Account> {
    // Other plants stand among other noise, so that one unlucky seed is not counted ten times.
    let salt = planted.iter().fold(size.engagements as u64, |salt, plant| {
        let whose = match plant.whose {
            Whose::System => 0,
            Whose::Client(_) => 1000,
            Whose::Person(_) => 2000,
        };
        salt * 31 + plant.sort as u64 + (plant.rate * 100.0) as u64 + whose
    });
    let seed = seed.wrapping_mul(1_000_003).wrapping_add(salt);
    let mut writer = Writer {
        dice: Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0x5eed),
        size,
        noise,
        planted,
        settings,
        commits: 0,
        now: 0,
    };
    (0..size.engagements)
        .map(|at| writer.engagement(at))
        .collect()
}

struct Writer<'a> {
    dice: Dice,
    size: Size,
    noise: Noise,
    planted: &'a [Planted],
    settings: &'a Settings,
    commits: usize,
    now: i64,
}

/// Whose hands something is in.
#[derive(Clone)]
struct Hands {
    client: String,
    person: String,
}

impl Writer<'_> {
    /// Whether trouble of a kind happens: by the plant, else by chance, oftener with the difficult client and the careless person.
    fn trouble(&mut self, sort: Sort, stage: &str, need: Option<&str>, hands: &Hands) -> bool {
        let plant = self
            .planted
            .iter()
            .find(|plant| plant.sort == sort && plant.stage == stage && plant.need == need);
        if let Some(plant) = plant {
            let theirs = match plant.whose {
                Whose::System => true,
                Whose::Client(client) => hands.client == client,
                Whose::Person(person) => hands.person == person,
            };
            if theirs {
                return self.dice.falls(plant.rate);
            }
        }
        let chance = usual(sort, self.noise, &hands.client, &hands.person);
        self.dice.falls(chance)
    }

    fn point(&mut self, person: &str) -> Point {
        self.commits += 1;
        Point {
            commit: format!("{:040x}", self.commits),
            made: Moment {
                seconds: self.now,
                offset: 0,
            },
            landed: self.now,
            person: person.to_owned(),
        }
    }

    fn wait(&mut self, least: usize, more: usize) -> f64 {
        let days = least + self.dice.below(more);
        let days = u32::try_from(days).unwrap_or(0);
        self.now += i64::from(days) * 86_400;
        f64::from(days)
    }

    fn day(&self) -> Day {
        Day::of_unix(self.now).expect("a day")
    }

    /// One of so many, the first ones more often where they are busy.
    fn one_of(&mut self, end: usize) -> usize {
        if self.noise.busy {
            self.dice.busy(end)
        } else {
            self.dice.below(end)
        }
    }

    fn engagement(&mut self, at: usize) -> Account {
        let client = self.one_of(self.size.clients);
        let person = self.one_of(self.size.people);
        let mut hands = Hands {
            client: format!("client{client}"),
            person: format!("person{person}"),
        };
        // Some years before today, so that most of them are over.
        self.now = Day::parse("2024-01-08").expect("a day").unix();
        let _ = self.wait(0, 700);
        let mut account = Account {
            engagement: format!("{}/work{at}", hands.client),
            client: Some(hands.client.clone()),
            workflow: "service".to_owned(),
            ..Account::default()
        };
        let first = self.point(&hands.person);
        account.began = Some(("lead".to_owned(), first));
        account.asked = self.asked("lead", &hands, true);
        let last = if self.dice.falls(0.7) {
            WAY.len() - 1
        } else {
            1 + self.dice.below(WAY.len() - 1)
        };
        let mut place = 0;
        let mut bounces = 0;
        let mut days = 0.0;
        while place < last {
            let stage = WAY[place];
            days += self.wait(3, 20);
            self.in_stage(&mut account, stage, &mut hands);
            if self.trouble(Sort::Pause, stage, None, &hands) {
                self.moves(&mut account, stage, "dormant", days, &hands, Vec::new());
                let rest = self.wait(20, 60);
                self.moves(&mut account, "dormant", stage, rest, &hands, Vec::new());
                days = self.wait(3, 10);
            }
            // Now and then another one takes it on, before they move it.
            if self.dice.falls(0.25) {
                let next = self.one_of(self.size.people);
                hands.person = format!("person{next}");
            }
            let mut to = place + 1;
            if to < WAY.len() - 1 && self.trouble(Sort::Skip, WAY[to], None, &hands) {
                to += 1;
            }
            let mut asked = Vec::new();
            for stage in &WAY[place + 1..=to] {
                asked.extend(self.asked(stage, &hands, false));
            }
            asked.retain(|one| {
                !account
                    .every_asked()
                    .any(|(known, _)| known.key == one.key && known.stage == one.stage)
            });
            self.waivers(&mut account, &asked, &hands);
            self.moves(&mut account, stage, WAY[to], days, &hands, asked);
            days = 0.0;
            self.handoff(&mut account, stage, WAY[to], &hands);
            place = to;
            if bounces < 3 && self.trouble(Sort::Bounce, WAY[to], None, &hands) && to > 0 {
                bounces += 1;
                let stay = self.wait(3, 15);
                self.moves(&mut account, WAY[to], stage, stay, &hands, Vec::new());
                place = WAY.iter().position(|other| *other == stage).unwrap_or(0);
            }
        }
        account
    }

    /// What happens while it stands in a stage.
    fn in_stage(&mut self, account: &mut Account, stage: &str, hands: &mut Hands) {
        for _ in 0..self.dice.below(3) {
            let failed = self.trouble(Sort::Promise, stage, None, hands);
            let point = self.point(&hands.person);
            account.promises.push(Promise {
                text: "a promise".to_owned(),
                stage: stage.to_owned(),
                person: hands.person.clone(),
                point,
                outcome: if failed {
                    Outcome::Broken
                } else {
                    Outcome::Kept
                },
                due: None,
            });
        }
        if self.dice.falls(0.6) {
            let text = self.question();
            self.ask(account, stage, hands, text);
        }
        if self.trouble(Sort::Question, stage, None, hands) {
            let texts = [
                "who signs off the final copy at the client?",
                "Who is signing off the final copy?",
                "who at the client signs off final copy",
            ];
            let text = texts[self.dice.below(texts.len())].to_owned();
            self.ask(account, stage, hands, text);
        }
        if self.trouble(Sort::Owner, stage, None, hands) {
            let next = (self.dice.below(self.size.people - 1) + 1 + number(&hands.person))
                % self.size.people;
            let point = self.point(&hands.person);
            let to = format!("person{next}");
            account.turns.push(Turn {
                stage: stage.to_owned(),
                from: std::mem::replace(&mut hands.person, to.clone()),
                to,
                point,
            });
        }
    }

    fn ask(&mut self, account: &mut Account, stage: &str, hands: &Hands, text: String) {
        let point = self.point(&hands.person);
        account.questions.push(Question {
            text,
            stage: stage.to_owned(),
            point,
        });
    }

    /// A question of words by chance.
    fn question(&mut self) -> String {
        const WORDS: [&str; 40] = [
            "logo",
            "budget",
            "Spanish",
            "launch",
            "stand",
            "invoice",
            "server",
            "colour",
            "training",
            "board",
            "photos",
            "licence",
            "texts",
            "menu",
            "prices",
            "dates",
            "rooms",
            "signs",
            "forms",
            "login",
            "reports",
            "shop",
            "stock",
            "tax",
            "legal",
            "print",
            "paper",
            "screens",
            "network",
            "insurance",
            "contract",
            "summer",
            "visitors",
            "tickets",
            "delivery",
            "parking",
            "press",
            "archive",
            "music",
            "video",
        ];
        let mut word = || WORDS[self.dice.below(WORDS.len())];
        format!(
            "what about the {} and the {} of the {}?",
            word(),
            word(),
            word()
        )
    }

    /// How the needs of a stage stand.
    fn asked(&mut self, stage: &str, hands: &Hands, begins: bool) -> Vec<Asked> {
        let settings = self.settings;
        let workflow = settings.workflows.get("service").expect("service");
        let own = workflow
            .stage(stage)
            .expect("a stage")
            .needs
            .iter()
            .filter(|need| need.stage == stage);
        own.map(|need| {
            let mut happens = |sort| self.trouble(sort, stage, Some(need.key.as_str()), hands);
            let state = if happens(Sort::Waived) {
                State::Waived
            } else if happens(Sort::Unmet) {
                State::Unmet
            } else if begins {
                State::Held
            } else if happens(Sort::LastMinute) {
                State::LastMinute
            } else {
                State::Early
            };
            Asked {
                key: need.key.clone(),
                stage: stage.to_owned(),
                state,
            }
        })
        .collect()
    }

    fn waivers(&mut self, account: &mut Account, asked: &[Asked], hands: &Hands) {
        for one in asked.iter().filter(|one| one.state == State::Waived) {
            let point = self.point(&hands.person);
            account.waivers.push(Waiver {
                name: one.key.clone(),
                person: hands.person.clone(),
                point,
            });
        }
    }

    fn moves(
        &mut self,
        account: &mut Account,
        from: &str,
        to: &str,
        days: f64,
        hands: &Hands,
        asked: Vec<Asked>,
    ) {
        let workflow = self.settings.workflows.get("service").expect("service");
        let kind = Kind::of(workflow, from, to);
        let point = self.point(&hands.person);
        account.moves.push(Move {
            from: from.to_owned(),
            to: to.to_owned(),
            kind,
            point,
            days: Some(days),
            owner: Some(hands.person.clone()),
            asked,
            mended: Vec::new(),
        });
    }

    fn handoff(&mut self, account: &mut Account, from: &str, to: &str, hands: &Hands) {
        let late = self.trouble(Sort::Handoff, to, None, hands);
        let day = self.day();
        let point = self.point(&hands.person);
        account.handoffs.push(Handed {
            between: Some((from.to_owned(), to.to_owned())),
            point,
            receiver: Some(hands.person.clone()),
            day,
            accepted: Some(day.plus_days(if late { 12 } else { 1 })),
        });
    }
}

fn number(person: &str) -> usize {
    person.trim_start_matches("person").parse().unwrap_or(0)
}
