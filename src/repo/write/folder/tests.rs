//! Folders built beside their place and put there.

use super::*;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn build(target: &Path, page: &str) -> Outcome {
    let folder = Folder::begin(target)?;
    fs::write(folder.path().join(page), "page")?;
    folder.finish()?;
    Ok(())
}

fn names(folder: &Path) -> Result<Vec<String>, std::io::Error> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

#[test]
fn each_build_replaces_the_one_before_it_whole() -> Outcome {
    let root = tempfile::tempdir()?;
    let target = root.path().join("site");
    build(&target, "one.html")?;
    build(&target, "two.html")?;
    assert_eq!(names(&target)?, [MARKER, "two.html"]);
    assert_eq!(names(root.path())?, ["site"]);
    Ok(())
}

#[test]
fn a_file_is_put_inside_with_its_folders_and_never_outside() -> Outcome {
    let root = tempfile::tempdir()?;
    let target = root.path().join("site");
    let folder = Folder::begin(&target)?;
    folder.put("a/b c/d.html", b"page")?;
    for path in ["../x", "a/../../x", "/x", "", MARKER] {
        assert!(folder.put(path, b"").is_err(), "{path}");
    }
    folder.finish()?;
    assert_eq!(fs::read(target.join("a/b c/d.html"))?, b"page");
    assert_eq!(names(root.path())?, ["site"]);
    Ok(())
}

#[test]
fn a_folder_that_somebody_else_made_is_left_alone() -> Outcome {
    let root = tempfile::tempdir()?;
    let target = root.path().join("site");
    fs::create_dir(&target)?;
    fs::write(target.join("thesis.md"), "years of work")?;
    let refused = Folder::begin(&target).err().map(|failure| failure.message);
    assert!(refused.is_some_and(|message| message.contains("did not make")));
    assert_eq!(names(&target)?, ["thesis.md"]);
    Ok(())
}

#[test]
fn a_folder_put_there_during_the_build_is_left_alone() -> Outcome {
    let root = tempfile::tempdir()?;
    let target = root.path().join("site");
    let folder = Folder::begin(&target)?;
    fs::create_dir(&target)?;
    fs::write(target.join("thesis.md"), "years of work")?;
    assert!(folder.finish().is_err());
    assert_eq!(names(&target)?, ["thesis.md"]);
    assert_eq!(names(root.path())?, ["site"]);
    Ok(())
}

#[test]
fn an_empty_folder_may_be_filled() -> Outcome {
    let root = tempfile::tempdir()?;
    let target = root.path().join("site");
    fs::create_dir(&target)?;
    build(&target, "one.html")?;
    assert_eq!(names(&target)?, [MARKER, "one.html"]);
    Ok(())
}

#[test]
fn a_build_that_fails_leaves_the_former_site() -> Outcome {
    let root = tempfile::tempdir()?;
    let target = root.path().join("site");
    build(&target, "one.html")?;
    drop(Folder::begin(&target)?);
    assert_eq!(names(&target)?, [MARKER, "one.html"]);
    assert_eq!(names(root.path())?, ["site"]);
    Ok(())
}

#[test]
fn remains_of_killed_builds_go_and_those_under_way_stay() -> Outcome {
    let root = tempfile::tempdir()?;
    let target = root.path().join("site");
    let dead = root.path().join(".site.orbit-dead");
    fs::create_dir(&dead)?;
    fs::write(dead.join(MARKER), "")?;
    let strange = root.path().join(".site.orbit-mine");
    fs::create_dir(&strange)?;
    fs::write(strange.join("thesis.md"), "")?;
    let other = Folder::begin(&target)?;
    build(&target, "one.html")?;
    assert!(other.path().is_dir() && strange.is_dir() && !dead.exists());
    other.finish()?;
    assert_eq!(names(&target)?, [MARKER]);
    Ok(())
}

#[test]
fn two_builds_at_once_leave_one_of_both_whole() -> Outcome {
    let root = tempfile::tempdir()?;
    let target = root.path().join("site");
    std::thread::scope(|threads| {
        for page in ["a.html", "b.html", "c.html"] {
            let target = &target;
            threads.spawn(move || {
                for _ in 0..40 {
                    if let Err(failure) = build(target, page) {
                        panic!("{failure}");
                    }
                }
            });
        }
    });
    assert_eq!(names(&target)?.len(), 2);
    assert_eq!(names(root.path())?, ["site"]);
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_link_is_not_written_through() -> Outcome {
    let root = tempfile::tempdir()?;
    fs::create_dir(root.path().join("elsewhere"))?;
    std::os::unix::fs::symlink("elsewhere", root.path().join("site"))?;
    assert!(Folder::begin(&root.path().join("site")).is_err());
    Ok(())
}

#[test]
fn files_are_kept_as_they_were_and_never_written_through() -> Outcome {
    let root = tempfile::tempdir()?;
    let target = root.path().join("site");
    let first = Folder::begin(&target)?;
    first.put("a/one.html", b"one")?;
    first.put("two.html", b"two")?;
    let stamp = |folder: &Folder, path| folder.stamp(path).ok_or("a stamp");
    let (one, two) = (stamp(&first, "a/one.html")?, stamp(&first, "two.html")?);
    first.finish()?;

    let second = Folder::begin(&target)?;
    assert!(second.keep("a/one.html", one));
    assert!(!second.keep("a/none.html", one) && second.stamp("a/none.html").is_none());
    let other = Stamp { length: 9, ..two };
    assert!(!second.keep("two.html", other) && second.stamp("two.html").is_none());
    assert!(second.keep("two.html", two));
    second.put("two.html", b"new")?;
    assert_eq!(fs::read(target.join("two.html"))?, b"two");
    second.finish()?;
    assert_eq!(fs::read(target.join("a/one.html"))?, b"one");
    assert_eq!(fs::read(target.join("two.html"))?, b"new");

    // What somebody wrote over is not what was written.
    fs::write(target.join("a/one.html"), "own")?;
    let third = Folder::begin(&target)?;
    assert!(!third.keep("a/one.html", one));
    Ok(())
}

#[test]
fn the_same_bytes_are_not_written_another_time() -> Outcome {
    let root = tempfile::tempdir()?;
    let target = root.path().join("site");
    let put = |pages: &[(&str, &str)]| -> Result<Vec<Option<Stamp>>, Failure> {
        let folder = Folder::begin(&target)?;
        for (page, text) in pages {
            folder.put(page, text.as_bytes())?;
        }
        let stamps = pages.iter().map(|(page, _)| folder.stamp(page)).collect();
        folder.finish()?;
        Ok(stamps)
    };
    let first = put(&[("a.html", "one"), ("b.html", "two")])?;
    let second = put(&[("a.html", "one"), ("b.html", "owt")])?;
    assert_eq!(first.first(), second.first());
    assert_ne!(first.get(1), second.get(1));
    assert_eq!(fs::read(target.join("b.html"))?, b"owt");
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_link_in_a_pages_place_is_not_kept() -> Outcome {
    let root = tempfile::tempdir()?;
    let target = root.path().join("site");
    build(&target, "one.html")?;
    fs::remove_file(target.join("one.html"))?;
    fs::write(root.path().join("elsewhere"), "page")?;
    std::os::unix::fs::symlink("../elsewhere", target.join("one.html"))?;
    let folder = Folder::begin(&target)?;
    folder.put("one.html", b"page")?;
    folder.finish()?;
    assert!(fs::symlink_metadata(target.join("one.html"))?.is_file());
    Ok(())
}
