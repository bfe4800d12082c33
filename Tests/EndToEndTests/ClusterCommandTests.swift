import Foundation
import Testing

@Suite("blackout cluster")
struct ClusterCommandTests {
    let program: Program

    init() throws { program = try Program() }

    private func create(_ name: String, _ more: String...) throws -> Program.Ending {
        try program.run(
            arguments: ["cluster", "create", "--name", name, "--insecure-keystores", "--output", name] + more)
    }

    @Test("a new cluster verifies; after a change it does not, and the place is told")
    func inspect() throws {
        defer { program.remove() }
        let made = try create("home", "--members", "4", "--validators", "2", "--seed", "s", "--json")
        #expect(made.status == 0 && made.errors.isEmpty, "\(made.errors)")
        #expect(made.output.contains("\"schema\" : \"blackout.cluster.create/1\""))
        let good = try program.run("cluster", "inspect", "home/cluster-lock.json")
        #expect(good.status == 0 && good.errors.isEmpty && !good.output.contains("NO:"), "\(good)")
        #expect(good.output.contains("3 of 4"))

        let lock = String(decoding: try program.content("home/cluster-lock.json"), as: UTF8.self)
        try program.write(lock.replacingOccurrences(of: "\"home\"", with: "\"away\""), to: "renamed.json")
        let renamed = try program.run("cluster", "inspect", "renamed.json", "--json")
        #expect(renamed.status == 65 && renamed.errors == "error: renamed.json does not verify\n")
        #expect(renamed.output.contains("its content hashes to"))
        #expect(renamed.output.contains("\"verifies\" : false"))
    }

    private func scenario(members: String, file: String) -> String {
        """
        name: from a lock
        chain: { validators: 640 }
        time: { run: 2 epochs }
        resolution: duties
        entities: { a: {}, b: {}, c: {}, d: {} }
        clusters: { ours: { file: \(file), members: [\(members)] } }
        """
    }

    @Test("a scenario takes a cluster from its lock, and a lock that does not verify is refused with the share")
    func lockInScenario() throws {
        defer { program.remove() }
        #expect(try create("home", "--members", "4", "--validators", "2", "--seed", "s").status == 0)
        try program.write(scenario(members: "a, b, c, d", file: "home/cluster-lock.json"), to: "good.yaml")
        let good = try program.run("run", "--no-store", "good.yaml", "--json")
        #expect(good.status == 0 && good.errors.isEmpty, "\(good.errors)")
        #expect(good.output.contains("\"threshold\": 3") || good.output.contains("\"threshold\" : 3"))

        try program.write(scenario(members: "a, b, c", file: "home/cluster-lock.json"), to: "few.yaml")
        let few = try program.run("run", "--no-store", "few.yaml")
        #expect(few.status == 65)
        #expect(few.errors.contains("has 4 members, but 3 are named"), "\(few.errors)")

        // Two members' share keys change places.
        let lock = String(decoding: try program.content("home/cluster-lock.json"), as: UTF8.self)
        let list = try #require(lock.range(of: "\"public_shares\""))
        let shares = lock[list.upperBound...].matches(of: /"0x[0-9a-f]{96}"/).prefix(2).map { String($0.output) }
        try #require(shares.count == 2)
        let swapped = lock.replacingOccurrences(of: shares[0], with: "SHARE")
            .replacingOccurrences(of: shares[1], with: shares[0]).replacingOccurrences(of: "SHARE", with: shares[1])
        try program.write(swapped, to: "swapped.json")
        try program.write(scenario(members: "a, b, c, d", file: "swapped.json"), to: "bad.yaml")
        let bad = try program.run("run", "--no-store", "bad.yaml")
        #expect(bad.status == 65)
        #expect(bad.errors.contains("cluster 'ours'") && bad.errors.contains("swapped.json"), "\(bad.errors)")

        try program.write(
            scenario(members: "a, b, c, d", file: "none.json, threshold: 3"), to: "both.yaml")
        let both = try program.run("validate", "both.yaml")
        let told = both.output + both.errors
        #expect(told.contains("'threshold' cannot stand beside a file") && told.contains("there is no file"), "\(told)")
    }

    @Test("the same seed makes the same files")
    func seed() throws {
        defer { program.remove() }
        for name in ["a", "b"] {
            let made = try program.run(
                arguments: [
                    "cluster", "create", "--name", "same", "--members", "3", "--insecure-keystores", "--seed", "x",
                    "--output", name,
                ])
            #expect(made.status == 0)
        }
        for file in ["cluster-lock.json", "deposit-data.json", "node2/validator_keys/keystore-0.json"] {
            #expect(try program.content("a/\(file)") == program.content("b/\(file)"))
        }
    }

