/// The consensus and exchange data of distributed-validator projects: which file holds what.
enum ClusterConsensusVectors {
    /// The cases of a file; nil where its place and name tell of none.
    static func run(path: String, folder: String, name: String) throws -> [CaseResult]? {
        switch (folder, name) {
        case ("charon-qbft", "run_scenarios"): try CharonScenarioVectors.runs(VectorDocument(path: path))
        case ("charon-qbft", "chain_split"): try CharonScenarioVectors.chainSplits(VectorDocument(path: path))
        case ("charon-qbft", "decide_scenarios"): try CharonRuleVectors.decisions(VectorDocument(path: path))
        case ("charon-qbft", "justification"): try CharonRuleVectors.justifications(VectorDocument(path: path))
        case ("charon-qbft", "formulas"): try CharonRuleVectors.formulas(VectorDocument(path: path))
        case ("charon-qbft", "timers"): try CharonRuleVectors.timers(VectorDocument(path: path))
        case (_, "timer_deadlines"): try ObolSpecificationVectors.timerDeadlines(VectorDocument(path: path))
        case (_, "priority_scoring"): try ObolSpecificationVectors.priorities(VectorDocument(path: path))
        case (_, "qbft_decided_resends"): try ObolSpecificationVectors.resends(VectorDocument(path: path))
        case (_, "qbft_msg_limits"): try ObolSpecificationVectors.limits(VectorDocument(path: path))
        case (_, "parsigex_sender_binding"): try ObolSpecificationVectors.senders(VectorDocument(path: path))
        case (_, "qbft_hashing"):
            try ObolSpecificationVectors.wireEncodings(VectorDocument(path: path), suite: name)
        case (_, "qbft_msg_processing"): try SSVInstanceVectors.messages(VectorDocument(path: path))
        case (_, "qbft_timeout"): try SSVInstanceVectors.timeouts(VectorDocument(path: path))
        case (_, "qbft_controller"): try SSVControllerVectors.run(VectorDocument(path: path))
        case ("valcheck", _): try SSVRuleVectors.valueCheck(VectorDocument(path: path))
        default: name.hasPrefix("round_robin_") ? try SSVRuleVectors.roundRobin(VectorDocument(path: path)) : nil
        }
    }
}
