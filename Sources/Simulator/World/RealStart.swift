import BeaconChain
import Scenario
import Staking

// A run that starts from a real beacon state.
extension WorldBuilder {
    /// Gives every validator of the state a node: the named entities the last ones that are active, the rest in order.
    ///
    /// - Throws: `SimulationError.badChain` if more are named than are active.
    func settle(
        _ nodes: [Node], rest: Range<Int>, in state: BeaconState, _ population: inout Population
    ) throws(SimulationError) {
        var nodeOfRow = Array(repeating: -1, count: state.registry.count)
        var row = state.registry.count - 1
        for index in 0..<rest.lowerBound {
            for _ in 0..<nodes[index].validators {
                while row >= 0, !state.registry.isActive(row, in: state.currentEpoch) || state.registry.slashed[row] {
                    row -= 1
                }
                guard row >= 0 else {
                    throw .badChain("the state has fewer active validators than the scenario names")
                }
                nodeOfRow[row] = index
                row -= 1
            }
        }
        var groups = rest.flatMap { index in [(index, nodes[index].validators)] }[...]
        for row in nodeOfRow.indices where nodeOfRow[row] < 0 {
            while let first = groups.first, first.1 == 0 { groups = groups.dropFirst() }
            guard let first = groups.first else { break }
            nodeOfRow[row] = first.0
            groups[groups.startIndex].1 -= 1
        }
        var start = 0
        while start < nodeOfRow.count {
            var end = start + 1
            while end < nodeOfRow.count, nodeOfRow[end] == nodeOfRow[start] { end += 1 }
            population.append(node: nodeOfRow[start], count: end - start, asCohort: false)
            start = end
        }
    }

    /// The state at the first slot of its epoch, without what the run does not follow.
    func resumed(_ state: BeaconState, _ spec: ChainSpec) -> BeaconState {
        var state = state
        state.spec = spec
        state.slot = state.currentEpoch * spec.slotsPerEpoch
        state.blockRoots = []
        state.pendingDeposits = []
        state.pendingConsolidations = []
        state.pendingPartialWithdrawals = []
        state.registry.publicKeys = []
        state.registry.withdrawalCredentials = []
        return state
    }

    /// What a reader should know of such a start.
    func notes(_ state: BeaconState?) -> [String] {
        guard let state else { return [] }
        var notes: [String] = []
        if state.slot % state.spec.slotsPerEpoch != 0 {
            notes.append(
                "the state is of slot \(state.slot), inside an epoch: the run starts with that epoch's first slot")
        }
        let queued =
            state.pendingDeposits.count + state.pendingConsolidations.count + state.pendingPartialWithdrawals.count
        if queued > 0 {
            notes.append(
                "\(queued) pending deposits, consolidations and withdrawals of the state are left out of the run")
        }
        return notes
    }
}
