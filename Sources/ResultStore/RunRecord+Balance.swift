/// A record whose parts contradict each other.
public struct Imbalance: Error, Equatable, Sendable, CustomStringConvertible {
    /// What does not hold, with the figures.
    public var description: String
}

extension RunRecord {
    /// Highest count, of validators, nodes, blocks or duties, in one place of a record.
    static let highestCount: Int64 = 1 << 32
    /// Highest time, nanoseconds: 73 years.
    static let highestTime: Int64 = 1 << 61
    /// Highest epoch number.
    static let highestEpoch: Int64 = 1 << 50
    /// Highest sum of money over a record, Gwei: far above all ether, far below overflow.
    static let highestSum: Int64 = 1 << 60

    /// Checks that the books balance and that every reference leads somewhere.
    ///
    /// - for each entity and component: `earned = ideal − missed − penalties`, and the ledger's rows sum to the
    ///   component's missed rewards and penalties;
    /// - for each validator carried by itself the same equation, and where all validators of an entity are, their sums
    ///   equal the entity's.
    ///
    /// - Complexity: one pass over each table; validators out of order are sorted once.
    public func checkBalance() throws(Imbalance) {
        try checkParts()
        var books = try Books(self)
        var last = -1
        var isAscending = true
        for validator in validators {
            try books.add(validator)
            isAscending = isAscending && validator.index > last
            last = validator.index
        }
        if !isAscending {
            let indices = validators.map(\.index).sorted()
            for (a, b) in zip(indices, indices.dropFirst()) where a == b {
                throw Imbalance("validator \(a) appears twice")
            }
        }
        try books.close()
    }

    /// Numbers in range, references that lead somewhere.
    func checkParts() throws(Imbalance) {
        try checkNumbers()
        try checkReferences()
    }

    private func checkNumbers() throws(Imbalance) {
        var counts = [run.epochs, run.slotsPerEpoch, run.slotMilliseconds, run.validators]
        for entity in entities { counts += [entity.nodes, entity.validators] }
        for node in nodes { counts.append(node.validators) }
        for epoch in epochs { counts += [epoch.blocksProposed, epoch.blocksMissed] }
        for interval in outageIntervals { counts += [interval.nodesHit, interval.validatorsHit] }
        for miss in dutyMisses { counts.append(miss.count) }
        for cluster in clusters {
            counts += [cluster.threshold, cluster.members, cluster.clusters, cluster.played, cluster.late]
            counts += [cluster.firstRound, cluster.laterRounds, cluster.highestRound, cluster.messages]
            counts += [cluster.aggregates, cluster.contributions]
        }
        for member in clusterMembers { counts.append(member.number) }
        for account in clusterAccounts { counts += [account.number, account.validators] }
        for count in counts {
            try Imbalance.require(0...Int(RunRecord.highestCount) ~= count, "a count is \(count)")
        }
        var numbers = [run.startEpoch]
        for epoch in epochs { numbers += [epoch.epoch, epoch.justifiedEpoch, epoch.finalizedEpoch] }
        for miss in dutyMisses { numbers.append(miss.epoch) }
        for validator in validators { if let epoch = validator.exitEpoch { numbers.append(epoch) } }
        for number in numbers {
            try Imbalance.require(number <= RunRecord.highestEpoch, "an epoch is \(number)")
        }
        for (before, after) in zip(epochs, epochs.dropFirst()) {
            try Imbalance.require(before.epoch < after.epoch, "epoch \(after.epoch) follows epoch \(before.epoch)")
        }
        for (before, after) in zip(trace, trace.dropFirst()) {
            try Imbalance.require(before.number < after.number, "event \(after.number) follows event \(before.number)")
        }
        for interval in outageIntervals { try RunRecord.checkSpan(interval.start, interval.end) }
        for state in nodeStates { try RunRecord.checkSpan(state.start, state.end) }
        for entity in entities {
            try Imbalance.require(
                entity.validatorSeconds.isFinite && entity.darkValidatorSeconds >= 0
                    && entity.darkValidatorSeconds <= entity.validatorSeconds * (1 + 1e-9),
                "entity '\(entity.name)' was dark for \(entity.darkValidatorSeconds) of \(entity.validatorSeconds) s")
        }
        for (row, node) in nodes.enumerated() {
            try Imbalance.require(
                node.darkSeconds.isFinite && node.darkSeconds >= 0, "node \(row) was dark for \(node.darkSeconds) s")
        }
        for epoch in epochs {
            try Imbalance.require(
                epoch.referenceParticipation?.isFinite ?? true, "epoch \(epoch.epoch) has no number to compare with")
        }
    }

