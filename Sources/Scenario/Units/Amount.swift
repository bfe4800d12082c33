/// Reading and writing of amounts of ether.
enum Amount {
    /// Largest amount that is read, Gwei: a billion ETH, so that a sum of a few cannot overflow.
    static let largest: Int64 = 1_000_000_000_000_000_000
    static let gweiPerETH: Int64 = 1_000_000_000
    /// Pattern of an amount for editors.
    static let pattern = #"^[0-9]+(_[0-9]+)*(\.[0-9]+)? ?(ETH|eth|gwei|Gwei)$"#

    /// Reads `32 ETH`, `0.5 ETH` or `189_840 gwei` exactly into Gwei.
    ///
    /// - Throws: `Problem` for a missing or unknown unit, a part of a gwei, or a negative amount where none can be.
    static func gwei(_ text: String, canBeNegative: Bool = false) throws(Problem) -> Int64 {
        let terms = try Term.all(in: text, expecting: "an amount such as 32 ETH or 189_840 gwei")
        guard terms.count == 1, let term = terms.first else {
            throw Problem("'\(text)' holds more than one amount", hint: "write one number and one unit")
        }
        let number = try Decimal(term.number)
        guard canBeNegative || number.mantissa >= 0 else {
            throw Problem("an amount cannot be negative, found '\(text)'")
        }
        let factor: Int64
        switch term.unit {
        case "ETH", "eth", "Eth", "ether": factor = gweiPerETH
        case "gwei", "Gwei", "GWEI": factor = 1
        case "":
            throw Problem("'\(text)' has no unit", hint: "write \(term.number) ETH or \(term.number) gwei")
        case "wei", "Wei":
            throw Problem("'\(text)' is in wei", hint: "the beacon chain counts in gwei: 1 gwei = 1_000_000_000 wei")
        default:
            let near = Spelling.nearest(to: term.unit, among: ["ETH", "gwei"])
            throw Problem(
                "'\(term.unit)' is not a unit of ether",
                hint: near.map { "did you mean '\($0)'?" } ?? "the units are ETH and gwei")
        }
        guard number.isWhole(scaledBy: factor) else {
            throw Problem("'\(text)' is not a whole number of gwei", hint: "an ETH has nine decimals")
        }
        guard let gwei = number.scaled(by: factor), (-largest...largest).contains(gwei) else {
            throw Problem("'\(text)' is more ether than there can be")
        }
        return gwei
    }

    /// Writes an amount for messages, in ETH where that is short.
    static func spelled(_ gwei: Int64) -> String {
        if gwei % gweiPerETH == 0 { return "\(Count.spelled(gwei / gweiPerETH)) ETH" }
        return "\(Count.spelled(gwei)) gwei"
    }
}
