import Foundation
import MadeUpRuns
import ResultStore
import Testing

@Suite struct ResultCommandTests {
    let program: Program

    init() throws {
        program = try Program()
        try ResultFile.write(MadeUpRun.homePowerCut(), to: program.folder + "/a.sqlite")
        try ResultFile.write(MadeUpRun.homePowerCut(darkEpochs: 10), to: program.folder + "/b.sqlite")
        try "not a result\n".write(toFile: program.folder + "/text.sqlite", atomically: true, encoding: .utf8)
    }

    @Test("a stored result is reported in every format, with nothing but the result on stdout")
    func report() throws {
        defer { program.remove() }
        for (arguments, start) in [
            ([], "  home power cut"), (["--format", "markdown"], "## home power cut"), (["--json"], "{\n"),
            (["--format", "csv"], "entity,component"), (["--format", "csv", "--section", "epochs"], "epoch,"),
            (["--section", "published", "--section", "notes"], "  as published"),
        ] {
            let ending = try program.run(arguments: ["report", "a.sqlite"] + arguments)
            #expect(ending.status == 0 && ending.errors.isEmpty, "\(arguments): \(ending.errors)")
            #expect(ending.output.hasPrefix(start), "\(arguments): \(ending.output.prefix(80))")
            #expect(!ending.output.contains("\u{1B}"))
        }
    }

    @Test("colour is drawn when it is asked for, and not otherwise")
    func colour() throws {
        defer { program.remove() }
        let always = try program.run("report", "a.sqlite", "--color", "always", environment: ["NO_COLOR": "1"])
        #expect(always.output.contains("\u{1B}[1m"))
        #expect(try !program.run("report", "a.sqlite", "--color", "never").output.contains("\u{1B}"))
    }

    @Test("a comparison tells the differences, and fails on a condition that holds")
    func compare() throws {
        defer { program.remove() }
        let plain = try program.run("compare", "a.sqlite", "b.sqlite")
        #expect(plain.status == 0 && plain.output.contains("-62.07 %"))
        let json = try program.run("compare", "a.sqlite", "b.sqlite", "--json", "--fail-if", "loss > +5 %")
        #expect(json.status == 0 && json.output.contains("\"schema\": \"blackout.compare/1\""))
        let broken = try program.run("compare", "b.sqlite", "a.sqlite", "--markdown", "--fail-if", "me.loss > +5 %")
        #expect(broken.status == 99)
        #expect(broken.output.hasPrefix("## Comparison"))
        #expect(broken.errors == "failed: me.loss > +5 %: A 175,263, B 462,057 gwei (+163.64 %)\n")
    }

    @Test(
        "what goes wrong ends with its status, one message on stderr and nothing on stdout",
        arguments: [
            (["report", "none.sqlite"], 66, "there is no such file"),
            (["report", "text.sqlite"], 65, "it is not an SQLite database"),
            (["report", "."], 65, "it is a folder"),
            (["compare", "a.sqlite", "none.sqlite"], 66, "there is no such file"),
            (["compare", "a.sqlite", "b.sqlite", "--fail-if", "los > +5 %"], 64, "'los' is no metric"),
            (["compare", "a.sqlite", "b.sqlite", "--fail-if", "you.loss > +5 %"], 64, "there is no 'you' in A"),
            (["compare", "a.sqlite"], 64, "Missing expected argument '<b>'"),
            (["compare", "a.sqlite", "b.sqlite", "--format", "csv"], 64, "text, markdown or json"),
            (["report", "a.sqlite", "--format", "pdf"], 64, "is invalid for '--format <format>'"),
            (["report", "a.sqlite", "--json", "--markdown"], 64, "ask for different formats"),
            (["report", "a.sqlite", "--format", "csv", "--section", "notes"], 64, "CSV is one table"),
            (["report", "a.sqlite", "--sections", "notes"], 64, "Unknown option '--sections'"),
            (["reprot", "a.sqlite"], 64, "did you mean 'report'?"),
            (["fly"], 64, "known are run"),
            (["run", "x.yaml", "--set", "novalue"], 64, "is not of the form key=value"),
            (["run", "x.yaml", "--seed", "-1"], 64, "--seed"),
            (["run", "x.yaml", "--no-store", "--out", "y.sqlite"], 64, "exclude each other"),
        ])
    func failures(arguments: [String], status: Int32, message: String) throws {
        defer { program.remove() }
        let ending = try program.run(arguments: arguments)
        #expect(ending.status == status && !ending.signal)
        #expect(ending.output.isEmpty)
        #expect(ending.errors.contains(message), "\(ending.errors)")
        #expect(!ending.errors.contains("Fatal") && !ending.errors.contains("Stack dump"))
    }

    @Test("a reader that goes away ends the program without a word")
    func brokenPipe() throws {
        defer { program.remove() }
        // Larger than a pipe holds, so that the program is still writing when its reader leaves.
        try ResultFile.write(MadeUpRun.recurring(strikes: 20_000), to: program.folder + "/large.sqlite")
        let ending = try program.shell("blackout report large.sqlite --json | head -n 1")
        #expect(ending.status == 0 && ending.output == "{\n" && ending.errors.isEmpty, "\(ending.errors)")
    }

    @Test("the version is told")
    func version() throws {
        defer { program.remove() }
        let ending = try program.run("--version")
        #expect(ending.status == 0 && ending.output.split(separator: ".").count == 3)
    }
}
