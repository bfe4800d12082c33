/// A line on stderr that tells how far a run is: simulated epochs, their rate, the time left. Drawn only on a
/// terminal, at most ten times a second.
struct ProgressBar {
    private let isShown: Bool
    private let start = ContinuousClock.now
    private var drawn: ContinuousClock.Instant?

    init(isShown: Bool) { self.isShown = isShown }

    mutating func show(_ done: Int, of total: Int) {
        let now = ContinuousClock.now
        guard isShown, total > 0, drawn.map({ now - $0 >= .milliseconds(100) }) ?? true else { return }
        drawn = now
        Terminal.draw("\r\u{1B}[2K" + ProgressBar.line(done, of: total, seconds: (now - start).seconds))
    }

    /// Wipes the line, so that the report starts on a clean one.
    mutating func clear() {
        if isShown, drawn != nil { Terminal.draw("\r\u{1B}[2K") }
        drawn = nil
    }

    static func line(_ done: Int, of total: Int, seconds: Double) -> String {
        let width = 24
        let filled = min(width, max(0, done * width / max(1, total)))
        let bar = String(repeating: "━", count: filled) + String(repeating: "─", count: width - filled)
        var line = "  \(bar) \(done) of \(total) epochs"
        if seconds > 0.2, done > 0 {
            let rate = Double(done) / seconds
            line += rate >= 10 ? " · \(Int(rate)) epochs/s" : " · \(Double(Int(rate * 10)) / 10) epochs/s"
            line += " · \(shown(Double(total - done) / rate)) left"
        }
        return line
    }

    private static func shown(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        if whole >= 3600 { return "\(whole / 3600) h \(whole / 60 % 60) min" }
        return whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
    }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
