import Scenario
import Simulator

/// A scenario of four members and a cluster of theirs, in a small network of whole epochs.
struct ClusterScenario {
    var seed = 5
    var flavour = "obol"
    var signing = "modelled"
    var resolution = "duties"
    var validators = 2
    var run = "4 epochs"
    var members = "[a, b, c, d]"
    var cluster = ""
    var entities = "a: { at: north }, b: { at: north }, c: { at: south }, d: { at: south }"
    var outages: [String] = []
    var more = ""

    var text: String {
        """
        name: cluster
        seed: \(seed)
        chain: { validators: 640, sampling: spec }
        time: { run: \(run) }
        places: { north: { region: us-west, power: north }, south: { region: us-west, power: south } }
        entities: { \(entities) }
        clusters:
          ours:
            { flavour: \(flavour), members: \(members), validators: \(validators), signing: \(signing)\(cluster.isEmpty ? "" : ", " + cluster) }
        outages: [\(outages.map { "{ \($0) }" }.joined(separator: ", "))]
        resolution: \(resolution)
        \(resolution == "messages" ? "network: { nodes: 24 }" : "")
        \(more)
        """
    }

    func outcome(threads: Int = 1) throws -> RunOutcome {
        try RunOutcome.of(Running.scenario(text), threads: threads)
    }
}

extension RunOutcome {
    /// Everything that a run leaves behind but its notes.
    var everything: [String] {
        [digest] + losses(ofRest: false).map(\.description) + losses(ofRest: true).map(\.description)
            + ideals(ofRest: false) + ideals(ofRest: true) + missRows.map { "\($0)" } + validatorRows.map { "\($0)" }
            + epochPoints.map { "\($0)" } + clusterRows.map { "\($0)" } + entityRows.map { "\($0)" }
    }

    /// Duties of the cluster, `attestation missed no_consensus: 3`, the reasons of one kind added up.
    var clusterMisses: [String] {
        var sums: [(text: String, count: Int)] = []
        for miss in missRows where entityRows[miss.entity].name == "ours" {
            let text = "\(miss.duty) \(miss.outcome) \(miss.reason ?? "-")"
            if let known = sums.firstIndex(where: { $0.text == text }) {
                sums[known].count += miss.count
            } else {
                sums.append((text, miss.count))
            }
        }
        return sums.map { "\($0.text): \($0.count)" }.sorted()
    }
}
