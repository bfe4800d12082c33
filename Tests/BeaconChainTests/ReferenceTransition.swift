import BeaconChain

/// The epoch rules one after another, one validator after another, as the spec words them: slow, and easy to check by eye.
///
/// Integers trap; the states that tests feed it stay far from the bounds.
struct ReferenceTransition {
    var state: BeaconState
    private let spec: ChainSpec

    init(_ state: BeaconState) {
        self.state = state
        spec = state.spec
    }

    private var current: Epoch { state.currentEpoch }
    private var previous: Epoch { state.previousEpoch }
    private var rows: Range<Int> { 0..<state.registry.count }
    private var increment: Gwei { spec.effectiveBalanceIncrement }

    private func effective(_ row: Int) -> Gwei { UInt64(state.registry.effectiveIncrements[row]) * increment }

    private func isActive(_ row: Int, _ epoch: Epoch) -> Bool {
        state.registry.activationEpochs[row].epoch <= epoch && epoch < state.registry.exitEpochs[row].epoch
    }

    private func total(_ rows: some Sequence<Int>) -> Gwei { max(increment, rows.reduce(0) { $0 + effective($1) }) }

    private var totalActive: Gwei { total(rows.filter { isActive($0, current) }) }

    private func participants(_ flag: UInt8, _ epoch: Epoch) -> Set<Int> {
        let flags =
            epoch == current ? state.registry.currentParticipation : state.registry.previousParticipation
        return Set(rows.filter { isActive($0, epoch) && flags[$0] & flag != 0 && !state.registry.slashed[$0] })
    }

    private var eligible: [Int] {
        rows.filter {
            isActive($0, previous)
                || (state.registry.slashed[$0] && previous + 1 < state.registry.withdrawableEpochs[$0].epoch)
        }
    }

    private var isLeaking: Bool { previous - state.finalized.epoch > spec.minEpochsToInactivityPenalty }

    mutating func run() {
        justify()
        inactivity()
        rewards()
        registryUpdates()
        slashings()
        if spec.fork >= .electra { deposits() }
        effectiveBalances()
        state.slashings[Int((current + 1) % spec.epochsPerSlashingsVector)] = 0
        state.registry.previousParticipation = state.registry.currentParticipation
        state.registry.currentParticipation = rows.map { _ in 0 }
    }

    private mutating func justify() {
        guard current > 1 else { return }
        let (oldPrevious, oldCurrent) = (state.previousJustified, state.currentJustified)
        state.previousJustified = state.currentJustified
        var bits = [false] + (0..<3).map { state.justificationBits >> UInt8($0) & 1 == 1 }
        if total(participants(2, previous)) * 3 >= totalActive * 2 {
            state.currentJustified = Checkpoint(epoch: previous, root: .zero)
            bits[1] = true
        }
        if total(participants(2, current)) * 3 >= totalActive * 2 {
            state.currentJustified = Checkpoint(epoch: current, root: .zero)
            bits[0] = true
        }
        state.justificationBits = bits.enumerated().reduce(0) { $1.element ? $0 | 1 << UInt8($1.offset) : $0 }
        if bits[1], bits[2], bits[3], oldPrevious.epoch + 3 == current { state.finalized = oldPrevious }
        if bits[1], bits[2], oldPrevious.epoch + 2 == current { state.finalized = oldPrevious }
        if bits[0], bits[1], bits[2], oldCurrent.epoch + 2 == current { state.finalized = oldCurrent }
        if bits[0], bits[1], oldCurrent.epoch + 1 == current { state.finalized = oldCurrent }
    }

    private mutating func inactivity() {
        guard current > 0 else { return }
        let hits = participants(2, previous)
        for row in eligible {
            var score = UInt64(state.registry.inactivityScores[row])
            if hits.contains(row) { score -= min(1, score) } else { score += spec.inactivityScoreBias }
            if !isLeaking { score -= min(spec.inactivityScoreRecoveryRate, score) }
            state.registry.inactivityScores[row] = UInt32(score)
        }
    }

    private mutating func rewards() {
        guard current > 0 else { return }
        let perIncrement = increment * spec.baseRewardFactor / totalActive.squareRoot
        let active = totalActive / increment
        var pairs: [(rewards: [Int: Gwei], penalties: [Int: Gwei])] = []
        for (flag, weight) in [(UInt8(1), UInt64(14)), (2, 26), (4, 14)] {
            var (rewards, penalties): ([Int: Gwei], [Int: Gwei]) = ([:], [:])
            let hits = participants(flag, previous)
            let participating = total(hits) / increment
            for row in eligible {
                let base = effective(row) / increment * perIncrement
                if hits.contains(row) {
                    if !isLeaking { rewards[row] = base * weight * participating / (active * 64) }
                } else if flag != 4 {
                    penalties[row] = base * weight / 64
                }
            }
            pairs.append((rewards, penalties))
        }
        var leak: [Int: Gwei] = [:]
        let hits = participants(2, previous)
        for row in eligible where !hits.contains(row) {
            leak[row] =
                effective(row) * UInt64(state.registry.inactivityScores[row])
                / (spec.inactivityScoreBias * spec.inactivityPenaltyQuotient)
        }
        pairs.append(([:], leak))
        for pair in pairs {
            for row in rows {
                state.registry.balances[row] += pair.rewards[row] ?? 0
                state.registry.balances[row] -= min(state.registry.balances[row], pair.penalties[row] ?? 0)
            }
        }
    }

