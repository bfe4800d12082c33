/// Clusters that cannot be.
extension BadScenario {
    /// A cluster beside four entities, of which `you` has two nodes.
    private static func cluster(_ keys: String, name: String = "friends") -> Source {
        .rest(
            "entities: { a: {}, b: {}, c: {}, d: {}, you: { nodes: 2 } }\n"
                + "clusters:\n  \(name): { \(keys) }\n")
    }

    /// Keys of one of two clusters in use twice.
    private static func twice(_ keys: String) -> String {
        "entities: { a: {}, b: {}, c: {} }\n"
            + "clusters: { friends: { members: [a, b, c], threshold: 3 }, others: { members: [a, b, c], threshold: 3 } }\n"
            + "outages:\n  - { name: t, kind: double-keys, hits: { cluster: friends }, \(keys), at: 1 h, for: 1 h }\n"
    }

    static let clusters: [BadScenario] = [
        BadScenario(
            "no members", cluster("validators: 1"),
            "5:12: a cluster needs the key 'members'; for example members: [me, you, wenmoon, coinbase/2]"),
        BadScenario(
            "a member that is no node", cluster("members: [a, b, e]"),
            "5:30: the member 'e' is not a node; did you mean 'a'?"),
        BadScenario(
            "a member of an unknown entity", cluster("members: [a, b, zoe/1]"),
            "5:30: there is no entity 'zoe'; the entities are: a, b, c, d, you"),
        BadScenario(
            "a node that an entity does not have", cluster("members: [a, b, you/3]"),
            "5:30: 'you' has no node 3; its nodes are you/1 to you/2"),
        BadScenario(
            "a member of several nodes", cluster("members: [a, b, you]"),
            "5:30: 'you' has 2 nodes, so it is not one member; write which: you/1"),
        BadScenario(
            "a member twice", cluster("members: [a, b, a/1]"),
            "5:30: the node 'a/1' is a member twice; it was named first on line 5; name another node"),
        BadScenario(
            "an Obol cluster of two", cluster("members: [a, b]"),
            "5:23: an Obol cluster cannot have 2 members; it has 3 to 22"),
        BadScenario(
            "an SSV cluster of five", cluster("flavour: ssv, members: [a, b, c, d, you/1]"),
            "5:37: an SSV cluster cannot have 5 members; it has 4, 7, 10 or 13"),
        BadScenario(
            "a threshold of half", cluster("members: [a, b, c, d], threshold: 2"),
            "5:48: a threshold of 2 cannot be with 4 members; at least 3 must sign, otherwise two halves could sign "
                + "two things"),
        BadScenario(
            "a threshold of more than all", cluster("members: [a, b, c, d], threshold: 5"),
            "5:48: a threshold of 5 cannot be with 4 members; it is at most 4"),
        BadScenario(
            "the name of an entity", cluster("members: [a, b, c]", name: "you"),
            "5:3: 'you' is the name of an entity too; give the cluster a name of its own"),
        BadScenario(
            "a reserved name", cluster("members: [a, b, c]", name: "rest"),
            "5:3: 'rest' cannot be the name of a cluster; the word has a meaning of its own"),
        BadScenario(
            "a dot in the name", cluster("members: [a, b, c]", name: "a.b"),
            "5:3: the name 'a.b' holds '.'; names of clusters have letters, digits, blanks, '-' and '_'"),
        BadScenario(
            "more clusters than validators", cluster("members: [a, b, c], validators: 3, count: 4"),
            "5:56: 4 clusters cannot share 3 validators; each has at least one; raise 'validators'"),
        BadScenario(
            "Charon's keys with SSV",
            cluster("flavour: ssv, members: [a, b, c, d], timer: linear, chain_split_halt: true"),
            "5:51: an SSV cluster has no 'timer'; it belongs to flavour: obol",
            "5:66: an SSV cluster has no 'chain_split_halt'; it belongs to flavour: obol"),
        BadScenario(
            "an operator id twice", cluster("flavour: ssv, members: [a, b, c, d], operator_ids: [5, 17, 5, 103]"),
            "5:73: the operator id 5 is given twice; it was given first in line 5, column 66; an operator has one "
                + "share of a key"),
        BadScenario(
            "an operator without a number", cluster("flavour: ssv, members: [a, b, c, d], operator_ids: [5, 0, 7, 9]"),
            "5:69: 'operator_ids': 0 is out of range; it can be 1 to 9,223,372,036,854,775,807"),
        BadScenario(
            "fewer operator ids than members", cluster("flavour: ssv, members: [a, b, c, d], operator_ids: [5, 17]"),
            "5:65: 4 members have 2 operator ids; write one for each member, in the order of 'members'"),
        BadScenario(
            "operator ids of Obol", cluster("members: [a, b, c], operator_ids: [1, 2, 3]"),
            "5:34: an Obol cluster has no 'operator_ids': its shares are numbered from 1; they belong to flavour: ssv"),
        BadScenario(
            "SSV's keys with Obol", cluster("members: [a, b, c], block_rounds: slot, late_proofs: refused"),
            "5:34: an Obol cluster has no 'block_rounds'; it belongs to flavour: ssv",
            "5:54: an Obol cluster has no 'late_proofs'; it belongs to flavour: ssv"),
        BadScenario(
            "SSV's doppelganger protection with Obol", cluster("members: [a, b, c], doppelganger: true"),
            "5:34: an Obol cluster has no 'doppelganger'; it belongs to flavour: ssv"),
        BadScenario(
            "a stranger whose share is handed on",
            cluster("members: [a, b, c], reshare: { at: 1 h, out: d, in: you/1 }"),
            "5:59: 'd' is not a member of the cluster; the members are: a, b, c"),
        BadScenario(
            "a share for a member", cluster("members: [a, b, c], reshare: { at: 1 h, out: c, in: b/1 }"),
            "5:66: 'b/1' is a member already; name another node"),
        BadScenario(
            "a share for nobody", cluster("members: [a, b, c], reshare: { at: 1 h, out: c, in: e }"),
            "5:66: the member 'e' is not a node; did you mean 'a'?"),
        BadScenario(
            "a share after the run", cluster("members: [a, b, c], reshare: { at: 1 day, out: c, in: d }"),
            "5:45: the shares change hands at 1 day, but the run ends at 1 day; lengthen time.run or start earlier"),
        BadScenario(
            "a cluster as its own backup",
            .rest(twice("backup: friends")),
            "6:71: 'friends' cannot be its own backup; name another cluster, node or entity"),
        BadScenario(
            "two clusters with one database",
            .rest(twice("backup: others, protection: shared")),
            "6:91: two clusters cannot share a slashing protection database; their members hold other shares, each with "
                + "a database of its own: write separate"),
        BadScenario(
            "a balance that needs compounding", cluster("members: [a, b, c], balance: 64 ETH"),
            "5:43: a balance of 64 ETH needs compounding validators; add compounding: true"),
        BadScenario(
            "more validators than there are",
            .rest(
                "chain: { validators: 100 }\nentities: { a: { validators: 60 }, b: {}, c: {} }\n"
                    + "clusters: { x: { members: [a, b, c], validators: 41 } }\n"),
            "3:22: the entities and clusters name 101 validators, the network has only 100; raise chain.validators or "
                + "name fewer"),
        BadScenario(
            "more stake than there is",
            .rest(
                "chain: { stake: 3_200 ETH }\nentities: { a: { validators: 60 }, b: {}, c: {} }\n"
                    + "clusters: { x: { members: [a, b, c], validators: 41 } }\n"),
            "3:17: the entities and clusters hold 3,232 ETH, more than the stake of 3,200 ETH of the whole network; "
                + "raise 'stake' or name fewer validators"),
    ]
}
