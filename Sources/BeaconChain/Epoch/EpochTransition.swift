/// Carries a beacon state over the end of an epoch.
///
/// The state's slot is the last one of the epoch; the caller moves it on. One value can serve many states in turn: it
/// keeps only scratch memory and what the rules leave to others.
/// Spec: `process_epoch`, Altair to Fulu.
public struct EpochTransition: Sendable {
    /// Checks proofs of possession and adds up keys.
    public var signatures: any SignatureChecking
    /// Appends to the historical accumulators at the right epochs; they need Merkle roots, which the epoch rules do not.
    public var historicalUpdate: (@Sendable (inout BeaconState) -> Void)?
    /// Whether sync committees and the proposer look-ahead are drawn; false for a run that draws duties by itself.
    public var drawsDuties = true

    private var classes: [UInt8] = []

    /// - Parameters:
    ///   - signatures: checks proofs of possession and adds up keys.
    ///   - historicalUpdate: appends to the historical accumulators.
    public init(
        signatures: any SignatureChecking = .trusting, historicalUpdate: (@Sendable (inout BeaconState) -> Void)? = nil
    ) {
        self.signatures = signatures
        self.historicalUpdate = historicalUpdate
    }

    /// The whole transition.
    ///
    /// Complexity: two passes over the registry, three while deposits or consolidations are pending.
    /// - Throws: `EpochError` where the spec rejects the state; the state is then half-way and of no further use.
    @discardableResult
    public mutating func run(_ state: inout BeaconState) throws(EpochError) -> EpochOutcome {
        let rules = try EpochRules(state)
        let scanned = state.registry.count
        let totals = try RegistryScan(rules).run(state.registry, classes: &classes)
        let justification = try JustificationStep(rules: rules).run(&state, totals)
        let total = totals.totalActiveBalance(rules.spec)
        let isGenesis = rules.current == 0
        let isLeaking = isGenesis ? false : try Self.isLeaking(state, rules)
        let table = try AttestationRewardTable(totals, isLeaking: isLeaking, spec: rules.spec)
        var outcome = EpochOutcome(
            epoch: rules.current, totalActiveBalance: total, baseRewardPerIncrement: table.baseRewardPerIncrement,
            previousParticipation: table.participatingIncrements,
            currentParticipation: PerFlag(
                source: max(1, totals.current.source), target: max(1, totals.current.target),
                head: max(1, totals.current.head)),
            isLeaking: isLeaking, justification: justification, rewardTable: isGenesis ? nil : table)

        var steps: EpochSweep.Steps = [.registry, .slashings]
        if !isGenesis { steps.formUnion([.scores, .rewards]) }
        let hasQueues =
            rules.spec.fork >= .electra && !(state.pendingDeposits.isEmpty && state.pendingConsolidations.isEmpty)
        // Deposits and consolidations come between slashings and effective balances.
        if !hasQueues { steps.insert(.effectiveBalances) }
        var life = try LifeCycle(state, totalActiveBalance: total)
        let rewards = isGenesis ? nil : RewardPass(table, largestRow: totals.largestRow, increment: rules.increment)
        try EpochSweep(rules: rules, steps: steps, isLeaking: isLeaking)
            .run(&state.registry, classes: classes, rewards: rewards, life: &life)
        outcome.slashingPenalties = life.penalties
        outcome.registry = try life.write(to: &state, rules)
        eth1DataReset(&state, rules)
        if rules.spec.fork >= .electra {
            outcome.deposits = try PendingDepositQueue(rules: rules, signatures: signatures)
                .run(&state, totalActiveBalance: total)
            outcome.consolidations = try PendingConsolidationQueue(rules: rules).run(&state)
        }
        if hasQueues { try effectiveBalanceUpdates(&state, rules) }
        try resets(&state, rules)
        if drawsDuties { try drawDuties(&state, rules, scannedRows: scanned) }
        return outcome
    }

    private func drawDuties(
        _ state: inout BeaconState, _ rules: EpochRules, scannedRows: Int
    ) throws(EpochError) {
        try syncCommitteeUpdates(&state, rules)
        guard rules.spec.fork >= .fulu else { return }
        // Whoever is active at the look-ahead was so at the scan, because what the registry rules decide takes effect
        // later; only a row that was split must be looked at again.
        let isScanValid =
            rules.spec.maxSeedLookahead > rules.spec.minSeedLookahead && state.registry.multiplicity.isEmpty
        let active =
            isScanValid
            ? ActiveRows(
                classes: classes, scannedRows: scannedRows, state.registry, largest: rules.maximumIncrementsUncompounded
            )
            : ActiveRows(state.registry, in: rules.compactLookahead.epoch)
        try proposerLookahead(&state, rules, active)
    }

