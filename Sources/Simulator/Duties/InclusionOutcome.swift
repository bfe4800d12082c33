import BeaconChain

/// What became of an attestation that was made in time, by the slot in which it was made.
///
/// It is included by the first block after its slot. Spec: `get_attestation_participation_flag_indices` (Altair;
/// target at any delay from Deneb on, EIP-7045).
struct InclusionOutcome: Sendable {
    /// Flags earned, by slot of the epoch.
    var flags: [UInt8]
    /// Flags earned by an attestation that came too late for its aggregate: the block of its next slot lacks it.
    var lateFlags: [UInt8]
    /// Slots from the attestation to the block that includes it; 0 = never included.
    var delays: [Int]
    /// Cause of the flags that are missing; -1 where all are there.
    var causes: [Int]

    /// True where every attestation made in time earns everything.
    var isPerfect: Bool

    /// - Parameters:
    ///   - epoch: blocks of the epoch of the attestations.
    ///   - next: blocks of the epoch after it, in which late ones are included.
    init(epoch: BlockPresence, next: BlockPresence, spec: ChainSpec) {
        let slots = Int(spec.slotsPerEpoch)
        let sourceLimit = Int(spec.slotsPerEpoch.squareRoot)
        let window = spec.fork < .deneb ? slots : 2 * slots
        flags = Array(repeating: 7, count: slots)
        lateFlags = Array(repeating: 3, count: slots)
        delays = Array(repeating: 1, count: slots)
        causes = Array(repeating: -1, count: slots)
        isPerfect = true
        func isProposed(_ slot: Int) -> Bool {
            slot < slots ? epoch.proposed >> UInt64(slot) & 1 == 1 : next.proposed >> UInt64(slot - slots) & 1 == 1
        }
        for slot in 0..<slots {
            let limit = min(2 * slots - 1, slot + window)
            let inclusion = stride(from: slot + 2, through: limit, by: 1).first(where: isProposed)
            lateFlags[slot] = inclusion.map { ($0 - slot <= sourceLimit ? 1 : 0) | 2 } ?? 0
            if isProposed(slot + 1) { continue }
            isPerfect = false
            let missing = slot + 1
            causes[slot] = missing < slots ? epoch.causes[missing] : next.causes[missing - slots]
            delays[slot] = inclusion.map { $0 - slot } ?? 0
            flags[slot] = lateFlags[slot]
        }
    }
}
