import Scenario
import Simulator
import Testing

/// What `network.stake_spread` does to the custody of data columns.
@Suite struct StakeSpreadTests {
    private func copies(_ spread: String) throws -> Int {
        let text = MessageRunning.text(
            size: "validators: 5_000", run: "2 epochs", entities: "me: { validators: 20 }",
            network: "nodes: 40, blobs: 2, switching: false\(spread)")
        return try #require(try RunOutcome.of(Running.scenario(text)).networkFigures).copies
    }

    @Test("an even spread gives more nodes many columns, and the heavy tail is the default")
    func columns() throws {
        let heavyTailed = try copies("")
        #expect(try copies(", stake_spread: heavy-tailed") == heavyTailed)
        // A third of the nodes are small operators', with two dozen columns instead of nearly all.
        #expect(try copies(", stake_spread: even") > heavyTailed * 5 / 4)
    }
}
