//! How well `orbit related -` finds what a text leans on, beside plain BM25, on repositories whose documents name each other.
//!
//! `cargo bench --bench recall -- CORPORA CLONES` where `CORPORA/retrieval/NAME/queries/*.md` are texts of documents with every reference
//! taken out, `relevant.tsv` beside them says what each refers to (columns query, path, relevant, kind), and `CLONES/NAME` is the repository.
//! Its settings are those of `tests/corpora/NAME`. Each query is asked of a studio that does not hold its document.
//!
//! `tune` as a further word looks for weights on every other query of all repositories, and reports them on the rest.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark tells its figures"
)]

mod bm25;
mod figures;
mod queries;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use orbit::related::rank::order;
use orbit::related::{Library, Signal, Subject, Weights, signals};

use figures::{Figures, Half, objective};
use queries::Corpus;

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
        println!("recall: skipped, as it needs `-- CORPORA CLONES`; see benches/recall/main.rs");
        return ExitCode::SUCCESS;
    };
    match run(corpora, clones, tune) {
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
