/// Numbers as every report writes them: the same on every machine, whatever its language settings.
package enum Figures {
    /// `1,113,500`.
    package static func count(_ value: Int64) -> String { grouped(value, by: ",") }

    package static func count(_ value: Int) -> String { count(Int64(value)) }

    /// `1 node`, `3 nodes`.
    package static func count(_ value: Int, _ noun: String) -> String {
        "\(count(value)) \(noun)\(value == 1 ? "" : "s")"
    }

    /// Gwei as ETH to the last Gwei, in groups of three: `2 541.900 000 123`; zero keeps the place of the point.
    package static func ether(_ gwei: Int64) -> String {
        if gwei == 0 { return "0            " }
        let fraction = String(gwei.magnitude % 1_000_000_000 + 1_000_000_000).dropFirst()
        let groups = [fraction.prefix(3), fraction.dropFirst(3).prefix(3), fraction.suffix(3)]
        let whole = grouped(Int64(gwei.magnitude / 1_000_000_000), by: " ")
        return (gwei < 0 ? "-" : "") + whole + "." + groups.joined(separator: " ")
    }

    /// The same with a sign in front of gains too.
    package static func etherChange(_ gwei: Int64) -> String { (gwei > 0 ? "+" : "") + ether(gwei) }

    /// A share as per cent, `87.1 %`. What is not quite everything never reads 100 %, and what is more than nothing
    /// never reads 0 %.
    package static func percent(_ ratio: Double) -> String {
        guard ratio.isFinite else { return "–" }
        if ratio != 1, abs(ratio - 1) < 0.0005 {
            for digits in 2...6 {
                let text = fixed(ratio * 100, digits: digits)
                if text != fixed(100, digits: digits) { return text + " %" }
            }
            return ratio < 1 ? "<100 %" : ">100 %"
        }
        if ratio > 0, ratio < 0.0005 { return "<0.1 %" }
        if ratio < 0, ratio > -0.0005 { return ">-0.1 %" }
        return fixed(ratio * 100, digits: 1) + " %"
    }

    /// A change in per cent, `+5.02 %`; nil where it started from nothing.
    package static func percentChange(_ ratio: Double?) -> String {
        guard let ratio, ratio.isFinite else { return "new" }
        return signed(ratio * 100) + " %"
    }

    /// A difference of shares in percentage points, `+1.25 points`.
    package static func points(_ difference: Double) -> String { signed(difference * 100) + " points" }

    /// With its sign, and with as many digits as it takes to show more than nothing.
    private static func signed(_ value: Double) -> String {
        if value == 0 { return "0" }
        var digits = 2
        while digits < 9, fixed(value, digits: digits) == fixed(0, digits: digits) { digits += 1 }
        return (value > 0 ? "+" : "") + fixed(value, digits: digits)
    }

    /// A number with a fixed count of digits after the point, halves away from zero.
    package static func fixed(_ value: Double, digits: Int) -> String {
        var scale: Int64 = 1
        for _ in 0..<digits { scale *= 10 }
        let scaled = (value * Double(scale)).rounded(.toNearestOrAwayFromZero)
        guard let whole = Int64(exactly: scaled) else { return value.description }
        let magnitude = Int64(clamping: whole.magnitude)
        let fraction = String(magnitude % scale + scale).dropFirst()
        return (whole < 0 ? "-" : "") + grouped(magnitude / scale, by: ",") + (digits > 0 ? "." + fraction : "")
    }

    /// `3 h 00 min`, `4 min 12 s`, `45 s`, `250 ms`, `2 d 04 h 00 min`.
    package static func duration(_ nanoseconds: Int64) -> String {
        let milliseconds = nanoseconds / 1_000_000
        if milliseconds < 1000 { return milliseconds == 0 ? "0 s" : "\(milliseconds) ms" }
        let seconds = (milliseconds + 500) / 1000
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400)
        if days > 0 { return "\(count(days)) d \(two(hours % 24)) h \(two(minutes % 60)) min" }
        if hours > 0 { return "\(hours) h \(two(minutes % 60)) min" }
        if minutes > 0 { return "\(minutes) min \(two(seconds % 60)) s" }
        return "\(seconds) s"
    }

    /// Time since the start of the run, `06:00:00`, with the days in front where `withDays`: `1 d 06:00:00`.
    package static func clock(_ nanoseconds: Int64, withDays: Bool) -> String {
        let seconds = nanoseconds / 1_000_000_000
        let hours = seconds / 3600
        let text = "\(two(withDays ? hours % 24 : hours)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        return withDays ? "\(count(hours / 24)) d \(text)" : text
    }

    /// First and last digits of a digest.
    package static func digest(_ hex: String) -> String { hex.count > 10 ? "\(hex.prefix(4))…\(hex.suffix(2))" : hex }

    private static func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }

    private static func grouped(_ value: Int64, by separator: String) -> String {
        var digits = Substring(String(value.magnitude))
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = digits.dropLast(3)
        }
        groups.insert(digits, at: 0)
        return (value < 0 ? "-" : "") + groups.joined(separator: separator)
    }
}
