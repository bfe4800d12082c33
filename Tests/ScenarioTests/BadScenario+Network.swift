/// Networks, faults and resolutions that cannot be.
extension BadScenario {
    static let network: [BadScenario] = [
        BadScenario(
            "messages from a real state", .rest("chain: { start: { state: a.ssz } }\n"),
            "3:26: the message network cannot start from a real state; add resolution: duties",
            "3:26: there is no file 'a.ssz'"),
        BadScenario(
            "messages with fast sampling", .rest("chain: { sampling: fast }\nresolution: messages\n"),
            "3:20: the message network needs the spec's own sampling; write resolution: duties, or leave "
                + "'sampling' out"),
        BadScenario(
            "a replay in messages", .rest("outages:\n  - { name: a, kind: replay, trace: nowhere.csv }\n"),
            "4:22: the message network cannot replay a trace of balances; add resolution: duties",
            "4:37: there is no file 'nowhere.csv'"),
        BadScenario(
            "a network of one node", .rest("network: { nodes: 1 }\n"),
            "3:19: 'nodes': 1 is out of range; it can be 2 to 100,000"),
        BadScenario(
            "more blobs than there can be", .rest("network: { blobs: 129 }\n"),
            "3:19: 'blobs': 129 is out of range; it can be 0 to 128"),
        BadScenario(
            "a size without unit", .rest("network: { block_size: 100_000 }\n"),
            "3:24: 'block_size': '100_000' has no unit; write 100_000 with one of B, kB, MB, KiB, MiB"),
        BadScenario(
            "a size of another kind", .rest("network: { block_size: 100 kb }\n"),
            "3:24: 'block_size': 'kb' is not a unit of a size; did you mean 'kB'?"),
        BadScenario(
            "a part of a byte", .rest("network: { block_size: 0.5 B }\n"),
            "3:24: 'block_size': '0.5 B' is not a whole number of bytes"),
        BadScenario(
            "a block of nothing", .rest("network: { block_size: 0 B }\n"),
            "3:24: 'block_size': 0 B is out of range; it can be 1 kB to 100 MB"),
        BadScenario(
            "blocks that leave after their slot", .rest("network: { publish: 12 s }\n"),
            "3:21: 'publish': 12 s is beyond the slot of 12 s; blocks leave some time after the start of their "
                + "slot: 600 ms"),
        BadScenario(
            "blocks of two distributions", .rest("network: { publish: { mean: 1 s, median: 1 s, p95: 2 s } }\n"),
            "3:34: 'mean' and 'median' cannot stand together; keep one of them"),
        BadScenario(
            "a relay that takes no time", .rest("network: { relay: { share: 95 % } }\n"),
            "3:19: 'relay' needs the key 'delay'; for example delay: 200 ms"),
        BadScenario(
            "a relay with more than all blocks", .rest("network: { relay: { share: 120 %, delay: 200 ms } }\n"),
            "3:28: 'share': a share of 120 % is out of range; it can be 100 % at most"),
        BadScenario(
            "a relay's delay without unit", .rest("network: { relay: { delay: 200 } }\n"),
            "3:28: 'delay': '200' has no unit; write 200 with one of ms, s, min, h, days, weeks, slots or epochs"),
        BadScenario(
            "a relay with two distributions",
            .rest("network: { relay: { delay: { mean: 1 s, median: 1 s, p95: 2 s } } }\n"),
            "3:41: 'mean' and 'median' cannot stand together; keep one of them"),
        BadScenario(
            "a relay with half a distribution", .rest("network: { relay: { delay: { median: 1 s } } }\n"),
            "3:30: 'median' means nothing without 'p95'"),
        BadScenario(
            "a relay that takes the rest of the slot", .rest("network: { publish: 2 s, relay: { delay: 10 s } }\n"),
            "3:42: 'delay': 10 s after the usual 2 s is beyond the slot of 12 s; a relay takes some hundred milliseconds: 200 ms"
        ),
        BadScenario(
            "a misspelt key of a relay", .rest("network: { relay: { dely: 200 ms } }\n"),
            "3:21: unknown key 'dely' in 'relay'; did you mean 'delay'?"),
        BadScenario(
            "more than the degree as fewest", .rest("network: { mesh: { degree: 4, low: 5 } }\n"),
            "3:36: the fewest peers, 5, are more than the degree of 4; 'low' is at most 'degree'"),
        BadScenario(
            "fewer than the degree as most", .rest("network: { mesh: { high: 7 } }\n"),
            "3:26: the most peers, 7, are fewer than the degree of 8; 'high' is at least 'degree'"),
        BadScenario(
            "a mesh of more peers than nodes", .rest("network: { nodes: 8 }\n"),
            "3:10: a mesh of degree 8 needs more than 8 nodes; raise network.nodes, or write mesh: { degree: 7 }"),
        BadScenario(
            "an empty mesh", .rest("network: { mesh: {} }\n"),
            "3:18: 'mesh' is empty; write degree: 8, or leave the key out"),
        BadScenario(
            "an unknown kind of connection", .rest("network: { links: { hme: 40 %, data-centre: 60 % } }\n"),
            "3:21: there is no kind of connection 'hme'; did you mean 'home'? known: data-centre, home, laggy, "
                + "constrained; others need a table in network.classes"),
        BadScenario(
            "an unknown kind of connection of an entity", .rest("entities: { me: { link: fibre } }\n"),
            "3:25: there is no kind of connection 'fibre'; known: data-centre, home, laggy, constrained; others need a "
                + "table in network.classes"),
        BadScenario(
            "unknown regions",
            .rest("places: { a: { region: us-wst } }\nrest: { regions: { mars: 100 % } }\n"),
            "3:24: the message network has no region 'us-wst'; did you mean 'us-west'? it has us-west, us-central, "
                + "us-south, us-east, ca-east, sa-east, eu-west, eu-central, eu-north, asia-south, asia-southeast, "
                + "asia-east, oceania; others need a table in network.regions",
            "4:20: the message network has no region 'mars'; it has us-west, us-central, us-south, us-east, ca-east, "
                + "sa-east, eu-west, eu-central, eu-north, asia-south, asia-southeast, asia-east, oceania; others need "
                + "a table in network.regions"),
        BadScenario(
            "connections below the whole", .rest("network: { links: { home: 40 % } }\n"),
            "3:19: the shares add up to 40 %, less than 100 %; 60 % are missing"),
        BadScenario(
            "an unknown spread of stake", .rest("network: { stake_spread: evn }\n"),
            "3:26: 'stake_spread': 'evn' is not one of the choices; did you mean 'even'?"),
        BadScenario(
            "a spread of stake that is no word", .rest("network: { stake_spread: [even] }\n"),
            "3:26: 'stake_spread' must be one of heavy-tailed, even, found a list"),
        BadScenario(
            "a table that is not there", .rest("network: { regions: r.csv, classes: c.csv }\n"),
            "3:21: there is no file 'r.csv'", "3:37: there is no file 'c.csv'"),
        BadScenario(
            "more nodes named than there are", .rest("network: { nodes: 9 }\nentities: { me: { nodes: 10 } }\n"),
            "3:19: the entities name 10 nodes, the network has only 9; raise network.nodes or name fewer"),
        BadScenario(
            "more nodes named than there are by default", .rest("entities: { me: { nodes: 1_001 } }\n"),
            "3:11: the entities name 1,001 nodes, the network has only 1,000; raise network.nodes or name fewer"),
        BadScenario(
            "no node for the rest", .rest("network: { nodes: 9 }\nentities: { me: { nodes: 9 } }\n"),
            "3:19: the entities name all of the 9 nodes, so the rest has none; raise network.nodes"),
    ]

