/// Scenarios of a few epochs, so that a run takes a blink.
enum SmallScenario {
    /// One validator loses power for an hour.
    static let powerCut = """
        name: small cut
        seed: 1
        chain: { fork: fulu, stake: 35_632_000 ETH, start: { epoch: 411_500 } }
        time: { run: 4 h }
        resolution: duties
        entities:
          me: { validators: 1, clients: { consensus: lighthouse, execution: geth } }
        outages:
          - { name: cut, kind: power, hits: { entity: me }, at: 1 h, for: 1 h }

        """

    /// The same with an expectation that no run can meet.
    static let broken =
        powerCut + """
            expect:
              - { that: me.penalties, is: 1 gwei, source: "nobody" }
              - { that: me.slashed, is: 0, source: "common sense" }

            """

    /// Short outages at drawn times.
    static let drawnCuts =
        powerCut + """
              - { name: flicker, kind: network, hits: { entity: me }, every: { mean: 30 min }, for: 2 min }

            """

    /// Minutes of work: each of 100,000 validators by itself, for ten months.
    static let long = """
        name: long
        seed: 1
        detail: individual
        chain: { fork: fulu, stake: 3_200_000 ETH, start: { epoch: 411_500 } }
        time: { run: 300 days }
        resolution: duties
        outages:
          - { name: most, kind: network, hits: { rest: true, share: 40 % }, at: 0 s, for: 300 days }

        """
}
