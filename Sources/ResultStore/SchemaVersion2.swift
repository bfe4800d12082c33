/// Second version of the result file: samples of the event trace.
enum SchemaVersion2 {
    static let step = """
        CREATE TABLE trace_event (
            event_number INTEGER PRIMARY KEY CHECK (event_number > 0),
            time_ns INTEGER NOT NULL,
            text TEXT NOT NULL,
            run_digest_hex TEXT NOT NULL
        ) STRICT;

        CREATE VIEW v_trace_event AS
        SELECT event_number, time_ns / 1e9 AS time_seconds, text, run_digest_hex
        FROM trace_event
        ORDER BY event_number;
        """
}
