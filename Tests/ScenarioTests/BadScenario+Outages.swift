/// Outages and expectations that cannot be.
extension BadScenario {
    static let outages: [BadScenario] = [
        BadScenario(
            "one that starts after the end",
            .outage("hits: { entity: me }, at: 2 days, for: 1 h"),
            "6:57: the outage starts at 2 days, but the run ends at 1 day; lengthen time.run or start "
                + "earlier"),
        BadScenario(
            "one that lasts beyond the end",
            .outage("hits: { entity: me }, at: 23 h, for: 3 h"),
            "6:68: the outage lasts until 1 day 2 h, but the run ends at 1 day; lengthen time.run, or "
                + "write for: until the end"),
        BadScenario(
            "a negative start",
            .outage("hits: { entity: me }, at: -1 h, for: 3 h"),
            "6:57: 'at': a duration cannot be negative, found '-1 h'"),
        BadScenario(
            "no length",
            .outage("hits: { entity: me }, at: 1 h"),
            "6:5: an outage needs the key 'for'; for example for: 3 h, or for: until the end"),
        BadScenario(
            "no start",
            .outage("hits: { entity: me }, for: 1 h"),
            "6:5: an outage needs the key 'at'; for example at: 6 h, or every: { mean: 40 days }"),
        BadScenario(
            "no target",
            .outage("at: 1 h, for: 1 h"),
            "6:5: an outage needs the key 'hits'; for example hits: { entity: me }, or hits: { "
                + "everyone: true }"),
        BadScenario(
            "an empty target",
            .outage("hits: {}, at: 1 h, for: 1 h"),
            "6:37: 'hits' is empty; name a condition, or write { everyone: true }"),
        BadScenario(
            "two ways to say when",
            .outage(
                "hits: { entity: me }, at: 1 h, for: 1 h, every: { mean: 3 h }, intervals: [{ at: 1 h, "
                    + "for: 1 h }]"),
            "6:94: 'at' and 'intervals' cannot stand together; an interval has its own 'at'; keep one "
                + "of them",
            "6:94: 'for' and 'intervals' cannot stand together; an interval has its own 'for'; keep "
                + "one of them",
            "6:94: 'every' and 'intervals' cannot stand together; each of them says when it strikes; "
                + "keep one of them"),
        BadScenario(
            "a bare interval",
            .outage("hits: { entity: me }, for: 1 h, every: 40 days"),
            "6:70: 'every' must be a mapping with 'mean', 'exactly', found '40 days'"),
        BadScenario(
            "two kinds of interval",
            .outage("hits: { entity: me }, for: 1 h, every: { mean: 1 h, exactly: 2 h }"),
            "6:83: 'mean' and 'exactly' cannot stand together; keep one of them"),
        BadScenario(
            "a median without p95",
            .outage("hits: { entity: me }, at: 1 h, for: { median: 1 h }"),
            "6:69: 'median' means nothing without 'p95'"),
        BadScenario(
            "a median above p95",
            .outage("hits: { entity: me }, at: 1 h, for: { median: 2 h, p95: 1 h }"),
            "6:82: 'p95' must be longer than 'median'; half are shorter than the median, 95 of "
                + "100 shorter than p95"),
        BadScenario(
            "an endless recurrence",
            .outage("hits: { entity: me }, for: until the end, every: { mean: 1 h }"),
            "6:58: 'until the end' cannot recur; write a duration such as 3 h"),
        BadScenario(
            "intervals that overlap",
            .outage("hits: { entity: me }, intervals: [{ at: 1 h, for: 2 h }, { at: 2 h, for: 1 h }]"),
            "6:94: the interval starts before the one above it has ended; write intervals in order and "
                + "apart"),
        BadScenario(
            "an interval beyond the end",
            .outage("hits: { entity: me }, intervals: [{ at: 1 h, for: 2 h }, { at: 25 h, for: 1 h }]"),
            "6:94: the interval starts at 1 day 1 h, but the run ends at 1 day; lengthen time.run or "
                + "leave it out"),
        BadScenario(
            "two of one name",
            .afterMe(
                "outages:\n  - { name: cut, kind: power, hits: { entity: me }, at: 1 h, for: 1 h }\n  - { "
                    + "name: cut, kind: power, hits: { entity: me }, at: 3 h, for: 1 h }\n"),
            "7:13: two outages have the name 'cut'; the first is on line 6"),
        BadScenario(
            "an unknown entity",
            .outage("hits: { entity: mee }, at: 1 h, for: 1 h"),
            "6:47: there is no entity 'mee' here; did you mean 'me'?"),
        BadScenario(
            "an unknown node",
            .outage("hits: { node: [me/2, you/1, me] }, at: 1 h, for: 1 h"),
            "6:46: 'me' has no node 2; its nodes are me/1 to me/1",
            "6:52: there is no entity 'you'; the entities are: me",
            "6:59: 'me' is not the name of a node; write ENTITY/NUMBER: me/1"),
        BadScenario(
            "unknown conditions of every sort",
            .rest(
                "places: { socal: { region: us-west, power: sce } }\nentities: { me: { at: socal, link: "
                    + "home } }\noutages:\n  - { name: cut, kind: power, hits: { place: scal, region: us-wst, "
                    + "power: scee, provider: aws, link: hme, operator: you, client: geht }, at: 1 h, for: 1 h "
                    + "}\n"),
            "6:46: there is no place 'scal' here; did you mean 'socal'?",
            "6:60: there is no region 'us-wst' here; did you mean 'us-west'?",
            "6:75: there is no power zone 'scee' here; did you mean 'sce'?",
            "6:91: there is no provider 'aws' here",
            "6:102: there is no link 'hme' here; did you mean 'home'?",
            "6:117: there is no operator 'you' here; the operators are: me",
            "6:130: there is no client 'geht' here; did you mean 'geth'?"),
        BadScenario(
            "conditions that nobody fulfils together",
            .rest(
                "places: { a: { region: eu-west, power: x }, b: { region: us-west, power: y } }\nentities: { me: { "
                    + "at: [a, b] } }\noutages:\n  - { name: cut, kind: power, hits: { region: eu-west, power: y }, "
                    + "at: 1 h, for: 1 h }\n"),
            "6:37: 'hits' reaches nobody; no node fulfils all of the conditions together"),
        BadScenario(
            "a rest that is not there",
            .rest(
                "chain: { validators: 32 }\nentities: { me: { validators: 32 } }\noutages:\n  - { name: "
                    + "cut, kind: power, hits: { rest: true }, at: 1 h, for: 1 h }\n"),
            "6:37: 'hits' reaches nobody; the entities are the whole network, nobody is the rest"),
        BadScenario(
            "a condition that the rest does not know",
            .outage("hits: { rest: true, power: sce }, at: 1 h, for: 1 h"),
            "6:51: the rest has no 'power'; the rest can be chosen by region, provider, client and share",
            "6:58: there is no power zone 'sce' here"),
        BadScenario(
            "everyone and someone",
            .outage("hits: { everyone: true, entity: me }, at: 1 h, for: 1 h"),
            "6:55: 'everyone' and 'entity' cannot stand together; a condition picks from everyone by "
                + "itself; leave 'everyone' out"),
        BadScenario(
            "not everyone",
            .outage("hits: { everyone: false }, at: 1 h, for: 1 h"),
            "6:39: 'everyone: false' means nothing; name a condition instead"),
        BadScenario(
            "clients of both layers",
            .outage("hits: { client: [geth, prysm] }, at: 1 h, for: 1 h"),
            "6:39: 'client' lists consensus and execution clients together; write two outages, or "
                + "'consensus' and 'execution' if a node must run both"),
        BadScenario(
            "a version that nobody runs",
            .outage("hits: { client: prysm@7.0.0 }, at: 1 h, for: 1 h"),
            "6:47: nobody here runs 'prysm@7.0.0'; give somebody clients with their versions: "
                + "clients: { consensus: { prysm@7.0.0: 20 %, lighthouse: 80 % } }"),
        BadScenario(
            "nobody's share",
            .outage("hits: { entity: me, share: 0 % }, at: 1 h, for: 1 h"),
            "6:58: 'share': a share of 0 % is out of range; it must be more than 0 %"),
        BadScenario(
            "more than everyone",
            .outage("hits: { entity: me, share: 120 % }, at: 1 h, for: 1 h"),
            "6:58: 'share': a share of 120 % is out of range; it can be 100 % at most"),
        BadScenario(
            "a crash of no client",
            .afterMe("outages:\n  - { name: cut, kind: client-crash, hits: { entity: me }, at: 1 h, for: 1 h }\n"),
            "6:44: a client crash needs a client; add client: NAME, consensus: NAME or execution: NAME"),
        BadScenario(
            "a lost disk that loses nothing",
            .afterMe(
                "outages:\n  - { name: cut, kind: disk-loss, hits: { entity: me }, at: 1 h, for: 1 h, "
                    + "loses: nothing }\n"),
            "6:83: a lost disk cannot lose nothing; leave 'loses' out, or name the database that was on it"),
        BadScenario(
            "a recovery that cannot be",
            .outage("hits: { entity: me }, at: 1 h, for: 1 h, loses: consensus-db, resync: catch-up"),
            "6:101: 'catch-up' cannot bring back what is lost (consensus-db); write checkpoint, snap, "
                + "full, or a fixed time"),
        BadScenario(
            "another recovery that cannot be",
            .outage("hits: { entity: me }, at: 1 h, for: 1 h, loses: everything, resync: checkpoint"),
            "6:99: 'checkpoint' cannot bring back what is lost (everything); write snap, full, or a "
                + "fixed time"),
        BadScenario(
            "a recovery that is no word",
            .outage("hits: { entity: me }, at: 1 h, for: 1 h, resync: chekpoint"),
            "6:80: 'resync': 'chekpoint' is not one of the choices; did you mean 'checkpoint'?"),
        BadScenario(
            "a replay without trace",
            .rest("outages:\n  - { name: cut, kind: replay, at: 1 h }\nresolution: duties\n"),
            "4:5: a replay needs the key 'trace'; for example trace: traces/incident.csv",
            "4:32: a replay has no 'at'; the trace says who was offline when"),
        BadScenario(
            "a trace that is not there",
            .outage("hits: { entity: me }, trace: nowhere.csv"),
            "6:60: there is no file 'nowhere.csv'; paths count from the scenario's folder"),
    ]

