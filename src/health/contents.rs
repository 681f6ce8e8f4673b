//! Whether what is stored is whole: documents that are valid, places in status lists that are each an award's own.

use crate::error::Error;
use crate::progress::Progress;
use crate::store::health::{Finding, LISTED, Severity, more};
use crate::store::revalidation::{self, BATCH, Documents};
use crate::store::status_indexes::{self, Counter};
use badges_core::proof::status_list::{ENTRIES, scattered};
use std::cmp::Ordering;
use std::collections::HashSet;

/// Lists that `get_status_list` can be asked for.
const LISTS: u64 = 1 << 31;

pub fn examine(thorough: bool, found: &mut Vec<Finding>) -> Result<(), Error> {
    status_lists(found)?;
    if thorough {
        shared_places(found)?;
    }
    let progress = if thorough { Some(Progress::new("health", revalidation::count()?)) } else { None };
    let mut done = 0;
    for documents in revalidation::DOCUMENTS {
        revalidate(documents, progress.as_ref(), &mut done, found)?;
    }
    Ok(())
}

/// Looks at every document of a table, or without `progress` at the latest.
fn revalidate(
    documents: &Documents,
    progress: Option<&Progress>,
    done: &mut usize,
    found: &mut Vec<Finding>,
) -> Result<(), Error> {
    let Documents { table, id, document, .. } = documents;
    let mut broken = 0_usize;
    let mut before = revalidation::start(progress.is_some())?;
    while let Some((last, invalid)) = documents.invalid_before(before)? {
        pgrx::check_for_interrupts!();
        before = last;
        for row in &invalid {
            broken = broken.saturating_add(1);
            if broken <= LISTED {
                found.push(Finding {
                    severity: Severity::Error,
                    code: "document_not_valid",
                    object: format!("{table} {row}"),
                    message: "the document breaks the standard".into(),
                    hint: format!(
                        "SELECT p.* FROM {table}, badges.ob_json_problems({document}) AS p WHERE {id} = '{row}';"
                    ),
                });
            }
        }
        let Some(progress) = progress else { break };
        *done = done.saturating_add(BATCH);
        progress.report(*done);
    }
    found.extend(more(Severity::Error, "document_not_valid", broken));
    Ok(())
}

/// More lists than restores and failovers lose: 131 million awards.
const MOST_LISTS_LOST: u64 = 1_000;

/// The sequence that places are taken from, against the places of the latest awards.
fn status_lists(found: &mut Vec<Finding>) -> Result<(), Error> {
    let Counter { next, key, is_keyed } = status_indexes::counter()?;
    let sequence = "badges.status_index_sequence";
    let list = next / ENTRIES;
    let free: HashSet<u64> = (next..=end_of(list)).map(|ordinal| scattered(ordinal, key)).collect();
    let latest = revalidation::latest_status_indexes()?;
    let taken = latest.into_iter().filter_map(|index| u64::try_from(index).ok());
    let (taken, out_of_reach): (Vec<u64>, Vec<u64>) =
        taken.partition(|index| *index / ENTRIES <= list.saturating_add(MOST_LISTS_LOST));
    if let Some(first) = out_of_reach.iter().min() {
        found.push(Finding {
            severity: Severity::Warning,
            code: "status_index_by_hand",
            object: "badges.badge_assertions".into(),
            message: format!(
                "{} of the latest awards have places in status lists that the sequence is nowhere near: somebody wrote them",
                out_of_reach.len()
            ),
            hint: format!(
                "SELECT assertion_id FROM badges.badge_assertions WHERE status_index >= {first}; revoke them and award them anew: \
                 nobody can rely on their status."
            ),
        });
    }
    let is_given_again = |index: &&u64| match (*index / ENTRIES).cmp(&list) {
        Ordering::Less => false,
        Ordering::Equal => free.contains(&(*index % ENTRIES)),
        Ordering::Greater => true,
    };
    let again = taken.iter().filter(is_given_again).count();
    if again > 0 {
        let latest = taken.iter().max().map_or(list, |index| index / ENTRIES).max(list);
        found.push(Finding {
            severity: Severity::Error,
            code: "status_indexes_repeat",
            object: sequence.into(),
            message: format!(
                "the places of {again} of the latest awards in the status lists will be given again: the sequence is behind, or \
                 badges.status_index_key is another"
            ),
            hint: format!(
                "Go on in a new list, at once: SELECT setval('{sequence}', {});",
                end_of(latest)
            ),
        });
    }
    if list >= LISTS / 10 * 9 {
        found.push(Finding {
            severity: Severity::Warning,
            code: "status_lists_run_out",
            object: sequence.into(),
            message: format!("it has come to status list {list}, and there are {LISTS}"),
            hint: "Set it back to the first list that no award is in, if it was set this far by mistake."
                .into(),
        });
    }
    if !is_keyed {
        found.push(Finding {
            severity: Severity::Warning,
            code: "status_key_unset",
            object: "badges.status_index_key".into(),
            message: "it was never set, so places in status lists tell the order of awards".into(),
            hint: format!(
                "SELECT setval('badges.status_index_key', 1 + (random() * 9e18)::bigint), setval('{sequence}', {});",
                end_of(list)
            ),
        });
    }
    Ok(())
}

/// The last ordinal whose award is in a list.
fn end_of(list: u64) -> u64 {
    list.saturating_mul(ENTRIES).saturating_add(ENTRIES - 1)
}

fn shared_places(found: &mut Vec<Finding>) -> Result<(), Error> {
    let shared = revalidation::shared_status_indexes()?;
    for (issuer_id, index) in shared.iter().take(LISTED) {
        found.push(Finding {
            severity: Severity::Error,
            code: "status_index_shared",
            object: format!("issuer {issuer_id}, status_index {index}"),
            message: "several awards have this place in the status lists, so to revoke one revokes all"
                .into(),
            hint: "Award these badges anew, then revoke the awards that share the place.".into(),
        });
    }
    found.extend(more(Severity::Error, "status_index_shared", shared.len()));
    Ok(())
}
