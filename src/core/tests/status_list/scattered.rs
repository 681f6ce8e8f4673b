//! The order of awards does not show in their status indexes.

use badges_core::proof::status_list::{ENTRIES, scattered};

const KEYS: [u64; 4] = [0, 1, 0x0123_4567_89AB_CDEF, u64::MAX];
const BLOCKS: [u64; 4] = [0, 1, 2, u64::MAX / ENTRIES - 1];

/// The index of each award of a block, in the order of awards.
fn block(block: u64, key: u64) -> Vec<u64> {
    (0..ENTRIES).map(|position| scattered(block * ENTRIES + position, key)).collect()
}

fn every_block() -> impl Iterator<Item = Vec<u64>> {
    KEYS.into_iter().flat_map(|key| BLOCKS.map(|number| block(number, key)))
}

#[test]
fn every_index_of_a_block_is_given_once() {
    for indexes in every_block() {
        let mut given = vec![false; ENTRIES as usize];
        for index in indexes {
            assert!(!std::mem::replace(&mut given[index as usize], true));
        }
        assert!(given.into_iter().all(|given| given));
    }
}

#[test]
fn an_index_stays_what_it_is() {
    let given = [
        (0, 0),
        (1, 0),
        (131_071, 0),
        (131_072, 0),
        (0, 1),
        (94_567, 0x0123_4567_89AB_CDEF),
        (u64::MAX, u64::MAX),
    ]
    .map(|(ordinal, key)| scattered(ordinal, key));
    assert_eq!(given, PINNED);
}

const PINNED: [u64; 7] = [66_335, 121_291, 110_281, 83_751, 121_896, 105_873, 52_873];

#[test]
fn blocks_and_keys_have_little_in_common() {
    let blocks: Vec<Vec<u64>> = every_block().collect();
    for (number, left) in blocks.iter().enumerate() {
        for right in &blocks[number + 1..] {
            // One is expected; more than 12 of random orders come once in 10^10 times.
            let same = left.iter().zip(right).filter(|(left, right)| left == right).count();
            assert!(same <= 12, "{same} awards have the same index");
        }
    }
}

#[test]
fn neighbours_are_as_far_apart_as_strangers() {
    for indexes in every_block() {
        for lag in [1, 2, 3, 16, 256, 512, 4096] {
            let distances = indexes.windows(lag + 1).map(|awards| awards[0].abs_diff(awards[lag]) as f64);
            let mean = distances.sum::<f64>() / (indexes.len() - lag) as f64;
            // The mean of random pairs is a third of the length, the standard deviation of it here 85.
            let expected = ENTRIES as f64 / 3.0;
            assert!((mean - expected).abs() < 500.0, "{lag}: {mean} instead of {expected}");
        }
    }
}

#[test]
fn the_order_of_awards_and_of_indexes_do_not_correlate() {
    let middle = (ENTRIES - 1) as f64 / 2.0;
    let variance = (ENTRIES as f64 * ENTRIES as f64 - 1.0) / 12.0;
    for indexes in every_block() {
        let covariance = |length: usize, middle_ordinal: f64| {
            let products = indexes[..length].iter().zip(0_u32..);
            let sum: f64 = products
                .map(|(index, ordinal)| (*index as f64 - middle) * (f64::from(ordinal) - middle_ordinal))
                .sum();
            sum / length as f64
        };
        let rank_correlation = covariance(indexes.len(), middle) / variance;
        // The standard deviation of random orders is 0.0028.
        assert!(rank_correlation.abs() < 0.015, "{rank_correlation}");
        // Also where a list has only begun to fill.
        let few = 1000;
        let spread = (few as f64 * few as f64 / 12.0).sqrt() * variance.sqrt();
        let correlation = covariance(few, (few - 1) as f64 / 2.0) / spread;
        assert!(correlation.abs() < 0.17, "{correlation}");
    }
}

#[test]
fn the_first_awards_are_spread_over_the_whole_list() {
    const PARTS: usize = 64;
    for indexes in every_block() {
        let mut counts = [0_f64; PARTS];
        for index in &indexes[..6400] {
            counts[*index as usize * PARTS / ENTRIES as usize] += 1.0;
        }
        let chi_squared: f64 = counts.iter().map(|count| (count - 100.0) * (count - 100.0) / 100.0).sum();
        // 63 degrees of freedom: 130 is exceeded once in a million times, below 18 as rarely.
        assert!((18.0..130.0).contains(&chi_squared), "{chi_squared}");
    }
}

#[test]
fn each_bit_of_an_index_hangs_on_each_bit_of_the_ordinal() {
    for indexes in every_block() {
        for input in 0..17 {
            for output in 0..17 {
                let changes = (0..indexes.len())
                    .filter(|position| {
                        (indexes[*position] ^ indexes[position ^ (1 << input)]) >> output & 1 == 1
                    })
                    .count() as f64;
                // Half of them change; each pair counts twice, so the standard deviation is 256.
                assert!((changes - ENTRIES as f64 / 2.0).abs() < 1600.0, "{input} {output}: {changes}");
            }
        }
    }
}
