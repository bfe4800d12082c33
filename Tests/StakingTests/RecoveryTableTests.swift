import Staking
import Testing

@Suite("recovery table")
struct RecoveryTableTests {
    @Test(
        "a line that cannot be used is named with its number and what is wrong",
        arguments: [
            ("consensus,any,restart,30,seconds,assumption,2026", 1, "expected 8 fields, found 7"),
            ("# a remark\n\nwallet,any,restart,30,seconds,assumption,2026,x", 3, "unknown layer 'wallet'"),
            ("consensus,any,restart,soon,seconds,assumption,2026,x", 1, "'soon' is not a whole number"),
            ("consensus,any,restart,-1,seconds,assumption,2026,x", 1, "'-1' is not a whole number"),
            ("consensus,any,restart,1.5,seconds,assumption,2026,x", 1, "'1.5' is not a whole number"),
            (
                "consensus,any,restart,99999999999999999999,seconds,assumption,2026,x", 1,
                "'99999999999999999999' is not a whole number"
            ),
            ("consensus,any,restart,30,weeks,assumption,2026,x", 1, "unknown unit 'weeks'"),
            ("consensus,any,reboot,30,seconds,assumption,2026,x", 1, "unknown parameter 'reboot'"),
            (
                "execution,geth,restart,9000000000000000000,hours,assumption,2026,x", 1,
                "'9000000000000000000 hours' is too much"
            ),
            ("execution,geth,restart,30,per_second,assumption,2026,x", 1, "'restart' cannot be in 'per_second'"),
            ("execution,geth,catch_up,5,hours,assumption,2026,x", 1, "'catch_up' cannot be in 'hours'"),
            ("execution,geth,download,5,seconds,assumption,2026,x", 1, "'download' cannot be in 'seconds'"),
        ])
    func badLines(csv: String, line: Int, message: String) {
        let error = #expect(throws: RecoveryTable.FileError.self) { try RecoveryTable(csv: csv) }
        #expect(error?.line == line && error?.message == message, "\(String(describing: error))")
    }

    @Test("a client takes from 'any' what it has no line for, wherever that line stands")
    func fallback() throws {
        let table = try RecoveryTable(
            csv: """
                consensus,teku,catch_up,7,per_second,assumption,2026,x
                consensus,any,restart,45,seconds,assumption,2026,x
                execution,any,restart,2,minutes,assumption,2026,x
                """)
        let teku = table.parameters(.consensus, client: "teku")
        #expect(teku.catchUpPerThousandSeconds == 7_000 && teku.restart == 45_000_000_000)
        #expect(table.parameters(.consensus, client: "unheard-of") == table.parameters(.consensus, client: nil))
        #expect(table.parameters(.execution, client: "teku").restart == 120_000_000_000)
        #expect(table.knownClients == ["teku"])
    }

    @Test("a scenario's own value replaces that one and leaves the others")
    func override() {
        var table = RecoveryTable.shipped
        let before = table.parameters(.execution, client: "besu")
        table.override(client: "besu") { $0.snapshot = 1 }
        let after = table.parameters(.execution, client: "besu")
        #expect(after.snapshot == 1 && after.restart == before.restart && after.full == before.full)
        #expect(
            table.parameters(.execution, client: "geth") == RecoveryTable.shipped.parameters(.execution, client: "geth")
        )
        table.override(client: "new-client") { $0.catchUpPerThousandSeconds = 9_000 }
        #expect(table.parameters(.consensus, client: "new-client").catchUpPerThousandSeconds == 9_000)
    }

    @Test(
        "the shipped snapshot times are the published ones",
        arguments: [("geth", 3), ("nethermind", 1), ("besu", 13), ("erigon", 12), ("reth", 2), ("nimbus-el", 132)])
    func shippedSnapshots(client: String, hours: Int64) {
        #expect(RecoveryTable.shipped.parameters(.execution, client: client).snapshot == hours * 3_600_000_000_000)
    }

    @Test("every client of the shipped survey but 'other' has recovery parameters, and each layer's shares are whole")
    func shippedSurvey() {
        for layer in RecoveryTable.Layer.allCases {
            let shares = ClientShares.shipped.shares(layer)
            #expect(shares.reduce(0) { $0 + $1.partsPerMillion } == 1_000_000)
            for share in shares where share.client != "other" {
                #expect(RecoveryTable.shipped.knownClients.contains(share.client), "\(share.client)")
            }
        }
    }
}