    private static func checkSpan(_ start: Int64, _ end: Int64) throws(Imbalance) {
        try Imbalance.require(
            0 <= start && start <= end && end <= highestTime, "something lasts from \(start) ns to \(end) ns")
    }

    private func checkReferences() throws(Imbalance) {
        var names: Set<String> = []
        for entity in entities {
            guard names.insert(entity.name).inserted else { throw Imbalance("entity '\(entity.name)' appears twice") }
        }
        for (row, node) in nodes.enumerated() {
            try Imbalance.require(entities.indices ~= node.entity, "node \(row) belongs to no entity")
        }
        for (row, cause) in causes.enumerated() {
            try Imbalance.require(cause.outage.map(outages.indices.contains) ?? true, "cause \(row) has no outage")
        }
        for (row, interval) in outageIntervals.enumerated() {
            try Imbalance.require(outages.indices ~= interval.outage, "outage interval \(row) has no outage")
        }
        for (row, state) in nodeStates.enumerated() {
            try Imbalance.require(
                nodes.indices ~= state.node && outages.indices ~= state.outage,
                "node state \(row) has no node or outage")
        }
        for (row, miss) in dutyMisses.enumerated() {
            try Imbalance.require(
                entities.indices ~= miss.entity && causes.indices ~= miss.cause
                    && miss.node.map(nodes.indices.contains) ?? true, "duty miss \(row) has no entity, node or cause")
        }
        for (row, cluster) in clusters.enumerated() {
            try Imbalance.require(entities.indices ~= cluster.entity, "cluster \(row) belongs to no entity")
        }
        for (row, member) in clusterMembers.enumerated() {
            try Imbalance.require(
                clusters.indices ~= member.cluster && nodes.indices ~= member.node,
                "cluster member \(row) has no cluster or node")
        }
        for (row, account) in clusterAccounts.enumerated() {
            try Imbalance.require(clusters.indices ~= account.cluster, "cluster account \(row) has no cluster")
            let amounts = [account.operatorFees, account.networkFees, account.deposit ?? 0, account.left ?? 0]
            let paid = account.operatorFees.addingReportingOverflow(account.networkFees)
            try Imbalance.require(
                amounts.allSatisfy { $0 >= 0 } && !paid.overflow
                    && account.left == account.deposit.map { $0 - paid.partialValue }
                    && 0...RunRecord.highestTime ~= account.runsOut ?? 0,
                "cluster account \(row): \(account.deposit ?? 0) paid in are not \(account.operatorFees) and "
                    + "\(account.networkFees) paid and \(account.left ?? 0) left")
        }
        for (row, validator) in validators.enumerated() {
            try Imbalance.require(
                entities.indices ~= validator.entity && validator.node.map(nodes.indices.contains) ?? true
                    && validator.index >= 0, "validator row \(row) has no entity, node or index")
        }
    }
}

extension Imbalance {
    init(_ description: String) { self.description = description }

    static func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(Imbalance) {
        if !condition { throw Imbalance(message()) }
    }
}

/// The sums by which a run's books are checked.
struct Books {
    private struct Sums: Equatable {
        var ideal: Int64 = 0
        var missed: Int64 = 0
        var penalties: Int64 = 0

        mutating func add(ideal: Int64, missed: Int64, penalties: Int64) throws(Imbalance) {
            let a = self.ideal.addingReportingOverflow(ideal)
            let b = self.missed.addingReportingOverflow(missed)
            let c = self.penalties.addingReportingOverflow(penalties)
            let isSafe = [a, b, c].allSatisfy { !$0.overflow && $0.partialValue.magnitude <= RunRecord.highestSum }
            try Imbalance.require(isSafe, "a sum of money exceeds \(RunRecord.highestSum) gwei")
            self = Sums(ideal: a.partialValue, missed: b.partialValue, penalties: c.partialValue)
        }

        /// After this no sum over any part of what was added can overflow, whatever the signs.
        mutating func addMagnitudes(_ ideal: Int64, _ missed: Int64, _ penalties: Int64) throws(Imbalance) {
            try add(
                ideal: Int64(clamping: ideal.magnitude), missed: Int64(clamping: missed.magnitude),
                penalties: Int64(clamping: penalties.magnitude))
        }
    }

