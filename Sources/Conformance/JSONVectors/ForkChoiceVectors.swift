import BeaconChain

/// Replays what a node receives on a view of a block tree, without states: blocks bring their checkpoints along.
struct ForkChoiceVectors {
    private let vector: VectorCase
    private let genesisTime: UInt64
    private var tree: BlockTree
    private var view: ChainView

    static let notInVector = "the rejected part is not in the vector (state transition)"

    static func run(_ vector: VectorCase) throws -> CaseResult.Outcome {
        var replay = try ForkChoiceVectors(vector)
        for (index, step) in try vector.json.needArray("steps").enumerated() {
            do {
                guard try replay.take(step) else { return .skipped(reason: notInVector) }
            } catch var mismatch as Mismatch {
                mismatch.field = "steps[\(index)]: " + mismatch.field
                return .failed(mismatch)
            }
        }
        return .passed
    }

    private init(_ vector: VectorCase) throws {
        self.vector = vector
        let anchor = try vector.json.need("anchor")
        let root = try anchor.needRoot("root")
        let checkpoint = Checkpoint(epoch: try anchor.needUnsigned("epoch"), root: root)
        let slot = try anchor.needUnsigned("slot")
        genesisTime = try anchor.needUnsigned("genesis_time")
        tree = BlockTree(
            anchor: TreeBlock(
                root: root, parentRoot: .zero, slot: slot, proposer: 0, justified: checkpoint, finalized: checkpoint,
                unrealizedJustified: checkpoint, unrealizedFinalized: checkpoint))
        let weights = try Self.weights(checkpoint, vector)
        view = ChainView(anchorOf: tree, slot: slot, weights: weights.value, voters: weights.count, spec: vector.spec)
    }

    private static func weights(
        _ checkpoint: Checkpoint, _ vector: VectorCase
    ) throws -> (value: VoteWeights, count: Int) {
        let key = "\(checkpoint.epoch):\(checkpoint.root)"
        let entry = try vector.json.need("checkpoint_balances").need(key)
        let slashed = Set(try entry.needNumbers("slashed"))
        let balances = try entry.needNumbers("effective_balance")
        let increments = try balances.enumerated().map { row, balance in
            let (whole, rest) = balance.quotientAndRemainder(dividingBy: vector.spec.effectiveBalanceIncrement)
            guard rest == 0, let whole = UInt32(exactly: whole) else {
                throw VectorFormatError(field: "effective_balance[\(row)]", expected: "whole increments")
            }
            return slashed.contains(UInt64(row)) ? 0 : whole
        }
        let total = try entry.needUnsigned("total_active_balance")
        return (
            try VoteWeights(increments: increments, totalActiveBalance: total, spec: vector.spec), increments.count
        )
    }

    private mutating func weigh() throws {
        guard view.needsWeights else { return }
        let weights = try Self.weights(view.justified, vector)
        view.grow(toVoters: weights.count)
        try view.adopt(weights.value, of: view.justified, in: tree)
    }

    /// False where a rejection cannot be seen without the state.
    private mutating func take(_ step: JSONValue) throws -> Bool {
        if let tick = step["tick"] {
            guard let time = tick.unsigned, time >= genesisTime, time < 1 << 50 else {
                throw VectorFormatError(field: "tick", expected: "seconds from genesis on")
            }
            view.tick(to: (time - genesisTime) * 1000, in: tree)
        } else if let block = step["block"] {
            return try take(block: block)
        } else if let vote = step["attestation"] {
            let isValid = vote["valid"]?.bool ?? true
            try expect("attestation", isValid: isValid) { try $0.count(vote, isFromBlock: false) }
        } else if let slashing = step["attester_slashing"] {
            let isValid = slashing["valid"]?.bool ?? true
            if !isValid { return false }
            try expect("attester_slashing", isValid: isValid) { try $0.discount(slashing) }
        } else if let checks = step["checks"] {
            for (name, value) in (checks.object ?? [:]).sorted(by: { $0.key < $1.key }) {
                try check(name, value, checks)
            }
        } else {
            throw VectorFormatError(field: "steps", expected: "a known step")
        }
        return true
    }

