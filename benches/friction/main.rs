//! How well friction is told from noise: precision and recall for each kind of trouble, over many seeds and sizes of studio.
//!
//! `cargo bench --bench friction` runs 100 seeds for each, of large studios, which take the longest, a quarter; `-- 20` that many; `-- 20 1000`
//! those from the thousandth on.
#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]

// As the tests have it, so that its parts are found from both.
#[path = "planted.rs"]
mod planted;

use std::ops::Range;

use orbit::day::Day;
use orbit::friction::case::{Sort, Studio};
use orbit::friction::report;
use orbit::model::Settings;
use planted::{Noise, Outcomes, Planted, SIZES, Size, TODAY, Whose, plants, settings, studio};
use rayon::prelude::*;

/// All the noise there is.
const ALL: Noise = Noise {
    busy: true,
    difficult_client: true,
    careless_person: true,
};

/// The noise of chance alone.
const NONE: Noise = Noise {
    busy: false,
    difficult_client: false,
    careless_person: false,
};

struct Bench {
    seeds: Range<u64>,
    settings: Settings,
}

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .filter_map(|word| word.parse().ok());
    let count = numbers.next().unwrap_or(100);
    let first = numbers.next().unwrap_or(0);
    let bench = Bench {
        seeds: first..first + count,
        settings: settings(),
    };
    println!(
        "Right is: the right kind, at the right place, at the right level.\nAt best: found by somebody who knows how often everyone has trouble by themselves, questions left out."
    );
    bench.sure();
    for rate in [0.6, 0.4] {
        bench.kinds(rate);
    }
    bench.several();
    bench.somebodys();
    bench.nothing();
}

impl Bench {
    /// The seeds for studios of a size.
    fn seeds(&self, size: Size) -> Range<u64> {
        let Range { start, end } = self.seeds;
        let part = if size.engagements > 100 { 4 } else { 1 };
        start..start + (end - start).div_ceil(part)
    }

    /// How sure the figures are.
    fn sure(&self) {
        head("", "");
        let count = |size| self.seeds(size).count();
        row(
            "seeds for each figure",
            SIZES.map(|size| count(size).to_string()),
        );
        // Nineteen of twenty times, by the normal distribution.
        let points = |count: usize| format!("± {:.0} points", 98.0 / number(count).sqrt());
        row(
            "a share of a half is",
            SIZES.map(|size| points(count(size))),
        );
        let kinds = plants(1.0).len();
        row(
            "one over all kinds",
            SIZES.map(|size| points(count(size) * kinds)),
        );
    }

    fn run(&self, size: Size, planted: &[Planted], noise: Noise) -> Outcomes {
        let day = Day::parse(TODAY).expect("a day");
        self.seeds(size)
            .into_par_iter()
            .map(|seed| {
                let accounts = studio(seed, size, noise, planted, &self.settings);
                let report = report(&accounts, &self.settings, day, None);
                let mut outcomes = Outcomes::default();
                let studio = Studio {
                    accounts: &accounts,
                    settings: &self.settings,
                    day,
                };
                outcomes.add(planted, noise, &studio, &report.signals);
                outcomes
            })
            .reduce(Outcomes::default, Outcomes::and)
    }

    /// Each kind by itself, as the system's.
    fn kinds(&self, rate: f64) {
        println!(
            "\nOne kind planted as the system's, in {:.0} % of what comes there; busy people, one difficult client, one careless person",
            rate * 100.0
        );
        head("kind", "recall  at best  precision");
        let mut all = [Outcomes::default(); SIZES.len()];
        for plant in plants(rate) {
            let cells = SIZES.map(|size| self.run(size, std::slice::from_ref(&plant), ALL));
            for (all, one) in all.iter_mut().zip(cells) {
                *all = all.and(one);
            }
            row(plant.sort.word(), cells.map(|cell| found(&cell)));
        }
        row("all", all.map(|all| found(&all)));
        row(
            "recall of what repeats",
            all.map(|all| percent(all.repeated_found, all.repeated)),
        );
        row(
            "false alarms, each studio",
            all.map(|all| per(all.false_alarms, all.studios)),
        );
    }

