/// How many columns text takes on a terminal.
///
/// Wide are the East Asian Wide and Fullwidth characters of UAX #11 and everything with emoji presentation; combining
/// marks, format characters and joining Hangul letters take no column. An emoji takes two, whatever it is joined of.
package enum DisplayWidth {
    /// Columns of a text of one line.
    package static func of(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
        return text.reduce(0) { $0 + of($1) }
    }

    static func of(_ character: Character) -> Int {
        var width = 0
        for scalar in character.unicodeScalars {
            // One picture, whatever it is joined of; U+FE0F asks for the picture of a sign that is narrow otherwise.
            if scalar.properties.isEmojiPresentation || scalar.value == 0xFE0F && width > 0 { return 2 }
            width += of(scalar)
        }
        return width
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        // Vowels and finals that join the syllable before them.
        if 0x1160...0x11FF ~= scalar.value { return 0 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4CF,
        0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
        0xFFE0...0xFFE6, 0x16FE0...0x18D08, 0x1AFF0...0x1B2FB, 0x1F200...0x1F265, 0x20000...0x3FFFD,
    ]
}

extension String {
    /// Text that is safe to show: one line, no control characters and no marks that turn the reading direction, so
    /// that a name from a file cannot draw over the report.
    var shown: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: result.unicodeScalars.append(" ")
            case 0...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: result.unicodeScalars.append("\u{FFFD}")
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    func padded(to width: Int, _ alignment: Alignment) -> String {
        let gap = String(repeating: " ", count: max(0, width - DisplayWidth.of(self)))
        return alignment == .left ? self + gap : gap + self
    }

    /// Lines of at most `width` columns, broken between the items of a list (`a · b · c`) where there are several,
    /// otherwise at spaces.
    func wrapped(to width: Int) -> [String] {
        let items = components(separatedBy: " · ")
        guard items.count > 1 else { return wrappedAtSpaces(to: width) }
        var lines: [String] = []
        var line = ""
        for (position, item) in items.enumerated() {
            let item = position + 1 < items.count ? item + " ·" : item
            if !line.isEmpty, DisplayWidth.of(line) + 1 + DisplayWidth.of(item) > width {
                lines += line.wrappedAtSpaces(to: width)
                line = ""
            }
            line += line.isEmpty ? item : " " + item
        }
        return lines + line.wrappedAtSpaces(to: width)
    }

    private func components(separatedBy separator: String) -> [String] {
        var items: [String] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            items.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return items + [String(rest)]
    }

    private func wrappedAtSpaces(to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var lineWidth = 0
        for word in split(separator: " ", omittingEmptySubsequences: true) {
            let wordWidth = DisplayWidth.of(String(word))
            // A sign stays with its number.
            if lineWidth > 0, lineWidth + 1 + wordWidth > width, !word.hasPrefix("%") {
                lines.append(line)
                (line, lineWidth) = ("", 0)
            }
            if lineWidth > 0 {
                line += " "
                lineWidth += 1
            }
            line += word
            lineWidth += wordWidth
        }
        if lineWidth > 0 || lines.isEmpty { lines.append(line) }
        return lines
    }
}

enum Alignment {
    case left
    case right
}
