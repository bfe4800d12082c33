import Foundation
import Testing

@Suite("determinism")
struct DeterminismTests {
    /// The shipped scenarios whose runs take under a second.
    static let scenarios = ["home-power-cut", "bad-config-ripple", "leak-recovery", "prysm-december-2025-replay"]

    @Test("the same scenario gives the same file, byte for byte, whatever seed hashing has", arguments: scenarios)
    func sameFile(scenario: String) throws {
        let program = try Program()
        defer { program.remove() }
        try program.link("Scenarios")
        // Swift seeds its hashing anew in each process, unless it is told not to.
        let environments = [[:], [:], ["SWIFT_DETERMINISTIC_HASHING": "1"]]
        let files = try environments.enumerated().map { number, environment in
            let name = "\(number).sqlite"
            let run = try program.run(
                "run", "Scenarios/\(scenario).yaml", "--out", name, "--quiet", environment: environment)
            #expect(run.status == 0, "\(run.errors)")
            return try program.content(name)
        }
        #expect(files[0] == files[1] && files[0] == files[2])
    }

    @Test("another seed is another run")
    func seed() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(SmallScenario.drawnCuts, to: "cut.yaml")
        let digests = try ["1", "2"].map {
            try JSON(program.run("run", "cut.yaml", "--no-store", "--json", "--seed", $0).output)["run"]["digest"]
                .string
        }
        #expect(digests[0] != digests[1] && digests.allSatisfy { $0.count == 32 })
    }
}
