import DistributedValidators
import EventEngine

/// Charon's whole runs: four processes with late starts, late values, jitter, loss and fuzzing.
enum CharonScenarioVectors {
    private static let suite = "charon-qbft"
    /// Each scenario is run with so much luck.
    private static let seeds: UInt64 = 40

    static func runs(_ document: VectorDocument) throws -> [CaseResult] {
        try document["cases"].array.map { item in
            let expect = try item["expect"]
            let round = try? expect["round"].integer
            var setting = CharonNetwork.Setting(instance: UInt64(try item["instance"].integer))
            setting.isExponential = try item["timer"].text == "exp"
            setting.startDelays = try milliseconds(item.optional("startDelayMs"))
            setting.valueDelays = try milliseconds(item.optional("valueDelayMs"))
            setting.jitter = Int64(try item.optional("bcastJitterMs")?.integer ?? 0) * 1_000_000
            setting.lostCommitsThrough = try item.optional("dropCommitsUpToRound")?.integer ?? 0
            setting.fuzzedProcess = try item.optional("fuzzPeer")?.integer
            for process in item.optional("dropProb")?.keys ?? [] {
                let text = try item["dropProb"][process].text
                setting.losses[Int(process) ?? 0] = Double(text) ?? 0
            }
            if round == 1 { setting.hasValue = { setting.leader(round: 1) == $0 } }
            let value = try expect.optional("value")?.integer
            return CaseResult(
                suite: suite, runner: suite, handler: "run", name: try item["name"].text,
                outcome: outcome(setting, round: round, value: value.map(UInt64.init(clamping:))))
        }
    }

    static func chainSplits(_ document: VectorDocument) throws -> [CaseResult] {
        let environment = try document["environment"]
        return try document["cases"].array.map { item in
            var setting = CharonNetwork.Setting(instance: UInt64(try environment["instance"].integer))
            setting.comparesValues = true
            for process in try item["values"].keys {
                setting.values[Int(process) ?? 0] = UInt64(clamping: try item["values"][process].integer)
            }
            let expect = item.optional("expect")
            let round = expect?.optional("round").flatMap { try? $0.integer }
            let value = try expect?.optional("value")?.integer
            let name = try item["name"].text
            guard round != nil || value != nil else {
                // Nothing is to be decided, however long it goes on.
                let decided = CharonNetwork(setting, seed: 0).run().decisions.values.contains { $0 != nil }
                return CaseResult(
                    suite, "chain_split", name, expected: "no decision", found: decided ? "a decision" : "no decision")
            }
            return CaseResult(
                suite: suite, runner: suite, handler: "chain_split", name: name,
                outcome: outcome(setting, round: round, value: value.map(UInt64.init(clamping:))))
        }
    }

    private static func milliseconds(_ table: VectorDocument?) throws -> [Int: Int64] {
        var delays: [Int: Int64] = [:]
        for process in table?.keys ?? [] {
            delays[Int(process) ?? 0] = Int64(try table?[process].integer ?? 0) * 1_000_000
        }
        return delays
    }

    private static func outcome(
        _ setting: CharonNetwork.Setting, round: Int?, value: UInt64?
    ) -> CaseResult.Outcome {
        for seed in 0..<seeds {
            let decisions = CharonNetwork(setting, seed: seed).run().decisions
            var first: CharonNetwork.Decision?
            for process in 1...CharonNetwork.processes {
                func failed(_ expected: String, _ found: String) -> CaseResult.Outcome {
                    .failed(Mismatch(field: "seed \(seed), process \(process)", expected: expected, found: found))
                }
                guard let decision = decisions[process] ?? nil else { return failed("a decision", "none") }
                let reference = first ?? decision
                first = reference
                guard decision.value == reference.value else {
                    return failed("value \(reference.value)", "value \(decision.value)")
                }
                if let round, decision.round != round { return failed("round \(round)", "round \(decision.round)") }
                if let value, decision.value != value { return failed("value \(value)", "value \(decision.value)") }
                if let round, value == nil, !setting.comparesValues,
                    decision.value != UInt64(setting.leader(round: round))
                {
                    return failed("the leader's value \(setting.leader(round: round))", "value \(decision.value)")
                }
            }
        }
        return .passed
    }
}
