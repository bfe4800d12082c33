/// Chains and people that cannot be.
extension BadScenario {
    static let chain: [BadScenario] = [
        BadScenario(
            "stake and validators",
            .rest("chain: { stake: 32_000 ETH, validators: 1_000 }\n"),
            "3:29: 'stake' and 'validators' cannot stand together; each of them sets the size of the "
                + "network; keep one of them"),
        BadScenario(
            "an epoch and a state",
            .rest("chain: { start: { epoch: 3, state: a.ssz } }\nresolution: duties\n"),
            "3:29: 'epoch' and 'state' cannot stand together; a real state has its own epoch; keep one "
                + "of them",
            "3:36: there is no file 'a.ssz'; paths count from the scenario's folder"),
        BadScenario(
            "an empty start",
            .rest("chain: { start: {} }\n"),
            "3:17: 'start' is empty; write epoch: 411_500, or state: FILE"),
        BadScenario(
            "a state and a stake",
            .rest("chain: { stake: 32_000 ETH, start: { state: a.ssz } }\nresolution: duties\n"),
            "3:10: 'stake' cannot stand beside a state; the state has its own validators",
            "3:45: there is no file 'a.ssz'; paths count from the scenario's folder"),
        BadScenario(
            "a state of another kind",
            .rest("chain: { start: { state: a.json } }\nresolution: duties\n"),
            "3:26: 'a.json' is not a beacon state; its name ends with .ssz or .ssz_snappy"),
        BadScenario(
            "more validators named than there are",
            .rest("chain: { validators: 100 }\nentities:\n  me: { validators: 60 }\n  you: { validators: 41 }\n"),
            "3:22: the entities name 101 validators, the network has only 100; raise chain.validators "
                + "or name fewer"),
        BadScenario(
            "more stake named than there is",
            .rest("chain: { stake: 3_200 ETH }\nentities:\n  me: { validators: 101 }\n"),
            "3:17: the entities hold 3,232 ETH, more than the stake of 3,200 ETH of the whole network; "
                + "raise 'stake' or name fewer validators"),
        BadScenario(
            "a network too small for its slots",
            .rest("chain: { validators: 31 }\n"),
            "3:22: a network of 31 validators is too small; each of the 32 slots of an epoch needs one"),
        BadScenario(
            "an unknown constant",
            .rest("chain: { config: { BASE_REWARD_FACTR: 0 } }\n"),
            "3:20: unknown key 'BASE_REWARD_FACTR' in 'config'; did you mean 'BASE_REWARD_FACTOR'?"),
        BadScenario(
            "a constant that divides, as zero",
            .rest("chain: { config: { SLOTS_PER_EPOCH: 0 } }\n"),
            "3:37: 'SLOTS_PER_EPOCH': 0 is out of range; it can be 1 to 4,096"),
        BadScenario(
            "no validators at all",
            .rest("chain: { validators: 0 }\n"),
            "3:22: 'validators': 0 is out of range; it can be 1 to 100,000,000"),
    ]

