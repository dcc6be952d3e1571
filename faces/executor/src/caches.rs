//! Caches: folders that are kept from one run to the next, on this machine, under the contents of the files that are their key.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::PathBuf;
use std::time::SystemTime;

use holdpoint_agent::{AgentError, Giving};
use holdpoint_domain::Effect;
use holdpoint_domain::pipeline::Cache;
use holdpoint_engine::Task;
use sha2::{Digest, Sha256};

use crate::Hands;
use crate::supply::{Delivery, well};

/// Where caches are kept, and how much of them.
pub(crate) struct Caches {
    folder: PathBuf,
    limit: u64,
}

/// A cache of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sought {
    pub(crate) name: String,
    pub(crate) paths: Vec<String>,
    /// The file that keeps it.
    pub(crate) file: PathBuf,
    /// Whether it was there.
    pub(crate) found: bool,
}

impl Caches {
    pub(crate) fn new(folder: PathBuf, limit: u64) -> Self {
        Self { folder, limit }
    }

    /// The file of a cache of a pipeline, under a key.
    fn file(&self, pipeline: &str, cache: &Cache, key: &str) -> PathBuf {
        let text = format!("{pipeline}\n{}\n{:?}\n{key}", cache.name, cache.paths);
        self.folder.join(hex::encode(Sha256::digest(text)))
    }

    /// Keeps what is read under that file, whole or not at all.
    fn keep(&self, file: &PathBuf, content: &mut dyn Read) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let draft = file.with_extension(format!("{}", std::process::id()));
        let written = File::create(&draft).and_then(|mut file| io::copy(content, &mut file));
        match written {
            Ok(_) => fs::rename(draft, file),
            Err(error) => fs::remove_file(draft).and(Err(error)),
        }
    }

    /// Removes those that were not used for longest, until there is room.
    fn tidy(&self) -> io::Result<()> {
        let mut all = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let about = entry.metadata()?;
            let used = about.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            all.push((used, about.len(), entry.path()));
        }
        all.sort();
        let mut size: u64 = all.iter().map(|(_, bytes, _)| bytes).sum();
        for (_, bytes, path) in all {
            if size <= self.limit {
                break;
            }
            fs::remove_file(path)?;
            size -= bytes;
        }
        Ok(())
    }
}

fn pipeline(task: &Task) -> &str {
    let Effect::RunPipelineStep { variables, .. } = &task.effect else {
        return "";
    };
    variables.get("PIPELINE_NAME").map_or("", String::as_str)
}

impl Hands {
    /// Brings the caches that are there. One that cannot be had is only slow.
    pub(crate) fn find_caches(
        &self,
        delivery: &Delivery<'_>,
        caches: &[Cache],
    ) -> Result<Vec<Sought>, AgentError> {
        let mut sought = Vec::new();
        for cache in caches {
            let key = delivery.within(|patience| {
                let place = &delivery.place;
                place.give(Giving::Digest, &cache.key, patience, |from| {
                    let mut key = String::new();
                    from.read_to_string(&mut key)
                        .map(|_| key)
                        .unwrap_or_default()
                })
            })?;
            // Without the files of its key there is none.
            let (ran, Some(key)) = key else { continue };
            if !ran.good {
                continue;
            }
            let file = self.caches.file(pipeline(delivery.task), cache, &key);
            sought.push(Sought {
                name: cache.name.clone(),
                paths: cache.paths.clone(),
                found: self.take_cache(delivery, &file),
                file,
            });
        }
        Ok(sought)
    }

    fn take_cache(&self, delivery: &Delivery<'_>, file: &PathBuf) -> bool {
        let Ok(content) = File::open(file) else {
            return false;
        };
        // It was used now.
        let _ = content.set_modified(SystemTime::now());
        let taken = delivery.within(|patience| delivery.place.take(".", content, patience));
        well(taken).is_ok()
    }

    /// Keeps what a step leaves for the next run, where nothing is kept yet.
    pub(crate) fn keep_caches(&self, delivery: &Delivery<'_>, caches: &[Sought]) {
        for cache in caches.iter().filter(|cache| !cache.found) {
            let kept = delivery.within(|patience| {
                let place = &delivery.place;
                place.give(Giving::Found, &cache.paths, patience, |from| {
                    self.caches.keep(&cache.file, from)
                })
            });
            let whole = matches!(&kept, Ok((ran, Some(Ok(())))) if ran.good);
            if !whole {
                let _ = fs::remove_file(&cache.file);
            }
        }
        let _ = self.caches.tidy();
    }
}
