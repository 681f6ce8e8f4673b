//! The Open Badges standard: what a document has to be, and what is wrong with one that is not.
//!
//! Sources: Open Badges 2.0 (IMS Final Release of 12 April 2018 with its errata), and where its text leaves a
//! question open the verdicts of the official validator (`openbadges` 1.1.2); Open Badges 3.0, of which `v3` says
//! more.

pub mod columns;
pub mod datatypes;
pub mod documents;
pub mod revocation_lists;
pub mod tables;
pub mod verification;

mod checks;
mod class;
mod columns_v3;
mod describe;
mod extensions;
mod form;
mod jsonld;
mod path;
pub mod problem;
mod report;
mod rules;
mod upgrade;
mod upgrade_to_v3;
mod v2;
mod v3;
mod validate;
mod values;
mod version;
mod walker;

pub use class::Class;
pub use problem::{CODES, Code, Problem, Severity};
pub use upgrade::{UpgradeError, upgrade};
pub use validate::{class_of, is_valid, problems};
pub use version::{Version, version_of};
