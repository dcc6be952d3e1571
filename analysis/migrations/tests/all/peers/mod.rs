//! Agreement with other tools, case by case.

mod atlas;
mod strong_migrations;