    private mutating func resets(_ state: inout BeaconState, _ rules: EpochRules) throws(EpochError) {
        try slashingsReset(&state, rules)
        try randaoMixesReset(&state, rules)
        historicalUpdate(&state, rules)
        Self.participationFlagUpdates(&state)
    }

    private static func isLeaking(_ state: borrowing BeaconState, _ rules: EpochRules) throws(EpochError) -> Bool {
        try rules.previous.subtracting(state.finalized.epoch, "finality delay")
            > rules.spec.minEpochsToInactivityPenalty
    }
}

// The spec's steps one by one, each as it stands between its neighbours in a whole transition.
extension EpochTransition {
    /// `process_justification_and_finalization`.
    @discardableResult
    public mutating func justificationAndFinalization(
        _ state: inout BeaconState
    ) throws(EpochError) -> Justification {
        let rules = try EpochRules(state)
        let totals = try RegistryScan(rules).run(state.registry, classes: &classes)
        return try JustificationStep(rules: rules).run(&state, totals)
    }

    /// `process_inactivity_updates`.
    public mutating func inactivityUpdates(_ state: inout BeaconState) throws(EpochError) {
        try sweep(&state, .scores)
    }

    /// `process_rewards_and_penalties`.
    public mutating func rewardsAndPenalties(_ state: inout BeaconState) throws(EpochError) {
        try sweep(&state, .rewards)
    }

    /// `process_registry_updates`.
    @discardableResult
    public mutating func registryUpdates(_ state: inout BeaconState) throws(EpochError) -> RegistryChanges {
        try sweep(&state, .registry).registry
    }

    /// `process_slashings`.
    @discardableResult
    public mutating func slashings(
        _ state: inout BeaconState
    ) throws(EpochError) -> [(row: Int, penalty: Gwei)] {
        try sweep(&state, .slashings).penalties
    }

    /// `process_eth1_data_reset`.
    public func eth1DataReset(_ state: inout BeaconState) throws(EpochError) {
        eth1DataReset(&state, try EpochRules(state))
    }

    /// `process_pending_deposits`, Electra and later.
    @discardableResult
    public mutating func pendingDeposits(
        _ state: inout BeaconState
    ) throws(EpochError) -> [(row: Int, amount: Gwei)] {
        let rules = try EpochRules(state)
        let totals = try RegistryScan(rules).run(state.registry, classes: &classes)
        return try PendingDepositQueue(rules: rules, signatures: signatures)
            .run(&state, totalActiveBalance: totals.totalActiveBalance(rules.spec))
    }

    /// `process_pending_consolidations`, Electra and later.
    @discardableResult
    public func pendingConsolidations(
        _ state: inout BeaconState
    ) throws(EpochError) -> [(source: Int, target: Int, amount: Gwei)] {
        try PendingConsolidationQueue(rules: EpochRules(state)).run(&state)
    }

    /// `process_effective_balance_updates`.
    public func effectiveBalanceUpdates(_ state: inout BeaconState) throws(EpochError) {
        try effectiveBalanceUpdates(&state, EpochRules(state))
    }

    /// `process_slashings_reset`.
    public func slashingsReset(_ state: inout BeaconState) throws(EpochError) {
        try slashingsReset(&state, EpochRules(state))
    }

    /// `process_randao_mixes_reset`.
    public func randaoMixesReset(_ state: inout BeaconState) throws(EpochError) {
        try randaoMixesReset(&state, EpochRules(state))
    }

    /// `process_participation_flag_updates`.
    public static func participationFlagUpdates(_ state: inout BeaconState) {
        swap(&state.registry.previousParticipation, &state.registry.currentParticipation)
        var flags = state.registry.currentParticipation.mutableSpan
        flags.update(repeating: 0)
    }

    /// `process_sync_committee_updates`.
    public func syncCommitteeUpdates(_ state: inout BeaconState) throws(EpochError) {
        try syncCommitteeUpdates(&state, EpochRules(state))
    }

