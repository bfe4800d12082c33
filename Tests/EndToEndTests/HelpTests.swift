import Foundation
import Testing

@Suite("help")
struct HelpTests {
    let program: Program

    init() throws { program = try Program() }

    @Test("every verb that the program lists explains itself with an example that can be copied")
    func examples() throws {
        defer { program.remove() }
        let verbs = try verbs([])
        #expect(verbs.count >= 8, "\(verbs)")
        for verb in verbs {
            let inner = try self.verbs([verb])
            for path in inner.isEmpty ? [[verb]] : inner.map({ [verb, $0] }) {
                let help = try program.run(arguments: path + ["--help"])
                let example = "  blackout \(path.joined(separator: " "))"
                #expect(help.status == 0 && help.output.contains(example), "\(path): \(help.output)")
            }
        }
    }

    /// Names under SUBCOMMANDS in the help.
    private func verbs(_ path: [String]) throws -> [String] {
        let help = try program.run(arguments: path + ["--help"]).output
        guard let start = help.range(of: "SUBCOMMANDS:\n") else { return [] }
        return help[start.upperBound...].split(separator: "\n").filter { $0.prefix(3).last?.isLetter ?? false }
            .filter { !$0.contains("See '") }.map { line in String(line.split(separator: " ")[0]) }
    }

    @Test("a command line without a verb shows the help; an unknown verb ends with 64")
    func noVerb() throws {
        defer { program.remove() }
        let alone = try program.run(arguments: [])
        #expect((alone.output + alone.errors).contains("USAGE: blackout"))
        #expect(try program.run("simulate").status == 64)
    }
}
