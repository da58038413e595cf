//! What a repository may hold without harm: each thing gets a finding or an error that names the file, and the rest of the work goes on.

use crate::harness::Studio;

const ORBIT_YML: &str = "studio: Northlight\nworkflow: small\n";
const WORKFLOW: &str = "stages: {lead: {}, done: {kind: done}}\n";

fn studio() -> Studio {
    let studio = Studio::new();
    studio
        .file("orbit.yml", ORBIT_YML)
        .file("workflows/small.yml", WORKFLOW);
    studio.file("engagements/acme/good.md", "---\nstage: lead\n---\n");
    studio
}

/// What `check` says of one more file.
fn said(path: &str, bytes: &[u8]) -> String {
    let studio = studio();
    studio.bytes(path, bytes);
    let done = studio.run("check");
    assert!(done.code() == Some(1), "{done:?}");
    let all = done.all();
    assert!(
        all.contains("in 2 engagements"),
        "the other one was judged too:\n{all}"
    );
    all
}

#[test]
fn a_file_that_is_not_utf8_is_named_at_the_byte() {
    let said = said(
        "engagements/acme/latin.md",
        b"---\nstage: lead\ntitle: caf\xe9\n---\n",
    );
    assert!(
        said.contains("error[not-utf8]: byte 0xe9 is not UTF-8"),
        "{said}"
    );
    assert!(said.contains("engagements/acme/latin.md:3:11"), "{said}");
}

#[test]
fn a_huge_file_is_named_and_not_read() {
    let said = said("engagements/acme/huge.md", &vec![b'a'; 3_000_000]);
    assert!(said.contains("error[file-too-large]"), "{said}");
    assert!(said.contains("engagements/acme/huge.md:1:1"), "{said}");
}

#[test]
fn a_bomb_of_aliases_is_named_and_not_expanded() {
    let mut yaml = String::from("---\na: &a [x,x,x,x,x,x,x,x,x,x]\n");
    for (name, former) in "bcdefghij".chars().zip("abcdefghi".chars()) {
        yaml.push_str(&format!(
            "{name}: &{name} [{}]\n",
            vec![format!("*{former}"); 10].join(",")
        ));
    }
    yaml.push_str("stage: lead\n---\n");
    let said = said("engagements/acme/bomb.md", yaml.as_bytes());
    assert!(
        said.contains(
            "error[front-matter-invalid]: the aliases up to here stand for too much text"
        ),
        "{said}"
    );
}

#[test]
fn deep_nesting_is_named() {
    let yaml = format!(
        "---\nstage: lead\na: {}{}\n---\n",
        "[".repeat(50_000),
        "]".repeat(50_000)
    );
    assert!(
        said("engagements/acme/deep.md", yaml.as_bytes()).contains("error[front-matter-invalid]")
    );
    let markdown = format!("---\ntitle: x\n---\n{}", "> - ".repeat(50_000));
    assert!(said("engagements/acme/deep.md", markdown.as_bytes()).contains("error[stage-missing]"));
}

#[test]
fn what_would_steer_a_terminal_is_shown_and_not_obeyed() {
    let said = said(
        "engagements/acme/steer.md",
        b"---\nstage: \"\\e[2J\\e]0;x\\a lead\"\n---\n\n\x1b[31mred\n",
    );
    assert!(
        !said.contains('\u{1b}') && !said.contains('\u{7}'),
        "{said:?}"
    );
}

#[test]
fn a_folder_that_is_no_repository_and_one_that_is_no_studio_say_what_to_do() {
    let done = Studio::folder().run("check");
    assert!(done.failed() && done.all().contains("git init"), "{done:?}");
    let done = Studio::new().run("check");
    assert!(
        done.failed() && done.all().contains("orbit init"),
        "{done:?}"
    );
}

#[test]
fn an_empty_repository_has_no_history_and_nothing_to_check() {
    let studio = Studio::new();
    studio
        .file("orbit.yml", ORBIT_YML)
        .file("workflows/small.yml", WORKFLOW);
    assert!(studio.run("check").passed());
    assert!(studio.run("check --staged").passed());
    let done = studio.run("history");
    assert!(
        done.failed() && done.all().contains("no commit yet"),
        "{done:?}"
    );
}

