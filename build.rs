//! Names the build by what it is made from, so that what one build remembers is never taken for another's.

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let mut files = Vec::new();
    for place in ["src", "templates", "Cargo.lock", "Cargo.toml"] {
        println!("cargo:rerun-if-changed={place}");
        gather(Path::new(place), &mut files);
    }
    files.sort();
    // FNV-1a.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut add = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for file in files {
        add(file.to_string_lossy().as_bytes());
        add(&fs::read(&file).unwrap_or_default());
    }
    println!("cargo:rustc-env=ORBIT_BUILD={hash:016x}");
}

fn gather(place: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(place) {
        Ok(entries) => {
            for entry in entries.flatten() {
                gather(&entry.path(), files);
            }
        }
        Err(_) => files.push(place.to_owned()),
    }
}