    private mutating func take(block: JSONValue) throws -> Bool {
        let isValid = try block.need("valid").bool ?? true
        let root = try block.needRoot("root")
        let parentRoot = try block.needRoot("parent_root")
        let slot = try block.needUnsigned("slot")
        if !isValid {
            do {
                try view.checkBlock(slot: slot, parentRoot: parentRoot, in: tree)
                return false
            } catch {
                return true
            }
        }
        let entry = TreeBlock(
            root: root, parentRoot: parentRoot, slot: slot, proposer: try block.needUnsigned("proposer_index"),
            justified: try block.needCheckpoint("state_justified"),
            finalized: try block.needCheckpoint("state_finalized"),
            unrealizedJustified: try block.needCheckpoint("unrealized_justified"),
            unrealizedFinalized: try block.needCheckpoint("unrealized_finalized"))
        try expect("block", isValid: true) { replay in
            try replay.view.checkBlock(slot: slot, parentRoot: parentRoot, in: replay.tree)
            try replay.weigh()
            try replay.view.receive(try replay.tree.insert(entry), in: replay.tree)
        }
        if let id = tree.id(root), let timely = block["timely"]?.bool {
            try compare("timely", timely, view.wasTimely(id))
        }
        for (index, vote) in (block["attestations"]?.array ?? []).enumerated() {
            let isIgnored = vote["ignored"]?.bool ?? false
            try expect("attestations[\(index)]", isValid: !isIgnored) { try $0.count(vote, isFromBlock: true) }
        }
        for (index, slashing) in (block["attester_slashings"]?.array ?? []).enumerated()
        where slashing["ignored"]?.bool != true {
            try expect("attester_slashings[\(index)]", isValid: true) { try $0.discount(slashing) }
        }
        return true
    }

    private mutating func count(_ json: JSONValue, isFromBlock: Bool) throws {
        let vote = try VectorAttestation(json)
        let data = AttestationData(
            slot: vote.slot, index: vote.committee, beaconBlockRoot: vote.blockRoot, source: vote.source,
            target: vote.target)
        let block = try view.checkVote(data, isFromBlock: isFromBlock, in: tree)
        try view.count(vote.attesters ?? [], for: block, epoch: vote.target.epoch, in: tree)
    }

    private mutating func discount(_ json: JSONValue) throws {
        let first = try VectorAttestation(json.need("attestation_1"))
        let others = Set(try VectorAttestation(json.need("attestation_2")).attesters ?? [])
        try view.discount((first.attesters ?? []).filter { others.contains($0) })
    }

    private mutating func check(_ name: String, _ value: JSONValue, _ checks: JSONValue) throws {
        switch name {
        case "time":
            try compare(name, value.unsigned ?? 0, genesisTime + view.milliseconds / 1000)
        case "head":
            let head = try head()
            try compare("head.root", try value.needRoot("root"), head.root)
            try compare("head.slot", try value.needUnsigned("slot"), head.slot)
        case "justified": try compare(name, try checks.needCheckpoint(name), view.justified)
        case "finalized": try compare(name, try checks.needCheckpoint(name), view.finalized)
        case "unrealized_justified": try compare(name, try checks.needCheckpoint(name), view.unrealizedJustified)
        case "proposer_boost_root":
            try compare(name, try checks.needRoot(name), view.boosted.flatMap { tree[$0]?.root } ?? .zero)
        case "weights":
            let expected = try checks.needArray(name).map {
                "\($0.array?.first?.string ?? "") \($0.array?.last ?? .null)"
            }
            try weigh()
            let found = try view.viableTips(in: tree).map {
                "\((tree[$0.block]?.root ?? .zero).description) \(JSONValue.number($0.weight))"
            }
            try compare(name, expected.sorted(), found.sorted())
        case "get_proposer_head":
            _ = try head()
            let answer = try view.proposerHead(
                view.head(in: tree), slot: view.currentSlot, discountedWeight: 0, in: tree)
            try compare(name, try checks.needRoot(name), tree[answer]?.root ?? .zero)
        default:
            throw VectorFormatError(field: name, expected: "a known check")
        }
    }

    private mutating func head() throws -> (root: Root, slot: Slot) {
        try weigh()
        let head = try view.head(in: tree)
        return (tree[head]?.root ?? .zero, tree[head]?.slot ?? 0)
    }

    private mutating func expect(
        _ field: String, isValid: Bool, _ change: (inout ForkChoiceVectors) throws -> Void
    ) throws {
        do {
            try change(&self)
        } catch let error as ForkChoiceError {
            guard isValid else { return }
            throw Mismatch(field: field, expected: "accepted", found: "rejected: \(error)")
        }
        guard isValid else { throw Mismatch(field: field, expected: "rejected", found: "accepted") }
    }

    private func compare<Value: Equatable>(_ field: String, _ expected: Value, _ found: Value) throws {
        guard expected == found else { throw Mismatch(field: field, expected: "\(expected)", found: "\(found)") }
    }
}

extension JSONValue {
    fileprivate func needRoot(_ key: String) throws(VectorFormatError) -> Root {
        guard let root = try need(key).root else { throw VectorFormatError(field: key, expected: "a root") }
        return root
    }
}
