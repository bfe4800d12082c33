/// Decides who joins the activation queue, who is activated, ejected or fined for a slashing in this epoch.
///
/// Decisions are collected while the registry's columns are being swept and written afterwards.
/// Spec: `process_registry_updates`, `process_slashings`.
struct LifeCycle {
    /// Members of a row that leave in one epoch.
    private struct Exit {
        let row: Int
        /// Nil for everybody in the row; else as many move to a row of their own.
        let part: UInt32?
        let exit: CompactEpoch
        let withdrawable: CompactEpoch
    }

    private let finalized: Epoch
    private let fine: SlashingFine
    private let totalActiveBalance: Gwei
    private let queueState: ExitQueue.Stored
    private var queue: ExitQueue?
    private var exits: [Exit] = []
    /// Before Electra: rows that may be activated, with the epoch in which they became eligible.
    private var waiting: [(eligible: Epoch, row: Int)] = []
    private var changes = RegistryChanges()
    private(set) var penalties: [(row: Int, penalty: Gwei)] = []

    init(_ state: borrowing BeaconState, totalActiveBalance: Gwei) throws(EpochError) {
        finalized = state.finalized.epoch
        fine = try SlashingFine(state, totalActiveBalance: totalActiveBalance)
        self.totalActiveBalance = totalActiveBalance
        queueState = ExitQueue.Stored(state)
    }

    /// Applies the registry's rules to one row.
    ///
    /// - Returns: the row's withdrawable epoch, if it got one now.
    mutating func update(
        _ row: Int, of registry: borrowing Registry, _ rules: EpochRules
    ) throws(EpochError) -> Epoch? {
        var eligible = registry.activationEligibilityEpochs[row]
        let stake = registry.effectiveIncrements[row]
        let isElectra = rules.spec.fork >= .electra
        var withdrawable: Epoch?
        let queues =
            eligible == .farFuture
            && (isElectra ? stake >= rules.minimumActivationIncrements : stake == rules.maximumIncrements)
        if queues {
            changes.queued.append(row)
            if isElectra { return nil }
            eligible = rules.compactNext
        }
        let isActive = registry.isActive(row, in: rules.current)
        if isActive, UInt64(stake) * rules.increment <= rules.spec.ejectionBalance {
            if registry.exitEpochs[row] == .farFuture { withdrawable = try eject(row, registry, rules) }
            if isElectra { return withdrawable }
        }
        if registry.activationEpochs[row] == .farFuture, eligible.epoch <= finalized {
            if isElectra {
                changes.activated.append(row)
            } else {
                waiting.append((eligible.epoch, row))
            }
        }
        return withdrawable
    }

    private mutating func eject(
        _ row: Int, _ registry: borrowing Registry, _ rules: EpochRules
    ) throws(EpochError) -> Epoch? {
        var queue: ExitQueue
        if let open = self.queue {
            queue = open
        } else {
            queue = try ExitQueue(
                rules.spec, queueState, registry: registry, totalActiveBalance: totalActiveBalance)
        }
        let balance = UInt64(registry.effectiveIncrements[row]) * rules.increment
        var left = registry.members(of: row)
        var first: Epoch?
        while left > 0 {
            let group = try queue.admit(balance: balance, count: left)
            left -= group.count
            if first != nil, registry.slashed[row] { throw .cohortRow(row: row, event: "the ejection of the slashed") }
            exits.append(
                Exit(
                    row: row, part: first == nil ? nil : UInt32(group.count),
                    exit: try EpochRules.compact(group.exit, "exit epoch of row \(row)"),
                    withdrawable: try EpochRules.compact(group.withdrawable, "withdrawable epoch of row \(row)")))
            if first == nil { first = group.withdrawable }
        }
        self.queue = queue
        return first
    }

    /// Fines a slashed row half-way between its slashing and its withdrawal.
    mutating func penalize(
        _ row: Int, of registry: inout Registry, withdrawable: Epoch, _ rules: EpochRules
    ) throws(EpochError) {
        guard rules.current + rules.spec.epochsPerSlashingsVector / 2 == withdrawable else { return }
        let penalty = min(
            registry.balances[row], try fine.penalty(increments: registry.effectiveIncrements[row]))
        registry.balances[row] -= penalty
        penalties.append((row, penalty))
    }

    /// Writes the decisions to the registry and the exit queue to the state.
    mutating func write(to state: inout BeaconState, _ rules: EpochRules) throws(EpochError) -> RegistryChanges {
        for row in changes.queued { state.registry.activationEligibilityEpochs[row] = rules.compactNext }
        for exit in exits {
            var row = exit.row
            if let part = exit.part {
                row = state.registry.split(exit.row, last: part)
                changes.splits.append((exit.row, row, part))
            } else {
                changes.ejected.append(row)
            }
            state.registry.exitEpochs[row] = exit.exit
            state.registry.withdrawableEpochs[row] = exit.withdrawable
        }
        try activateWaiting(&state, rules)
        for row in changes.activated { state.registry.activationEpochs[row] = rules.activationExit }
        queue?.write(to: &state)
        return changes
    }

    /// Before Electra a limited number is activated, first come first served.
    private mutating func activateWaiting(_ state: inout BeaconState, _ rules: EpochRules) throws(EpochError) {
        guard !waiting.isEmpty else { return }
        waiting.sort { ($0.eligible, $0.row) < ($1.eligible, $1.row) }
        var room = ChurnLimit.activations(
            rules.spec, activeCount: state.registry.activeCount(in: rules.current))
        for (_, row) in waiting where room > 0 {
            let members = state.registry.members(of: row)
            if members > room {
                // The rest keeps the row, and with it its place in the queue.
                let part = UInt32(room)
                let newRow = state.registry.split(row, last: part)
                changes.splits.append((row, newRow, part))
                changes.activated.append(newRow)
            } else {
                changes.activated.append(row)
            }
            room -= min(room, members)
        }
    }
}
