import BeaconChain

/// Replays shuffles and draws.
enum DutyVectors {
    static func runShuffling(_ vector: VectorCase) throws -> CaseResult.Outcome {
        guard let seed = try vector.json.need("seed").root, let count = try vector.json.need("count").int else {
            throw VectorFormatError(field: "seed", expected: "a root and a count")
        }
        let shuffling = Shuffling(seed: seed, count: count, rounds: try vector.json.needUnsigned("shuffle_round_count"))
        let mapping = try vector.json.needNumbers("mapping")
        let whole = shuffling.permutation()
        for (position, index) in mapping.enumerated() {
            let ways: [(String, Int?, UInt64)] = [
                ("permutation", whole.indices.contains(position) ? Int(whole[position]) : nil, index),
                ("index", shuffling.index(position), index),
                ("position", shuffling.position(of: Int(clamping: index)), UInt64(position)),
            ]
            for (way, found, expected) in ways where found != Int(exactly: expected) {
                return .failed(
                    Mismatch(
                        field: "\(way)[\(position)]", expected: "\(expected)",
                        found: found.map(String.init) ?? "nothing"))
            }
        }
        return .passed
    }

    static func runDuties(_ vector: VectorCase) throws -> CaseResult.Outcome {
        let json = vector.json
        var state = try self.state(vector)
        let epoch = try json.needUnsigned("epoch")
        let seeds = try json.need("seeds")
        let committees = try Committees(state, epoch: epoch)
        var found: [(String, JSONValue, JSONValue)] = [
            ("seeds.attester", try seeds.need("attester"), .root(try state.seed(.attester, epoch: epoch))),
            ("seeds.proposer", try seeds.need("proposer"), .root(try state.seed(.proposer, epoch: epoch))),
            ("seeds.sync_next", try seeds.need("sync_next"), .root(try state.seed(.syncCommittee, epoch: epoch + 1))),
            (
                "committees_per_slot", try json.need("committees_per_slot"),
                .integer(UInt64(committees.layout.committeesPerSlot))
            ),
            ("active_count", try json.need("active_count"), .integer(UInt64(committees.layout.activeCount))),
            ("committees", try json.need("committees"), write(committees)),
            ("proposers", try json.need("proposers"), rows(try state.proposers(epoch: epoch))),
            (
                "next_sync_committee", try json.need("next_sync_committee"),
                rows(try state.drawSyncCommittee(.trusting).members)
            ),
        ]
        if json["lookahead_pre"] != nil {
            state.proposerLookahead = try json.needNumbers("lookahead_pre").map { Int(clamping: $0) }
            try EpochTransition().proposerLookahead(&state)
            found.append(("lookahead_post", try json.need("lookahead_post"), rows(state.proposerLookahead)))
        }
        for (field, expected, written) in found {
            if let mismatch = ExpectedState.mismatch(field, expected, written) { return .failed(mismatch) }
        }
        return inverse(state, committees, epoch)
    }

    /// Every member's place, found by itself, is where the committees put it.
    private static func inverse(
        _ state: BeaconState, _ committees: Committees, _ epoch: Epoch
    ) -> CaseResult.Outcome {
        guard let seed = try? state.seed(.attester, epoch: epoch) else { return .passed }
        let layout = committees.layout
        let shuffling = Shuffling(seed: seed, count: layout.activeCount, rounds: state.spec.shuffleRoundCount)
        let active = ActiveRows(state.registry, in: epoch)
        for slot in 0..<layout.slotsPerEpoch {
            for committee in 0..<layout.committeesPerSlot {
                for (place, row) in (committees.members(slot: slot, committee: committee) ?? []).enumerated() {
                    let position = active.position(of: row)
                    let assignment = position.flatMap { layout.assignment(ofActive: $0, shuffling) }
                    guard let assignment, assignment.slot == slot, assignment.committee == committee,
                        assignment.place == place
                    else {
                        return .failed(
                            Mismatch(
                                field: "assignment of validator \(row)",
                                expected: "slot \(slot) committee \(committee) place \(place)",
                                found: assignment.map { "\($0)" } ?? "nothing"))
                    }
                }
            }
        }
        return .passed
    }

    private static func state(_ vector: VectorCase) throws -> BeaconState {
        let balances = try vector.json.needNumbers("effective_balance")
        var registry = Registry()
        for balance in balances {
            registry.effectiveIncrements.append(UInt16(clamping: balance / vector.spec.effectiveBalanceIncrement))
            registry.balances.append(balance)
            registry.slashed.append(false)
            registry.activationEligibilityEpochs.append(CompactEpoch(bits: 0))
            registry.activationEpochs.append(CompactEpoch(bits: 0))
            registry.exitEpochs.append(.farFuture)
            registry.withdrawableEpochs.append(.farFuture)
            registry.inactivityScores.append(0)
            registry.previousParticipation.append(0)
            registry.currentParticipation.append(0)
            registry.credentialPrefixes.append(1)
        }
        for value in try vector.json.needArray("exited") {
            guard let row = value.int, row < registry.count else {
                throw VectorFormatError(field: "exited", expected: "rows of the registry")
            }
            registry.exitEpochs[row] = CompactEpoch(bits: 5)
        }
        var state = BeaconState(spec: vector.spec, slot: try vector.json.needUnsigned("slot"), registry: registry)
        try VectorStateReader(spec: vector.spec).readRoots(vector.json, &state)
        return state
    }

    private static func write(_ committees: Committees) -> JSONValue {
        .array(
            (0..<committees.layout.slotsPerEpoch).map { slot in
                .array(
                    (0..<committees.layout.committeesPerSlot).map { committee in
                        rows(committees.members(slot: slot, committee: committee) ?? [])
                    })
            })
    }

    private static func rows(_ values: [ValidatorIndex]) -> JSONValue {
        .array(values.map { .integer(UInt64(clamping: $0)) })
    }
}
