import BeaconChain

/// Books those whose attestation earned everything, without touching them.
///
/// Whoever performed flawlessly got what everyone of the same effective balance got. Their sums are kept once for each
/// effective balance, and a validator's own part is the growth of its sum since it joined it. The others are taken out
/// again one by one.
struct FlawlessAccounts: Sendable {
    /// Sums since the run began, by effective increments.
    private var idealSums: [Int64]
    private var missedSums: [Int64]
    /// By row: the effective increments under which it is booked, 0 where it is not; and its sums when it joined.
    private var bookedUnder: [UInt16]
    private var idealAtJoining: [Int64]
    private var missedAtJoining: [Int64]
    /// Members by entity and effective increments.
    private(set) var groups: [Group] = []

    struct Group: Sendable, Equatable {
        var entity: Int
        var increments: UInt16
        var members: Int
    }

    init(rows: Int, highestIncrements: Int) {
        idealSums = Array(repeating: 0, count: highestIncrements + 1)
        missedSums = idealSums
        bookedUnder = Array(repeating: 0, count: rows)
        idealAtJoining = Array(repeating: 0, count: rows)
        missedAtJoining = idealAtJoining
    }

    /// Books every row under its present effective balance if it was active in the epoch, and settles those that move.
    ///
    /// - Complexity: O(rows).
    mutating func regroup(
        _ registry: Registry, _ population: Population, entityOfNode: [Int32], activeIn epoch: Epoch,
        ledger: inout Ledger
    ) {
        let bound = CompactEpoch(epoch) ?? .farFuture
        var found: [Group] = []
        var last = -1
        for row in 0..<registry.count {
            let isActive =
                registry.activationEpochs[row] <= bound && bound < registry.exitEpochs[row] && !registry.slashed[row]
            let increments = isActive ? registry.effectiveIncrements[row] : 0
            if row < bookedUnder.count, bookedUnder[row] != increments { move(row, to: increments, &ledger) }
            if increments == 0 { continue }
            let entity = Int(entityOfNode[Int(population.nodeOfRow[row])])
            if last < 0 || found[last].entity != entity || found[last].increments != increments {
                last = found.firstIndex { $0.entity == entity && $0.increments == increments } ?? found.count
                if last == found.count { found.append(Group(entity: entity, increments: increments, members: 0)) }
            }
            found[last].members += population.members[row]
        }
        groups = found
    }

    private mutating func move(_ row: Int, to increments: UInt16, _ ledger: inout Ledger) {
        let old = Int(bookedUnder[row])
        if old > 0 {
            ledger.addToRow(
                row, ideal: idealSums[old] - idealAtJoining[row], missed: missedSums[old] - missedAtJoining[row])
        }
        bookedUnder[row] = increments
        idealAtJoining[row] = idealSums[Int(increments)]
        missedAtJoining[row] = missedSums[Int(increments)]
    }

    /// Books an epoch as if everybody had been flawless.
    mutating func settle(_ prices: AttestationPrices, ledger: inout Ledger) {
        let cause = prices.table.isLeaking ? Causes.leak : Causes.othersVotes
        var done: [UInt16] = []
        for group in groups {
            let members = Int64(group.members)
            for flag in ParticipationFlag.allCases {
                let ideal = prices.ideal(group.increments, flag)
                let missed = ideal - prices.reward(group.increments, flag)
                ledger.addIdeal(ideal * members, entity: group.entity, component: flag.component)
                ledger.addMissed(missed * members, entity: group.entity, cause: cause, component: flag.component)
            }
            if done.contains(group.increments) { continue }
            done.append(group.increments)
            let ideal = prices.idealOfAll(group.increments)
            idealSums[Int(group.increments)] += ideal
            missedSums[Int(group.increments)] += ideal - prices.rewardOfAll(group.increments)
        }
    }

    /// Brings every row's own account up to date.
    mutating func close(_ ledger: inout Ledger) {
        for row in bookedUnder.indices { move(row, to: bookedUnder[row], &ledger) }
    }
}
