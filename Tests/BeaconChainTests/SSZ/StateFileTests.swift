import BeaconChain
import Testing

@Suite("beacon states as SSZ")
struct StateFileTests {
    @Test("a state comes back byte for byte, its fork found by its version", arguments: Fork.allCases, Preset.allCases)
    func roundTrip(fork: Fork, preset: Preset) throws {
        let state = completeState(fork, preset)
        let bytes = try state.encodeSSZ()
        let read = try BeaconState(ssz: bytes)
        #expect(read.spec == ChainSpec(preset: preset, fork: fork))
        #expect(read.registry == state.registry)
        #expect(read.pendingDeposits == state.pendingDeposits)
        #expect(read.pendingPartialWithdrawals == state.pendingPartialWithdrawals)
        #expect(read.pendingConsolidations == state.pendingConsolidations)
        #expect(read.proposerLookahead == state.proposerLookahead)
        #expect(read.chainRecord == state.chainRecord)
        #expect(try read.encodeSSZ() == bytes)
        #expect(try read.hashTreeRoot() == SSZView(BeaconSchema(state.spec).beaconState, bytes).hashTreeRoot)
    }

    @Test("every byte of a state counts for its root")
    func rootDepends() throws {
        let state = completeState(.fulu)
        let bytes = try state.encodeSSZ()
        let type = BeaconSchema(state.spec).beaconState
        let root = try Merkleization.hashTreeRoot(type, bytes)
        let start = firstValidator(bytes, state.spec)
        for position in [0, 8, 52, 200, start, start + 50, start + 100, bytes.count - 1] {
            var other = bytes
            other[position] ^= 1
            #expect(try Merkleization.hashTreeRoot(type, other) != root)
        }
    }

    @Test("an unknown fork version is named, and so are the known ones")
    func unknownFork() throws {
        var bytes = try completeState(.electra).encodeSSZ()
        bytes[52] = 0x90
        let error = #expect(throws: StateFileError.unknownForkVersion([0x90, 0, 0, 1])) {
            try BeaconState(ssz: bytes)
        }
        #expect(error?.description.contains("0x90000001") == true)
        #expect(error?.description.contains("0x06000000 (mainnet fulu)") == true)
        #expect(throws: StateFileError.noForkVersion(length: 10)) {
            try BeaconState(ssz: [UInt8](repeating: 0, count: 10))
        }
        // The fork may be given instead.
        #expect(try BeaconState(ssz: bytes, spec: ChainSpec(preset: .minimal, fork: .electra)).slot == 20)
    }

    @Test(
        "values without a place in the columns are refused by validator, field and value",
        arguments: [
            (80, 31_999_999_999, "effective_balance"), (80, 65_536_000_000_000, "effective_balance"),
            (89, 0xFFFF_0000, "activation_eligibility_epoch"), (97, 1 << 40, "activation_epoch"),
            (105, 0xFFFF_FFFF_FFFE_FFFF, "exit_epoch"), (113, 1 << 63, "withdrawable_epoch"),
        ] as [(Int, UInt64, String)])
    func outsideColumns(offset: Int, value: UInt64, field: String) throws {
        let state = completeState(.deneb)
        let bytes = try state.encodeSSZ()
        let position = firstValidator(bytes, state.spec) + 2 * 121 + offset
        let error = #expect(throws: StateFileError.self) {
            try BeaconState(ssz: bytes.putting(value, at: position))
        }
        #expect(error.map(\.description)?.hasPrefix("validators[2].\(field) is \(value), ") == true)
    }

    @Test("odd effective balances are carried only where that is asked for")
    func remainders() throws {
        let state = completeState(.deneb)
        let bytes = try state.encodeSSZ()
        let odd = bytes.putting(31_999_999_999, at: firstValidator(bytes, state.spec) + 121 + 80)
        let read = try BeaconState(ssz: odd, spec: state.spec, keepingRemainders: true)
        #expect(read.registry.effectiveIncrements[1] == 31)
        #expect(read.registry.effectiveRemainders == [EffectiveRemainder(validator: 1, amount: 999_999_999)])
        #expect(try read.encodeSSZ() == odd)
    }

    @Test("an inactivity score beyond 32 bits is refused")
    func largeScore() throws {
        let state = completeState(.altair)
        let bytes = try state.encodeSSZ()
        // Altair's scores are the last part.
        let place = bytes.count - 8 * 40 + 8 * 7
        let error = #expect(throws: StateFileError.self) { try BeaconState(ssz: bytes.putting(1 << 32, at: place)) }
        #expect(error.map(\.description)?.hasPrefix("validators[7].inactivity_score is 4294967296, ") == true)
    }

    @Test("columns of other lengths than the registry are refused")
    func columnLengths() throws {
        let bytes = try completeState(.altair).encodeSSZ()
        #expect(throws: StateFileError.columnLength(field: "inactivity_scores", expected: 40, found: 39)) {
            try BeaconState(ssz: Array(bytes.dropLast(8)))
        }
    }

    @Test("committee members without a registry row keep their keys")
    func unregisteredMember() throws {
        var state = completeState(.capella)
        let key = [UInt8](repeating: 0xEE, count: 48)
        state.nextSyncCommittee.members[5] = -1
        state.nextSyncCommittee.unregisteredKeys = [UnregisteredKey(position: 5, publicKey: key)]
        let bytes = try state.encodeSSZ()
        let read = try BeaconState(ssz: bytes)
        #expect(read.nextSyncCommittee == state.nextSyncCommittee)
        #expect(try read.encodeSSZ() == bytes)
    }

    @Test("a state made without all fields has no SSZ form, and says which is missing")
    func incomplete() throws {
        var state = completeState(.fulu)
        state.blockRoots = []
        #expect(throws: StateFileError.notHeld(field: "block roots")) { try state.encodeSSZ() }
        state = completeState(.fulu)
        state.currentSyncCommittee = SyncCommittee()
        #expect(throws: StateFileError.notHeld(field: "current_sync_committee")) { try state.encodeSSZ() }
        state = completeState(.fulu)
        state.registry.publicKeys = []
        #expect(throws: StateFileError.notHeld(field: "public keys")) { try state.hashTreeRoot() }
    }

    @Test("any cut and any flipped bit gives an error or a state that writes the same bytes", arguments: Fork.allCases)
    func hostileBytes(fork: Fork) throws {
        let state = completeState(fork, validators: 12)
        let bytes = try state.encodeSSZ()
        var seed: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % bound
        }
        var refused = 0
        for round in 0..<1500 {
            var hostile = bytes
            if round % 3 == 0 {
                hostile.removeLast(1 + next(bytes.count))
            } else {
                for _ in 0...next(3) { hostile[next(hostile.count)] ^= 1 << UInt8(next(8)) }
            }
            do {
                #expect(try BeaconState(ssz: hostile, spec: state.spec).encodeSSZ() == hostile)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 500)
    }
}