    /// `process_proposer_lookahead`, Fulu and later.
    public func proposerLookahead(_ state: inout BeaconState) throws(EpochError) {
        let rules = try EpochRules(state)
        try proposerLookahead(&state, rules, ActiveRows(state.registry, in: rules.compactLookahead.epoch))
    }

    /// Scans the registry and takes one kind of step on all rows.
    @discardableResult
    private mutating func sweep(
        _ state: inout BeaconState, _ step: EpochSweep.Steps
    ) throws(EpochError) -> (registry: RegistryChanges, penalties: [(row: Int, penalty: Gwei)]) {
        let rules = try EpochRules(state)
        let totals = try RegistryScan(rules).run(state.registry, classes: &classes)
        if rules.current == 0, step == .scores || step == .rewards { return (RegistryChanges(), []) }
        let usesLeak = step == .scores || step == .rewards
        let isLeaking = usesLeak ? try Self.isLeaking(state, rules) : false
        let rewards =
            step == .rewards
            ? RewardPass(
                try AttestationRewardTable(totals, isLeaking: isLeaking, spec: rules.spec),
                largestRow: totals.largestRow, increment: rules.increment)
            : nil
        var life = try LifeCycle(state, totalActiveBalance: totals.totalActiveBalance(rules.spec))
        try EpochSweep(rules: rules, steps: step, isLeaking: isLeaking)
            .run(&state.registry, classes: classes, rewards: rewards, life: &life)
        return (try life.write(to: &state, rules), life.penalties)
    }

    private func effectiveBalanceUpdates(_ state: inout BeaconState, _ rules: EpochRules) throws(EpochError) {
        try Hysteresis(rules).run(
            0..<state.registry.count, &state.registry.effectiveIncrements, state.registry.balances,
            state.registry.credentialPrefixes)
    }

    private func eth1DataReset(_ state: inout BeaconState, _ rules: EpochRules) {
        if (rules.current + 1) % rules.spec.epochsPerEth1VotingPeriod == 0 { state.chainRecord.eth1DataVotes = [] }
    }

    private func slashingsReset(_ state: inout BeaconState, _ rules: EpochRules) throws(EpochError) {
        guard !state.slashings.isEmpty else { return }
        let length = rules.spec.epochsPerSlashingsVector
        guard state.slashings.count == length else {
            throw .vectorLength(vector: "slashings", found: state.slashings.count, expected: length)
        }
        state.slashings[Int((rules.current + 1) % length)] = 0
    }

    private func randaoMixesReset(_ state: inout BeaconState, _ rules: EpochRules) throws(EpochError) {
        guard !state.randaoMixes.isEmpty else { return }
        let length = rules.spec.epochsPerHistoricalVector
        guard state.randaoMixes.count == length else {
            throw .vectorLength(vector: "randaoMixes", found: state.randaoMixes.count, expected: length)
        }
        state.randaoMixes[Int((rules.current + 1) % length)] = state.randaoMixes[Int(rules.current % length)]
    }

    private func historicalUpdate(_ state: inout BeaconState, _ rules: EpochRules) {
        let period = rules.spec.slotsPerHistoricalRoot / rules.spec.slotsPerEpoch
        if (rules.current + 1) % period == 0 { historicalUpdate?(&state) }
    }

    private func syncCommitteeUpdates(_ state: inout BeaconState, _ rules: EpochRules) throws(EpochError) {
        guard (rules.current + 1) % rules.spec.epochsPerSyncCommitteePeriod == 0 else { return }
        state.currentSyncCommittee = state.nextSyncCommittee
        state.nextSyncCommittee = try state.drawSyncCommittee(signatures)
    }

    private func proposerLookahead(
        _ state: inout BeaconState, _ rules: EpochRules, _ active: ActiveRows
    ) throws(EpochError) {
        let slots = rules.spec.slotsPerEpoch
        let length = try rules.spec.minSeedLookahead.adding(1, "look-ahead").multiplied(slots, "look-ahead")
        guard state.proposerLookahead.count == length else {
            throw .vectorLength(vector: "proposerLookahead", found: state.proposerLookahead.count, expected: length)
        }
        let proposers = try state.proposers(epoch: rules.compactLookahead.epoch, of: active)
        state.proposerLookahead.removeFirst(Int(slots))
        state.proposerLookahead.append(contentsOf: proposers)
    }
}
