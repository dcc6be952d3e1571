//! Clocks that are wrong: a library before the system's own moves what a process is told.

use std::path::PathBuf;
use std::process::Command;

use crate::world::{Person, World};

const SOURCE: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t id, struct timespec *time) {
  static int (*real)(clockid_t, struct timespec *);
  static long long wrong;
  if (!real) {
    const char *by = getenv("WRONG_BY_MS");
    wrong = by ? atoll(by) * 1000000 : 0;
    real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  }
  int done = real(id, time);
  if (done == 0 && id == CLOCK_REALTIME) {
    long long all = time->tv_sec * 1000000000LL + time->tv_nsec + wrong;
    time->tv_sec = all / 1000000000LL;
    time->tv_nsec = all % 1000000000LL;
  }
  return done;
}
"#;

/// The library.
pub(crate) struct Clock(PathBuf);

impl Clock {
    pub(crate) fn new(world: &World) -> Self {
        let source = world.write("clock.c", SOURCE);
        let library = world.path("clock.so");
        let made = Command::new("cc")
            .args(["-shared", "-fPIC", "-o"])
            .arg(&library)
            .arg(&source)
            .arg("-ldl")
            .status()
            .unwrap();
        assert!(made.success());
        Self(library)
    }

    /// Somebody whose programs have a clock that is wrong by so many milliseconds.
    pub(crate) fn wrong_by(&self, person: Person, ms: i64) -> Person {
        person
            .with("LD_PRELOAD", &self.0.display().to_string())
            .with("WRONG_BY_MS", &ms.to_string())
    }
}
