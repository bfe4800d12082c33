/// Third version of the result file: why clusters missed duties, and what they did.
enum SchemaVersion3 {
    static let step = """
        ALTER TABLE duty_miss ADD COLUMN reason TEXT;

        DROP VIEW v_duty_miss;
        CREATE VIEW v_duty_miss AS
        SELECT epoch, entity.name AS entity, node.name AS node, duty, outcome, reason, cause.label AS cause, duty_count
        FROM duty_miss JOIN entity USING (entity_id) JOIN cause USING (cause_id)
            LEFT JOIN node ON node.node_id = duty_miss.node_id
        ORDER BY duty_miss_id;

        CREATE TABLE cluster (
            cluster_id INTEGER PRIMARY KEY,
            entity_id INTEGER NOT NULL REFERENCES entity (entity_id),
            flavour TEXT NOT NULL,
            threshold INTEGER NOT NULL,
            member_count INTEGER NOT NULL,
            cluster_count INTEGER NOT NULL,
            played_count INTEGER NOT NULL,
            late_count INTEGER NOT NULL,
            first_round_count INTEGER NOT NULL,
            later_round_count INTEGER NOT NULL,
            highest_round INTEGER NOT NULL,
            message_count INTEGER NOT NULL
        ) STRICT;

        CREATE VIEW v_cluster AS
        SELECT entity.name AS entity, flavour, threshold, member_count, cluster_count, played_count, late_count,
            first_round_count, later_round_count, highest_round, message_count
        FROM cluster JOIN entity USING (entity_id)
        ORDER BY cluster_id;
        """
}