    /// A fault of a kind with the keys that are given, beside the entity `me`.
    private static func fault(_ kind: String, _ keys: String) -> Source {
        .afterMe("outages:\n  - { name: f, kind: \(kind), at: 1 h, for: 1 h, \(keys) }\n")
    }

    private static func partition(_ groups: String, entities: String = "me: { nodes: 2 }", rest: String = "") -> Source
    {
        .rest(
            "places: { a: { region: eu-west }, b: { region: us-east } }\nentities: { \(entities) }\nrest: { \(rest) }\n"
                + "outages:\n  - { name: f, kind: partition, at: 1 h, for: 1 h, groups: { \(groups) } }\n")
    }

    static let partitions: [BadScenario] = [
        BadScenario(
            "a partition without groups", fault("partition", "one_way: true"),
            "6:5: an outage of kind 'partition' needs the key 'groups'; for example groups: { europe: { region: "
                + "eu-central }, the rest: others }"),
        BadScenario(
            "a partition of one", partition("a: { entity: me }"),
            "7:60: a partition needs two groups or more; add the group of everybody else: the rest: others"),
        BadScenario(
            "a partition with hits",
            fault("partition", "hits: { entity: me }, groups: { a: { entity: me }, b: others }"),
            "6:52: a partition has no 'hits'; its groups say who is cut off"),
        BadScenario(
            "a group that is no selector", partition("a: { entity: me }, b: other"),
            "7:84: 'b': 'other' is not one of the choices; did you mean 'others'?"),
        BadScenario(
            "a group of everyone", partition("a: { everyone: true }, b: others"),
            "7:67: unknown key 'everyone' in 'a'; known keys: entity, node, place, region, power, provider, operator, "
                + "link, client, consensus, execution, rest, share"),
        BadScenario(
            "an empty group", partition("a: {}, b: others"),
            "7:65: a group is empty; name a condition, or write the word others in its place"),
        BadScenario(
            "a group with an unknown name", partition("a: { entity: mee }, b: others"),
            "7:75: there is no entity 'mee' here; did you mean 'me'?"),
        BadScenario(
            "a group that nobody can be in",
            partition("a: { entity: me, place: b }, b: others", entities: "me: { at: a }"),
            "7:65: the group 'a' reaches nobody; no node fulfils all of the conditions together"),
        BadScenario(
            "two groups of others", partition("a: others, b: others"),
            "7:73: two groups take the others; name a condition in one of them"),
        BadScenario(
            "an entity in two groups", partition("a: { entity: me }, b: { entity: me }"),
            "7:81: a node can be in both the groups 'a' and 'b'; name conditions that exclude each other, shares of "
                + "the same conditions, or others"),
        BadScenario(
            "a node in two groups", partition("a: { entity: me }, b: { node: me/2 }"),
            "7:81: a node can be in both the groups 'a' and 'b'; name conditions that exclude each other, shares of "
                + "the same conditions, or others"),
        BadScenario(
            "a place and its region",
            partition("a: { place: a }, b: { region: eu-west }", entities: "me: { at: [a, b] }"),
            "7:79: a node can be in both the groups 'a' and 'b'; name conditions that exclude each other, shares of "
                + "the same conditions, or others"),
        BadScenario(
            "a region and a client of the rest",
            partition(
                "a: { region: us-east }, b: { client: prysm }", rest: "regions: { us-east: 50 %, eu-west: 50 % }"),
            "7:86: a node can be in both the groups 'a' and 'b'; name conditions that exclude each other, shares of "
                + "the same conditions, or others"),
        BadScenario(
            "shares above the whole", partition("a: { rest: true, share: 60 % }, b: { rest: true, share: 50 % }"),
            "7:94: the groups' shares of the same nodes add up to 110 %, more than 100 %; lower them by 10 %"),
        BadScenario(
            "others whom nobody is left for", partition("a: { share: 60 % }, b: { share: 40 % }, c: others"),
            "7:102: the group 'c' takes nobody; the other groups take everybody; leave it out"),
        BadScenario(
            "others after every region and entity",
            partition(
                "a: { region: us-east }, b: { region: eu-west }, c: others", entities: "me: { nodes: 2, at: [a, b] }",
                rest: "regions: { us-east: 50 %, eu-west: 50 % }"),
            "7:110: the group 'c' takes nobody; the other groups take everybody; leave it out"),
    ]

