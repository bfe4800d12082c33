import BeaconChain
import Scenario
import Staking

// A run that starts from a real beacon state.
extension WorldBuilder {
    /// Validators of a state that are not active in its epoch, or slashed.
    static func withoutDuties(_ state: BeaconState) -> Int {
        (0..<state.registry.count).count { !hasDuties($0, state) }
    }

    private static func hasDuties(_ row: Int, _ state: BeaconState) -> Bool {
        state.registry.isActive(row, in: state.currentEpoch) && !state.registry.slashed[row]
    }

    /// Gives every validator of the state a node: the named entities the last ones that have duties, the rest in order,
    /// those without duties the last part of the rest.
    func settle(_ nodes: [Node], rest: Range<Int>, in state: BeaconState, _ population: inout Population) {
        let active = (0..<state.registry.count).filter { Self.hasDuties($0, state) }
        // Without duties are all to whom the others' nodes do not come.
        var nodeOfRow = Array(repeating: rest.upperBound - 1, count: state.registry.count)
        var named = active.reversed()[...]
        for index in 0..<rest.lowerBound {
            for row in named.prefix(nodes[index].validators) { nodeOfRow[row] = index }
            named = named.dropFirst(nodes[index].validators)
        }
        var others = Array(named.reversed())[...]
        for index in rest {
            for row in others.prefix(nodes[index].validators) { nodeOfRow[row] = index }
            others = others.dropFirst(nodes[index].validators)
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