#[test]
fn a_bare_repository_shows_its_history_and_checks_its_commits() {
    let studio = studio();
    studio
        .git("add .")
        .git("commit -qm studio")
        .git("clone -q --bare . bare.git");
    assert!(studio.run("-C bare.git history").passed());
    assert!(studio.run("-C bare.git check --range HEAD").passed());
    let done = studio.run("-C bare.git check");
    assert!(done.failed() && done.all().contains("--range"), "{done:?}");
}

#[test]
fn a_shallow_clone_says_that_it_does_not_know_what_was_before() {
    let studio = studio();
    studio.git("add .").git("commit -qm studio");
    studio
        .file("engagements/acme/good.md", "---\nstage: done\n---\n")
        .git("commit -qam on");
    let top = studio.path("");
    studio.git(&format!(
        "clone -q --depth 1 file://{} shallow",
        top.display()
    ));
    let done = studio.run("-C shallow history");
    assert!(
        done.passed() && done.all().contains("this clone is shallow"),
        "{done:?}"
    );
    assert!(studio.run("-C shallow check --range HEAD").passed());
}

#[test]
fn a_detached_head_is_as_good_as_a_branch() {
    let studio = studio();
    studio
        .git("add .")
        .git("commit -qm studio")
        .git("checkout -q --detach");
    assert!(studio.run("check").passed() && studio.run("history").passed());
}

#[test]
fn a_damaged_repository_is_named_with_what_to_do() {
    let studio = studio();
    studio.git("add .").git("commit -qm studio");
    studio.shell("find .git/objects -type f -delete");
    for command in ["check", "check --staged", "history"] {
        let done = studio.run(command);
        assert!(
            done.failed() && done.all().contains("error: "),
            "{command}: {done:?}"
        );
    }
}

#[test]
fn names_that_a_shell_would_read_are_quoted_in_what_is_to_be_typed() {
    let said = said(
        "engagements/acme/$(touch pwned)'.md",
        b"---\nstage: nowhere\n---\n",
    );
    assert!(
        said.contains("git add 'engagements/acme/$(touch pwned)'\\''.md'"),
        "{said}"
    );
}

#[test]
fn a_link_is_named_and_not_followed() {
    let studio = studio();
    studio.file("outside.md", "---\nstage: nowhere\n---\n");
    studio.shell("ln -s /etc/passwd engagements/acme/out.md; ln -s ../../outside.md engagements/acme/in.md; ln -s nothing engagements/acme/gone.md");
    let done = studio.run("check");
    let all = done.all();
    for name in ["out", "in", "gone"] {
        assert!(
            all.contains(&format!("`engagements/acme/{name}.md` is a link")),
            "{name} in:\n{all}"
        );
    }
    assert!(
        done.passed() && !all.contains("nowhere") && !all.contains("root:"),
        "{all}"
    );
}

#[test]
fn a_folder_that_is_a_link_is_named() {
    let studio = studio();
    studio.shell("mv engagements elsewhere && ln -s elsewhere engagements");
    let all = studio.run("check").all();
    assert!(all.contains("`engagements` is a link"), "{all}");
}

#[test]
fn two_files_with_one_id_are_told_where_the_second_comes_in() {
    let engagement = "---\ntitle: One\nstage: dormant\nwake: 2027-01-01\n---\n";
    let studio = Studio::new();
    studio
        .file(
            "orbit.yml",
            "studio: Two\nengagements: [\"drafts/*.md\", \"final/*.md\"]\n",
        )
        .file("drafts/x.md", engagement)
        .git("add .")
        .git("commit -q -m one");
    assert!(studio.run("check").passed());
    studio.file("final/x.md", engagement).git("add .");
    let found = studio.run("check --staged").all();
    assert!(
        found.contains("error[id-duplicate]: `drafts/x.md` has the id `x` too"),
        "{found}"
    );
    assert!(found.contains("git mv final/x.md NEW.md"), "{found}");
    studio.git("mv -f drafts/x.md final/x.md");
    assert!(studio.run("check --staged").passed());
}
