internal import GRDB

/// Puts a record into the tables of a schema, in the order in which they refer to each other.
struct RecordWriter {
    private let database: Database
    /// Of the schema: what an older one has no place for is left out.
    private let version: Int

    init(_ database: Database, version: Int) {
        self.database = database
        self.version = version
    }

    func write(_ record: RunRecord) throws {
        try write(record.run)
        try insert("run_override", 2, record.run.overrides) { row, id, text in
            row.put(id)
            row.put(text)
        }
        try writeParties(record)
        try writeEvents(record)
        try writeMoney(record)
        try insert("trace_event", version < 5 ? 4 : 5, record.trace) { row, _, event in
            row.put(event.number)
            row.put(event.time)
            row.put(event.text)
            row.put(event.digest)
            if version >= 5 { row.put(event.marks) }
        }
        try writeFindings(record)
    }

    private func write(_ run: RunHeader) throws {
        try insert("run", 17, [run]) { row, _, run in
            row.put(1)
            for text in [run.name, run.about, run.scenarioText, run.scenarioFile, String(run.seed)] { row.put(text) }
            for text in [run.blackoutVersion, run.digest, run.fork, run.preset, run.resolution, run.detail] {
                row.put(text)
            }
            row.put(run.startEpoch)
            for count in [run.epochs, run.slotsPerEpoch, run.slotMilliseconds, run.validators] { row.put(count) }
        }
    }

    private func writeParties(_ record: RunRecord) throws {
        try insert("entity", 7, record.entities) { row, id, entity in
            row.put(id)
            row.put(entity.name)
            row.put(entity.isRest)
            row.put(entity.nodes)
            row.put(entity.validators)
            row.put(entity.validatorSeconds)
            row.put(entity.darkValidatorSeconds)
        }
        try insert("node", 13, record.nodes) { row, id, node in
            row.put(id)
            row.put(node.entity)
            row.put(node.name)
            row.put(node.isPopulation)
            row.put(node.region)
            row.put(node.power)
            row.put(node.provider)
            row.put(node.nodeOperator)
            row.put(node.link)
            row.put(node.consensusClient)
            row.put(node.executionClient)
            row.put(node.validators)
            row.put(node.darkSeconds)
        }
        try insert("validator", 12, ascending(record.validators)) { row, _, validator in
            row.put(validator.index)
            row.put(validator.entity)
            row.put(validator.node)
            row.put(validator.startBalance)
            row.put(validator.endBalance)
            row.put(validator.endEffectiveBalance)
            row.put(validator.ideal)
            row.put(validator.missed)
            row.put(validator.penalties)
            row.put(validator.earned)
            row.put(validator.slashed)
            row.put(validator.exitEpoch)
        }
    }

    private func writeEvents(_ record: RunRecord) throws {
        try insert("outage", 4, record.outages) { row, id, outage in
            row.put(id)
            row.put(outage.name)
            row.put(outage.kind)
            row.put(outage.target)
        }
        try insert("outage_interval", 6, record.outageIntervals) { row, id, interval in
            row.put(id)
            row.put(interval.outage)
            row.put(interval.start)
            row.put(interval.end)
            row.put(interval.nodesHit)
            row.put(interval.validatorsHit)
        }
        try insert("node_state", 7, record.nodeStates) { row, id, state in
            row.put(id)
            row.put(state.node)
            row.put(state.state)
            row.put(state.start)
            row.put(state.end)
            row.put(state.outage)
            row.put(state.detail)
        }
        try insert("epoch", 13, record.epochs) { row, _, epoch in
            row.put(epoch.epoch)
            row.put(epoch.activeBalance)
            row.put(epoch.baseRewardPerIncrement)
            row.put(epoch.sourceBalance)
            row.put(epoch.targetBalance)
            row.put(epoch.headBalance)
            row.put(epoch.blocksProposed)
            row.put(epoch.blocksMissed)
            row.put(epoch.justifiedEpoch)
            row.put(epoch.finalizedEpoch)
            row.put(epoch.isLeaking)
            row.put(epoch.referenceParticipation)
            row.put(epoch.digest)
        }
    }