    private var churnLimit: UInt64 {
        max(
            spec.minPerEpochChurnLimit,
            UInt64(rows.filter { isActive($0, current) }.count) / spec.churnLimitQuotient)
    }

    private var activationExitChurn: Gwei {
        let churn = max(spec.minPerEpochChurnLimitGwei, totalActive / spec.churnLimitQuotient)
        return min(spec.maxPerEpochActivationExitChurnLimit, churn - churn % increment)
    }

    private mutating func exit(_ row: Int) {
        guard state.registry.exitEpochs[row] == .farFuture else { return }
        let earliest = current + 1 + spec.maxSeedLookahead
        var epoch: Epoch
        if spec.fork >= .electra {
            epoch = max(state.earliestExitEpoch, earliest)
            var room = state.earliestExitEpoch < epoch ? activationExitChurn : state.exitBalanceToConsume
            if effective(row) > room {
                let more = (effective(row) - room - 1) / activationExitChurn + 1
                epoch += more
                room += more * activationExitChurn
            }
            state.exitBalanceToConsume = room - effective(row)
            state.earliestExitEpoch = epoch
        } else {
            let exits = state.registry.exitEpochs.filter { $0 != .farFuture }.map(\.epoch)
            epoch = max(exits.max() ?? 0, earliest)
            if UInt64(exits.filter { $0 == epoch }.count) >= churnLimit { epoch += 1 }
        }
        state.registry.exitEpochs[row] = CompactEpoch(epoch)!
        state.registry.withdrawableEpochs[row] = CompactEpoch(epoch + spec.minValidatorWithdrawabilityDelay)!
    }

    private mutating func registryUpdates() {
        let activation = CompactEpoch(current + 1 + spec.maxSeedLookahead)!
        let next = CompactEpoch(current + 1)!
        let isElectra = spec.fork >= .electra
        func mayActivate(_ row: Int) -> Bool {
            state.registry.activationEligibilityEpochs[row].epoch <= state.finalized.epoch
                && state.registry.activationEpochs[row] == .farFuture
        }
        for row in rows {
            let queues =
                state.registry.activationEligibilityEpochs[row] == .farFuture
                && (isElectra
                    ? effective(row) >= spec.minActivationBalance : effective(row) == spec.maxEffectiveBalance)
            let ejects = isActive(row, current) && effective(row) <= spec.ejectionBalance
            if queues {
                state.registry.activationEligibilityEpochs[row] = next
                if isElectra { continue }
            }
            if ejects {
                exit(row)
            } else if isElectra, mayActivate(row) {
                state.registry.activationEpochs[row] = activation
            }
        }
        guard !isElectra else { return }
        let queue = rows.filter(mayActivate).sorted {
            (state.registry.activationEligibilityEpochs[$0].epoch, $0)
                < (state.registry.activationEligibilityEpochs[$1].epoch, $1)
        }
        let limit = spec.fork >= .deneb ? min(spec.maxPerEpochActivationChurnLimit, churnLimit) : churnLimit
        for row in queue.prefix(Int(limit)) { state.registry.activationEpochs[row] = activation }
    }

    private mutating func slashings() {
        let total = totalActive
        let adjusted = min(state.slashings.reduce(0, +) * spec.proportionalSlashingMultiplier, total)
        for row in rows
        where state.registry.slashed[row]
            && current + spec.epochsPerSlashingsVector / 2 == state.registry.withdrawableEpochs[row].epoch
        {
            let units = effective(row) / increment
            let penalty =
                spec.fork >= .electra
                ? adjusted / (total / increment) * units : units * adjusted / total * increment
            state.registry.balances[row] -= min(state.registry.balances[row], penalty)
        }
    }

    /// For deposits to rows of the registry only.
    private mutating func deposits() {
        let available = state.depositBalanceToConsume + activationExitChurn
        var (processed, taken, isFull): (Gwei, Int, Bool) = (0, 0, false)
        var postponed: [PendingDeposit] = []
        for deposit in state.pendingDeposits {
            if deposit.slot > state.finalized.epoch * spec.slotsPerEpoch { break }
            if taken >= Int(spec.maxPendingDepositsPerEpoch) { break }
            let row = Int(deposit.publicKey.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
            if state.registry.withdrawableEpochs[row].epoch < current + 1 {
                state.registry.balances[row] += deposit.amount
            } else if state.registry.exitEpochs[row] != .farFuture {
                postponed.append(deposit)
            } else {
                isFull = processed + deposit.amount > available
                if isFull { break }
                processed += deposit.amount
                state.registry.balances[row] += deposit.amount
            }
            taken += 1
        }
        state.pendingDeposits = Array(state.pendingDeposits.dropFirst(taken)) + postponed
        state.depositBalanceToConsume = isFull ? available - processed : 0
    }

    private mutating func effectiveBalances() {
        let step = increment / spec.hysteresisQuotient
        for row in rows {
            let balance = state.registry.balances[row]
            let most =
                spec.fork >= .electra && state.registry.credentialPrefixes[row] != 2
                ? spec.minActivationBalance : spec.maxEffectiveBalance
            if balance + step * spec.hysteresisDownwardMultiplier < effective(row)
                || effective(row) + step * spec.hysteresisUpwardMultiplier < balance
            {
                state.registry.effectiveIncrements[row] = UInt16(
                    min(balance - balance % increment, most) / increment)
            }
        }
    }
}
