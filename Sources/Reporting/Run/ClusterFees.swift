internal import ResultStore

/// What one cluster of SSV's market paid, or several together, as a reader sees it.
struct ClusterFees {
    /// `market/2`; `market` where there is one; the entry's name and how many where they are added up.
    var name: String
    /// Gwei of ETH; nil = whatever it took.
    var deposit: Int64?
    var operators: Int64
    var network: Int64
    var left: Int64?
    /// `liquidated at 23 d 13:09:07`, `lasts until 59 d 00:00:00`, `never`.
    var end: String

    /// The money's name, over a table of it.
    static let heading = "fees, ETH paid in for SSV"
    /// Why it is in no other table.
    static let remark =
        "Fees come out of ETH that was paid in for the clusters at SSV; validators' balances and the ledger have no part in it."

    /// As a row of a table.
    var cells: [String] {
        [
            name, deposit.map(Figures.ether) ?? "–", Figures.ether(operators), Figures.ether(network),
            left.map(Figures.ether) ?? "–", end,
        ]
    }
}

extension RunReport {
    /// What each cluster paid, and where there are more than `limit` of an entry, the first of them and all together.
    func fees(limit: Int) -> [ClusterFees] {
        clusters.flatMap { cluster -> [ClusterFees] in
            let accounts = cluster.accounts
            let rows = accounts.prefix(accounts.count > limit ? max(1, limit - 1) : limit).map { account in
                ClusterFees(
                    name: accounts.count == 1 ? cluster.name : "\(cluster.name)/\(account.number)",
                    deposit: account.deposit, operators: account.operatorFees, network: account.networkFees,
                    left: account.left, end: end(of: account))
            }
            guard accounts.count > 1 else { return rows }
            let liquidated = accounts.count { isLiquidated($0) }
            let all = ClusterFees(
                name: "all \(Figures.count(accounts.count))", deposit: Self.sum(accounts.map(\.deposit)),
                operators: accounts.reduce(0) { $0 + $1.operatorFees },
                network: accounts.reduce(0) { $0 + $1.networkFees }, left: Self.sum(accounts.map(\.left)),
                end: liquidated == 0 ? "none liquidated" : "\(Figures.count(liquidated)) liquidated")
            return rows + [all]
        }
    }

    private static func sum(_ amounts: [Int64?]) -> Int64? {
        amounts.reduce(0) { sum, amount in sum.flatMap { sum in amount.map { sum + $0 } } }
    }

    private func isLiquidated(_ account: ClusterAccountRecord) -> Bool {
        account.runsOut.map { Double($0) < length } ?? false
    }

    private func end(of account: ClusterAccountRecord) -> String {
        guard let time = account.runsOut else { return "never runs out" }
        let clock = Figures.clock(time, withDays: true)
        return isLiquidated(account) ? "liquidated at \(clock)" : "lasts until \(clock)"
    }
}

extension ClusterAccountRecord {
    var json: JSONValue {
        func amount(_ value: Int64?) -> JSONValue { value.map { .integer($0) } ?? .null }
        return .object([
            "cluster": .count(number), "validators": .count(validators), "deposit_gwei": amount(deposit),
            "operator_fees_gwei": .integer(operatorFees), "network_fees_gwei": .integer(networkFees),
            "left_gwei": amount(left), "runs_out_seconds": .optional(runsOut.map { Double($0) / 1e9 }),
        ])
    }
}
