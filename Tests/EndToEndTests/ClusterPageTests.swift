import Foundation
import Testing

@Suite("docs/clusters.md")
struct ClusterPageTests {
    @Test(
        "its pictures are what the commands under them print",
        arguments: [("cluster-attestation", []), ("cluster-leader-down", ["--down", "1"])])
    func pictures(name: String, options: [String]) throws {
        let program = try Program()
        defer { program.remove() }
        let shown = try String(contentsOfFile: Program.repository + "/docs/images/\(name).svg", encoding: .utf8)
        let printed = try program.run(arguments: ["cluster", "trace"] + options + ["--format", "svg"])
        #expect(printed.status == 0)
        #expect(printed.output == shown)
    }

    @Test(
        "numbers that make no cluster are refused with what mends them",
        arguments: [
            (["--members", "0"], "1 to 22"), (["--down", "9"], "numbered from 1 to 4"),
            (["--threshold", "5"], "give it 1 to 4"), (["--latency", "-1"], "milliseconds"),
        ])
    func badNumbers(options: [String], message: String) throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run(arguments: ["cluster", "trace"] + options)
        #expect(result.status == 64)
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    @Test("a duty that fails is told with its reason")
    func failure() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run(arguments: ["cluster", "trace", "--down", "1", "2"])
        #expect(result.status == 0)
        #expect(result.output == "failed: no_consensus\n")
    }
}
