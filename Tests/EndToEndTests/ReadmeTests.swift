import Foundation
import Testing

@Suite("README")
struct ReadmeTests {
    /// A fenced block: its language and its lines.
    private struct Block {
        var language: String
        var lines: [String] = []
    }

    private static func blocks() throws -> [Block] {
        let text = try String(contentsOfFile: Program.repository + "/README.md", encoding: .utf8)
        var blocks: [Block] = []
        var isOpen = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("```") {
                isOpen.toggle()
                if isOpen { blocks.append(Block(language: String(line.dropFirst(3)))) }
            } else if isOpen {
                blocks[blocks.count - 1].lines.append(line)
            }
        }
        return blocks
    }

    @Test("every command that it shows works, from the top down, and prints what it shows")
    func commands() throws {
        let program = try Program()
        defer { program.remove() }
        try program.link("Scenarios", "Tests")
        var count = 0
        for block in try Self.blocks() where block.language == "sh" || block.language.isEmpty {
            var printed = ""
            for line in block.lines {
                let isPrompt = line.hasPrefix("$ ")
                if block.language == "sh" || isPrompt {
                    let command = isPrompt ? String(line.dropFirst(2)) : line
                    guard let ending = try run(command, in: program) else { continue }
                    let allowed: [Int32] = command.contains("--fail-if") ? [0, 99] : [0]
                    #expect(allowed.contains(ending.status), "\(command): \(ending.status) \(ending.errors)")
                    printed = ending.output
                    count += 1
                } else if line.allSatisfy({ $0 == " " || $0 == "…" }) {
                    continue
                } else {
                    let shown = line.hasSuffix("…") ? String(line.dropLast()) : line
                    let isPrinted = printed.contains(shown)
                    #expect(isPrinted, "no longer printed: \(shown)")
                }
            }
        }
        #expect(count >= 10)
    }

    /// Runs a line of shell, or only looks for its files where it builds the program or takes long.
    private func run(_ command: String, in program: Program) throws -> Program.Ending? {
        if command.hasPrefix("make ") {
            let target = command.split(separator: " ")[1]
            let makefile = try String(contentsOfFile: Program.repository + "/Makefile", encoding: .utf8)
            #expect(makefile.contains("\n\(target):"), "no target \(target)")
            return nil
        }
        if command.hasPrefix("blackout conformance ") {
            let path = command.split(separator: " ")[2]
            #expect(FileManager.default.fileExists(atPath: program.folder + "/" + path), "\(path)")
            return nil
        }
        if command.hasPrefix("sqlite3 "), !FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3") {
            return nil
        }
        return try program.shell(command)
    }

    @Test("the scenario that it shows can be run as it stands")
    func scenario() throws {
        let program = try Program()
        defer { program.remove() }
        let scenarios = try Self.blocks().filter { $0.language == "yaml" }
        #expect(!scenarios.isEmpty)
        for scenario in scenarios {
            try program.write(scenario.lines.joined(separator: "\n"), to: "mine.yaml")
            let run = try program.run("run", "mine.yaml", "--no-store")
            #expect(run.status == 0, "\(run.errors)")
        }
    }

    @Test("its table of scenarios names every shipped one, and no other")
    func table() throws {
        let text = try String(contentsOfFile: Program.repository + "/README.md", encoding: .utf8)
        let named = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
            .map { $0.split(separator: "`")[1] }.map(String.init).sorted()
        let shipped = try FileManager.default.contentsOfDirectory(atPath: Program.repository + "/Scenarios")
            .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
        #expect(named == shipped)
    }

    @Test("every page of documents that it names is there, and it names every page")
    func documents() throws {
        let text = try String(contentsOfFile: Program.repository + "/README.md", encoding: .utf8)
        let pages = try FileManager.default.contentsOfDirectory(atPath: Program.repository + "/docs")
            .filter { $0.hasSuffix(".md") }
        for page in pages { #expect(text.contains("docs/\(page)"), "docs/\(page) is not named") }
        for piece in text.components(separatedBy: "`docs/").dropFirst() {
            let page = String(piece.prefix { $0 != "`" })
            #expect(FileManager.default.fileExists(atPath: "\(Program.repository)/docs/\(page)"), "docs/\(page)")
        }
    }

    @Test("the architecture page names only files and types that are there")
    func architecture() throws {
        let page = try String(contentsOfFile: Program.repository + "/docs/architecture.md", encoding: .utf8)
        let sources = Program.repository + "/Sources"
        let files = (FileManager.default.enumerator(atPath: sources)?.compactMap { $0 as? String } ?? [])
        let named = page.split(separator: "`").filter { $0.hasSuffix(".swift") || $0.hasSuffix(".csv") }
        #expect(named.count > 20)
        for name in named where name != "Package.swift" {
            #expect(files.contains { ("/" + $0).hasSuffix("/" + name) }, "\(name)")
        }
        let text = try files.filter { $0.hasSuffix(".swift") }
            .map { try String(contentsOfFile: sources + "/" + $0, encoding: .utf8) }.joined(separator: "\n")
        for type in ["struct WorldBuilder", "struct OutagePlan", "enum WorldEvent", "struct NodeLifeCycle"]
            + ["struct EpochGrid", "struct NodeAbsence", "struct SlotAssignment", "struct InclusionOutcome"]
            + ["struct AttestationClass", "struct AttestationSettlementPlan", "struct EpochTransition"]
            + ["struct AttestationRewardTable", "struct FlawlessAccounts", "struct RunOutcome", "struct RunReport"]
        {
            #expect(page.contains(type.split(separator: " ")[1]) && text.contains(type), "\(type)")
        }
    }
}
