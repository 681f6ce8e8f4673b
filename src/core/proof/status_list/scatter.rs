//! Where in its list an award gets its status.

use super::ENTRIES;

/// Bits of a position in a list of [`ENTRIES`], and how they are halved.
const WIDE: u32 = ENTRIES.ilog2().div_ceil(2);
const NARROW: u32 = ENTRIES.ilog2() / 2;

/// Rounds in which each half changes the other.
const ROUNDS: u64 = 8;

/// Status indexes that tell nothing about the order of awards: the position of the `ordinal`-th award within its
/// block of [`ENTRIES`] is scattered by a permutation keyed with `key` and the block's number. Bijective on every block.
///
/// The result is below [`ENTRIES`]; the number of the block is `ordinal / ENTRIES`. The same arguments give the same
/// index for ever: credentials that are out there name it. The key keeps the order from who reads the lists, and is
/// as secret as that order.
pub fn scattered(ordinal: u64, key: u64) -> u64 {
    let key = mixed(mixed(key) ^ (ordinal / ENTRIES));
    let position = ordinal % ENTRIES;
    let (mut wide, mut narrow) = (position >> NARROW, position & ones(NARROW));
    // A Feistel network of unequal halves: whatever is mixed, each step can be undone.
    for round in 0..ROUNDS {
        let round_key = key.wrapping_add(round.wrapping_mul(GOLDEN));
        wide ^= mixed(round_key ^ narrow) & ones(WIDE);
        narrow ^= mixed(round_key.rotate_left(32) ^ wide) & ones(NARROW);
    }
    wide << NARROW | narrow
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// A number each bit of which depends on each bit of the argument: the finalizer of SplitMix64, after its increment.
fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(GOLDEN);
    let value = (value ^ value >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ value >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ value >> 31
}

const fn ones(bits: u32) -> u64 {
    (1 << bits) - 1
}
