import BeaconChain

/// Two signatures that one key must not both make: evidence by which whoever holds it is slashed.
///
/// Whoever finds out what two machines signed makes these, whatever the resolution: the `duties` resolution draws how
/// often two heads differ, messages know the heads.
struct SigningConflict: Sendable, Equatable {
    /// What was signed twice.
    enum Duty: Sendable {
        /// Two votes with one target epoch and different data, or one around the other.
        case attestation
        /// Two blocks for one slot.
        case proposal
    }

    var duty: Duty
    /// When both signatures were made; the first block after it can hold the evidence.
    var slot: Slot
    /// Registry row of those who signed.
    var row: Int
    /// How many of the row signed twice; of a cohort it does not matter who.
    var members: Int
    /// Position of the outage by which two machines had the key.
    var outage: Int

    /// Chance that two healthy nodes have different heads when votes are due, parts per million.
    ///
    /// Assumption, docs/model.md: about as many slots see a block that arrives around the deadline.
    static let differingHeadsPerMillion = 10_000
}
