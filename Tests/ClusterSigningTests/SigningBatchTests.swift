import BLS12381
import BeaconChain
import ClusterSigning
import Testing
import ThresholdBLS

@Suite("Signing the duties of a run")
struct SigningBatchTests {
    private let clusters: [ClusterKeys]

    init() throws {
        let charon = ClusterKeys.Plan(name: "home", committee: Committee(try Threshold(3, of: 4)), validators: 2)
        let operators = try [11, 22, 305, 44, 55, 66, 77].map { try ShareIndex($0) }
        let ssv = ClusterKeys.Plan(
            name: "ssv", committee: try Committee(Threshold(5, of: 7), indices: operators), validators: 1)
        clusters = try ClusterKeys.make([charon, ssv], seed: 7, threads: 2)
    }

    private func root(_ number: Int) -> Root { Root(words: (UInt64(number), 1, 2, 3)) }

    private func results(_ tasks: [SigningTask], threads: Int = 1) -> [SigningResult] {
        var batch = SigningBatch(clusters: clusters)
        for task in tasks { batch.add(task) }
        return batch.run(threads: threads)
    }

    /// What the library says of one duty by itself: every partial verified alone, the first m right ones combined.
    private func oneByOne(_ task: SigningTask) throws -> SigningResult {
        let validator = clusters[task.cluster].validators[task.validator]
        var right: [PartialSignature] = []
        var caught: MemberSet = []
        for position in task.signers.positions {
            let member = MemberSet(position: position)
            var share = validator.shares[position]
            if task.wrongKeys.contains(member) {
                share = SecretShare(index: share.index, scalar: share.scalar + Fr.one)
            }
            let partial = share.sign(task.liars.contains(member) ? [0x66] : task.signingRoot.bytes)
            if partial.verify(task.signingRoot.bytes, shareKey: validator.key.shareKeys[position]) {
                right.append(partial)
            } else {
                caught.insert(member)
            }
        }
        let signature = try? validator.key.combine(right, message: task.signingRoot.bytes)
        return SigningResult(isSigned: signature != nil, caught: caught)
    }

    @Test(
        "m of n sign, fewer do not, and whoever lies or has a wrong key is named",
        arguments: [
            (signers: [0, 1, 2, 3], liars: [], wrong: [], isSigned: true),
            ([1, 2, 3], [], [], true), ([0, 3], [], [], false), ([], [], [], false),
            ([0, 1, 2, 3], [2], [], true), ([0, 1, 2, 3], [], [0], true),
            ([0, 1, 3], [3], [], false), ([0, 1, 2, 3], [0], [1], false),
            ([0, 1, 2, 3], [0, 1, 2, 3], [], false),
        ] as [(signers: [Int], liars: [Int], wrong: [Int], isSigned: Bool)])
    func thresholds(_ signers: [Int], _ liars: [Int], _ wrong: [Int], _ isSigned: Bool) {
        func members(_ positions: [Int]) -> MemberSet {
            positions.reduce(into: []) { $0.insert(MemberSet(position: $1)) }
        }
        let task = SigningTask(
            cluster: 0, validator: 1, signers: members(signers), liars: members(liars), wrongKeys: members(wrong),
            signingRoot: root(1))
        let expected = SigningResult(isSigned: isSigned, caught: members(liars + wrong))
        #expect(results([task]) == [expected])
        // Between honest duties the same members are named, and only they.
        let honest = SigningTask(
            cluster: 1, validator: 0, signers: MemberSet(first: 7), signingRoot: root(1))
        let fine = SigningResult(isSigned: true, caught: [])
        #expect(results([honest, task, honest]) == [fine, expected, fine])
    }

    @Test("a batch says what one verification after another says, on one thread and on three")
    func batchIsOneByOne() throws {
        var generator = DeterministicGenerator(seed: "tasks")
        var tasks: [SigningTask] = []
        for number in 0..<150 {
            let cluster = number % 5 == 0 ? 1 : 0
            let members = MemberSet(first: clusters[cluster].committee.threshold.members)
            let signers = members.intersection(MemberSet(rawValue: generator.next() | generator.next()))
            // In one duty of four a quarter of the signers cheat.
            let draw = MemberSet(rawValue: generator.next() & generator.next())
            let cheats = number % 4 == 3 ? signers.intersection(draw) : []
            tasks.append(
                SigningTask(
                    cluster: cluster, validator: cluster == 0 ? number % 2 : 0, signers: signers,
                    liars: number % 8 == 3 ? cheats : [], wrongKeys: number % 8 == 3 ? [] : cheats,
                    signingRoot: root(number / 3)))
        }
        let expected = try tasks.map(oneByOne)
        #expect(expected.contains { !$0.caught.isEmpty && $0.isSigned } && expected.contains { !$0.isSigned })
        #expect(results(tasks) == expected)
        #expect(results(tasks, threads: 3) == expected)
    }