    private func writeMoney(_ record: RunRecord) throws {
        try insert("cause", 4, record.causes) { row, id, cause in
            row.put(id)
            row.put(cause.kind)
            row.put(cause.outage)
            row.put(cause.label)
        }
        try insert("entity_component", 7, record.components) { row, id, component in
            row.put(id)
            row.put(component.entity)
            row.put(component.component)
            row.put(component.ideal)
            row.put(component.missed)
            row.put(component.penalties)
            row.put(component.earned)
        }
        try insert("ledger", 6, record.ledger) { row, id, entry in
            row.put(id)
            row.put(entry.entity)
            row.put(entry.cause)
            row.put(entry.component)
            row.put(entry.missed)
            row.put(entry.penalties)
        }
        try insert("duty_miss", version < 3 ? 8 : 9, record.dutyMisses) { row, id, miss in
            row.put(id)
            row.put(miss.entity)
            row.put(miss.node)
            row.put(miss.epoch)
            row.put(miss.duty)
            row.put(miss.outcome)
            row.put(miss.cause)
            row.put(miss.count)
            if version >= 3 { row.put(miss.reason) }
        }
        try insert("cluster", version < 4 ? 12 : 14, record.clusters) { row, id, cluster in
            row.put(id)
            row.put(cluster.entity)
            row.put(cluster.flavour)
            for count in [cluster.threshold, cluster.members, cluster.clusters, cluster.played, cluster.late] {
                row.put(count)
            }
            for count in [cluster.firstRound, cluster.laterRounds, cluster.highestRound, cluster.messages] {
                row.put(count)
            }
            if version >= 4 {
                row.put(cluster.aggregates)
                row.put(cluster.contributions)
            }
        }
        try insert("cluster_member", 5, record.clusterMembers) { row, id, member in
            row.put(id)
            row.put(member.cluster)
            row.put(member.number)
            row.put(member.node)
            row.put(member.operatorID)
        }
        try insert("cluster_account", 9, record.clusterAccounts) { row, id, account in
            row.put(id)
            row.put(account.cluster)
            row.put(account.number)
            row.put(account.validators)
            row.put(account.deposit.map { Int($0) })
            row.put(account.operatorFees)
            row.put(account.networkFees)
            row.put(account.left.map { Int($0) })
            row.put(account.runsOut.map { Int($0) })
        }
    }

    private func writeFindings(_ record: RunRecord) throws {
        try insert("expectation", 10, record.expectations) { row, id, expectation in
            row.put(id)
            row.put(expectation.text)
            row.put(expectation.metric)
            row.put(expectation.published)
            row.put(expectation.simulated)
            row.put(expectation.simulatedValue.isFinite ? expectation.simulatedValue : nil)
            row.put(expectation.unit)
            row.put(expectation.isMet)
            row.put(expectation.source)
            row.put(expectation.location)
        }
        try insert("note", 2, record.notes) { row, id, text in
            row.put(id)
            row.put(text)
        }
    }

    private func insert<Item>(
        _ table: String, _ columns: Int, _ items: [Item], _ fill: (inout RowWriter, Int, Item) -> Void
    ) throws {
        // A file of an older version, which only tests write, lacks the tables of later ones.
        guard !items.isEmpty else { return }
        var row = try RowWriter(database, table: table, columns: columns)
        for (id, item) in items.enumerated() {
            fill(&row, id, item)
            try row.end()
        }
    }

    /// A tree that is filled from left to right is compact and quick to make.
    private func ascending(_ validators: [ValidatorRecord]) -> [ValidatorRecord] {
        let isAscending = zip(validators, validators.dropFirst()).allSatisfy { $0.index < $1.index }
        return isAscending ? validators : validators.sorted { $0.index < $1.index }
    }
}
