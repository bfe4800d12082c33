/// What a seed is drawn for.
public enum DutyDomain: UInt32, Sendable {
    /// `DOMAIN_BEACON_PROPOSER`.
    case proposer = 0
    /// `DOMAIN_BEACON_ATTESTER`.
    case attester = 1
    /// `DOMAIN_SYNC_COMMITTEE`.
    case syncCommittee = 7
}

/// Where a duty's randomness comes from.
public enum Seed {
    /// The seed of an epoch (spec: `get_seed`, phase 0).
    public static func make(_ domain: DutyDomain, epoch: Epoch, mix: Root) -> Root {
        var hash = ShortHash()
        hash.set(domain.rawValue, at: 0)
        hash.set(epoch, at: 4)
        hash.set(mix, at: 12)
        return hash.digest(44)
    }

    /// The seed of a slot's proposer, from the epoch's.
    public static func make(slot: Slot, of seed: Root) -> Root {
        var hash = ShortHash(seed)
        hash.set(slot, at: 32)
        return hash.digest(40)
    }
}

extension BeaconState {
    /// The seed of an epoch, from the mix of `MIN_SEED_LOOKAHEAD` + 1 epochs before (spec: `get_seed`).
    ///
    /// - Throws: `EpochError.vectorLength` where the state does not hold the mixes.
    public func seed(_ domain: DutyDomain, epoch: Epoch) throws(EpochError) -> Root {
        let length = spec.epochsPerHistoricalVector
        guard length > 0, randaoMixes.count == length else {
            throw .vectorLength(vector: "randaoMixes", found: randaoMixes.count, expected: length)
        }
        let back = try spec.minSeedLookahead.adding(1, "seed look-ahead") % length
        let index = (epoch % length + length - back) % length
        return Seed.make(domain, epoch: epoch, mix: randaoMixes[Int(index)])
    }
}
