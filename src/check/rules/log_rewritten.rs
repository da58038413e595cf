//! An entry of a past day that is gone, or that no longer says what it said.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashSet};

use super::{Found, Recall, Rule, Run};
use crate::check::help;
use crate::check::recall::entries::{Entries, Told, is_mistyped, titles_agree};
use crate::check::recall::units::{HANDOFF, OTHERS, Unit, lines as mark_lines, without_removed};
use crate::check::recall::{Loss, Versions, lines};
use crate::day::Day;
use crate::finding::Severity;
use crate::model::Engagement;
use crate::model::marks::{Outcome, outcome};
use crate::model::meaning::{Nearby, Word, normal, same, says_less, still_says, words};
use crate::model::pairing::Placed;
use crate::text::placeholder::is_placeholder;
use crate::text::{Entry, Keyword, Mark};

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "log-rewritten",
    page: include_str!("log-rewritten.md"),
    severity: Severity::Error,
    run: Run::Memory(run),
};

/// Something that an entry no longer says.
struct Lost<'a> {
    entry: &'a Entry,
    /// Whether the entry as a whole is nowhere any more.
    whole: bool,
    /// What it is that is gone, in words for a person.
    what: String,
    /// It was taken out with a reason.
    excused: bool,
}

fn run(recall: &Recall<'_>, found: &mut Vec<Found>) {
    // An engagement that is over may go, and its log with it.
    if recall.is_buried() || recall.is_removed() {
        return;
    }
    // Most commits change nothing of what was there.
    if let Some(after) = recall.passage.after
        && is_kept(recall.passage.before, after)
    {
        return;
    }
    let lost = recall.losses(|versions| lost(versions));
    // What is missing of one entry is one finding; what was taken out of it with a reason is another.
    let mut by_entry: BTreeMap<(usize, bool), Vec<Lost<'_>>> = BTreeMap::new();
    for lost in lost {
        let key = (lost.entry.span.start, lost.excused);
        by_entry.entry(key).or_default().push(lost);
    }
    found.extend(
        by_entry
            .into_values()
            .filter_map(|lost| tell(recall, &lost)),
    );
}

/// Whether each entry from before stands there letter by letter.
fn is_kept(before: &Engagement, after: &Engagement) -> bool {
    let texts: HashSet<&str> = after
        .document
        .log
        .entries
        .iter()
        .map(|entry| after.slice(entry.span).trim_end())
        .collect();
    let mut entries = before.document.log.entries.iter();
    entries.all(|entry| texts.contains(before.slice(entry.span).trim_end()))
}

fn lost<'a>(versions: &Versions<'a>) -> Vec<Loss<Lost<'a>>> {
    let today = versions.context.day;
    let entries = Entries::pair(versions, |entry| entry.day.is_some_and(|day| day < today));
    let marks = Marks::pair(versions);
    let lines = OnceCell::new();
    let said = Said::now(&entries.after, &lines);
    let mut losses = Vec::new();
    for (at, (told, partner)) in entries.before.iter().zip(&entries.partners).enumerate() {
        let place = said.place_of(partner.unwrap_or(at));
        let partner = partner.and_then(|at| entries.after.get(at));
        let unchanged = partner.is_some_and(|partner| {
            told.engagement.slice(told.entry.span).trim_end()
                == partner.engagement.slice(partner.entry.span).trim_end()
        });
        if unchanged {
            continue;
        }
        let mut lost = Missing {
            versions,
            entry: told.entry,
            partner,
            all: &entries.after,
            said: &said,
            place,
            losses: Vec::new(),
        };
        lost.heading();
        lost.fields();
        lost.units(&told.units);
        lost.marks(told, &marks);
        losses.extend(lost.losses);
    }
    losses
}

/// All that the log says now, put in order when somebody asks.
struct Said<'a> {
    told: &'a [Told<'a>],
    /// With each entry, how many units stand before it.
    places: Vec<usize>,
    units: OnceCell<Sought<'a>>,
    lines: &'a OnceCell<Vec<Unit>>,
    marks: OnceCell<Sought<'a>>,
}

