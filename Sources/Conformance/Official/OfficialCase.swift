internal import BeaconChain
internal import Foundation

/// Where a case of the official layout lies and what it is about.
package struct OfficialCase: Sendable, Equatable {
    /// Folder of its files.
    package let directory: String
    /// `minimal`.
    package let presetName: String
    /// `fulu`.
    package let forkName: String
    /// `epoch_processing`.
    package let runner: String
    /// `registry_updates`.
    package let handler: String
    /// `pyspec_tests`.
    package let suite: String
    /// The case's own name.
    package let name: String

    /// Nil if the last six components of the path are not `<preset>/<fork>/<runner>/<handler>/<suite>/<case>`.
    init?(directory: String) {
        let parts = directory.split(separator: "/").suffix(6).map(String.init)
        guard parts.count == 6 else { return nil }
        self.directory = directory
        presetName = parts[0]
        forkName = parts[1]
        runner = parts[2]
        handler = parts[3]
        suite = parts[4]
        name = parts[5]
    }

    /// Sorts as the report lists them.
    var sortKey: [String] { [presetName, forkName, runner, handler, suite, name] }

    func result(_ outcome: CaseResult.Outcome) -> CaseResult {
        CaseResult(
            suite: "\(presetName)/\(forkName)", runner: runner, handler: handler, name: name, outcome: outcome)
    }
}

/// The files of one case.
struct OfficialCaseFiles {
    let directory: String
    let spec: ChainSpec

    /// Raw bytes of a file; nil if there is none of that name.
    private func contents(_ name: String) throws -> [UInt8]? {
        let path = directory + "/" + name
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Mismatch(field: name, expected: "a readable file", found: "unreadable")
        }
        return [UInt8](data)
    }

    /// SSZ bytes of `<name>.ssz_snappy`, or of `<name>.ssz`; nil if there is neither.
    func ssz(_ name: String) throws -> [UInt8]? {
        if let packed = try contents(name + ".ssz_snappy") {
            do {
                return try Snappy.decompress(packed, limit: 1 << 30)
            } catch {
                throw Mismatch(field: name + ".ssz_snappy", expected: "a snappy block", found: "\(error)")
            }
        }
        return try contents(name + ".ssz")
    }

    /// SSZ bytes of a file that must be there.
    func requiredSSZ(_ name: String) throws -> [UInt8] {
        guard let bytes = try ssz(name) else {
            throw Mismatch(field: name + ".ssz_snappy", expected: "a file", found: "none")
        }
        return bytes
    }

    /// The state in a file that must be there.
    func state(_ name: String) throws -> BeaconState {
        let bytes = try requiredSSZ(name)
        do {
            return try BeaconState(ssz: bytes, spec: spec, keepingRemainders: true)
        } catch {
            throw Mismatch(field: name + ".ssz_snappy", expected: "a beacon state", found: "\(error)")
        }
    }

    /// A view of an operation's file.
    func view(_ name: String, _ type: SSZType) throws -> SSZView {
        let bytes = try requiredSSZ(name)
        do {
            return try SSZView(type, bytes)
        } catch {
            throw Mismatch(field: name + ".ssz_snappy", expected: "\(type)", found: "\(error)")
        }
    }

    /// A number or boolean (1 or 0) of one of the small YAML files, by key; nil if it is not there.
    func number(_ key: String, in file: String) throws -> UInt64? {
        guard let bytes = try contents(file) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let range = text.range(of: key + ":") else { return nil }
        return Self.number(text[range.upperBound...])
    }

    /// The text of a file that must be there.
    func requiredText(_ name: String) throws -> String {
        guard let bytes = try contents(name) else { throw Mismatch(field: name, expected: "a file", found: "none") }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The number that a small YAML file consists of.
    func number(in file: String) throws -> UInt64? {
        guard let bytes = try contents(file) else { return nil }
        return Self.number(String(decoding: bytes, as: UTF8.self)[...])
    }

    private static func number(_ text: Substring) -> UInt64? {
        let word = text.drop { $0 == " " || $0 == "\n" }.prefix { $0.isLetter || $0.isNumber }
        switch word {
        case "true": return 1
        case "false": return 0
        default: return UInt64(word)
        }
    }
}
