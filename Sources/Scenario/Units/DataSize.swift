/// Reading and writing of sizes in bytes and of bandwidths in bits per second.
enum DataSize {
    /// Pattern of a size for editors.
    static let pattern = #"^[0-9]+(_[0-9]+)*(\.[0-9]+)? ?(B|kB|MB|KiB|MiB)$"#
    /// Pattern of a bandwidth for editors.
    static let bandwidthPattern = #"^[0-9]+(_[0-9]+)*(\.[0-9]+)? ?(bit|kbit|Mbit|Gbit)/s$"#

    private static let sizes: [(unit: String, bytes: Int64)] = [
        ("B", 1), ("kB", 1000), ("MB", 1_000_000), ("KiB", 1024), ("MiB", 1_048_576),
    ]
    private static let bandwidths: [(unit: String, bits: Int64)] = [
        ("bit/s", 1), ("kbit/s", 1000), ("Mbit/s", 1_000_000), ("Gbit/s", 1_000_000_000),
    ]

    /// Reads `100 kB` or `128 KiB` into bytes.
    ///
    /// - Throws: `Problem` for a missing or unknown unit, a negative size, a part of a byte.
    static func bytes(_ text: String) throws(Problem) -> UInt64 {
        try scaled(text, units: sizes.map { ($0.unit, $0.bytes) }, kind: Kind(noun: "size", example: "100 kB"))
    }

    /// Reads `5 Mbit/s` into bits per second.
    ///
    /// - Throws: `Problem` for a missing or unknown unit, a negative bandwidth, a part of a bit.
    static func bitsPerSecond(_ text: String) throws(Problem) -> UInt64 {
        try scaled(
            text, units: bandwidths.map { ($0.unit, $0.bits) }, kind: Kind(noun: "bandwidth", example: "5 Mbit/s"))
    }

    /// What is read, for messages.
    private struct Kind {
        var noun: String
        var example: String
    }

    private static func scaled(
        _ text: String, units: [(name: String, factor: Int64)], kind: Kind
    ) throws(Problem) -> UInt64 {
        let terms = try Term.all(in: text, expecting: "a \(kind.noun) such as \(kind.example)")
        guard terms.count == 1, let term = terms.first else {
            throw Problem("'\(text)' holds more than one \(kind.noun)", hint: "write one number and one unit")
        }
        let number = try Decimal(term.number)
        guard number.mantissa >= 0 else { throw Problem("a \(kind.noun) cannot be negative, found '\(text)'") }
        let names = units.map(\.name)
        guard !term.unit.isEmpty else {
            throw Problem(
                "'\(text)' has no unit", hint: "write \(term.number) with one of \(names.joined(separator: ", "))")
        }
        guard let unit = units.first(where: { $0.name == term.unit }) else {
            throw Problem(
                "'\(term.unit)' is not a unit of a \(kind.noun)",
                hint: Spelling.hint(for: term.unit, among: names, noun: "the units are"))
        }
        guard number.isWhole(scaledBy: unit.factor) else {
            throw Problem("'\(text)' is not a whole number of \(names[0] == "B" ? "bytes" : "bits per second")")
        }
        guard let value = number.scaled(by: unit.factor) else { throw Problem("'\(text)' is too large") }
        return UInt64(value)
    }

    /// Writes a size for messages: `100 kB`.
    static func spelled(bytes: UInt64) -> String { spelled(bytes, sizes.prefix(3).map { ($0.unit, UInt64($0.bytes)) }) }

    /// Writes a bandwidth for messages: `5 Mbit/s`.
    static func spelled(bitsPerSecond: UInt64) -> String {
        spelled(bitsPerSecond, bandwidths.map { ($0.unit, UInt64($0.bits)) })
    }

    private static func spelled(_ value: UInt64, _ units: [(name: String, factor: UInt64)]) -> String {
        let unit = units.last { value >= $0.factor && value % $0.factor == 0 } ?? units[0]
        return "\(Count.spelled(value / unit.factor)) \(unit.name)"
    }
}