    static let faults: [BadScenario] = [
        BadScenario(
            "a key of another kind", fault("power", "hits: { entity: me }, latency: 1 s, backup: me"),
            "6:70: an outage of kind 'power' has no 'latency'; it belongs to kind: slow-link",
            "6:84: an outage of kind 'power' has no 'backup'; it belongs to kind: double-keys"),
        BadScenario(
            "a key of several other kinds", fault("slow-link", "hits: { entity: me }, latency: 1 s, by: 1 s"),
            "6:88: an outage of kind 'slow-link' has no 'by'; it belongs to kind: clock-skew, client-bug, byzantine"),
        BadScenario(
            "a slow link that is not slow", fault("slow-link", "hits: { entity: me }"),
            "6:5: an outage of kind 'slow-link' needs 'latency', 'bandwidth' or both; for example latency: 300 ms"),
        BadScenario(
            "a bandwidth in bytes", fault("slow-link", "hits: { entity: me }, bandwidth: 5 MB/s"),
            "6:85: 'bandwidth': 'MB/s' is not a unit of a bandwidth; the units are: bit/s, kbit/s, Mbit/s, Gbit/s"),
        BadScenario(
            "a bandwidth without unit", fault("slow-link", "hits: { entity: me }, bandwidth: 5"),
            "6:85: 'bandwidth': '5' has no unit; write 5 with one of bit/s, kbit/s, Mbit/s, Gbit/s"),
        BadScenario(
            "a slow machine without factor", fault("slow-machine", "hits: { entity: me }"),
            "6:5: an outage of kind 'slow-machine' needs the key 'factor'; for example factor: 300 %"),
        BadScenario(
            "a slow machine that is fast", fault("slow-machine", "hits: { entity: me }, factor: 50 %"),
            "6:85: 'factor': 50 % is out of range; it can be 101 % to 100,000 %"),
        BadScenario(
            "a factor finer than a percent", fault("slow-machine", "hits: { entity: me }, factor: 150.5 %"),
            "6:85: 'factor': '150.5 %' is not a whole percentage; write 300 %"),
        BadScenario(
            "a clock that is right", fault("clock-skew", "hits: { entity: me }, by: 0 s"),
            "6:79: 'by': a duration of 0 means nothing here; write more than 0 s"),
        BadScenario(
            "a clock without skew", fault("clock-skew", "hits: { entity: me }"),
            "6:5: an outage of kind 'clock-skew' needs the key 'by'; for example by: 500 ms"),
        BadScenario(
            "a bug of no client", fault("client-bug", "hits: { entity: me }, bug: crash"),
            "6:59: a client bug needs a client; add client: NAME, consensus: NAME or execution: NAME"),
        BadScenario(
            "a bug that is not told", fault("client-bug", "hits: { client: geth }"),
            "6:5: an outage of kind 'client-bug' needs the key 'bug'; for example bug: crash"),
        BadScenario(
            "a stall without length", fault("client-bug", "hits: { client: geth }, bug: stall"),
            "6:82: 'stall' needs the key 'by'; for example by: 5 s"),
        BadScenario(
            "a stall back in time", fault("client-bug", "hits: { client: geth }, bug: stall, by: -1 s"),
            "6:93: 'by': a delay cannot be negative; only a clock can be behind: clock-skew"),
        BadScenario(
            "an overload without share", fault("client-bug", "hits: { client: geth }, bug: replay-overload"),
            "6:82: 'replay-overload' needs the key 'share_of_duties'; for example share_of_duties: 25 %"),
        BadScenario(
            "keys of another bug",
            fault("client-bug", "hits: { client: geth }, bug: crash, by: 1 s, share_of_duties: 1 %"),
            "6:89: 'crash' has no 'by'; it belongs to bug: stall",
            "6:98: 'crash' has no 'share_of_duties'; it belongs to bug: replay-overload"),
        BadScenario(
            "databases of a bug that needs none",
            fault("client-bug", "hits: { client: geth }, bug: crash, protection: wiped"),
            "6:89: 'crash' has no 'protection'; it belongs to bug: accept-invalid"),
        BadScenario(
            "databases of two machines where there is one",
            fault("client-bug", "hits: { client: geth }, bug: accept-invalid, protection: shared"),
            "6:110: 'protection: shared' is for keys on two machines; after accept-invalid databases are kept or wiped"),
        BadScenario(
            "a misdeed that is not told", fault("byzantine", "hits: { rest: true }"),
            "6:5: an outage of kind 'byzantine' needs the key 'proposers'; for example proposers: withhold"),
        BadScenario(
            "late by nothing", fault("byzantine", "hits: { rest: true }, proposers: late"),
            "6:85: 'late' needs the key 'by'; for example by: 4 s"),
        BadScenario(
            "withheld by a time", fault("byzantine", "hits: { rest: true }, proposers: withhold, by: 1 s"),
            "6:95: 'withhold' has no 'by'; it belongs to proposers: late"),
        BadScenario(
            "a fault that destroys",
            fault("clock-skew", "hits: { entity: me }, by: 1 s, loses: everything, resync: snap"),
            "6:84: an outage of kind 'clock-skew' has no 'loses'; the nodes stay up, so there is nothing to come "
                + "back from",
            "6:103: an outage of kind 'clock-skew' has no 'resync'; the nodes stay up, so there is nothing to come "
                + "back from"),
        BadScenario(
            "a fault of the network without messages",
            .rest(
                "resolution: duties\noutages:\n  - { name: f, kind: byzantine, at: 1 h, for: 1 h, hits: { rest: true }, "
                    + "proposers: withhold }\n"),
            "5:22: an outage of kind 'byzantine' shows only in messages; write resolution: messages"),
        BadScenario(
            "double keys of nobody", fault("double-keys", "hits: { client: geth }, backup: me"),
            "6:60: keys that are used twice need an owner; add entity: NAME, node: NAME or cluster: NAME"),
        BadScenario(
            "double keys without backup", fault("double-keys", "hits: { entity: me }"),
            "6:5: an outage of kind 'double-keys' needs the key 'backup'; for example backup: you"),
        BadScenario(
            "a backup that does not exist", fault("double-keys", "hits: { entity: me }, backup: you"),
            "6:84: there is no node or entity 'you'; the entities are: me"),
        BadScenario(
            "a node as backup that does not exist", fault("double-keys", "hits: { entity: me }, backup: me/2"),
            "6:84: 'me' has no node 2; its nodes are me/1 to me/1"),
        BadScenario(
            "a backup of itself", fault("double-keys", "hits: { entity: me }, backup: me/1"),
            "6:84: 'me/1' cannot be its own backup; name another node or entity"),
        BadScenario(
            "a cluster hit by something else", fault("power", "hits: { cluster: friends }"),
            "6:56: only double-keys can hit a cluster; name the nodes that are its members",
            "6:65: there is no cluster 'friends' here"),
        BadScenario(
            "a cluster and somebody", fault("double-keys", "hits: { cluster: friends, entity: me }, backup: me"),
            "6:71: there is no cluster 'friends' here",
            "6:80: 'cluster' and 'entity' cannot stand together; keep one of them",
            "6:102: 'me' cannot be its own backup; name another node or entity"),
    ]
}
