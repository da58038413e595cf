//! What a shell completes, asked by a real bash, and as the other shells ask.

use crate::harness::Studio;

const LEAD: &str = "---\ntitle: Rebrand\nstage: lead\n---\n\n## Log\n\n### 2026-03-11 Call\n\n- decision: so (@maya) ^d1\n";

fn studio() -> Studio {
    let studio = Studio::new();
    studio
        .file(
            "orbit.yml",
            "studio: Northlight\npeople: {maya: {name: Maya Lindqvist}}\n",
        )
        .file("engagements/acme/rebrand.md", LEAD)
        .file("engagements/acme/audit.md", LEAD)
        .file("engagements/birch/shop.md", LEAD);
    studio
}

/// What bash offers for the last of these words.
fn offered(studio: &Studio, words: &str) -> Vec<String> {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_orbit"));
    let folder = program.parent().expect("its folder").display();
    let line = format!(
        "PATH='{folder}':$PATH; source <(command orbit completions bash); words=({words}); \
         COMP_WORDS=(\"${{words[@]}}\") COMP_CWORD=$((${{#words[@]}} - 1)) COMP_TYPE=9; \
         _clap_complete_orbit orbit \"${{words[-1]}}\" x; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    );
    let run = studio.shell(&line);
    assert!(run.passed(), "{}", run.all());
    run.all()
        .lines()
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn bash_completes_engagements_and_codes() {
    let studio = studio();
    assert_eq!(offered(&studio, "orbit history acme/r"), ["acme/rebrand"]);
    assert_eq!(
        offered(&studio, "orbit history ''")[..3],
        ["acme/audit", "acme/rebrand", "birch/shop"]
    );
    assert_eq!(
        offered(&studio, "orbit history shop"),
        ["birch/shop"],
        "a part is enough"
    );
    assert_eq!(
        offered(&studio, "orbit explain promise-over"),
        ["promise-overdue"]
    );
    assert_eq!(offered(&studio, "orbit hist"), ["history"]);
}

#[test]
fn another_folder_is_looked_at_where_the_words_say_so() {
    let studio = studio();
    studio.shell("mkdir elsewhere");
    assert_eq!(
        offered(&studio, "orbit -C engagements/acme history birch"),
        ["birch/shop"]
    );
}

#[test]
fn outside_a_studio_it_is_silent() {
    for folder in [Studio::folder(), Studio::new()] {
        assert_eq!(offered(&folder, "orbit history acme/"), [""; 0]);
    }
    let broken = Studio::new();
    broken.file("orbit.yml", "studoi: x\n");
    assert_eq!(offered(&broken, "orbit history acme/"), [""; 0]);
}

#[test]
fn zsh_and_fish_are_told_what_each_thing_is() {
    let studio = studio();
    for shell in ["zsh", "fish"] {
        let script = studio.run(&format!("completions {shell}"));
        assert!(
            script.passed() && script.out().contains("ORBIT_COMPLETE"),
            "{}",
            script.all()
        );
        let line =
            format!("ORBIT_COMPLETE={shell} _CLAP_COMPLETE_INDEX=2 orbit -- orbit history acme/r");
        let run = studio.shell(&line);
        assert!(run.out().contains("acme/rebrand"), "{}", run.all());
        assert!(run.out().contains("Rebrand (lead)"), "{}", run.all());
    }
}
