import Foundation
import MadeUpRuns
import ResultStore
import Testing

@Suite struct WritingTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(
        "a record that does not balance is not stored",
        arguments: [
            Flaw("a component's earned is off by one gwei", "is not ideal") { $0.components[0].earned += 1 },
            Flaw("a cause explains one gwei too much", "the causes explain") { $0.ledger[0].missed += 1 },
            Flaw("penalties without a cause", "the causes explain") { $0.ledger[0].penalties -= 1 },
            Flaw("a loss in a component that nobody has", "has no component") { $0.ledger[0].component = "sync" },
            Flaw("a validator's earned is off by one gwei", "validator 3") { $0.validators[0].earned += 1 },
            Flaw("validators do not sum to their entity", "its validators sum to") {
                $0.validators[0].ideal += 1
                $0.validators[0].earned += 1
            },
            Flaw("more validators than the entity has", "lists 2 validators of 1") {
                $0.validators.append($0.validators[0])
                $0.validators[1].index = 4
            },
            Flaw("the same validator twice", "appears twice") {
                $0.entities[0].validators = 2
                $0.validators.append($0.validators[0])
            },
            Flaw("the same entity twice", "appears twice") { $0.entities[1].name = "me" },
            Flaw("a component twice", "appears twice") { $0.components.append($0.components[0]) },
            Flaw("sums beyond all money", "exceeds") {
                for row in 0..<3 {
                    $0.components[row].ideal = .max / 2
                    $0.components[row].earned = .max / 2 - $0.components[row].missed - $0.components[row].penalties
                }
            },
            Flaw("an equation that overflows", "exceeds") {
                $0.components[5].ideal = .min
                $0.components[5].missed = .max
            },
            Flaw("a reference to a cause that is not there", "has no entity or cause") { $0.ledger[0].cause = 99 },
            Flaw("a reference below zero", "has no node") { $0.nodeStates[0].node = -1 },
            Flaw("a count below zero", "a count is -1") { $0.epochs[0].blocksMissed = -1 },
            Flaw("an exit in the far future instead of none", "an epoch is") { $0.validators[0].exitEpoch = .max },
            Flaw("an outage that ends before it starts", "something lasts") { $0.outageIntervals[0].end = 0 },
            Flaw("epochs out of order", "follows epoch") { $0.epochs.swapAt(0, 1) },
            Flaw("darkness that is not a number", "was dark for") { $0.entities[0].darkValidatorSeconds = .nan },
            Flaw("darker than possible", "was dark for") { $0.entities[0].darkValidatorSeconds = 86_401 },
        ])
    func unbalanced(flaw: Flaw) throws {
        var record = MadeUpRun.homePowerCut(seed: 2)
        flaw.apply(&record)
        let path = folder.file("run.sqlite")
        try ResultFile.write(MadeUpRun.homePowerCut(seed: 1), to: path)
        let error = #expect(throws: ResultFileError.self) { try ResultFile.write(record, to: path) }
        guard case .inconsistent(path, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains(flaw.told), "\(reason)")
        #expect(try ResultFile.read(from: path).run.seed == 1)
    }

    @Test("a write that fails half-way leaves the earlier result and nothing else")
    func fullDisk() async throws {
        try ResultFile.write(MadeUpRun.homePowerCut(seed: 1), to: folder.file("run.sqlite"))
        let before = try folder.bytes("run.sqlite")
        await #expect(processExitsWith: .success) { [path = folder.file("run.sqlite") as String] in
            // No file may grow beyond 200 kB, as on a full disk; the result needs some megabytes.
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 200_000, rlim_max: 200_000)
            #if canImport(Darwin)
                setrlimit(RLIMIT_FSIZE, &limit)
            #else
                setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            #endif
            do {
                try ResultFile.write(MadeUpRun.individual(validators: 100_000), to: path)
                exit(1)
            } catch ResultFileError.cannotWrite {
                exit(0)
            }
        }
        #expect(try folder.bytes("run.sqlite") == before)
        #expect(folder.content == ["run.sqlite"])
    }

    @Test("a folder, a device, a path through a file cannot be written")
    func places() throws {
        try "text".write(toFile: folder.file("file"), atomically: false, encoding: .utf8)
        try FileManager.default.createDirectory(atPath: folder.file("folder"), withIntermediateDirectories: false)
        for path in [
            folder.file("folder"), folder.file("folder/"), folder.file("missing/"), folder.file("file/run.sqlite"),
            folder.file("file/deeper/run.sqlite"), "/dev/null", "",
        ] {
            for attempt in [
                { try ResultFile.checkWritable(path) }, { try ResultFile.write(MadeUpRun.homePowerCut(), to: path) },
            ] {
                let error = #expect(throws: ResultFileError.self, "\(path)") { try attempt() }
                guard case .cannotWrite(path, _, let mend) = error else {
                    Issue.record("\(path): \(String(describing: error))")
                    continue
                }
                #expect(!mend.isEmpty)
            }
        }
        #expect(folder.content == ["file", "folder"])
    }

    @Test("a file that is not a result is never replaced")
    func precious() throws {
        let path = folder.file("scenario.yaml")
        try "name: precious\n".write(toFile: path, atomically: false, encoding: .utf8)
        let error = #expect(throws: ResultFileError.self) {
            try ResultFile.write(MadeUpRun.homePowerCut(), to: path)
        }
        #expect(error?.description.contains("not a result of blackout") == true)
        #expect(try folder.bytes("scenario.yaml") == Data("name: precious\n".utf8))
        #expect(folder.content == ["scenario.yaml"])
    }

    @Test("trying a place leaves no trace but its folder")
    func trial() throws {
        try ResultFile.checkWritable(folder.file("new/run.sqlite"))
        #expect(folder.content == ["new"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("new")).isEmpty)
    }

    struct Flaw: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let told: String
        let apply: @Sendable (inout RunRecord) -> Void

        init(_ name: String, _ told: String, _ apply: @escaping @Sendable (inout RunRecord) -> Void) {
            testDescription = name
            self.told = told
            self.apply = apply
        }
    }
}
