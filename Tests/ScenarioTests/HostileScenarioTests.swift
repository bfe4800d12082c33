import Scenario
import Testing

@Suite("Hostile scenarios")
struct HostileScenarioTests {
    /// Twelve levels of nine aliases: 9^13 values, were they all followed.
    static let bomb =
        "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        + (1...12).map { level in
            "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
        }.joined()

    @Test("an alias bomb is refused")
    func aliasBomb() {
        let found = findings(Self.bomb + "name: *a12\n")
        #expect(
            found.contains { $0.hasSuffix("the scenario holds more than 200000 values once its aliases are followed") })
    }

    @Test(
        "an alias bomb as a key is refused before it is composed",
        arguments: [
            "? *a12\n: x\n", "*a12 : x\n", "*a12: x\n", "m: { [*a12]: x }\n", "m:\n  ?\n    - *a12\n  : x\n",
            "m: {{ k: *a12 } : x}\n", "- ? *a12\n  : x\n", "m: { ? [*a12] : x }\n",
        ])
    func aliasBombAsKey(key: String) {
        let found = findings(Self.bomb + key)
        #expect(found.count == 1)
        #expect(found.first?.hasSuffix("a key must be plain text; write the name out instead of an alias") == true)
    }

    @Test("an honest alias is followed")
    func honestAlias() throws {
        let scenario = try read(
            """
            name: &title what? *not* an alias: [x]
            about: *title
            time: { run: 1 day }
            rest: { clients: &mix { consensus: { teku: 100 % } } }
            entities: { me: { clients: *mix } }
            """.replacing(": [x]", with: ""))
        #expect(scenario.about == "what? *not* an alias")
        #expect(scenario.entities[0].clients == scenario.rest.clients)
    }

    @Test(
        "deep nesting is refused",
        arguments: [
            "name: " + String(repeating: "[", count: 100_000),
            "name: " + String(repeating: "[", count: 500) + String(repeating: "]", count: 500),
            (0..<900).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
            String(repeating: "- ", count: 500) + "a",
        ])
    func nesting(text: String) {
        let found = findings(text)
        #expect(found.contains { $0.hasSuffix("the scenario is nested more than 32 levels deep") })
    }

    @Test("a scenario of many megabytes is refused")
    func size() {
        #expect(
            findings("name: " + String(repeating: "x", count: 4_000_000)) == [
                "1:1: the scenario is larger than 4 MB; keep long lists in a CSV trace"
            ])
    }

    @Test("thousands of errors are counted, not listed")
    func manyErrors() {
        let text = "name: t\ntime: { run: 1 day }\n" + (0..<5000).map { "k\($0): 1\n" }.joined()
        do throws(ScenarioErrors) {
            _ = try Scenario.load(text: text, file: "s.yaml", baseDirectory: "")
            Issue.record("the text was read")
        } catch {
            #expect(error.errors.count == ScenarioErrors.most)
            #expect(error.omitted == 5000 - ScenarioErrors.most)
            #expect(error.description.hasSuffix("and 4900 more errors"))
        }
    }

    @Test("dozens of duplicate keys do not hide the last of them")
    func duplicates() {
        let text =
            "name: t\ntime: { run: 1 day }\nresolution: duties\nplaces: { "
            + (0..<20).map { "p\($0): { region: a }, p\($0): { region: b }" }.joined(separator: ", ") + " }\n"
        #expect(findings(text).count == 20)
    }

    private static let changes = "me: { clients: { consensus: teku } }, outages.2.for: 1 h, remove: [network.blobs]"

    @Test("no mangled text stops the reader", arguments: 0..<40)
    func mangled(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let splinters = [
            "{", "}", "[", "]", ":", ",", "-", "?", "&a ", "*a", "!", "\"", "'", "\t", "\n", "0", "9", " ", "%", "|",
            "#", "é", "/", ".",
        ]
        for _ in 0..<25 {
            var scalars = Array(seed % 2 == 0 ? GoodScenarioTests.powerCut : VariantTests.with(Self.changes))
            for _ in 0...next(6) {
                let place = next(scalars.count)
                switch next(3) {
                case 0: scalars.remove(at: place)
                case 1: scalars.insert(contentsOf: splinters[next(splinters.count)], at: place)
                default: scalars.swapAt(place, next(scalars.count))
                }
            }
            let text = String(scalars)
            // Either it is read, or there is something to say, with a place in the text.
            do throws(ScenarioErrors) {
                _ = try Scenario.load(text: text, file: "s.yaml", baseDirectory: "/nowhere")
            } catch {
                #expect(!error.errors.isEmpty)
                #expect(error.errors.allSatisfy { $0.location.line >= 1 && $0.location.column >= 1 }, "\(text)")
            }
        }
    }
}
