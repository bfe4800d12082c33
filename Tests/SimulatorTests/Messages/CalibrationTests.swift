import Scenario
import Simulator
import Testing

/// What a run of messages measures makes a run of duties as late as it is.
@Suite struct CalibrationTests {
    /// Blocks leave so late that some of them miss the deadline at some nodes.
    static let network = "nodes: 40, blobs: 6, publish: { median: 2000 ms, p95: 3300 ms }"
    static let entities =
        "me: { validators: 800, cohort: true, link: data-centre, clients: { consensus: lighthouse, execution: reth } }, "
        + "them: { nodes: 3, validators: 300, cohort: true, link: home, clients: { consensus: teku, execution: geth } }"

    static func text(
        _ resolution: String, outages: [String] = [], run: String = "16 epochs", network: String = network,
        more: String = ""
    ) -> String {
        MessageRunning.text(
            preset: "mainnet", size: "validators: 4_096", run: run, resolution: resolution, entities: entities,
            outages: outages, network: network, more: more)
    }

    static func measured(_ text: String) throws -> NetworkCalibration {
        try NetworkCalibration.measured(Running.scenario(text))
    }

    static func value(_ table: NetworkCalibration, _ measure: NetworkCalibration.Measure, _ of: String) -> Int64? {
        table.rows.first { $0.measure == measure && $0.of == of }?.value
    }

    /// A scenario at `duties` with a table.
    static func calibrated(_ text: String, _ table: String) throws -> RunOutcome {
        try MessageRunning.withFolder(["table.csv": table]) { folder in
            try RunOutcome.of(Running.scenario(text + "\ncalibration: table.csv", folder: folder))
        }
    }

    static let cuts = [
        "name: cut, kind: power, hits: { entity: me }, at: 2 epochs, for: 3 epochs, resync: none",
        "name: edge, kind: network, hits: { entity: them }, at: 2_000 s, for: 1_111 s, resync: 77 s",
    ]

    @Test("both resolutions agree: offline epochs exactly, head votes within half a point, the loss within 2 %")
    func agreement() throws {
        let table = try Self.measured(Self.text("messages")).csv(remarks: ["a test"])
        let messages = try Running.run(Self.text("messages", outages: Self.cuts))
        let duties = try Self.calibrated(Self.text("duties", outages: Self.cuts), table)
        func offline(_ outcome: RunOutcome) -> [String] {
            outcome.missed("attestation").filter { $0.contains("cut") || $0.contains("edge") }
        }
        #expect(offline(messages).count > 6)
        #expect(offline(messages) == offline(duties))
        let votes = try [messages, duties].map { try $0.value("network", .headVotes).value }
        #expect(votes[0] < 0.999 && votes[0] > 0.8, "\(votes)")
        #expect(abs(votes[0] - votes[1]) < 0.005, "\(votes)")
        let losses = try [messages, duties].map { try $0.value("network", .loss).value }
        #expect(abs(losses[0] - losses[1]) < 0.02 * losses[0], "\(losses)")
    }

    @Test("without a table nobody is late; with one the losses are late blocks'")
    func optional() throws {
        let text = Self.text("duties", run: "6 epochs")
        #expect(try Running.run(text).allLosses.isEmpty)
        let table =
            "measure,of,value\nlate_head,all,50000\nlate_head,home,200000\nlate_target,all,1000\norphaned,all,20000\n"
        let outcome = try Self.calibrated(text, table)
        let late = try outcome.whole("network", .lateAttestations)
        // A twentieth of five epochs of 3,796 votes, and a fifth of 300.
        #expect((900...1_700).contains(late), "\(late)")
        #expect(outcome.allLosses.allSatisfy { $0.cause == "late blocks" || $0.cause == "others' missing votes" })
        #expect(try outcome.whole("network", .proposalsMissed) > 0)
        #expect(try outcome.whole("network", .penaltiesTarget) > 0)
        #expect(try Self.calibrated(text, table).digest == outcome.digest)
        let individual = try Self.calibrated(text.replacing("detail: cohorts", with: "detail: individual"), table)
        let other = try individual.whole("network", .lateAttestations)
        #expect((900...1_700).contains(other), "\(other)")
    }

