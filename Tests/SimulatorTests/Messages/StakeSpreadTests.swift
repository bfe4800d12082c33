import Scenario
import Simulator
import Testing

/// What `network.stake_spread` does to the custody of data columns.
@Suite struct StakeSpreadTests {
    private func copies(_ spread: String) throws -> Int {
        let text = MessageRunning.text(
            size: "validators: 3_000", run: "2 epochs", entities: "me: { validators: 20 }",
            network: "nodes: 40, blobs: 2, switching: false\(spread)")
        return try #require(try RunOutcome.of(Running.scenario(text)).networkFigures).copies
    }

    @Test("an even spread gives more nodes many columns, and the heavy tail is the default")
    func columns() throws {
        let heavyTailed = try copies("")
        #expect(try copies(", stake_spread: heavy-tailed") == heavyTailed)
        // Half of the nodes are small operators', with 14 columns instead of 75.
        #expect(try copies(", stake_spread: even") > heavyTailed * 5 / 4)
    }
}
