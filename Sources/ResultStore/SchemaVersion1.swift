/// First version of the result file.
///
/// Conventions: money in Gwei, times in nanoseconds from the start of the run, epochs by their number on the chain,
/// truth as 0 or 1. A column's name ends with its unit. Identifiers count from 0 in the order of the report.
enum SchemaVersion1 {
    static let tables = """
        CREATE TABLE run (
            run_id INTEGER PRIMARY KEY CHECK (run_id = 1),
            name TEXT NOT NULL,
            about TEXT NOT NULL,
            scenario_text TEXT NOT NULL,
            scenario_file TEXT NOT NULL,
            seed_decimal TEXT NOT NULL,
            blackout_version TEXT NOT NULL,
            digest_hex TEXT NOT NULL,
            fork TEXT NOT NULL,
            preset TEXT NOT NULL,
            resolution TEXT NOT NULL,
            detail TEXT NOT NULL,
            start_epoch INTEGER NOT NULL,
            epoch_count INTEGER NOT NULL,
            slots_per_epoch INTEGER NOT NULL,
            slot_ms INTEGER NOT NULL,
            validator_count INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE run_override (
            override_id INTEGER PRIMARY KEY,
            text TEXT NOT NULL
        ) STRICT;

        CREATE TABLE entity (
            entity_id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            is_rest INTEGER NOT NULL CHECK (is_rest IN (0, 1)),
            node_count INTEGER NOT NULL,
            validator_count INTEGER NOT NULL,
            validator_seconds REAL NOT NULL,
            dark_validator_seconds REAL NOT NULL
        ) STRICT;

        CREATE TABLE node (
            node_id INTEGER PRIMARY KEY,
            entity_id INTEGER NOT NULL REFERENCES entity (entity_id),
            name TEXT NOT NULL,
            is_population INTEGER NOT NULL CHECK (is_population IN (0, 1)),
            region TEXT,
            power_zone TEXT,
            provider TEXT,
            node_operator TEXT,
            link TEXT,
            consensus_client TEXT,
            execution_client TEXT,
            validator_count INTEGER NOT NULL,
            dark_seconds REAL NOT NULL
        ) STRICT;

        CREATE TABLE validator (
            validator_index INTEGER PRIMARY KEY,
            entity_id INTEGER NOT NULL REFERENCES entity (entity_id),
            node_id INTEGER REFERENCES node (node_id),
            start_balance_gwei INTEGER NOT NULL,
            end_balance_gwei INTEGER NOT NULL,
            end_effective_balance_gwei INTEGER NOT NULL,
            ideal_gwei INTEGER NOT NULL,
            missed_gwei INTEGER NOT NULL,
            penalties_gwei INTEGER NOT NULL,
            earned_gwei INTEGER NOT NULL CHECK (earned_gwei = ideal_gwei - missed_gwei - penalties_gwei),
            is_slashed INTEGER NOT NULL CHECK (is_slashed IN (0, 1)),
            exit_epoch INTEGER
        ) STRICT;

        CREATE TABLE outage (
            outage_id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            target TEXT NOT NULL
        ) STRICT;

        CREATE TABLE outage_interval (
            interval_id INTEGER PRIMARY KEY,
            outage_id INTEGER NOT NULL REFERENCES outage (outage_id),
            start_ns INTEGER NOT NULL,
            end_ns INTEGER NOT NULL CHECK (end_ns >= start_ns),
            nodes_hit INTEGER NOT NULL,
            validators_hit INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE node_state (
            state_id INTEGER PRIMARY KEY,
            node_id INTEGER NOT NULL REFERENCES node (node_id),
            state TEXT NOT NULL,
            start_ns INTEGER NOT NULL,
            end_ns INTEGER NOT NULL CHECK (end_ns >= start_ns),
            outage_id INTEGER NOT NULL REFERENCES outage (outage_id),
            detail TEXT NOT NULL
        ) STRICT;

        CREATE TABLE cause (
            cause_id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            outage_id INTEGER REFERENCES outage (outage_id),
            label TEXT NOT NULL
        ) STRICT;

        CREATE TABLE entity_component (
            entity_component_id INTEGER PRIMARY KEY,
            entity_id INTEGER NOT NULL REFERENCES entity (entity_id),
            component TEXT NOT NULL,
            ideal_gwei INTEGER NOT NULL,
            missed_gwei INTEGER NOT NULL,
            penalties_gwei INTEGER NOT NULL,
            earned_gwei INTEGER NOT NULL CHECK (earned_gwei = ideal_gwei - missed_gwei - penalties_gwei),
            UNIQUE (entity_id, component)
        ) STRICT;

        CREATE TABLE ledger (
            ledger_id INTEGER PRIMARY KEY,
            entity_id INTEGER NOT NULL REFERENCES entity (entity_id),
            cause_id INTEGER NOT NULL REFERENCES cause (cause_id),
            component TEXT NOT NULL,
            missed_gwei INTEGER NOT NULL,
            penalties_gwei INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE epoch (
            epoch INTEGER PRIMARY KEY,
            active_balance_gwei INTEGER NOT NULL,
            base_reward_per_increment_gwei INTEGER NOT NULL,
            source_balance_gwei INTEGER NOT NULL,
            target_balance_gwei INTEGER NOT NULL,
            head_balance_gwei INTEGER NOT NULL,
            blocks_proposed INTEGER NOT NULL,
            blocks_missed INTEGER NOT NULL,
            justified_epoch INTEGER NOT NULL,
            finalized_epoch INTEGER NOT NULL,
            is_leaking INTEGER NOT NULL CHECK (is_leaking IN (0, 1)),
            reference_participation_ratio REAL,
            run_digest_hex TEXT NOT NULL
        ) STRICT;

        CREATE TABLE duty_miss (
            duty_miss_id INTEGER PRIMARY KEY,
            entity_id INTEGER NOT NULL REFERENCES entity (entity_id),
            node_id INTEGER REFERENCES node (node_id),
            epoch INTEGER NOT NULL,
            duty TEXT NOT NULL,
            outcome TEXT NOT NULL,
            cause_id INTEGER NOT NULL REFERENCES cause (cause_id),
            duty_count INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE expectation (
            expectation_id INTEGER PRIMARY KEY,
            text TEXT NOT NULL,
            metric TEXT NOT NULL,
            published TEXT NOT NULL,
            simulated TEXT NOT NULL,
            simulated_value REAL,
            unit TEXT NOT NULL,
            is_met INTEGER NOT NULL CHECK (is_met IN (0, 1)),
            source TEXT NOT NULL,
            location TEXT NOT NULL
        ) STRICT;

        CREATE TABLE note (
            note_id INTEGER PRIMARY KEY,
            text TEXT NOT NULL
        ) STRICT;

        """

