//! What a step has made is taken from its folder: artifacts into the blobs, caches for the next run.

use std::io::Read;
use std::time::{Duration, Instant};

use holdpoint_agent::Giving;
use holdpoint_domain::pipeline::{ArtifactKind, StepArtifact, StepResult};
use holdpoint_domain::{Digest, Effect};
use holdpoint_engine::Task;

use crate::supply::{Delivery, Done};
use crate::{Hands, log};

/// How long it may take.
const LIMIT: Duration = Duration::from_secs(3_600);
/// What a step ends with whose artifacts are not there.
const NOT_MADE: i32 = 126;

impl Hands {
    /// The end of a step with what it has made. One that has not made what it says has failed.
    pub(crate) fn collect(
        &self,
        task: &Task,
        mut result: StepResult,
        supplied: &Done,
    ) -> StepResult {
        result.preparing = supplied.preparing;
        let found = supplied.caches.iter().filter(|cache| cache.found);
        result.cached = found.map(|cache| cache.name.clone()).collect();
        let Effect::RunPipelineStep { needs, .. } = &task.effect else {
            return result;
        };
        if !result.success() || (needs.makes.is_empty() && supplied.caches.is_empty()) {
            return result;
        }
        let delivery = Delivery {
            task,
            place: self.agent.workplace(task.position),
            until: Instant::now() + LIMIT,
        };
        let mut wrong = Vec::new();
        for (name, path) in &needs.makes {
            match self.made(&delivery, path) {
                Ok(made) => drop(result.artifacts.insert(name.clone(), made)),
                Err(why) => wrong.push(format!("the artifact `{name}` is not there: {why}")),
            }
        }
        self.keep_caches(&delivery, &supplied.caches);
        if !wrong.is_empty() {
            let why = wrong.join("\n");
            result.log = self.log(task, Some(&why));
            result.exit_code = Some(NOT_MADE);
            result.why = why;
        }
        result.collected = Some(log::time());
        result
    }

    fn made(&self, delivery: &Delivery<'_>, path: &str) -> Result<StepArtifact, String> {
        let paths = [path.to_owned()];
        let given = delivery.within(|patience| {
            let place = &delivery.place;
            place.give(Giving::One, &paths, patience, |from| self.take_in(from))
        });
        match given {
            Ok((ran, Some(kept))) if ran.good => kept,
            Ok((ran, _)) => Err(ran.said.trim().to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Keeps what is given as a blob, behind the line that says what it is.
    fn take_in(&self, from: &mut dyn Read) -> Result<StepArtifact, String> {
        let mut line = Vec::new();
        let mut byte = [0];
        while line.len() < 16 && matches!(from.read(&mut byte), Ok(1)) && byte != *b"\n" {
            line.extend(byte);
        }
        let kind = match line.as_slice() {
            b"file" => ArtifactKind::File,
            b"program" => ArtifactKind::Program,
            b"folder" => ArtifactKind::Folder,
            _ => return Err("it is no file and no folder".to_owned()),
        };
        let kept = self.blobs.put(from);
        let (digest, bytes) = kept.map_err(|error| error.to_string())?;
        let digest = Digest(digest.0);
        Ok(StepArtifact {
            digest,
            bytes,
            kind,
        })
    }
}