    static let people: [BadScenario] = [
        BadScenario(
            "an unknown place",
            .entity("at: socl"),
            "5:13: there is no place 'socl'; did you mean 'socal'?"),
        BadScenario(
            "an unknown place in a list",
            .entity("at: [socal, berlin]"),
            "5:21: there is no place 'berlin'; the places are: socal"),
        BadScenario(
            "a place without region",
            .rest("places: { socal: { power: sce } }\n"),
            "3:18: a place needs the key 'region'; for example region: us-west"),
        BadScenario(
            "no nodes",
            .entity("nodes: 0"),
            "5:16: 'nodes': 0 is out of range; it can be 1 to 1,000,000"),
        BadScenario(
            "a negative count",
            .entity("validators: -1"),
            "5:21: 'validators': a count cannot be negative, found '-1'"),
        BadScenario(
            "an unknown client",
            .entity("clients: { consensus: lighthose }"),
            "5:31: 'lighthose' is not a consensus client that this version knows; did you mean "
                + "'lighthouse'? known: lighthouse, prysm, teku, nimbus, lodestar, grandine; another needs "
                + "an entry in 'resync'"),
        BadScenario(
            "a client of the other layer",
            .entity("clients: { consensus: geth, execution: teku }"),
            "5:31: 'geth' is an execution client, not a consensus client",
            "5:48: 'teku' is a consensus client, not an execution client"),
        BadScenario(
            "a version of nothing, and no version",
            .entity("clients: { consensus: \"@1\", execution: geth@ }"),
            "5:31: '@1' is not a client with its version; write CLIENT@VERSION: besu@23.10.2",
            "5:48: 'geth@' is not a client with its version; write CLIENT@VERSION: besu@23.10.2"),
        BadScenario(
            "two versions in one",
            .entity("clients: { consensus: { teku@24@25: 60 %, prysm@\"7 0\": 40 % } }"),
            "5:33: 'teku@24@25' is not a client with its version; write CLIENT@VERSION: besu@23.10.2",
            "5:51: 'prysm@\"7 0\"' is not a client with its version; write CLIENT@VERSION: besu@23.10.2"),
        BadScenario(
            "a version of an unknown client, and one of the other layer",
            .entity("clients: { consensus: lighthose@5, execution: teku@5 }"),
            "5:31: 'lighthose@5' is not a consensus client that this version knows; did you mean "
                + "'lighthouse'? known: lighthouse, prysm, teku, nimbus, lodestar, grandine; another needs "
                + "an entry in 'resync'",
            "5:55: 'teku@5' is a consensus client, not an execution client"),
        BadScenario(
            "client shares below the whole",
            .entity("clients: { consensus: { teku: 60 %, prysm: 30 % } }"),
            "5:31: the shares add up to 90 %, less than 100 %; 10 % are missing"),
        BadScenario(
            "client shares above the whole",
            .entity("clients: { consensus: { teku: 60 %, prysm: 50 % } }"),
            "5:31: the shares add up to 110 %, more than 100 %; lower them by 10 %"),
        BadScenario(
            "provider shares above the whole",
            .rest("rest: { providers: { aws: 60 %, ovh: 50 % } }\n"),
            "3:20: the shares add up to 110 %, more than 100 %; lower them by 10 %"),
        BadScenario(
            "region shares below the whole",
            .rest("rest: { regions: { eu-west: 60 % } }\n"),
            "3:18: the shares add up to 60 %, less than 100 %; 40 % are missing"),
        BadScenario(
            "a balance for compounding validators",
            .entity("balance: 64 ETH"),
            "5:18: a balance of 64 ETH needs compounding validators; add compounding: true"),
        BadScenario(
            "compounding before electra",
            .rest("chain: { fork: deneb }\nentities:\n  me: { validators: 1, compounding: true }\n"),
            "5:24: compounding validators do not exist in deneb; they came with electra"),
        BadScenario(
            "a balance that is no whole increment",
            .entity("balance: 31.5 ETH"),
            "5:18: 'balance': '31.5 ETH' is not a multiple of 1 ETH"),
        BadScenario(
            "a balance over the most",
            .entity("balance: 2_049 ETH, compounding: true"),
            "5:18: 'balance': 2,049 ETH is out of range; it can be 1 ETH to 2,048 ETH"),
        BadScenario(
            "checkpoint sync of an execution client",
            .rest("resync: { geth: { checkpoint: 3 min } }\n"),
            "3:19: 'geth' is an execution client, which has no checkpoint sync; write 'snap'"),
        BadScenario(
            "a misspelt client to recover",
            .rest("resync: { lighthose: { restart: 3 min } }\n"),
            "3:11: 'lighthose' is not a client with shipped data, so it needs 'catch_up', 'full', "
                + "'checkpoint' or 'snap'; did you mean 'lighthouse'?"),
    ]
}
