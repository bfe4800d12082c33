import BeaconChain
import Foundation
import PeerNetwork
import Scenario
import Testing

@Suite("The language's schema and pages")
struct SchemaTests {
    static let schema = Scenario.jsonSchema()

    @Test("the committed schema is the generated one (blackout schema > docs/scenario.schema.json)")
    func committed() throws {
        let url = projectFolder.appendingPathComponent("docs/scenario.schema.json")
        #expect(try String(contentsOf: url, encoding: .utf8) == Self.schema)
    }

    @Test("the constants that a scenario may change are those of the chain's rules")
    func constants() throws {
        let config = try #require(value(at: ["chain", "config"]))
        let names = try #require(config["properties"] as? [String: Any]).keys
        #expect(Set(names) == Set(ChainSpec.settings.map(\.name)))
        #expect(names.count == ChainSpec.settings.count)
    }

    @Test("forks and presets are those of the chain's rules")
    func forks() throws {
        #expect(value(at: ["chain", "fork"])?["enum"] as? [String] == Fork.allCases.map(\.rawValue))
        #expect(value(at: ["chain", "preset"])?["enum"] as? [String] == Preset.allCases.map(\.rawValue))
    }

    @Test("regions and kinds of connection are those of the shipped tables")
    func networkTables() throws {
        let regions = try RegionMap.builtIn().names.joined(separator: ", ")
        let links = try NodeClass.builtIn().map(\.name).joined(separator: ", ")
        #expect(
            findings("name: t\ntime: { run: 1 h }\nplaces: { a: { region: x } }\nentities: { b: { link: y } }\n") == [
                "3:24: the message network has no region 'x'; it has \(regions); others need a table in network.regions",
                "4:24: there is no kind of connection 'y'; known: \(links); others need a table in network.classes",
            ])
    }

    @Test("every key has a description")
    func descriptions() throws {
        let root = try #require(JSONSerialization.jsonObject(with: Data(Self.schema.utf8)) as? [String: Any])
        var keys: [String] = []
        func walk(_ node: Any, _ path: String) {
            if let list = node as? [Any] { for item in list { walk(item, path) } }
            guard let object = node as? [String: Any] else { return }
            for (key, value) in object["properties"] as? [String: [String: Any]] ?? [:] {
                keys.append(key)
                #expect((value["description"] as? String)?.isEmpty == false, "\(path).\(key)")
            }
            for (key, value) in object { walk(value, "\(path).\(key)") }
        }
        walk(root, "")
        #expect(keys.count > 60)
    }

    @Test("what the reader takes for a quantity, the editor does too", arguments: UnitTests.durations.map(\.0))
    func durationPattern(text: String) throws {
        guard !text.hasPrefix("'"), !text.contains("\u{A0}") else { return }
        #expect(matches(try #require(value(at: ["time", "run"])?["pattern"] as? String), text))
    }

    @Test("what the reader takes for ether, the editor does too", arguments: UnitTests.amounts.map(\.0))
    func amountPattern(text: String) throws {
        let isNegative = text.hasPrefix("-")
        #expect(matches(try #require(value(at: ["chain", "stake"])?["pattern"] as? String), text) != isNegative)
    }

    @Test(
        "what the reader refuses, the editor refuses too", arguments: ["3", "h", "3 hh", "-3 h", "12:30:45", "1,5 h"])
    func refused(text: String) throws {
        #expect(!matches(try #require(value(at: ["time", "run"])?["pattern"] as? String), text))
    }

    @Test("the language's page has every key")
    func pageHasKeys() throws {
        let page = try String(
            contentsOf: projectFolder.appendingPathComponent("docs/scenarios.md"), encoding: .utf8)
        let root = try #require(JSONSerialization.jsonObject(with: Data(Self.schema.utf8)) as? [String: Any])
        func walk(_ node: Any) {
            if let list = node as? [Any] { for item in list { walk(item) } }
            guard let object = node as? [String: Any] else { return }
            // The constants are the spec's own.
            for key in (object["properties"] as? [String: Any] ?? [:]).keys where key != key.uppercased() {
                #expect(page.contains("`\(key)`"), "docs/scenarios.md does not explain `\(key)`")
            }
            for value in object.values { walk(value) }
        }
        walk(root)
    }

    @Test("the language's page has every metric with its unit", arguments: Metric.allCases)
    func pageHasMetric(metric: Metric) throws {
        let page = try String(
            contentsOf: projectFolder.appendingPathComponent("docs/scenarios.md"), encoding: .utf8)
        let table = try #require(page.components(separatedBy: "### Metrics\n").last)
        let row = table.split(separator: "\n").first { $0.hasPrefix("| `\(metric.rawValue)` |") }
        let unit =
            switch metric.unit {
            case .gwei: "gwei"
            case .epochs: "epochs"
            case .slots: "slots"
            case .count: "number"
            case .ratio: "%"
            case .nanoseconds: "time"
            }
        #expect(row?.split(separator: "|").dropFirst().first?.contains(unit) == true)
    }

    @Test("the page's example scenarios are right")
    func pageExamples() throws {
        let page = try String(
            contentsOf: projectFolder.appendingPathComponent("docs/scenarios.md"), encoding: .utf8)
        let blocks = page.components(separatedBy: "```yaml\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        let whole = blocks.filter { $0.contains("\ntime:") }
        #expect(!whole.isEmpty)
        for text in whole { #expect(findings(text) == []) }
    }

    private func value(at path: [String]) -> [String: Any]? {
        var node = (try? JSONSerialization.jsonObject(with: Data(Self.schema.utf8))) as? [String: Any]
        for key in path { node = (node?["properties"] as? [String: Any])?[key] as? [String: Any] }
        return node
    }

    private func matches(_ pattern: String, _ text: String) -> Bool {
        text.range(of: pattern, options: .regularExpression) != nil
    }
}