impl<'a> Said<'a> {
    fn now(told: &'a [Told<'a>], lines: &'a OnceCell<Vec<Unit>>) -> Self {
        let mut count = 0;
        let places = told.iter().map(|told| {
            let place = count;
            count += told.units.len();
            place
        });
        Self {
            places: places.collect(),
            told,
            units: OnceCell::new(),
            lines,
            marks: OnceCell::new(),
        }
    }

    /// How many units stand before an entry.
    fn place_of(&self, entry: usize) -> usize {
        self.places.get(entry).copied().unwrap_or(entry)
    }

    /// Whether any entry says it.
    fn has(&self, unit: &Unit, place: usize) -> bool {
        let units = self.units.get_or_init(|| {
            let all = self.told.iter().flat_map(|told| &told.units);
            Sought::of(all.collect())
        });
        units.has(unit, place)
    }

    /// Whether the line of any mark says it.
    fn has_mark(&self, unit: &Unit, place: usize) -> bool {
        let marks = self.marks.get_or_init(|| {
            let lines = self.lines.get_or_init(|| {
                let all = self.told.iter();
                all.flat_map(|told| mark_lines(told.engagement, told.entry))
                    .collect()
            });
            Sought::of(lines.iter().collect())
        });
        marks.has(unit, place)
    }
}

/// Units among which others are looked for.
struct Sought<'a> {
    units: Vec<&'a Unit>,
    nearby: Nearby<'a>,
}

impl<'a> Sought<'a> {
    fn of(units: Vec<&'a Unit>) -> Self {
        let texts = units.iter().map(|unit| -> &'a [Word] { &unit.words });
        Self {
            nearby: Nearby::of(texts),
            units,
        }
    }

    /// Whether one of them says what this one says; of very many those near to `place` are asked.
    fn has(&self, unit: &Unit, place: usize) -> bool {
        let near = self.nearby.sharing(&unit.words, unit.common(), place);
        let mut near = near.into_iter().filter_map(|at| self.units.get(at));
        near.any(|now| unit.stands_in(now))
    }
}

/// The search for what one entry said.
struct Missing<'a, 'e> {
    versions: &'e Versions<'a>,
    entry: &'a Entry,
    partner: Option<&'e Told<'a>>,
    all: &'e [Told<'a>],
    said: &'e Said<'e>,
    /// About where in it the entry stands.
    place: usize,
    losses: Vec<Loss<Lost<'a>>>,
}

