//! How well `orbit related -` finds what a text leans on, beside plain BM25, on repositories whose documents name each other.
//!
//! `cargo bench --bench recall -- CORPORA CLONES` where `CORPORA/retrieval/NAME/queries/*.md` are texts of documents with every reference
//! taken out, `relevant.tsv` beside them says what each refers to (columns query, path, relevant, kind), and `CLONES/NAME` is the repository.
//! Its settings are those of `tests/corpora/NAME`. Each query is asked of a studio that does not hold its document.
//!
//! Without these folders, and after them, the same is measured in studios made up from seeds (see `planted`), where what bears on what is known.
//!
//! At the end stands how long briefs are beside the files that they are of, over every moment of the demo.
//!
//! `tune` as a further word looks for weights on every other query of all repositories, and reports them on the rest.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark tells its figures"
)]

mod bm25;
mod briefs;
mod figures;
mod planted;
mod queries;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use orbit::model::Engagement;
use orbit::related::rank::order;
use orbit::related::{Library, Signal, Subject, Weights, signals};

use figures::{Figures, Half, objective};
use queries::{Corpus, Query};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let tune = words.iter().any(|word| word == "tune");
    let folders: Vec<PathBuf> = words
        .iter()
        .filter(|word| *word != "tune")
        .map(PathBuf::from)
        .collect();
    let [corpora, clones] = folders.as_slice() else {
        println!(
            "recall: real repositories are skipped, as they need `-- CORPORA CLONES`; see benches/recall/main.rs"
        );
        made_up();
        return told(briefs::shares());
    };
    let done = run(corpora, clones, tune);
    made_up();
    told(done.and_then(|()| briefs::shares()))
}

