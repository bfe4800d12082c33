internal import BeaconChain

/// Finds the first field in which two serialized values of one type differ.
enum ValueComparison {
    /// Throws a `Mismatch` that names the first differing field, such as `validators[3].exit_epoch`.
    static func compare(_ type: SSZType, expected: [UInt8], found: [UInt8]) throws {
        guard expected != found else { return }
        try compare(try SSZView(type, expected), try SSZView(type, found), path: "")
        throw Mismatch(field: "SSZ bytes", expected: "\(expected.count) bytes", found: "\(found.count) others")
    }

    private static func compare(_ expected: SSZView, _ found: SSZView, path: String) throws {
        let bytes = (expected.bytes, found.bytes)
        guard bytes.0 != bytes.1 else { return }
        switch expected.type.shape {
        case .container(_, let fields):
            for field in fields {
                let inner = path.isEmpty ? field.name : path + "." + field.name
                try compare(try expected.field(field.name), try found.field(field.name), path: inner)
            }
        case .list, .vector:
            for index in 0..<min(expected.count, found.count) {
                try compare(try expected.element(index), try found.element(index), path: "\(path)[\(index)]")
            }
            if expected.count != found.count {
                throw Mismatch(
                    field: "number of \(path)", expected: "\(expected.count)", found: "\(found.count)")
            }
        default:
            throw Mismatch(field: path, expected: text(expected), found: text(found))
        }
    }

    private static func text(_ view: SSZView) -> String {
        if let number = try? view.uint64() { return "\(number)" }
        if let bits = try? view.bits() { return bits.map { $0 ? "1" : "0" }.joined() }
        return hexadecimal(view.bytes)
    }
}

extension OfficialCaseFiles {
    /// Compares a state with the one in a file, in every field.
    func compare(_ state: BeaconState, with name: String, where place: String = "") throws {
        let expected = try requiredSSZ(name)
        let found: [UInt8]
        do {
            found = try state.encodeSSZ()
        } catch {
            throw Mismatch(field: place + "state", expected: "a complete state", found: "\(error)")
        }
        do {
            try ValueComparison.compare(BeaconSchema(spec).beaconState, expected: expected, found: found)
        } catch var mismatch as Mismatch {
            mismatch.field = place + mismatch.field
            throw mismatch
        }
    }

    /// Runs `change` on a state and holds the outcome against a post-state's file, whose absence means rejection.
    func expect(
        _ postName: String, after state: BeaconState, where place: String = "",
        _ change: (inout BeaconState) throws -> Void
    ) throws {
        let isValid = try ssz(postName) != nil
        var state = state
        do {
            try change(&state)
        } catch let mismatch as Mismatch {
            throw mismatch
        } catch {
            guard isValid else { return }
            throw Mismatch(field: place + "acceptance", expected: "accepted", found: "rejected: \(error)")
        }
        guard isValid else {
            throw Mismatch(field: place + "acceptance", expected: "rejected", found: "accepted")
        }
        try compare(state, with: postName, where: place)
    }
}