    fn several(&self) {
        println!("\nThree kinds planted at once: bounce, waived, promise");
        head("share", "recall  at best  precision");
        for rate in [0.6, 0.4] {
            let three: Vec<Planted> = plants(rate)
                .into_iter()
                .filter(|plant| matches!(plant.sort, Sort::Bounce | Sort::Waived | Sort::Promise))
                .collect();
            let cells = SIZES.map(|size| found(&self.run(size, &three, ALL)));
            row(&format!("{:.0} %", rate * 100.0), cells);
        }
    }

    /// What one client or one person alone has, at one place.
    fn somebodys(&self) {
        println!(
            "\nOne kind planted with one client or one person alone, 80 %; no other noise than chance and busy people"
        );
        head("whose", "theirs  the system's");
        let noise = Noise { busy: true, ..NONE };
        for (name, whose) in [
            ("one client's", Whose::Client("client1")),
            ("one person's", Whose::Person("person0")),
        ] {
            let cells = SIZES.map(|size| {
                let all = plants(0.8)
                    .into_iter()
                    .map(|plant| self.run(size, &[Planted { whose, ..plant }], noise))
                    .fold(Outcomes::default(), Outcomes::and);
                let theirs = percent(all.found, all.planted);
                format!("{theirs}  {:>10}", percent(all.called_system, all.planted))
            });
            row(name, cells);
        }
    }

    fn nothing(&self) {
        println!("\nNothing planted: what is called the system's, each studio");
        head("noise", "false alarms");
        let noises = [
            ("chance", NONE),
            ("busy people", Noise { busy: true, ..NONE }),
            (
                "one difficult client",
                Noise {
                    difficult_client: true,
                    ..NONE
                },
            ),
            (
                "one careless person",
                Noise {
                    careless_person: true,
                    ..NONE
                },
            ),
            ("all of them", ALL),
        ];
        let longer = Self {
            seeds: self.seeds.start..self.seeds.start + 3 * (self.seeds.end - self.seeds.start),
            settings: settings(),
        };
        for (name, noise) in noises {
            let cells = SIZES.map(|size| longer.run(size, &[], noise));
            row(name, cells.map(|cell| per(cell.false_alarms, cell.studios)));
            if noise.difficult_client && noise.careless_person {
                println!(
                    "\nAmong all of them, who is named, in how many studios; and of all that is named as somebody's, how much rightly"
                );
                head("", "");
                row(
                    "the difficult client",
                    cells.map(|cell| percent(cell.client_found, cell.studios)),
                );
                row(
                    "the careless person",
                    cells.map(|cell| percent(cell.person_found, cell.studios)),
                );
                row(
                    "rightly",
                    cells.map(|cell| percent(cell.named, cell.named + cell.named_wrongly)),
                );
            }
        }
    }
}

fn head(name: &str, columns: &str) {
    row(
        "",
        SIZES.map(|size| format!("{} ({})", size.name, size.engagements)),
    );
    row(name, SIZES.map(|_| columns.to_owned()));
}

fn row(name: &str, cells: [String; SIZES.len()]) {
    println!(
        "{name:<27}{}",
        cells.map(|cell| format!(" {cell:>27}")).concat()
    );
}

fn found(outcome: &Outcomes) -> String {
    let recall = percent(outcome.found, outcome.planted);
    let precision = percent(outcome.found, outcome.found + outcome.false_alarms);
    let best = percent(outcome.best, outcome.placed);
    format!("{recall}  {best:>7}  {precision:>9}")
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn per(count: usize, of: usize) -> String {
    format!("{:.3}", number(count) / number(of.max(1)))
}

fn percent(count: usize, of: usize) -> String {
    if of == 0 {
        return "–".to_owned();
    }
    format!("{:.0} %", number(count) / number(of) * 100.0)
}