impl<'a> Missing<'a, '_> {
    fn lose(&mut self, what: String, excused: bool) {
        let entry = self.entry;
        self.losses.push(Loss {
            key: format!("{:?} {} {}", entry.day, normal(&entry.title), normal(&what)),
            what: Lost {
                entry,
                whole: self.partner.is_none(),
                what,
                excused,
            },
        });
    }

    /// Its day, its title and its author.
    fn heading(&mut self) {
        let entry = self.entry;
        let Some(partner) = self.partner.map(|partner| partner.entry) else {
            // Its heading may go where what it says stands below another; only a name that is written nowhere is lost.
            let said = self.all.iter().any(|told| {
                same(&entry.title, &told.entry.title) && told.entry.day == entry.day
                    || told.units.iter().any(|unit| same(&entry.title, &unit.text))
            });
            if !said {
                self.lose(entry.title.clone(), false);
            }
            return;
        };
        match (entry.day, partner.day) {
            (Some(day), None) => self.lose(format!("its day, {day}"), false),
            (Some(day), Some(now)) if day != now && !is_mistyped(day, now) => {
                self.lose(format!("its day, {day}, which is now {now}"), false);
            }
            _ => {}
        }
        if !titles_agree(&entry.title, &partner.title) {
            self.lose(entry.title.clone(), false);
        }
        if let Some(author) = &entry.author
            && !self.versions.is_strange(author)
            && !partner
                .author
                .as_ref()
                .is_some_and(|now| now.eq_ignore_ascii_case(author))
        {
            self.lose(format!("its author, @{author}"), false);
        }
    }

    /// From whom to whom, and when it was accepted.
    fn fields(&mut self) {
        let entry = self.entry;
        let handoff = entry
            .fields
            .iter()
            .filter(|field| HANDOFF.contains(&field.name.as_str()));
        for field in handoff {
            let value = field.value.trim_start_matches('@');
            // What nobody can read as a person or a day is to be mended.
            let unread = match field.name.as_str() {
                "accepted" => !begins_with_day(value),
                _ => self.versions.is_strange(value),
            };
            let same_field = |told: &Told<'_>| {
                let mut fields = told.entry.fields.iter();
                fields
                    .any(|now| now.name == field.name && normal(&now.value) == normal(&field.value))
            };
            let kept = match self.partner {
                Some(partner) => same_field(partner),
                None => self.all.iter().any(same_field),
            };
            if !kept && !unread && !is_placeholder(value) {
                self.lose(format!("{}: {}", field.name, field.value), false);
            }
        }
    }

    /// Its sentences, items and answers.
    fn units(&mut self, units: &[Unit]) {
        let own = self.partner.map_or(&[][..], |partner| &partner.units);
        for unit in units.iter().filter(|unit| !unit.words.is_empty()) {
            let is_said =
                own.iter().any(|now| unit.stands_in(now)) || self.said.has(unit, self.place);
            if is_said || self.said.has_mark(unit, self.place) {
                continue;
            }
            let cut = own
                .iter()
                .any(|now| now.cut && says_less(&unit.words, &now.words))
                && !own.iter().any(|now| unit.is_rewritten_as(now));
            self.lose(unit.text.clone(), cut);
        }
    }

    /// Whether a waiver is of nothing that there is; then its name is to be mended.
    fn is_strange_waiver(&self, told: &Told<'_>, mark: &Mark) -> bool {
        let workflow = told.engagement.workflow(self.versions.context.settings);
        mark.keyword == Keyword::Waiver
            && workflow.is_some_and(|workflow| {
                !workflow.stages.iter().any(|stage| {
                    stage.id.eq_ignore_ascii_case(&mark.text)
                        || stage
                            .needs
                            .iter()
                            .any(|need| need.key.eq_ignore_ascii_case(&mark.text))
                })
            })
    }

    /// Its marks, but open promises and decisions.
    fn marks(&mut self, told: &Told<'a>, marks: &Marks<'a>) {
        for mark in &told.entry.marks {
            if mark.keyword == Keyword::Decision
                || mark.keyword == Keyword::Promise && outcome(mark) == Outcome::Open
                || is_placeholder(&mark.text)
                || self.is_strange_waiver(told, mark)
            {
                continue;
            }
            match marks.partner(mark) {
                Some(now) => {
                    if let Some(what) = changed(self.versions, mark, now.mark) {
                        self.lose(what, false);
                    }
                }
                None => {
                    let cut = self.partner.is_some_and(|partner| {
                        partner.entry.marks.iter().any(|now| {
                            let (text, cut) = without_removed(&now.text);
                            cut && now.keyword == mark.keyword
                                && says_less(&words(&mark.text), &words(&text))
                        })
                    });
                    self.lose(format!("{}: {}", mark.keyword, mark.text), cut);
                }
            }
        }
    }
}

/// Whether a value's first word is a day of the calendar.
fn begins_with_day(value: &str) -> bool {
    let first = value.split_whitespace().next().unwrap_or_default();
    Day::parse(first.trim_end_matches([',', ';'])).is_some()
}

/// Attributes that should hold a day.
const DAYS: [&str; 8] = [
    "until", "review", "kept", "released", "broken", "answered", "resulted", "closed",
];