    @Test("counts are of the duties, whatever the threads")
    func counts() {
        func counts(threads: Int) -> SigningCounts {
            var batch = SigningBatch(clusters: clusters)
            for number in 0..<100 {
                batch.add(
                    SigningTask(
                        cluster: 0, validator: 0, signers: MemberSet(first: 3),
                        liars: number == 70 ? MemberSet(position: 1) : [], signingRoot: root(number % 2)))
            }
            #expect(batch.waitingCount == 100)
            #expect(batch.run(threads: threads).count == 100)
            #expect(batch.waitingCount == 0)
            #expect(batch.run(threads: threads).isEmpty)
            return batch.counts
        }
        let one = counts(threads: 1)
        #expect(one == counts(threads: 2))
        // Duty 70 is combined once with the lie; without it two partial signatures remain, which are too few.
        #expect((one.partials, one.combinations, one.verifications) == (300, 100, 400))
    }

    @Test("keys depend on seed, cluster and validator, not on threads or on how many validators there are")
    func keys() throws {
        let committee = Committee(try Threshold(2, of: 3))
        func keys(_ name: String, _ count: Int, seed: UInt64 = 1) throws -> [ThresholdKey] {
            try ClusterKeys(ClusterKeys.Plan(name: name, committee: committee, validators: count), seed: seed)
                .validators.map(\.key)
        }
        let one = try keys("a", 1)
        #expect(try keys("a", 2).prefix(1) == one[...])
        let plans = [("a", 1), ("b", 2)].map { ClusterKeys.Plan(name: $0, committee: committee, validators: $1) }
        #expect(
            try ClusterKeys.make(plans, seed: 1, threads: 2).flatMap { $0.validators.map(\.key) } == one + keys("b", 2))
        var all = try keys("a", 2).map(\.groupKey)
        all += try keys("b", 2).map(\.groupKey)
        all += try keys("a", 2, seed: 2).map(\.groupKey)
        #expect(Set(all).count == 6)
    }

    @Test("shares at operator ids are those of one key at these numbers and at no others")
    func operatorIDs() throws {
        let plan = try ClusterKeys.Plan(
            name: "ssv", threshold: 3, members: 4, operatorIDs: [5, 17, 42, 103], validators: 1)
        let keys = try ClusterKeys(plan, seed: 1)
        let validator = try #require(keys.validators.first)
        #expect(keys.committee.indices.map(\.value) == [5, 17, 42, 103])
        #expect(validator.shares.map(\.index) == keys.committee.indices)
        let message = root(9).bytes
        for left in 0..<4 {
            let partials = validator.shares.indices.filter { $0 != left }.map { validator.shares[$0].sign(message) }
            let signature = try validator.key.combine(partials, message: message)
            #expect(signature.verify(message, publicKey: validator.key.groupKey))
            // The same three points under the numbers that Charon would give them.
            let renumbered = try partials.enumerated().map { place, partial in
                try PartialSignature(index: ShareIndex(UInt64(place + 1)), compressed: partial.compressed)
            }
            let wrong = try Combination.interpolateUnchecked(renumbered)
            #expect(!wrong.verify(message, publicKey: validator.key.groupKey))
        }
        for (ids, error) in [
            ([5, 17, 0, 103], ThresholdError.zeroIndex), ([5, 17, 42], .wrongMemberCount(expected: 4, found: 3)),
        ] as [([UInt64], ThresholdError)] {
            #expect(throws: error) {
                try ClusterKeys.Plan(name: "ssv", threshold: 3, members: 4, operatorIDs: ids, validators: 1)
            }
        }
    }

    @Test("an estimate counts what would be signed, and scales a sample's time")
    func estimate() throws {
        let plan = SigningEstimate.Plan(threshold: try Threshold(3, of: 4), validators: 100, duties: 22_500)
        var samples = 0
        let estimate = SigningEstimate([plan, plan], threads: 2) { work in
            work()
            samples += 1
            // The ceremony takes a second, the sample of 32 duties 32 seconds.
            return samples == 1 ? 1 : 32
        }
        #expect((samples, estimate.seconds) == (2, Double(200 + 45_000) / 2))
        #expect((estimate.partials, estimate.combinations, estimate.verifications) == (180_000, 45_000, 225_000))
        #expect(
            estimate.description
                == "200 key ceremonies, 180000 partial signatures, 45000 combined, 225000 verified: about 6 h on 2 threads"
        )
    }
}
