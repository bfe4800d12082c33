/// Lengths of the chain's own units of time, and the reading of durations.
struct Clock: Equatable {
    /// Length of a slot, nanoseconds.
    var slot: Int64 = 12_000_000_000
    var slotsPerEpoch: Int64 = 32

    /// Length of an epoch, nanoseconds.
    var epoch: Int64 { slot * slotsPerEpoch }

    static let mainnet = Clock()
    static let minimal = Clock(slot: 6_000_000_000, slotsPerEpoch: 8)

    /// Longest duration that is read, 100 years; keeps sums of durations far from overflow.
    static let longest: Int64 = 100 * 365 * 86_400 * 1_000_000_000

    /// Units in descending length, each with its spellings; the first is the one that hints use.
    private var units: [(spellings: [String], nanoseconds: Int64)] {
        [
            (["weeks", "week", "w"], 604_800_000_000_000),
            (["days", "day", "d"], 86_400_000_000_000),
            (["h", "hour", "hours"], 3_600_000_000_000),
            (["epochs", "epoch"], epoch),
            (["min", "minute", "minutes", "mins"], 60_000_000_000),
            (["slots", "slot"], slot),
            (["s", "sec", "second", "seconds", "secs"], 1_000_000_000),
            (["ms", "millisecond", "milliseconds"], 1_000_000),
        ]
    }

    /// Units as they are listed in messages.
    static let unitList = "ms, s, min, h, days, weeks, slots or epochs"

    /// Pattern of a duration for editors.
    static let pattern: String = {
        let number = #"[0-9]+(_[0-9]+)*(\.[0-9]+)?"#
        let unit =
            "(ms|milliseconds?|s|secs?|seconds?|min|mins|minutes?|h|hours?|d|days?|w|weeks?|slots?|epochs?)"
        return "^\(number) ?\(unit)( ?\(number) ?\(unit))*$"
    }()

    /// Reads `90s`, `3 h 30 min`, `1.5 days`, `3 epochs` into nanoseconds.
    ///
    /// - Throws: `Problem` for a missing or unknown unit, a negative or fractional nanosecond, or a value over 100 years.
    func nanoseconds(_ text: String) throws(Problem) -> Int64 {
        let terms = try Term.all(in: text, expecting: "a duration such as 90 s, 3 h 30 min or 5 epochs")
        var sum: Int64 = 0
        var shortestSoFar = Int64.max
        for term in terms {
            if term.number.hasPrefix("-") || term.number.hasPrefix("−") {
                throw Problem("a duration cannot be negative, found '\(text)'")
            }
            let number = try Decimal(term.number)
            guard !term.unit.isEmpty else { throw missingUnit(text, term) }
            guard let unit = units.first(where: { $0.spellings.contains(term.unit) }) else {
                throw unknownUnit(term)
            }
            guard unit.nanoseconds < shortestSoFar else {
                throw Problem(
                    "'\(text)' does not go from long units to short ones", hint: "write it as 1 day 3 h 30 min")
            }
            shortestSoFar = unit.nanoseconds
            guard number.isWhole(scaledBy: unit.nanoseconds) else {
                throw Problem("'\(text)' is finer than a nanosecond")
            }
            guard let part = number.scaled(by: unit.nanoseconds), part <= Self.longest, sum + part <= Self.longest
            else {
                throw Problem("'\(text)' is too long", hint: "at most 36_500 days")
            }
            sum += part
        }
        return sum
    }

    private func missingUnit(_ text: String, _ term: Term) -> Problem {
        Problem("'\(text)' has no unit", hint: "write \(term.number) with one of \(Self.unitList)")
    }

    private func unknownUnit(_ term: Term) -> Problem {
        let message = "'\(term.unit)' is not a unit of time"
        switch term.unit {
        case "m", "M":
            return Problem(message, hint: "write \(term.number) min for minutes or \(term.number) ms for milliseconds")
        case "month", "months", "mo", "year", "years", "y", "a":
            return Problem(message, hint: "months and years differ in length; write days or weeks")
        default:
            let known = units.flatMap(\.spellings)
            if let near = Spelling.nearest(to: term.unit, among: known) {
                return Problem(message, hint: "did you mean '\(near)'?")
            }
            return Problem(message, hint: "the units are \(Self.unitList)")
        }
    }

    /// Writes a duration in the largest units that fit, for messages: `1 day 6 h`.
    static func spelled(_ nanoseconds: Int64) -> String {
        guard nanoseconds != 0 else { return "0 s" }
        var rest = nanoseconds
        var parts: [String] = []
        let days = rest / 86_400_000_000_000
        if days > 0 { parts.append("\(days) \(days == 1 ? "day" : "days")") }
        rest %= 86_400_000_000_000
        for (unit, length) in [
            ("h", 3_600_000_000_000), ("min", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000),
        ]
            as [(String, Int64)] where rest >= length
        {
            parts.append("\(rest / length) \(unit)")
            rest %= length
        }
        return parts.isEmpty ? "\(nanoseconds) ns" : parts.joined(separator: " ")
    }
}