fn told(done: Result<(), String>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// What was found for each query of a corpus: the evidence, from which any weights give an order.
pub struct Asked {
    corpus: Corpus,
    evidence: Vec<signals::Evidence>,
    plain: Vec<Vec<usize>>,
}

fn run(corpora: &Path, clones: &Path, tune: bool) -> Result<(), String> {
    let mut all = Vec::new();
    for corpus in queries::read(corpora, clones)? {
        println!(
            "{}: {} documents, {} queries",
            corpus.name,
            corpus.engagements.len(),
            corpus.queries.len()
        );
        all.push(ask(corpus));
    }
    let weights = Weights::default();
    println!("\n{:24}{}", "recall@10 / MRR", heads(&all));
    line("plain BM25", &all, |asked, query| {
        asked.plain.get(query).cloned().unwrap_or_default()
    });
    line("orbit related", &all, |asked, query| {
        ranked(asked, query, weights)
    });
    for (name, half) in [("even", Half::Even), ("odd", Half::Odd)] {
        halved(
            &format!("  BM25, {name} queries"),
            &all,
            half,
            |asked, query| asked.plain.get(query).cloned().unwrap_or_default(),
        );
        halved(
            &format!("  related, {name} queries"),
            &all,
            half,
            |asked, query| ranked(asked, query, weights),
        );
    }
    for (at, signal) in Signal::ALL.iter().enumerate() {
        if all.iter().all(|asked| has_none(asked, at)) {
            println!(
                "{:24}  no evidence of this kind in these texts",
                signal.word()
            );
            continue;
        }
        line(
            &format!("  without {}", signal.word()),
            &all,
            |asked, query| ranked(asked, query, weights.without(*signal)),
        );
        line(
            &format!("  {} alone", signal.word()),
            &all,
            |asked, query| ranked(asked, query, Weights::only(*signal)),
        );
    }
    if tune {
        for half in [Half::Even, Half::Odd] {
            tuned(&all, half);
        }
    }
    Ok(())
}

/// How many studios of each size are made up.
const SEEDS: u64 = 5;

/// Asks for each engagement of made-up studios, with each kind of evidence taken away.
fn made_up() {
    let sizes = [(15, 20), (60, 8), (300, SEEDS)];
    println!("\nmade-up studios, recall@10 / MRR (queries)");
    let weights = Weights::default();
    let mut told: Vec<(String, Vec<String>)> = vec![
        ("plain BM25".to_owned(), Vec::new()),
        ("orbit related".to_owned(), Vec::new()),
    ];
    for signal in Signal::ALL {
        told.push((format!("  without {}", signal.word()), Vec::new()));
        told.push((format!("  {} alone", signal.word()), Vec::new()));
    }
    for (size, seeds) in sizes {
        let all: Vec<Asked> = (0..seeds)
            .map(|seed| ask_within(planted::studio(size, seed)))
            .collect();
        let mut weighed = vec![None, Some(weights)];
        for signal in Signal::ALL {
            weighed.push(Some(weights.without(signal)));
            weighed.push(Some(Weights::only(signal)));
        }
        for ((_, cells), weights) in told.iter_mut().zip(weighed) {
            let figures: Vec<Figures> = all
                .iter()
                .map(|asked| {
                    Figures::of(&asked.corpus, "links", Half::Both, |query| match weights {
                        Some(weights) => asked.within(query, weights),
                        None => asked.plain.get(query).cloned().unwrap_or_default(),
                    })
                })
                .collect();
            cells.push(Figures::mean(&figures).to_string());
        }
    }
    println!("{:24}{:>22}{:>22}{:>22}", "", "15 engagements", "60", "300");
    for (name, cells) in told {
        let cells: String = cells.iter().map(|cell| format!("{cell:>22}")).collect();
        println!("{name:24}{cells}");
    }
}

/// The evidence for engagements that stand in the studio themselves.
fn ask_within(corpus: Corpus) -> Asked {
    let all: Vec<&Engagement> = corpus.engagements.iter().collect();
    let mut asked: (Vec<signals::Evidence>, Vec<Vec<usize>>) = Default::default();
    for query in &corpus.queries {
        let Some(engagement) = corpus.engagements.get(query.own) else {
            continue;
        };
        let subject = Subject::engagement(engagement);
        let library = Library::of(&all, &subject.terms());
        asked.0.push(signals::weigh(
            &library,
            &subject,
            Some(query.own),
            &corpus.settings,
        ));
        let text = Query {
            own: query.own,
            text: engagement.document.text.clone(),
            relevant: Vec::new(),
        };
        asked.1.push(bm25::rank(&corpus, &text));
    }
    Asked {
        corpus,
        evidence: asked.0,
        plain: asked.1,
    }
}

impl Asked {
    /// The order for an engagement of the studio itself.
    fn within(&self, query: usize, weights: Weights) -> Vec<usize> {
        let all: Vec<&Engagement> = self.corpus.engagements.iter().collect();
        let evidence = self.evidence.get(query);
        evidence.map_or_else(Vec::new, |evidence| {
            let ranked = order(&all, evidence, weights, Some(query));
            ranked.into_iter().map(|(at, _)| at).collect()
        })
    }
}

fn ask(corpus: Corpus) -> Asked {
    let plain = corpus
        .queries
        .iter()
        .map(|query| bm25::rank(&corpus, query))
        .collect();
    let evidence = corpus
        .queries
        .iter()
        .map(|query| {
            let subject = Subject::text(&query.text);
            let library = Library::of(&corpus.without(query.own), &subject.terms());
            signals::weigh(&library, &subject, None, &corpus.settings)
        })
        .collect();
    Asked {
        corpus,
        evidence,
        plain,
    }
}

/// The places of a corpus in the order that weights give them for a query.
fn ranked(asked: &Asked, query: usize, weights: Weights) -> Vec<usize> {
    let (Some(evidence), Some(own)) = (
        asked.evidence.get(query),
        asked.corpus.queries.get(query).map(|query| query.own),
    ) else {
        return Vec::new();
    };
    order(&asked.corpus.without(own), evidence, weights, None)
        .into_iter()
        // The document itself was left out, which moved the later ones up.
        .map(|(at, _)| if at >= own { at + 1 } else { at })
        .collect()
}

fn has_none(asked: &Asked, signal: usize) -> bool {
    let mut parts = asked.evidence.iter().flatten();
    parts.all(|parts| parts.get(signal).is_none_or(|part| *part <= 0.0))
}

fn heads(all: &[Asked]) -> String {
    all.iter()
        .flat_map(|asked| {
            asked
                .corpus
                .kinds()
                .into_iter()
                .map(move |kind| format!("{:>22}", format!("{} {kind}", asked.corpus.name)))
        })
        .collect()
}

fn line(name: &str, all: &[Asked], rank: impl Fn(&Asked, usize) -> Vec<usize> + Copy) {
    halved(name, all, Half::Both, rank);
}

fn halved(
    name: &str,
    all: &[Asked],
    half: Half,
    rank: impl Fn(&Asked, usize) -> Vec<usize> + Copy,
) {
    let cells: String = all
        .iter()
        .flat_map(|asked| {
            asked.corpus.kinds().into_iter().map(move |kind| {
                let figures = Figures::of(&asked.corpus, kind, half, |query| rank(asked, query));
                format!("{:>22}", figures.to_string())
            })
        })
        .collect();
    println!("{name:24}{cells}");
}

/// Looks for weights by one half, changing one at a time while that helps, and tells how they do on each half.
fn tuned(all: &[Asked], half: Half) {
    const STEPS: [f64; 9] = [0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5];
    let mut weights = Weights::default();
    let score = |weights: Weights, half: Half| {
        objective(all, half, |asked, query| ranked(asked, query, weights))
    };
    let mut best = score(weights, half);
    loop {
        let before = best;
        for (at, signal) in Signal::ALL.iter().enumerate() {
            if all.iter().all(|asked| has_none(asked, at)) {
                continue;
            }
            for step in STEPS {
                let mut tried = weights;
                tried.set(*signal, step);
                let reached = score(tried, half);
                if reached > best + 0.0005 {
                    (best, weights) = (reached, tried);
                }
            }
        }
        if best - before < 0.002 {
            break;
        }
    }
    println!("\nweights tuned on the {half} queries: {:?}", weights.0);
    for (name, of) in [("even", Half::Even), ("odd", Half::Odd)] {
        halved(&format!("  {name} queries"), all, of, |asked, query| {
            ranked(asked, query, weights)
        });
    }
}
