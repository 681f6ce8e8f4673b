//! Measures what the core does with a credential and with an answer of a passkey, against bare signatures of the same
//! library in the same process.
//!
//! ```text
//! badges-bench rounds FILE ROUNDS MEASURE...   a JSON object for each round: nanoseconds an operation, by measure
//! badges-bench cold FILE                       a JSON object: nanoseconds of the first reading as RDF, and of a later one
//! badges-bench passkeys ROUNDS                 as rounds, of checking a sign-in with a passkey, against bare ES256
//! badges-bench answers                         answers of an authenticator to the sign-ins that standard input names
//! ```
//!
//! FILE holds an unsigned credential.

mod measures;
mod passkeys;

use badges_core::json::Tree;
use badges_core::json::text::parse;
use badges_core::proof::{Resources, jsonld};
use measures::{Failure, Measure, Prepared};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long the operations between two looks at the clock take together. Short, so that many are undisturbed.
const BATCH: Duration = Duration::from_micros(500);

/// Batches of each measure in a round. The fastest counts: whatever else the machine does only slows down.
const BATCHES: u32 = 60;

/// Readings after the first, of which the fastest counts.
const WARM: usize = 200;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["rounds", file, rounds, names @ ..] => {
            let text = std::fs::read_to_string(file)?;
            let prepared = Prepared::new(parse(&text)?)?;
            let measures = names.iter().map(|name| prepared.measure(name)).collect::<Result<Vec<_>, _>>()?;
            (0..rounds.parse()?).try_for_each(|_| round(names, &measures))
        }
        ["passkeys", rounds] => {
            let prepared = passkeys::Prepared::new()?;
            let names = passkeys::MEASURES;
            let measures = names.iter().map(|name| prepared.measure(name)).collect::<Result<Vec<_>, _>>()?;
            (0..rounds.parse()?).try_for_each(|_| round(&names, &measures))
        }
        ["answers"] => passkeys::answers(std::io::stdin().lock(), std::io::stdout().lock()),
        ["cold", file] => cold(&parse(&std::fs::read_to_string(file)?)?),
        _ => Err("badges-bench rounds FILE ROUNDS MEASURE... | cold FILE | passkeys ROUNDS | answers".into()),
    }
}

fn elapsed(operations: u32, measure: &Measure<'_>) -> Result<Duration, Failure> {
    let start = Instant::now();
    for _ in 0..operations {
        measure()?;
    }
    Ok(start.elapsed())
}

/// Operations that fill a batch.
fn operations(measure: &Measure<'_>) -> Result<u32, Failure> {
    let mut operations = 1_u32;
    while elapsed(operations, measure)? < BATCH {
        operations = operations.saturating_mul(2);
    }
    Ok(operations)
}

/// Runs a batch of each measure in turn, again and again, and prints the fastest of each.
fn round(names: &[&str], measures: &[Measure<'_>]) -> Result<(), Failure> {
    let counts = measures.iter().map(operations).collect::<Result<Vec<_>, _>>()?;
    let mut fastest = vec![Duration::MAX; measures.len()];
    for _ in 0..BATCHES {
        for ((fastest, measure), count) in fastest.iter_mut().zip(measures).zip(&counts) {
            *fastest = (*fastest).min(elapsed(*count, measure)?);
        }
    }
    let figures = names.iter().zip(fastest).zip(counts).map(|((name, fastest), count)| {
        format!("\"{name}\": {:.1}", fastest.as_nanos() as f64 / f64::from(count))
    });
    println!("{{{}}}", figures.collect::<Vec<_>>().join(", "));
    Ok(())
}

/// Reads the credential as RDF for the first time in this process, which sets up the tables of contexts, and then again.
fn cold(credential: &Tree<'_>) -> Result<(), Failure> {
    let read = || -> Result<Duration, Failure> {
        let start = Instant::now();
        black_box(jsonld::to_rdf(credential, None, Resources::none()).map_err(|fault| fault.to_string())?);
        Ok(start.elapsed())
    };
    let first = read()?;
    let later = (0..WARM).map(|_| read()).collect::<Result<Vec<_>, _>>()?.into_iter().min().unwrap_or(first);
    println!("{{\"first\": {}, \"later\": {}}}", first.as_nanos(), later.as_nanos());
    Ok(())
}
