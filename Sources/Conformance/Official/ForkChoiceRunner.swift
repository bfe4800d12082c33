internal import BeaconChain
internal import Yams

/// Runner `fork_choice`: ticks, blocks, votes and slashings as a node receives them, and what it makes of them.
struct ForkChoiceRunner {
    private let files: OfficialCaseFiles
    private var store: ForkChoiceStore

    /// Runs a case step by step.
    ///
    /// - Throws: `Mismatch` with the step; `SkippedCase` where the outcome hangs on KZG proofs.
    static func run(_ files: OfficialCaseFiles, _ signatures: any SignatureChecking) throws {
        let steps = try ForkChoiceStep.read(files.requiredText("steps.yaml"))
        let schema = BeaconSchema(files.spec)
        let anchor = try BeaconBlock(files.view("anchor_block", schema.beaconBlock), schema: schema)
        var runner = ForkChoiceRunner(
            files: files,
            store: try ForkChoiceStore(
                anchorState: files.state("anchor_state"), anchorBlock: anchor, signatures: signatures))
        for (index, step) in steps.enumerated() {
            do {
                try runner.take(step)
            } catch var mismatch as Mismatch {
                mismatch.field = "steps[\(index)]: " + mismatch.field
                throw mismatch
            }
        }
    }

    private mutating func take(_ step: ForkChoiceStep) throws {
        switch step {
        case .tick(let time):
            try expect("tick", isValid: true) { try $0.onTick(time) }
        case .block(let file, let data, let isValid):
            try take(block: file, data, isValid: isValid)
        case .attestation(let file, let isValid):
            let attestation = try Attestation(files.view(file, BeaconSchema(files.spec).attestation))
            try expect(file, isValid: isValid) { try $0.onAttestation(attestation) }
        case .attesterSlashing(let file, let isValid):
            let slashing = try AttesterSlashing(files.view(file, BeaconSchema(files.spec).attesterSlashing))
            try expect(file, isValid: isValid) { try $0.onAttesterSlashing(slashing) }
        case .checks(let checks):
            for check in checks { try compare(check.name, check.value) }
        }
    }

    private mutating func take(block file: String, _ data: ForkChoiceStep.BlobData?, isValid: Bool) throws {
        let block: SignedBeaconBlock
        do {
            block = try SignedBeaconBlock(ssz: files.requiredSSZ(file), spec: files.spec)
        } catch let error as SSZError {
            throw Mismatch(field: file, expected: "a signed block", found: "\(error)")
        }
        let isAvailable = try isAvailable(data)
        if !isValid, data != nil, isAvailable {
            guard (try? store.onBlock(block)) == nil else {
                // Everything but the proofs is in order: only they can say why it should be refused.
                throw SkippedCase(reason: .kzgProofs)
            }
            return
        }
        try expect(file, isValid: isValid) { try $0.onBlock(block, isDataAvailable: isAvailable) }
        guard isValid else { return }
        for (index, attestation) in block.message.body.attestations.enumerated() {
            try expect("\(file).attestations[\(index)]", isValid: true) {
                try $0.onAttestation(attestation, isFromBlock: true)
            }
        }
        for (index, slashing) in block.message.body.attesterSlashings.enumerated() {
            try expect("\(file).attester_slashings[\(index)]", isValid: true) { try $0.onAttesterSlashing(slashing) }
        }
    }

    /// Whether a block's blobs are there, as far as can be told without their proofs.
    private func isAvailable(_ data: ForkChoiceStep.BlobData?) throws -> Bool {
        switch data {
        case nil: return true
        case .blobs: throw SkippedCase(reason: .kzgProofs)
        case .columns(let names):
            let columns = DataColumns(spec: files.spec)
            let type = columns.type
            for name in names {
                guard try columns.isWellFormed(files.view(name, type)) else { return false }
            }
            return !names.isEmpty
        }
    }

    private mutating func expect(
        _ field: String, isValid: Bool, _ change: (inout ForkChoiceStore) throws -> Void
    ) throws {
        do {
            try change(&store)
        } catch {
            guard isValid else { return }
            throw Mismatch(field: field, expected: "accepted", found: "rejected: \(error)")
        }
        guard isValid else { throw Mismatch(field: field, expected: "rejected", found: "accepted") }
    }

    private mutating func compare(_ name: String, _ value: Node) throws {
        switch name {
        case "time":
            try compare(name, store.time, value.number(name))
        case "genesis_time":
            try compare(name, store.genesisTime, value.number(name))
        case "head":
            let head = try answer(name) { try $0.head() }
            try compare("head.root", head.description, value.member("root", name).text("head.root"))
            let slot = store.tree.id(head).flatMap { store.tree[$0]?.slot } ?? 0
            try compare("head.slot", slot, value.member("slot", name).number("head.slot"))
        case "justified_checkpoint":
            try compare(name, store.view.justified, value)
        case "finalized_checkpoint":
            try compare(name, store.view.finalized, value)
        case "proposer_boost_root":
            let root = store.view.boosted.flatMap { store.tree[$0]?.root } ?? .zero
            try compare(name, root.description, value.text(name))
        case "get_proposer_head":
            let slot = store.view.currentSlot
            let root = try answer(name) { try $0.proposerHead($0.head(), slot: slot) }
            try compare(name, root.description, value.text(name))
        case "viable_for_head_roots_and_weights":
            try compareTips(name, value)
        case "should_override_forkchoice_update":
            throw SkippedCase(reason: .overriddenUpdate)
        default:
            throw Mismatch(field: "checks", expected: "a known check", found: name)
        }
    }

    private mutating func compareTips(_ name: String, _ value: Node) throws {
        guard let nodes = value.sequence else {
            throw Mismatch(field: name, expected: "a list", found: "something else")
        }
        let expected = try nodes.map {
            "\(try $0.member("root", name).text(name)) \(try $0.member("weight", name).number(name))"
        }
        let found = try answer(name) { try $0.viableTips() }.map { "\($0.root) \($0.weight)" }
        try compare(name, found.sorted().joined(separator: ", "), expected.sorted().joined(separator: ", "))
    }

    private mutating func answer<Answer>(
        _ name: String, _ question: (inout ForkChoiceStore) throws -> Answer
    ) throws -> Answer {
        do {
            return try question(&store)
        } catch {
            throw Mismatch(field: name, expected: "an answer", found: "\(error)")
        }
    }

    private func compare(_ name: String, _ found: Checkpoint, _ expected: Node) throws {
        try compare(name + ".epoch", found.epoch, expected.member("epoch", name).number(name))
        try compare(name + ".root", found.root.description, expected.member("root", name).text(name))
    }

    private func compare<Value: Equatable>(_ name: String, _ found: Value, _ expected: Value) throws {
        guard found == expected else { throw Mismatch(field: name, expected: "\(expected)", found: "\(found)") }
    }
}
