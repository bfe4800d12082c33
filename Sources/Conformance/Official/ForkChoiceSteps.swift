internal import BeaconChain
internal import Yams

/// One step of a fork choice case.
enum ForkChoiceStep {
    /// Seconds since 1970.
    case tick(UInt64)
    case block(file: String, data: BlobData?, isValid: Bool)
    case attestation(file: String, isValid: Bool)
    case attesterSlashing(file: String, isValid: Bool)
    case checks([(name: String, value: Node)])

    /// What comes with a block.
    enum BlobData {
        /// Names of the sampled columns' files, Fulu.
        case columns([String])
        /// Whole blobs with their proofs, Deneb and Electra.
        case blobs
    }

    /// Reads `steps.yaml`.
    ///
    /// - Throws: `Mismatch` that names the step, for anything that is not known.
    static func read(_ text: String) throws -> [ForkChoiceStep] {
        let document: Node?
        do {
            document = try Yams.compose(yaml: text)
        } catch {
            throw Mismatch(field: "steps.yaml", expected: "YAML", found: "\(error)")
        }
        guard let steps = document?.sequence else {
            throw Mismatch(field: "steps.yaml", expected: "a list of steps", found: "something else")
        }
        return try steps.enumerated().map { try step($0.element, "steps[\($0.offset)]") }
    }

    private static func step(_ node: Node, _ place: String) throws -> ForkChoiceStep {
        var members = try node.members(place)
        func take(_ name: String) -> Node? {
            guard let index = members.firstIndex(where: { $0.name == name }) else { return nil }
            return members.remove(at: index).value
        }
        let isValid = try take("valid")?.boolean(place + ".valid") ?? true
        let step: ForkChoiceStep
        if let tick = take("tick") {
            step = .tick(try tick.number(place + ".tick"))
        } else if let file = take("block") {
            var data: BlobData?
            if let columns = take("columns") {
                guard let names = columns.sequence else {
                    throw Mismatch(field: place + ".columns", expected: "a list", found: "something else")
                }
                data = .columns(try names.enumerated().map { try $0.element.text("\(place).columns[\($0.offset)]") })
            } else if take("blobs") != nil, take("proofs") != nil {
                data = .blobs
            }
            step = .block(file: try file.text(place + ".block"), data: data, isValid: isValid)
        } else if let file = take("attestation") {
            step = .attestation(file: try file.text(place + ".attestation"), isValid: isValid)
        } else if let file = take("attester_slashing") {
            step = .attesterSlashing(file: try file.text(place + ".attester_slashing"), isValid: isValid)
        } else if let checks = take("checks") {
            step = .checks(try checks.members(place + ".checks"))
        } else {
            throw Mismatch(field: place, expected: "a known step", found: members.map(\.name).joined(separator: ", "))
        }
        guard members.isEmpty else {
            throw Mismatch(
                field: place, expected: "no further members", found: members.map(\.name).joined(separator: ", "))
        }
        return step
    }
}

extension Node {
    /// Members of a mapping in order.
    func members(_ place: String) throws -> [(name: String, value: Node)] {
        guard let mapping else { throw Mismatch(field: place, expected: "a mapping", found: "something else") }
        return try mapping.map { (try $0.key.text(place), $0.value) }
    }

    /// A member of a mapping that must be there.
    func member(_ name: String, _ place: String) throws -> Node {
        guard let value = try members(place).first(where: { $0.name == name })?.value else {
            throw Mismatch(field: "\(place).\(name)", expected: "to be there", found: "nothing")
        }
        return value
    }

    /// Text of a scalar.
    func text(_ place: String) throws -> String {
        guard let scalar else { throw Mismatch(field: place, expected: "text", found: "something else") }
        return scalar.string
    }

    /// A whole number.
    func number(_ place: String) throws -> UInt64 {
        let text = try text(place)
        guard let number = UInt64(text) else { throw Mismatch(field: place, expected: "a number", found: text) }
        return number
    }

    /// `true` or `false`.
    func boolean(_ place: String) throws -> Bool {
        let text = try text(place)
        guard let value = Bool(text) else { throw Mismatch(field: place, expected: "true or false", found: text) }
        return value
    }
}
