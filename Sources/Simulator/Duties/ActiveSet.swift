import BeaconChain

/// The validators that are active in one epoch, in the order in which the spec lists them.
///
/// Spec: `get_active_validator_indices`, as stretches of virtual indices instead of a list.
struct ActiveSet: Sendable, Equatable {
    /// A stretch of active validators.
    struct Run: Sendable, Equatable {
        /// Position of the first in the active list.
        var position: Int
        /// Virtual index of the first.
        var virtualStart: Int
        var count: Int
    }

    private(set) var runs: [Run] = []
    private(set) var count = 0
    /// Sum of effective balances, in increments.
    private(set) var increments: UInt64 = 0
    /// The highest effective balance of a member, in increments.
    private(set) var highest: UInt16 = 0
    /// The lowest.
    private(set) var lowest: UInt16 = .max

    /// Complexity: O(rows).
    init(_ population: Population, _ registry: Registry, epoch: Epoch) {
        let bound = CompactEpoch(epoch) ?? .farFuture
        for run in population.runsInOrder {
            if run.isCohort {
                add(run.virtualStart, run.count, row: run.row, registry, bound)
            } else {
                for offset in 0..<run.count {
                    add(run.virtualStart + offset, 1, row: run.row + offset, registry, bound)
                }
            }
        }
    }

    private mutating func add(_ start: Int, _ members: Int, row: Int, _ registry: Registry, _ epoch: CompactEpoch) {
        guard registry.activationEpochs[row] <= epoch, epoch < registry.exitEpochs[row] else { return }
        let effective = registry.effectiveIncrements[row]
        increments += UInt64(effective) * UInt64(members)
        highest = max(highest, effective)
        lowest = min(lowest, effective)
        if let last = runs.indices.last, runs[last].virtualStart + runs[last].count == start {
            runs[last].count += members
        } else {
            runs.append(Run(position: count, virtualStart: start, count: members))
        }
        count += members
    }

    /// True where all have one effective balance.
    var isUniform: Bool { lowest == highest }

    /// Virtual index of the validator at a position of the active list.
    func virtualIndex(at position: Int) -> Int {
        let run = runs[index { $0.position <= position }]
        return run.virtualStart + (position - run.position)
    }

    /// Whether the validator is active.
    func contains(_ virtualIndex: Int) -> Bool {
        guard !runs.isEmpty else { return false }
        let run = runs[index { $0.virtualStart <= virtualIndex }]
        return virtualIndex >= run.virtualStart && virtualIndex < run.virtualStart + run.count
    }

    /// Position of an active validator.
    func position(of virtualIndex: Int) -> Int {
        let run = runs[index { $0.virtualStart <= virtualIndex }]
        return run.position + (virtualIndex - run.virtualStart)
    }

    /// The last run for which the claim holds; it holds for a prefix.
    private func index(_ claim: (Run) -> Bool) -> Int {
        var low = 0
        var high = runs.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if claim(runs[middle]) { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// The slot of an epoch in which the validator at a position of the *shuffled* list attests.
    ///
    /// Spec: `get_beacon_committee` and `compute_committee`, whose slices of a slot join up to `n·s/S ..< n·(s+1)/S`.
    func slot(ofShuffledPosition position: Int, slots: Int) -> Int {
        ((position + 1) * slots - 1) / count
    }

    /// Validators that attest in a slot of the epoch.
    func committeesSize(slot: Int, slots: Int) -> Int {
        count * (slot + 1) / slots - count * slot / slots
    }
}
