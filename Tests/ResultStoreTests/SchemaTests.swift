import Foundation
import MadeUpRuns
import ResultStore
import Testing

@Suite struct SchemaTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("run.sqlite")
        try ResultFile.write(MadeUpRun.homePowerCut(), to: path)
    }

    @Test(
        "each view answers for a run",
        arguments: [
            ("v_run_summary", 1), ("v_entity", 2), ("v_component", 6), ("v_ledger", 7), ("v_cause", 3),
            ("v_epoch", 225),
            ("v_outage", 1), ("v_node", 2), ("v_node_state", 2), ("v_validator", 1), ("v_duty_miss", 7),
            ("v_trace_event", 2), ("v_cluster", 0), ("v_cluster_member", 0), ("v_cluster_account", 0),
        ])
    func views(name: String, rows: Int) throws {
        #expect(try ResultFile.query("SELECT * FROM \(name)", in: path).count == rows)
    }

    @Test("views tell what the record holds")
    func figures() throws {
        let me = try ResultFile.query(
            "SELECT ideal_gwei, missed_gwei, penalties_gwei, earned_gwei, loss_gwei FROM v_entity WHERE entity = 'me'",
            in: path)
        #expect(me == [["2059425", "265437", "196620", "1597368", "462057"]])
        let shares = try ResultFile.query(
            "SELECT cause, round(share_of_loss_ratio, 3) FROM v_cause WHERE entity = 'me'", in: path)
        #expect(shares == [["\"power cut\"", "0.966"], ["\"resync after power cut\"", "0.034"]])
        let summary = try ResultFile.query(
            "SELECT finality_delay_max_epochs, leak_epochs, expectations_met, expectations_broken FROM v_run_summary",
            in: path)
        #expect(summary == [["0", "0", "1", "0"]])
        let start = try ResultFile.query("SELECT max(start_seconds) FROM v_epoch", in: path)
        #expect(start == [["86016.0"]])
    }

    @Test("every table is strict, every column and view is described, and the described queries work")
    func documented() throws {
        let loose = try ResultFile.query(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
            in: path)
        #expect(loose.isEmpty)
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/results.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let columns = try ResultFile.query(
            """
            SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
            WHERE t.type IN ('table', 'view') AND t.name NOT LIKE 'sqlite_%'
            """, in: path)
        #expect(columns.count > 100)
        for name in Set(columns.joined()).map({ $0.trimmingCharacters(in: ["\""]) }) {
            #expect(text.contains("`\(name)`"), "docs/results.md does not describe \(name)")
        }
        let queries = text.components(separatedBy: "```sql\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        #expect(queries.count >= 3)
        for query in queries { #expect(try !ResultFile.query(query, in: path).isEmpty, "\(query)") }
    }
}
