internal import GRDB

/// Reads the tables of `Schema.current` back into a record; every identifier must be its row's position and every
/// reference must lead to a row.
struct RecordReader {
    private let database: Database
    private var entityCount = 0
    private var nodeCount = 0

    init(_ database: Database) { self.database = database }

    /// Everything but the validators.
    mutating func readWithoutValidators() throws -> RunRecord {
        var record = RunRecord(run: try header())
        record.run.overrides = try texts("run_override", "override_id")
        record.entities = try rows("entity", by: "entity_id") { row in
            try row.position()
            return EntityRecord(
                name: try row.text(), isRest: try row.bool(), nodes: try row.count(), validators: try row.count(),
                validatorSeconds: try row.real(), darkValidatorSeconds: try row.real())
        }
        let entities = record.entities.count
        entityCount = entities
        record.nodes = try rows("node", by: "node_id") { row in
            try row.position()
            return NodeRecord(
                entity: try row.reference(below: entities, to: "entity"), name: try row.text(),
                isPopulation: try row.bool(), region: try row.optional { try $0.text() },
                power: try row.optional { try $0.text() }, provider: try row.optional { try $0.text() },
                nodeOperator: try row.optional { try $0.text() }, link: try row.optional { try $0.text() },
                consensusClient: try row.optional { try $0.text() },
                executionClient: try row.optional { try $0.text() },
                validators: try row.count(), darkSeconds: try row.real())
        }
        nodeCount = record.nodes.count
        try readEvents(into: &record)
        try readMoney(into: &record)
        record.expectations = try rows("expectation", by: "expectation_id") { row in
            try row.position()
            return ExpectationRecord(
                text: try row.text(), metric: try row.text(), published: try row.text(), simulated: try row.text(),
                simulatedValue: try row.optional { try $0.real() } ?? .nan, unit: try row.text(),
                isMet: try row.bool(), source: try row.text(), location: try row.text())
        }
        record.notes = try texts("note", "note_id")
        record.trace = try rows("trace_event", by: "event_number") { row in
            TraceEventRecord(
                number: UInt64(try row.number(upTo: .max)), time: try row.time(), text: try row.text(),
                digest: try row.text(), marks: try row.text())
        }
        try record.checkParts()
        return record
    }

    /// Visits the validators by ascending index; needs `readWithoutValidators` before.
    func forEachValidator(_ body: (ValidatorRecord) throws -> Void) throws {
        var row = try RowReader(database, table: "validator", sql: "SELECT * FROM validator ORDER BY validator_index")
        while try row.next() {
            try body(
                ValidatorRecord(
                    index: try row.count(), entity: try row.reference(below: entityCount, to: "entity"),
                    node: try row.optional { try $0.reference(below: nodeCount, to: "node") },
                    startBalance: try row.int64(), endBalance: try row.int64(), endEffectiveBalance: try row.int64(),
                    ideal: try row.int64(), missed: try row.int64(), penalties: try row.int64(),
                    earned: try row.int64(), slashed: try row.bool(), exitEpoch: try row.optional { try $0.epoch() }))
        }
    }

    private func header() throws -> RunHeader {
        let headers = try rows("run", by: "run_id") { row in
            _ = try row.int64()
            let (name, about, text, file) = (try row.text(), try row.text(), try row.text(), try row.text())
            let seedText = try row.text()
            guard let seed = UInt64(seedText), String(seed) == seedText else {
                throw row.malformed("is no seed")
            }
            return RunHeader(
                name: name, about: about, scenarioText: text, scenarioFile: file, overrides: [], seed: seed,
                blackoutVersion: try row.text(), digest: try row.text(), fork: try row.text(), preset: try row.text(),
                resolution: try row.text(), detail: try row.text(), startEpoch: try row.epoch(),
                epochs: try row.count(), slotsPerEpoch: try row.count(), slotMilliseconds: try row.count(),
                validators: try row.count())
        }
        guard headers.count == 1 else { throw MalformedRow(reason: "table 'run' holds \(headers.count) rows, not one") }
        return headers[0]
    }

