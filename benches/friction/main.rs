//! How well friction is told from noise: precision and recall for each kind of trouble, over many seeds and sizes of studio.
//!
//! `cargo bench --bench friction` runs 100 seeds for each; `-- 20` that many.
#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]

mod planted;

use orbit::day::Day;
use orbit::friction::case::Sort;
use orbit::friction::report;
use orbit::model::Settings;
use planted::{Noise, Outcomes, Planted, SIZES, Size, TODAY, plants, settings, studio};

fn main() {
    let seeds = std::env::args()
        .skip(1)
        .find_map(|word| word.parse().ok())
        .unwrap_or(100);
    let settings = settings();
    println!(
        "Each studio has busy people, one difficult client and one careless person; {seeds} seeds each.\n"
    );
    for rate in [0.6, 0.4] {
        println!(
            "One kind planted, happening in {:.0} % of the engagements that come there",
            rate * 100.0
        );
        println!(
            "{:<12} {}",
            "",
            SIZES
                .map(|size| format!("{:>22}", format!("{} ({})", size.name, size.engagements)))
                .concat()
        );
        println!(
            "{:<12} {}",
            "kind",
            SIZES
                .map(|_| format!("{:>22}", "recall  precision"))
                .concat()
        );
        let mut all = [Outcomes::default(); SIZES.len()];
        for plant in plants(rate) {
            let mut line = format!("{:<12} ", plant.sort.word());
            for (size, all) in SIZES.iter().zip(&mut all) {
                let outcome = run(seeds, *size, std::slice::from_ref(&plant), &settings);
                line.push_str(&cell(&outcome));
                add(all, &outcome);
            }
            println!("{line}");
        }
        let cells: Vec<String> = all.iter().map(cell).collect();
        println!("{:<12} {}", "all", cells.concat());
        let alarms = all.map(|all| {
            format!(
                "{:>22}",
                format!("{:.3}", per(all.false_alarms, all.studios))
            )
        });
        println!("{:<12} {}\n", "false alarms", alarms.concat());
    }
    println!("Nothing planted: false alarms for each studio, and who is named");
    println!(
        "{:<34} {}",
        "",
        SIZES.map(|size| format!("{:>10}", size.name)).concat()
    );
    let none: Vec<Outcomes> = SIZES
        .iter()
        .map(|size| run(seeds * 3, *size, &[], &settings))
        .collect();
    let line = |name: &str, of: &dyn Fn(&Outcomes) -> String| {
        let cells: Vec<String> = none
            .iter()
            .map(|outcome| format!("{:>10}", of(outcome)))
            .collect();
        println!("{name:<34} {}", cells.concat());
    };
    line("called the system's, each studio", &|all| {
        format!("{:.3}", per(all.false_alarms, all.studios))
    });
    line("the difficult client is named", &|all| {
        percent(all.client_found, all.studios)
    });
    line("the careless person is named", &|all| {
        percent(all.person_found, all.studios)
    });
    line("of those named, rightly", &|all| {
        percent(all.named, all.named + all.named_wrongly)
    });
    println!("\nThree kinds planted at once (bounce, waived, promise), 60 %");
    let three: Vec<Planted> = plants(0.6)
        .into_iter()
        .filter(|plant| matches!(plant.sort, Sort::Bounce | Sort::Waived | Sort::Promise))
        .collect();
    let cells: Vec<String> = SIZES
        .iter()
        .map(|size| cell(&run(seeds, *size, &three, &settings)))
        .collect();
    println!("{:<12} {}", "all", cells.concat());
}

fn run(seeds: u64, size: Size, planted: &[Planted], settings: &Settings) -> Outcomes {
    let noise = Noise {
        difficult_client: true,
        careless_person: true,
    };
    let day = Day::parse(TODAY).expect("a day");
    let mut outcomes = Outcomes::default();
    for seed in 0..seeds {
        let accounts = studio(seed, size, noise, planted, settings);
        outcomes.add(planted, &report(&accounts, settings, day, None).signals);
    }
    outcomes
}

fn add(all: &mut Outcomes, one: &Outcomes) {
    all.studios += one.studios;
    all.planted += one.planted;
    all.found += one.found;
    all.false_alarms += one.false_alarms;
}

fn cell(outcome: &Outcomes) -> String {
    let recall = percent(outcome.found, outcome.planted);
    let precision = percent(outcome.found, outcome.found + outcome.false_alarms);
    format!("{:>22}", format!("{recall}  {precision:>9}"))
}

fn per(count: usize, of: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(count) / number(of.max(1))
}

fn percent(count: usize, of: usize) -> String {
    if of == 0 {
        return "–".to_owned();
    }
    format!("{:.0} %", per(count, of) * 100.0)
}
