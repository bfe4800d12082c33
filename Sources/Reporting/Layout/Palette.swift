/// Whether a report is drawn in colour; colour never says what words do not say.
public enum Palette: Sendable {
    case plain
    case ansi

    enum Style: String {
        case plain = ""
        case heading = "1"
        case faint = "2"
        case bad = "31"
        case good = "32"
        case warning = "33"
    }

    func paint(_ text: String, _ style: Style) -> String {
        guard self == .ansi, style != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
    }
}
