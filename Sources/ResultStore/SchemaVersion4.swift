/// Fourth version of the result file: who a cluster's members are, what clusters pay, and how often they aggregate.
enum SchemaVersion4 {
    static let step = """
        ALTER TABLE cluster ADD COLUMN aggregate_count INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE cluster ADD COLUMN contribution_count INTEGER NOT NULL DEFAULT 0;

        DROP VIEW v_cluster;
        CREATE VIEW v_cluster AS
        SELECT entity.name AS entity, flavour, threshold, member_count, cluster_count, played_count, late_count,
            first_round_count, later_round_count, highest_round, message_count, aggregate_count, contribution_count
        FROM cluster JOIN entity USING (entity_id)
        ORDER BY cluster_id;

        CREATE TABLE cluster_member (
            cluster_member_id INTEGER PRIMARY KEY,
            cluster_id INTEGER NOT NULL REFERENCES cluster (cluster_id),
            cluster_number INTEGER NOT NULL,
            node_id INTEGER NOT NULL REFERENCES node (node_id),
            ssv_operator_id INTEGER
        ) STRICT;

        CREATE VIEW v_cluster_member AS
        SELECT entity.name AS entity, cluster_number, node.name AS node, ssv_operator_id
        FROM cluster_member JOIN cluster USING (cluster_id) JOIN entity ON entity.entity_id = cluster.entity_id
            JOIN node ON node.node_id = cluster_member.node_id
        ORDER BY cluster_member_id;

        CREATE TABLE cluster_account (
            cluster_account_id INTEGER PRIMARY KEY,
            cluster_id INTEGER NOT NULL REFERENCES cluster (cluster_id),
            cluster_number INTEGER NOT NULL,
            validator_count INTEGER NOT NULL,
            deposit_gwei INTEGER,
            operator_fees_gwei INTEGER NOT NULL,
            network_fees_gwei INTEGER NOT NULL,
            left_gwei INTEGER,
            runs_out_ns INTEGER
        ) STRICT;

        CREATE VIEW v_cluster_account AS
        SELECT entity.name AS entity, cluster_number, cluster_account.validator_count, deposit_gwei, operator_fees_gwei,
            network_fees_gwei, left_gwei, runs_out_ns / 1e9 AS runs_out_seconds
        FROM cluster_account JOIN cluster USING (cluster_id) JOIN entity ON entity.entity_id = cluster.entity_id
        ORDER BY cluster_account_id;
        """
}
