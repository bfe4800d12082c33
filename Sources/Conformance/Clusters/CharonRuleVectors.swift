import DistributedValidators

/// Charon's rules one by one: sizes, justification, timers, and what decides.
enum CharonRuleVectors {
    static let suite = "charon-qbft"

    static func formulas(_ document: VectorDocument) throws -> [CaseResult] {
        try document["rows"].array.map { row in
            let numbers = try row.array.map { try $0.integer }
            guard numbers.count == 3 else { throw BLSVectorError(path: document.path, problem: "a row has no 3 cells") }
            let sizes = QuorumSizes.charon(numbers[0])
            return CaseResult(
                suite, "formulas", "n = \(numbers[0])", expected: "\(numbers[1]) \(numbers[2])",
                found: "\(sizes.quorum) \(sizes.faulty)")
        }
    }

    static func timers(_ document: VectorDocument) throws -> [CaseResult] {
        let tables: [(key: String, timer: RoundTimer, role: RoundTimer.Role)] = [
            ("increasing_ms", .increasing, .other), ("increasing_proposer_ms", .increasing, .proposer),
            ("linear_ms", .linear, .proposer),
        ]
        var results: [CaseResult] = []
        for (key, timer, role) in tables {
            guard let table = document.optional(key) else { continue }
            for round in table.keys {
                // The linear rounds are given without the proposal timeout, which only a first round can have.
                let found = timer.deadline(
                    round: Int(round) ?? 0, role: role, dutyStart: 0, instanceStart: 0, now: 0)
                results.append(
                    CaseResult(
                        suite, "timers", "\(key) round \(round)", expected: try table[round].text,
                        found: "\(found / 1_000_000)"))
            }
        }
        if document.optional("eager_dlinear_proposer") != nil {
            for (round, expected) in [(1, "1500"), (2, "2500")] {
                let found = RoundTimer.eagerDoubleLinear.deadline(
                    round: round, role: .proposer, dutyStart: 0, instanceStart: 0, now: 0)
                results.append(
                    CaseResult(
                        suite, "timers", "eager double linear, proposer, round \(round)", expected: expected,
                        found: "\(found / 1_000_000)"))
            }
        }
        return results
    }

    static func justifications(_ document: VectorDocument) throws -> [CaseResult] {
        try document["cases"].array.map { item in
            let nodes = try item["n"].integer
            let rules = QBFTJustification(
                sizes: .charon(nodes),
                rotation: .charon(slot: UInt64(try item["instance"].integer), dutyType: 0, members: nodes))
            var found: [Bool] = []
            for kind in ["prePrepare", "roundChange", "decided"] {
                guard let message = item.optional(kind) else { continue }
                found.append(rules.holds(try self.message(message, kind: kind)))
            }
            return CaseResult(
                suite, "justification", try item["name"].text, expected: "\(try item["justified"].flag)",
                found: found.isEmpty ? "no message" : "\(found.allSatisfy { $0 })")
        }
    }

    static func decisions(_ document: VectorDocument) throws -> [CaseResult] {
        let environment = try document["environment"]
        return try document["cases"].array.map { item in
            let settings = QBFTInstance.Settings(
                sizes: .charon(try environment["n"].integer), rotation: .nobody,
                process: try environment["self"].integer, messageLimit: try environment["fifoLimit"].integer)
            var instance = QBFTInstance(settings)
            var actions: [QBFTAction] = []
            instance.start(&actions)
            for message in try item["msgs"].array {
                instance.receive(try self.message(message, kind: try message["t"].text), &actions)
            }
            var expected = "nothing"
            if let decision = try item.optional("decide")?.array, decision.count == 2 {
                expected = try "\(decision[0].text) in round \(decision[1].text)"
            }
            var found = instance.decidedValue.map { "\(Self.name($0)) in round \(instance.decidedRound)" } ?? "nothing"
            for key in item.keys where key.lowercased().hasPrefix("qcommit") {
                expected += try " by \(item[key].integer)"
                found += " by \(instance.deciders.count)"
            }
            let decisions = actions.count {
                guard case .decide = $0 else { return false }
                return true
            }
            if decisions > 1 { found = "\(decisions) decisions" }
            return CaseResult(suite, "decide", try item["name"].text, expected: expected, found: found)
        }
    }

    // MARK: - Messages

    /// A message as the files write it: `t`, `src`, `round`, `val`, `pr`, `pv`, `just`.
    static func message(_ item: VectorDocument, kind: String) throws -> QBFTMessage {
        QBFTMessage(
            try self.kind(kind, item), source: try item["src"].integer, round: try item["round"].integer,
            value: try number(item.optional("val") ?? item.optional("value")),
            preparedRound: try item.optional("pr")?.integer ?? 0, preparedValue: try number(item.optional("pv")),
            justification: try item.optional("just")?.array.map { try message($0, kind: $0["t"].text) } ?? [])
    }

    private static func kind(_ name: String, _ item: VectorDocument) throws -> QBFTMessage.Kind {
        switch name {
        case "prePrepare": .prePrepare
        case "prepare": .prepare
        case "commit": .commit
        case "roundChange": .roundChange
        case "decided": .decided
        default: throw BLSVectorError(path: item.path, problem: "there is no message '\(name)'")
        }
    }

    /// A value is a number or a short name; a name's number is its characters'.
    private static func number(_ item: VectorDocument?) throws -> UInt64 {
        guard let text = try item?.text else { return 0 }
        if let number = UInt64(text) { return number }
        return text.utf8.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func name(_ value: UInt64) -> String {
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) }.drop { $0 == 0 }
        return bytes.first.map { $0 >= 0x41 } == true ? String(decoding: bytes, as: UTF8.self) : "\(value)"
    }
}
