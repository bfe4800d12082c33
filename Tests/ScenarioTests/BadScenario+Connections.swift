/// Connections between members of clusters that cannot be.
extension BadScenario {
    private static let entities = "entities: { a: {}, b: {}, c: {}, d: {}, you: { nodes: 2 }, far: {} }\n"

    /// A cluster with more keys.
    private static func cluster(_ keys: String, flavour: String = "obol") -> Source {
        .rest(entities + "clusters:\n  friends: { flavour: \(flavour), members: [a, b, c, d], \(keys) }\n")
    }

    /// A half-open connection beside a cluster of a to d.
    private static func halfOpen(_ keys: String) -> Source {
        .rest(
            entities + "clusters: { friends: { members: [a, b, c, d] } }\n"
                + "outages:\n  - { name: h, kind: half-open, at: 1 h, for: 1 h, \(keys) }\n")
    }

    static let connections: [BadScenario] = [
        BadScenario(
            "a half-open connection to nobody", halfOpen("hits: { entity: b }"),
            "6:5: an outage of kind 'half-open' needs the key 'peer'; for example peer: you"),
        BadScenario(
            "a half-open connection of nobody", halfOpen("peer: a"),
            "6:5: an outage needs the key 'hits'; for example hits: { entity: me }, or hits: { everyone: true }"),
        BadScenario(
            "a half-open connection of no node", halfOpen("hits: { everyone: true }, peer: a"),
            "6:58: a half-open connection needs a node that takes another for down; add node: NAME or entity: NAME"),
        BadScenario(
            "a member that takes itself for down", halfOpen("hits: { entity: b }, peer: b/1"),
            "6:79: 'b/1' cannot take itself for down; name another member of its cluster"),
        BadScenario(
            "a peer that is not there", halfOpen("hits: { entity: b }, peer: zoe"),
            "6:79: there is no node or entity 'zoe'; the entities are: a, b, c, d, you, far"),
        BadScenario(
            "a peer of several nodes", halfOpen("hits: { entity: b }, peer: you"),
            "6:79: 'you' is not one node; write which: you/1"),
        BadScenario(
            "a peer in no cluster", halfOpen("hits: { entity: b }, peer: far"),
            "6:79: 'far' is not a member of a cluster; half-open connections are between members of one cluster"),
        BadScenario(
            "a stranger that takes a member for down", halfOpen("hits: { entity: far }, peer: a"),
            "6:81: 'a' is in no cluster with those who are hit; its fellow members are b/1, c/1, d/1"),
        BadScenario(
            "a half-open connection that destroys", halfOpen("hits: { entity: b }, peer: a, loses: everything"),
            "6:82: an outage of kind 'half-open' has no 'loses'; the nodes stay up, so there is nothing to come back from"
        ),
        BadScenario(
            "a peer of another kind",
            .rest(
                entities
                    + "outages:\n  - { name: h, kind: power, at: 1 h, for: 1 h, hits: { entity: a }, peer: b }\n"),
            "5:69: an outage of kind 'power' has no 'peer'; it belongs to kind: half-open"),
        BadScenario(
            "a stranger that cannot be reached", cluster("unreachable: [a, far]"),
            "5:69: 'far' is not a member of the cluster; the members are: a, b, c, d"),
        BadScenario(
            "a member out of reach twice", cluster("unreachable: [a, a/1]"), "5:69: 'a/1' is named twice; name it once"),
        BadScenario(
            "a relay that is not there", cluster("relay: fr"), "5:59: the relay 'fr' is not a node; did you mean 'far'?"
        ),
        BadScenario(
            "a relay of several nodes", cluster("relay: you"), "5:59: the relay 'you' has 2 nodes; write which: you/1"),
        BadScenario(
            "a relay that is a member", cluster("relay: d/1"),
            "5:59: the relay 'd/1' is a member of the cluster; name another node, such as an entity without validators"),
        BadScenario(
            "a relay of those who gossip", cluster("relay: far, unreachable: [a, b]", flavour: "ssv"),
            "5:51: an SSV cluster has no 'relay'; it belongs to flavour: obol",
            "5:63: an SSV cluster has no 'unreachable'; it belongs to flavour: obol"),
    ]
}
