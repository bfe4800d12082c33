import BeaconChain

/// What one validator's attestation was worth in one epoch's settlement, by flag, Gwei.
///
/// Wraps the amounts that the transition applied and adds the two that nobody was paid: what a perfect network would
/// have paid, and what this network would have paid one more good vote.
struct AttestationPrices: Sendable {
    let table: AttestationRewardTable

    init(_ table: AttestationRewardTable) {
        self.table = table
    }

    /// With everybody in time and no leak.
    func ideal(_ increments: UInt16, _ flag: ParticipationFlag) -> Int64 {
        Int64(
            UInt64(increments) * table.baseRewardPerIncrement * flag.weight / ParticipationFlag.weightDenominator)
    }

    /// What the network's participation paid for the flag.
    func reward(_ increments: UInt16, _ flag: ParticipationFlag) -> Int64 {
        Int64(table.reward(flag, increments: increments))
    }

    /// What the network would have paid a validator that lacks the flag, had that one alone performed as well.
    func forgone(_ increments: UInt16, _ flag: ParticipationFlag) -> Int64 {
        if table.isLeaking { return 0 }
        let participating = min(table.activeIncrements, table.participatingIncrements[flag] + UInt64(increments))
        let numerator =
            UInt128(UInt64(increments) * table.baseRewardPerIncrement) * UInt128(flag.weight) * UInt128(participating)
        return Int64(
            numerator / (UInt128(table.activeIncrements) * UInt128(ParticipationFlag.weightDenominator)))
    }

    /// Sum over the flags of the rewards of a perfect network.
    func idealOfAll(_ increments: UInt16) -> Int64 {
        ParticipationFlag.allCases.reduce(0) { $0 + ideal(increments, $1) }
    }

    /// Sum over the flags of what this network paid.
    func rewardOfAll(_ increments: UInt16) -> Int64 {
        ParticipationFlag.allCases.reduce(0) { $0 + reward(increments, $1) }
    }
}

extension ParticipationFlag {
    /// Where the ledger books it.
    var component: Component {
        switch self {
        case .source: .source
        case .target: .target
        case .head: .head
        }
    }
}
