//! The queries and what is to be found, as they stand in files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use orbit::guard;
use orbit::model::{Engagement, Settings};
use orbit::repo::{Tree, WorkTree};

/// A repository with its queries.
pub struct Corpus {
    pub name: String,
    pub settings: Settings,
    pub engagements: Vec<Engagement>,
    pub queries: Vec<Query>,
}

/// The text of one document without its references, and what it refers to.
pub struct Query {
    /// Which engagement it was made of.
    pub own: usize,
    pub text: String,
    /// What it refers to, each with the kind of reference.
    pub relevant: Vec<(usize, String)>,
}

impl Corpus {
    /// The engagements without one.
    pub fn without(&self, own: usize) -> Vec<&Engagement> {
        let all = self.engagements.iter().enumerate();
        all.filter(|(at, _)| *at != own)
            .map(|(_, engagement)| engagement)
            .collect()
    }

    /// The kinds of truth: what is required, and everything that is linked.
    pub fn kinds(&self) -> [&'static str; 2] {
        ["requires", "links"]
    }
}

impl Query {
    /// What it is to find, by a kind of truth; `links` are all.
    pub fn wanted(&self, kind: &str) -> Vec<usize> {
        let mut wanted: Vec<usize> = self
            .relevant
            .iter()
            .filter(|(_, of)| kind == "links" || of == kind)
            .map(|(at, _)| *at)
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        wanted
    }
}

/// Every corpus that has queries, in the order of their names.
pub fn read(corpora: &Path, clones: &Path) -> Result<Vec<Corpus>, String> {
    let folder = corpora.join("retrieval");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    names.sort();
    names
        .into_iter()
        .map(|name| corpus(&folder.join(&name), &clones.join(&name), name))
        .collect()
}

fn corpus(folder: &Path, clone: &Path, name: String) -> Result<Corpus, String> {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/corpora")
        .join(&name);
    let told = |error: orbit::repo::Failure| format!("{name}: {error}");
    let settings = Settings::load(&WorkTree::folder(&own)).map_err(told)?;
    let tree = WorkTree::folder(clone);
    let mut engagements = Vec::new();
    for path in guard::engagements(&tree, &settings).map_err(told)? {
        if let Some(bytes) = tree.read(&path).map_err(told)? {
            engagements.extend(Engagement::read(&path, &bytes, &settings));
        }
    }
    let places: BTreeMap<&str, usize> = engagements
        .iter()
        .enumerate()
        .map(|(at, engagement)| (engagement.path.as_str(), at))
        .collect();
    let read = |path: PathBuf| {
        fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let mut queries: BTreeMap<String, Query> = BTreeMap::new();
    for line in read(folder.join("relevant.tsv"))?.lines().skip(1) {
        let [query, path, relevant, kind] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(format!(
                "{name}: a line of relevant.tsv is not of four columns: {line}"
            ));
        };
        let (Some(own), Some(relevant)) = (places.get(path), places.get(relevant)) else {
            return Err(format!("{name}: `{path}` or `{relevant}` is no engagement"));
        };
        if !queries.contains_key(query) {
            let text = read(folder.join("queries").join(format!("{query}.md")))?;
            queries.insert(
                query.to_owned(),
                Query {
                    own: *own,
                    text,
                    relevant: Vec::new(),
                },
            );
        }
        if let Some(query) = queries.get_mut(query) {
            query.relevant.push((*relevant, kind.to_owned()));
        }
    }
    Ok(Corpus {
        name,
        settings,
        queries: queries.into_values().collect(),
        engagements,
    })
}
