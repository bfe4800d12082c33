/// Fifth version of the result file: marks of the events between the samples of the event trace.
enum SchemaVersion5 {
    static let step = """
        ALTER TABLE trace_event ADD COLUMN marks_hex TEXT NOT NULL DEFAULT '';
        """
}
