internal import BeaconChain

/// Runners `sanity`, `finality` and `random`: whole slots and blocks.
enum BlocksRunner {
    /// Handler `slots`: empty slots.
    static func runSlots(_ files: OfficialCaseFiles, _ signatures: any SignatureChecking) throws {
        guard let count = try files.number(in: "slots.yaml") else {
            throw Mismatch(field: "slots.yaml", expected: "a number of slots", found: "none")
        }
        try files.expect("post", after: try files.state("pre")) { state in
            try state.processSlots(to: state.slot + count, signatures: signatures)
        }
    }

    /// `blocks_0` and on, each with its state root checked.
    static func runBlocks(_ files: OfficialCaseFiles, _ signatures: any SignatureChecking) throws {
        guard let count = try files.number("blocks_count", in: "meta.yaml") else {
            throw Mismatch(field: "meta.yaml", expected: "blocks_count", found: "none")
        }
        var blocks: [SignedBeaconBlock] = []
        for index in 0..<count {
            let name = "blocks_\(index)"
            do {
                blocks.append(try SignedBeaconBlock(ssz: files.requiredSSZ(name), spec: files.spec))
            } catch let error as SSZError {
                throw Mismatch(field: name + ".ssz_snappy", expected: "a signed block", found: "\(error)")
            }
        }
        try files.expect("post", after: try files.state("pre")) { state in
            for block in blocks { try state.apply(block, signatures: signatures) }
        }
    }
}
