import Foundation
import Testing

@Suite("run")
struct RunCommandTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.write(SmallScenario.powerCut, to: "cut.yaml")
        try program.write(SmallScenario.broken, to: "broken.yaml")
    }

    @Test("a run is stored under the scenario's name, and its report is the stored one's")
    func stored() throws {
        defer { program.remove() }
        let run = try program.run("run", "cut.yaml")
        #expect(run.status == 0 && run.output.hasPrefix("  small cut"), "\(run.errors)")
        #expect(run.errors == "\n  saved Results/cut.sqlite · look: blackout report Results/cut.sqlite\n")
        let report = try program.run("report", "Results/cut.sqlite")
        #expect(report.status == 0 && report.output == run.output)
        let verdict = try program.run("verify", "Results/cut.sqlite")
        #expect(verdict.status == 0, "\(verdict.output)\(verdict.errors)")
    }

    @Test("a run whose table has changed since is another, and 'verify' says what it reads")
    func changedTable() throws {
        defer { program.remove() }
        let table = "measure,of,value\nlate_head,all,"
        try program.write(table + "0\n", to: "table.csv")
        try program.write(SmallScenario.powerCut + "\ncalibration: table.csv\n", to: "late.yaml")
        #expect(try program.run("run", "late.yaml").status == 0)
        #expect(try program.run("verify", "Results/late.sqlite").status == 0)
        try program.write(table + "200000\n", to: "table.csv")
        let verdict = try program.run("verify", "Results/late.sqlite")
        #expect(verdict.status == 99)
        #expect(verdict.output.hasSuffix("  the run reads table.csv: one that has changed since makes another run\n"))
        #expect(try program.run("verify", "Results/late.sqlite", "--json").output.contains("\"files_read\""))
    }

    @Test("'--no-store' leaves no file behind, and '--quiet' says nothing")
    func notStored() throws {
        defer { program.remove() }
        let run = try program.run("run", "cut.yaml", "--no-store", "--quiet")
        #expect(run.status == 0 && run.errors.isEmpty && !run.output.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: program.folder + "/Results"))
    }

    @Test("'--set' and '--seed' change the run and are recorded in it")
    func overrides() throws {
        defer { program.remove() }
        let plain = try JSON(program.run("run", "cut.yaml", "--no-store", "--json").output)
        let longer = try JSON(
            program.run("run", "cut.yaml", "--no-store", "--json", "--set", "outages.cut.for=2 h", "--seed", "9").output
        )
        #expect(longer["run"]["seed"].integer == 9)
        #expect(longer["run"]["overrides"].strings == ["outages.cut.for=2 h", "seed=9"])
        #expect(longer["network"]["penalties_gwei"].integer > plain["network"]["penalties_gwei"].integer)
    }

    @Test(
        "what goes wrong ends with its status, one message with place and mend, and nothing on stdout",
        arguments: [
            ("name: x\n", [], Int32(65), "the scenario needs the key 'time'"),
            (SmallScenario.powerCut + "chian: 1\n", [], 65, "did you mean 'chain'?"),
            (SmallScenario.powerCut, ["--set", "time.run=4"], 65, "4"),
            (SmallScenario.powerCut, ["--set", "outages.cut.hits.entity=you"], 65, "you"),
            (SmallScenario.powerCut, ["--out", "file.txt"], 73, "file.txt"),
            (SmallScenario.powerCut, ["--out", "file.txt/out.sqlite"], 73, "file.txt"),
            (SmallScenario.powerCut, ["--junit", "file.txt/x.xml"], 73, "file.txt"),
            (SmallScenario.powerCut, ["--seed", "x"], 64, "--seed"),
            (
                SmallScenario.powerCut + "resync:\n  lighthouse: { catch_up: 900_000_000_000_000_000 slots per s }\n",
                [], 65, "too fast"
            ),
        ])
    func failures(scenario: String, options: [String], status: Int32, message: String) throws {
        defer { program.remove() }
        try program.write(scenario, to: "x.yaml")
        try program.write("not ours", to: "file.txt")
        let run = try program.run(arguments: ["run", "x.yaml", "--quiet"] + options)
        #expect(run.status == status && !run.signal, "\(run.status) \(run.errors)")
        #expect(run.errors.contains(message), "\(run.errors)")
        #expect(!run.errors.contains("Fatal") && !run.errors.contains("Backtrac"))
        if !options.contains("--junit") { #expect(run.output.isEmpty) }
        #expect(try program.content("file.txt") == Data("not ours".utf8))
    }

    @Test("a warning is told on stderr and changes no status")
    func warning() throws {
        defer { program.remove() }
        let members = "  you: {}\n  her: {}\nclusters:\n  three: { members: [me, you, her] }\noutages:\n"
        try program.write(SmallScenario.powerCut.replacing("outages:\n", with: members), to: "x.yaml")
        let validation = try program.run("validate", "x.yaml")
        #expect(validation.status == 0 && validation.output == "x.yaml: ok\n")
        #expect(validation.errors.hasPrefix("x.yaml:11:21: warning: one dishonest member is enough"))
    }

    @Test("a scenario that is not there ends with 66")
    func missing() throws {
        defer { program.remove() }
        let run = try program.run("run", "none.yaml")
        #expect(run.status == 66 && run.errors.contains("none.yaml"))
        #expect(try program.run("validate", "none.yaml").status == 66)
    }

    @Test("a broken expectation ends with 99, after the report, and is a failure in JUnit")
    func broken() throws {
        defer { program.remove() }
        let run = try program.run("run", "broken.yaml", "--junit", "out/junit.xml")
        #expect(run.status == 99)
        #expect(run.output.contains("as published"))
        #expect(run.errors.contains("broken.yaml:11:5: broken: me.penalties: published 1 gwei"), "\(run.errors)")
        let junit = String(decoding: try program.content("out/junit.xml"), as: UTF8.self)
        #expect(junit.components(separatedBy: "<testcase ").count == 3)
        #expect(junit.components(separatedBy: "<failure ").count == 2)
    }

    @Test("the JSON says what it is, and its books balance: by component, by cause, and over the entities")
    func json() throws {
        defer { program.remove() }
        let run = try program.run("run", "cut.yaml", "--no-store", "--quiet", "--json")
        let report = try JSON(run.output)
        #expect(report["schema"].string == "blackout.run/1")
        for key in ["chain", "entities", "epochs", "expectations", "ledger", "network", "notes", "outages", "run"] {
            #expect(report[key].exists, "\(key)")
        }
        #expect(report["run"]["digest"].string.count == 32)
        #expect(report["epochs"].items.count == Int(report["run"]["epochs"].integer))
        for entity in report["entities"].items + [report["network"]] {
            for money in ["ideal", "earned", "missed", "penalties"] {
                #expect(sum(entity["components"], money) == entity[money + "_gwei"].integer, "\(money)")
            }
            for part in entity["components"].items + [entity] {
                #expect(
                    part["earned_gwei"].integer
                        == part["ideal_gwei"].integer - part["missed_gwei"].integer - part["penalties_gwei"].integer)
            }
            for money in ["missed", "penalties", "loss"] {
                #expect(sum(entity["causes"], money) == entity[money + "_gwei"].integer, "\(money)")
            }
        }
        for money in ["ideal", "earned", "missed", "penalties", "loss"] {
            #expect(sum(report["entities"], money) == report["network"][money + "_gwei"].integer, "\(money)")
        }
        #expect(sum(report["ledger"], "missed") == report["network"]["missed_gwei"].integer)
    }

    private func sum(_ rows: JSON, _ money: String) -> Int64 {
        rows.items.reduce(0) { $0 + $1[money + "_gwei"].integer }
    }

    @Test("a reader that has seen enough ends the program without a trace")
    func brokenPipe() throws {
        defer { program.remove() }
        let run = try program.shell("blackout run cut.yaml --no-store --json --set 'time.run=10 days' | head -n 1")
        #expect(run.status == 0 && run.output == "{\n" && run.errors.isEmpty, "\(run.errors)")
    }
}

/// A look into a JSON document; what is not there is empty.
struct JSON {
    private let value: Any?

    init(_ text: String) throws { value = try JSONSerialization.jsonObject(with: Data(text.utf8)) }
    private init(value: Any?) { self.value = value }

    subscript(key: String) -> JSON { JSON(value: (value as? [String: Any])?[key]) }
    var exists: Bool { value != nil }
    var items: [JSON] { (value as? [Any] ?? []).map { JSON(value: $0) } }
    var integer: Int64 { (value as? NSNumber)?.int64Value ?? .min }
    var string: String { value as? String ?? "" }
    var strings: [String] { value as? [String] ?? [] }
}