/// What a mark no longer says; nothing where it says all it said.
fn changed(versions: &Versions<'_>, was: &Mark, is: &Mark) -> Option<String> {
    if let (Keyword::Waiver, Some(until)) = (was.keyword, was.day_of("until")) {
        match is.day_of("until") {
            None => return Some(format!("waiver: {}, until {until}", was.text)),
            Some(now) if now > until => {
                return Some(format!(
                    "waiver: {}, until {until}, which is now {now}",
                    was.text
                ));
            }
            Some(_) => {}
        }
    }
    let lost = was.attributes.iter().find(|attribute| {
        let value = &attribute.value;
        // What nobody can read as it was meant is to be mended.
        let unread = attribute.handle && versions.is_strange(value)
            || DAYS.contains(&attribute.name.as_str()) && !begins_with_day(value);
        let kept = || {
            let named = is.attributes.iter().filter(|now| {
                now.name == attribute.name || strsim::osa_distance(&now.name, &attribute.name) <= 2
            });
            named.into_iter().any(|now| {
                normal(value) == normal(&now.value)
                    || !attribute.handle && still_says(value, &now.value)
            })
        };
        attribute.name != "until" && !unread && !is_placeholder(value) && !kept()
    })?;
    Some(format!(
        "{}: {}, {} {}",
        was.keyword, was.text, lost.name, lost.value
    ))
}

/// The marks from before and what became of them, found for all entries at once so that no mark stands for two.
struct Marks<'a> {
    pairs: Vec<(&'a Mark, Option<Placed<'a>>)>,
}

impl<'a> Marks<'a> {
    fn pair(versions: &Versions<'a>) -> Self {
        let mut pairs = Vec::new();
        for keyword in OTHERS {
            let before: Vec<Placed<'a>> = Placed::all(versions.before, keyword).collect();
            let partners = versions.partners_anywhere(&before, keyword);
            pairs.extend(before.into_iter().zip(partners).map(|(before, after)| {
                let after = after.filter(|after| before.says_the_same(after));
                (before.mark, after)
            }));
        }
        Self { pairs }
    }

    fn partner(&self, mark: &Mark) -> Option<Placed<'a>> {
        let found = self
            .pairs
            .iter()
            .find(|(before, _)| before.span == mark.span);
        found.and_then(|(_, after)| *after)
    }
}

fn tell(recall: &Recall<'_>, lost: &[Lost<'_>]) -> Option<Found> {
    let first = lost.first()?;
    let entry = first.entry;
    let day = entry.day.map_or_else(String::new, |day| format!("{day} "));
    let name = format!("{day}{}", entry.title);
    let more = match lost.len() {
        1 => String::new(),
        2 => " and one thing more".to_owned(),
        count => format!(" and {} things more", count - 1),
    };
    let message = if first.excused {
        format!(
            "the entry `{name}` has something taken out with a reason: “{}”{more}",
            first.what
        )
    } else if first.whole {
        format!("the entry `{name}` is gone")
    } else {
        format!("the entry `{name}` no longer says “{}”{more}", first.what)
    };
    let today = recall.context.day;
    let path = help::quoted(&recall.passage.before.path);
    let help = if first.excused {
        "what was there stays in git's history; taking it out of there is a matter for whoever looks after the repository".to_owned()
    } else {
        let said: Vec<String> = lost.iter().map(|lost| lines(&lost.what)).collect();
        format!(
            "it said:\n{}\ntake it as it was:\n  git checkout --patch HEAD -- {path}\nand say what is different in an entry of today:\n  ### {today} Correction\nor, if it has to go for somebody's sake, put the reason in its place:\n  [removed: …]",
            said.join("\n")
        )
    };
    let subject = format!("{name} {}", if first.excused { "excused" } else { "" });
    let found = recall.found(recall.place(entry), subject, message, help);
    Some(if first.excused {
        found.severity(Severity::Warning)
    } else {
        found
    })
}
