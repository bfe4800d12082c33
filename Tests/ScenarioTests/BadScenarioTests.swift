import Scenario
import Testing

@Suite("Wrong scenarios")
struct BadScenarioTests {
    static let all =
        BadScenario.keys + BadScenario.types + BadScenario.numbersOfYAML11 + BadScenario.units + BadScenario.chain
        + BadScenario.network + BadScenario.partitions + BadScenario.faults + BadScenario.clusters
        + BadScenario.connections
        + BadScenario.people + BadScenario.outages + BadScenario.expectations + BadScenario.hostileYAML

    @Test("each is told with its place and its mend, and nothing else is said", arguments: all)
    func told(_ bad: BadScenario) {
        // A missing file is named with its folder, which is the test's own.
        let found = findings(bad.text, folder: "")
        let expected = bad.findings.map { $0.replacing("; paths count from the scenario's folder", with: "") }
        #expect(found == expected)
    }

    @Test("all errors come in one pass, in the order of the file")
    func onePass() {
        let found = findings(
            """
            name: no
            seed: 012
            chain: { fork: fulu, stake: 35_632_000, start: { epoch: 411_500 } }
            time: { run: 1 day }
            places:
              socal: { regoin: us-west, power: sce }
            entities:
              me: { nodes: 0, validators: -1, at: socl }
            outages:
              - name: power cut
                kind: powr
                hits: { entity: me }
                at: 6 hh
                durration: 4 h
            expect:
              - { that: me.penaltes, is: 189_840, source: x }
            """)
        let places = found.map { $0.split(separator: " ")[0] }
        #expect(
            places == ["2:7:", "3:29:", "6:12:", "8:16:", "8:31:", "8:39:", "11:11:", "13:9:", "14:5:", "16:13:"])
    }

    @Test("an error shows its line with a caret under the place")
    func caret() {
        let text = "name: t\ntime: { rnu: 1 day }\n"
        #expect(throws: ScenarioErrors.self) { try read(text) }
        do throws(ScenarioErrors) {
            _ = try Scenario.load(text: text, file: "s.yaml", baseDirectory: "")
        } catch {
            #expect(
                error.detailed == """
                    s.yaml:2:9: error: unknown key 'rnu' in 'time'; did you mean 'run'?
                      2 | time: { rnu: 1 day }
                        |         ^
                    """)
        }
    }

    @Test("a long line is cut around the place, and control characters do not reach the terminal")
    func longLine() {
        let text = "name: t\ntime: { run: 1 day }\nrest: { \(String(repeating: " ", count: 300))ofline: 1 % }\n"
        do throws(ScenarioErrors) {
            _ = try Scenario.load(text: text, file: "s.yaml", baseDirectory: "")
            Issue.record("the text was read")
        } catch {
            let lines = error.errors[0].snippet?.split(separator: "\n") ?? []
            #expect(lines.count == 2)
            #expect(lines.allSatisfy { $0.count < 130 })
            #expect(lines.first?.contains("ofline") == true)
        }
    }

    @Test("a missing file is told apart from a wrong one")
    func missing() throws {
        do throws(ScenarioErrors) {
            _ = try Scenario.load(path: "/nowhere/at/all.yaml")
            Issue.record("a file that is not there was read")
        } catch {
            #expect(error.isMissingInput)
            #expect(error.description == "/nowhere/at/all.yaml: error: there is no file '/nowhere/at/all.yaml'")
        }
        try withFolder(["s.yaml": "name: t\n"]) { folder in
            do throws(ScenarioErrors) {
                _ = try Scenario.load(path: folder + "/s.yaml")
                Issue.record("a scenario without time was read")
            } catch {
                #expect(!error.isMissingInput)
            }
        }
    }
}