    @Test("a quiet network measures nothing late, and slow connections are later than quick ones")
    func measures() throws {
        let quick = try Self.measured(
            Self.text("messages", run: "4 epochs", network: "nodes: 40, blobs: 0, publish: 100 ms"))
        #expect((Self.value(quick, .lateHead, "all") ?? 1_000_000) < 2_000)
        #expect(Self.value(quick, .orphaned, "all") == 0)
        let slow = try Self.measured(
            Self.text(
                "messages", run: "12 epochs",
                network: "nodes: 60, blobs: 6, links: { data-centre: 60 %, laggy: 40 % }, "
                    + "publish: { median: 2500 ms, p95: 3600 ms }"))
        let near = try #require(Self.value(slow, .lateHead, "data-centre"))
        let far = try #require(Self.value(slow, .lateHead, "laggy"))
        #expect(far > near, "\(near) \(far)")
        let arrivals = slow.rows.filter { $0.measure == .arrival }.map(\.value)
        #expect(arrivals.count == 7 && arrivals == arrivals.sorted())
        let shares = slow.rows.filter { $0.measure == .headShare }.map(\.value)
        #expect((shares.first ?? 0) > (shares.last ?? 0))
        #expect(Self.value(slow, .count, "votes") == Int64(49_152))
    }

    @Test("a scenario that names its table is measured without it, and over as many epochs as are asked for")
    func measuredBeforeItIsMade() throws {
        let text = Self.text(
            "messages", outages: Self.cuts, run: "400 epochs", network: Self.network + ", quiet: none.csv")
        let scenario = try Scenario.load(
            text: text, file: "test.yaml", baseDirectory: ".", ignoring: ["calibration", "network.quiet"])
        #expect(scenario.network?.quietFile == nil)
        let table = try NetworkCalibration.measured(scenario, epochs: 4)
        #expect(table == (try Self.measured(Self.text("messages", run: "4 epochs"))))
        #expect(throws: ScenarioErrors.self) { try Running.scenario(text) }
    }

    @Test("a table comes back as it was written")
    func roundTrip() throws {
        let table = try Self.measured(Self.text("messages", run: "4 epochs"))
        let text = table.csv(remarks: ["one", "two"])
        let location = SourceLocation(file: "t", line: 1, column: 1)
        #expect(try NetworkCalibration(Network.DataFile(name: "t", text: text, location: location)) == table)
    }

    @Test(
        "a table that is wrong is refused with its line",
        arguments: [
            ("", 1), ("late_head,all,5\n", 1), ("measure,of,value\nlate_head,all\n", 2),
            ("measure,of,value\nlater,all,5\n", 2), ("# x\nmeasure,of,value\nlate_head,all,-5\n", 3),
            ("measure,of,value\nlate_head,all,1000001\n", 2), ("measure,of,value\norphaned,all,many\n", 2),
            ("measure,of,value\norphaned,all,5\norphaned,all,6\n", 3),
        ])
    func wrong(text: String, line: Int) throws {
        #expect {
            _ = try Self.calibrated(Self.text("duties", run: "1 epochs"), text)
        } throws: { error in
            guard case .badCalibration(let file, let found, _)? = error as? SimulationError else { return false }
            return file == "table.csv" && found == line
        }
    }

    @Test("a run of messages takes no table")
    func notWithMessages() {
        #expect(throws: ScenarioErrors.self) {
            try Self.calibrated(Self.text("messages"), "measure,of,value\n")
        }
    }

    @Test("everything late, and nothing on the chain", arguments: ["late_head", "late_target", "no_block", "orphaned"])
    func everything(measure: String) throws {
        let table =
            "measure,of,value\nlate_head,all,1000000\n"
            + (measure == "late_head" ? "" : "\(measure),all,1000000\n")
        let outcome = try Self.calibrated(Self.text("duties", outages: [Self.cuts[0]], run: "8 epochs"), table)
        let earned = outcome.componentRows.reduce(0) { $0 + $1.ideal - $1.missed - $1.penalties }
        #expect(try outcome.whole("network", .earned) == earned)
    }
}