    private let entities: [EntityRecord]
    private var ofEntity: [Sums]
    private var ofValidators: [Sums]
    private var validators: [Int]

    /// Checks components and ledger.
    init(_ record: RunRecord) throws(Imbalance) {
        entities = record.entities
        ofEntity = Array(repeating: Sums(), count: entities.count)
        ofValidators = ofEntity
        validators = Array(repeating: 0, count: entities.count)

        var whole = Sums()
        for component in record.components {
            try whole.addMagnitudes(component.ideal, component.missed, component.penalties)
        }
        for entry in record.ledger { try whole.addMagnitudes(0, entry.missed, entry.penalties) }

        var rows: [Key: Int] = [:]
        var open: [Sums] = []
        for (row, component) in record.components.enumerated() {
            try Imbalance.require(entities.indices ~= component.entity, "component row \(row) belongs to no entity")
            let place = "entity '\(entities[component.entity].name)', component '\(component.component)'"
            try Books.checkEquation(
                ideal: component.ideal, missed: component.missed, penalties: component.penalties,
                earned: component.earned, at: place)
            try ofEntity[component.entity].add(
                ideal: component.ideal, missed: component.missed, penalties: component.penalties)
            let key = Key(entity: component.entity, component: component.component)
            try Imbalance.require(rows.updateValue(row, forKey: key) == nil, "\(place) appears twice")
            open.append(Sums())
        }
        for (row, entry) in record.ledger.enumerated() {
            try Imbalance.require(
                entities.indices ~= entry.entity && record.causes.indices ~= entry.cause,
                "ledger row \(row) has no entity or cause")
            guard let component = rows[Key(entity: entry.entity, component: entry.component)] else {
                throw Imbalance(
                    "ledger row \(row): entity '\(entities[entry.entity].name)' has no component '\(entry.component)'")
            }
            try open[component].add(ideal: 0, missed: entry.missed, penalties: entry.penalties)
        }
        for (component, sums) in zip(record.components, open) {
            let place = "entity '\(entities[component.entity].name)', component '\(component.component)'"
            try Imbalance.require(
                sums.missed == component.missed,
                "\(place): the causes explain \(sums.missed) gwei of \(component.missed) gwei missed")
            try Imbalance.require(
                sums.penalties == component.penalties,
                "\(place): the causes explain \(sums.penalties) gwei of \(component.penalties) gwei of penalties")
        }
    }

    /// Takes up one validator that was carried by itself; its entity must exist.
    mutating func add(_ validator: ValidatorRecord) throws(Imbalance) {
        let entity = validator.entity
        let (withoutMissed, a) = validator.ideal.subtractingReportingOverflow(validator.missed)
        let (earned, b) = withoutMissed.subtractingReportingOverflow(validator.penalties)
        guard !a, !b, earned == validator.earned else {
            try Books.checkEquation(
                ideal: validator.ideal, missed: validator.missed, penalties: validator.penalties,
                earned: validator.earned, at: "validator \(validator.index)")
            return
        }
        try ofValidators[entity].add(
            ideal: validator.ideal, missed: validator.missed, penalties: validator.penalties)
        validators[entity] += 1
    }

    /// Compares the validators' sums with those of entities all of whose validators were carried by themselves.
    func close() throws(Imbalance) {
        for (entity, record) in entities.enumerated() {
            let name = record.name
            try Imbalance.require(
                validators[entity] <= record.validators,
                "entity '\(name)' lists \(validators[entity]) validators of \(record.validators)")
            guard validators[entity] == record.validators, record.validators > 0 else { continue }
            let (listed, whole) = (ofValidators[entity], ofEntity[entity])
            try Imbalance.require(
                listed == whole,
                """
                entity '\(name)': its validators sum to ideal \(listed.ideal), missed \(listed.missed), penalties \
                \(listed.penalties) gwei, its components to \(whole.ideal), \(whole.missed), \(whole.penalties) gwei
                """)
        }
    }

    private static func checkEquation(
        ideal: Int64, missed: Int64, penalties: Int64, earned: Int64, at place: String
    ) throws(Imbalance) {
        let (withoutMissed, a) = ideal.subtractingReportingOverflow(missed)
        let (expected, b) = withoutMissed.subtractingReportingOverflow(penalties)
        try Imbalance.require(
            !a && !b && expected == earned,
            "\(place): earned \(earned) gwei is not ideal \(ideal) − missed \(missed) − penalties \(penalties) gwei")
    }

    private struct Key: Hashable {
        var entity: Int
        var component: String
    }
}
