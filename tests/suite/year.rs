//! The year of one engagement, from `new` to `done`, with a pause, a return and changes of owner: by commands alone, with an editor that types.

use crate::harness::Studio;

/// Answers every question, fills in every key and section that it has words for, and leaves the rest.
const EDITOR: &str = r#"#!/bin/sh
awk -v words="$(dirname "$0")/words" '
function fill(name,   line, text) {
  text = ""
  while ((getline line < words) > 0)
    if (index(line, name "=") == 1) text = substr(line, length(name) + 2)
  close(words)
  return text
}
/^## / && fill(substr($0, 4)) != "" { print; print ""; print fill(substr($0, 4)); print ""; skip = 1; next }
/^#### Carried over/ { skip = 0; print; next }
/^#### / { skip = 0; print; print ""; print "Said on the phone by Jane, and again in her letter: " tolower(substr($0, 6)); next }
/^#/ { skip = 0 }
/^[a-z_]+:$/ && fill(substr($0, 1, length($0) - 1)) != "" { print $0 " " fill(substr($0, 1, length($0) - 1)); next }
!skip { print }
' "$1" > "$1.new" && mv "$1.new" "$1"
"#;

const WORDS: &str = "\
Situation=They opened a second hall in May, and nobody finds it; the board wants to hear why in March.
client_people=[\"Jane Okafor, sponsor\", \"Her CFO, signs\"]
source=referral
Findings=Twelve visitors out of twenty walked past the new entrance, eight of them twice. The name on the wall is the owner's and not the fair's, the map calls it hall C, and the app calls it by a sponsor who left two years ago.
success=Visitors find the second hall without asking; forty leads by 30 October.
Approach=We walk the way with visitors in the first week and write down where they stop, then draw two directions for a mark that works on a wall, on a map and in an app, and test both in the hall before anybody chooses one, with Jane and her CFO in the room.
value=EUR 42,000
Scope=Two directions for the mark, one of them worked out; signs for both halls and the way between them, as files for their printer, in English and Spanish, with two rounds on each; a test of one wall in the hall in April, with visitors, before anything is printed in numbers.
Out of scope=Printing and putting up, which their fair builder does; the app, which their agency changes from our files.
due=2026-06-20
First steps=Tom walks the way with ten visitors on Monday, and books the wall for the test before Friday.
Acceptance=- [x] both directions seen by the board
delivered=https://northlight.example/rebrand
Result=Visitors find the hall: eighteen of twenty did without asking in June, and the leads stood at fifty-two by the end of the fair, so success was reached and the CFO said so.
";

const YEAR: &str = r#"
set -euo pipefail
on() { export ORBIT_NOW=$1 GIT_AUTHOR_DATE="$1T10:00:00+00:00" GIT_COMMITTER_DATE="$1T10:00:00+00:00"; }
maya() { export GIT_AUTHOR_NAME='Maya Lindqvist' GIT_AUTHOR_EMAIL=maya@northlight.example GIT_COMMITTER_NAME='Maya Lindqvist' GIT_COMMITTER_EMAIL=maya@northlight.example; }
tom() { export GIT_AUTHOR_NAME='Tom Abara' GIT_AUTHOR_EMAIL=tom@northlight.example GIT_COMMITTER_NAME='Tom Abara' GIT_COMMITTER_EMAIL=tom@northlight.example; }
chmod +x tools/editor
export GIT_EDITOR="$PWD/tools/editor"
on 2026-01-05; maya
orbit init
git add . && git commit -q -m 'a studio'
orbit new acme/rebrand --title 'Hall signs' --edit --commit
on 2026-01-07
orbit promise rebrand 'two directions, not one' --to 'Jane Okafor' --due 2026-05-01 --id two --commit
orbit promise rebrand 'the floor plans' --by 'Jane Okafor' --due 2026-02-01 --id plans --commit
orbit ask rebrand 'who signs?' --id who --commit
orbit log rebrand 'Second call' -m 'Her CFO was there.' -m '- tone: wary of overruns' -m '- risk: the wall may be listed' --commit
on 2026-01-12
orbit advance rebrand --commit
on 2026-01-20
orbit settle rebrand ^who --answer 'Jane signs, her CFO reads it first' --commit
orbit settle rebrand ^plans --commit
on 2026-02-02
orbit advance rebrand --commit
on 2026-02-10
orbit advance rebrand dormant --set wake=2026-03-01 --answer 'Their board moved to March.' --answer 'The board says yes.' --commit
on 2026-03-02
orbit advance rebrand --answer 'The board said yes.' --answer 'Both directions are still owed.' --commit
on 2026-03-05
orbit decide rebrand 'fixed price' --topic price --because 'the CFO needs one number' --id price --commit
orbit advance rebrand --commit
on 2026-03-10
printf '%s\n\n%s\n' 'The approach forgot the map.' 'The map is in the approach.' | orbit advance rebrand proposal --commit
on 2026-03-16
orbit advance rebrand --commit
on 2026-03-18; tom
orbit log rebrand 'Scope approved' -m '- approval: Scope (@tom)' --commit
on 2026-03-20; maya
orbit advance rebrand --to tom --commit
on 2026-03-21; tom
orbit accept rebrand --commit
on 2026-04-10
orbit advance rebrand delivery --to maya --answer 'The wall is not listed.' --answer 'The test, to Jane.' --commit
on 2026-04-11; maya
orbit accept rebrand --commit
on 2026-04-30
orbit settle rebrand two --kept --commit
on 2026-06-10
orbit advance rebrand --commit
on 2026-06-30
orbit settle rebrand price --result 'The price held, and so did the margin.' --commit
orbit advance rebrand --commit
orbit check
orbit build
"#;

#[test]
fn a_year_of_one_engagement_is_driven_by_commands_alone() {
    let studio = Studio::new();
    studio
        .file("tools/editor", EDITOR)
        .file("tools/words", WORDS);
    studio.file(
        "orbit.yml",
        "studio: Northlight\npeople:\n  maya: {name: Maya Lindqvist, email: maya@northlight.example, role: lead}\n  tom: {name: Tom Abara, email: tom@northlight.example, role: delivery}\n",
    );
    let done = studio.shell(YEAR);
    assert!(done.passed(), "{}", done.all());
    let moves = studio.run("history --format json").out();
    let kinds: Vec<&str> = moves
        .split("\"kind\": \"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(
        kinds,
        [
            "forward", "forward", "pause", "resume", "forward", "back", "forward", "forward",
            "forward", "forward"
        ]
    );
    // Each commit holds by itself, as a server would see it.
    let range = studio.run("check --range HEAD --format json");
    assert!(range.passed(), "{}", range.all());
    let text = studio.read("engagements/acme/rebrand.md");
    assert!(text.contains("\nstage: done\nowner: maya\n"), "{text}");
    assert_eq!(text.matches("- accepted: ").count(), 2, "{text}");
    let page = studio.read("site/engagements/acme/rebrand.html");
    for words in [
        "Hall signs",
        "two directions, not one",
        "The price held",
        "Done",
    ] {
        assert!(page.contains(words), "the page does not say `{words}`");
    }
    assert!(
        studio
            .path("site/engagements/acme/rebrand/handoff-8.html")
            .exists()
    );
    assert_eq!(studio.run_git("status --porcelain").out(), "");
}