    static let expectations: [BadScenario] = [
        BadScenario(
            "no source",
            .afterMe("expect:\n  - { that: me.penalties, is: 1 gwei }\n"),
            "6:5: an expectation needs the key 'source'; for example source: 28 epochs × 20 × 339 gwei"),
        BadScenario(
            "no value",
            .expectation("that: me.penalties"),
            "6:5: an expectation needs one of 'is', 'at_least', 'at_most', 'between'"),
        BadScenario(
            "two comparisons",
            .expectation("that: me.penalties, is: 1 gwei, at_most: 2 gwei"),
            "6:39: 'is' and 'at_most' cannot stand together; keep one of them"),
        BadScenario(
            "a tolerance of a bound",
            .expectation("that: me.penalties, at_most: 2 gwei, within: 1 %"),
            "6:44: 'within' means nothing without 'is'"),
        BadScenario(
            "an unknown subject",
            .expectation("that: mee.penalties, is: 1 gwei"),
            "6:13: there is no entity 'mee'; did you mean 'me'?"),
        BadScenario(
            "no subject",
            .expectation("that: penalties, is: 1 gwei"),
            "6:13: 'penalties' is not of the form SUBJECT.METRIC; for example me.penalties"),
        BadScenario(
            "an unknown metric",
            .expectation("that: me.penaltes, is: 1 gwei"),
            "6:13: there is no metric 'penaltes'; did you mean 'penalties'?"),
        BadScenario(
            "a metric of the network alone",
            .expectation("that: me.finality.delay.max, at_most: 2 epochs"),
            "6:13: 'finality.delay.max' is a figure of the whole network, not of 'me'; write "
                + "network.finality.delay.max"),
        BadScenario(
            "a value without unit",
            .expectation("that: me.penalties, is: 189_840"),
            "6:31: 'is': '189_840' has no unit; write 189_840 ETH or 189_840 gwei"),
        BadScenario(
            "a value of another unit",
            .expectation("that: me.penalties, is: [28 epochs, 1 gwei]"),
            "6:32: 'is': 'epochs' is not a unit of ether; the units are ETH and gwei"),
        BadScenario(
            "a share for a count",
            .expectation("that: me.slashed, is: 1 %"),
            "6:29: 'is': '%' is not the unit here; the metric is measured in a plain number"),
        BadScenario(
            "a negative penalty",
            .expectation("that: me.penalties, is: -1 gwei"),
            "6:31: 'is': an amount cannot be negative, found '-1 gwei'; the metric is measured in gwei "
                + "or ETH"),
        BadScenario(
            "more uptime than there is",
            .expectation("that: me.uptime, at_least: 101 %"),
            "6:34: 'at_least': '101 %' is more than 100 %; the metric is measured in %"),
        BadScenario(
            "bounds the wrong way round",
            .expectation("that: me.uptime, between: [50 %, 40 %]"),
            "6:33: the bounds of 'between' are the wrong way round; write the lower one first"),
        BadScenario(
            "one bound",
            .expectation("that: me.uptime, between: [50 %]"),
            "6:33: 'between' must hold 2 values, found 1"),
        BadScenario(
            "a tolerance of another unit",
            .expectation("that: me.penalties, is: 1 gwei, within: 1 epoch"),
            "6:47: 'within': 'epoch' is not a unit of ether; the units are ETH and gwei"),
        BadScenario(
            "a time for a sum",
            .expectation("that: me.penalties at 100 epochs, is: 1 gwei"),
            "6:13: 'penalties' counts over the whole run, so it takes no 'at'; these do: balance, "
                + "effective_balance, inactivity_score"),
        BadScenario(
            "a time after the end",
            .expectation("that: me.balance at 300 epochs, is: 32 ETH"),
            "6:13: 'at 300 epochs' is after the end of the run (1 day); lengthen time.run"),
        BadScenario(
            "an unknown outage",
            .afterMe(
                "outages:\n  - { name: power cut, kind: power, hits: { entity: me }, at: 1 h, for: 1 h "
                    + "}\nexpect:\n  - { that: me.loss during \"powr cut\", is: 1 gwei, source: x }\n"),
            "8:13: there is no outage 'powr cut'; did you mean 'power cut'?"),
        BadScenario(
            "a tail that is neither",
            .expectation("that: me.loss whenever, is: 1 gwei"),
            "6:13: 'whenever' cannot follow a metric; write at 100 epochs, or during \"power cut\""),
        BadScenario(
            "a rest that is nobody",
            .rest(
                "chain: { validators: 32 }\nentities: { me: { validators: 32 } }\nexpect:\n  - { that: "
                    + "rest.penalties, is: 1 gwei, source: x }\n"),
            "6:13: the entities are the whole network, nobody is the rest"),
    ]
}
