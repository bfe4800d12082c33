import Foundation
import MadeUpRuns
import Reporting
import ResultStore
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct MachineFormatTests {
    @Test("JSON parses, whatever the names hold, and integers stay integers")
    func json() throws {
        var record = MadeUpRun.homePowerCut(seed: .max)
        record.run.name = "\u{0}\u{1F}\"\\\n\t\u{7F}\u{2028}停電"
        record.expectations[0].simulatedValue = .nan
        let text = RunReport(record).json
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let run = object?["run"] as? [String: Any]
        #expect(object?["schema"] as? String == "blackout.run/1")
        #expect(run?["name"] as? String == record.run.name)
        #expect(text.contains("\"seed\": 18446744073709551615"))
        #expect(text.contains("\"ideal_gwei\": 2541900000123"))
        let expectations = object?["expectations"] as? [[String: Any]]
        #expect(expectations?.first?["simulated_value"] is NSNull)
    }

    @Test("a ledger in CSV quotes what must be quoted")
    func csv() {
        var record = MadeUpRun.homePowerCut()
        record.entities[0].name = "me, \"myself\"\nand I"
        let rows = RunReport(record).ledgerCSV
        #expect(rows.hasPrefix("entity,component,cause,cause_kind,missed_gwei,penalties_gwei\r\n"))
        #expect(rows.contains("\"me, \"\"myself\"\"\nand I\",source,power cut,outage,66444,66444\r\n"))
    }

    @Test("JUnit holds one case per expectation and says what broke and where")
    func junit() throws {
        var record = MadeUpRun.homePowerCut()
        var broken = record.expectations[0]
        broken.isMet = false
        broken.text = "a < b & \"c\" > 'd' \u{0}\u{1B}\u{FFFE}停電"
        broken.location = "dir:with/colon.yaml:12:3"
        record.expectations.append(broken)
        let reader = XMLReader()
        let parser = XMLParser(data: Data(RunReport(record).junit.utf8))
        parser.delegate = reader
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        let suite = try #require(reader.elements.first { $0.name == "testsuite" })
        #expect(suite.attributes["tests"] == "2" && suite.attributes["failures"] == "1")
        let cases = reader.elements.filter { $0.name == "testcase" }
        #expect(cases.map { $0.attributes["name"] } == [record.expectations[0].text, "a < b & \"c\" > 'd' 停電"])
        #expect(cases.map { $0.attributes["line"] } == ["28", "12"])
        #expect(cases[1].attributes["file"] == "dir:with/colon.yaml")
        let failure = try #require(reader.elements.first { $0.name == "failure" })
        #expect(failure.attributes["message"]?.contains("simulated 196620 gwei") == true)
        #expect(reader.text.contains("dir:with/colon.yaml:12:3: me.penalties"))
    }

    private final class XMLReader: NSObject, XMLParserDelegate {
        var elements: [(name: String, attributes: [String: String])] = []
        var text = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String] = [:]
        ) {
            elements.append((name, attributes))
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
    }
}
