import Scenario
import Testing

@Suite("Traces")
struct TraceTests {
    static let intervals = """
        name: t
        time: { run: 1 day }
        entities: { me: { validators: 1 } }
        outages: [{ name: a, kind: network, hits: { entity: me }, trace: t.csv }]
        """
    static let replay = """
        name: t
        time: { run: 10 epochs }
        resolution: duties
        chain: { stake: 32_000 ETH, start: { epoch: 1000 } }
        outages: [{ name: a, kind: replay, trace: t.csv }]
        """

    @Test("intervals come from a file")
    func spans() throws {
        let csv = "# measured at home\r\nstart_seconds,end_seconds\r\n60,120.5\r\n\r\n120.5,180\r\n3600, 7200\r\n"
        try withFolder(["t.csv": csv]) { folder in
            let scenario = try read(Self.intervals, folder: folder)
            #expect(
                scenario.outages[0].timing
                    == .intervals([
                        Outage.Span(start: 60_000_000_000, end: 180_000_000_000),
                        Outage.Span(start: 3_600_000_000_000, end: 7_200_000_000_000),
                    ]))
        }
    }

    @Test("offline balances come from a file, to the gwei")
    func balances() throws {
        let csv = "epoch,bucket,offline_eth\n1000,silent,100.000000001\n1000,chronic,31\n1009,silent,0\n"
        try withFolder(["t.csv": csv]) { folder in
            let scenario = try read(Self.replay, folder: folder)
            #expect(
                scenario.outages[0].timing
                    == .offlineBalances(
                        OfflineTrace(
                            file: "t.csv",
                            rows: [
                                .init(epoch: 1000, bucket: "silent", offline: 100_000_000_001),
                                .init(epoch: 1000, bucket: "chronic", offline: 31_000_000_000),
                                .init(epoch: 1009, bucket: "silent", offline: 0),
                            ])))
            #expect(scenario.outages[0].hits.onlyRest)
        }
    }

    @Test(
        "an error in a file of intervals has the file's own line",
        arguments: [
            ("", ["1:1: the trace is empty; its header is start_seconds,end_seconds"]),
            ("start_seconds,end_seconds\n", ["1:1: the trace has no rows; its header is start_seconds,end_seconds"]),
            ("start,end\n1,2\n", ["1:1: the header must be 'start_seconds,end_seconds', found 'start,end'"]),
            ("start_seconds,end_seconds\n1,2,3\n", ["2:1: expected 2 fields, found 3"]),
            (
                "start_seconds,end_seconds\n1,x\n2,-3\n",
                [
                    "2:1: 'x' is not a number; write digits, with '_' between them if you like: 1_000 or 0.5",
                    "3:1: a time cannot be negative, found '-3'",
                ]
            ),
            ("start_seconds,end_seconds\n5,5\n", ["2:1: the interval ends before it starts"]),
            (
                "start_seconds,end_seconds\n5,9\n# and\n8,10\n",
                [
                    "4:1: the interval starts before the one above it has ended; write intervals in order and apart"
                ]
            ),
            (
                "start_seconds,end_seconds\n90000,90001\n",
                [
                    "2:1: the interval starts at 1 day 1 h, but the run ends at 1 day; lengthen time.run or leave it out"
                ]
            ),
            (
                "start_seconds,end_seconds\n1,99999999999999999999\n",
                [
                    "2:1: '99999999999999999999' seconds are too many, or finer than a nanosecond"
                ]
            ),
        ])
    func wrongSpans(csv: String, expected: [String]) throws {
        try withFolder(["t.csv": csv]) { folder in
            #expect(findings(Self.intervals, folder: folder) == expected.map { "\(folder)/t.csv:\($0)" })
        }
    }

    @Test(
        "an error in a file of balances has the file's own line",
        arguments: [
            (
                "999,silent,1",
                "epoch 999 is outside the run, which has epochs 1,000 to 1,009; set chain.start.epoch and time.run to the trace's"
            ),
            (
                "1010,silent,1",
                "epoch 1,010 is outside the run, which has epochs 1,000 to 1,009; set chain.start.epoch and time.run to the trace's"
            ),
            ("1001,silent,1\n1000,silent,1", "epoch 1,000 comes after 1,001; sort the rows by epoch"),
            ("1001,silent,1\n1001,silent,1", "epoch 1,001 has the bucket 'silent' twice"),
            ("1001,,1", "the bucket must have 1 to 100 letters"),
            ("1001,silent,-1", "a balance cannot be negative, found '-1'"),
            ("1001,silent,0.0000000001", "'0.0000000001' is not an amount of ETH in whole gwei"),
            (
                "1001,silent,20000\n1001,desynced,12001",
                "more is offline in epoch 1,001 than the network's stake of 32,000 ETH; check chain.stake"
            ),
        ])
    func wrongBalances(rows: String, message: String) throws {
        try withFolder(["t.csv": "epoch,bucket,offline_eth\n\(rows)\n"]) { folder in
            let line = 1 + rows.split(separator: "\n").count
            #expect(findings(Self.replay, folder: folder) == ["\(folder)/t.csv:\(line):1: \(message)"])
        }
    }

    @Test("a trace of nonsense is given up after some errors")
    func nonsense() throws {
        let csv = "start_seconds,end_seconds\n" + String(repeating: "x,y\n", count: 10_000)
        try withFolder(["t.csv": csv]) { folder in
            #expect(findings(Self.intervals, folder: folder).count == 21)
        }
    }

    @Test("a folder is no trace, nor is a missing file")
    func noFile() throws {
        try withFolder([:]) { folder in
            let missing = findings(Self.intervals, folder: folder)
            #expect(
                missing == ["4:66: there is no file '\(folder)/t.csv'; paths count from the scenario's folder"])
            let directory = Self.intervals.replacing("t.csv", with: "..")
            #expect(findings(directory, folder: folder) == ["4:66: '\(folder)/..' is not a file"])
        }
    }
}
