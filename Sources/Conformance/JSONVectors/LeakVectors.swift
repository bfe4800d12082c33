import BeaconChain

/// Replays thousands of epochs of a leak and looks at samples and events.
enum LeakVectors {
    static func run(_ vector: VectorCase) throws -> CaseResult.Outcome {
        var state = try vector.pre()
        let offline = Set(try vector.json.needArray("offline").compactMap(\.int))
        let samples = Dictionary(
            grouping: try vector.json.needArray("samples"), by: { $0["epoch"]?.unsigned ?? 0 })
        let watched = [offline.min(), offline.max(), state.registry.count - 1].compactMap { $0 }
        var events: [JSONValue] = []
        var transition = EpochTransition(signatures: VectorSignatures())
        transition.drawsDuties = false
        let first = try vector.json.needUnsigned("first_epoch")
        let count = try vector.json.needUnsigned("epochs")
        for epoch in first..<first + count {
            guard epoch == state.currentEpoch else {
                return .failed(Mismatch(field: "epoch", expected: "\(epoch)", found: "\(state.currentEpoch)"))
            }
            for row in 0..<state.registry.count {
                let attends = !offline.contains(row)
                let (previous, current) = (state.previousEpoch, state.currentEpoch)
                state.registry.previousParticipation[row] =
                    attends && state.registry.isActive(row, in: previous) ? 7 : 0
                state.registry.currentParticipation[row] =
                    attends && state.registry.isActive(row, in: current) ? 7 : 0
            }
            let before = state
            do {
                try transition.run(&state)
            } catch {
                return .failed(Mismatch(field: "epoch \(epoch)", expected: "a transition", found: error.description))
            }
            for sample in samples[epoch] ?? [] {
                if let found = mismatch(sample, state) {
                    return .failed(
                        Mismatch(
                            field: "sample \(epoch) \(found.field)", expected: found.expected, found: found.found))
                }
            }
            events.append(contentsOf: newEvents(epoch, before, state, watched))
            state.slot += state.spec.slotsPerEpoch
        }
        return compare(try vector.json.needArray("events"), events)
    }

    private static func mismatch(_ sample: JSONValue, _ state: BeaconState) -> Mismatch? {
        var fields = sample
        if case .object(var members) = fields {
            members["epoch"] = nil
            if let finalized = members.removeValue(forKey: "finalized_epoch"),
                finalized.unsigned != state.finalized.epoch
            {
                return Mismatch(
                    field: "finalized_epoch", expected: finalized.description, found: "\(state.finalized.epoch)")
            }
            fields = .object(members)
        }
        return ExpectedState(fields).firstMismatch(state)
    }

    private static func newEvents(
        _ epoch: Epoch, _ before: BeaconState, _ after: BeaconState, _ watched: [Int]
    ) -> [JSONValue] {
        var events: [JSONValue] = []
        func add(_ type: String, _ members: [String: UInt64]) {
            var event = members.mapValues { JSONValue.integer($0) }
            event["epoch"] = .integer(epoch)
            event["type"] = .string(type)
            events.append(.object(event))
        }
        for row in 0..<after.registry.count where before.registry.exitEpochs[row] != after.registry.exitEpochs[row] {
            add(
                "exit_initiated",
                [
                    "index": UInt64(row), "exit_epoch": after.registry.exitEpochs[row].epoch,
                    "withdrawable_epoch": after.registry.withdrawableEpochs[row].epoch,
                    "balance": after.registry.balances[row],
                ])
        }
        if after.finalized.epoch > before.finalized.epoch + 1 {
            add("finalized", ["finalized_epoch": after.finalized.epoch])
        }
        for row in Set(watched).sorted()
        where before.registry.effectiveIncrements[row] != after.registry.effectiveIncrements[row] {
            let balance = UInt64(after.registry.effectiveIncrements[row]) * after.spec.effectiveBalanceIncrement
            add("effective_balance", ["index": UInt64(row), "value": balance])
        }
        return events
    }

    private static func compare(_ expected: [JSONValue], _ found: [JSONValue]) -> CaseResult.Outcome {
        // A description lists an object's members in the order of their names.
        let (left, right) = (Set(expected.map(\.description)), Set(found.map(\.description)))
        let missing = expected.map(\.description).first { !right.contains($0) }
        let surplus = found.map(\.description).first { !left.contains($0) }
        if missing == nil, surplus == nil { return .passed }
        return .failed(Mismatch(field: "events", expected: missing ?? "no further event", found: surplus ?? "none"))
    }
}
