import BeaconChain

// What only a run from a real state meets: votes cast before it, and validators slashed before it.
extension Branch {
    /// Those whose attestation of the epoch before the run did not earn everything, as the state's flags say.
    func classesBeforeTheRun() -> [AttestationClass] {
        let registry = world.state.registry
        let epoch = world.state.previousEpoch
        return (0..<registry.count).filter { row in
            registry.previousParticipation[row] & 7 != 7 && registry.isActive(row, in: epoch) && !registry.slashed[row]
        }.map { row in
            AttestationClass(
                row: row, flags: registry.previousParticipation[row] & 7, cause: Causes.beforeTheRun, wasCast: false,
                count: world.population.members[row])
        }
    }

    /// Slashed validators that still pay for the votes they may not cast, with their balances.
    ///
    /// Spec: `get_eligible_validator_indices`.
    func slashedRows() -> [(row: Int, increments: UInt16, balance: Gwei)] {
        guard hasSlashed else { return [] }
        let registry = world.state.registry
        let previous = world.state.previousEpoch
        return (0..<registry.count).filter { row in
            registry.slashed[row]
                && (registry.isActive(row, in: previous) || previous + 1 < registry.withdrawableEpochs[row].epoch)
        }.map { ($0, registry.effectiveIncrements[$0], registry.balances[$0]) }
    }

    /// Books what a slashed validator paid, and what its attestation would have been worth had it not been slashed.
    mutating func bookSlashed(
        _ row: Int, increments: UInt16, balanceBefore: Gwei, _ prices: AttestationPrices
    ) throws(SimulationError) {
        let settled: AttestationSettlement
        do {
            settled = try prices.table.settle(
                balance: balanceBefore, increments: increments, flags: 0,
                score: world.state.registry.inactivityScores[row])
        } catch {
            throw .badChain("\(error)")
        }
        let cause = slashingCause(row)
        let entity = Int(entityOfNode[Int(world.population.nodeOfRow[row])])
        let members = Int64(world.population.members[row])
        let general = prices.table.isLeaking ? Causes.leak : Causes.othersVotes
        for flag in ParticipationFlag.allCases {
            let (ideal, forgone) = (prices.ideal(increments, flag), prices.forgone(increments, flag))
            ledger.addIdeal(ideal * members, entity: entity, component: flag.component)
            ledger.addMissed(forgone * members, entity: entity, cause: cause, component: flag.component)
            ledger.addMissed((ideal - forgone) * members, entity: entity, cause: general, component: flag.component)
            ledger.addToRow(row, ideal: ideal, missed: ideal)
            charge(row, Int64(settled.penalties[flag]), cause: cause, component: flag.component)
        }
        charge(row, Int64(settled.inactivityPenalty), cause: cause, component: .leak)
    }

    /// Books what was taken from each member of a row.
    mutating func charge(_ row: Int, _ amount: Int64, cause: Int, component: Component) {
        let entity = Int(entityOfNode[Int(world.population.nodeOfRow[row])])
        let members = Int64(world.population.members[row])
        ledger.addPenalty(amount * members, entity: entity, cause: cause, component: component)
        ledger.addToRow(row, penalties: amount)
    }
}