    @Test(
        "what cannot be a cluster is refused with the option and the mend",
        arguments: [
            (["--members", "2"], 64, "a cluster has 3 to 22"), (["--members", "23"], 64, "a cluster has 3 to 22"),
            (["--members", "4", "--threshold", "2"], 64, "more than half of the members must sign"),
            (["--members", "4", "--threshold", "5"], 64, "more than half of the members must sign"),
            (["--members", "4", "--validators", "0"], 64, "--validators is 0"),
            (["--members", "4", "--network", "ropsten"], 64, "give --fork-version for another"),
            (["--members", "4", "--fork-version", "0x10"], 64, "is not four bytes"),
            (["--members", "4", "--withdrawal-address", "0x12"], 64, "is not an address"),
            (["--members", "4", "--deposit-amounts", "16,15"], 64, "less than 32 ether"),
            (["--members", "4", "--deposit-amounts", "33"], 64, "whole numbers from 1 to 32"),
            (["--members", "4", "--name", String(repeating: "n", count: 300)], 65, "'name' is longer"),
        ] as [([String], Int32, String)])
    func refused(arguments: [String], status: Int32, words: String) throws {
        defer { program.remove() }
        let name = arguments.contains("--name") ? [] : ["--name", "n"]
        let ending = try program.run(
            arguments: ["cluster", "create", "--output", "o", "--insecure-keystores"] + name + arguments)
        #expect(ending.status == status && ending.output.isEmpty)
        #expect(ending.errors.contains(words), "\(ending.errors)")
    }

    @Test("a duty over a half-open connection or a relay is told with what it loses, and wrong ones are refused")
    func connections() throws {
        defer { program.remove() }
        let open = try program.run(arguments: ["cluster", "trace", "--half-open", "2", "1"])
        #expect(open.output.contains("member 2 → 1 (lost), 3, 4  PREPARE 1"), "\(open.output)")
        #expect(open.output.contains("member 1 → 2, 3, 4  PREPARE 1"), "\(open.output)")
        let alone = try program.run(arguments: ["cluster", "trace", "--half-open", "2", "1", "--down", "4"])
        #expect(alone.status == 0 && alone.output.contains("failed: no_consensus"), "\(alone.output)")
        let relayed = try program.run(arguments: ["cluster", "trace", "--unreachable", "1", "2", "--down", "4"])
        // 20 ms a way, 40 ms through the relay, 1 ms to handle a message: 3 has the PREPARE of 2 at 4.062 s, and its COMMIT
        // is the last that 1 waits for.
        #expect(relayed.output.contains("decided in round 1 at 4.083 s"), "\(relayed.output)")
        for (arguments, words) in [
            (["--half-open", "2"], "two different members"), (["--half-open", "2", "2"], "two different members"),
            (["--half-open", "2", "5"], "numbered from 1 to 4"), (["--unreachable", "0"], "numbered from 1 to 4"),
            (["--flavour", "ssv", "--half-open", "2", "1"], "SSV's members pass on what they hear"),
        ] {
            let ending = try program.run(arguments: ["cluster", "trace"] + arguments)
            #expect(ending.status == 64 && ending.errors.contains(words), "\(ending.errors)")
        }
    }

    @Test("a duty of operators is told with their ids, and ids that make no committee are refused")
    func operatorIDs() throws {
        defer { program.remove() }
        let ids = ["--flavour", "ssv", "--operator-ids", "5", "17", "42", "103"]
        let traced = try program.run(arguments: ["cluster", "trace"] + ids + ["--down", "17"])
        #expect(traced.status == 0 && traced.errors.isEmpty, "\(traced.errors)")
        #expect(traced.output.contains("operator 5 → 17 (down), 42, 103  PRE-PREPARE 1"), "\(traced.output)")
        #expect(traced.output.contains("signed by operators 5, 42, 103, broadcast by operator 5"), "\(traced.output)")
        for (arguments, words) in [
            (ids + ["--down", "2"], "the operators are 5, 17, 42, 103"), (ids.suffix(5) + [], "Obol numbers members"),
            (ids + ["--members", "7"], "4 ids for 7 members"),
            (["--flavour", "ssv", "--operator-ids", "5", "5", "6", "7"], "5 stands after 5"),
            (["--flavour", "ssv", "--operator-ids", "0", "5", "6", "7"], "0 stands after 0: give ids from 1 up"),
        ] {
            let ending = try program.run(arguments: ["cluster", "trace"] + arguments)
            #expect(ending.status == 64 && ending.errors.contains(words), "\(ending.errors)")
        }
    }

    @Test("where one member that signs twice is enough, a warning says so")
    func warning() throws {
        defer { program.remove() }
        let ending = try create("five", "--members", "5", "--threshold", "3", "--seed", "s")
        #expect(ending.status == 0 && ending.errors.hasPrefix("warning: 3 of 5: one member that signs twice"))
        #expect(try create("five", "--members", "5").status == 73)
    }
}