    private func readEvents(into record: inout RunRecord) throws {
        record.outages = try rows("outage", by: "outage_id") { row in
            try row.position()
            return OutageRecord(name: try row.text(), kind: try row.text(), target: try row.text())
        }
        let outages = record.outages.count
        let nodes = nodeCount
        record.outageIntervals = try rows("outage_interval", by: "interval_id") { row in
            try row.position()
            let outage = try row.reference(below: outages, to: "outage")
            let (start, end) = (try row.time(), try row.time())
            guard start <= end else { throw row.malformed("is before the start") }
            return OutageIntervalRecord(
                outage: outage, start: start, end: end, nodesHit: try row.count(), validatorsHit: try row.count())
        }
        record.nodeStates = try rows("node_state", by: "state_id") { row in
            try row.position()
            let node = try row.reference(below: nodes, to: "node")
            let state = try row.text()
            let (start, end) = (try row.time(), try row.time())
            guard start <= end else { throw row.malformed("is before the start") }
            return NodeStateRecord(
                node: node, state: state, start: start, end: end,
                outage: try row.reference(below: outages, to: "outage"),
                detail: try row.text())
        }
        record.epochs = try rows("epoch", by: "epoch") { row in
            EpochRecord(
                epoch: try row.epoch(), activeBalance: try row.int64(), baseRewardPerIncrement: try row.int64(),
                sourceBalance: try row.int64(), targetBalance: try row.int64(), headBalance: try row.int64(),
                blocksProposed: try row.count(), blocksMissed: try row.count(), justifiedEpoch: try row.epoch(),
                finalizedEpoch: try row.epoch(), isLeaking: try row.bool(),
                referenceParticipation: try row.optional { try $0.real() }, digest: try row.text())
        }
    }

    private func readMoney(into record: inout RunRecord) throws {
        let (entities, nodes, outages) = (entityCount, nodeCount, record.outages.count)
        record.causes = try rows("cause", by: "cause_id") { row in
            try row.position()
            return CauseRecord(
                kind: try row.text(), outage: try row.optional { try $0.reference(below: outages, to: "outage") },
                label: try row.text())
        }
        let causes = record.causes.count
        record.components = try rows("entity_component", by: "entity_component_id") { row in
            try row.position()
            return EntityComponentRecord(
                entity: try row.reference(below: entities, to: "entity"), component: try row.text(),
                ideal: try row.int64(), missed: try row.int64(), penalties: try row.int64(), earned: try row.int64())
        }
        record.ledger = try rows("ledger", by: "ledger_id") { row in
            try row.position()
            return LedgerRecord(
                entity: try row.reference(below: entities, to: "entity"),
                cause: try row.reference(below: causes, to: "cause"), component: try row.text(),
                missed: try row.int64(), penalties: try row.int64())
        }
        record.dutyMisses = try rows("duty_miss", by: "duty_miss_id") { row in
            try row.position()
            return DutyMissRecord(
                entity: try row.reference(below: entities, to: "entity"),
                node: try row.optional { try $0.reference(below: nodes, to: "node") }, epoch: try row.epoch(),
                duty: try row.text(), outcome: try row.text(), cause: try row.reference(below: causes, to: "cause"),
                count: try row.count(), reason: try row.optional { try $0.text() })
        }
        record.clusters = try rows("cluster", by: "cluster_id") { row in
            try row.position()
            return ClusterRecord(
                entity: try row.reference(below: entities, to: "entity"), flavour: try row.text(),
                threshold: try row.count(), members: try row.count(), clusters: try row.count(),
                played: try row.count(), late: try row.count(), firstRound: try row.count(),
                laterRounds: try row.count(), highestRound: try row.count(), messages: try row.count(),
                aggregates: try row.count(), contributions: try row.count())
        }
        let clusters = record.clusters.count
        record.clusterMembers = try rows("cluster_member", by: "cluster_member_id") { row in
            try row.position()
            return ClusterMemberRecord(
                cluster: try row.reference(below: clusters, to: "cluster"), number: try row.count(),
                node: try row.reference(below: nodes, to: "node"),
                operatorID: try row.optional { UInt64(try $0.number(upTo: .max)) })
        }
        record.clusterAccounts = try rows("cluster_account", by: "cluster_account_id") { row in
            try row.position()
            return ClusterAccountRecord(
                cluster: try row.reference(below: clusters, to: "cluster"), number: try row.count(),
                validators: try row.count(), deposit: try row.optional { try $0.number(upTo: .max) },
                operatorFees: try row.number(upTo: .max), networkFees: try row.number(upTo: .max),
                left: try row.optional { try $0.number(upTo: .max) }, runsOut: try row.optional { try $0.time() })
        }
    }

    private func texts(_ table: String, _ key: String) throws -> [String] {
        try rows(table, by: key) { row in
            try row.position()
            return try row.text()
        }
    }

    private func rows<Item>(
        _ table: String, by key: String, _ read: (inout RowReader) throws -> Item
    ) throws -> [Item] {
        var row = try RowReader(database, table: table, sql: "SELECT * FROM \(table) ORDER BY \(key)")
        var items: [Item] = []
        while try row.next() { items.append(try read(&row)) }
        return items
    }
}
