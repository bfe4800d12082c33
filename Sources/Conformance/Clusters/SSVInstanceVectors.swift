import DistributedValidators

/// SSV's instances: what each message and each timeout does, refused or taken, to the whole state.
enum SSVInstanceVectors {
    static let suite = "ssv-spec"
    /// The files' last round.
    static let cutOffRound = 15

    static func messages(_ document: VectorDocument) throws -> [CaseResult] {
        var reader = try SSVMessageReader(document)
        return try document["cases"].array.map { item in
            var instance = try instance(item, &reader)
            if try item["forceStop"].flag { instance.forceStop() }
            var actions: [SSVAction] = []
            var code = 0
            for message in try reader.messages(item["input"]) {
                do throws(SSVFault) {
                    try instance.receive(message, &actions)
                } catch {
                    code = error.rawValue
                }
            }
            return try result(item, "qbft_message_processing", instance, actions, code, &reader)
        }
    }

    static func timeouts(_ document: VectorDocument) throws -> [CaseResult] {
        var reader = try SSVMessageReader(document)
        return try document["cases"].array.map { item in
            var instance = try instance(item, &reader)
            var actions: [SSVAction] = []
            var code = 0
            do throws(SSVFault) {
                try instance.timeOut(&actions)
            } catch {
                code = error.rawValue
            }
            return try result(item, "qbft_timeout", instance, actions, code, &reader)
        }
    }

    static func settings(_ item: VectorDocument, _ reader: SSVMessageReader, proposer: UInt64) throws
        -> SSVInstance.Settings
    {
        let members = try item["n"].integer
        return SSVInstance.Settings(
            committee: (1...max(members, 1)).map { UInt64($0) }, sizes: .ssv(members),
            operatorID: UInt64(clamping: try item.optional("self")?.integer ?? 1), identifier: reader.identifier,
            cutOffRound: cutOffRound, proposer: .always(proposer), rule: SSVValueRule(refused: reader.refused))
    }

    /// The instance before the case's messages.
    private static func instance(_ item: VectorDocument, _ reader: inout SSVMessageReader) throws -> SSVInstance {
        let before = try item["pre"]
        let height = UInt64(clamping: try before["height"].integer)
        var instance = SSVInstance(
            try settings(item, reader, proposer: height == 10 ? 2 : 1), height: height)
        instance.startValue = try reader.value(item.optional("startValue"))
        instance.state.round = try before["round"].integer
        instance.state.lastPreparedRound = try before["lastPreparedRound"].integer
        instance.state.lastPreparedValue = try reader.value(before.optional("lastPreparedValue"))
        instance.state.acceptedProposal = try before.optional("proposalAccepted").map { try reader.message($0) }
        instance.state.isDecided = try before["decided"].flag
        instance.state.decidedValue = try reader.value(before.optional("decidedValue"))
        for (key, path) in stores {
            let store = try before[key]
            for round in store.keys {
                for message in try reader.messages(store[round]) { instance.state[keyPath: path].append(message) }
            }
        }
        return instance
    }

    private static var stores: [(key: String, path: WritableKeyPath<SSVInstance.State, SSVMessageStore>)] {
        [
            ("proposals", \.proposals), ("prepares", \.prepares), ("commits", \.commits),
            ("roundChanges", \.roundChanges),
        ]
    }

    private static func result(
        _ item: VectorDocument, _ handler: String, _ instance: SSVInstance, _ actions: [SSVAction], _ code: Int,
        _ reader: inout SSVMessageReader
    ) throws -> CaseResult {
        var comparison = FieldComparison()
        comparison.expect("error", try item["expectedErrorCode"].integer, code)
        let sent = actions.compactMap { action in
            if case .broadcast(let message) = action { message } else { nil }
        }
        let expected = try reader.messages(item["output"])
        comparison.expect("output.count", expected.count, sent.count)
        for (place, pair) in zip(expected, sent).enumerated() {
            comparison.expect("output[\(place)]", reader.describe(pair.0), reader.describe(pair.1))
        }
        if let timer = item.optional("expectedTimer") {
            let rounds = actions.compactMap { action in
                if case .startTimer(let round) = action { round } else { nil }
            }
            comparison.expect("timer.timeouts", try timer["Timeouts"].integer, rounds.count)
            comparison.expect("timer.round", try timer["Round"].integer, rounds.last ?? 0)
        }
        if let after = item.optional("post") { try compare(after, instance.state, &comparison, &reader) }
        return CaseResult(
            suite: suite, runner: suite, handler: handler, name: try item["name"].text, outcome: comparison.outcome)
    }

    private static func compare(
        _ after: VectorDocument, _ state: SSVInstance.State, _ comparison: inout FieldComparison,
        _ reader: inout SSVMessageReader
    ) throws {
        comparison.expect("round", try after["round"].integer, state.round)
        comparison.expect("height", try after["height"].text, "\(state.height)")
        comparison.expect("lastPreparedRound", try after["lastPreparedRound"].integer, state.lastPreparedRound)
        let prepared = try reader.value(after.optional("lastPreparedValue"))
        comparison.expect("lastPreparedValue", reader.text(prepared), reader.text(state.lastPreparedValue))
        let proposal = try after.optional("proposalAccepted").map { try reader.message($0) }
        comparison.expect("proposalAccepted", reader.describe(proposal), reader.describe(state.acceptedProposal))
        comparison.expect("decided", try after["decided"].flag, state.isDecided)
        let decided = try reader.value(after.optional("decidedValue"))
        comparison.expect("decidedValue", reader.text(decided), reader.text(state.decidedValue))
        for (key, path) in stores {
            let store = try after[key]
            let rounds = Set(state[keyPath: path].messages.map(\.round)).sorted()
            comparison.expect(key, store.keys.compactMap(Int.init).sorted(), rounds)
            for round in store.keys {
                let expected = try store[round].array.map { try $0.array.map { try $0.integer } }
                let found = state[keyPath: path].messages.filter { "\($0.round)" == round }
                    .map { $0.signers.ids.map { Int(clamping: $0) } }
                comparison.expect("\(key)[\(round)]", expected, found)
            }
        }
    }
}

/// Remembers the first difference.
struct FieldComparison {
    private(set) var outcome = CaseResult.Outcome.passed

    mutating func expect<Value: Equatable>(_ field: String, _ expected: Value, _ found: Value) {
        if case .passed = outcome, expected != found {
            outcome = .failed(Mismatch(field: field, expected: "\(expected)", found: "\(found)"))
        }
    }
}
