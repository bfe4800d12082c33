internal import ResultStore

/// What the clusters of one entry of the scenario went through.
struct ClusterResult {
    /// Duties of their validators that went wrong in one way.
    struct Miss {
        var duty: String
        var outcome: String
        /// In Charon's words; nil where all was done.
        var reason: String?
        var cause: String
        var count: Int

        /// `attestation missed, no_consensus (power cut)`.
        var text: String {
            duty + " " + outcome + (reason.map { ", \($0)" } ?? "") + " (\(cause))"
        }
    }

    var name: String
    var record: ClusterRecord
    /// The most first.
    var misses: [Miss]
    /// Members by name, in the order of shares, with their operator ids; of each cluster whose members differ.
    var members: [[(node: String, operatorID: UInt64?)]]
    /// What its clusters paid, one each; empty where they pay nothing.
    var accounts: [ClusterAccountRecord]

    /// `obol 3 of 4`, `ssv 3 of 4, 500 clusters`.
    var kind: String {
        "\(record.flavour) \(record.threshold) of \(record.members)"
            + (record.clusters == 1 ? "" : ", \(Figures.count(record.clusters, "cluster"))")
    }
}

extension RunReport {
    /// Clusters in the scenario's order. O(clusters · duty misses).
    var clusters: [ClusterResult] {
        record.clusters.enumerated().filter { record.entities.indices ~= $0.element.entity }.map { row, cluster in
            var misses: [ClusterResult.Miss] = []
            for miss in record.dutyMisses where miss.entity == cluster.entity && record.causes.indices ~= miss.cause {
                let cause = record.causes[miss.cause].label
                let known = misses.firstIndex {
                    $0.duty == miss.duty && $0.outcome == miss.outcome && $0.reason == miss.reason && $0.cause == cause
                }
                if let known {
                    misses[known].count += miss.count
                } else {
                    misses.append(
                        ClusterResult.Miss(
                            duty: miss.duty, outcome: miss.outcome, reason: miss.reason, cause: cause,
                            count: miss.count))
                }
            }
            misses.sort { ($1.count, $0.text) < ($0.count, $1.text) }
            return ClusterResult(
                name: record.entities[cluster.entity].name, record: cluster, misses: misses, members: members(row),
                accounts: record.clusterAccounts.filter { $0.cluster == row })
        }
    }
}

extension RunReport {
    /// Clusters whose operators are numbered at SSV, with their members: `market/2`, `ann (10), bob (20)`.
    var operators: [(cluster: String, members: String)] {
        clusters.flatMap { cluster in
            cluster.members.enumerated().filter { $0.element.contains { $0.operatorID != nil } }.map { number, set in
                (
                    cluster: cluster.members.count == 1 ? cluster.name : "\(cluster.name)/\(number + 1)",
                    members: set.map { "\($0.node) (\($0.operatorID.map(String.init) ?? "–"))" }
                        .joined(separator: ", ")
                )
            }
        }
    }

    private func members(_ cluster: Int) -> [[(node: String, operatorID: UInt64?)]] {
        var members: [[(node: String, operatorID: UInt64?)]] = []
        var number = 0
        for member in record.clusterMembers where member.cluster == cluster && record.nodes.indices ~= member.node {
            if member.number != number { members.append([]) }
            number = member.number
            members[members.count - 1].append((record.nodes[member.node].name, member.operatorID))
        }
        return members
    }
}

extension ClusterResult {
    var json: JSONValue {
        .object([
            "name": .text(name), "flavour": .text(record.flavour), "threshold": .count(record.threshold),
            "members": .count(record.members), "clusters": .count(record.clusters), "played": .count(record.played),
            "late": .count(record.late), "decided_in_first_round": .count(record.firstRound),
            "decided_in_later_rounds": .count(record.laterRounds), "highest_round": .count(record.highestRound),
            "messages": .count(record.messages), "aggregates": .count(record.aggregates),
            "contributions": .count(record.contributions),
            "member_sets": .list(
                members.map { set in
                    .list(
                        set.map {
                            .object([
                                "node": .text($0.node), "ssv_operator_id": $0.operatorID.map { .unsigned($0) } ?? .null,
                            ])
                        })
                }),
            "fees": .list(accounts.map(\.json)),
            "misses": .list(
                misses.map { miss in
                    .object([
                        "duty": .text(miss.duty), "outcome": .text(miss.outcome),
                        "reason": miss.reason.map { .text($0) } ?? .null, "cause": .text(miss.cause),
                        "duties": .count(miss.count),
                    ])
                }),
        ])
    }
}
