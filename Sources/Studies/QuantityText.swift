import Scenario

/// Quantities for a reader, the same on every machine.
enum QuantityText {
    /// `189,840 gwei`, `74.73 %`, `3 h 00 min`.
    static func full(_ quantity: Quantity) -> String {
        let name = unit(quantity.unit)
        return name.isEmpty ? number(quantity) : number(quantity) + " " + name
    }

    static func number(_ quantity: Quantity) -> String {
        switch quantity.unit {
        case .ratio: decimal(quantity.value * 100, digits: 4)
        case .nanoseconds: duration(quantity.value)
        default:
            if let integer = quantity.integer {
                grouped(integer)
            } else {
                decimal(quantity.value, digits: 4)
            }
        }
    }

    static func unit(_ unit: Quantity.Unit) -> String {
        switch unit {
        case .gwei: "gwei"
        case .epochs: "epochs"
        case .slots: "slots"
        case .ratio: "%"
        case .count, .nanoseconds: ""
        }
    }

    /// Thousands apart by commas.
    static func grouped(_ value: Int64) -> String {
        var digits = String(value.magnitude)
        var text = ""
        while digits.count > 3 {
            text = "," + digits.suffix(3) + text
            digits.removeLast(3)
        }
        return (value < 0 ? "−" : "") + digits + text
    }

    /// At most so many decimals, trailing noughts dropped.
    static func decimal(_ value: Double, digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 9e18 else { return value < 0 ? "−∞" : "∞" }
        let whole = Int64(scaled)
        var fraction = String(whole % Int64(scale))
        fraction = String(repeating: "0", count: digits - fraction.count) + fraction
        while fraction.last == "0" { fraction.removeLast() }
        let text = grouped(whole / Int64(scale)) + (fraction.isEmpty ? "" : "." + fraction)
        return value < 0 && whole != 0 ? "−" + text : text
    }

    private static func duration(_ nanoseconds: Double) -> String {
        if nanoseconds > 0, nanoseconds < 1e10 { return decimal(nanoseconds / 1e9, digits: 3) + " s" }
        let seconds = Int64((nanoseconds / 1e9).rounded())
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60)
        if days > 0 { return "\(days) d \(hours) h \(minutes) min" }
        if hours > 0 { return "\(hours) h \(minutes) min" }
        return minutes > 0 ? "\(minutes) min \(seconds % 60) s" : "\(seconds) s"
    }
}
