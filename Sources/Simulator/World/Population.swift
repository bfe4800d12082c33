import BeaconChain

/// Who stands behind each row of the registry.
///
/// Validators have virtual indices 0 ..< total, as the spec numbers them. A row is one validator or a cohort: a range
/// of virtual indices whose members share every value that the protocol's arithmetic reads. The members' balances may
/// differ by rewards that the arithmetic does not notice; their sum is kept exactly beside the common value.
///
/// The rest comes first and the named entities last, the first of them at the top, so that naming one more entity
/// moves nobody else's index.
struct Population: Sendable {
    /// First virtual index of each row.
    private(set) var virtualStart: [Int] = []
    /// Members of each row.
    private(set) var members: [Int] = []
    /// Node that operates each row.
    private(set) var nodeOfRow: [Int32] = []
    /// Rows that stand for several validators.
    private(set) var cohortRows: [Int] = []
    /// Sum of the members' balances less members × the row's balance, Gwei; meaningful for cohort rows.
    var balanceAside: [Int: Int64] = [:]
    /// How far a member's balance can lie below and above the row's, Gwei.
    var balanceBounds: [Int: BalanceBounds] = [:]
    /// Number of validators.
    private(set) var total = 0

    struct BalanceBounds: Sendable, Equatable {
        var below: Int64 = 0
        var above: Int64 = 0
    }

    private(set) var rowsOfNode: [[Range<Int>]] = []
    private var runs: [Run] = []
    /// Rows have parted since the order of virtual indices was last brought up to date.
    private(set) var runsAreStale = false

    /// A stretch of virtual indices and the rows behind it.
    struct Run: Sendable {
        var virtualStart: Int
        var count: Int
        var row: Int
        /// True: all belong to `row`; false: consecutive rows from `row`.
        var isCohort: Bool
    }

    init(nodes: Int) {
        rowsOfNode = Array(repeating: [], count: nodes)
    }

    /// Adds the next validators: one row each, or one cohort row for all.
    mutating func append(node: Int, count: Int, asCohort: Bool) {
        guard count > 0 else { return }
        let first = virtualStart.count
        if asCohort && count > 1 {
            virtualStart.append(total)
            members.append(count)
            nodeOfRow.append(Int32(node))
            cohortRows.append(first)
            balanceAside[first] = 0
            balanceBounds[first] = BalanceBounds()
        } else {
            virtualStart.append(contentsOf: total..<(total + count))
            members.append(contentsOf: repeatElement(1, count: count))
            nodeOfRow.append(contentsOf: repeatElement(Int32(node), count: count))
        }
        rowsOfNode[node].append(first..<virtualStart.count)
        if asCohort && count > 1 {
            runs.append(Run(virtualStart: total, count: count, row: first, isCohort: true))
        } else if let last = runs.indices.last, !runs[last].isCohort {
            runs[last].count += count
        } else {
            runs.append(Run(virtualStart: total, count: count, row: first, isCohort: false))
        }
        total += count
    }

    /// Number of rows.
    var rowCount: Int { virtualStart.count }

    /// True where the row stands for several validators.
    func isCohort(_ row: Int) -> Bool { members[row] > 1 || balanceBounds[row] != nil }

    /// The row behind a virtual index. O(log of runs).
    func row(of index: Int) -> Int {
        var low = 0
        var high = runs.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if runs[middle].virtualStart <= index { low = middle } else { high = middle - 1 }
        }
        let run = runs[low]
        return run.isCohort ? run.row : run.row + (index - run.virtualStart)
    }

    /// Stretches of virtual indices in ascending order.
    var runsInOrder: [Run] { runs }

    /// Takes the last `count` members of a cohort row into a row of their own, appended to the registry.
    ///
    /// The balances that lie beside the common value are shared out by head.
    mutating func split(row: Int, into newRow: Int, count: Int) {
        precondition(newRow == virtualStart.count && count > 0 && count < members[row])
        let before = members[row]
        members[row] = before - count
        virtualStart.append(virtualStart[row] + before - count)
        members.append(count)
        nodeOfRow.append(nodeOfRow[row])
        cohortRows.append(newRow)
        let aside = balanceAside[row] ?? 0
        let share = Int64(Int128(aside) * Int128(count) / Int128(before))
        balanceAside[row] = aside - share
        balanceAside[newRow] = share
        balanceBounds[newRow] = balanceBounds[row] ?? BalanceBounds()
        rowsOfNode[Int(nodeOfRow[row])].append(newRow..<(newRow + 1))
        runsAreStale = true
    }

    /// Takes members back into a row whose balance differs from theirs by so much, Gwei.
    mutating func absorb(difference: Int64, members count: Int, into row: Int) {
        balanceAside[row, default: 0] += difference * Int64(count)
        var bounds = balanceBounds[row] ?? BalanceBounds()
        bounds.below = max(bounds.below, bounds.below - difference)
        bounds.above = max(bounds.above, bounds.above + difference)
        balanceBounds[row] = bounds
    }

    /// Takes the mean of what lies beside a row's balance out of the books.
    ///
    /// - Parameter balance: the row's, Gwei.
    /// - Returns: the mean, Gwei, to be added to the row's balance, which it leaves at nought or more; less than one
    ///   Gwei a member, or what was charged beyond all that the members have, stays beside.
    mutating func levelBalances(of row: Int, holding balance: Int64) -> Int64 {
        let aside = balanceAside[row] ?? 0
        let mean = max(aside / Int64(members[row]), -balance)
        balanceAside[row] = aside - mean * Int64(members[row])
        balanceBounds[row] = BalanceBounds()
        return mean
    }

    /// Brings the order of virtual indices up to date after splits.
    mutating func settle() {
        guard runsAreStale else { return }
        runsAreStale = false
        let order = virtualStart.indices.sorted { virtualStart[$0] < virtualStart[$1] }
        runs = []
        for row in order {
            if let last = runs.indices.last, !runs[last].isCohort, members[row] == 1,
                runs[last].row + runs[last].count == row
            {
                runs[last].count += 1
            } else {
                runs.append(
                    Run(
                        virtualStart: virtualStart[row], count: members[row], row: row, isCohort: members[row] > 1))
            }
        }
    }
}
