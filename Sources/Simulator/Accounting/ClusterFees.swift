import Scenario

extension RunOutcome {
    /// What a cluster paid in the run, Gwei of ETH.
    package struct FeeRow: Sendable {
        /// Row of `clusterRows`.
        package var cluster: Int
        /// Which cluster of the entry, from 1.
        package var number: Int
        package var validators: Int
        package var deposit: Int64?
        package var operators: Int64
        package var network: Int64
        /// Nanoseconds from the start of the run, perhaps after its end; nil = never.
        package var runsOut: Int64?

        /// `deposit − operators − network`.
        package var left: Int64? { deposit.map { $0 - operators - network } }
    }

    package var feeRows: [FeeRow] {
        series.clusterFigures.enumerated().flatMap { row, entry in
            world.scenario.clusters[entry.cluster].accounts.enumerated().map { number, account in
                let paid = account.paid(by: end)
                return FeeRow(
                    cluster: row, number: number + 1, validators: account.validators, deposit: account.deposit,
                    operators: paid.operators, network: paid.network, runsOut: account.runsOutAt)
            }
        }
    }

    /// Fees and liquidations of entities; those without an account pay nothing.
    ///
    /// - Throws: `badExpectation` where what is left is asked of clusters that pay whatever it takes.
    func fees(_ path: MetricPath, _ entities: [Int], _ location: SourceLocation) throws(SimulationError) -> Quantity {
        let clusters = clusterRows
        let rows = feeRows.filter { entities.contains(clusters[$0.cluster].entity) }
        if path.metric == .liquidated {
            let count = Int64(rows.count { $0.runsOut.map { $0 < end } ?? false })
            return Quantity(value: Double(count), unit: .count, integer: count)
        }
        var sum: Int64 = 0
        for row in rows {
            guard path.metric == .feesLeft else {
                sum += row.operators + row.network
                continue
            }
            guard let left = row.left else {
                throw .badExpectation(
                    "nothing is left of a market without 'balance': it pays whatever it takes", location: location)
            }
            sum += left
        }
        return Quantity(value: Double(sum), unit: .gwei, integer: sum)
    }
}