    static let views = """
        CREATE VIEW v_entity AS
        SELECT entity.entity_id, entity.name AS entity, is_rest, node_count, validator_count,
            coalesce(sum(ideal_gwei), 0) AS ideal_gwei,
            coalesce(sum(missed_gwei), 0) AS missed_gwei,
            coalesce(sum(penalties_gwei), 0) AS penalties_gwei,
            coalesce(sum(earned_gwei), 0) AS earned_gwei,
            coalesce(sum(missed_gwei + penalties_gwei), 0) AS loss_gwei,
            1.0 - dark_validator_seconds / nullif(validator_seconds, 0) AS uptime_ratio
        FROM entity LEFT JOIN entity_component USING (entity_id)
        GROUP BY entity.entity_id;

        CREATE VIEW v_component AS
        SELECT entity.name AS entity, component, ideal_gwei, missed_gwei, penalties_gwei, earned_gwei
        FROM entity_component JOIN entity USING (entity_id)
        ORDER BY entity_component_id;

        CREATE VIEW v_ledger AS
        SELECT entity.name AS entity, cause.label AS cause, cause.kind AS cause_kind, outage.name AS outage, component,
            missed_gwei, penalties_gwei, missed_gwei + penalties_gwei AS loss_gwei
        FROM ledger JOIN entity USING (entity_id) JOIN cause USING (cause_id)
            LEFT JOIN outage ON outage.outage_id = cause.outage_id
        ORDER BY ledger_id;

        CREATE VIEW v_cause AS
        SELECT entity.name AS entity, cause.label AS cause, cause.kind AS cause_kind,
            sum(missed_gwei) AS missed_gwei, sum(penalties_gwei) AS penalties_gwei,
            sum(missed_gwei + penalties_gwei) AS loss_gwei,
            1.0 * sum(missed_gwei + penalties_gwei)
                / nullif(sum(sum(missed_gwei + penalties_gwei)) OVER (PARTITION BY ledger.entity_id), 0)
                AS share_of_loss_ratio
        FROM ledger JOIN entity USING (entity_id) JOIN cause USING (cause_id)
        GROUP BY ledger.entity_id, ledger.cause_id
        ORDER BY ledger.entity_id, loss_gwei DESC, ledger.cause_id;

        CREATE VIEW v_epoch AS
        SELECT epoch, (epoch - start_epoch) * slots_per_epoch * slot_ms / 1000.0 AS start_seconds,
            active_balance_gwei,
            1.0 * source_balance_gwei / nullif(active_balance_gwei, 0) AS source_participation_ratio,
            1.0 * target_balance_gwei / nullif(active_balance_gwei, 0) AS target_participation_ratio,
            1.0 * head_balance_gwei / nullif(active_balance_gwei, 0) AS head_participation_ratio,
            reference_participation_ratio, base_reward_per_increment_gwei, blocks_proposed, blocks_missed,
            justified_epoch, finalized_epoch, max(0, epoch - finalized_epoch) AS finality_delay_epochs, is_leaking
        FROM epoch JOIN run
        ORDER BY epoch;

        CREATE VIEW v_outage AS
        SELECT outage.name AS outage, kind, target, start_ns / 1e9 AS start_seconds, end_ns / 1e9 AS end_seconds,
            (end_ns - start_ns) / 1e9 AS duration_seconds, nodes_hit, validators_hit
        FROM outage_interval JOIN outage USING (outage_id)
        ORDER BY start_ns, interval_id;

        CREATE VIEW v_node AS
        SELECT node.name AS node, entity.name AS entity, is_population, region, power_zone, provider, node_operator,
            link, consensus_client, execution_client, node.validator_count, dark_seconds,
            1.0 - dark_seconds / nullif(1.0 * epoch_count * slots_per_epoch * slot_ms / 1000, 0) AS uptime_ratio
        FROM node JOIN entity USING (entity_id) JOIN run
        ORDER BY node_id;

        CREATE VIEW v_node_state AS
        SELECT node.name AS node, entity.name AS entity, state, detail, start_ns / 1e9 AS start_seconds,
            end_ns / 1e9 AS end_seconds, (end_ns - start_ns) / 1e9 AS duration_seconds, outage.name AS outage
        FROM node_state JOIN node USING (node_id) JOIN entity USING (entity_id) JOIN outage USING (outage_id)
        ORDER BY start_ns, state_id;

        CREATE VIEW v_validator AS
        SELECT validator_index, entity.name AS entity, node.name AS node, start_balance_gwei, end_balance_gwei,
            end_effective_balance_gwei, ideal_gwei, missed_gwei, penalties_gwei, earned_gwei, is_slashed, exit_epoch
        FROM validator JOIN entity USING (entity_id) LEFT JOIN node ON node.node_id = validator.node_id
        ORDER BY validator_index;

        CREATE VIEW v_duty_miss AS
        SELECT epoch, entity.name AS entity, node.name AS node, duty, outcome, cause.label AS cause, duty_count
        FROM duty_miss JOIN entity USING (entity_id) JOIN cause USING (cause_id)
            LEFT JOIN node ON node.node_id = duty_miss.node_id
        ORDER BY duty_miss_id;

        CREATE VIEW v_run_summary AS
        SELECT run.name, scenario_file, seed_decimal, blackout_version, digest_hex, fork, preset, resolution, detail,
            start_epoch, epoch_count, run.validator_count,
            (SELECT sum(ideal_gwei) FROM entity_component) AS ideal_gwei,
            (SELECT sum(missed_gwei) FROM entity_component) AS missed_gwei,
            (SELECT sum(penalties_gwei) FROM entity_component) AS penalties_gwei,
            (SELECT sum(earned_gwei) FROM entity_component) AS earned_gwei,
            (SELECT 1.0 - sum(dark_validator_seconds) / nullif(sum(validator_seconds), 0) FROM entity) AS uptime_ratio,
            (SELECT min(target_participation_ratio) FROM v_epoch) AS participation_min_ratio,
            (SELECT avg(target_participation_ratio) FROM v_epoch) AS participation_mean_ratio,
            (SELECT max(finality_delay_epochs) FROM v_epoch) AS finality_delay_max_epochs,
            (SELECT sum(is_leaking) FROM epoch) AS leak_epochs,
            (SELECT sum(blocks_missed) FROM epoch) AS blocks_missed,
            (SELECT count(*) FROM expectation WHERE is_met = 1) AS expectations_met,
            (SELECT count(*) FROM expectation WHERE is_met = 0) AS expectations_broken
        FROM run;
        """
}
