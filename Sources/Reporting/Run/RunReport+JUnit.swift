internal import ResultStore

extension RunReport {
    /// One JUnit test case per expectation, in the dialect that Jenkins, GitLab and GitHub actions read.
    public var junit: String {
        let broken = brokenExpectations.count
        let counts = "tests=\"\(record.expectations.count)\" failures=\"\(broken)\" errors=\"0\" skipped=\"0\""
        let name = XML.escaped(record.run.name)
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<testsuites name=\"blackout\" \(counts)>",
            "  <testsuite name=\"\(name)\" \(counts)>",
            "    <properties>",
            "      <property name=\"seed\" value=\"\(record.run.seed)\"/>",
            "      <property name=\"digest\" value=\"\(XML.escaped(record.run.digest))\"/>",
            "      <property name=\"blackout_version\" value=\"\(XML.escaped(record.run.blackoutVersion))\"/>",
            "    </properties>",
        ]
        for expectation in record.expectations {
            let (file, line) = expectation.place
            let attributes =
                "classname=\"\(name)\" name=\"\(XML.escaped(expectation.text))\" file=\"\(XML.escaped(file))\""
                + (line.map { " line=\"\($0)\"" } ?? "")
            if expectation.isMet {
                lines.append("    <testcase \(attributes)/>")
            } else {
                let message =
                    "\(expectation.metric): published \(expectation.published), simulated \(expectation.simulated)"
                lines += [
                    "    <testcase \(attributes)>",
                    "      <failure message=\"\(XML.escaped(message))\" type=\"expectation\">"
                        + XML.escaped("\(expectation.location): \(message) (source: \(expectation.source))")
                        + "</failure>",
                    "    </testcase>",
                ]
            }
        }
        lines += ["  </testsuite>", "</testsuites>", ""]
        return lines.joined(separator: "\n")
    }
}

extension ExpectationRecord {
    /// File and line of `file:line:column`.
    var place: (file: String, line: Int?) {
        var parts = location.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 3, Int(parts[parts.count - 1]) != nil, let line = Int(parts[parts.count - 2]) else {
            return (location, nil)
        }
        parts.removeLast(2)
        return (parts.joined(separator: ":"), line)
    }
}

/// Text in XML 1.0.
enum XML {
    /// Escapes markup and leaves out the characters that XML 1.0 cannot hold at all.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: result += "&amp;"
            case 0x3C: result += "&lt;"
            case 0x3E: result += "&gt;"
            case 0x22: result += "&quot;"
            case 0x09, 0x0A, 0x0D: result += "&#\(scalar.value);"
            case 0...0x1F, 0x7F...0x84, 0x86...0x9F, 0xFFFE, 0xFFFF: continue
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
